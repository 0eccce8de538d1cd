"""Evidence held by others: noted, ordered to be kept, confirmed, lost.

What it is and who has it stands in a sealed letter among handlers. The server knows its kind, the
day from which it may be gone, and how far the order has come: enough to remind and to count.
"""

from datetime import date, datetime

from heard.access import law
from heard.access.case_access import NoSuchCaseError
from heard.access.letters import check_letter, letter_of, place_letter
from heard.access.permission import actor_of, do, lock, require_decider
from heard.access.tiers import owe_to_turn
from heard.formats.ids import is_id
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Duty, Event, Evidence
from heard.rules import evidence
from heard.rules.clocks import strictest
from heard.rules.codes.evidence import EvidenceKind
from heard.rules.codes.letters import NoteKind
from heard.rules.days import check_overwriting
from heard.rules.duties import PRESERVE
from heard.rules.events.evidence import (
    EvidenceChecked,
    EvidenceLost,
    EvidenceNoted,
    PreservationConfirmed,
    PreservationOrdered,
)
from heard.rules.refusals import MalformedError, RefusedError

__all__ = [
    "check_over",
    "confirm",
    "lose",
    "may_order",
    "note",
    "order",
]
MOST = 200  # items of one case
_FULL = f"A case holds at most {MOST} items. Put what belongs together into one."


def note(
    *,
    holder: str,
    case: str,
    key: str,
    item: str,
    kind: str,
    overwritten: date | None,
    letter: tuple[str, int, bytes, int],
    now: datetime,
) -> str:
    """Note that somebody holds something; the leaf hash of its event.

    ``letter``: id, seq, sealed bytes and generation of the letter that says what and who. Lays
    down the duty to have it preserved the same day, where none is open. Raises ``NoSuchCaseError``,
    ``RefusedError``, ``MalformedError``, ``SeqError``, ``StaleGenerationError``,
    ``IdempotencyConflictError``, ``ImpossibleDayError``.
    """
    found = require_decider(holder=holder, case=case).case
    _check(kind=kind, item=item, overwritten=overwritten, case=found, now=now)
    check_letter(letter[2])
    row = letter_of(
        case=found, holder=holder, letter=letter[0], kind=NoteKind.EVIDENCE, seq=letter[1],
        sealed=letter[2], generation=letter[3], now=now,
    )  # fmt: skip
    gone = overwritten.isoformat() if overwritten else ""

    def action(entry: JournalEntry) -> None:
        locked = lock(case)
        require_decider(holder=holder, case=case)
        if Evidence.objects.filter(case=locked).count() >= MOST:
            raise RefusedError(_FULL)
        place_letter(entry, row, now=now)
        entry.add(
            Evidence(
                id=item, case=found, kind=kind, overwritten=overwritten, letter=row.id, noted=now
            )
        )
        noted = EvidenceNoted(
            case=case, evidence=item, kind=EvidenceKind(kind), overwritten=overwritten,
            letter=row.sha256,
        )  # fmt: skip
        entry.log(noted, at=now, actor=actor_of(holder), marks=[row])
        _owe(entry, case=locked, now=now)

    content = ("evidence", item, kind, gone, row.id, str(row.seq), row.sha256)
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


def _check(*, kind: str, item: str, overwritten: date | None, case: Case, now: datetime) -> None:
    if kind not in evidence.DAYS or not is_id(item):
        raise MalformedError("Choose one of the kinds of evidence and send it again.")
    check_overwriting(overwritten, now=now, zone=law.of_case(case, now=now).zone)


def _owe(entry: JournalEntry, *, case: Case, now: datetime) -> None:
    """Owe its preservation the same day. The case must be locked."""
    if case.state in {Case.State.WITHDRAWN, Case.State.STOPPED}:
        return  # where the reporter comes back, it is owed then
    if Duty.objects.filter(case=case, kind=PRESERVE, state=Duty.State.OPEN).exists():
        return
    bound = law.of_case(case, now=now)
    owed = strictest(PRESERVE, start=now.replace(microsecond=0), law=bound)
    if owed is not None:
        owe_to_turn(entry, case=case.id, owed=owed)


def order(*, holder: str, case: str, item: str, key: str, document: str, now: datetime) -> str:
    """Its holder was told to keep it, by the letter of this SHA-256 (hexadecimal)."""
    ordered = PreservationOrdered(case=case, evidence=item, document=document)
    return _move(evidence.ORDERED, ordered, holder=holder, key=key, now=now, document=document)


def confirm(*, holder: str, case: str, item: str, key: str, now: datetime) -> str:
    """They said that they keep it."""
    confirmed = PreservationConfirmed(case=case, evidence=item)
    return _move(evidence.CONFIRMED, confirmed, holder=holder, key=key, now=now)


def lose(*, holder: str, case: str, item: str, key: str, now: datetime) -> str:
    """It is gone, or was never there."""
    lost = EvidenceLost(case=case, evidence=item)
    return _move(evidence.LOST, lost, holder=holder, key=key, now=now)


def _move(
    to: str,
    event: PreservationOrdered | PreservationConfirmed | EvidenceLost,
    *,
    holder: str,
    key: str,
    now: datetime,
    **fields: str,
) -> str:
    """One step of an item.

    Raises ``NoSuchCaseError``, ``RefusedError``, ``IdempotencyConflictError``.

    ``fields``: more of the item that changes.
    """
    case, item = event.case, event.evidence
    require_decider(holder=holder, case=case)
    if not Evidence.objects.filter(id=item, case__id=case).exists():
        raise NoSuchCaseError

    def action(entry: JournalEntry) -> None:
        lock(case)
        require_decider(holder=holder, case=case)
        theirs = Evidence.objects.filter(id=item, case__id=case)
        state = evidence.after(theirs.get().state, to)
        theirs.update(state=state, **{to: now}, **fields)
        entry.log(event, at=now, actor=actor_of(holder))
        _settle(entry, case=case, now=now)

    content = (to, item, *fields.values())
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


def may_order(*, holder: str, case: str) -> None:
    """Raise ``NoSuchCaseError`` or ``RefusedError`` unless this holder may have evidence kept."""
    require_decider(holder=holder, case=case)


def check_over(*, holder: str, case: str, key: str, now: datetime) -> str:
    """Somebody has looked and found nothing more that others hold; the leaf hash of its event.

    Raises ``NoSuchCaseError``, ``RefusedError``, ``IdempotencyConflictError``.
    """
    require_decider(holder=holder, case=case)

    def action(entry: JournalEntry) -> None:
        lock(case)
        require_decider(holder=holder, case=case)
        entry.log(EvidenceChecked(case=case), at=now, actor=actor_of(holder))
        _settle(entry, case=case, now=now, checked=True)

    return do(action, holder=holder, case=case, key=key, content=("checked",)).receipts[0].leaf


def _settle(entry: JournalEntry, *, case: str, now: datetime, checked: bool = False) -> None:
    """End the duty where nothing waits, no matter who had it. The case must be locked."""
    states = list(Evidence.objects.filter(case__id=case).values_list("state", flat=True))
    looked = checked or Event.of(case).filter(kind=EvidenceChecked.event).exists()
    if evidence.is_preserved(states, checked=looked):
        entry.fulfil(case=case, kind=PRESERVE, at=now)
