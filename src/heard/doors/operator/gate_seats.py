"""Actions of ``heard gate`` where Heard itself runs: a keeper here, seats and tokens."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings

from heard.actions import gate, services, sign_in
from heard.actions.operations import setup
from heard.doors.operator import console
from heard.doors.operator.gatekeeper import embedded
from heard.doors.operator.refusal import ExitError
from heard.rules.codes.gate import GateSeat
from heard.rules.refusals import RefusedError

JOIN = "{origin}/desk/join/#{token}"
NO_TIER = 0


def embed(options: argparse.Namespace) -> None:
    """Keep the gate here. The keys are there before the roster may name them."""
    at = settings.HEARD.data / embedded.PLACE
    try:
        url = options.url or settings.HEARD.origin
        keeper = embedded.make(at, site=settings.HEARD.site, url=url)
    except FileExistsError as error:
        raise RefusedError(f"There is a keeper in {at} already. Nothing was changed.") from error
    try:
        services.add_own(use="gate", recipient=keeper.recipient, signing=keeper.signing)
    except RefusedError:
        embedded.unmake(at)
        raise
    console.say("Sign the next roster: heard roster sign. From then on the gate is kept here, once")
    console.say(f"an hour, by what runs the clocks. Its keys are in {at}, and in each backup.")
    console.warn(
        "Whoever runs this server, or has a backup, can read who asks for protection. The page says"
        " so to everybody before they ask. Better: heard gate init on a machine of somebody else."
    )


def seat(options: argparse.Namespace) -> None:
    """Invite somebody, or give a seat to somebody of oversight by their id."""
    kind = GateSeat.FILES if options.files else GateSeat.LOOKS
    person = "" if options.outside else options.person
    now = datetime.now(UTC)
    if options.id:
        name = gate.give(holder=options.id, seat=kind, person=person, now=now)
        console.say(f"{name} {_does(kind)} from now on. It is in the log.")
        return
    if not options.name.strip() or not options.role.strip():
        raise RefusedError("Say who it is: --name and --role, or --id.")
    if person:
        gate.employed(person)
    holder, token = sign_in.invite_holder(
        name=options.name, role=options.role, unit="", tier=NO_TIER, email=options.email, now=now
    )
    gate.give(holder=holder, seat=kind, person=person, now=now)
    link = JOIN.format(origin=settings.HEARD.origin, token=token)
    console.say(f"{options.name} ({holder}) is invited and {_does(kind)} once they have joined.")
    console.say("Give them this link yourself, by a way you trust; it works once, for")
    console.say(f"{sign_in.INVITE_LIFE.days} days, and is not shown again:\n\n  {link}")


def _does(kind: str) -> str:
    return "files actions" if kind == GateSeat.FILES else "looks at actions"


def seats(_options: argparse.Namespace) -> None:
    """Everybody with a seat."""
    rows = [
        (row.id, row.state, row.seat, row.person or "outside", row.name, row.role)
        for row in gate.seats()
    ]
    console.say(console.table(rows) or "Nobody yet. See: heard gate seat --help")


def unseat(options: argparse.Namespace) -> None:
    """Take a seat."""
    name = gate.take(holder=options.id, now=datetime.now(UTC))
    console.say(f"{name} has no seat at the gate any more. It is in the log.")


def token(options: argparse.Namespace) -> None:
    """Make a token."""
    now = datetime.now(UTC)
    secret = gate.make_token(name=options.name, person=options.person, days=options.days, now=now)
    console.say(secret)
    console.warn(
        f"Give it to the system with the address {settings.HEARD.origin}/gate/api/actions. It is"
        f" shown this once, is good for {options.days} days, and files actions against anybody."
    )


def tokens(_options: argparse.Namespace) -> None:
    """Which there are."""
    rows = [
        (each.id, "good" if each.good else "over", f"until {each.until:%Y-%m-%d}", each.name)
        for each in gate.tokens(now=datetime.now(UTC))
    ]
    console.say(console.table(rows) or "There is no token.")


def revoke(options: argparse.Namespace) -> None:
    """Shut one out."""
    gate.revoke_token(id=options.id, now=datetime.now(UTC))
    console.say("It opens nothing any more.")


ACTIONS: dict[str, Callable[[argparse.Namespace], None]] = {
    "embed": embed,
    "seat": seat,
    "seats": seats,
    "unseat": unseat,
    "token": token,
    "tokens": tokens,
    "revoke": revoke,
}


def run(options: argparse.Namespace) -> int:
    """Do it, or say why not."""
    if missing := setup.not_ready():
        raise ExitError(missing)
    try:
        ACTIONS[options.action](options)
    except RefusedError as error:
        raise ExitError(str(error)) from error
    return 0
