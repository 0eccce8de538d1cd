"""The board's figures: right, kept for a week, without small numbers, and with no case in them."""

import datetime as dt
import json

import cast
import kept
import msgspec
import pytest
from overseen import acknowledged, duty, found, seed_duties, tier_released

from heard.access.file_key import digest_of
from heard.actions import oversight, rosters, sign_in
from heard.actions.oversight import _shape
from heard.actions.oversight._months import FINDINGS
from heard.actions.oversight._standing import RUNNING
from heard.formats.ids import new_id
from heard.records.models import (
    Case,
    CaseKey,
    Event,
    Evidence,
    FileKey,
    FileWrap,
    Holder,
    Letter,
    Outgoing,
    OversightWeek,
    Suspension,
)
from heard.rules.refusals import RefusedError

WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def ruth(meridian, now):
    """Ruth of the works council sees the figures."""
    holder = Holder.objects.get(name="Ruth")
    oversight.allow(holder=holder.id, may=True, now=now)
    return holder.id


@pytest.fixture
def cases(meridian, now):
    """Twenty cases that Amara leads and that Jonas reads as well."""
    return seed_duties(now, 20)


def seen(holder, now):
    return oversight.read(holder=holder, now=now)


def test_cases_in_time_are_told_by_kind_tier_unit_and_week(meridian, ruth, cases, now):
    for case in cases[:12]:
        duty(case, due=now + dt.timedelta(days=1))
        duty(case, kind="update", due=now + 2 * WEEK)  # not what is due next
    for case in cases[12:18]:
        duty(case, kind="update", due=now + 6 * WEEK, tier=2)
    found = seen(ruth, now).open
    assert found.total == 18
    # What counts 0 is hidden, and beside it the first that is large enough to hide it.
    assert found.by["tier"] == {"1": None, "2": 6, "3": None}
    assert set(found.by["unit"].values()) == {None}
    weeks = ["2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30"]
    assert found.by["due"] == {**dict.fromkeys(weeks), "later": 6}


def test_a_duty_is_its_leads_and_without_one_its_readers(meridian, ruth, cases, now):
    for case in cases:
        duty(case, due=now + WEEK)
    Holder.objects.filter(name="Jonas").update(unit=cast.AMARA.unit)
    Case.objects.filter(id__in=cases[:9]).update(lead=Holder.objects.get(name="Ines"))
    Case.objects.filter(id__in=cases[9:]).update(lead=None)
    found = seen(ruth, now).open.by["unit"]
    # Amara and Jonas share a unit, which 11 are of; Ines's 9 hide the units that have none.
    assert found == {
        cast.INES.unit: None,
        cast.GAO.unit: None,
        cast.AMARA.unit: 11,
        cast.RUTH.unit: None,
        "several": None,
    }


def test_overdue_is_what_was_missed_and_not_made_good(meridian, ruth, cases, now):
    for case in cases[:7]:
        duty(case, due=now - dt.timedelta(days=2), state="missed")
    for case in cases[7:]:
        duty(case, due=now - dt.timedelta(days=2), state="missed", done=now)
    assert seen(ruth, now).overdue.total == 7


def test_what_is_overdue_is_told_by_the_newest_promise_and_is_not_among_the_open(
    meridian, ruth, cases, now
):
    for case in cases:
        duty(case, due=now + WEEK, kind="update", tier=3)
    for case in cases[:9]:
        duty(case, due=now - WEEK, state="missed")
        duty(case, due=now - WEEK / 2, state="missed", tier=2)
        duty(case, due=now - WEEK / 2, state="missed", kind="update", tier=2, done=now)
    found = seen(ruth, now)
    assert (found.open.total, found.overdue.total) == (11, 9)
    # Either number stands in one row and hides the others, which count 0.
    for figure in (found.open, found.overdue):
        assert {each for cells in figure.by.values() for each in cells.values()} == {None}


def test_it_is_the_newest_promise_that_says_whose_turn_it_is(meridian, ruth, cases, now):
    for case in cases:
        duty(case, due=now - WEEK, state="missed")
        duty(case, due=now - WEEK / 2, state="missed", tier=2)
    for case in cases[:9]:
        duty(case, due=now - WEEK / 4, state="missed", tier=3)
    assert seen(ruth, now).overdue.by["tier"] == {"1": None, "2": None, "3": 9}


def neglected(case, now):
    """All that one case can bring, again and again."""
    amara = Holder.objects.get(name="Amara")
    for number in range(6):
        for kind in RUNNING:
            duty(case, kind=kind, due=now - WEEK / (number + 1), state="missed")
            duty(case, kind=kind, due=now - WEEK / (number + 1), state="done")
            duty(case, kind=kind, due=now + number * WEEK)
        tier_released(case, reason="duty_missed", now=now)
        said = {"duty": "update", "reason": "police_asked", "since": now, "until": now + 20 * WEEK}
        Suspension.objects.create(id=new_id(), case_id=kept.number(case), holder=amara, **said)
        said = {"kind": "camera", "letter": new_id(), "noted": now, "overwritten": now.date()}
        Evidence.objects.create(id=new_id(), case_id=kept.number(case), **said)
        said = {"kind": "request", "author": "x", "seq": number, "sealed": b"", "sha256": "0" * 64}
        said |= {"asks": "proof", "flags": "why"}
        Letter(id=new_id(), case_id=kept.number(case), at=now, **said).save(force_insert=True)
        acknowledged(case, now=now)
        for code in FINDINGS:
            found(case, code, now=now)


@pytest.mark.parametrize("number", [1, 4])
def test_four_cases_that_bring_all_they_can_move_no_figure(meridian, ruth, now, number):
    later = now + 8 * WEEK
    empty = [seen(ruth, each) for each in (now, later)]
    OversightWeek.objects.all().delete()
    for case in seed_duties(now, number):
        neglected(case, now)
    assert [seen(ruth, each) for each in (now, later)] == empty


def test_five_cases_are_five_in_every_figure(meridian, ruth, now):
    for case in seed_duties(now, 5):
        neglected(case, now)
    week = seen(ruth, now)
    standing = (week.open, week.overdue, week.suspended, week.evidence)
    assert [each.total for each in standing] == [None, 5, 5, 5]
    march = seen(ruth, now + 8 * WEEK).months[-1]
    told = (march.missed, march.kept, march.escalations, march.demands, march.overridden)
    assert [each.total for each in told] == [5, None, 5, 5, 5]
    assert march.findings.total == 5
    assert march.acknowledged.cases == 5


def test_clocks_that_stand_still_and_evidence_at_risk(meridian, ruth, cases, now):
    amara = Holder.objects.get(name="Amara")
    for place, case in enumerate(cases[:12]):
        until = now + WEEK if place < 6 else now - WEEK
        said = {"duty": "update", "reason": "police_asked", "since": now - 2 * WEEK, "until": until}
        Suspension.objects.create(id=new_id(), case_id=kept.number(case), holder=amara, **said)
        gone = now.date() - dt.timedelta(days=1) if place < 5 else now.date() + WEEK
        said = {"kind": "camera", "letter": new_id(), "noted": now, "overwritten": gone}
        Evidence.objects.create(id=new_id(), case_id=kept.number(case), **said)
    found = seen(ruth, now)
    assert (found.suspended.total, found.evidence.total) == (6, 5)


def file_key(case, *given, now):
    """The file of a case has a key, which these holders were given for the keys they have."""
    CaseKey.objects.create(case_id=kept.number(case), generation=0, recipient="x")
    where = {"case_id": kept.number(case), "generation": 0, "author": given[0]}
    FileKey.objects.create(
        matter=new_id(), recipient="x", statement=new_id(), digest="0" * 64, at=now,
        case_generation=0, **where,
    )  # fmt: skip
    for each in given:
        FileWrap.objects.create(
            holder=each, recipient=digest_of(each.recipient), sealed=b"", released=now, **where
        )


def test_who_lacks_a_copy_of_the_key_to_a_file_is_counted_by_case(meridian, ruth, cases, now):
    amara, jonas = (Holder.objects.get(name=name) for name in ("Amara", "Jonas"))
    for case in cases[:5]:
        file_key(case, amara, now=now)
    for case in cases[5:]:
        file_key(case, amara, jonas, now=now)
    assert seen(ruth, now).copies.total == 5
    # Somebody gave it to Jonas; then he has new keys, and lacks it in each case.
    FileWrap.objects.create(
        case_id=kept.number(cases[0]), generation=0, holder=jonas, author=amara,
        recipient=digest_of(jonas.recipient), sealed=b"", released=now,
    )  # fmt: skip
    assert seen(ruth, now + WEEK).copies.total is None
    Holder.objects.filter(id=jonas.id).update(recipient=f"{jonas.recipient}x")
    assert seen(ruth, now + 2 * WEEK).copies.total == len(cases)
    assert seen(ruth, now + 2 * WEEK).caseload.total is None  # fewer than five


def test_a_month_tells_what_was_kept_missed_asked_and_overridden(meridian, ruth, cases, now):
    later = now + 8 * WEEK  # in May: March is over
    for place, case in enumerate(cases):
        duty(case, due=now, state="missed" if place < 8 else "done", done=now)
        asks = "proof" if place < 6 else "question"
        flags = "why,blame" if place < 5 else ""
        said = {"kind": "request", "author": "x", "seq": 9, "sealed": b"", "sha256": "0" * 64}
        letter = Letter(
            id=new_id(), case_id=kept.number(case), at=now, asks=asks, flags=flags, **said
        )
        letter.save(force_insert=True)
    march = next(each for each in seen(ruth, later).months if each.month == "2026-03")
    assert (march.missed.total, march.kept.total) == (8, 12)
    assert march.missed.by["kind"]["acknowledge"] is None  # 8: the others, 0, would follow
    assert (march.demands.total, march.overridden.total) == (6, 5)


def test_a_month_tells_why_tiers_were_opened(meridian, ruth, cases, now):
    for case in cases[:7]:
        tier_released(case, reason="duty_missed", now=now)
    march = seen(ruth, now + 8 * WEEK).months[-1]
    assert march.escalations.total == 7
    assert set(march.escalations.by["reason"]) == {"duty_missed", "reporter", "conflict", "removed"}


def late_on_arrival(case, *, now):
    """Owed a month before it came; the same is owed anew."""
    duty(case, due=now - dt.timedelta(days=30), state="before")
    duty(case, due=now - dt.timedelta(days=31), state="before", kind="preserve_evidence")


def test_what_came_late_is_told_apart_and_blames_nobody(meridian, ruth, cases, now):
    """By the month in which it came, once a case; not among what was missed, overdue or kept."""
    for place, case in enumerate(cases[:14]):
        late_on_arrival(case, now=now)
        duty(case, due=now, state="missed" if place < 6 else "done", done=now)
        tier_released(case, reason="late_on_arrival", now=now)
    for case in cases[14:]:
        duty(case, due=now, state="done", done=now)
    assert seen(ruth, now).overdue.total is None
    march = seen(ruth, now + 8 * WEEK).months[-1]
    told = (march.missed, march.before, march.kept)
    assert [each.total for each in told] == [6, 8, 6]
    assert march.escalations.total is None
    assert "late_on_arrival" not in march.escalations.by["reason"]


def test_a_month_that_was_told_before_there_was_this_figure_stays_as_it_was(
    meridian, ruth, cases, now
):
    later = now + 8 * WEEK
    for case in cases[:7]:
        late_on_arrival(case, now=now)
    assert seen(ruth, later).months[-1].before.total == 7
    kept = OversightWeek.objects.get()
    told = json.loads(kept.figures)
    for month in told["months"]:
        del month["before"]
    OversightWeek.objects.update(figures=json.dumps(told))
    assert seen(ruth, later).months[-1].before is None
    assert seen(ruth, later + WEEK).months[-1].before is None


def test_the_time_to_acknowledge_counts_the_first_of_a_case(meridian, ruth, cases, now):
    for case in cases:
        acknowledged(case, now=now + dt.timedelta(hours=3))
        acknowledged(case, now=now + dt.timedelta(days=3))  # by another holder
    march = seen(ruth, now + 8 * WEEK).months[-1]
    taken = march.acknowledged
    assert (taken.cases, taken.median, taken.slowest_tenth) == (20, 4, 4)


def test_two_looks_within_a_week_see_the_same_whatever_happens(meridian, ruth, cases, now):
    for case in cases[:6]:
        duty(case, due=now + WEEK)
    before = seen(ruth, now)
    for case in cases[6:]:
        duty(case, due=now + WEEK)
    assert seen(ruth, now + dt.timedelta(hours=1)) == before
    assert before.open.total == 6
    assert seen(ruth, now + WEEK).open.total == 20


def test_a_month_that_was_told_is_never_told_otherwise(meridian, ruth, cases, now):
    later = now + 8 * WEEK
    for case in cases[:6]:
        duty(case, due=now, state="missed")
    before = seen(ruth, later).months
    for case in cases[6:]:
        duty(case, due=now, state="missed")
    assert seen(ruth, later + WEEK).months[-1] == before[-1]
    assert before[-1].missed.total == 6


def test_a_month_is_told_a_week_after_its_end_and_not_before():
    def newest(day):
        return _shape.months_before(dt.datetime(2026, *day, tzinfo=dt.UTC))[0]

    assert newest((4, 7)) == dt.date(2026, 2, 1)
    assert newest((4, 8)) == dt.date(2026, 3, 1)
    assert newest((1, 3)) == dt.date(2025, 11, 1)


def test_what_is_kept_holds_no_small_number_no_case_and_no_name(meridian, ruth, cases, now):
    for case in cases:
        duty(case, due=now + WEEK)
        duty(case, due=now, state="missed")
    oversight.prepare(now=now)
    kept = OversightWeek.objects.get().figures
    assert not any(case in kept for case in cases)
    assert not any(name in kept for name in ("Amara", "Jonas", "Gao", "Ruth", "Lin"))
    numbers = [each for each in _numbers(json.loads(kept)) if each is not None]
    assert set(numbers) == {5, 20}  # 5: the threshold itself


def _numbers(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    elif not isinstance(value, str):
        yield value


def test_the_same_figures_whether_a_case_is_there_or_not(meridian, ruth, now):
    empty = seen(ruth, now)
    OversightWeek.objects.all().delete()
    for case in seed_duties(now, 4):
        duty(case, due=now + WEEK)
        duty(case, due=now - WEEK, state="missed")
        acknowledged(case, now=now)
    assert msgspec.json.encode(seen(ruth, now)) == msgspec.json.encode(empty)


def test_everybody_who_sees_figures_is_told_once_a_week(meridian, ruth, now):
    assert oversight.prepare(now=now) is True
    assert oversight.prepare(now=now + dt.timedelta(hours=1)) is False
    assert list(Outgoing.objects.values_list("kind", "holder")) == [("oversight", ruth)]


def test_who_has_no_oversight_sees_none(meridian, ruth, now):
    amara = Holder.objects.get(name="Amara").id
    with pytest.raises(oversight.NotOverseerError):
        seen(amara, now)
    oversight.allow(holder=ruth, may=False, now=now)
    with pytest.raises(oversight.NotOverseerError):
        seen(ruth, now)


def test_oversight_is_given_and_taken_in_the_log(meridian, now):
    ruth = Holder.objects.get(name="Ruth").id
    assert oversight.allow(holder=ruth, may=True, now=now) == "Ruth"
    assert [(each.name, each.alone) for each in oversight.overseers()] == [("Ruth", False)]
    with pytest.raises(RefusedError):
        oversight.allow(holder=ruth, may=True, now=now)
    oversight.allow(holder=ruth, may=False, now=now)
    assert Holder.objects.get(id=ruth).state == Holder.State.ACTIVE
    assert oversight.overseers() == []
    assert Event.objects.filter(kind="oversight_changed").count() == 2
    with pytest.raises(RefusedError):
        oversight.allow(holder=new_id(), may=True, now=now)


def test_who_is_nothing_but_oversight_stands_in_no_roster(meridian, now):
    board, _ = sign_in.invite_holder(name="Mara", role="Board", unit="", tier=0, now=now)
    Holder.objects.filter(id=board).update(state=Holder.State.ACTIVE)
    assert board not in {entry.id for entry in rosters.draft(now=now, quorum=None).entries}
    assert board not in {row.id for row in rosters.listing()}
    oversight.allow(holder=board, may=True, now=now)
    oversight.allow(holder=board, may=False, now=now)
    assert Holder.objects.get(id=board).state == Holder.State.REMOVED


def test_a_calendar_has_what_its_holder_answers_for(meridian, cases, now):
    amara, ines = (Holder.objects.get(name=name).id for name in ("Amara", "Ines"))
    for case in cases[:3]:
        duty(case, due=now + WEEK)
    duty(cases[3], due=now, state="missed")
    found = oversight.mine(holder=amara)
    assert [each.due for each in found] == [now + WEEK] * 3
    jonas = oversight.mine(holder=Holder.objects.get(name="Jonas").id)
    assert {each.uid for each in found}.isdisjoint({each.uid for each in jonas})
    assert len({each.uid for each in found}) == 3
    assert found == oversight.mine(holder=amara)
    assert oversight.mine(holder=ines) == []
