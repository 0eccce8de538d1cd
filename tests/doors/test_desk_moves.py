"""Moves of a worked case through the whole door, with letters that really open."""

import datetime as dt
from base64 import b64decode

import pytest
from deskworld import events, opened
from moving import DIGEST, Worked

from heard.access import casework
from heard.formats import shell
from heard.formats.ids import new_id
from heard.records.models import Assent, Event, FileLetter, FileWrap, Letter, Move, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")
FOUR = ("Amara", "Jonas", "Bo", "Ruth")


@pytest.fixture
def work(once, world):
    """A case that four read, whose file has a key that three have and one waits for."""

    def make():
        world.active("Bo")
        amara, jonas, bo, ruth = (world.desks[name] for name in FOUR)
        case = world.case([amara, jonas, bo], [ruth, world.desks["Ines"]])
        found = Worked(world, case)
        # As if the reporter had asked for the next tier: nobody leads by it, and nobody lapses.
        Wrap.objects.filter(case__id=case, holder=ruth.id).update(released=world.now)
        found.begin(amara, jonas, bo, ruth)
        return found

    return once("work", make)


@pytest.fixture
def desks(work):
    """Four who read the case: Amara, Jonas and Bo of the first tier, and Ruth, to whom it came."""
    return [work.world.desks[name] for name in FOUR]


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


# --- what is refused -----------------------------------------------------------------------------


def test_no_move_is_dated_before_the_one_that_it_follows(work, desks, clock, now):
    """Two machines are never at the same instant, and conditions ask what was first."""
    amara, jonas, *_ = desks
    work.moves(amara, "party.note", "gao", code="respondent")
    clock.shift(dt.timedelta(seconds=-7))
    work.moves(jonas, "party.note", "wei", code="witness")
    clock.shift(dt.timedelta(seconds=9))
    work.moves(amara, "party.note", "sun", code="witness")
    ats = list(Move.objects.order_by("number").values_list("at", flat=True))
    assert ats == [now, now, now + dt.timedelta(seconds=2)]
    told = amara.get(f"cases/{work.case}/work").json()["moves"]
    logged = [each.at for each in Event.objects.filter(kind="file_record_moved").order_by("index")]
    assert len(told) == 3
    assert sorted(logged) == ats


def test_a_move_that_is_kept_by_the_hour_hides_none_that_came_before_it(work, desks, clock, now):
    """A party's is dated by the hour alone, so the last of a record need not be its newest."""
    amara, *_ = desks
    work.moves(amara, "party.note", "gao", code="respondent")
    clock.shift(dt.timedelta(seconds=9))
    work.moves(amara, "allegation.note", "a1", code="other", party=work.id("gao"), when="2026-Q1")
    work.moves(amara, "allegation.reword", "a1")
    Move.objects.filter(move="reword").update(at=now - dt.timedelta(minutes=40))
    clock.shift(dt.timedelta(seconds=-7))
    work.moves(amara, "party.note", "wei", code="witness")
    assert Move.objects.latest("number").at == now + dt.timedelta(seconds=9)


def test_of_two_windows_one_is_first(work, desks):
    amara, *_ = desks
    work.moves(amara, "party.note", "gao", code="respondent")
    work.moves(amara, "allegation.note", "a1", code="other", party=work.id("gao"), when="2026-Q1")
    one, other = (work.body(amara, "allegation.reword", "a1") for _ in range(2))
    assert work.send(amara, one)[0] == 201
    before = kept(work.case)
    status, error = work.send(amara, other)
    assert (status, error["reason"], error["version"]) == (409, "stale", 2)
    assert kept(work.case) == before


def test_the_same_again_is_the_same_move(work, desks):
    amara, *_ = desks
    body = work.body(amara, "party.note", "gao", code="witness")
    first, again = (amara.post(f"cases/{work.case}/moves", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Move.objects.count() == 1
    assert reason(work.send(amara, body | {"code": "other"})) == (409, "conflict", "")


def test_what_does_not_follow_is_refused(work, desks):
    amara, jonas, bo, _ = desks
    before = kept(work.case)
    for what, name, said, why in (
        ("measure.grant", "m1", {}, "absent"),
        ("party.note", "gao", {"code": "friend"}, "bad_code"),
        ("party.note", "gao", {"code": "witness", "when": "2026-Q1"}, "bad_members"),
        ("task.add", "t1", {"holder": bo.id, "due": "2026-04-01T12:00:00Z"}, "not_in_this_phase"),
        ("case.form_team", "case", {"code": "officer"}, "not_from_here"),
    ):
        body = {"id": new_id(), **work.said(what, name, **said), "letters": []}
        assert reason(work.send(amara, body)) == (409, "refused", why), what
    amara.post(f"cases/{work.case}/acknowledge", {"id": new_id()})
    body = {"id": new_id(), **work.said("party.note", "gao", code="witness"), "letters": []}
    assert reason(work.send(jonas, body)) == (409, "refused", "not_yours")
    assert kept(work.case)[0] == before[0]


@pytest.mark.parametrize(
    "said",
    [
        {"object": "dream"}, {"move": "fly"}, {"object": "case", "move": "close"},
        {"object": "case", "move": "triage", "code": "investigate"},
        {"object": "party", "move": "invite"}, {"object": "case", "move": "pause"},
        {"record": "0" * 31 + "Z"}, {"version": -1}, {"party": "Gao"}, {"holder": "reporter"},
        {"about": ["a" * 32, "a" * 32]}, {"due": "tomorrow"}, {"number": 2**31}, {"words": "Gao"},
        {"object": "case", "move": "note_police"},
    ],
)  # fmt: skip
def test_what_no_page_sends_is_refused(work, desks, said):
    amara, *_ = desks
    before = kept(work.case)
    body = {**work.body(amara, "party.note", "gao", code="witness"), **said}
    status, error = work.send(amara, body)
    assert (status, error["code"]) == (400, "bad_request")
    assert kept(work.case) == before


def letters_amiss(work, amara, body):
    """By what is wrong with them: what is sent instead, and the answer."""
    (file,) = body["letters"]
    note = {"record": {}, "text": ""}
    to_case = work.to_case(amara, note)
    return {
        "none": ([], (400, "bad_request", "")),
        "one too many": ([file, to_case], (400, "bad_request", "")),
        "the same twice": ([file, file], (400, "bad_request", "")),
        "to the case": ([to_case], (400, "bad_request", "")),
        "to a party": ([file | {"to": "party"}], (400, "bad_request", "")),
        "another number": ([file | {"seq": file["seq"] + 1}], (409, "conflict", "")),
        "a newer key": ([file | {"generation": 1}], (409, "conflict", "")),
        "not sealed": ([file | {"sealed": "AAAA"}], (400, "bad_request", "")),
    }


@pytest.mark.parametrize(
    "wrong",
    ["none", "one too many", "the same twice", "to the case", "to a party", "another number",
     "a newer key", "not sealed"],
)  # fmt: skip
def test_letters_that_do_not_match_are_refused(work, desks, wrong):
    amara, *_ = desks
    body = work.body(amara, "party.note", "gao", code="witness")
    letters, answer = letters_amiss(work, amara, body)[wrong]
    before = kept(work.case)
    assert reason(work.send(amara, body | {"letters": letters})) == answer
    assert kept(work.case) == before


def test_before_the_file_has_a_key_nothing_is_sealed_to_it(world, desks):
    amara, jonas, *_ = desks
    case = world.case([amara, jonas])
    work = Worked(world, case)
    other = Worked(world, world.case([amara, jonas]))
    other.begin(amara, jonas)
    letter = other.file.letter(amara, "record", {"text": ""}, now=work.now)
    body = {"id": new_id(), **work.said("party.note", "gao", code="witness"), "letters": [letter]}
    status, error = work.send(amara, body)
    assert (status, error["code"], error["file_generation"]) == (409, "conflict", 0)


@pytest.mark.parametrize("who", ["lapsed", "left", "other"])
def test_who_does_not_have_the_case_moves_nothing(world, work, desks, who):
    _, jonas, *_ = desks
    body = work.body(jonas, "party.note", "gao", code="witness")
    theirs = Wrap.objects.filter(case__id=work.case, holder=jonas.id)
    if who == "lapsed":
        theirs.update(lapsed=world.now)
    if who == "left":
        theirs.update(left=world.now)
    by = world.desks["Ines"] if who == "other" else jonas
    before = kept(work.case)
    answer = reason(work.send(by, body))
    assert answer == ((409, "conflict", "") if who == "lapsed" else (404, "not_found", ""))
    seen = by.get(f"cases/{work.case}/work").status_code
    assert seen == (200 if who == "lapsed" else 404)
    assert kept(work.case) == before


def team(work, desks):
    amara, jonas, bo, ruth = desks
    work.moves(amara, "party.note", "gao", code="respondent")
    work.team(amara, jonas, bo, ruth)


def test_who_signs_beside_signs_exactly_this(work, desks):
    amara, *_, ruth = desks
    work.moves(amara, "measure.request", "m1", code="employer")
    work.moves(amara, "measure.grant", "m1")
    work.moves(amara, "measure.impose", "m1")

    def ends(by=amara, second=ruth):
        answer = work.send(by, work.body(by, "measure.end", "m1", agreed=[second.id]))
        work.file.seq[by.id, ""] -= answer[0] != 201
        return reason(answer)

    assert ends() == (409, "refused", "not_signed")
    # Of another record, by somebody else, and for somebody else's list of signers: none counts.
    work.moves(amara, "measure.request", "m2", code="employer")
    work.moves(amara, "measure.grant", "m2")
    work.moves(amara, "measure.impose", "m2")
    work.assents(ruth, "measure.end", "m2", actor=amara, agreed=[ruth.id])
    assert ends() == (409, "refused", "not_signed")
    shell_signed = work.assents(ruth, "measure.end", "m1", actor=amara, agreed=[ruth.id])
    twice = Assent.objects.get(shell=shell_signed)
    letter = work.file.letter(ruth, "assent", {"text": ""}, now=work.now)
    body = {
        "id": new_id(), "object": "measure", "record": work.id("m1"), "move": "end",
        "version": twice.version, "shell": shell_signed, "letter": letter,
    }  # fmt: skip
    answer = ruth.post(f"cases/{work.case}/assents", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")
    work.file.seq[ruth.id, ""] -= 1
    answer = work.send(amara, work.body(amara, "measure.end", "m1"))
    assert reason(answer) == (409, "refused", "not_signed")
    work.file.seq[amara.id, ""] -= 1
    Wrap.objects.filter(case__id=work.case, holder=ruth.id).update(lapsed=work.now)
    assert ends() == (409, "refused", "not_signed")
    Wrap.objects.filter(case__id=work.case, holder=ruth.id).update(lapsed=None)
    assert ends() == (201, "", "")


def test_nobody_sits_to_whom_the_case_is_not_sealed(world, work, desks):
    amara, *_ = desks
    work.triaged(amara)
    stranger = world.active("Mei")
    for holder in (stranger.id, new_id()):
        body = work.body(amara, "seat.propose", "lead", code="lead", holder=holder)
        assert reason(work.send(amara, body)) == (400, "bad_request", "")
        work.file.seq[amara.id, ""] -= 1


def test_who_loses_a_seat_loses_the_file(work, desks):
    bo = desks[2]
    team(work, desks)
    (letter,) = Move.objects.filter(object="party").values_list("file_letter", flat=True)
    path = f"cases/{work.case}/file-letters/{letter}"
    assert bo.get(path).status_code == 200
    told = bo.get(f"cases/{work.case}/work").json()
    assert [len(key["wraps"]) for key in told["file"]["keys"]] == [1]
    body = work.body(bo, "seat.step_out", f"seat of {bo.id}")
    assert work.send(bo, body) == (201, {})
    assert bo.get(path).status_code == 404
    told = bo.get(f"cases/{work.case}/work").json()
    assert [len(key["wraps"]) for key in told["file"]["keys"]] == [0]


def test_notes_and_letters_of_the_file_are_for_who_has_it(world, work, desks):
    amara, jonas, *_ = desks
    work.file.letter(amara, "note", {"words": "For us."}, now=work.now)
    work.file.seq[amara.id, ""] -= 1

    def sent(by, kind="note", party="", to=None):
        letter = work.file.letter(by, kind, {"words": "For us."}, now=work.now)
        body = {"id": new_id(), "kind": kind, "party": party, "letter": letter | (to or {})}
        answer = by.post(f"cases/{work.case}/file-letters", body)
        if answer.status_code != 201:
            work.file.seq[by.id, ""] -= 1
        return answer.status_code, letter["id"]

    status, id = sent(amara)
    assert status == 201
    (said,) = opened("file_letter_added")
    assert (said["kind"], said["party"]) == ("note", "")
    assert jonas.get(f"cases/{work.case}/file-letters/{id}").status_code == 200
    assert sent(amara, to={"to": "case"})[0] == 400
    assert sent(amara, "message")[0] == 400
    assert sent(amara, "note", party="a" * 32)[0] == 400
    FileWrap.objects.filter(holder=jonas.id).update(left=work.now)
    assert sent(jonas)[0] == 409
    assert jonas.get(f"cases/{work.case}/file-letters/{id}").status_code == 404
