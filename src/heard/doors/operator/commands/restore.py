"""Bring a backup back onto an empty Heard: every file is checked before anything is put in place.

What comes back is closed: heard serve lets people read it, and nothing is signed, sent or asked, no
witness, no mail, no clock. heard go-live is a step of its own (docs/operate/backup.md). A backup of
an older version is brought to this one's tables, as heard migrate does.
"""

import argparse
from pathlib import Path

from heard.doors.operator import console, upgrading
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError


def configure(parser: argparse.ArgumentParser) -> None:
    """From where, and what for."""
    parser.add_argument("directory", type=Path, help="what heard backup wrote")
    parser.add_argument(
        "--drill", action="store_true", help="to try a backup out: it can never go live"
    )


def run(options: argparse.Namespace) -> int:
    """Check, place, check again."""
    from heard.actions.operations import backups, health

    progress = console.Progress()
    try:
        done = backups.restore(
            directory=options.directory.resolve(), drill=options.drill, progress=progress
        )
    except RefusedError as error:
        raise ExitError(str(error)) from error
    upgrading.bring_up()
    if faults := health.check_log(progress=progress):
        raise ExitError(f"The backup is back, but its log is not whole: {faults[0]}.")
    console.say(f"{done.files} files are back; the log is whole up to entry {done.size}.")
    console.say("It is closed: heard serve lets people read it, and nothing is signed or sent.")
    if not options.drill:
        console.say("To go on from here: heard go-live. It asks the guard and the witnesses first.")
    return 0
