"""Who may invite a party, what a party writes and reads, and what each learns by it."""

from __future__ import annotations

import json
from datetime import timedelta

import cast
import pytest
from channels import Party, Team, invite
from deskworld import events, leaf_of, opened
from django.apps import apps
from django.db.models import BinaryField
from phone import error

from heard.access import parties
from heard.actions.intake import inbox
from heard.formats import FormatError, agefile
from heard.formats.ids import new_id
from heard.records.models import Event, FileLetter, Invitation, Move, PartyKeys

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("no_evidence")
GAO, NOOR = "a" * 32, "b" * 32


@pytest.fixture
def people(team):
    return team.people


@pytest.fixture
def case(team):
    return team.case


@pytest.fixture
def amara(people):
    return people[0]


@pytest.fixture
def jonas(people):
    return people[1]


@pytest.fixture
def gao(team, amara, now):
    return invite(team, amara, now, GAO)


# --- inviting ------------------------------------------------------------------------------------


def test_only_who_reads_the_file_invites(world, team, amara, jonas, now):
    ines = world.desks["Ines"]
    body = team.inviting(amara, team.invite(amara, GAO, now=now))
    assert error(ines.post(f"cases/{team.case}/invitations", body))[0] == 404
    team.renew([amara])
    fresh = team.inviting(jonas, team.invite(amara, GAO, now=now))
    answer = jonas.post(f"cases/{team.case}/invitations", fresh)
    assert error(answer) == (409, "conflict")
    assert not Invitation.objects.exists()


def test_only_lead_and_investigator_invite(world, team, now):
    bo = world.desks["Bo"]
    body = team.inviting(bo, team.invite(bo, GAO, now=now))
    answer = bo.post(f"cases/{team.case}/invitations", body)
    assert error(answer) == (409, "refused")
    assert answer.json()["error"]["reason"] == "not_yours"
    assert not Invitation.objects.exists()


def test_the_move_says_the_invitation_that_comes_with_it(team, amara, now):
    invited = team.invite(amara, GAO, now=now)
    good = team.inviting(amara, invited)
    for name, other in (
        ("digest", "0" * 64), ("due", "2026-03-12T09:00:00Z"), ("move", "open"), ("object", "task"),
    ):  # fmt: skip
        body = {**good, "move": {**good["move"], name: other}}
        assert error(amara.post(f"cases/{team.case}/invitations", body)) == (400, "bad_request")
    assert not Invitation.objects.exists()
    assert amara.post(f"cases/{team.case}/invitations", good).status_code == 201


def test_a_party_is_invited_and_opens_as_moves(team, gao, now, hour):
    gao.enrol(now)
    moves = Move.objects.filter(object="party").order_by("number")
    told = [(each.move, each.version, each.actor, bool(each.file_letter)) for each in moves]
    amara = team.people[0].id
    assert told == [("note", 1, amara, True), ("invite", 2, amara, True), ("open", 3, GAO, False)]
    assert moves.last().at == hour
    told = team.people[1].get(f"cases/{team.case}/work").json()["moves"]
    (opening,) = (each for each in told if each["move"] == "open")
    (leaf,) = (
        leaf_of(each.index) for each in Event.objects.filter(kind="file_record_moved", actor=GAO)
    )
    assert opening["event"] == leaf


def test_two_confirm_a_party_and_two_invite_them_anew(team, gao, amara, jonas, now):
    gao.enrol(now)
    team.assents(jonas, "party.confirm", GAO, actor=amara, agreed=[jonas.id])
    team.moves(amara, "party.confirm", GAO, agreed=[jonas.id])
    (keys,) = parties.keys_views(team.row)
    assert keys.kept  # each browser checks by it, from then on too
    invited = team.invite(amara, GAO, now=now)
    made = {"due": invited.made.expires, "digest": invited.made.digest(), "agreed": [jonas.id]}
    body = team.inviting(amara, invited, [jonas.id])
    # Lost words: two of the team want others, of this very invitation.
    asked = amara.post(f"cases/{team.case}/invitations", body)
    assert (error(asked), asked.json()["error"]["reason"]) == ((409, "refused"), "not_signed")
    team.assents(jonas, "party.invite_anew", GAO, actor=amara, **made)
    answer = amara.post(f"cases/{team.case}/invitations", body)
    assert answer.status_code == 201, answer.content
    anew = Party(invited.keys)
    anew.enrol(now)
    assert (gao.ask("channel").status_code, anew.ask("channel").status_code) == (404, 200)


def test_nobody_is_invited_under_a_file_key_that_was_renewed(team, amara, now):
    body = team.inviting(amara, team.invite(amara, GAO, now=now))
    team.renew(team.people)
    answer = amara.post(f"cases/{team.case}/invitations", body)
    assert error(answer) == (409, "conflict")
    assert answer.json()["error"]["file_generation"] == 1


def test_a_handler_is_no_party_and_words_are_not_used_twice(world, team, amara, jonas, case, now):
    good = team.inviting(amara, team.invite(amara, GAO, now=now))
    for party in (jonas.id, case):
        body = {**good, "move": {**good["move"], "id": new_id(), "record": party}}
        assert error(amara.post(f"cases/{case}/invitations", body)) == (409, "conflict")
    assert amara.post(f"cases/{case}/invitations", good).status_code == 201
    again = {**good, "move": {**good["move"], "id": new_id(), "version": 3}}
    assert error(amara.post(f"cases/{case}/invitations", again)) == (409, "conflict")


@pytest.mark.parametrize("hours", [-1, 0, 73, 7 * 24])
def test_an_invitation_lives_72_hours_at_the_most(team, amara, now, hours):
    at = (now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
    if hours == 73:
        at += HOUR
    invited = team.invite(amara, GAO, now=now, expires=at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    answer = amara.post(f"cases/{team.case}/invitations", team.inviting(amara, invited))
    assert error(answer) == (400, "bad_request")


def test_an_invitation_that_was_sent_twice_is_one(team, amara, now):
    body = team.inviting(amara, team.invite(amara, GAO, now=now))
    sent = [amara.post(f"cases/{team.case}/invitations", body) for _ in range(2)]
    assert [each.status_code for each in sent] == [201, 201]
    assert len(opened("party_invited")) == 1


# --- the channel ---------------------------------------------------------------------------------


def test_a_letter_must_be_under_the_newest_file_key(team, gao, now):
    gao.enrol(now)
    body = gao.letter("Before.", now)
    team.renew(team.people)
    sent = gao.send("channel/letters", body)
    assert error(sent) == (409, "conflict")
    assert sent.json()["error"]["file_generation"] == 1
    gao.write("After.", now)


def test_a_letter_counts_in_its_order_and_may_be_sent_twice(gao, now):
    gao.enrol(now)
    body = gao.letter("First.", now)
    assert [gao.send("channel/letters", body).status_code for _ in range(2)] == [201, 201]
    assert FileLetter.objects.filter(author=GAO).count() == 1
    taken = gao.send("channel/letters", gao.letter("Second.", now))
    assert error(taken) == (409, "conflict")
    assert taken.json()["error"]["following"] == 1
    ahead = gao.letter("Third.", now, seq=7)
    assert error(gao.send("channel/letters", ahead)) == (409, "conflict")


@pytest.mark.parametrize("recipients", [1, 3])
def test_a_letter_is_sealed_to_two(gao, now, recipients):
    gao.enrol(now)
    to = [agefile.recipient_of(agefile.generate_identity()) for _ in range(recipients)]
    sealed = cast.b64(agefile.seal(bytes(4096), to))
    sent = gao.send("channel/letters", gao.letter("x", now, sealed=sealed))
    assert error(sent) == (400, "bad_request")


def test_a_party_reads_their_own_letters_and_no_others(world, team, gao, amara, now):
    gao.enrol(now)
    noor = invite(team, amara, now, NOOR)
    noor.enrol(now)
    gao.write("Mine.", now)
    (mine,) = FileLetter.objects.filter(author=GAO)
    assert gao.ask(f"channel/letters/{mine.id}").status_code == 200
    nothing = noor.ask(f"channel/letters/{new_id()}")
    foreign = noor.ask(f"channel/letters/{mine.id}")
    assert (foreign.status_code, foreign.content) == (nothing.status_code, nothing.content)
    assert noor.ask("channel").json()["letters"] == []
    hers = world.reporters[team.case].authorization
    assert gao.ask("channel", words=hers).status_code == 404
    assert gao.ask("inbox").status_code == 404


def test_lost_words_open_nothing_once_there_are_others(team, gao, amara, now):
    gao.enrol(now)
    gao.write("Before.", now)
    anew = invite(team, amara, now, GAO)
    anew.enrol(now)
    assert gao.ask("channel").status_code == 404
    assert [each["replaces"] for each in opened("channel_opened")] == ["no", "yes"]
    assert anew.ask("channel").status_code == 200


# --- what is learned -----------------------------------------------------------------------------


def test_the_reporter_is_not_told_that_anybody_was_invited(world, team, now):
    lin = world.reporters[team.case]

    def told():
        view = inbox.read_inbox(authorization=lin.authorization, now=now)
        return len(view.timeline), len(view.letters), json.dumps(str(view.timeline))

    before = told()
    gao = invite(team, world.desks["Amara"], now, GAO)
    gao.enrol(now)
    gao.write("Something.", now)
    assert told() == before
    assert len(events(team.case)) > 3


def test_a_respondent_before_the_notice_learns_nothing_of_the_case(world, people, now):
    """Two worlds: much has happened in one of them. The respondent hears the same of both."""
    amara, jonas, bo, ruth = people
    answers = {}
    for party, busy in ((GAO, True), (NOOR, False)):
        case = world.case([amara, jonas, bo], [ruth, world.desks["Ines"]])
        team = Team(world, case, people, now)
        team.note(party, "respondent")
        if busy:
            more = {"party": party, "when": "2026-Q1"}
            team.moves(amara, "allegation.note", "night", code="assault", **more)
            invite(team, amara, now, "d" * 32).enrol(now)
        one = invite(team, amara, now, party)
        one.enrol(now)
        told = one.ask("channel")
        said = told.json()
        for own in ("party", "matter", "own", "file"):  # random, each of one length
            said[own] = len(str(said[own]))
        answers[party] = said, sorted(told.headers)
        assert case not in told.content.decode()
    assert answers[GAO] == answers[NOOR]
    assert answers[GAO][0]["letters"] == []


@pytest.mark.acceptance("case-work", 3)
def test_no_party_opens_anything_of_another_with_all_that_the_server_has(world, team, amara, now):
    """Every sealed byte of every table, after a reporter and two parties wrote and were written."""
    gao, noor = invite(team, amara, now, GAO), invite(team, amara, now, NOOR)
    for each, words in ((gao, "I was not there."), (noor, "I saw it.")):
        each.enrol(now)
        each.write(words, now)
    moved_for_each(team, {GAO: gao, NOOR: noor})
    lin = world.reporters[team.case]
    open_ = {name: opens(identity) for name, identity in (
        ("gao", gao.own.identity), ("noor", noor.own.identity), ("lin", lin.secrets.identity),
    )}  # fmt: skip
    theirs = {"gao": (GAO, "I was not there."), "noor": (NOOR, "I saw it.")}
    for name, (party, words) in theirs.items():
        own = FileLetter.objects.filter(party=party)
        assert own.filter(kind="record").count() == 4  # asked, granted, offered, and the answer
        rows = [f"FileLetter {each.pk}" for each in own]
        rows.append(f"PartyKeys {PartyKeys.objects.get(party=party).pk}")
        assert sorted(open_[name]) == sorted(rows)
        assert words.encode() in b"".join(open_[name].values())
    assert {each.partition(" ")[0] for each in open_["lin"]} == {"Letter"}
    # Nor does the team's key open what is the reporter's.
    of_file = {each.partition(" ")[0] for each in opens(team.identities[0])}
    assert of_file == {"FileLetter", "Invitation"}
    # The nine words, which are used up, open nothing at all.
    assert [opens(each.keys.identity) for each in (gao, noor)] == [{}, {}]


def moved_for_each(team, parties):
    """Each asks for protection that they bear themselves, is told how it goes on, and accepts."""
    amara, jonas, *_ = team.people
    for id, party in parties.items():
        team.assents(jonas, "party.confirm", id, actor=amara, agreed=[jonas.id])
        team.moves(amara, "party.confirm", id, agreed=[jonas.id])
        name = f"m-{id}"
        party.moves(team, "measure.request", name, code="other", party=id)
        for move in ("grant", "offer"):
            team.moves(amara, f"measure.{move}", name)
        party.moves(team, "measure.accept", name)


def opens(identity):
    """What one identity opens of all sealed bytes in the database, by table and key."""
    found = {}
    for model in apps.get_models():
        columns = [each.name for each in model._meta.fields if isinstance(each, BinaryField)]
        for row in model.objects.all() if columns else ():
            for column in columns:
                try:
                    plain = agefile.unseal(bytes(getattr(row, column) or b""), [identity])
                except FormatError:
                    continue
                found[f"{model.__name__} {row.pk}"] = plain
    return found
