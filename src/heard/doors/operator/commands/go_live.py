"""Open a Heard that was restored: from now on it signs, sends and asks again.

The signing guard and every witness of the roster are asked first. One that has seen more of this
log than the backup holds, or something else, refuses: going on would be a second history.
"""

import argparse

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError


def configure(parser: argparse.ArgumentParser) -> None:
    """What is lost."""
    parser.add_argument(
        "--new-machine",
        action="store_true",
        help="the guard is lost with the old machine, and the old machine will never sign again",
    )
    parser.add_argument(
        "--accept-loss",
        action="store_true",
        help="what was promised and is in no copy is lost: log that, for everybody to see",
    )
    parser.add_argument(
        "--witness-lost",
        action="append",
        default=[],
        metavar="NAME",
        help="this witness answers no more, and its operator says that it has seen no more",
    )


def run(options: argparse.Namespace) -> int:
    """Ask, then open."""
    from heard.actions import retention
    from heard.actions.operations import backups, health, setup, timekeeping
    from heard.actions.operations.health import LogKeyMissingError

    if missing := setup.tables():
        raise ExitError(missing)
    try:
        if faults := health.check_log(progress=console.Progress()):
            raise ExitError(f"The log is not whole: {faults[0]}. Restore another backup.")
        agreed = backups.go_live(
            new_machine=options.new_machine,
            accept_loss=options.accept_loss,
            lost=frozenset(options.witness_lost),
        )
    except (RefusedError, LogKeyMissingError) as error:
        raise ExitError(str(error)) from error
    if missing := setup.not_ready():
        raise ExitError(missing)
    try:
        timekeeping.settle()
    except RefusedError as refused:
        raise ExitError(f"Heard is open, but its clock is wrong. {refused}") from refused
    # What was only planned as the backup's successor was lost may have happened.
    if again := retention.settle(now=timekeeping.careful(), lost=options.accept_loss):
        console.say(f"{again} things had been erased since this backup: they are erased once more.")
    console.say(f"Heard is open; {agreed} witnesses agreed. Start heard serve (and heard worker).")
    return 0
