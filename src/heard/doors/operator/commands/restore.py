"""Bring a backup back onto an empty Heard: every file is checked before anything is put in place.

The signing guard decides whether the log may go on. It refuses a backup that is older than what
was signed: going on from there would be a second history (docs/operate/backup.md).
"""

import argparse
from pathlib import Path

from heard.doors.operator import console
from heard.doors.operator.refusal import RefusalError


def configure(parser: argparse.ArgumentParser) -> None:
    """From where, and what is known."""
    parser.add_argument("directory", type=Path, help="what heard backup wrote")
    case = parser.add_mutually_exclusive_group()
    case.add_argument(
        "--new-machine",
        action="store_true",
        help="the guard is lost, and no witness has cosigned more than this backup holds",
    )
    case.add_argument(
        "--for-reading",
        action="store_true",
        help="bring the reports back although the guard refuses; nothing is signed any more",
    )


def run(options: argparse.Namespace) -> int:
    """Check, place, check again."""
    from heard.actions import backups, health

    progress = console.Progress()
    try:
        done = backups.restore(
            directory=options.directory.resolve(),
            new_machine=options.new_machine,
            for_reading=options.for_reading,
            progress=progress,
        )
    except backups.BackupError as error:
        raise RefusalError(str(error)) from error
    if faults := health.check_log(progress=progress):
        raise RefusalError(f"The backup is back, but its log is not whole: {faults[0]}.")
    console.say(f"{done.files} files are back; the log is whole up to entry {done.size}.")
    if not done.goes_on:
        console.say("For reading only: the guard refuses, so nothing new can be signed.")
    return 0
