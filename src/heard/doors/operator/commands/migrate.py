"""Bring the database to this version's tables. Make a backup first; there is no way back."""

import argparse

from heard.doors.operator import console


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""
    del parser


def run(_options: argparse.Namespace) -> int:
    """Run what is missing."""
    from django.core.management import call_command

    from heard.actions import _closed

    with _closed.lifted():  # a backup of an older version has to be read by this one
        call_command("migrate", verbosity=0)
    console.say("The database is of this version.")
    return 0
