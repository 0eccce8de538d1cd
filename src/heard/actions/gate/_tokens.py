"""Bearer tokens of personnel systems: made by the operator, shown once, kept as digests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from heard.access import tokens as access_tokens
from heard.actions.gate._seats import employed
from heard.formats.ids import new_id
from heard.ledger.journal import JournalEntry, write
from heard.records.models import GateToken
from heard.rules.refusals import RefusedError

PREFIX = "heard-gate-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A token without its secret. ``person``: the number of who answers for what it files."""

    id: str
    name: str
    person: str
    until: datetime
    good: bool


def make_token(*, name: str, person: str, days: int, now: datetime) -> str:
    """Make one and give it, this once. Raises RefusedError."""
    secret = access_tokens.new(PREFIX, name=name, days=days, good=_good(now).count())
    employed(person)
    row = GateToken(
        id=new_id(),
        name=name.strip(),
        person_id=person,
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
            person=row.person_id,
            until=row.until,
            good=row.revoked is None and row.until > now,
        )
        for row in GateToken.objects.order_by("created", "id")
    ]


def revoke_token(*, id: str, now: datetime) -> None:
    """From now on it opens nothing. Raises RefusedError."""

    def action(_entry: JournalEntry) -> int:
        return GateToken.objects.filter(id=id, revoked=None).update(revoked=now)

    if not write(action).value:
        raise RefusedError("There is no such token that is good still. Look: heard gate tokens")


def admit(*, secret: str, now: datetime) -> str | None:
    """The id of the token that this is, or None."""
    return access_tokens.matching(secret, _good(now).values_list("id", "sha256"))


def _good(now: datetime) -> QuerySet[GateToken]:
    return GateToken.objects.filter(revoked=None, until__gt=now)
