"""Who sees the figures: board, audit committee, works council. Never a case, never a name.

Somebody who handles cases may have oversight as well; a person who handles none is invited here,
stands in no roster, and no report can ever be sealed to them.
"""

import argparse
import importlib


def configure(parser: argparse.ArgumentParser) -> None:
    """One sub-command an action."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
    actions.add_parser("list", help="everybody who sees the figures")
    add = actions.add_parser("add", help="invite somebody who handles no cases; prints their link")
    add.add_argument("--name", required=True, help="for your own list")
    add.add_argument("--role", required=True, help="such as Works council")
    add.add_argument("--email", default="", help="told that something waits, never what")
    grant = actions.add_parser("grant", help="let a case handler see the figures too")
    grant.add_argument("id", help="from heard roster list")
    revoke = actions.add_parser("revoke", help="no longer; who handles no cases is removed")
    revoke.add_argument("id", help="from heard oversight list")


def run(options: argparse.Namespace) -> int:
    """What needs tables is loaded only now that Django is."""
    room = importlib.import_module("heard.doors.operator.oversight")
    name = "listing" if options.action == "list" else options.action
    return int(getattr(room, name)(options))
