"""Set up this Heard, once: tables, the organisation, the log and its key, the root key.

The root key is what reporters pin: it signs who may be sealed to, and nothing else. Best made on
a machine that is never online (there: heard roster new-key --site SITE --root-key FILE) and given
here as --root-vkey. With --root-key it is made here and written to that file: move the file to an
offline medium, in two copies, and delete it here before the first report comes in.
"""

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path

from heard.doors.operator import ceremony, console
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError


def configure(parser: argparse.ArgumentParser) -> None:
    """Who this is for, and where the root key goes."""
    parser.add_argument("--name", required=True, help="of the organisation, as reporters know it")
    parser.add_argument(
        "--site", help="host people type; must be HEARD_SITE, said twice on purpose"
    )
    parser.add_argument("--country", default="", help="two letters: whose help lines come first")
    root = parser.add_mutually_exclusive_group(required=True)
    root.add_argument("--root-key", type=Path, metavar="FILE", help="make the root key here")
    root.add_argument("--root-vkey", metavar="VKEY", help="of a root key made offline")


def run(options: argparse.Namespace) -> int:
    """Migrate, make keys, write the first event."""
    from django.conf import settings

    if options.site and options.site != settings.HEARD.site:
        raise ExitError(f"--site is {options.site}, but HEARD_SITE is {settings.HEARD.site}.")
    if options.country and not re.fullmatch(r"[A-Za-z]{2}", options.country):
        raise ExitError("--country: give two letters, such as DE.")
    set_up(options)
    return 0


def set_up(options: argparse.Namespace) -> None:
    """Refuse tables of another version, and a second time, before anything is made."""
    from django.conf import settings
    from django.core.management import call_command

    from heard.actions.operations import setup

    if reason := setup.foreign_tables():
        raise ExitError(reason)
    call_command("migrate", verbosity=0)
    if setup.is_set_up():
        raise ExitError(setup.ALREADY)
    root = options.root_vkey
    if options.root_key:
        root = ceremony.new_root(site=settings.HEARD.site, path=options.root_key)
    try:
        ready = setup.set_up(
            name=options.name, root=root, country=options.country.upper(), now=datetime.now(UTC)
        )
    except (RefusedError, ValueError) as error:
        raise ExitError(str(error)) from error
    tell(ready.root, ready.log, options)


def tell(root: str, log: str, options: argparse.Namespace) -> None:
    """What to print, pin and do next."""
    console.say(f"{options.name} has its Heard.\n")
    console.say(ceremony.poster(root))
    console.say(f"The log's key, for witnesses and verifiers:\n\n  {log}\n")
    if options.root_key:
        console.say(
            f"Now: copy {options.root_key} to two offline media, check that both can be read, and\n"
            "delete it here. Whoever has it can name themselves as a reader of reports.\n"
        )
    console.say("Next: heard roster add --name … --role … --tier 1 --unit …")
