"""A screen that nobody sees, for a browser that cannot do without one."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from engines import installed

XVFB = "/usr/bin/Xvfb"
SIZE = "1400x1000x24"
START_SECONDS = 30


class NoScreenError(AssertionError):
    """Xvfb did not start; the text says for how long it was waited for."""


@contextmanager
def screen() -> Iterator[str]:
    """The name of a display, ``:7``. Xvfb picks a free one itself, so that two never clash."""
    installed(XVFB)
    readable, writable = os.pipe()
    # Without -noreset it begins anew when its last window closes, and hangs up on a browser that
    # comes just then: the browser ends, and its driver waits for it until a test gives up.
    kept = ["-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    command = [XVFB, "-displayfd", str(writable), *kept]
    with subprocess.Popen(
        command, pass_fds=[writable], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as xvfb:
        os.close(writable)
        try:
            ready, _, _ = select.select([readable], [], [], START_SECONDS)
            number = os.read(readable, 16).decode().strip() if ready else ""
            if not number:
                raise NoScreenError(f"Xvfb did not start within {START_SECONDS} seconds.")
            yield f":{number}"
        finally:
            os.close(readable)
            xvfb.terminate()
