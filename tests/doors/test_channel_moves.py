"""What a party moves, what they are told was moved, and what neither tells them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import cast
import pytest
from channels import Party, Team, invite, party
from deskworld import leaf_of, opened
from phone import error
from taking_back import take_back

from heard.access import casework, law
from heard.actions.deadlines import escalation
from heard.actions.intake import inbox
from heard.formats import agefile, letter, shell
from heard.formats.ids import new_id
from heard.records.models import Duty, Event, FileLetter, Move, Outgoing
from heard.rules.casework import TABLE

pytestmark = pytest.mark.usefixtures("no_evidence")
GAO, NOOR = "a" * 32, "b" * 32


@pytest.fixture
def people(team):
    return team.people


@pytest.fixture
def gao(team, now):
    return party(team, GAO, "respondent", now)


@pytest.fixture
def noor(team, now):
    return party(team, NOOR, "witness", now)


def offered(team, name="away", code="respondent", to=GAO):
    amara = team.people[0]
    team.moves(amara, "measure.request", name, code=code, party=to)
    for move in ("grant", "offer"):
        team.moves(amara, f"measure.{move}", name)


def state(team, object, name):
    return casework.state_of(team.row).get(object, team.id(name)).state


def test_a_party_accepts_what_they_are_offered(team, gao, hour):
    offered(team)
    (told,) = gao.ask("channel").json()["moves"]
    amara = team.people[0].id
    assert told == {
        "object": "measure",
        "record": team.id("away"),
        "move": "offer",
        "version": 3,
        "author": amara,
        "on": datetime.now(UTC).date().isoformat(),
        "code": "",
        "number": 0,
        "when": "",
        "due": "",
        "letter": FileLetter.objects.get(party=GAO).id,
    }
    body = gao.moves(team, "measure.accept", "away")
    assert state(team, "measure", "away") == "accepted"
    row = Move.objects.get(move="accept")
    assert (row.actor, row.at, row.letter, row.file_letter) == (GAO, hour, "", "")
    assert row.party_letter == body["letter"]["id"]
    (said,) = [each for each in opened("file_record_moved") if each["move"] == "accept"]
    sealed = FileLetter.objects.get(id=row.party_letter)
    for identity in (gao.own.identity, team.identities[0]):  # the party opens it, and the file
        clear = letter.unseal(bytes(sealed.sealed), [identity]).content["record"]
        assert shell.digest_of(shell.parse(clear)) == said["shell"]
    assert (said["actor"], said["party_letter"]) == (GAO, sealed.sha256)
    own = gao.ask("channel").json()["moves"][-1]
    assert (own["move"], own["author"], own["letter"]) == ("accept", GAO, row.party_letter)


def test_what_a_party_moves_is_told_at_the_next_full_hour(team, gao, hour):
    offered(team)
    Outgoing.objects.all().delete()
    gao.moves(team, "measure.decline", "away")
    told = Outgoing.objects.values_list("holder", "due")
    assert {at for _, at in told} == {hour + timedelta(hours=1)}
    assert {holder for holder, _ in told} == {each.id for each in team.people}


def test_the_same_once_more_is_the_same_and_another_is_refused(team, gao):
    offered(team)
    body = gao.move(team, "measure.accept", "away")
    answers = [gao.send("channel/moves", body) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    (event,) = Event.objects.filter(kind="file_record_moved", actor=GAO).order_by("-index")[:1]
    assert answers[0].json() == {"leaf": leaf_of(event.index)}
    other = gao.send("channel/moves", {**body, "move": "decline"})
    assert error(other) == (409, "conflict")
    assert Move.objects.filter(record=team.id("away")).count() == 4


def test_of_two_windows_one_is_first(team, gao):
    offered(team)
    one, two = (gao.move(team, f"measure.{each}", "away") for each in ("accept", "decline"))
    assert gao.send("channel/moves", one).status_code == 201
    late = gao.send("channel/moves", two)
    assert error(late) == (409, "refused")
    assert (late.json()["error"]["reason"], late.json()["error"]["version"]) == ("not_from_here", 4)
    assert state(team, "measure", "away") == "accepted"
    assert FileLetter.objects.filter(author=GAO).count() == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"move": "grant"}, (409, "refused")),
        ({"move": "take_up"}, (409, "refused")),
        ({"version": 9}, (409, "refused")),
        ({"record": "d" * 32}, (409, "refused")),
        ({"record": "x"}, (400, "bad_request")),
        ({"object": "rumour"}, (400, "bad_request")),
        ({"object": "party", "move": "open", "record": GAO}, (400, "bad_request")),
        ({"object": "case", "move": "comment"}, (400, "bad_request")),
        ({"letters": []}, (400, "bad_request")),
        ({"due": "2030-01-01T00:00:00Z"}, (400, "bad_request")),
        ({"agreed": []}, (400, "bad_request")),
    ],
)
def test_what_is_not_a_partys_is_refused_and_nothing_is_kept(team, gao, said, answer):
    offered(team)
    body = gao.move(team, "measure.accept", "away") | said
    assert error(gao.send("channel/moves", body)) == answer
    assert not FileLetter.objects.filter(author=GAO).exists()
    assert state(team, "measure", "away") == "offered"


def test_another_party_a_holder_and_the_reporter_move_nothing_in_their_place(
    world, team, gao, noor
):
    offered(team)
    body = gao.move(team, "measure.accept", "away")
    stolen = noor.move(team, "measure.accept", "away")
    assert error(noor.send("channel/moves", stolen)) == (409, "refused")
    hers = world.reporters[team.case].authorization
    assert error(gao.send("channel/moves", body, words=hers))[0] == 404
    assert error(gao.send("channel/moves", body, words="Heard-Inbox AAAA"))[0] == 404
    as_holder = team.body(team.people[0], "measure.accept", "away")
    assert team.send(team.people[0], as_holder)[0] == 409
    assert state(team, "measure", "away") == "offered"


@pytest.mark.parametrize("recipients", [1, 3])
def test_the_letter_is_sealed_to_two(team, gao, recipients):
    offered(team)
    body = gao.move(team, "measure.accept", "away")
    to = [agefile.recipient_of(agefile.generate_identity()) for _ in range(recipients)]
    body["letter"]["sealed"] = cast.b64(agefile.seal(bytes(4096), to))
    assert error(gao.send("channel/moves", body)) == (400, "bad_request")


def test_under_a_file_key_that_was_renewed_it_is_sealed_again(team, gao):
    offered(team)
    body = gao.move(team, "measure.accept", "away")
    team.renew(team.people)
    late = gao.send("channel/moves", body)
    assert error(late) == (409, "conflict")
    assert late.json()["error"]["file_generation"] == 1
    gao.moves(team, "measure.accept", "away")


def test_who_is_not_confirmed_moves_nothing(team, now):
    team.note(NOOR)
    noor = invite(team, team.people[0], now, NOOR)
    noor.enrol(now)
    body = noor.move(team, "measure.request", "away", code="employer")
    sent = noor.send("channel/moves", body)
    assert sent.json()["error"]["reason"] == "not_yours"
    assert not Move.objects.filter(object="measure").exists()


def test_a_witness_asks_for_protection_and_is_told_how_it_goes_on(team, noor):
    noor.moves(team, "measure.request", "own", code="employer")
    team.moves(team.people[0], "measure.grant", "own")
    told = noor.ask("channel").json()["moves"]
    assert [(each["move"], each["author"] == NOOR) for each in told] == [
        ("request", True), ("grant", False)
    ]  # fmt: skip


def test_of_a_protection_that_a_reporter_is_not_told_of_they_hear_no_missed_review(
    world, team, noor, now
):
    """That there is one would be told by what was missed."""
    amara = team.people[0]
    noor.moves(team, "measure.request", "own", code="employer")
    for move in ("grant", "impose"):
        team.moves(amara, f"measure.{move}", "own")
    Duty.objects.exclude(kind="measure_review").update(state="done")
    later = now + timedelta(days=15)
    assert escalation.sweep(now=later) == 1
    (said,) = opened("file_duty_missed")
    assert (said["duty"], said["record"]) == ("measure_review", team.id("own"))
    lin = world.reporters[team.case].authorization
    told = inbox.read_inbox(authorization=lin, now=later)
    assert "missed" not in "".join(each.event for each in told.timeline)
    assert team.id("own") not in str(told)
    seen = amara.post(f"cases/{team.case}/open", {"id": new_id()}).json()["timeline"]
    assert "file_duty_missed" in {each["event"] for each in seen}


def owed(party):
    return [(each["kind"], each["late"]) for each in party.ask("channel").json()["duties"]]


def test_each_is_told_what_is_owed_to_them_and_nothing_that_is_owed_to_others(
    team, gao, noor, now, clock
):
    amara, jonas, *_ = team.people
    offered(team)
    gao.moves(team, "measure.accept", "away")
    assert (owed(gao), owed(noor)) == ([], [])
    team.moves(amara, "measure.activate", "away")
    team.moves(jonas, "interview.plan", "talk", code="main", party=NOOR)
    today = datetime.now(UTC)
    said = {"when": today.date().isoformat(), "due": today.strftime("%Y-%m-%dT%H:%M:%SZ")}
    team.moves(jonas, "interview.invite", "talk", code="sooner", **said)
    noor.moves(team, "interview.confirm", "talk")
    team.moves(amara, "case.weigh_measures", "case")
    team.moves(jonas, "interview.conduct", "talk")
    (told,) = gao.ask("channel").json()["duties"]
    row = Duty.objects.get(kind="measure_review")
    assert told == {
        "kind": "measure_review",
        "record": team.id("away"),
        "due": row.due.astimezone(law.of_case(team.row, now=now).zone).date().isoformat(),
        "late": False,
    }
    assert owed(noor) == [("transcript", False)]
    later = now + timedelta(days=15)
    clock.shift(timedelta(days=15))
    escalation.sweep(now=later)
    # Whatever tiers owe it by now, it is one, and late.
    assert (owed(gao), owed(noor)) == ([("measure_review", True)], [("transcript", True)])


def test_after_new_words_they_are_told_what_these_cannot_open(team, gao, now):
    """By two who confirm whose the new words are, and not before: they may be another's."""
    amara, jonas, *_ = team.people
    offered(team)
    old = gao.ask("channel").json()
    assert (old["earlier"], len(old["moves"])) == ([], 1)
    invited = team.invite(amara, GAO, now=now)
    said = {"due": invited.made.expires, "digest": invited.made.digest(), "agreed": [jonas.id]}
    team.assents(jonas, "party.invite_anew", GAO, actor=amara, **said)
    told = team.said("party.invite_anew", GAO, **said)
    move = {"id": new_id(), **told, "letters": team.letters(amara, told)}
    answer = amara.post(f"cases/{team.case}/invitations", invited.body(move))
    assert answer.status_code == 201, answer.content
    anew = Party(invited.keys)
    anew.enrol(now)
    assert anew.ask("channel").json()["earlier"] == []
    team.assents(jonas, "party.confirm", GAO, actor=amara, agreed=[jonas.id])
    team.moves(amara, "party.confirm", GAO, agreed=[jonas.id])
    told = anew.ask("channel").json()
    day = datetime.now(UTC).date().isoformat()
    assert told["earlier"] == [{"object": "measure", "move": "offer", "on": day}]
    assert told["moves"] == told["letters"] == []


def test_a_party_is_told_nothing_of_what_concerns_another(team, gao, noor):
    before = json.dumps(noor.ask("channel").json())
    offered(team)
    gao.moves(team, "measure.accept", "away")
    assert json.dumps(noor.ask("channel").json()) == before
    (theirs,) = FileLetter.objects.filter(author=GAO)
    assert noor.ask(f"channel/letters/{theirs.id}").status_code == 404


def test_two_worlds_are_one_to_each_party_and_to_the_reporter(world, people, now):
    """In one of them the other party has asked, been answered and left; all else is the same."""
    told = {}
    for name, busy in (("quiet", False), ("busy", True)):
        case = world.case(people[:3], [people[3], world.desks["Ines"]])
        team = Team(world, case, people, now)
        ids = {each: new_id() for each in ("gao", "noor")}
        gao = party(team, ids["gao"], "respondent", now)
        noor = party(team, ids["noor"], "witness", now)
        offered(team, f"away-{name}", to=ids["gao"])
        before = inbox_of(world, case, now)
        if busy:
            noor.moves(team, "measure.request", f"own-{name}", code="employer")
            for move in ("grant", "impose"):
                team.moves(people[0], f"measure.{move}", f"own-{name}")
            noor.moves(team, "party.leave", ids["noor"])
        assert inbox_of(world, case, now) == before
        told[name] = plain(gao.ask("channel"))
    assert told["quiet"] == told["busy"]


def inbox_of(world, case, now):
    """What the reporter is told, but for who reads it by when."""
    lin = world.reporters[case].authorization
    return str(inbox.read_inbox(authorization=lin, now=now))


def plain(answer):
    """What can be told from an answer: of what is drawn at random only how long it is."""
    found = answer.json()
    for each in (*found["letters"], *found["moves"], *found["duties"]):
        each |= {
            name: len(each[name]) for name in ("id", "record", "letter", "sha256") if name in each
        }
    random = {name: len(str(found.pop(name))) for name in ("party", "matter", "own", "file")}
    return found, random, answer.status_code, sorted(answer.headers)


def test_every_move_that_a_party_may_make_has_one_letter_to_them(team):
    """By the table: what the door takes is what the rules ask for."""
    partys = {"respondent", "witness", "supporter", "concerned"}
    theirs = [
        (object, move)
        for object, moves in TABLE.moves.items()
        for move, row in moves.items()
        if row.who & partys and object != "case"
    ]
    assert ("notice", "reply") in theirs
    for object, move in theirs:
        names = TABLE.moves[object][move].names
        assert names <= {"party", "about"}, (object, move)


def test_no_party_is_told_that_the_reporter_took_the_report_back(team, noor):
    """Else whoever tries anything learns it: by the words, and by the reason."""
    body = noor.move(team, "party.leave", NOOR)
    take_back(team.lin, now=team.now, version=casework.state_of(team.row).case.version + 1)
    refused = noor.send("channel/moves", body)
    assert refused.status_code == 409
    assert refused.json()["error"]["reason"] == "not_in_this_phase"
    assert "reporter" not in refused.content.decode().lower()
