"""Actions of ``heard oversight``."""

import argparse
from datetime import UTC, datetime

from django.conf import settings

from heard.actions import oversight, sign_in
from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError

JOIN = "{origin}/desk/join/#{token}"


def listing(_options: argparse.Namespace) -> int:
    """Everybody."""
    rows = [
        (row.id, row.state, "oversight alone" if row.alone else "handles cases", row.name, row.role)
        for row in oversight.overseers()
    ]
    console.say(console.table(rows) if rows else "Nobody yet. See: heard oversight add --help")
    return 0


def add(options: argparse.Namespace) -> int:
    """Invite. The token stands after ``#``: no proxy and no log ever sees it."""
    now = datetime.now(UTC)
    holder, token = sign_in.invite_holder(
        name=options.name,
        role=options.role,
        unit="",
        tier=oversight.ALONE,
        email=options.email,
        now=now,
    )
    _allow(holder, may=True)
    link = JOIN.format(origin=settings.HEARD.origin, token=token)
    console.say(f"{options.name} ({holder}) is invited. Give them this link yourself, by a way")
    console.say(f"you trust; it works once, for {sign_in.INVITE_LIFE.days} days, and is not shown")
    console.say(f"again:\n\n  {link}\n\nThey see the figures as soon as they have joined.")
    return 0


def grant(options: argparse.Namespace) -> int:
    """Give."""
    console.say(f"{_allow(options.id, may=True)} sees the figures from now on. It is in the log.")
    console.warn("Careful: who handles cases can subtract those they know from what they see.")
    return 0


def revoke(options: argparse.Namespace) -> int:
    """Take."""
    console.say(f"{_allow(options.id, may=False)} sees the figures no longer. It is in the log.")
    return 0


def _allow(holder: str, *, may: bool) -> str:
    try:
        return oversight.allow(holder=holder, may=may, now=datetime.now(UTC))
    except RefusedError as error:
        raise ExitError(str(error)) from error
