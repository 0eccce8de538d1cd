"""Who sees the figures: holders of any tier, and people who are nothing else (tier 0)."""

from dataclasses import dataclass
from datetime import datetime

from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import Holder
from heard.rules.events.organisation import OversightChanged
from heard.rules.refusals import RefusedError

OPERATOR = Actor(kind="operator")
ALONE = 0  # the tier of who stands in no roster: nothing is ever sealed to them


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseer:
    """Somebody with oversight, as the operator sees them. ``alone``: they handle no cases."""

    id: str
    name: str
    role: str
    state: str
    alone: bool


def overseers() -> list[Overseer]:
    """Everyone who may see the figures, by name."""
    rows = Holder.objects.filter(oversight=True).exclude(state=Holder.State.REMOVED)
    return [
        Overseer(id=row.id, name=row.name, role=row.role, state=row.state, alone=row.tier == ALONE)
        for row in rows.order_by("name", "id")
    ]


def allow(*, holder: str, may: bool, now: datetime) -> str:
    """Let a holder see the figures, or no longer; gives their name. Logged.

    Who was nothing but oversight is removed with it: they could sign in and see nothing.
    Raises RefusedError.
    """
    row = Holder.objects.filter(id=holder).exclude(state=Holder.State.REMOVED).first()
    if row is None:
        raise RefusedError(f"Nobody here has the id {holder}. See: heard oversight list")
    if row.oversight == may:
        so = "has oversight already" if may else "has no oversight"
        raise RefusedError(f"{row.name} {so}; nothing was changed.")
    write(lambda entry: _allow(entry, row, may, now))
    return row.name


def _allow(entry: JournalEntry, found: Holder, may: bool, now: datetime) -> None:  # noqa: FBT001 -- of allow
    changed: dict[str, object] = {"oversight": may}
    if not may and found.tier == ALONE:
        removed = {"state": Holder.State.REMOVED, "until": now.date(), "invite": ""}
        changed |= removed | {"invite_until": None}
    Holder.objects.filter(id=found.id).update(**changed)
    entry.log(OversightChanged(holder=found.id, may=may), at=now, actor=OPERATOR)
