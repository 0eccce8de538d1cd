"""She may pass the case on herself, once a tier; and clocks that stand still, and run again."""

import datetime as dt
from base64 import b64decode
from dataclasses import replace

import cast
import msgspec
import pytest
from taking_back import take_back

from heard.actions import cases as desk
from heard.actions import deadlines
from heard.actions.deadlines import escalation
from heard.actions.intake import inbox, report
from heard.actions.intake.escalation import Escalation, Reason, escalate
from heard.formats.ids import new_id
from heard.ledger.writer import IdempotencyConflictError
from heard.records.models import Case, Duty, Event, Opening, Outgoing, Suspension, Wrap
from heard.rules import suspension
from heard.rules.refusals import RefusedError

# Of their own: test_evidence.py, test_triage.py.
pytestmark = pytest.mark.usefixtures("no_evidence", "no_triage")
DAY = dt.timedelta(days=1)


def send(meridian, lin, now, **content):
    body = lin.report(meridian.roster, now=now, **content)
    body["urgent"] = content.get("safe") == "no"
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


@pytest.fixture
def sent(meridian, lin, now):
    return send(meridian, lin, now)


def press(lin, *, at, id="", tier=None, letter=None):
    asked = Escalation(id or new_id(), letter, tier)
    return escalate(authorization=lin.authorization, escalation=asked, now=at)


def may_read(case):
    rows = Wrap.objects.filter(case__id=case, released__isnull=False, left=None).exclude(
        holder=None
    )
    return {row.holder.name for row in rows.select_related("holder")}


def seen(lin, at):
    return inbox.read_inbox(authorization=lin.authorization, now=at)


def owed(case):
    rows = Duty.objects.filter(case__id=case).order_by("due", "tier")
    return [(row.kind, row.tier, row.state) for row in rows]


def acknowledged(lin, at, by=cast.AMARA):
    desk.acknowledge(holder=by.id, case=lin.case, key=new_id(), now=at)


# --- her button ----------------------------------------------------------------------------------


def test_she_opens_the_next_tier_and_it_owes_her_an_answer(sent, now, hour):
    assert [each.name for each in seen(sent, now).next.holders] == ["Ruth"]
    receipt, tier = press(sent, at=now, tier=2)
    assert (tier, may_read(sent.case)) == (2, {"Amara", "Jonas", "Ruth"})
    assert owed(sent.case) == [("acknowledge", 1, "open"), ("acknowledge", 2, "open")]
    event = Event.objects.get(index=receipt.index)
    assert (event.kind, event.actor, event.at) == ("tier_released", "reporter", hour)
    assert seen(sent, now).next.tier == 3


def test_a_mail_server_does_not_learn_when_she_pressed_it(sent, now, hour):
    press(sent, at=now)
    told = Outgoing.objects.get(holder=cast.RUTH.id)
    assert told.due == hour + dt.timedelta(hours=1)


def test_where_she_is_not_safe_somebody_asks_how_she_is(meridian, lin, now):
    send(meridian, lin, now, safe="no")
    press(lin, at=now)
    assert sorted(owed(lin.case)) == [
        (kind, tier, "open") for kind in ("acknowledge", "safety_check") for tier in (1, 2)
    ]


def test_the_same_press_is_one_and_another_opens_the_one_after(sent, now):
    id = new_id()
    first, again = (press(sent, at=now, id=id) for _ in range(2))
    assert (first[0].index, first[1]) == (again[0].index, again[1]) == (first[0].index, 2)
    with pytest.raises(RefusedError, match="moved on meanwhile"):
        press(sent, at=now, tier=2)  # her page is of before
    with pytest.raises(IdempotencyConflictError):
        press(sent, at=now, id=id, tier=3)
    assert press(sent, at=now, tier=3)[1] == 3
    with pytest.raises(RefusedError, match="Nobody waits"):
        press(sent, at=now)
    assert seen(sent, now).next is None


def test_her_reason_is_a_letter_of_hers(sent, now):
    posted = sent.letter("addition", {"words": "Nobody has said anything."}, now=now)
    reason = Reason(posted["id"], posted["seq"], b64decode(posted["sealed"]))
    receipt, _ = press(sent, at=now, letter=reason)
    [told] = [each for each in seen(sent, now).letters if each.id == posted["id"]]
    assert told.kind == "addition"
    assert (
        Event.objects.get(index=Opening.objects.get(leaf=told.leaf).index).kind == "letter_received"
    )
    assert told.leaf != receipt.leaf


def test_what_she_took_back_moves_nowhere(sent, now):
    take_back(sent, now=now)
    for state in ("withdrawn", "stopped"):
        Case.objects.filter(id=sent.case).update(state=state)
        with pytest.raises(RefusedError, match="took this report back"):
            press(sent, at=now)
        assert seen(sent, now).next is None


def test_the_tier_before_keeps_its_powers_but_not_the_new_ones_promise(sent, now):
    press(sent, at=now)
    acknowledged(sent, now)
    assert owed(sent.case)[:2] == [("acknowledge", 1, "done"), ("acknowledge", 2, "open")]
    acknowledged(sent, now, by=cast.RUTH)
    assert [state for kind, _, state in owed(sent.case) if kind == "acknowledge"] == ["done"] * 2
    said = Event.of(sent.case).filter(kind="case_acknowledged").values_list("actor", flat=True)
    assert sorted(said) == sorted([cast.AMARA.id, cast.RUTH.id])


def test_what_the_first_tier_misses_then_opens_no_third(sent, hour, now):
    press(sent, at=now + 10 * dt.timedelta(hours=1))
    escalation.sweep(now=hour + DAY)
    assert may_read(sent.case) == {"Amara", "Jonas", "Ruth"}
    lapsed = Wrap.objects.filter(case__id=sent.case, lapsed__isnull=False)
    assert {row.holder_id for row in lapsed} == {cast.AMARA.id, cast.JONAS.id}
    assert owed(sent.case) == [("acknowledge", 1, "missed"), ("acknowledge", 2, "open")]
    escalation.sweep(now=hour + 2 * DAY)
    assert may_read(sent.case) == {"Amara", "Jonas", "Ruth", "Ines"}


# --- pauses --------------------------------------------------------------------------------------


@pytest.fixture
def promised(sent, now):
    """Amara has it; an update is owed in fourteen days."""
    acknowledged(sent, now)
    return sent


def pause(lin, *, at, duty="update", reason="reporter_asked", days=20, by=cast.AMARA, id=""):
    asked = {"duty": duty, "reason": reason, "until": (at + days * DAY).date()}
    return deadlines.suspend(holder=by.id, case=lin.case, id=id or new_id(), now=at, **asked)


def due(case):
    return Duty.objects.get(case__id=case, kind="update", state="open").due


@pytest.mark.usefixtures("updates_may_wait")
def test_a_pause_moves_what_is_owed_to_its_end_and_she_sees_it(promised, now):
    before, id = due(promised.case), new_id()
    pause(promised, at=now + 4 * DAY, id=id)
    until = Suspension.objects.get(id=id).until
    assert due(promised.case) - until == before - (now + 4 * DAY).replace(microsecond=0)
    told = seen(promised, now + 5 * DAY)
    [update] = [each for each in told.duties if each.kind == "update"]
    assert update.suspended.reason == "reporter_asked"
    assert [each.id for each in told.suspensions] == [id]
    assert "clock_suspended" in [each.event for each in told.timeline]
    assert escalation.sweep(now=before + DAY) == 0
    assert escalation.sweep(now=due(promised.case)) == 1


@pytest.mark.usefixtures("updates_may_wait")
def test_ended_early_only_the_pause_was_gained(promised, now):
    before, id = due(promised.case), new_id()
    pause(promised, at=now, id=id)
    for _ in range(2):
        deadlines.end_suspension(
            holder=cast.JONAS.id, case=promised.case, key="e" * 32, suspension=id, now=now + 3 * DAY
        )
    assert due(promised.case) == before + 3 * DAY
    kinds = Event.of(promised.case).values_list("kind", flat=True)
    assert list(kinds).count("clock_resumed") == 1


@pytest.mark.usefixtures("updates_may_wait")
def test_one_at_a_time_and_no_more_than_the_reason_allows(promised, now):
    id = new_id()
    pause(promised, at=now, id=id)
    refused = [
        {"at": now},
        {"at": now, "reason": "police_asked"},
        {"at": now + 30 * DAY, "days": 12},  # twenty of thirty are used
        {"at": now, "duty": "acknowledge"},
        {"at": now, "duty": "triage"},  # not promised
        {"at": now, "reason": "we_are_busy"},
        {"at": now, "days": -1},
        {"at": now, "days": 2_900_000},
        {"at": now, "days": -739_000},
    ]
    before = due(promised.case)
    for each in refused:
        with pytest.raises(RefusedError):
            pause(promised, **each)
    assert due(promised.case) == before
    pause(promised, at=now + 30 * DAY, days=8)


@pytest.mark.usefixtures("updates_may_wait")
def test_the_same_pause_asked_twice_is_one(promised, now):
    id = new_id()
    assert pause(promised, at=now, id=id) == pause(promised, at=now, id=id)
    assert Suspension.objects.count() == 1


@pytest.mark.usefixtures("updates_may_wait")
def test_what_is_done_or_taken_back_waits_no_longer(promised, now):
    pause(promised, at=now)
    take_back(promised, now=now + DAY)
    assert Suspension.objects.get().ended is not None
    assert [each.suspended for each in seen(promised, now + DAY).duties] == [None] * 3


@pytest.mark.usefixtures("updates_may_wait")
def test_who_let_it_lapse_stops_no_clock(sent, hour):
    escalation.sweep(now=hour + DAY)
    acknowledged(sent, hour + DAY, by=cast.RUTH)
    with pytest.raises(RefusedError, match="not kept in time"):
        pause(sent, at=hour + DAY)
    pause(sent, at=hour + DAY, by=cast.RUTH)


@pytest.mark.parametrize("reason", suspension.REASONS)
@pytest.mark.parametrize("duty", ["acknowledge", "safety_check", "update", "preserve_evidence"])
def test_nothing_that_runs_today_can_be_paused(promised, now, duty, reason):
    """She is told where things stand, whoever asked for silence; it may say no more than that."""
    before = list(Duty.objects.order_by("number").values_list("kind", "due"))
    with pytest.raises(RefusedError):
        pause(promised, at=now, duty=duty, reason=reason, days=2)
    assert list(Duty.objects.order_by("number").values_list("kind", "due")) == before
    assert not Suspension.objects.exists()


@pytest.mark.usefixtures("updates_may_wait")
def test_a_pause_ends_with_the_day_of_its_case(promised, now):
    Case.objects.filter(id=promised.case).update(country="US", zone="America/New_York")
    pause(promised, at=now, days=2)
    assert Suspension.objects.get().until == (now + 3 * DAY).replace(
        hour=4, minute=0, second=0, microsecond=0
    )


def test_a_pause_from_before_updates_could_not_wait_is_kept_and_can_be_ended(
    promised, now, monkeypatch
):
    """A database of then keeps its dues."""
    id = new_id()
    with monkeypatch.context() as then:
        reason = suspension.REASONS["reporter_asked"]
        then.setitem(
            suspension.REASONS,
            "reporter_asked",
            replace(reason, duties=reason.duties | {"update"}),
        )
        pause(promised, at=now, id=id)
    due_then = due(promised.case)
    [update] = [each for each in seen(promised, now + DAY).duties if each.kind == "update"]
    assert update.suspended.reason == "reporter_asked"
    assert escalation.sweep(now=due_then - DAY) == 0
    deadlines.end_suspension(
        holder=cast.JONAS.id, case=promised.case, key="e" * 32, suspension=id, now=now + 3 * DAY
    )
    assert due(promised.case) < due_then
