"""The state that a case's row has is always what follows from its events in the log."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import cast
import msgspec
import pytest
from taking_back import take_back

from heard.actions import cases as desk
from heard.actions.intake import report
from heard.formats import entry as entries
from heard.formats.ids import new_id
from heard.ledger.journal import Actor, write
from heard.records.models import Case, Event, Opening
from heard.rules import cases
from heard.rules.codes.cases import CaseState
from heard.rules.events.cases import CaseAcknowledged
from heard.rules.events.intake import CaseWithdrawn

CLOCK = Actor(kind="clock")


@pytest.fixture
def lin(meridian: Any, now: Any) -> cast.Reporter:
    """Lin, who has reported to Amara, Jonas, Ruth and Ines."""
    lin = meridian.lin()
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


def logged(case: str) -> list[str]:
    """What the openings say that happened, in the order of commits, as the rules name it."""
    numbers = Event.of(case).order_by("index").values_list("index", flat=True)
    openings = Opening.objects.filter(index__in=list(numbers)).order_by("index")
    said = [entries.parse(each.fields).values for each in openings]
    return [
        cases.name_of(each["event"], each.get("object", ""), each.get("move", "")) for each in said
    ]


def acknowledge(lin: cast.Reporter, now: Any) -> None:
    desk.acknowledge(holder=cast.AMARA.id, case=lin.case, key=new_id(), now=now)


def withdraw(lin: cast.Reporter, now: Any) -> None:
    take_back(lin, now=now)


def come_back(lin: cast.Reporter, now: Any) -> None:
    take_back(lin, move="come_back", version=2, now=now)


def look(lin: cast.Reporter, now: Any) -> None:
    desk.open_case(holder=cast.JONAS.id, case=lin.case, now=now)


@pytest.mark.parametrize("seed", range(4))
def test_the_row_says_what_the_log_says_whatever_is_done_in_which_order(
    lin: cast.Reporter, now: Any, seed: int
) -> None:
    done = [acknowledge, acknowledge, withdraw, look, look]
    random.Random(seed).shuffle(done)
    back = random.Random(seed).randint(done.index(withdraw) + 1, len(done))
    done.insert(back, come_back)
    seen = set()
    for number, each in enumerate([look, *done]):
        each(lin, now + timedelta(minutes=number))
        row = Case.objects.get(id=lin.case)
        assert row.state == cases.state(logged(lin.case))
        seen.add(row.state)
    assert "withdrawn" in seen
    assert len(logged(lin.case)) > 3


@pytest.mark.parametrize(
    "happened",
    [
        (CaseAcknowledged,),
        (CaseWithdrawn,),
        (CaseAcknowledged, CaseWithdrawn),
        (CaseWithdrawn, CaseAcknowledged),
        (CaseAcknowledged, CaseAcknowledged),
    ],
)
def test_no_action_can_forget_the_state(lin: cast.Reporter, now: Any, happened: Any) -> None:
    """It follows from what is logged; nothing else is asked to write it. No other case moves."""
    other = Case.objects.create(
        id="0" * 32, received=now, roster="0" * 64, code="1" * 64, reporter_recipient="x",
        reporter_signing="x", urgent=False,
    )  # fmt: skip
    for each in happened:
        write(lambda entry, each=each: entry.log(each(case=lin.case), at=now, actor=CLOCK))
        assert Case.objects.get(id=lin.case).state == cases.state(logged(lin.case))
    assert Case.objects.get(id=other.id).state == Case.State.RECEIVED


def test_what_is_undone_leaves_the_state(lin: cast.Reporter, now: Any) -> None:
    def fails(entry: Any) -> None:
        entry.log(CaseWithdrawn(case=lin.case), at=now, actor=CLOCK)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(fails)
    assert (
        Case.objects.get(id=lin.case).state == CaseState.RECEIVED == cases.state(logged(lin.case))
    )
