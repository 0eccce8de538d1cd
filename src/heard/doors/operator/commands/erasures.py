"""What was erased of cases, when and by which rule (docs/spec/retention.md).

Each line has the hash of its entry in the log: GET /log/leaf/HASH gives the proof to anybody, and
heard verify checks it.
"""

import argparse
import csv
import sys

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError

HEAD = ("case", "what", "ground", "at", "leaf")


def configure(parser: argparse.ArgumentParser) -> None:
    """As a table, as CSV, or with a new journal."""
    parser.add_argument("--csv", action="store_true", help="as CSV, to standard output")
    parser.add_argument(
        "--begin-anew",
        action="store_true",
        help="the guard's journal of what was erased is lost for good: begin another",
    )


def run(options: argparse.Namespace) -> int:
    """Say it."""
    from heard.actions import retention
    from heard.actions.operations import setup, timekeeping

    if missing := setup.not_ready():
        raise ExitError(missing)
    if options.begin_anew:
        count = retention.begin_anew(now=timekeeping.careful())
        console.warn(f"A new journal was begun, with {count} erasures that the database knows.")
        return 0
    rows = [
        (each.case, each.what, each.ground, f"{each.at:%Y-%m-%d}", each.leaf)
        for each in retention.listed()
    ]
    if options.csv:
        csv.writer(sys.stdout).writerows([HEAD, *rows])
    else:
        console.say(console.table(rows) or "Nothing was erased yet.")
    return 0
