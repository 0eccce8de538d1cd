"""What every clock says; and, once the machine's clock is right, that its time holds.

While a clock is in doubt, duties fall due by the time that has passed for certain: nothing is
missed too early, nothing stops. Take the time from another clock than this machine's (a
telephone), in UTC: heard clock accept 2026-11-28T19:30. All that is late by it is late from then
on.
"""

import argparse
from datetime import UTC, datetime, timedelta

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError

NEAR = timedelta(minutes=5)


def configure(parser: argparse.ArgumentParser) -> None:
    """Nothing, or ``accept`` with the time."""
    parser.add_argument("step", nargs="?", choices=["show", "accept"], default="show")
    parser.add_argument("time", nargs="?", help="UTC by another clock, as 2026-11-28T19:30")


def run(options: argparse.Namespace) -> int:
    """Show or accept."""
    from heard.actions.operations import timekeeping

    if options.step == "show":
        return show()
    told = _time(options.time or "")
    if abs(told - datetime.now(UTC)) > NEAR:
        raise ExitError(
            f"This machine's clock says {datetime.now(UTC):%Y-%m-%dT%H:%M}, you say"
            f" {told:%Y-%m-%dT%H:%M} (UTC). Set the machine's clock first: timedatectl."
        )
    try:
        at = timekeeping.accept()
    except RefusedError as refused:
        raise ExitError(str(refused)) from refused
    console.say(f"From now on it is {at:%Y-%m-%d %H:%M} UTC. It is in the log.")
    return 0


def show() -> int:
    """Each clock on a line; 1 where one is in doubt."""
    from heard.actions.operations import timekeeping

    found = timekeeping.clocks()
    lines = [("this machine", found.machine), ("last round", found.last)]
    lines += [
        ("database", found.database),
        *((f"witness {name}", at) for name, at in found.witnesses),
    ]
    for name, at in lines:
        console.say(f"{name}: {at:%Y-%m-%d %H:%M:%S} UTC" if at else f"{name}: none")
    for name, what, since in found.doubts:
        console.say(f"in doubt since {since:%Y-%m-%d %H:%M} UTC: {name} is {what}")
    return 1 if found.doubts else 0


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    except ValueError as error:
        raise ExitError(
            "Give the time by another clock, in UTC: heard clock accept 2026-11-28T19:30"
        ) from error
