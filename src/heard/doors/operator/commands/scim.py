"""Let an identity provider keep the directory, by SCIM 2.0 at /scim/v2 (docs/operate/scim.md).

heard scim token NAME [--days 365]   make a token; it is shown this once
heard scim tokens                    which there are
heard scim revoke ID                 shut one out, at once
"""

import argparse
from datetime import UTC, datetime

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError


def configure(parser: argparse.ArgumentParser) -> None:
    """Three things that can be done."""
    actions = parser.add_subparsers(dest="action", required=True)
    created = actions.add_parser("token", help="make a token; it is shown this once")
    created.add_argument("name", help="who uses it, such as entra")
    created.add_argument("--days", type=int, default=365, help="how long it is good (365)")
    actions.add_parser("tokens", help="which there are")
    revoked = actions.add_parser("revoke", help="shut one out, at once")
    revoked.add_argument("id", help="as heard scim tokens shows it")


def run(options: argparse.Namespace) -> int:
    """Do it, or say why not."""
    from heard.actions.operations import setup

    if missing := setup.not_ready():
        raise ExitError(missing)
    try:
        {"token": _make, "tokens": _show, "revoke": _revoke}[options.action](options)
    except RefusedError as error:
        raise ExitError(str(error)) from error
    return 0


def _make(options: argparse.Namespace) -> None:
    from django.conf import settings

    from heard.actions import scim

    secret = scim.make_token(name=options.name, days=options.days, now=datetime.now(UTC))
    console.say(secret)
    console.warn(
        f"Give it to your identity provider with the address {settings.HEARD.origin}/scim/v2."
        f" It is shown this once, is good for {options.days} days, and opens the whole directory."
    )


def _show(_options: argparse.Namespace) -> None:
    from heard.actions import scim

    found = scim.tokens(now=datetime.now(UTC))
    rows = [
        (
            each.id,
            "good" if each.good else "over",
            f"until {each.until:%Y-%m-%d}",
            f"used {each.used}" if each.used else "never used",
            each.name,
        )
        for each in found
    ]
    console.say(console.table(rows) or "There is no token: the SCIM door is shut.")


def _revoke(options: argparse.Namespace) -> None:
    from heard.actions import scim

    scim.revoke_token(id=options.id, now=datetime.now(UTC))
    console.say("It opens nothing any more.")
