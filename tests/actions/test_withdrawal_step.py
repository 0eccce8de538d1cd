"""What was taken back before that was a move, once this step has run on its database."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import cast
import msgspec
import pytest
from django.core.management import call_command

from heard.access.casework import Known, state_of
from heard.actions import cases
from heard.actions.intake import inbox, report
from heard.actions.operations import updates
from heard.ledger.journal import Actor, write
from heard.records import migrations
from heard.records.models import Case, Duty
from heard.rules.casework import CASE, Moved, fold
from heard.rules.events.intake import CaseWithdrawn

(STEP,) = (each.stem for each in Path(str(migrations.__path__[0])).glob("*_withdrawals.py"))
BEFORE = import_module(f"heard.records.migrations.{STEP}").Migration.dependencies[0][1]


@pytest.fixture
def sent(meridian: Any, lin: cast.Reporter, now: Any) -> cast.Reporter:
    """Lin, who has reported."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


def test_it_is_stopped_and_reads_as_it_did(sent: cast.Reporter, now: Any) -> None:
    other = Case.objects.create(
        id="0" * 32, received=now, roster="0" * 64, code="1" * 64, reporter_recipient="x",
        reporter_signing="x", urgent=False, country="CN", zone="Asia/Shanghai",
    )  # fmt: skip
    taken = CaseWithdrawn(case=sent.case)
    write(lambda entry: entry.log(taken, at=now, actor=Actor(kind="reporter")))
    Duty.objects.filter(case__id=sent.case).update(state="cancelled")
    Case.objects.filter(id=sent.case).update(state="received")  # which each step knows
    call_command("migrate", "heard", BEFORE, verbosity=0)
    Case.objects.filter(id=sent.case).update(state="withdrawn")
    updates.bring(progress=lambda *_: None)
    row = Case.objects.get(id=sent.case)
    assert (row.state, state_of(row).course) == ("stopped", "stopped")
    assert Case.objects.get(id=other.id).state == "received"
    seen = inbox.read_inbox(authorization=sent.authorization, now=now)
    assert (seen.state, seen.course, seen.returns_until) == ("stopped", "stopped", None)
    assert "case_withdrawn" in [each.event for each in seen.timeline]
    shown = cases.open_case(holder=cast.AMARA.id, case=sent.case, now=now)
    assert (shown.state, shown.course) == ("stopped", "stopped")
    listed = cases.queue(holder=cast.AMARA.id, after=None, closed=True).cases
    assert [each.id for each in listed] == [sent.case]


def test_it_is_stopped_also_once_it_is_closed(now: Any) -> None:
    """Else who leads it could open it again, against the word of who took it back."""
    said = {"object": CASE, "id": CASE, "actor": cast.AMARA.id, "at": now, "version": 1}
    closed = fold([Moved(move="close_stopped", when="2027-01-01", **said)])
    assert (closed.phase, closed.course) == ("closed", "open")
    assert Known(None, closed).of(Case(state="stopped")).course == "stopped"
