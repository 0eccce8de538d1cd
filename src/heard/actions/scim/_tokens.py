"""Bearer tokens: made by the operator, shown once, kept as digests (RFC 6750)."""

import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import DatabaseError
from django.db.models import QuerySet

from heard.formats.ids import new_id
from heard.ledger.closed import ClosedError
from heard.ledger.journal import JournalEntry, UnavailableError, write
from heard.records.models import Token
from heard.rules.refusals import RefusedError

PREFIX = "heard-scim-"
MOST = 16  # tokens that are good at one time
MAX_DAYS = 730
MAX_NAME = 100


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
    if not 1 <= days <= MAX_DAYS:
        raise RefusedError(f"Give 1 to {MAX_DAYS} days.")
    if not name.strip() or len(name) > MAX_NAME:
        raise RefusedError(f"Name who uses it, in at most {MAX_NAME} characters.")
    if _good(now).count() >= MOST:
        raise RefusedError(f"There are {MOST} tokens already. Revoke one first.")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = Token(
        id=new_id(),
        name=name.strip(),
        sha256=_digest(secret),
        created=now,
        until=now + timedelta(days=days),
    )

    def action(entry: JournalEntry) -> None:
        entry.add(row)

    write(action)
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
    """The id of the token that this is, or None. Each good one is compared, in constant time."""
    given = _digest(secret)
    found = None
    for row in _good(now).order_by("id")[:MOST]:
        if hmac.compare_digest(row.sha256, given):
            found = row
    if found is None:
        return None
    if found.used != now.date():
        _note(found.id, now.date())
    return found.id


def _note(id: str, day: date) -> None:
    """For the operator; the caller is not kept waiting for it to succeed."""

    def action(_entry: JournalEntry) -> int:
        return Token.objects.filter(id=id).update(used=day)

    with suppress(ClosedError, UnavailableError, DatabaseError):
        write(action)


def _good(now: datetime) -> QuerySet[Token]:
    return Token.objects.filter(revoked=None, until__gt=now)


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
