"""A report that does not open: a handler can say so, the next tier looks too, and she is told."""

import pytest
from deskworld import duties, events
from moving import Worked
from taking_back import later, turn

from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Outgoing, Wrap

# About other duties than the one to preserve evidence, which every report brings.
pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def case(world):
    amara, ruth = world.desks["Amara"], world.desks["Ruth"]
    return world.case([amara, world.desks["Jonas"]], [ruth], urgent=True)


def say(desk, case, key=None):
    return desk.post(f"cases/{case}/unreadable", {"id": key or new_id()})


def test_it_is_logged_and_the_next_tier_owes_an_answer_of_its_own(world, case):
    amara, ruth = world.desks["Amara"], world.desks["Ruth"]
    answer = say(amara, case)
    assert answer.status_code == 201, answer.content
    assert sorted(events(case)[1:]) == [("case_unreadable", amara.id), ("tier_released", amara.id)]
    assert ruth.get("cases").json()["cases"][0]["id"] == case
    states = {(duty.kind, duty.tier): duty.state for duty in Duty.objects.filter(case__id=case)}
    assert states == {
        ("safety_check", 1): "done",
        ("acknowledge", 1): "done",
        ("triage", 1): "done",
        ("triage", 2): "open",
        ("acknowledge", 2): "open",
        ("safety_check", 2): "open",
    }
    # It is no acknowledgement: whoever can read it still has that to give.
    assert Case.objects.get(id=case).state == "received"
    assert amara.get("cases").json()["cases"][0]["id"] == case


def test_a_report_that_nobody_can_open_runs_no_clock_out(world, case):
    amara, ruth = world.desks["Amara"], world.desks["Ruth"]
    assert [say(desk, case).status_code for desk in (amara, ruth)] == [201, 201]
    assert {state for _, state in duties(case)} == {"done"}
    assert Wrap.objects.filter(case__id=case).exclude(lapsed=None).count() == 0


def test_who_says_it_cannot_stop_the_clock_of_who_comes_next(world, case):
    amara, ruth = world.desks["Amara"], world.desks["Ruth"]
    say(amara, case)
    say(amara, case)
    say(world.desks["Jonas"], case)
    owed = Duty.objects.filter(case__id=case, tier=2)
    assert set(owed.values_list("state", flat=True)) == {"open"}
    acknowledged = ruth.post(f"cases/{case}/acknowledge", {"id": new_id()})
    assert acknowledged.status_code == 201
    assert Case.objects.get(id=case).state == "acknowledged"


def test_it_is_said_once_however_often_it_is_sent(world, case):
    amara, key = world.desks["Amara"], new_id()
    first, same = say(amara, case, key), say(amara, case, key)
    again = [say(amara, case) for _ in range(3)]
    assert len({answer.json()["leaf"] for answer in (first, same, *again)}) == 1
    assert [kind for kind, _ in events(case)].count("case_unreadable") == 1


def test_who_does_not_read_it_learns_nothing(world, case):
    ruth, ines = world.desks["Ruth"], world.desks["Ines"]
    told = [say(ruth, case), say(ines, case), say(ines, new_id())]
    assert {(answer.status_code, answer.content) for answer in told} == {(404, told[0].content)}
    Wrap.objects.filter(case__id=case, holder=world.desks["Amara"].id).update(lapsed=world.now)
    assert say(world.desks["Amara"], case).status_code == 409
    assert len(events(case)) == 1


def test_the_next_tier_is_told(world, case):
    say(world.desks["Amara"], case)
    told = Outgoing.objects.filter(case=case, kind="tier").values_list("holder", flat=True)
    assert set(told) == {world.desks["Ruth"].id}


def test_what_the_next_tier_owes_by_it_ends_where_a_report_is_taken_back_and_stopped(world, clock):
    amara, ruth, ines = (world.desks[name] for name in ("Amara", "Ruth", "Ines"))
    work = Worked(world, world.case([amara], [ruth, ines]))
    turn(work)
    work.moves(ruth, "case.check_withdrawal", "case")
    assert say(amara, work.case).status_code == 201
    again = Duty.objects.filter(tier=3, state="open").values_list("kind", flat=True)
    assert set(again) == {"triage", "acknowledge"}
    later(clock, ruth, hours=74)
    work.moves(ruth, "case.stop", "case")
    assert not Duty.objects.filter(state__in=("open", "held")).exists()
