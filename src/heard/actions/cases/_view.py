"""A case as one of its holders sees it: the channel's contents stay sealed."""

from datetime import datetime
from typing import Annotated

from heard.access import case_view, casework
from heard.access.case_answers import CaseView, ReporterKeys
from heard.access.roster import left_out
from heard.formats.wire import Id, about
from heard.ledger.journal import rfc3339
from heard.records.models import Wrap


class DeskCase(CaseView, kw_only=True):
    """docs/spec/api.md, ``cases/<id>/open``."""

    lead: Annotated[Id | None, about("The holder who leads it, where somebody who can act does.")]
    lapsed: Annotated[bool, about("Whoever asks let a duty pass, reads on and decides nothing.")]
    left_out: Annotated[list[Id], about("Whom the reporter left out: it cannot be passed to them.")]


def view_of(wrap: Wrap, *, now: datetime) -> DeskCase:
    """Everything of a case by the newest wrap of one holder."""
    case, hidden = wrap.case, case_view.REPORTER_EVENTS
    keys = case_view.keys(case, holder=wrap.holder_id)
    phase, decisions = casework.told(case)
    course, until = casework.course(case)
    return DeskCase(
        case=case.id,
        state=case.state,
        received=rfc3339(case.received),
        urgent=case.urgent,
        course=course,
        returns_until=until,
        disclosed=case.disclosed.isoformat() if case.disclosed else None,
        lead=casework.leader(case),
        generation=wrap.generation,
        case_recipient=keys[-1].case_recipient,
        wrap=bytes(wrap.sealed),
        keys=keys,
        lapsed=wrap.lapsed is not None,
        reporter=ReporterKeys(recipient=case.reporter_recipient, signing=case.reporter_signing),
        letters=case_view.letters(case),
        files=case_view.files(case),
        holders=case_view.holders(case, without=hidden),
        left_out=left_out(case),
        duties=case_view.duties(case, now=now),
        suspensions=case_view.suspensions(case),
        evidence=case_view.evidence(case),
        phase=phase,
        decisions=decisions,
        next=case_view.following(case),
        timeline=case_view.timeline(case, without=hidden),
    )
