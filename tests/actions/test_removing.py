"""Nobody is taken off the roster while a case would be left to nobody."""

import datetime as dt
from dataclasses import replace

import cast
import msgspec
import pytest
from taking_back import take_back

from heard.actions import rosters
from heard.actions.cases import queue
from heard.actions.deadlines import escalation
from heard.actions.intake import report
from heard.formats import roster
from heard.records.models import Case, Event, Holder, Opening, Outgoing, Wrap
from heard.rules.refusals import RefusedError
from heard.rules.rosters import NotListedError

DAY = dt.timedelta(days=1)


@pytest.fixture
def give(meridian, now):
    """Reports sealed to some people."""

    def given(*people):
        lin = meridian.lin()
        body = lin.report(meridian.roster, now=now, to=people)
        report.accept_report(report=msgspec.convert(body, report.Report), now=now)
        return lin

    return given


def state(person):
    return Holder.objects.get(id=person.id).state


def may_read(case):
    rows = Wrap.objects.filter(case__id=case, released__isnull=False, left=None)
    rows = rows.filter(holder__state="active").select_related("holder")
    return {row.holder.name for row in rows}


def test_who_holds_the_only_wrap_stays_and_nothing_says_which_case(give, now):
    lins = [give(cast.AMARA), give(cast.AMARA), give(cast.AMARA, cast.JONAS)]
    with pytest.raises(RefusedError) as refused:
        rosters.remove(holder=cast.AMARA.id, now=now)
    said = str(refused.value)
    assert "2 open case(s)" in said
    assert not any(lin.case[:4] in said for lin in lins)
    assert state(cast.AMARA) == "active"
    assert [line.id for line in queue(holder=cast.AMARA.id, after=None, closed=False).cases] != []


def test_where_another_holds_it_they_go_at_once(give, now):
    lin = give(cast.AMARA, cast.JONAS, cast.RUTH)
    assert rosters.remove(holder=cast.AMARA.id, now=now) == "Amara"
    assert (state(cast.AMARA), may_read(lin.case)) == ("removed", {"Jonas"})
    assert queue(holder=cast.AMARA.id, after=None, closed=False).cases == []


def test_where_only_a_later_tier_waits_it_is_opened(give, now):
    lin = give(cast.AMARA, cast.RUTH, cast.INES)
    rosters.remove(holder=cast.AMARA.id, now=now)
    assert may_read(lin.case) == {"Ruth"}
    event = Event.of(lin.case).get(kind="tier_released")
    assert event.actor == "operator"
    assert '"removed"' in Opening.objects.get(index=event.index).fields
    assert Outgoing.objects.filter(holder=cast.RUTH.id).exists()


def test_who_only_reads_on_is_nobody_who_could_act(give, hour):
    give(cast.AMARA, cast.RUTH)
    escalation.sweep(now=hour + DAY)
    with pytest.raises(RefusedError):
        rosters.remove(holder=cast.RUTH.id, now=hour + DAY)
    rosters.remove(holder=cast.AMARA.id, now=hour + DAY)


def test_what_was_taken_back_keeps_nobody_once_it_is_stopped(give, now):
    """Until then its reporter may come back, and somebody must be there."""
    lin = give(cast.AMARA)
    take_back(lin, now=now)
    with pytest.raises(RefusedError):
        rosters.remove(holder=cast.AMARA.id, now=now)
    Case.objects.filter(id=lin.case).update(state="stopped")
    rosters.remove(holder=cast.AMARA.id, now=now)
    assert state(cast.AMARA) == "removed"


@pytest.mark.parametrize("alone", [True, False])
def test_a_signed_roster_that_drops_them_is_held_to_the_same(meridian, give, now, alone):
    lin = give(*([cast.AMARA] if alone else [cast.AMARA, cast.RUTH]))
    drafted = rosters.draft(now=now, quorum=None)
    kept = tuple(each for each in drafted.entries if each.id != cast.AMARA.id)
    signed = roster.sign(replace(drafted, entries=kept), cast.root_key(meridian.site))
    if alone:
        with pytest.raises(RefusedError):
            rosters.accept(signed=signed, now=now)
        assert (state(cast.AMARA), rosters.current().version) == ("active", 1)
    else:
        rosters.accept(signed=signed, now=now)
        assert (state(cast.AMARA), may_read(lin.case)) == ("removed", {"Ruth"})


def test_a_report_that_comes_before_the_next_roster_does_not_wait_for_them(meridian, give, now):
    for person in (cast.AMARA, cast.JONAS):
        rosters.remove(holder=person.id, now=now)
    lin = give(cast.AMARA, cast.JONAS, cast.RUTH, cast.INES)
    assert may_read(lin.case) == {"Ruth"}
    with pytest.raises(NotListedError):
        give(cast.AMARA, cast.JONAS)
