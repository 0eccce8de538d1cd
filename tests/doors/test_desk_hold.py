"""A legal hold through the whole door: placed and released by two, and reviewed."""

import datetime as dt

import pytest
from moving import Worked, read_by_all

from heard.actions.deadlines import escalation
from heard.actions.intake import inbox
from heard.records.models import Duty, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def work(once, world):
    """A case of Amara and Jonas, which came to Ruth (2) and Ines (3), all with the file's key."""
    return once("work", lambda: read_by_all(world))


@pytest.fixture
def people(work):
    return [work.world.desks[name] for name in ("Amara", "Ruth", "Ines")]


def tried(work, by, what, **said):
    """A move that is refused: status and reason. What was refused has no number."""
    status, error = work.send(by, work.body(by, what, "case", **said))
    work.file.seq[by.id, ""] -= 1
    return status, error["reason"]


def by_two(work, by, second, what):
    work.assents(second, what, "case", actor=by, agreed=[second.id])
    work.moves(by, what, "case", agreed=[second.id])


def refused_signed_by(work, by, second, what):
    work.assents(second, what, "case", actor=by, agreed=[second.id])
    return tried(work, by, what, agreed=[second.id])


def reviews():
    rows = Duty.objects.filter(kind="hold_review").order_by("number")
    return list(rows.values_list("state", "tier"))


@pytest.mark.acceptance("case-work", 9)
def test_one_person_alone_neither_places_nor_releases_it(work, people):
    amara, ruth, ines = people
    assert tried(work, amara, "case.hold") == (409, "not_yours")
    assert tried(work, ruth, "case.release_hold") == (409, "legal_hold_stands")
    assert tried(work, ruth, "case.hold") == (409, "not_signed")
    assert refused_signed_by(work, ruth, ruth, "case.hold") == (409, "not_signed")
    by_two(work, ruth, amara, "case.hold")
    assert tried(work, ines, "case.hold") == (409, "no_legal_hold")
    assert tried(work, ruth, "case.release_hold") == (409, "not_signed")
    for second in (ruth, amara):  # oneself, and one of a tier that cannot put it on
        assert refused_signed_by(work, ruth, second, "case.release_hold") == (409, "not_signed")
    by_two(work, ruth, ines, "case.release_hold")


def test_whether_it_is_needed_still_is_owed_until_it_is_released(work, people):
    """The reporter reads it among what is promised."""
    amara, ruth, ines = people
    by_two(work, ruth, amara, "case.hold")
    row = Duty.objects.get(kind="hold_review")
    law = "an order that nothing is erased is reviewed every 180 days"
    assert row.source == f"Heard default: {law}"
    assert row.due - work.now < dt.timedelta(days=181)
    assert tried(work, amara, "case.review_hold") == (409, "not_yours")
    work.moves(ines, "case.review_hold", "case")
    assert [state for state, _ in reviews()] == ["done", "open"]
    told = inbox.read_inbox(authorization=work.lin.authorization, now=work.now)
    promised = sorted(each.state for each in told.duties if each.kind == "hold_review")
    assert promised == ["done", "open"]
    assert [each.move for each in told.moves if "hold" in each.move] == ["hold", "review_hold"]
    by_two(work, ruth, ines, "case.release_hold")
    assert [state for state, _ in reviews()] == ["done", "done"]


def test_who_lets_the_review_pass_is_passed_over_but_nobody_who_could_not_do_it(world, clock):
    """Ines (3) waits: the case is opened to her, and Ruth (2) reads on and decides nothing."""
    amara, jonas, ruth, ines = (world.desks[name] for name in ("Amara", "Jonas", "Ruth", "Ines"))
    work = Worked(world, world.case([amara, jonas], [ruth, ines]))
    copies = Wrap.objects.filter(case__id=work.case)
    copies.filter(holder=ruth.id).update(released=world.now)
    work.begin(amara, jonas, ruth)
    by_two(work, ruth, amara, "case.hold")
    assert reviews() == [("open", 2)]
    Duty.objects.exclude(kind="hold_review").update(state="done")
    later = Duty.objects.get(kind="hold_review").due + dt.timedelta(minutes=1)
    clock.shift(later - work.now)
    assert escalation.sweep(now=later) == 1
    assert reviews() == [("missed", 2), ("open", 3)]
    assert [each.holder_id for each in copies.exclude(lapsed=None)] == [ruth.id]
    assert copies.get(holder=ines.id).released == later
