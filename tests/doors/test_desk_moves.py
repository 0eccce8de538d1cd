"""Moves of a worked case through the whole door, with letters that really open."""

from base64 import b64decode

import pytest
from deskworld import events, opened
from moving import DIGEST, Worked

from heard.access import casework
from heard.formats import shell
from heard.records.models import Assent, FileLetter, Letter, Move, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def desks(world):
    """Four who read the case: Amara, Jonas and Bo of the first tier, and Ruth, to whom it came."""
    world.active("Bo")
    return [world.desks[name] for name in ("Amara", "Jonas", "Bo", "Ruth")]


@pytest.fixture
def work(world, desks):
    """A case that four read, whose file has a key that three have and one waits for."""
    amara, jonas, bo, ruth = desks
    case = world.case([amara, jonas, bo], [ruth, world.desks["Ines"]])
    found = Worked(world, case)
    # As if the reporter had asked for the next tier: nobody leads by it, and nobody lapses.
    Wrap.objects.filter(case__id=case, holder=ruth.id).update(released=world.now)
    found.begin(amara, jonas, bo, ruth)
    return found


def reason(answer):
    status, error = answer
    return status, error.get("code", ""), error.get("reason", "")


def kept(case):
    """All that a refusal must leave as it was."""
    tables = (Move, Letter, FileLetter, Assent)
    counts = [each.objects.filter(case__id=case).count() for each in tables]
    return counts, len(events(case))


def test_a_move_is_kept_logged_and_told(work, desks):
    amara, jonas, *_ = desks
    body = work.moves(amara, "party.note", "gao", code="respondent")
    (sent,) = body["letters"]
    row = Move.objects.get()
    assert (row.object, row.record, row.move) == ("party", work.id("gao"), "note")
    assert (row.version, row.code, row.actor) == (1, "respondent", amara.id)
    assert (row.letter, row.file_letter, row.party_letter) == ("", sent["id"], "")
    (said,) = opened("file_record_moved")
    sealed = FileLetter.objects.get(id=sent["id"])
    assert said["file_letter"] == sealed.sha256
    clear = work.file.read(bytes(sealed.sealed), amara)["record"]
    assert shell.digest_of(shell.parse(clear)) == said["shell"]
    assert clear == shell.Shell(
        object="party", id=work.id("gao"), move="note", version=1, to="noted", code="respondent",
    ).value()  # fmt: skip
    told = jonas.get(f"cases/{work.case}/work").json()
    assert [each["record"] for each in told["moves"]] == [work.id("gao")]
    assert told["moves"][0]["event"] == sealed_leaf(told, sent["id"])
    found = jonas.get(f"cases/{work.case}/file-letters/{sent['id']}")
    assert (found.status_code, found.content) == (200, b64decode(sent["sealed"]))


def sealed_leaf(told, id):
    return next(each["leaf"] for each in told["file"]["letters"] if each["id"] == id)


def everything(work, desks):
    """Each move that the address takes, but those of a committee; what was made, as it was made."""
    amara, jonas, bo, ruth = desks
    made = []

    def do(by, what, name, **said):
        made.append(what)
        return work.moves(by, what, name, **said)

    def signed(by, second, what, name, **said):
        work.assents(second, what, name, actor=by, agreed=[second.id], **said)
        return do(by, what, name, agreed=[second.id], **said)

    do(amara, "party.note", "gao", code="respondent")
    do(amara, "party.note", "lee", code="witness")
    do(amara, "party.leave", "lee")
    do(
        amara,
        "allegation.note",
        "a1",
        code="other_harassment",
        party=work.id("gao"),
        when="2026-Q1",
    )
    do(amara, "allegation.reword", "a1")
    do(amara, "measure.request", "m0", code="respondent", party=work.id("gao"))
    do(amara, "measure.grant", "m0")
    do(amara, "measure.offer", "m0")
    do(amara, "measure.request", "m1", code="reporter", party="reporter")
    do(amara, "measure.grant", "m1")
    do(amara, "measure.offer", "m1")
    do(amara, "measure.request", "m2", code="employer")
    do(amara, "measure.grant_other", "m2")
    do(amara, "measure.impose", "m2")
    do(ruth, "measure.review", "m2")
    do(amara, "measure.keep", "m2")
    do(amara, "measure.request", "m3", code="employer")
    do(amara, "measure.refuse", "m3", code="not_necessary")
    work.triaged(amara)
    parts = {"lead": amara, "investigator": jonas, "decider": bo, "outside": ruth}
    for part, holder in parts.items():
        do(amara, "seat.propose", part, code=part, holder=holder.id)
        do(holder, "seat.declare", part, digest=DIGEST)
    do(jonas, "seat.recheck", "investigator", digest=DIGEST)
    do(amara, "case.form_team", "case", code="officer")
    do(amara, "case.note_police", "case")
    do(amara, "case.police_over", "case")
    do(amara, "task.add", "t1", holder=jonas.id, due="2026-04-01T12:00:00Z")
    do(jonas, "task.assign", "t1", holder=bo.id, due="2026-04-02T12:00:00Z")
    do(bo, "task.do", "t1")
    do(amara, "task.take_up", "t1")
    do(amara, "task.drop", "t1", code="not_needed")
    do(jonas, "plan.draft", "plan")
    do(jonas, "plan.revise", "plan")
    do(amara, "plan.approve", "plan")
    signed(amara, jonas, "measure.end", "m2")
    return made


def test_each_move_goes_through(work, desks):
    made = everything(work, desks)
    assert casework.state_of(work.row).phase == "planned"
    told = desks[1].get(f"cases/{work.case}/work").json()
    assert len(told["moves"]) == len(made) + 1  # and the first decision
    leaves = [each["event"] for each in told["moves"]]
    assert "" not in leaves
    assert len(set(leaves)) == len(leaves)
    offered = {f"{object}.{move}" for object, move in casework.OFFERED}
    assert set(made) <= offered
