"""Who asks for a move, and what the conditions are told of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from heard.rules.casework._state import Casework, Moved, Record
from heard.rules.casework._table import REPORTER, TABLE
from heard.rules.deadlines import Calendar

DECLARED, CONFIRMED = "declared", "confirmed"
LIVE = frozenset({"proposed", DECLARED, "objected"})
STRUCK = "struck"
COMMITTEE, OFFICER = "committee", "officer"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who moves or signs something.

    ``id``: of a holder or a party; the reporter's is ``reporter``. ``standing``: what they are
    without a seat (``lead``, ``tier2``, ``tier3``), as roster and case have it.
    """

    id: str
    standing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A move that somebody asks for. ``record``: as it is now, empty where it is not there yet.

    ``calendar``: on which days the organisation works.
    """

    state: Casework
    moved: Moved
    record: Record
    parts: frozenset[str]
    seconds: tuple[Actor, ...]
    calendar: Calendar

    def ended(self, since: Moved, hours: str) -> datetime:
        """When as many hours have passed for certain since a move.

        What the reporter or a party moved is kept by its hour, and may have been at the end of it.
        """
        by_the_hour = self.state.get("party", since.actor) is not None
        return ends(since.at, hours, by_the_hour=by_the_hour)

    def is_over(self, since: Moved, hours: str) -> bool:
        """Whether as many hours have passed since a move."""
        return self.moved.at >= self.ended(since, hours)

    def is_within(self, since: datetime, hours: str) -> bool:
        """Whether what it says as ``due`` is no later than as many hours on."""
        due = self.moved.due
        return due is not None and due <= since + timedelta(hours=TABLE.hours[hours])

    def day(self, at: datetime) -> date:
        """The day of an instant where it is moved: a calendar may say its end in another zone."""
        return at.astimezone(self.moved.at.tzinfo).date()

    def about(self) -> list[Record | None]:
        """The allegations that it is about, or its record is."""
        about = self.moved.about or self.record.about
        return [self.state.get("allegation", each) for each in about]


def has_way_out(party: Record) -> bool:
    """Whether a party leaves when they want to: who reports, and who is accused, stay."""
    return party.code not in {REPORTER, "respondent"}


def is_adjusted(state: Casework, party: str) -> bool:
    """Whether something is arranged so that this party can take part: their times are longer."""
    found = state.get("party", party)
    return found is not None and found.last("grant") is not None


def ends(since: datetime, hours: str, *, by_the_hour: bool) -> datetime:
    """When as many hours are over for certain; ``by_the_hour``: since some instant of an hour."""
    return since + timedelta(hours=TABLE.hours[hours] + by_the_hour)


def is_formed(state: Casework) -> bool:
    """Whether there is a team."""
    return state.case.last("form_team") is not None


def body(state: Casework) -> str:
    """``officer`` or ``committee``; empty before there is a team."""
    formed = state.case.last("form_team")
    return formed.code if formed else ""


def seats(state: Casework, *parts: str) -> list[Record]:
    """The seats of these parts whose holders declared that they can judge."""
    return [each for each in state.of("seat") if each.state == DECLARED and each.code in parts]


def parts_of(state: Casework, actor: Actor, record: Record) -> frozenset[str]:
    """The parts that somebody has in a case, of one record of it."""
    standing = actor.standing & TABLE.parts["standing"]
    seated = _seated(state, actor.id)
    if was_struck(state, actor.id):
        standing = frozenset()  # of no tier either: who was struck judges nothing here any more
    if _is_led(state) or _has_seat(state, actor.id):
        standing -= {"lead"}
    return standing | seated | _roles(state, actor.id) | _related(state, actor.id, record)


def _is_led(state: Casework) -> bool:
    leads = ("lead",) if body(state) == OFFICER else ("presiding",)
    return is_formed(state) and bool(seats(state, *leads))


def was_struck(state: Casework, holder: str) -> bool:
    """Whether somebody was struck from a seat: they judge nothing here any more."""
    return any(each.state == STRUCK for each in state.of("seat") if each.holder == holder)


def _has_seat(state: Casework, holder: str) -> bool:
    """In a seat while nobody leads: then somebody else has to lead."""
    own = (each.state for each in state.of("seat") if each.holder == holder)
    return is_formed(state) and any(each in LIVE for each in own)


def _seated(state: Casework, holder: str) -> frozenset[str]:
    own = {each.code for each in seats(state, *TABLE.parts["seats"]) if each.holder == holder}
    if not is_formed(state):
        return TABLE.parts["early"] & own
    found = set(own)
    if body(state) == COMMITTEE:
        found -= {"investigator", "decider", "lead"}
        if own & TABLE.parts["committee"]:
            found |= {"investigator", "decider"}
        if "presiding" in own:
            found |= {"lead"}
    if own - TABLE.parts["apart"]:
        found |= {"member"}
    return frozenset(found)


def _roles(state: Casework, party: str) -> frozenset[str]:
    found = state.get("party", party)
    if found is None or found.state != CONFIRMED:
        return frozenset()
    return frozenset({found.code}) & TABLE.parts["roles"]


def _related(state: Casework, id: str, record: Record) -> frozenset[str]:
    if not record.state:
        return frozenset()  # what is not there concerns nobody
    related = set()
    party = record.id if record.object == "party" else record.party
    known = state.get("party", id)
    if party and party == id and known and known.state == CONFIRMED:
        related.add("concerned")
    if record.holder and record.holder == id:
        related.add("named")
    if record.object == "party" and record.id == id:
        related.add("invitee")
    return frozenset(related)


def have_signed(
    state: Casework, seconds: Collection[Actor], record: Record, parts: frozenset[str]
) -> int:
    """How many of those who sign have one of these parts."""
    return sum(bool(parts_of(state, each, record) & parts) for each in seconds)


def worked(state: Casework, holder: str) -> bool:
    """Whether somebody has moved anything of the case, or signed beside who moved it.

    But for their own seat, which they had to declare, and for what is asked afterwards.
    """
    return any(
        holder in {moved.actor, *moved.agreed}
        for object, there in state.records.items()
        for each in there.values()
        if object != "checkin" and (object != "seat" or each.holder != holder)
        for moved in each.past
    )


def newest_found(state: Casework) -> datetime | None:
    """When something was found, or varied, last; None before that."""
    findings = state.of("finding")
    return max((made.at for each in findings for made in each.every("make", "vary")), default=None)


def is_respondents(state: Casework, measure: Record) -> bool:
    """Whether a protection was asked for by somebody who is accused."""
    asked = state.get("party", measure.past[0].actor) if measure.past else None
    return asked is not None and asked.code == "respondent"


def protected(state: Casework, record: Record) -> str:
    """The party whom a measure protects: who asked for it, else whom it is about, else her."""
    if record.past and state.get("party", record.past[0].actor):
        return record.past[0].actor
    return record.party if record.code == "other" else REPORTER
