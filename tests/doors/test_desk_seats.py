"""Who sits in the team: nobody in two seats, and nobody undeclared has the file."""

from base64 import b64decode
from dataclasses import replace

import pytest
from deskworld import events
from moving import DIGEST, Worked

from heard.access import caseload
from heard.formats.ids import new_id
from heard.records.models import Case, FileWrap, Move, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")


FIVE = ("Amara", "Jonas", "Bo", "Ruth", "Mei")


@pytest.fixture
def work(once, world):
    """A case with a team: Amara leads, Jonas investigates, Bo decides, Ruth waits outside."""

    def make():
        for name in ("Bo", "Mei"):
            world.active(name)
        amara, jonas, bo, ruth, mei = (world.desks[name] for name in FIVE)
        found = Worked(world, world.case([amara, jonas, bo, mei], [ruth, world.desks["Ines"]]))
        Wrap.objects.filter(case__id=found.case, holder=ruth.id).update(released=world.now)
        found.begin(amara, jonas, bo, ruth)
        found.team(amara, jonas, bo, ruth)
        return found

    return once("work", make)


@pytest.fixture
def desks(work):
    """Five who read the case: Ruth is of a later tier, and Mei has no copy of the file's key."""
    return [work.world.desks[name] for name in FIVE]


def give(work, by, holder):
    body = work.file.given(by, [(holder, "")], now=work.now, stating=True)
    status = by.post(f"cases/{work.case}/file-keys/copies", body).status_code
    if status != 201:
        work.file.seq[by.id, ""] -= 1
    return status


def served(work, by):
    """How many letters and copies of the key of the file somebody is served."""
    told = by.get(f"cases/{work.case}/work").json()["file"]
    path = f"cases/{work.case}/file-letters"
    ids = [each["id"] for each in told["letters"]]
    letters = [id for id in ids if by.get(f"{path}/{id}").status_code == 200]
    together = by.get(f"{path}?ids={','.join(ids)}").json()["letters"]
    assert [each["id"] for each in together] == letters
    return len(letters), sum(len(key["wraps"]) for key in told["keys"])


@pytest.mark.acceptance("case-work", 2)
def test_who_has_not_declared_is_served_no_letter_and_no_key(work, desks):
    amara, *_, mei = desks
    work.moves(amara, "seat.propose", "counsel", code="counsel", holder=mei.id)
    assert give(work, amara, mei) in {400, 409}
    assert served(work, mei) == (0, 0)
    assert not FileWrap.objects.filter(holder=mei.id).exists()
    work.moves(mei, "seat.declare", "counsel", digest=DIGEST)
    assert served(work, mei) == (0, 0)
    assert give(work, amara, mei) == 201
    letters, keys = served(work, mei)
    assert (letters > 5, keys) == (True, 1)


@pytest.mark.acceptance("case-work", 2)
def test_who_investigates_cannot_decide(work, desks):
    amara, jonas, *_ = desks
    before = len(events(work.case))
    body = work.body(amara, "seat.propose", "again", code="decider", holder=jonas.id)
    status, error = work.send(amara, body)
    assert (status, error["reason"]) == (409, "no_other_seat")
    assert len(events(work.case)) == before
    work.file.seq[amara.id, ""] -= 1
    # Nor once they left the first: whoever inquired does not decide.
    work.moves(jonas, "plan.draft", "plan")
    work.moves(jonas, "seat.step_out", f"seat of {jonas.id}")
    body = work.body(amara, "seat.propose", "again", code="decider", holder=jonas.id)
    status, _ = work.send(amara, body)
    assert status in {400, 409}


def test_who_checks_in_later_is_let_into_no_file(work, desks):
    """Nobody else of the team can let them in, declared or not."""
    amara, *_, mei = desks
    work.moves(amara, "seat.propose", "later", code="checkin", holder=mei.id)
    assert give(work, amara, mei) in {400, 409}
    work.moves(mei, "seat.declare", "later", digest=DIGEST)
    assert give(work, amara, mei) == 409
    assert not FileWrap.objects.filter(holder=mei.id).exists()


def test_who_was_struck_is_told_nothing_of_the_work(work, desks):
    """They read the report on; whoever steps out, and everybody else, is told as before."""
    amara, jonas, _bo, ruth, mei = desks
    work.seat(amara, "counsel", mei)
    seat = f"seat of {mei.id}"
    assert len(mei.get(f"cases/{work.case}/work").json()["moves"]) > 5
    work.moves(ruth, "seat.strike", seat)
    told = mei.get(f"cases/{work.case}/work").json()
    assert told.pop("struck") is True
    assert told.pop("calendar")["holidays"]  # of the land, which everybody knows
    assert told == {
        "case": work.case, "phase": "staffed", "parts": [], "moves": [], "assents": [],
        "file": None, "may_hold": [], "full": [], "invitations": [], "parties": [], "links": [],
        "kept": [],
    }  # fmt: skip
    others = jonas.get(f"cases/{work.case}/work").json()
    assert (others["struck"], len(others["moves"]) > 5) == (False, True)
    assert mei.get(f"cases/{work.case}/work").status_code == 200


def test_several_letters_come_in_one_answer(work, desks):
    """Each as alone; no more than 64, none twice, and as many as fit into 2 MiB."""
    amara, jonas, *_ = desks
    path = f"cases/{work.case}/file-letters"

    def sent(words):
        letter = work.file.letter(amara, "note", {"words": words}, now=work.now)
        body = {"id": new_id(), "kind": "note", "party": "", "letter": letter}
        assert amara.post(path, body).status_code == 201
        return letter["id"]

    def asked(*ids, more=""):
        answer = jonas.get(f"{path}?ids={','.join(ids)}{more}")
        if answer.status_code != 200:
            return answer.status_code
        return [(each["id"], b64decode(each["sealed"])) for each in answer.json()["letters"]]

    small, large, larger = sent("For us."), sent("x" * 600_000), sent("x" * 600_000)
    assert asked(new_id(), small) == [(small, jonas.get(f"{path}/{small}").content)]
    assert [id for id, _ in asked(large, larger, small)] == [large]
    assert [id for id, _ in asked(small, large, larger)] == [small, large]
    many = [new_id() for _ in range(65)]
    assert (asked(*many[1:]), asked(*many)) == ([], 400)
    assert [asked(), asked(small, small), asked(f"{small} ")] == [400] * 3
    assert asked(small, more="&after=x") == 400


def full(work, by):
    return by.get(f"cases/{work.case}/work").json()["full"]


def test_who_has_enough_cases_is_said_to_who_proposes_and_nothing_is_refused(work, desks, settings):
    """Who only keeps the key outside has none of the work; nor is it said to whom it is no use."""
    amara, jonas, bo, _, mei = desks
    assert (full(work, amara), caseload.crowded()) == ([], 0)
    settings.HEARD = replace(settings.HEARD, caseload=1)
    assert full(work, amara) == sorted([amara.id, jonas.id, bo.id])
    assert (full(work, jonas), caseload.crowded()) == ([], 0)
    other = Worked(work.world, work.world.case([mei, jonas], [desks[3], work.world.desks["Ines"]]))
    other.begin(mei, jonas)
    other.triaged(mei)
    other.seat(mei, "investigator", jonas)
    assert jonas.id in full(other, mei)
    assert caseload.crowded() == 2
    # One place is given up: the other case is one that nobody has too many beside.
    other.moves(jonas, "seat.step_out", f"seat of {jonas.id}")
    assert caseload.crowded() == 0
    settings.HEARD = replace(settings.HEARD, caseload=2)
    assert full(work, amara) == []


@pytest.mark.parametrize("ends", ["close", "close_stopped", "stopped"])
def test_a_case_that_is_over_counts_no_more_until_it_is_opened_again(work, desks, settings, ends):
    amara, *_ = desks
    settings.HEARD = replace(settings.HEARD, caseload=1)
    if ends == "stopped":
        state = Case.objects.filter(id=work.case)
        state.update(state=Case.State.WITHDRAWN)  # the reporter may come back
        assert caseload.full([amara.id]) == [amara.id]
        state.update(state=Case.State.STOPPED)
        leave(amara)
        return
    made = {"case": work.row, "object": "case", "record": work.case, "actor": amara.id}
    made |= {"at": work.now}
    Move.objects.create(**made, move=ends, version=90)
    leave(amara)
    Move.objects.create(**made, move="reopen", version=91)
    assert caseload.full([amara.id]) == [amara.id]


def leave(desk):
    assert caseload.full([desk.id]) == []
