"""What a report that was taken back before that was a move, and final, does to a worked case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cast
import msgspec
import pytest

from heard.access.casework import _known, state_of
from heard.actions.intake import report
from heard.records.models import Case
from heard.rules.casework import TABLE, Casework


@pytest.fixture
def taken_back(meridian: Any, lin: cast.Reporter, now: Any) -> Case:
    """As the step of the database leaves it (0043)."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    assert state_of(Case.objects.get(id=lin.case)).course == "open"
    Case.objects.filter(id=lin.case).update(state="stopped")
    return Case.objects.get(id=lin.case)


def course(case: Case, phase: str, monkeypatch: pytest.MonkeyPatch) -> str:
    known = _known.Known(None, replace(Casework(), phase=phase))
    monkeypatch.setattr(_known, "standing", lambda _: known)
    return state_of(case).course


@pytest.mark.parametrize("phase", TABLE.rank)
def test_it_stops_a_case_until_something_is_found(
    taken_back: Case, phase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then both sides are still told, what follows is carried out, and an appeal is heard."""
    told = TABLE.rank[phase] < TABLE.rank["decided"]
    assert course(taken_back, phase, monkeypatch) == ("stopped" if told else "open")
