"""Run the hourly epoch, ask the witnesses and send the notices, until told to stop.

On SQLite ``heard serve`` does this itself. On PostgreSQL run one worker, or several: of two that
meet, one does the work.
"""

import argparse
import signal

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: the settings say all."""
    del parser


def run(_options: argparse.Namespace) -> int:
    """Stay until SIGTERM or SIGINT."""
    from heard.actions.operations import setup
    from heard.doors.operator.commands.serve import begin_time, settle_erased
    from heard.doors.operator.loop import Loop

    if missing := setup.not_ready() or setup.closed():
        raise ExitError(missing)
    setup.make_keys()
    begin_time()
    settle_erased()
    loop = Loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.stop())
    console.say("Heard's worker runs. Stop it with Ctrl+C.")
    loop.run()
    return 0
