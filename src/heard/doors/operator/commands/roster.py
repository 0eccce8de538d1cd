"""Who may be sealed to. Changes count once the organisation's root key has signed them.

Where the root key is on an offline machine (it should be):
  heard roster export > next      on the server
  heard roster sign-file next --root-key FILE > signed      offline; needs no database
  heard roster import signed      on the server
"""

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path

from heard.doors.operator import cli

OFFLINE = ("new-key", "sign-file")


def configure(parser: argparse.ArgumentParser) -> None:
    """One sub-command an action."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
    add = actions.add_parser("add", help="invite somebody; prints their link, once")
    add.add_argument("--name", required=True, help="as reporters see it")
    add.add_argument("--role", required=True, help="as reporters see it, such as Ombudsperson")
    add.add_argument(
        "--tier",
        required=True,
        type=int,
        choices=(1, 2, 3),
        help="1 intake, 2 independent inside, 3 outside",
    )
    add.add_argument("--unit", default="", help="where they belong; conflicts are found by it")
    add.add_argument("--email", default="", help="at work: told that something waits, never what")
    actions.add_parser("list", help="everybody, with id, tier and state")
    email = actions.add_parser("email", help="their work e-mail; the directory knows them by it")
    email.add_argument("id", help="from heard roster list")
    email.add_argument("address")
    remove = actions.add_parser("remove", help="take somebody's access away, at once")
    remove.add_argument("id", help="from heard roster list")
    out = actions.add_parser("sign-out", help="end somebody's sessions at once, and nothing else")
    out.add_argument("id", help="from heard roster list")
    sign = actions.add_parser("sign", help="sign the next roster here")
    sign.add_argument("--root-key", required=True, type=Path, metavar="FILE")
    export = actions.add_parser("export", help="print the next roster, unsigned")
    for each in (sign, export):
        each.add_argument("--quorum", type=int, help="witness operators that must cosign")
    take = actions.add_parser("import", help="take a roster that was signed elsewhere")
    take.add_argument("file", type=Path)
    _machines(actions.add_parser)
    _offline(actions.add_parser)


def _machines(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Witnesses, and what pages seal to beside people."""
    witness = add("witness", help="who cosigns the log, from the next roster on")
    witness.add_argument("--operator", help="who runs it, such as Works council")
    witness.add_argument("--key", help="the line that heard witness init printed")
    witness.add_argument("--url", help="where it answers, such as https://witness.example.org")
    witness.add_argument("--remove", metavar="NAME", help="leave this one out instead")
    services = add("services", help="machines that pages seal to, as the next roster")
    services.add_argument(
        "--renew",
        choices=("notices",),
        help="make a new key of this one; sign the next roster then",
    )
    services.add_argument(
        "--add",
        choices=("gate", "steward", "counsellor"),
        help="name somebody's machine for this; with the three below",
    )
    services.add_argument("--operator", help="who runs it, such as Works council")
    services.add_argument("--recipient", metavar="age1pq1…", help="what is sealed to it")
    services.add_argument("--signing", metavar="BASE64", help="the Ed25519 key that it signs by")
    services.add_argument("--remove", metavar="KEY", help="leave out the one that begins so")


def _offline(add: Callable[..., argparse.ArgumentParser]) -> None:
    """What needs no database."""
    make = add("new-key", help="offline: make a root key")
    make.add_argument("--site", required=True, help="the host people type")
    make.add_argument("--root-key", required=True, type=Path, metavar="FILE")
    sign_file = add("sign-file", help="offline: sign what heard roster export printed")
    sign_file.add_argument("file", type=Path)
    sign_file.add_argument("--root-key", required=True, type=Path, metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """The offline actions load no Django."""
    room = "heard.doors.operator.roster_offline"
    if options.action not in OFFLINE:
        room = "heard.doors.operator.roster_online"
        cli.load_django()
        if options.action != "list":
            cli.refuse_doubt()
    action = options.action.replace("-", "_")
    name = {"import": "take", "list": "listing"}.get(action, action)
    return int(getattr(importlib.import_module(room), name)(options))
