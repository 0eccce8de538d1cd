"""Bearer tokens: made by the operator, shown once, kept as digests (RFC 6750)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DatabaseError
from django.db.models import QuerySet

from heard.access import tokens as access_tokens
from heard.formats.ids import new_id
from heard.ledger.closed import ClosedError
from heard.ledger.journal import JournalEntry, UnavailableError, write
from heard.records.models import Token
from heard.rules.refusals import RefusedError

PREFIX = "heard-scim-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A token without its secret."""

    id: str
    name: str
    created: datetime
    until: datetime
    used: date | None
    good: bool


def make_token(*, name: str, days: int, now: datetime) -> str:
    """Make one and give it, this once. Raises RefusedError."""
    secret = access_tokens.new(PREFIX, name=name, days=days, good=_good(now).count())
    row = Token(
        id=new_id(),
        name=name.strip(),
        sha256=access_tokens.digest(secret),
        created=now,
        until=now + timedelta(days=days),
    )
    write(lambda entry: entry.add(row))
    return secret


def tokens(*, now: datetime) -> list[Shown]:
    """Every token there was, the oldest first."""
    return [
        Shown(
            id=row.id,
            name=row.name,
            created=row.created,
            until=row.until,
            used=row.used,
            good=row.revoked is None and row.until > now,
        )
        for row in Token.objects.order_by("created", "id")
    ]


def revoke_token(*, id: str, now: datetime) -> None:
    """From now on it opens nothing. Raises RefusedError."""

    def action(_entry: JournalEntry) -> int:
        return Token.objects.filter(id=id, revoked=None).update(revoked=now)

    if not write(action).value:
        raise RefusedError("There is no such token that is good still. Look: heard scim tokens")


def admit(*, secret: str, now: datetime) -> str | None:
    """The id of the token that this is, or None."""
    good = list(_good(now))
    found = access_tokens.matching(secret, ((each.id, each.sha256) for each in good))
    if any(each.id == found and each.used != now.date() for each in good):
        _note(str(found), now.date())
    return found


def _note(id: str, day: date) -> None:
    """For the operator; the caller is not kept waiting for it to succeed."""

    def action(_entry: JournalEntry) -> int:
        return Token.objects.filter(id=id).update(used=day)

    with suppress(ClosedError, UnavailableError, DatabaseError):
        write(action)


def _good(now: datetime) -> QuerySet[Token]:
    return Token.objects.filter(revoked=None, until__gt=now)
