"""A case as one of its holders sees it: the channel's contents stay sealed."""

from dataclasses import dataclass

from heard.actions import _told
from heard.actions._journal import stamp
from heard.actions._told import Rows
from heard.actions.cases._left_out import left_out
from heard.records.models import CaseKey, Wrap


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """docs/spec/api.md, ``cases/<id>/open``. ``left_out``: whom it cannot be passed to."""

    case: str
    state: str
    received: str
    urgent: bool
    disclosed: str | None
    lead: str | None
    generation: int
    case_recipient: str
    wrap: bytes
    reporter: dict[str, str]
    letters: Rows
    files: Rows
    holders: Rows
    left_out: list[str]
    duties: Rows
    timeline: Rows


def view_of(wrap: Wrap) -> CaseView:
    """Everything of a case by the wrap of one holder."""
    case = wrap.case
    return CaseView(
        case=case.id,
        state=case.state,
        received=stamp(case.received),
        urgent=case.urgent,
        disclosed=case.disclosed.isoformat() if case.disclosed else None,
        lead=case.lead_id,
        generation=wrap.generation,
        case_recipient=CaseKey.objects.get(case=case, generation=wrap.generation).recipient,
        wrap=bytes(wrap.sealed),
        reporter={"recipient": case.reporter_recipient, "signing": case.reporter_signing},
        letters=_told.letters(case),
        files=_told.files(case),
        holders=_told.holders(case),
        left_out=left_out(case),
        duties=_told.duties(case),
        timeline=_told.timeline(case),
    )
