"""A case as one of its holders sees it: the channel's contents stay sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.access import case_view
from heard.access.case_view import Rows
from heard.access.roster import left_out
from heard.ledger.journal import rfc3339
from heard.records.models import Wrap


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """docs/spec/api.md, ``cases/<id>/open``. ``left_out``: whom it cannot be passed to.

    ``lapsed``: whether this holder let a duty lapse, and so reads on and decides nothing.
    """

    case: str
    state: str
    received: str
    urgent: bool
    disclosed: str | None
    lead: str | None
    generation: int
    case_recipient: str
    wrap: bytes
    keys: Rows
    lapsed: bool
    reporter: dict[str, str]
    letters: Rows
    files: Rows
    holders: Rows
    left_out: list[str]
    duties: Rows
    suspensions: Rows
    evidence: Rows
    next: dict[str, Any] | None
    timeline: Rows


def view_of(wrap: Wrap, *, now: datetime) -> CaseView:
    """Everything of a case by the newest wrap of one holder."""
    case, hidden = wrap.case, case_view.REPORTER_EVENTS
    keys = case_view.keys(case, holder=wrap.holder_id)
    return CaseView(
        case=case.id,
        state=case.state,
        received=rfc3339(case.received),
        urgent=case.urgent,
        disclosed=case.disclosed.isoformat() if case.disclosed else None,
        lead=case.lead_id,
        generation=wrap.generation,
        case_recipient=keys[-1]["case_recipient"],
        wrap=bytes(wrap.sealed),
        keys=keys,
        lapsed=wrap.lapsed is not None,
        reporter={"recipient": case.reporter_recipient, "signing": case.reporter_signing},
        letters=case_view.letters(case),
        files=case_view.files(case),
        holders=case_view.holders(case, without=hidden),
        left_out=left_out(case),
        duties=case_view.duties(case, now=now),
        suspensions=case_view.suspensions(case),
        evidence=case_view.evidence(case),
        next=case_view.following(case),
        timeline=case_view.timeline(case, without=hidden),
    )
