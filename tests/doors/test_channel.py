"""How a party enrols and writes, at the doors: everything is really sealed, and tried otherwise."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import cast
import msgspec
import pytest
from channels import Party, invite, today
from deskworld import SITE, opened
from phone import error

from heard.access import parties
from heard.actions.intake.report import Report, accept_report
from heard.actions.parties import forget_expired
from heard.formats import inviteown, partyletter, returncode
from heard.records.models import (
    Case,
    FileLetter,
    Holder,
    Invitation,
    Outgoing,
    PartyKeys,
    RosterVersion,
)
from heard.rules.refusals import MalformedError

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


# --- enrolling -----------------------------------------------------------------------------------


def test_a_party_enrols_writes_and_comes_back(team, gao, amara, now, hour):
    body = gao.enrol(now)
    (said,) = opened("channel_opened")
    assert (said["actor"], said["party"], said["signing"]) == (GAO, GAO, body["signing"])
    assert said["recipient"] == hashlib.sha256(body["recipient"].encode()).hexdigest()
    assert (said["at"], said["replaces"]) == (hour.strftime("%Y-%m-%dT%H:%M:%SZ"), "no")
    gao.write("I was in Chengdu that night.", now)
    told = gao.ask("channel").json()
    assert (told["party"], told["matter"]) == (GAO, team.matter)
    (own,) = told["letters"]
    assert (own["author"], own["seq"], own["on"], own["kind"]) == (GAO, 0, today(now), "message")
    back = gao.ask(f"channel/letters/{own['id']}").content
    to = partyletter.to(party=gao.own.recipient, file=team.file.recipient, generation=0)
    for identity in (gao.own.identity, team.identities[0]):
        read = partyletter.unseal(back, identity, expected=to, key=gao.own.signing_public)
        assert read.content["words"] == "I was in Chengdu that night."
    # With twelve words alone they know the team that they answered.
    copy = base64.b64decode(told["own"])
    assert [each.id for each in inviteown.unseal(copy, gao.own).team] == sorted(
        each.id for each in team.people
    )


def test_no_report_shuts_a_party_out_by_the_digest_of_their_words(team, gao, now):
    """Each reader of the case is told it, the friend of somebody accused, too."""
    verifier = gao.enrol(now)["verifier"]
    note = RosterVersion.objects.latest("version").note
    body = cast.Reporter(SITE).report(note, to=team.people, now=now) | {"code": verifier}
    with pytest.raises(MalformedError):
        accept_report(report=msgspec.convert(body, Report), now=now)
    assert gao.ask("channel").status_code == 200
    assert not Case.objects.filter(code=verifier).exists()


def test_the_team_reads_what_each_browser_has_to_check(team, gao, now):
    body = gao.enrol(now)
    (keys,) = parties.keys_views(Case.objects.get(id=team.case))
    assert (keys.party, keys.verifier, keys.mac) == (GAO, body["verifier"], body["mac"])
    assert keys.kept
    (invited,) = parties.invitation_views(Case.objects.get(id=team.case))
    assert (invited.id, invited.ended) == (keys.invitation, None)
    assert keys.event
    assert invited.event
    assert keys.event != invited.event


def test_who_reads_the_file_is_told_that_a_party_came_and_wrote_and_nobody_else(team, gao, now):
    for does in (gao.enrol, lambda at: gao.write("Something.", at)):
        Outgoing.objects.all().delete()
        does(now)
        told = set(Outgoing.objects.filter(case=team.case).values_list("holder", flat=True))
        assert told == {each.id for each in team.people}


def test_nothing_of_a_party_is_kept_finer_than_the_hour(team, gao, now, hour):
    gao.enrol(now)
    gao.write("Something.", now)
    assert {row.at for row in PartyKeys.objects.all()} == {hour}
    assert {row.at for row in FileLetter.objects.filter(author=GAO)} == {hour}
    assert Invitation.objects.get().answered == hour
    ours = Outgoing.objects.filter(case=team.case, kind="letter")
    assert {row.due for row in ours} == {hour + HOUR}


# --- what ends a code ----------------------------------------------------------------------------


def test_a_used_code_says_on_which_day(gao, now):
    gao.enrol(now)
    again = gao.ask("channel/invitation")
    assert error(again) == (410, "used")
    assert again.json()["error"]["day"] == today(now)
    other = Party(gao.keys)
    assert error(other.send("channel/answer", {**gao_body(gao), "verifier": "0" * 64}))[0] == 410
    assert PartyKeys.objects.count() == 1


def gao_body(gao):
    row = PartyKeys.objects.get()
    return {
        "party": row.party, "recipient": row.recipient, "signing": row.signing,
        "verifier": row.code, "invitation": row.invitation.digest, "signature": row.signature,
        "mac": row.mac, "own": cast.b64(bytes(row.own)),
    }  # fmt: skip


def test_an_answer_that_was_lost_is_the_same_action(team, gao, now, clock):
    body = gao.answer(gao.opened(now))
    first = gao.send("channel/answer", body)
    clock.shift(90 * HOUR)  # even when the code is over
    again = gao.send("channel/answer", body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len(opened("channel_opened")) == 1


def test_two_windows_answer_and_one_is_told_that_it_was_used(gao, now):
    invited = gao.opened(now)
    second = Party(gao.keys)
    assert gao.send("channel/answer", gao.answer(invited)).status_code == 201
    assert error(second.send("channel/answer", second.answer(invited))) == (410, "used")
    assert error(second.ask("channel")) == (404, "not_found")
    assert PartyKeys.objects.get().code == gao.own.stored


def test_a_code_is_good_for_72_hours(gao, now, clock):
    body = gao.answer(gao.opened(now))
    clock.shift(72 * HOUR)
    assert error(gao.ask("channel/invitation")) == (410, "expired")
    assert error(gao.send("channel/answer", body)) == (410, "expired")
    assert not PartyKeys.objects.exists()


def test_what_expired_is_emptied(gao, now):
    forget_expired(now=now + 71 * HOUR)
    assert Invitation.objects.get().sealed
    forget_expired(now=now + 72 * HOUR)
    row = Invitation.objects.get()
    assert (bytes(row.sealed), bytes(row.kept)) == (b"", b"")


def test_a_second_invitation_replaces_the_first(team, gao, amara, jonas, now):
    other = invite(team, amara, now, NOOR)
    body = gao.answer(gao.opened(now))
    anew = invite(team, jonas, now, GAO)
    assert error(gao.send("channel/answer", body)) == (410, "expired")
    first = Invitation.objects.get(locator=gao.keys.stored)
    assert (bytes(first.sealed), bytes(first.kept)) == (b"", b"")
    anew.enrol(now)
    other.enrol(now)  # another party's stays


def test_a_renewal_of_the_file_key_ends_what_is_open(team, gao, amara, now):
    body = gao.answer(gao.opened(now))
    parties.end_open(Case.objects.get(id=team.case), now=now)
    assert error(gao.send("channel/answer", body)) == (410, "expired")
    assert bytes(Invitation.objects.get().sealed) == b""


def test_an_answered_invitation_keeps_what_browsers_check_by_and_nothing_else(team, gao, now):
    gao.enrol(now)
    parties.end_open(Case.objects.get(id=team.case), now=now)
    row = Invitation.objects.get()
    assert bytes(row.sealed) == b""
    assert bytes(row.kept) != b""
    assert row.ended is None


# --- codes that nobody made ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Heard-Invite " + "A" * 43, "Heard-Invite ", "Heard-Invite !", "", "Heard-Inbox {}", "{}",
        "Heard-Invite " + "A" * 4000, "Bearer {}",
    ],
)  # fmt: skip
def test_unknown_and_malformed_codes_are_told_the_same(gao, now, words):
    unknown = gao.ask("channel/invitation", words="Heard-Invite " + "B" * 43)
    here = gao.ask("channel/invitation", words=words.format(gao.keys.header) or "x")
    assert (here.status_code, here.content) == (unknown.status_code, unknown.content)
    assert here.status_code == 404
    body = gao.answer(gao.opened(now))
    sent = gao.send("channel/answer", body, words=words.format(gao.keys.header) or "x")
    assert (sent.status_code, sent.content) == (404, unknown.content)


def test_wrong_codes_are_counted_and_right_ones_are_not(gao, now, settings):
    from dataclasses import replace

    settings.HEARD = replace(settings.HEARD, rate=3)
    for _ in range(10):
        assert gao.ask("channel/invitation").status_code == 200
    wrong = "Heard-Invite " + "A" * 43
    asked = [gao.ask("channel/invitation", words=wrong).status_code for _ in range(4)]
    assert asked == [404, 404, 404, 429]


# --- answers that are none -----------------------------------------------------------------------


def other_keys():
    return returncode.derive(returncode.generate(), "localhost:8000")


def test_an_answer_with_any_member_of_another_is_refused(team, gao, amara, now):
    noor = invite(team, amara, now, NOOR)
    good, strange = gao.answer(gao.opened(now)), noor.answer(noor.opened(now))
    for name in good.keys() - {"own", "mac"}:  # mac is for browsers alone
        sent = gao.send("channel/answer", {**good, name: strange[name]})
        assert error(sent) == (400, "bad_request"), name
    assert not PartyKeys.objects.exists()
    assert not opened("channel_opened")
    assert gao.send("channel/answer", good).status_code == 201


def test_an_answer_of_another_site_opens_nothing(team, amara, now):
    """Its words give another locator there: the server here does not know it."""
    invited = team.invite(amara, GAO, now=now, site="elsewhere.example")
    body = team.inviting(amara, invited)
    assert amara.post(f"cases/{team.case}/invitations", body).status_code == 201
    from heard.formats import invitecode

    typed = Party(invitecode.derive(invitecode.generate(), "localhost:8000"))
    assert error(typed.ask("channel/invitation")) == (404, "not_found")


def test_keys_of_a_holder_are_refused(gao, amara, now):
    invited = gao.opened(now)
    row = Holder.objects.get(id=amara.id)
    gao.own = returncode.Keys(gao.own.login_verifier, gao.own.age_seed, amara.seed)
    assert error(gao.send("channel/answer", gao.answer(invited))) == (409, "conflict")
    assert row.signing == amara.signing
    assert not PartyKeys.objects.exists()


def test_keys_of_another_party_are_refused(team, gao, amara, now):
    gao.enrol(now)
    noor = invite(team, amara, now, NOOR)
    invited = noor.opened(now)
    fresh = other_keys()
    stolen = [
        returncode.Keys(fresh.login_verifier, fresh.age_seed, gao.own.signing_seed),
        returncode.Keys(fresh.login_verifier, gao.own.age_seed, fresh.signing_seed),
        returncode.Keys(gao.own.login_verifier, fresh.age_seed, fresh.signing_seed),
    ]
    for keys in stolen:
        noor.own = keys
        assert error(noor.send("channel/answer", noor.answer(invited))) == (409, "conflict")
    noor.own = fresh
    assert noor.send("channel/answer", noor.answer(invited)).status_code == 201


def test_the_words_of_a_reporter_are_not_a_partys_too(world, team, gao, now):
    lin = world.reporters[team.case]
    invited = gao.opened(now)
    gao.own = returncode.Keys(
        lin.secrets.keys.login_verifier, gao.own.age_seed, gao.own.signing_seed
    )
    assert error(gao.send("channel/answer", gao.answer(invited))) == (409, "conflict")


@pytest.mark.parametrize("own", [b"", b"hello", bytes(30_000)])
def test_an_own_copy_that_cannot_be_one_is_refused(gao, now, own):
    body = gao.answer(gao.opened(now), own=cast.b64(own))
    assert error(gao.send("channel/answer", body)) == (400, "bad_request")
