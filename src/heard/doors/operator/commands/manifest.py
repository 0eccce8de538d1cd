"""Log the SHA-256 of the pages' manifest (heard serve does too) and print its receipt.

Publish the receipt where people outside look: with it, heard verify-site URL --receipt FILE shows
that the pages they are served are those that the log names.
"""

import argparse
import sys

from heard.doors.operator.refusal import ExitError


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""
    del parser


def run(_options: argparse.Namespace) -> int:
    """Log once, print each time."""
    from heard.actions.operations import setup
    from heard.doors.operator import machine

    if missing := setup.not_ready():
        raise ExitError(missing)
    index = machine.publish_pages()
    if index is None:
        raise ExitError("The pages are not built. Run script/setup, or install the release.")
    sys.stdout.write(setup.receipt(index=index))
    return 0
