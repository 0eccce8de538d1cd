"""Who files actions and who looks at them: people of no tier, to whom nothing is ever sealed."""

from dataclasses import dataclass
from datetime import datetime

from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import GateSeat, Holder, Person
from heard.rules.codes.gate import GateSeat as Seat
from heard.rules.events.gate import GateSeatChanged
from heard.rules.refusals import AbsentError, RefusedError

OPERATOR = Actor(kind="operator")
ALONE = 0  # the tier of who stands in no roster


# As of an address that is none.
NO_SEAT = "There is nothing here for you. Go back to your queue and reload it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """Somebody with a seat, as the operator sees them. ``person``: their number, or empty."""

    id: str
    name: str
    role: str
    state: str
    seat: str
    person: str


def seats() -> list[Seated]:
    """Everyone who files or looks, by name."""
    rows = GateSeat.objects.exclude(holder__state=Holder.State.REMOVED).select_related("holder")
    return [
        Seated(
            id=row.holder_id,
            name=row.holder.name,
            role=row.holder.role,
            state=row.holder.state,
            seat=row.seat,
            person=row.person_id or "",
        )
        for row in rows.order_by("holder__name", "holder_id")
    ]


def employed(number: str) -> None:
    """Refuse a number by which nobody works here. Raises RefusedError."""
    if not Person.objects.filter(id=number, active=True).exists():
        raise RefusedError(f"Nobody in the directory has the number {number}. See: heard people")


def give(*, holder: str, seat: Seat, person: str, now: datetime) -> str:
    """Let somebody of no tier file or look; gives their name. Logged. Raises RefusedError.

    ``person``: their number in the directory, or empty where they do not work here; by it is known
    whom they stand above.
    """
    row = Holder.objects.filter(id=holder).exclude(state=Holder.State.REMOVED).first()
    if row is None:
        raise RefusedError(f"Nobody here has the id {holder}. See: heard oversight list")
    if row.tier != ALONE:
        raise RefusedError(
            f"{row.name} can be sealed to: who may come to know who reported files nothing and"
            " looks at nothing here. Invite somebody else."
        )
    if GateSeat.objects.filter(holder=holder).exists():
        raise RefusedError(f"{row.name} has a seat already. First: heard gate unseat {holder}")
    if person:
        employed(person)

    def action(entry: JournalEntry) -> None:
        GateSeat.objects.create(holder_id=holder, seat=seat, person_id=person or None)
        entry.log(GateSeatChanged(holder=holder, seat=seat, may=True), at=now, actor=OPERATOR)

    write(action)
    return row.name


def take(*, holder: str, now: datetime) -> str:
    """Take somebody's seat; gives their name. Logged. Raises RefusedError.

    Who had nothing else is removed with it: they could sign in and see nothing.
    """
    row = GateSeat.objects.filter(holder=holder).select_related("holder").first()
    if row is None or row.holder.state == Holder.State.REMOVED:
        raise RefusedError(f"Nobody with the id {holder} has a seat. See: heard gate seats")
    left = {"state": Holder.State.REMOVED, "until": now.date(), "invite": "", "invite_until": None}

    def action(entry: JournalEntry) -> None:
        Holder.objects.filter(id=holder, oversight=False).update(**left)
        GateSeat.objects.filter(holder=holder).delete()
        taken = GateSeatChanged(holder=holder, seat=Seat(row.seat), may=False)
        entry.log(taken, at=now, actor=OPERATOR)

    write(action)
    return row.holder.name


def seat_of(holder: str) -> GateSeat | None:
    """The seat of an active holder."""
    return GateSeat.objects.filter(holder=holder, holder__state=Holder.State.ACTIVE).first()


def require(holder: str, seat: Seat) -> GateSeat:
    """The seat of a holder who must have this one. Raises AbsentError."""
    found = seat_of(holder)
    if found is None or found.seat != seat:
        raise AbsentError(NO_SEAT)
    return found


def lookers() -> list[GateSeat]:
    """Everyone who may look at an action, where they are not too near to it."""
    return list(GateSeat.objects.filter(seat=Seat.LOOKS, holder__state=Holder.State.ACTIVE))


def oversees(holder: str) -> bool:
    """Whether this is of the board: sees refusals, and may override them."""
    rows = Holder.objects.filter(id=holder, oversight=True, state=Holder.State.ACTIVE)
    return rows.exists()
