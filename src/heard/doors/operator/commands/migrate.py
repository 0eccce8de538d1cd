"""Bring the database to this version's tables. Make a backup first; there is no way back.

What disk it may want is said before it begins, and it does not begin where SQLite's disk has not
that much free. It may be stopped at any time, and run again.
"""

import argparse

from heard.doors.operator import console, upgrading


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""
    del parser


def run(_options: argparse.Namespace) -> int:
    """Run what is missing."""
    upgrading.bring_up()
    console.say("The database is of this version.")
    return 0
