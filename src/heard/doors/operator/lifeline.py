"""Nobody outlives the process that started them.

Where that one is killed without a word, those it forked would go on answering at its port, and the
next start would find it taken. A pipe tells them: it has ended when nobody is left to write to it.
"""

import os
import signal
import threading


class Lifeline:
    """Made before the forks, by the process whose end all others follow."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()

    def follow(self) -> None:
        """In a forked process: once the first is gone, end as SIGTERM ends it."""
        os.close(self._writing)
        threading.Thread(target=self._wait, name="heard-lifeline", daemon=True).start()

    def _wait(self) -> None:
        os.read(self._reading, 1)  # nothing is ever written: it returns at the end
        os.kill(os.getpid(), signal.SIGTERM)
