"""A clock that follows a file, for every Python that a test starts with this folder on its path.

The file says by how many seconds this process is ahead, and is looked at so often that nobody waits
for it. What is not Python's (the server's sockets, every wait) keeps the machine's own time:
a library that replaces the time of the whole process makes such waits take seconds, or never end.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import time_machine

LOOK_SECONDS = 0.02
FILE = Path(os.environ["CLOCK_AHEAD"])
BEGAN = time.time() - time.monotonic()


def ahead() -> float:
    return float(FILE.read_text(encoding="ascii"))


def follow(clock: time_machine.Traveller, known: float) -> None:
    """Move this process whenever the file says another number, for ever."""
    sleep = threading.Event().wait
    while True:
        if (wanted := ahead()) != known:
            known = wanted
            clock.move_to(BEGAN + time.monotonic() + known, tick=True)
        sleep(LOOK_SECONDS)


def begin() -> None:
    """Be ahead from the first line of the program, then follow."""
    now = ahead()
    clock = time_machine.travel(BEGAN + time.monotonic() + now, tick=True).start()

    def start() -> None:
        threading.Thread(target=follow, args=(clock, now), daemon=True).start()

    start()
    os.register_at_fork(after_in_child=start)  # a server's own processes have no thread of it


begin()
