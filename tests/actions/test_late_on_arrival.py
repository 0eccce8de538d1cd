"""What was owed before a report existed is the organisation's: nobody who reads it missed it."""

import datetime as dt
from base64 import b64decode

import cast
import msgspec
import pytest
from taking_back import take_back

from heard.actions import cases as desk
from heard.actions import evidence, oversight
from heard.actions.cases import write_letter
from heard.actions.deadlines import escalation
from heard.actions.intake import inbox, report
from heard.actions.intake.escalation import Escalation, escalate
from heard.actions.notifications._reminders import Reminders
from heard.formats import entry
from heard.formats.ids import new_id
from heard.records.models import Duty, Event, Opening, Outgoing, Wrap

pytestmark = pytest.mark.usefixtures("no_triage")  # of its own: test_triage.py
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
# Told on Wednesday the 4th, which was over everywhere at 12:00 UTC of the 5th: 20:00 in Shanghai,
# where the organisation is. It is Tuesday the 10th.
TOLD = "2026-03-04"
OVER = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)
BY_LAW = {
    "acknowledge": OVER + DAY,
    "safety_check": OVER + 4 * HOUR,
    "preserve_evidence": OVER + 12 * HOUR,
}


def send(meridian, lin, now, **changes):
    body = lin.report(meridian.roster, now=now, **{"disclosed": TOLD, "safe": "no", **changes})
    return report.accept_report(report=msgspec.convert(body, report.Report), now=now).accepted


@pytest.fixture
def late(meridian, lin, now):
    send(meridian, lin, now)
    return lin


def rows(case, state=None):
    found = Duty.objects.filter(case__id=case, **({"state": state} if state else {}))
    return list(found.order_by("kind", "due").values_list("kind", "state", "from_tier", "tier"))


def due(case, state):
    return dict(Duty.objects.filter(case__id=case, state=state).values_list("kind", "due"))


def may_decide(case):
    found = Wrap.objects.filter(case__id=case, released__isnull=False, left=None, lapsed=None)
    return {each.holder.name for each in found.exclude(holder=None).select_related("holder")}


def kinds(case):
    return list(Event.of(case).order_by("index").values_list("kind", flat=True))


def logged(case, kind):
    (index,) = Event.of(case).filter(kind=kind).values_list("index", flat=True)
    return entry.parse(Opening.objects.get(index=index).fields).values


def acknowledge(case, by, at):
    desk.acknowledge(holder=by.id, case=case, key=new_id(), now=at)


def write(lin, by, at, words="Are you safe?"):
    posted = cast.Person.letter(by, lin, words, seq=0, now=at)
    write_letter(
        holder=by.id,
        case=lin.case,
        letter=posted["id"],
        kind="message",
        seq=0,
        sealed=b64decode(posted["sealed"]),
        now=at,
    )


def test_the_laws_own_times_stand_and_the_same_is_owed_anew(late, hour):
    assert due(late.case, "before") == BY_LAW
    assert due(late.case, "open") == {
        "acknowledge": hour + DAY,
        "safety_check": hour + 4 * HOUR,
        # The day of the 10th, in Shanghai, is over at 16:00; twelve hours are the least.
        "preserve_evidence": hour + 12 * HOUR,
    }


def test_both_tiers_have_it_at_once_and_nobody_missed_anything(late, now):
    assert may_decide(late.case) == {"Amara", "Jonas", "Ruth"}
    assert escalation.sweep(now=now) == 0
    assert may_decide(late.case) == {"Amara", "Jonas", "Ruth"}
    assert sorted(kinds(late.case)) == ["late_on_arrival", "report_received", "tier_released"]
    assert set(Outgoing.objects.values_list("kind", "holder")) == {
        ("report", each.id) for each in (cast.AMARA, cast.JONAS, cast.RUTH)
    }


def test_the_log_says_since_when_and_why_others_read_it(late, hour):
    at = {"at": "2026-03-10T09:00:00Z", "actor": "clock", "case": late.case}
    arrived, then = (
        Opening.objects.get(index=Event.of(late.case).get(kind=kind).index).leaf
        for kind in ("report_received", "late_on_arrival")
    )
    assert logged(late.case, "late_on_arrival") == {
        "event": "late_on_arrival",
        **at,
        "prev": arrived,
        "duties": "acknowledge,safety_check,preserve_evidence",
        "since": "2026-03-06T12:00:00Z,2026-03-05T16:00:00Z,2026-03-06T00:00:00Z",
    }
    assert logged(late.case, "tier_released") == {
        "event": "tier_released",
        **at,
        "prev": then,
        "tier": "2",
        "recipients": cast.RUTH.id,
        "reason": "late_on_arrival",
    }
    assert logged(late.case, "report_received")["acknowledge_by"] == "2026-03-11T09:00:00Z"


@pytest.mark.parametrize("by", [cast.JONAS, cast.RUTH], ids=lambda each: each.name)
def test_the_first_answer_of_either_tier_keeps_what_both_owe(late, hour, by):
    acknowledge(late.case, by, hour + HOUR)
    write(late, by, hour + HOUR)
    evidence.check_over(holder=by.id, case=late.case, key=new_id(), now=hour + HOUR)
    assert rows(late.case, "open") == [("update", "open", 1, 2)]
    assert {state for _, state, *_ in rows(late.case)} == {"before", "done", "open"}
    # Nothing of it is overdue any more: it says when it was made good.
    made_good = Duty.objects.filter(case__id=late.case, state="before").values_list(
        "done", flat=True
    )
    assert set(made_good) == {hour + HOUR}
    assert escalation.sweep(now=hour + 9 * DAY) == 0
    assert may_decide(late.case) == {"Amara", "Jonas", "Ruth"}


def test_the_update_is_of_both_and_a_word_of_either_is_one(late, hour):
    acknowledge(late.case, cast.AMARA, hour + HOUR)
    write(late, cast.RUTH, hour + 3 * DAY)
    updates = Duty.objects.filter(case__id=late.case, kind="update").order_by("due")
    assert list(updates.values_list("state", "from_tier", "tier")) == [
        ("done", 1, 2),
        ("open", 1, 2),
    ]


def test_whoever_is_silent_for_a_day_did_miss_it_and_it_goes_outside(late, hour):
    assert escalation.sweep(now=hour + DAY) == 3
    assert may_decide(late.case) == {"Ines"}
    assert rows(late.case, "missed") == [
        (kind, "missed", 1, 2) for kind in ("acknowledge", "preserve_evidence", "safety_check")
    ]
    assert {each[2:] for each in rows(late.case, "open")} == {(3, 3)}
    assert due(late.case, "before") == BY_LAW


def test_where_no_other_tier_was_chosen_it_stays_and_nobody_lapses(meridian, lin, now, hour):
    send(meridian, lin, now, to=[cast.AMARA])
    assert (due(lin.case, "before"), may_decide(lin.case)) == (BY_LAW, {"Amara"})
    assert {each[2:] for each in rows(lin.case)} == {(1, 1)}
    assert sorted(kinds(lin.case)) == ["late_on_arrival", "report_received"]
    escalation.sweep(now=hour + DAY)
    assert may_decide(lin.case) == {"Amara"}


def test_of_what_was_told_the_day_before_yesterday_some_is_late(meridian, lin, now, hour):
    """For the rest there is less time, and still some; all of it is owed by both tiers."""
    send(meridian, lin, now, disclosed="2026-03-08")
    over = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
    late = {"safety_check": over + 4 * HOUR, "preserve_evidence": over + 12 * HOUR}
    assert due(lin.case, "before") == late
    assert due(lin.case, "open") == {
        "acknowledge": over + DAY,
        "safety_check": hour + 4 * HOUR,
        "preserve_evidence": hour + 12 * HOUR,
    }
    assert {each[2:] for each in rows(lin.case, "open")} == {(1, 2)}
    assert may_decide(lin.case) == {"Amara", "Jonas", "Ruth"}


@pytest.mark.parametrize("told", [None, "2026-03-10", "2026-03-09"])
def test_in_time_nothing_changes(meridian, lin, now, told):
    send(meridian, lin, now, disclosed=told)
    assert may_decide(lin.case) == {"Amara", "Jonas"}
    assert {each[1:] for each in rows(lin.case)} == {("open", 1, 1)}
    assert kinds(lin.case) == ["report_received"]


def test_she_and_the_desk_read_the_same(meridian, lin, now):
    body = msgspec.convert(
        lin.report(meridian.roster, now=now, disclosed=TOLD, safe="no"), report.Report
    )
    first, again = (report.accept_report(report=body, now=now) for _ in range(2))
    assert (first.accepted, first.again, again.again) == (again.accepted, False, True)
    read = inbox.read_inbox(authorization=lin.authorization, now=now).duties
    assert read == desk.open_case(holder=cast.RUTH.id, case=lin.case, now=now).duties
    names = ("id", "kind", "state", "tier", "from_tier")
    assert [[getattr(each, name) for name in names] for each in read] == [
        [getattr(each, name) for name in names] for each in first.accepted.duties
    ]
    before = [(each.kind, each.due) for each in read if each.state == "before"]
    assert sorted(before) == [
        ("acknowledge", "2026-03-06T12:00:00Z"),
        ("preserve_evidence", "2026-03-06T00:00:00Z"),
        ("safety_check", "2026-03-05T16:00:00Z"),
    ]


def test_nobody_is_reminded_of_what_is_over(late, hour):
    """Calls to mind go to both tiers, of what is to come alone; a calendar has no more."""
    Reminders().remind(now=hour + 3 * HOUR)
    told = set(Outgoing.objects.filter(kind="soon").values_list("holder", flat=True))
    assert told == {cast.AMARA.id, cast.JONAS.id, cast.RUTH.id}
    for by in (cast.AMARA, cast.RUTH):
        times = [each.due for each in oversight.mine(holder=by.id)]
        assert times == sorted(due(late.case, "open").values())


def test_her_button_opens_the_one_after(late, now, hour):
    asked = Escalation(new_id(), None, 3)
    _, tier = escalate(authorization=late.authorization, escalation=asked, now=now)
    assert tier == 3
    assert ("acknowledge", "open", 3, 3) in rows(late.case)
    # What the outside owes her is not kept by those inside.
    acknowledge(late.case, cast.AMARA, hour + HOUR)
    assert [each for each in rows(late.case, "open") if each[0] == "acknowledge"] == [
        ("acknowledge", "open", 3, 3)
    ]


def test_what_she_takes_back_waits(late, now):
    take_back(late, now=now)
    owed = Duty.objects.filter(case__id=late.case, state="open")
    assert [each.kind for each in owed] == ["withdrawal_check"]
