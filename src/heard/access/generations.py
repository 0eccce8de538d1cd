"""A new case identity, so that somebody can be left out of what comes next.

Whoever is left out loses the case in the same transaction; what they have read stays read, and the
reporter is told what that was. Whoever stays gets the new identity sealed to them by the browser
that made it: the server can neither make one nor read one.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec

from heard.access import file_copies, second_wraps
from heard.access.case_access import StaleGenerationError, generation_of
from heard.access.roster import left_out, listed, newest
from heard.access.tiers import Seat, deciders, open_next, readers_of, reading, seats, waiting
from heard.formats import agekeys
from heard.formats import wrap as wraps
from heard.formats._errors import FormatError
from heard.formats.ids import is_id
from heard.ledger.journal import Actor, JournalEntry, next_hour, truncate_to_hour
from heard.records.models import Case, CaseKey, Holder, Letter, Outgoing, Wrap
from heard.rules.codes.escalation import ReleaseReason
from heard.rules.codes.notifications import NoticeKind
from heard.rules.escalation import turn
from heard.rules.events.cases import IdentityRenewed
from heard.rules.refusals import MalformedError, RefusedError

MOST_WRAPS = 62  # of an age file's 64 recipients, as at intake
MOST_GENERATIONS = 64  # what one case can cost in disk
MOST_BY_HOLDERS = 48  # of them: whatever holders do, she can still leave somebody out
RELOAD = "Load the page again and look at who reads it."


class NewWrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The new case identity, sealed to a holder."""

    holder: str
    sealed: bytes


class NewIdentity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new case identity. ``exclude``: holders who lose the case at once."""

    generation: int
    case_recipient: str
    wraps: tuple[NewWrap, ...]
    reporter_wrap: bytes
    exclude: tuple[str, ...]

    @property
    def recipients(self) -> set[str]:
        """Ids of those it is sealed to."""
        return {each.holder for each in self.wraps}

    def digest(self) -> str:
        """SHA-256 over all of it, hexadecimal, for the key under which it may be repeated."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


def check(identity: NewIdentity) -> None:
    """Check the shape, without a key. Raises MalformedError."""
    people = [each.holder for each in identity.wraps]
    named = [*people, *identity.exclude]
    if len(set(named)) != len(named) or not all(map(is_id, named)):
        raise MalformedError("Each person is sealed to or left out, and only once.")
    if not 1 <= len(people) <= MOST_WRAPS or len(identity.exclude) > MOST_WRAPS:
        raise MalformedError("Seal the new key to at least one person and at most 62.")
    if not agekeys.is_hybrid(identity.case_recipient):
        raise MalformedError("A recipient must be a hybrid age recipient (age1pq1…).")
    try:
        for sealed in (*(each.sealed for each in identity.wraps), identity.reporter_wrap):
            wraps.check_sealed(sealed)
    except FormatError as error:
        raise MalformedError(f"What came is not sealed as it must be. {error}") from error


def renew(
    entry: JournalEntry,
    *,
    case: Case,
    identity: NewIdentity,
    letter: Letter | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Put a new case identity in the place of the one there is. The case must be locked.

    ``letter``: the reporter's own, sealed to the new recipient and added by the caller; a holder's
    note is an event of its own, because she is not told of notes. Raises StaleGenerationError,
    RefusedError.
    """
    at = truncate_to_hour(now) if actor.kind == "reporter" else now
    following = generation_of(case) + 1
    if identity.generation != following:
        raise StaleGenerationError(following)
    before = seats([case.id])[case.id]
    valid = {person.id for person in listed(newest(), now.date())}
    _refuse(case=case, identity=identity, before=before, valid=valid)
    if actor.kind == "holder":
        _refuse_burying(identity=identity, before=before, valid=valid, holder=actor.id)
    _exclude(case=case, holders=identity.exclude, generation=following, now=at)
    _seal(case=case, identity=identity, before=before, now=at)
    _log(entry, case=case.id, identity=identity, letter=letter, actor=actor, now=at)
    if not deciders(seats([case.id])[case.id]):
        why = ReleaseReason.CONFLICT
        opened = open_next(entry, cases=[case.id], actor=actor, reason=why, now=at)
        if not opened:
            raise RefusedError(
                "Nobody would be left who can act on this report. Add somebody who is not left out,"
                " or leave out fewer people."
            )
    _tell(entry, case=case.id, actor=actor, now=now)


def _refuse(
    *, case: Case, identity: NewIdentity, before: Iterable[Seat], valid: Collection[str]
) -> None:
    if identity.generation >= MOST_GENERATIONS:
        raise RefusedError("The key of this report was renewed too often. Make a new report.")
    there = {seat.holder for seat in before}
    if there.intersection(valid) - identity.recipients - set(identity.exclude):
        raise RefusedError(f"Somebody who reads it was added meanwhile. {RELOAD}")
    added = identity.recipients - there
    if added:
        _refuse_added(case=case, added=added, valid=valid)
    known = Holder.objects.filter(id__in=identity.exclude)
    if known.count() != len(identity.exclude):
        raise RefusedError(f"Somebody whom you leave out is not known here. {RELOAD}")


def _refuse_burying(
    *, identity: NewIdentity, before: Collection[Seat], valid: Collection[str], holder: str
) -> None:
    """A case that nobody would have after this holder could be sat on. Only she may risk that."""
    if identity.generation >= MOST_BY_HOLDERS:
        raise RefusedError("The key of this report was renewed too often. The reporter still can.")
    own = min((seat.tier for seat in before if seat.holder == holder), default=0)
    later = {seat.holder for seat in before if seat.tier > own and seat.holder in valid}
    if later and later <= set(identity.exclude):
        raise RefusedError(
            "Somebody must be left whom the report goes to if nothing is done. Leave one of a later"
            " tier in it: they can step out themselves, and the reporter can leave them out."
        )


def _refuse_added(*, case: Case, added: set[str], valid: Collection[str]) -> None:
    gone = Wrap.objects.filter(case=case, holder__in=added).exclude(left=None)
    struck = left_out(case)
    active = Holder.objects.filter(id__in=added, state=Holder.State.ACTIVE)
    if gone.exists() or not added.isdisjoint(struck):
        raise RefusedError("Somebody who was left out of this report cannot be brought back to it.")
    if active.count() != len(added) or not added <= set(valid):
        raise RefusedError(f"Somebody cannot be written to any more. {RELOAD}")


def _exclude(*, case: Case, holders: Collection[str], generation: int, now: datetime) -> None:
    """Take the case from them, and keep them from ever being let in."""
    theirs = Wrap.objects.filter(case=case, holder__in=holders)
    had = {str(each) for each in theirs.values_list("holder", flat=True)}
    theirs.filter(left=None).update(left=now, sealed=b"")
    never = [
        Wrap(case=case, holder_id=each, generation=generation, sealed=b"", left=now)
        for each in holders
        if each not in had
    ]
    Wrap.objects.bulk_create(never)
    file_copies.end(case=case.id, holders=holders, now=now)
    second_wraps.end(case=case.id, holders=holders)
    Case.objects.filter(pk=case.pk, lead__in=holders).update(lead=None)
    # Not even that there is something: it would be about a case that is no longer theirs.
    Outgoing.objects.filter(case=case.id, holder__in=holders, sent=None).delete()


def _seal(*, case: Case, identity: NewIdentity, before: list[Seat], now: datetime) -> None:
    """What the older wrap of each says holds for the newer; who is new waits for their tier."""
    new: dict[str, Any] = {"case": case, "generation": identity.generation}
    CaseKey.objects.create(recipient=identity.case_recipient, **new)
    Wrap.objects.create(sealed=identity.reporter_wrap, released=now, **new)
    rows = Wrap.objects.filter(case=case, holder__in=identity.recipients).order_by("generation")
    older = {str(row.holder_id): row for row in rows}
    reached = turn(reading(before), waiting(before))
    tiers = dict(Holder.objects.filter(id__in=identity.recipients).values_list("id", "tier"))
    for each in identity.wraps:
        at_once = now if tiers[each.holder] <= reached else None
        was = older.get(each.holder) or Wrap(released=at_once)
        Wrap.objects.create(
            holder_id=each.holder,
            sealed=each.sealed,
            released=was.released,
            opened=was.opened,
            read=was.read,
            lapsed=was.lapsed,
            **new,
        )


def _log(
    entry: JournalEntry,
    *,
    case: str,
    identity: NewIdentity,
    letter: Letter | None,
    actor: Actor,
    now: datetime,
) -> None:
    renewed = IdentityRenewed(
        case=case,
        generation=identity.generation,
        case_recipient=hashlib.sha256(identity.case_recipient.encode()).hexdigest(),
        recipients=identity.recipients,
        excluded=identity.exclude,
        letter=letter.sha256 if letter else "",
    )
    entry.log(renewed, at=now, actor=actor, marks=[letter] if letter else [])


def _tell(entry: JournalEntry, *, case: str, actor: Actor, now: datetime) -> None:
    due = next_hour(now) if actor.kind == "reporter" else now
    for reader in readers_of(case):
        if reader != actor.id:
            entry.tell(kind=NoticeKind.CASE, holder=reader, case=case, due=due)
