"""``heard <command>``: the table of commands, and how one of them is run.

A command is a module of ``heard.doors.operator.commands`` with two functions,
``configure(parser)`` and ``run(options) -> int`` (the exit code). Commands that need no database
never load Django, so that ``heard verify`` works on a machine that runs no Heard.
"""

import argparse
import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import NamedTuple

from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError

ROOM = "heard.doors.operator.commands"


class Command(NamedTuple):
    """One line of ``heard``; ``django``: settings and database are loaded before it runs."""

    name: str
    line: str
    django: bool

    @property
    def module(self) -> str:
        """Where it is; a word of Python's own gets an underscore behind it."""
        return self.name.replace("-", "_") + ("_" if keyword.iskeyword(self.name) else "")


COMMANDS = (
    Command("demo", "start Heard with an invented company, on this machine only", False),
    Command("init", "set up this Heard: database, keys, root-key ceremony", True),
    Command("migrate", "bring the database to this version's tables", True),
    Command("roster", "who may be sealed to: add, list, remove, sign, export, import", False),
    Command("oversight", "who sees the figures: add, list, grant, revoke", True),
    Command("import", "take in the directory: people, or third parties, from a CSV file", True),
    Command("scim", "tokens with which an identity provider keeps the directory (SCIM)", True),
    Command("people", "show somebody of the directory with everyone above them", True),
    Command("node", "one machine more: pack what it needs here, add it there", False),
    Command("serve", "answer requests", True),
    Command("worker", "run the hourly epoch and send notices, beside heard serve", True),
    Command("doctor", "check settings, database, keys, log, clock, disk, mail; say the fix", True),
    Command("clock", "what every clock says; accept that of this machine after a doubt", True),
    Command("erasures", "what was erased of cases, when and by which rule", True),
    Command("manifest", "log which pages are served; print the receipt for it", True),
    Command("backup", "write a consistent copy to a directory", True),
    Command("restore", "bring a copy back, verified, closed: it can be read", True),
    Command("go-live", "open a restored Heard, once guard and witnesses agree", True),
    Command("verify", "check a receipt, offline", False),
    Command("verify-site", "check that a Heard serves the published pages and no others", False),
    Command("package", "check an unpacked package; seal it for somebody else", False),
    Command("stamp", "have a package stamped with the time by an authority (RFC 3161)", False),
    Command("open", "open sealed files offline with an identity or a return code", False),
    Command("gate", "keep the retaliation gate on a machine of somebody else's", False),
    Command("witness", "run a witness that cosigns other people's logs", False),
)

# What these write is dated by this machine's clock; heard roster asks where it goes online.
DATED = frozenset({"oversight", "import", "scim", "manifest"})


def run(argv: Sequence[str]) -> int:
    """Run ``heard`` with these arguments (without the program's name) and give the exit code."""
    if not argv or argv[0] in {"-h", "--help", "help"}:
        sys.stdout.write(overview())
        return 0
    if argv[0] == "--version":
        sys.stdout.write(f"heard {version('heard')}\n")
        return 0
    command = next((item for item in COMMANDS if item.name == argv[0]), None)
    if command is None:
        sys.stderr.write(f"There is no command {argv[0]!r}.\n\n{overview()}")
        return 2
    return run_one(command, argv[1:])


def run_one(command: Command, arguments: Sequence[str]) -> int:
    """Parse first, so that ``--help`` and a typing error never need a database."""
    module = importlib.import_module(f"{ROOM}.{command.module}")
    parser = argparse.ArgumentParser(
        prog=f"heard {command.name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.configure(parser)
    options = parser.parse_args(arguments)
    try:
        if command.django:
            load_django()
        if command.name in DATED:
            refuse_doubt()
        return int(module.run(options))
    except ExitError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return refusal.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader has seen enough: heard doctor | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if not (said := _known(error)):
            raise
        sys.stderr.write(f"{said}\n")
        return 1


def _known(error: Exception) -> str:
    """What to do about an error that any command may meet; empty where nothing is known."""
    from heard.actions.cases import ClosedError

    if isinstance(error, ClosedError):
        return str(error)
    from django.db import DatabaseError

    if not isinstance(error, DatabaseError):
        return ""
    from heard.actions.operations import setup

    return setup.tables()


def refuse_doubt() -> None:
    """Raise ExitError while a clock is in doubt."""
    from heard.actions.operations import setup, timekeeping

    if not setup.tables_ready():
        return  # the command says so itself
    try:
        timekeeping.refuse_doubt()
    except RefusedError as refused:
        raise ExitError(str(refused)) from refused


def load_django() -> None:
    """Read the settings and set Django up; the settings module is named by ``heard.config``."""
    import django

    django.setup()


def overview() -> str:
    """The page that ``heard`` alone prints."""
    width = max(len(item.name) for item in COMMANDS)
    lines = "\n".join(f"  {item.name:<{width}}  {item.line}" for item in COMMANDS)
    return f"usage: heard <command> [options]\n\n{lines}\n\nheard <command> --help says more.\n"
