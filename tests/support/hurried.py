"""``python hurried.py ARGUMENTS``: ``heard``, whose worker makes a round each 3 seconds, not 15.

All else is as it is run. For tests that wait for several rounds by the machine's own time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROUND = 3
PROGRAM = (sys.executable, str(Path(__file__)))


def hurry() -> int:
    from heard.config import command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
    from heard.doors.operator import cli

    cli.load_django()
    from heard.doors.operator import loop

    loop.ROUND = ROUND
    return command.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(hurry())
