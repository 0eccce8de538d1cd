"""A holder's own keys are followed by others: made, signed by the root, then the wraps."""

import hashlib
from base64 import b64decode
from datetime import timedelta

import pytest
from deskhand import b64
from deskworld import WRAP, opened, wrap_of

from heard.actions import rosters
from heard.actions.operations import health
from heard.formats import agefile, roster, wrap
from heard.formats.newkeys import PublicKeys
from heard.records.models import EarlierKeys, Holder, NewKeys, Outgoing
from heard.rules.refusals import RefusedError


@pytest.fixture
def amara(world):
    return world.desks["Amara"]


def code_of(response):
    return response.status_code, response.json()["error"]["code"]


def entry_of(desk):
    return next(each for each in rosters.current().entries if each.id == desk.id)


def row_of(desk):
    return next(row for row in rosters.listing() if row.id == desk.id)


def rotated(world, desk):
    body, (identity, seed) = desk.next_keys()
    assert desk.post("keys", body).status_code == 200
    world.sign_roster()
    desk.identity, desk.seed = identity, seed
    return body


def test_new_keys_wait_for_the_roots_signature_and_both_sides_are_told(world, amara):
    old, (body, _) = entry_of(amara), amara.next_keys()
    answer = amara.post("keys", body)
    assert answer.status_code == 200
    waiting = answer.json()["new_keys"]
    assert waiting["signing"] == body["signing"]
    assert amara.get("keyring").json()["new_keys"] == waiting
    # Nothing is sealed to them yet, by anybody.
    assert entry_of(amara) == old
    assert row_of(amara).new_keys
    found = [each for each in health.check_state(now=world.now, mail=False) if each.fix]
    assert any("1 made new keys" in each.what for each in found)

    world.sign_roster()
    new = entry_of(amara)
    assert (new.recipient, new.signing) == (body["recipient"], body["signing"])
    assert [each.keys for each in new.earlier] == [old.keys]
    assert new.earlier[0].until == world.now.date() + timedelta(days=7)
    assert amara.get("keyring").json()["new_keys"] is None
    assert not row_of(amara).new_keys
    digest = rosters.current_digest()
    said = opened("keys_rotated")[0]
    assert said["holder"] == amara.id
    assert (said["before"], said["after"], said["roster"]) == (old.signing, new.signing, digest)
    assert [each["change"] for each in opened("keyring_changed")] == ["keys_made"]
    told = Outgoing.objects.filter(holder=amara.id, kind="keyring")
    assert told.count() == 2


def test_they_follow_one_another(world, amara):
    rotated(world, amara)
    rotated(world, amara)
    assert len(entry_of(amara).earlier) == 2
    assert EarlierKeys.objects.filter(holder=amara.id).count() == 2
    world.sign_roster()
    assert len(entry_of(amara).earlier) == 2


def test_only_the_key_in_use_names_them(world, amara):
    jonas = world.desks["Jonas"]
    good, _ = amara.next_keys()
    wrong = [
        amara.next_keys(site="other.example")[0],
        amara.next_keys(holder=jonas.id)[0],
        amara.next_keys(before=PublicKeys("0" * 64, amara.signing))[0],
        amara.next_keys(after=PublicKeys("0" * 64, good["signing"]))[0],
        {**good, "signature": b64(bytes(64))},
        {**good, "signature": ""},
        {**good, "signing": b64(bytes(32))},
        {**good, "recipient": "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"},
    ]
    for body in wrong:
        assert code_of(amara.post("keys", body)) == (400, "bad_request")
    # The keys that were in use before are no more than a stranger's.
    before = amara.seed, amara.identity
    rotated(world, amara)
    amara.seed, amara.identity = before
    assert code_of(amara.post("keys", amara.next_keys()[0])) == (400, "bad_request")
    assert not NewKeys.objects.exists()


def test_nobody_takes_anothers_key_or_one_from_before(world, amara):
    jonas = world.desks["Jonas"]
    theirs = PublicKeys(hashlib.sha256(jonas.recipient.encode()).hexdigest(), jonas.signing)
    body, _ = amara.next_keys(after=theirs)
    body |= {"recipient": jonas.recipient, "signing": jonas.signing}
    assert code_of(amara.post("keys", body)) == (400, "bad_request")
    old = PublicKeys(hashlib.sha256(amara.recipient.encode()).hexdigest(), amara.signing)
    again = {"recipient": amara.recipient, "signing": amara.signing}
    rotated(world, amara)
    body = amara.next_keys(after=old)[0] | again
    assert code_of(amara.post("keys", body)) == (400, "bad_request")


def test_who_stands_in_no_roster_has_nothing_to_follow(world):
    newcomer = world.join("Daniel")
    assert code_of(newcomer.post("keys", newcomer.next_keys()[0])) == (409, "conflict")


def test_made_again_they_take_the_place_of_those_that_wait(world, amara):
    assert amara.post("keys", amara.next_keys()[0]).status_code == 200
    second = amara.next_keys()[0]
    assert amara.post("keys", second).status_code == 200
    world.sign_roster()
    assert entry_of(amara).signing == second["signing"]


def test_an_earlier_keyring_calls_them_off(world, amara):
    assert amara.post("keys", amara.next_keys()[0]).status_code == 200
    back = {"keyring": b64(amara.keyring), "replaces": amara.replaces()}
    assert amara.post("keyring", back).status_code == 200
    assert not NewKeys.objects.exists()
    old = entry_of(amara)
    world.sign_roster()
    assert entry_of(amara) == old


def test_a_roster_made_before_the_keys_were_is_taken_and_they_go_on_waiting(world, amara):
    drafted = rosters.draft(now=world.now, quorum=None)
    body, _ = amara.next_keys()
    assert amara.post("keys", body).status_code == 200
    rosters.accept(signed=roster.sign(drafted, world.root), now=world.now)
    assert entry_of(amara).signing == amara.signing
    assert NewKeys.objects.filter(holder=amara.id, signing=body["signing"]).exists()


def test_a_roster_that_ends_keys_does_not_come_after_their_end(world, amara):
    body, _ = amara.next_keys()
    assert amara.post("keys", body).status_code == 200
    signed = roster.sign(rosters.draft(now=world.now, quorum=None), world.root)
    with pytest.raises(RefusedError, match="too long ago"):
        rosters.accept(signed=signed, now=world.now + timedelta(days=7))
    rosters.accept(signed=signed, now=world.now + timedelta(days=6))
    assert Holder.objects.get(id=amara.id).signing == body["signing"]


# --- their wraps ---


def sha(raw):
    return hashlib.sha256(raw).hexdigest()


def resealed(world, case, desk):
    """The case key, sealed once more to who sits there."""
    identity = desk.open_case(wrap_of(case, desk), world.reporters[case])
    return wrap.seal(wrap.Wrap(case, 0, identity), desk.recipient)


def put(case, was, sealed, *, generation=0):
    return {"case": case, "generation": generation, "was": sha(was), "wrap": b64(sealed)}


def test_own_wraps_are_listed_page_by_page_and_nothing_that_waits(world, monkeypatch):
    monkeypatch.setattr("heard.actions.cases.resealing.PAGE", 2)
    jonas, ruth = world.desks["Jonas"], world.desks["Ruth"]
    mine = sorted(world.case([ruth]) for _ in range(3))
    world.case([jonas], [ruth])
    world.case([jonas])
    first = ruth.get("wraps").json()
    rest = ruth.get(f"wraps?after={first['next']}").json()
    assert [each["case"] for each in (*first["wraps"], *rest["wraps"])] == mine
    assert (first["total"], rest["total"], rest["next"]) == (3, 3, None)
    assert b64decode(first["wraps"][0]["wrap"]) == wrap_of(mine[0], ruth)
    for odd in ("after=x", f"after={mine[0]}", "page=2"):
        assert code_of(ruth.get(f"wraps?{odd}")) == (400, "bad_request")


def test_a_wrap_takes_the_place_of_the_one_it_was_made_from_and_of_no_other(world):
    jonas, ruth, ines = (world.desks[name] for name in ("Jonas", "Ruth", "Ines"))
    case, waiting = world.case([ruth], [ines]), world.case([jonas], [ruth])
    other = world.case([jonas])
    others = ((case, ines), (waiting, ruth), (other, jonas))
    before = [wrap_of(*each) for each in others]
    old, new = wrap_of(case, ruth), resealed(world, case, ruth)
    late = resealed(world, waiting, ruth)
    body = {
        "wraps": [
            put(case, old, new),
            put(case, old, new, generation=1),
            put(waiting, before[1], late),
            put(other, before[2], WRAP),
        ]
    }
    assert ruth.post("wraps", body).json() == {"kept": 1}
    assert wrap_of(case, ruth) == new
    assert [wrap_of(*each) for each in others] == before
    # Said again, because the answer was lost: as before. Made from what is gone: left as it is.
    assert ruth.post("wraps", body).json() == {"kept": 1}
    newer = resealed(world, case, ruth)
    assert ruth.post("wraps", {"wraps": [put(case, old, newer)]}).json() == {"kept": 0}
    assert wrap_of(case, ruth) == new
    assert {each["change"] for each in opened("keyring_changed")} == {"wraps_resealed"}


def test_what_is_no_wrap_is_refused_whole(world, amara):
    case, second = world.case([amara]), world.case([amara])
    before, good = wrap_of(case, amara), resealed(world, case, amara)
    then = wrap_of(second, amara)
    for odd in (b"", bytes(9000), agefile.seal(bytes(4096), [amara.recipient])):
        body = {"wraps": [put(case, before, good), put(second, then, odd)]}
        assert code_of(amara.post("wraps", body)) == (400, "bad_request")
    assert (wrap_of(case, amara), wrap_of(second, amara)) == (before, then)
