"""Roster actions for the machine that keeps the root key: no database, no settings."""

import argparse
import sys

from heard.doors.operator import ceremony, console
from heard.doors.operator.refusal import ExitError
from heard.formats import note, roster
from heard.formats._errors import FormatError

SHOWN = len("age1pq1")  # where what differs begins in a recipient


def new_key(options: argparse.Namespace) -> int:
    """Make a root key and print what is pinned."""
    vkey = ceremony.new_root(site=options.site, path=options.root_key)
    console.say(ceremony.poster(vkey))
    console.say(f"Next, on the server: heard init --root-vkey '{vkey}' …")
    return 0


def sign_file(options: argparse.Namespace) -> int:
    """Show who would be on the roster (on standard error), then print the signed note."""
    root = ceremony.read_root(options.root_key)
    text = console.read_text(options.file, what="The roster")
    try:
        signed = note.sign(text, [root])
        found = roster.verify(signed, root=root.verifier)
    except FormatError as error:
        raise ExitError(f"{options.file} was not signed: {error}") from error
    console.warn(f"Signed: {found.organisation}, roster {found.version}. These can be sealed to:")
    console.warn(people(found))
    sys.stdout.write(signed)
    return 0


def people(found: roster.Roster) -> str:
    """One line a person and machine, so that signers read what they sign."""
    rows = [
        (f"tier {each.tier}", each.name, each.role, each.unit or "-", each.signing[:12])
        for each in found.entries
    ]
    rows += [
        ("machine", each.use, each.operator, "-", each.recipient[SHOWN:][:12])
        for each in found.services or ()
    ]
    return console.table(rows)
