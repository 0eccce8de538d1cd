"""Acknowledging a case, passing it on, stepping out of it."""

import hashlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db.models import QuerySet

from heard.access import file_copies, file_key, second_wraps
from heard.access.letters import UNSEALED, add_letter, check_letter, letter_of
from heard.access.permission import (
    actor_of,
    do,
    done,
    lock,
    require_decider,
    require_reader,
    tier_of,
)
from heard.access.roster import left_out
from heard.access.tiers import deciders, open_next, seats
from heard.access.updates import owe_update
from heard.formats import wrap as wrap_format
from heard.formats._errors import FormatError
from heard.ledger import receipts
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Event, Holder, Wrap
from heard.rules.codes.escalation import ReleaseReason
from heard.rules.codes.letters import NoteKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.duties import ACKNOWLEDGE
from heard.rules.events.cases import CaseAcknowledged, CasePassed, ConflictDeclared
from heard.rules.refusals import MalformedError, RefusedError

SealedNote = tuple[str, int, bytes, int]


def acknowledge(*, holder: str, case: str, key: str, now: datetime) -> str:
    """Tell the reporter that a person has seen it; the leaf hash of the event.

    Where nothing is owed to her that this holder may answer, it changes nothing and answers with
    the newest acknowledgement there is. Raises ``NoSuchCaseError``, ``RefusedError``.
    """
    require_decider(holder=holder, case=case)

    def action(entry: JournalEntry) -> None:
        found = lock(case)
        tier = tier_of(require_decider(holder=holder, case=case))
        owed = entry.fulfil(case=case, kind=ACKNOWLEDGE, at=now, tier=tier)
        if not owed and _acknowledged(case) is not None:
            return
        entry.log(CaseAcknowledged(case=case), at=now, actor=actor_of(holder))
        # Who has seen a report that is taken back does not lead it by that: they may be who asks.
        _running(case).filter(lead=None).update(lead=holder)
        owe_update(entry, case=found, now=now)

    do(action, holder=holder, case=case, key=key, content=("acknowledge",))
    index = _acknowledged(case)
    assert index is not None
    return receipts.leaf(index)


def _acknowledged(case: str) -> int | None:
    found = Event.of(case).filter(kind=CaseAcknowledged.event).order_by("-index")
    return found.values_list("index", flat=True).first()


def pass_on(
    *, holder: str, case: str, key: str, to: str, wraps: Mapping[int, bytes], now: datetime
) -> str:
    """Give the case to another holder, who leads it from then on; the leaf hash of the event.

    ``wraps``: each generation of the case identity that the holder reads, sealed to the other.
    Whoever passes it can still read it; stepping out is an action of its own. Raises
    ``NoSuchCaseError``, ``RefusedError``, ``MalformedError``.
    """
    require_decider(holder=holder, case=case)
    for wrap in wraps.values():
        _check_wrap(wrap)
    digests = {each: hashlib.sha256(wraps[each]).hexdigest() for each in sorted(wraps)}

    def action(entry: JournalEntry) -> None:
        found = lock(case)
        require_decider(holder=holder, case=case)
        _refuse(case=found, holder=holder, to=to, generations=wraps.keys())
        _give(entry, case=found, to=to, wraps=wraps, now=now)
        passed = CasePassed(case=case, to=to, wrap=digests[max(digests)])
        entry.log(passed, at=now, actor=actor_of(holder))
        entry.tell(kind=NoticeKind.PASSED, holder=to, case=case, due=now)

    content = ("pass", to, *(f"{each} {digest}" for each, digest in digests.items()))
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


def _refuse(*, case: Case, holder: str, to: str, generations: AbstractSet[int]) -> None:
    # Tier 0 stands in no roster: who sees the figures alone reads no case.
    active = Holder.objects.filter(id=to, state=Holder.State.ACTIVE, tier__gt=0)
    if to == holder or not active.exists():
        raise RefusedError("Choose another handler who stands in the current roster.")
    own = Wrap.objects.filter(case=case, holder=holder, left=None)
    if set(own.values_list("generation", flat=True)) != generations:
        raise RefusedError("This case has a new key. Open it again, then pass it on.")
    theirs = Wrap.objects.filter(case=case, holder=to)
    if theirs.exclude(left=None).exists():
        raise RefusedError("They have left this case and cannot come back to it.")
    if theirs.exclude(lapsed=None).exists():
        raise RefusedError("They let a promise of this case lapse. Choose somebody else.")
    # No handler may undo what the reporter chose.
    if to in left_out(case):
        raise RefusedError("The reporter did not choose them to read it. Choose somebody else.")


def _give(
    entry: JournalEntry, *, case: Case, to: str, wraps: Mapping[int, bytes], now: datetime
) -> None:
    # Where they were sealed to before, that wrap stays, and is theirs from now on.
    theirs = Wrap.objects.filter(case=case, holder=to)
    theirs.filter(released=None).update(released=now)
    known = theirs.order_by("-generation").first() or Wrap(released=now)
    there = set(theirs.values_list("generation", flat=True))
    for generation in wraps.keys() - there:
        entry.add(
            Wrap(
                case=case,
                holder_id=to,
                generation=generation,
                sealed=wraps[generation],
                released=known.released,
                opened=known.opened,
                read=known.read,
            )
        )
    file_copies.give_to(case=case.id, holder=to, now=now)
    # Nobody is kept from asking why a report was taken back by being given the case meanwhile.
    _running(case.id).update(lead=to)


def _running(case: str) -> QuerySet[Case]:
    """This case, unless its report is taken back just now: then nobody new comes to lead it."""
    return Case.objects.filter(id=case).exclude(state=Case.State.WITHDRAWN)


def _check_wrap(wrap: bytes) -> None:
    try:
        wrap_format.check_sealed(wrap)
    except FormatError as unsealed:
        raise MalformedError(UNSEALED) from unsealed


def step_out(*, holder: str, case: str, key: str, note: SealedNote | None, now: datetime) -> None:
    """Declare a conflict: the holder's wrap is erased and never served again.

    ``note`` (id, seq, sealed, generation) stays for the others. Where nobody is left who may act,
    the next tier's wraps are released. Raises ``NoSuchCaseError``, ``RefusedError``,
    ``MalformedError``, ``StaleGenerationError``, ``SeqError``.
    """
    content = ("step-out", *(note_content(note) if note else ()))
    # Only an exact repeat by the person who did it may be answered after the wrap is gone.
    if not done(holder=holder, case=case, key=key, content=content):
        require_reader(holder=holder, case=case)
    if note:
        check_letter(note[2])

    def action(entry: JournalEntry) -> None:
        found = lock(case)
        require_reader(holder=holder, case=case)
        before = file_key.lost(found)
        _leave(holder=holder, case=case, now=now)
        if note:
            letter = letter_of(
                case=found, holder=holder, letter=note[0], kind=NoteKind.NOTE, seq=note[1],
                sealed=note[2], generation=note[3], now=now,
            )  # fmt: skip
            add_letter(entry, letter, now=now)
        entry.log(ConflictDeclared(case=case), at=now, actor=actor_of(holder))
        # Who let a duty lapse may still step out; who stays and decides nothing is not enough.
        if not deciders(seats([case])[case]):
            _open_next(entry, holder=holder, case=case, now=now)
        file_key.check_kept(found, before=before)

    do(action, holder=holder, case=case, key=key, content=content)


def note_content(note: SealedNote) -> tuple[str, ...]:
    """A note as it stands in what an idempotency key covers."""
    return note[0], str(note[1]), hashlib.sha256(note[2]).hexdigest()


def _leave(*, holder: str, case: str, now: datetime) -> None:
    # The row stays, so that nobody can pass the case back; what it would open is gone.
    Wrap.objects.filter(case__id=case, holder=holder).update(left=now, sealed=b"")
    file_copies.end(case=case, holders=[holder], now=now)
    second_wraps.end(case=case, holders=[holder])
    Case.objects.filter(id=case, lead=holder).update(lead=None)


def _open_next(entry: JournalEntry, *, holder: str, case: str, now: datetime) -> None:
    why = ReleaseReason.CONFLICT
    if not open_next(entry, cases=[case], actor=actor_of(holder), reason=why, now=now):
        raise RefusedError(
            "You are the last one who can read this report. Pass it to someone without a conflict "
            "first, or ask the organisation to add a handler to the roster."
        )
