"""What a reporter sees when she comes back."""

from collections.abc import Container
from datetime import datetime
from typing import Annotated

from heard.access import case_view, casework, kept_until, second_wraps
from heard.access.case_access import NoSuchCaseError, inbox_for
from heard.access.case_answers import (
    CaseView,
    ContactView,
    DecisionView,
    DutyView,
    EvidenceView,
    HolderView,
    KeyView,
    LetterView,
    OwedWrapView,
    ReporterKeys,
    TimelineView,
)
from heard.access.casework_answers import KeptUntilView, MoveView
from heard.access.file_letters import next_seq
from heard.access.roster import newest, roster
from heard.formats.wire import about
from heard.ledger import receipts
from heard.ledger.journal import rfc3339
from heard.records.models import Case, Letter
from heard.rules.casework import REPORTER
from heard.rules.duties import NOT_TO_REPORTERS

# What a door that shows an inbox itself has to name.
__all__ = [
    "CaseView",
    "DecisionView",
    "DutyView",
    "EvidenceView",
    "HolderView",
    "Inbox",
    "KeptUntilView",
    "KeyView",
    "LetterView",
    "TimelineView",
    "read_inbox",
    "read_kept",
    "read_letter",
    "read_receipt",
]


class Inbox(CaseView, kw_only=True):
    """``GET inbox`` (docs/spec/api.md)."""

    contacts: Annotated[list[ContactView], about("How the reporter is told; no handler knows.")]
    moves: Annotated[
        list[MoveView], about("What was moved, as far as the reporter is shown it; no decisions.")
    ]
    file_seq: Annotated[int, about("The number of the reporter's next letter to the file.")]
    wraps_owed: Annotated[
        list[OwedWrapView], about("Copies of keys that the reporter's browser makes, one each.")
    ]


def read_kept(*, authorization: str, now: datetime) -> KeptUntilView:
    """What is kept of the report, and until when. Raises NoSuchCaseError."""
    return kept_until.view(inbox_for(authorization), now=now, of=kept_until.REPORTERS)


def read_inbox(*, authorization: str, now: datetime) -> Inbox:
    """What the code opens. Raises NoSuchCaseError."""
    case = inbox_for(authorization)
    keys, hidden = case_view.keys(case), case_view.DESKS_EVENTS
    phase, decisions = casework.told(case)
    course, until = casework.course(case)
    moves = casework.told_moves(case)
    return Inbox(
        case=case.id,
        state=case.state,
        received=rfc3339(case.received),
        generation=keys[-1].generation,
        case_recipient=keys[-1].case_recipient,
        wrap=keys[-1].wrap,
        keys=keys,
        reporter=ReporterKeys(recipient=case.reporter_recipient, signing=case.reporter_signing),
        letters=case_view.letters(case, without=case_view.DESKS_LETTERS),
        files=case_view.files(case),
        holders=case_view.holders(case, without=hidden),
        next=case_view.following(case),
        duties=_duties(case, {each.record for each in moves}, now),
        suspensions=case_view.suspensions(case),
        evidence=case_view.evidence(case),
        phase=phase,
        decisions=decisions,
        contacts=case_view.contacts(case),
        moves=moves,
        file_seq=next_seq(case, author=REPORTER),
        wraps_owed=second_wraps.owed(case) if keys[-1].generation else [],
        timeline=case_view.timeline(case, without=hidden),
        course=course,
        returns_until=until,
        urgent=case.urgent,
        disclosed=case.disclosed.isoformat() if case.disclosed else None,
    )


def _duties(case: Case, told: Container[str], now: datetime) -> list[DutyView]:
    """What is owed, but of no record that the reporter is not shown: that there is one, it says.

    Nor what is owed to somebody else.
    """
    owed = [each for each in case_view.duties(case, now=now) if each.kind not in NOT_TO_REPORTERS]
    return [each for each in owed if each.record is None or each.record in told]


def read_letter(*, authorization: str, letter: str) -> bytes:
    """A sealed letter of hers or to her. Raises NoSuchCaseError."""
    rows = Letter.objects.filter(id=letter, case=inbox_for(authorization))
    of_reporter = rows.exclude(kind__in=case_view.DESKS_LETTERS)
    sealed = of_reporter.values_list("sealed", flat=True).first()
    if sealed is None:
        raise NoSuchCaseError
    return bytes(sealed)


def read_receipt(*, authorization: str, leaf: str) -> str:
    """The newest receipt for the event of her case with this leaf hash. Raises NoSuchCaseError."""
    case = inbox_for(authorization)
    place = case_view.place(case.id, leaf, without=case_view.DESKS_EVENTS)
    if place is None:
        raise NoSuchCaseError
    return receipts.receipt(place, quorum=roster(newest()).quorum)
