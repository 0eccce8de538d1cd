"""Roster actions on the server."""

import argparse
import sys
from datetime import UTC, datetime

from django.conf import settings

from heard.actions import conflicts, rosters, sign_in
from heard.actions import services as machines
from heard.doors.operator import ceremony, console
from heard.doors.operator.refusal import ExitError
from heard.doors.operator.roster_offline import SHOWN, people
from heard.formats import roster
from heard.formats._errors import FormatError
from heard.rules.refusals import RefusedError

JOIN = "{origin}/desk/join/#{token}"


def add(options: argparse.Namespace) -> int:
    """Invite. The token stands after ``#``: no proxy and no log ever sees it."""
    holder, token = sign_in.invite_holder(
        name=options.name,
        role=options.role,
        unit=options.unit,
        tier=options.tier,
        email=options.email,
        now=datetime.now(UTC),
    )
    link = JOIN.format(origin=settings.HEARD.origin, token=token)
    console.say(f"{options.name} ({holder}) is invited. Give them this link yourself, by a way")
    console.say(f"you trust; it works once, for {sign_in.INVITE_LIFE.days} days, and is not shown")
    console.say(f"again:\n\n  {link}\n")
    console.say("When they have joined: heard roster sign, or export.")
    return 0


def listing(_options: argparse.Namespace) -> int:
    """Everybody."""
    rows = [
        (row.id, f"tier {row.tier}", _state(row), row.name, row.role, row.unit or "-")
        for row in rosters.listing()
    ]
    console.say(console.table(rows) if rows else "Nobody yet. See: heard roster add --help")
    return 0


def _state(row: rosters.Row) -> str:
    """``new keys``: what is sealed to them goes to the ones before until a roster is signed."""
    return f"{row.state}, new keys" if row.new_keys else row.state


def email(options: argparse.Namespace) -> int:
    """Set a holder's address."""
    try:
        name = rosters.set_email(holder=options.id, email=options.address)
    except RefusedError as error:
        raise ExitError(str(error)) from error
    conflicts.publish(now=datetime.now(UTC), at_once=True)
    console.say(f"{name} is told at that address, and found by it in the directory.")
    return 0


def remove(options: argparse.Namespace) -> int:
    """Take away."""
    try:
        name = rosters.remove(holder=options.id, now=datetime.now(UTC))
    except RefusedError as error:
        raise ExitError(str(error)) from error
    console.say(f"{name} cannot sign in any more. What they have read, they have read.")
    console.say("Sign a new roster now: until then reporters still see them on the old one.")
    return 0


def sign_out(options: argparse.Namespace) -> int:
    """End sessions; the person stays."""
    try:
        name, ended = rosters.end_sessions(holder=options.id)
    except RefusedError as error:
        raise ExitError(str(error)) from error
    console.say(f"{name} is signed out everywhere ({ended} sessions ended), and can sign in again.")
    console.say(
        "Whoever has their passkey or recovery code can too. A lost one they replace at their"
    )
    console.say("account page; to take access away: heard roster remove")
    return 0


def sign(options: argparse.Namespace) -> int:
    """Draft, sign and take, all here."""
    root = ceremony.read_root(options.root_key)
    drafted = _draft(options)
    try:
        signed = roster.sign(drafted, root)
    except FormatError as error:
        raise ExitError(str(error)) from error
    return _take(signed)


def export(options: argparse.Namespace) -> int:
    """Print what the root key is to sign; all else goes to standard error."""
    drafted = _draft(options)
    console.warn(people(drafted))
    sys.stdout.write(drafted.encode())
    return 0


def take(options: argparse.Namespace) -> int:
    """Take a signed note from a file."""
    return _take(console.read_text(options.file, what="The signed roster"))


def witness(options: argparse.Namespace) -> int:
    """Add or remove one."""
    try:
        if options.remove:
            rosters.remove_witness(name=options.remove)
            console.say(f"{options.remove} is left out from the next roster on.")
            return 0
        if not (options.operator and options.key and options.url):
            raise ExitError("Give --operator, --key and --url, or --remove NAME.", code=2)
        name = rosters.add_witness(operator=options.operator, vkey=options.key, url=options.url)
    except (RefusedError, FormatError) as error:
        raise ExitError(str(error)) from error
    console.say(f"{name} is asked to cosign once the next roster, which names it, is signed.")
    return 0


def services(options: argparse.Namespace) -> int:
    """Show, or change, what pages seal to beside people, and whether the roster names it."""
    try:
        _change(options)
        named = {each.recipient for each in rosters.current().services or ()}
    except RefusedError as error:
        raise ExitError(str(error)) from error
    for each in machines.services():
        state = "on the roster" if each.recipient in named else "NOT on the roster: sign the next"
        row = (each.use, each.operator, each.recipient[SHOWN:][:12], state)
        console.say(console.table([row]))
    if options.renew:
        console.say("Until that is signed, contacts are sealed to the one before. It stays in the")
        console.say("key's file, because contacts that were left for it are opened with it.")
    if options.remove:
        console.say("What was left out is sealed to until the next roster is signed.")
    return 0


def _change(options: argparse.Namespace) -> None:
    """Raises RefusedError, ExitError."""
    keys = (options.operator, options.recipient, options.signing)
    if options.add and not all(keys):
        raise ExitError("Give --operator, --recipient and --signing with --add.", code=2)
    if any(keys) and not options.add:
        raise ExitError("Say with --add what the machine is for.", code=2)
    if options.renew:
        machines.renew_notices()
    if options.remove:
        machines.remove(key=options.remove)
    if options.add:
        operator, recipient, signing = keys
        machines.add(use=options.add, operator=operator, recipient=recipient, signing=signing)


def _draft(options: argparse.Namespace) -> roster.Roster:
    try:
        drafted = rosters.draft(now=datetime.now(UTC), quorum=options.quorum)
    except RefusedError as error:
        raise ExitError(str(error)) from error
    for gap in rosters.gaps(drafted):
        console.warn(f"Careful: {gap}")
    return drafted


def _take(signed: str) -> int:
    try:
        receipt = rosters.accept(signed=signed, now=datetime.now(UTC))
    except (RefusedError, FormatError) as error:
        raise ExitError(str(error)) from error
    conflicts.publish(now=datetime.now(UTC), at_once=True)
    found = rosters.current()
    console.say(f"Roster {found.version} holds from now on; it is logged as {receipt.leaf}.")
    console.say(people(found))
    return 0
