"""A report that does not open: said aloud, and looked at by the next tier as well."""

from datetime import datetime

from heard.access import law as access_law
from heard.access.permission import actor_of, do, lock, require_decider, tier_of
from heard.access.tiers import open_next
from heard.ledger import receipts
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Event
from heard.rules.codes.escalation import ReleaseReason
from heard.rules.duties import ACKNOWLEDGE, PRESERVE, SAFETY_CHECK, TRIAGE, UPDATE
from heard.rules.escalation import owed_to_look
from heard.rules.events.cases import CaseUnreadable

# What nobody can do who cannot read it.
_NEEDS_READING = (ACKNOWLEDGE, SAFETY_CHECK, UPDATE, PRESERVE, TRIAGE)


def say_unreadable(*, holder: str, case: str, key: str, now: datetime) -> str:
    """Say that the report does not open here; the leaf hash of the event.

    It is the answer of this holder's tier: what only a reader can do is owed by it no more. So that
    nobody ends a clock by saying so alone, the next tier is opened at once and owes an answer of
    its own; she is told. Said again by the same holder, with nothing owed, it changes nothing.
    Raises ``NoSuchCaseError``, ``RefusedError``.
    """
    require_decider(holder=holder, case=case)

    def action(entry: JournalEntry) -> None:
        found = lock(case)
        tier = tier_of(require_decider(holder=holder, case=case))
        owed = {
            each: entry.fulfil(case=case, kind=each, at=now, tier=tier) for each in _NEEDS_READING
        }
        if not any(owed.values()) and _said(case, holder) is not None:
            return
        actor = actor_of(holder)
        entry.log(CaseUnreadable(case=case), at=now, actor=actor)
        why = ReleaseReason.UNREADABLE
        opened = open_next(entry, cases=[case], actor=actor, reason=why, now=now)
        if case in opened:
            _owe(entry, case=found, tier=opened[case], now=now, undecided=owed[TRIAGE] > 0)

    do(action, holder=holder, case=case, key=key, content=("unreadable",))
    index = _said(case, holder)
    assert index is not None
    return receipts.leaf(index)


def _said(case: str, holder: str) -> int | None:
    found = Event.of(case).filter(kind=CaseUnreadable.event, actor=holder).order_by("-index")
    return found.values_list("index", flat=True).first()


def _owe(entry: JournalEntry, *, case: Case, tier: int, now: datetime, undecided: bool) -> None:
    law, opened = access_law.of_case(case, now=now), now.replace(microsecond=0)
    matches = owed_to_look(urgent=case.urgent, opened=opened, law=law, undecided=undecided)
    for owed in matches:
        entry.duty(case=case.id, owed=owed, tier=tier)
