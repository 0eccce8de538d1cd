"""What the reporter moves, and what nobody else can move in the reporter's place."""

import json

import pytest
from deskhand import HOST
from deskworld import opened
from django.test import Client
from moving import Worked

from heard.access import casework
from heard.actions.intake import inbox
from heard.formats import letter, shell
from heard.formats.ids import new_id
from heard.records.models import FileKey, FileLetter, Letter, Move, Wrap
from heard.rules.casework import TABLE

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def work(once, world):
    """A case that three read, Ruth of a later tier among them, and all have its file."""

    def make():
        amara, jonas, ruth = (world.desks[name] for name in ("Amara", "Jonas", "Ruth"))
        case = world.case([amara, jonas], [ruth, world.desks["Ines"]])
        Wrap.objects.filter(case__id=case, holder=ruth.id).update(released=world.now)
        found = Worked(world, case)
        found.begin(amara, jonas, ruth)
        return found

    return once("work", make)


@pytest.fixture
def desks(work):
    return [work.world.desks[name] for name in ("Amara", "Jonas", "Ruth")]


def post(work, body, path="inbox/moves"):
    code = {"HTTP_AUTHORIZATION": work.lin.authorization}
    answer = Client().post(
        f"/report/api/{path}", json.dumps(body), content_type="application/json", **HOST, **code
    )
    return answer.status_code, answer.json().get("error", {})


def asked(work, what, name, **said):
    return work.body(work.lin, what, name, **said)


def decided_for_gao(work, amara):
    """What the accused person can bear is decided first."""
    work.moves(amara, "party.note", "gao", code="respondent")
    work.moves(amara, "measure.request", "m0", code="respondent", party=work.id("gao"))
    work.moves(amara, "measure.grant", "m0")


def offered(work, amara, name="m1"):
    """A protection that burdens the reporter, offered by the lead."""
    decided_for_gao(work, amara)
    work.moves(amara, "measure.request", name, code="reporter", party="reporter")
    work.moves(amara, "measure.grant", name)
    work.moves(amara, "measure.offer", name)


def state(work, name="m1"):
    return casework.state_of(work.row).get("measure", work.id(name)).state


def told(work, now):
    return inbox.read_inbox(authorization=work.lin.authorization, now=now)


def test_the_reporter_takes_up_what_burdens_them_and_gives_it_up(work, desks, now):
    amara, *_ = desks
    offered(work, amara)
    shown = told(work, now)
    own = [each for each in shown.moves if each.record == work.id("m1")]
    assert [each.move for each in own] == ["request", "grant", "offer"]
    # Letters to the file are none of the reporter's: they are not told of.
    assert {each.file_letter for each in shown.moves} == {""}
    assert shown.file_seq == 0
    body = asked(work, "measure.take_up", "m1")
    assert post(work, body) == (201, {})
    assert state(work) == "active"
    row = Move.objects.get(move="take_up")
    assert (row.actor, row.at) == ("reporter", now.replace(minute=0, second=0, microsecond=0))
    (said,) = [each for each in opened("record_moved") if each["move"] == "take_up"]
    assert said["actor"] == "reporter"
    sealed = Letter.objects.get(id=row.letter)
    clear = letter.unseal(bytes(sealed.sealed), [work.lin.secrets.identity]).content["record"]
    assert shell.digest_of(shell.parse(clear)) == said["shell"]
    own = told(work, now)
    assert own.moves[-1].file_letter == FileLetter.objects.get(author="reporter").id
    assert own.file_seq == 1
    assert post(work, asked(work, "measure.give_up", "m1")) == (201, {})
    assert state(work) == "ended"


def test_declining_costs_no_letter_to_the_file(work, desks):
    """Nor does a file key that nobody renews keep the reporter from it."""
    amara, jonas, _ = desks
    offered(work, amara)
    Wrap.objects.filter(case__id=work.case, holder=jonas.id).update(left=work.now)
    body = asked(work, "measure.decline", "m1")
    case_letter = next(each for each in body["letters"] if each["to"] == "case")
    status, error = post(work, body)
    assert (status, error["code"], error["file_generation"]) == (409, "conflict", 1)
    assert post(work, body | {"letters": [case_letter]}) == (201, {})
    assert state(work) == "declined"


def test_before_there_is_a_file_key_a_protection_can_be_asked_for(world, desks, now):
    amara, jonas, _ = desks
    work = Worked(world, world.case([amara, jonas]))
    body = asked(work, "measure.request", "m1", code="employer")
    body["letters"] = [each for each in body["letters"] if each["to"] == "case"]
    assert FileKey.objects.filter(case__id=work.case).count() == 0
    assert post(work, body) == (201, {})
    assert [each.record for each in told(work, now).moves] == [work.id("m1")]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"move": "grant"}, (409, "refused")),
        ({"version": 9}, (409, "refused")),
        (
            {"object": "party", "move": "note", "record": "d" * 32, "code": "witness"},
            (409, "refused"),
        ),
        ({"letters": []}, (400, "bad_request")),
        ({"due": "2030-01-01T00:00:00Z"}, (400, "bad_request")),
        ({"agreed": []}, (400, "bad_request")),
    ],
)
def test_what_is_not_the_reporters_is_refused(work, desks, said, answer):
    amara, *_ = desks
    offered(work, amara)
    status, error = post(work, asked(work, "measure.take_up", "m1") | said)
    assert (status, error["code"]) == answer
    assert state(work) == "offered"


def test_an_objection_is_made_once_and_kept_from_whom_it_is_about(world, work, desks, now):
    amara, jonas, ruth = desks
    work.triaged(amara)
    name = work.seat(amara, "investigator", jonas)
    body = asked(work, "seat.object", name)
    assert post(work, body) == (201, {})
    row = Move.objects.get(move="object")
    for desk in desks:
        desk.post(f"cases/{work.case}/open", {"id": new_id()})
    paths = (f"letters/{row.letter}", f"file-letters/{row.file_letter}")
    for path in paths:
        assert amara.get(f"cases/{work.case}/{path}").status_code == 200
        assert ruth.get(f"cases/{work.case}/{path}").status_code == 200
        assert jonas.get(f"cases/{work.case}/{path}").status_code == 404
    together = f"cases/{work.case}/file-letters?ids={row.file_letter}"
    served = [desk.get(together).json()["letters"] for desk in desks]
    assert [len(each) for each in served] == [1, 0, 1]
    listed = jonas.get(f"cases/{work.case}/work").json()["moves"]
    assert row.letter in {each["letter"] for each in listed}
    work.moves(ruth, "seat.overrule", name)
    status, error = post(work, asked(work, "seat.object", name))
    assert (status, error["reason"]) == (409, "first_objection")


# --- acceptance ----------------------------------------------------------------------------------

PATHS = {
    "requested": [],
    "granted": ["grant"],
    "other": ["grant_other"],
    "refused": ["refuse"],
    "offered": ["grant", "offer"],
    "declined": ["grant", "offer", "*decline"],
    "active": ["grant", "offer", "*take_up"],
    "reviewed": ["grant", "offer", "*take_up", "review"],
    "ended": ["grant", "offer", "*take_up", "*give_up"],
}


def brought(work, amara, ruth, there):
    """A measure that burdens the reporter, brought to a state."""
    decided_for_gao(work, amara)
    work.moves(amara, "measure.request", "m1", code="reporter", party="reporter")
    for move in PATHS[there]:
        said = {"code": "not_necessary"} if move == "refuse" else {}
        if move[0] == "*":
            assert post(work, asked(work, f"measure.{move[1:]}", "m1")) == (201, {})
        else:
            work.moves(ruth if move == "review" else amara, f"measure.{move}", "m1", **said)
    assert state(work) == there


@pytest.mark.acceptance("case-work", 1)
@pytest.mark.parametrize("there", PATHS)
def test_nothing_that_the_desk_sends_makes_what_burdens_the_reporter_active(work, desks, there):
    """Each move of a measure, from each state, by each who reads the case, with any letters."""
    amara, jonas, ruth = desks
    brought(work, amara, ruth, there)
    acts = [name for name, row in TABLE.moves["measure"].items() if row.to == "active"]
    assert {"take_up", "activate", "impose", "keep"} == set(acts)
    for move in acts:
        for by in (amara, jonas, ruth):
            for letters in (("case", "file"), ("file",), ("case",), ()):
                body = {"id": new_id(), **work.said(f"measure.{move}", "m1"), "letters": []}
                made = {
                    "file": lambda by=by: work.file.letter(by, "record", {}, now=work.now),
                    "case": lambda by=by: work.to_case(by, {}),
                }
                body["letters"] = [made[each]() for each in letters]
                status, _ = work.send(by, body)
                assert status in {400, 409}, (move, there, letters)
                if "file" in letters:
                    work.file.seq[by.id, ""] -= 1
    assert state(work) == there
