"""Who asks whether a report was taken back under pressure: nobody who is on the line of it."""

import datetime as dt

import pytest
from deskworld import opened
from taking_back import owed, read_by_two, signed_in, told, turn

from heard.actions.deadlines import escalation
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture
def work(once, world):
    return once("work", lambda: read_by_two(world))


@pytest.fixture
def amara(work):
    return signed_in(work, "Amara")


@pytest.fixture
def ruth(work):
    return signed_in(work, "Ruth")


def test_somebody_off_the_line_has_it_from_then_on_and_asks(work, amara, ruth, clock):
    """Ruth waited; who led it could not ask whether anybody pressed for it."""
    ruths = Wrap.objects.filter(case__id=work.case, holder=ruth.id)
    assert ruths.get().released is None
    turn(work)
    assert ruths.get().released is not None
    (said,) = opened("tier_released")
    assert (said["tier"], said["reason"], said["actor"]) == ("2", "withdrawn", "reporter")
    row = Duty.objects.get(kind="withdrawal_check")
    law = "in 48 hours somebody asks whether a report was taken back under pressure"
    assert (row.tier, row.source) == (2, f"Heard default: {law}")
    body = work.body(amara, "case.check_withdrawal", "case")
    assert work.send(amara, body)[1]["reason"] == "not_yours"
    work.moves(ruth, "case.check_withdrawal", "case")
    assert owed(work, "withdrawal_check") == {"withdrawal_check": "done"}
    assert [each["move"] for each in told(work)["moves"]] == ["withdraw", "check_withdrawal"]


def test_nobody_else_has_it_where_somebody_off_the_line_reads_it(work, ruth):
    Wrap.objects.filter(case__id=work.case, holder=ruth.id).update(released=work.now)
    turn(work)
    assert opened("tier_released") == []


def test_where_all_of_a_tier_are_on_the_line_the_next_one_asks(work, amara, ruth):
    Wrap.objects.filter(case__id=work.case, holder=ruth.id).update(released=work.now)
    body = work.file.given(amara, [(ruth, "")], now=work.now, stating=True)
    assert amara.post(f"cases/{work.case}/file-keys/copies", body).status_code == 201
    work.triaged(amara)
    work.seat(amara, "decider", ruth)
    turn(work)
    (said,) = opened("tier_released")
    assert (said["tier"], said["reason"]) == ("3", "withdrawn")
    assert work.send(ruth, work.body(ruth, "case.check_withdrawal", "case"))[1]["reason"] == (
        "off_the_line"
    )
    work.moves(signed_in(work, "Ines"), "case.check_withdrawal", "case")


def led_by_ruth(work, amara, ruth):
    """The next tier has read it for some time, and Ruth of it leads: nobody has a seat yet."""
    Wrap.objects.filter(case__id=work.case, holder=ruth.id).update(released=work.now)
    Case.objects.filter(id=work.case).update(lead=ruth.id)


def triaged_by_ruth(work, amara, ruth):
    """Or she decided how it goes on, and passed it on to Amara since."""
    led_by_ruth(work, amara, ruth)
    work.triaged(ruth)
    Case.objects.filter(id=work.case).update(lead=amara.id)


@pytest.mark.parametrize("on_the_line", [led_by_ruth, triaged_by_ruth])
def test_who_leads_or_led_it_does_not_ask_and_the_next_tier_does(work, amara, ruth, on_the_line):
    on_the_line(work, amara, ruth)
    turn(work)
    (said,) = opened("tier_released")
    assert (said["tier"], said["reason"]) == ("3", "withdrawn")
    assert work.send(ruth, work.body(ruth, "case.check_withdrawal", "case"))[1]["reason"] == (
        "off_the_line"
    )
    work.moves(signed_in(work, "Ines"), "case.check_withdrawal", "case")


def test_nobody_is_made_lead_so_that_they_cannot_ask(work, amara, ruth):
    """By seeing it, or by being given it, while it is taken back."""
    Case.objects.filter(id=work.case).update(lead=None)
    turn(work)
    assert ruth.post(f"cases/{work.case}/acknowledge", {"id": new_id()}).status_code == 201
    assert Case.objects.get(id=work.case).lead_id is None
    body = work.world.passing(amara, work.case, ruth)
    assert amara.post(f"cases/{work.case}/pass", body).status_code == 201
    assert Case.objects.get(id=work.case).lead_id is None
    work.moves(ruth, "case.check_withdrawal", "case")


def test_who_does_not_ask_loses_it_to_the_next_tier_and_nobody_before_them(
    work, amara, ruth, clock
):
    turn(work)
    due = Duty.objects.get(kind="withdrawal_check").due
    assert due == work.now.replace(minute=0, second=0, microsecond=0) + 48 * HOUR
    clock.move_to(due + MINUTE)
    assert escalation.sweep(now=work.now) == 1
    by = dict(Wrap.objects.filter(holder__isnull=False).values_list("holder", "lapsed"))
    assert by[ruth.id] == work.now
    assert by[amara.id] is None
    again = Duty.objects.get(kind="withdrawal_check", state="open")
    assert (again.tier, again.due) == (3, work.now + 48 * HOUR)
    work.moves(signed_in(work, "Ines"), "case.check_withdrawal", "case")
    assert owed(work, "withdrawal_check") == {"withdrawal_check": "done"}
