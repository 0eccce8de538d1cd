"""``python hurried.py ARGUMENTS``: ``heard``, whose worker makes a round each 3 seconds, not 15.

All else is as it is run. For tests that wait for several rounds by the machine's own time.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROUND = 3
PROGRAM = (sys.executable, str(Path(__file__)))


def hurry() -> int:
    """As ``heard``; a demonstration says where its data is before it lets Django read that."""
    from heard.config import command
    from heard.doors.operator import cli

    load = cli.load_django

    def load_hurried() -> None:
        load()
        from heard.doors.operator import loop

        loop.ROUND = ROUND

    cli.load_django = load_hurried
    return command.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(hurry())
