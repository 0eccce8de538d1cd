"""A move that somebody asks for: what they said of it, who they are, and what its shell is."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from heard.access import law
from heard.access.casework._known import id_of, zone_of
from heard.access.letters import check_letter, letter_of, place_letter
from heard.access.permission import actor_of, tier_of
from heard.access.tiers import deciders, seats_of
from heard.formats.ids import is_id
from heard.formats.shell import Shell
from heard.ledger import journal
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Holder, Letter, Wrap
from heard.rules import casework
from heard.rules.casework import CASE, LEADING, REPORTER, Actor, Casework, Moved
from heard.rules.clocks import strictest
from heard.rules.codes.letters import MessageKind
from heard.rules.duties import MEASURE_REVIEW
from heard.rules.refusals import MalformedError

MOST = 2**31 - 1  # what the columns hold
NOON = time(12)
FURTHEST = timedelta(days=5 * 366)  # from the day of a move to what it says as ``due``


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMove:
    """What somebody says of a move (docs/spec/api.md), empty where nothing; without its letters.

    ``record``: of the case itself, and of the reporter as a party, the case's id. ``due``: an
    instant, RFC 3339 in UTC.
    """

    object: str
    record: str
    move: str
    version: int
    code: str = ""
    agreed: tuple[str, ...] = ()
    party: str = ""
    about: tuple[str, ...] = ()
    holder: str = ""
    digest: str = ""
    number: int = 0
    when: str = ""
    due: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A sealed letter that goes with a move. ``to``: ``case``, ``file`` or ``party``."""

    to: str
    id: str
    seq: int
    sealed: bytes
    generation: int


Readers = Collection[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """Who moves, or signs beside.

    ``keep``: how a letter of theirs to the case is kept, by who reads it where that is known.
    """

    actor: journal.Actor
    standing: frozenset[str] = frozenset()
    keep: Callable[[JournalEntry, Case, NewLetter, datetime, Readers], Letter] | None = None

    @property
    def id(self) -> str:
        """As the rules name them."""
        return self.actor.name

    def asks(self) -> Actor:
        """As the rules take them."""
        return Actor(id=self.id, standing=self.standing)


def holder_mover(wrap: Wrap, *, case: Case) -> Mover:
    """Whoever has this wrap. The case must be locked.

    Whoever decides has the part ``lead`` in a case that nobody leads, or that was moved around its
    lead: then a later tier reads it too, and does not wait for the lead.
    """
    assert wrap.holder_id is not None
    lead = {"lead"} if _leads(case, wrap) else set()
    standing = standing_of(case, wrap.holder_id, tier=tier_of(wrap)) | lead
    return Mover(
        actor=actor_of(wrap.holder_id), standing=standing, keep=partial(_keep, wrap.holder_id)
    )


def standing_of(case: Case, holder: str, *, tier: int) -> frozenset[str]:
    """What somebody who reads a case is in it without a seat."""
    leading = {LEADING} if case.lead_id == holder else set()
    return frozenset({f"tier{tier}"} | leading)


def party_mover(party: str) -> Mover:
    """A party. No letter of theirs goes to the case."""
    return Mover(actor=journal.Actor(kind="party", id=party))


def second_mover(case: Case, holder: str) -> Mover | None:
    """Whoever signs beside; None where they do not read the case, or decide nothing any more."""
    wraps = Wrap.objects.select_related("holder").filter(
        case=case, holder=holder, left=None, released__isnull=False,
        holder__state=Holder.State.ACTIVE,
    )  # fmt: skip
    wrap = wraps.order_by("-generation").first()
    return None if wrap is None or wrap.lapsed else holder_mover(wrap, case=case)


def _keep(
    holder: str, entry: JournalEntry, case: Case, new: NewLetter, now: datetime, readers: Readers
) -> Letter:
    check_letter(new.sealed)
    row = letter_of(
        case=case, holder=holder, letter=new.id, kind=MessageKind.RECORD,
        seq=new.seq, sealed=new.sealed, generation=new.generation, now=now,
    )  # fmt: skip
    place_letter(entry, row, now=now, readers=readers)
    return row


def _leads(case: Case, wrap: Wrap) -> bool:
    if case.lead_id in {None, wrap.holder_id}:
        return True
    found = seats_of(case.id)
    tiers = {seat.tier for seat in found if seat.holder == case.lead_id}
    return case.lead_id not in deciders(found) or max(tiers) < tier_of(wrap)


def leader(case: Case) -> str | None:
    """Who leads it and can still act: whoever has gone from the roster since leads nothing."""
    able = deciders(seats_of(case.id)) if case.lead_id else ()
    return case.lead_id if case.lead_id in able else None


def moved(case: Case, new: NewMove, *, actor: str, at: datetime) -> Moved:
    """A move as the rules take it, in the zone of the case. Raises ``MalformedError``.

    When a protection is to be looked at again, the law says, and nobody who moves it.
    """
    _check(case, new)
    zone = zone_of(case)
    made = Moved(
        object=new.object,
        id=id_of(case.id, new.object, new.record),
        move=new.move,
        actor=actor,
        at=at.astimezone(zone),
        version=new.version,
        code=new.code,
        agreed=new.agreed,
        party=new.party,
        about=new.about,
        holder=new.holder,
        digest=new.digest,
        number=new.number,
        when=new.when,
        due=_due(new.due, at).astimezone(zone) if new.due else None,
        basis=new.basis,
    )
    row = casework.row(made)
    if row.names >= {"when", "due"} and REPORTER in row.who:
        return _due_by_day(made)
    is_by_law = MEASURE_REVIEW in row.starts and "due" in row.names
    return _due_by_law(case, made, at) if is_by_law else made


def _due_by_day(made: Moved) -> Moved:
    """Noon of the day that the reporter said, where the case is: their page knows no such zone.

    A day that there is not has no ``due``, and is refused for that.
    """
    try:
        day = date.fromisoformat(made.when)
    except ValueError:
        return made
    return replace(made, due=datetime.combine(day, NOON, tzinfo=made.at.tzinfo))


def _due(text: str, at: datetime) -> datetime:
    """What was said as ``due``. Nothing ends in another century, nor outside of any calendar."""
    try:
        due = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedError(NOT_SO) from error
    if abs(due - at) > FURTHEST:
        raise MalformedError(NOT_SO)
    return due


def _due_by_law(case: Case, made: Moved, at: datetime) -> Moved:
    if made.due is not None:
        raise MalformedError(NOT_SO)
    owed = strictest(
        MEASURE_REVIEW, start=made.at.replace(microsecond=0), law=law.of_case(case, now=at)
    )
    return replace(made, due=owed.due.astimezone(made.at.tzinfo) if owed else None)


NOT_SO = "This was not sent as the case asks for it. Load the page again and do it once more."


def _check(case: Case, new: NewMove) -> None:
    """What no rule looks at, and no column could keep."""
    of_the_case = new.object == CASE
    sound = (
        is_id(new.record)
        and (new.record == case.id or not of_the_case)
        and 0 <= new.version <= MOST
        and 0 <= new.number <= MOST
        and (new.party in {"", REPORTER} or is_id(new.party))
        and (new.holder == "" or is_id(new.holder))
        and all(map(is_id, (*new.about, *new.agreed)))
        and len(set(new.about)) == len(new.about)
    )
    if not sound:
        raise MalformedError(NOT_SO)


def shell_of(case: Case, state: Casework, made: Moved) -> Shell:
    """What the letters of a move repeat (docs/spec/sealing.md, 11). It must follow ``state``."""
    before = state.get(made.object, made.id)
    after = casework.after(state, made).get(made.object, made.id)
    assert after is not None
    return Shell(
        object=made.object,
        id=case.id if made.id in {CASE, REPORTER} else made.id,
        move=made.move,
        version=made.version,
        from_=before.state if before else "",
        to=after.state,
        code=made.code,
        party=made.party,
        about=made.about,
        holder=made.holder,
        digest=made.digest,
        number=made.number,
        when=made.when,
        basis=made.basis,
    )
