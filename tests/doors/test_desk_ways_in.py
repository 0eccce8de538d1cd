"""Passkeys, the recovery code and the keyring: changed once, by name, kept, logged and told."""

import argparse
import datetime as dt
import hashlib

import pytest
from authenticator import Authenticator, b64u
from deskhand import Desk, as_header, b64, invited
from deskworld import opened

from heard.actions import sign_in
from heard.doors.operator import roster_online
from heard.doors.operator.refusal import ExitError
from heard.formats import agefile
from heard.records.models import Holder, KeptKeyring, Outgoing, Passkey

NOBODY = {"signed_in": False}


@pytest.fixture
def amara(world):
    return world.desks["Amara"]


def another():
    return agefile.seal(b"{}", [agefile.recipient_of(agefile.generate_identity())])


def code_of(response):
    return response.status_code, response.json()["error"]["code"]


def sealed(desk, raw=None):
    """What each change carries: a keyring, and the one that it takes the place of."""
    return {"keyring": b64(raw or desk.keyring), "replaces": desk.replaces()}


def add_passkey(desk, device, label="Phone"):
    options = desk.post("passkeys/options").json()["options"]
    body = {
        "credential": device.create(options),
        "label": label,
        "prf": False,
        **sealed(desk, another()),
    }
    return options, desk.post("passkeys", body)


def test_a_second_passkey_signs_in_and_the_last_one_stays(amara):
    phone = Authenticator()
    options, added = add_passkey(amara, phone)
    known = {"id": amara.passkey.id, "type": "public-key"}
    assert options["excludeCredentials"] == [known]
    # Of one moment, so by their ids.
    assert [(p["id"], p["label"], p["prf"]) for p in added.json()["passkeys"]] == sorted(
        [(amara.passkey.id, "", True), (phone.id, "Phone", False)]
    )
    other = Desk(passkey=phone)
    assert other.sign_in().status_code == 200
    answer = other.post(f"passkeys/{amara.passkey.id}/remove", sealed(other))
    assert answer.status_code == 200
    assert amara.get("session").json() == NOBODY  # it hung on the passkey that is gone
    last = other.post(f"passkeys/{phone.id}/remove", sealed(other))
    assert code_of(last) == (409, "conflict")


def test_the_operator_signs_somebody_out_everywhere_and_nobody_else(world, amara, capsys):
    phone, jonas = Desk(passkey=amara.passkey), world.desks["Jonas"]
    assert phone.sign_in().status_code == 200
    assert roster_online.sign_out(argparse.Namespace(id=amara.id)) == 0
    assert "2 sessions ended" in capsys.readouterr().out
    assert [each.get("session").json() for each in (amara, phone)] == [NOBODY, NOBODY]
    assert jonas.get("session").json()["signed_in"] is True
    assert phone.sign_in().status_code == 200
    with pytest.raises(ExitError, match="heard roster list"):
        roster_online.sign_out(argparse.Namespace(id="0" * 32))


def test_a_passkey_of_somebody_else_is_as_absent_as_none(amara, world):
    theirs = world.desks["Jonas"].passkey.id
    answers = [amara.post(f"passkeys/{each}/remove", sealed(amara)) for each in (theirs, "AAAA")]
    assert (answers[0].status_code, answers[0].content) == (404, answers[1].content)


def test_the_same_passkey_is_not_added_twice(amara):
    phone = Authenticator()
    assert add_passkey(amara, phone)[1].status_code == 200
    assert code_of(add_passkey(amara, phone)[1]) == (409, "conflict")


def test_a_new_recovery_code_ends_the_old_one(amara):
    old, new = amara.recovery, b"n" * 32
    away = Desk(passkey=amara.passkey, recovery=old)
    assert away.sign_in_by_recovery().status_code == 200
    body = {"recovery": hashlib.sha256(new).hexdigest(), **sealed(amara, another())}
    assert amara.post("recovery", body).status_code == 200
    assert away.get("session").json() == NOBODY
    assert amara.get("session").json()["signed_in"] is True
    assert away.sign_in_by_recovery().status_code == 401
    assert Desk(recovery=new).sign_in_by_recovery().status_code == 200


def test_the_code_confirms_as_well_and_a_wrong_one_does_not(amara):
    body = sealed(amara, another())
    for wrong in (bytes(32), b"x" * 32):
        header = Desk(recovery=wrong).coded()
        assert code_of(amara.bare("keyring", body, **header)) == (403, "not_confirmed")
    assert amara.bare("keyring", body, **amara.coded()).status_code == 200


def test_wrong_codes_are_not_tried_without_end(amara):
    body = sealed(amara, another())
    wrong = Desk(recovery=bytes(32)).coded()
    answers = [amara.bare("keyring", body, **wrong).status_code for _ in range(11)]
    assert answers == [403] * 10 + [429]
    assert amara.bare("keyring", body, **amara.touched("keyring", body)).status_code == 200


@pytest.mark.parametrize("said", [b"\xff", b'{"id":"\xff"}', b"[]", b"{", b"[" * 5_000])
def test_a_touch_that_is_no_json_confirms_nothing(amara, said):
    header = {"HTTP_AUTHORIZATION": f"Heard-Passkey {b64u(said)}"}
    answer = amara.bare("keyring", sealed(amara, another()), **header)
    assert code_of(answer) == (403, "not_confirmed")


def test_a_touch_is_for_one_deed_to_the_byte(amara):
    meant, other = sealed(amara, another()), sealed(amara, another())
    touch = amara.touched("keyring", meant)
    assert code_of(amara.bare("keyring", other, **touch)) == (403, "not_confirmed")
    path = f"passkeys/{amara.passkey.id}/remove"
    assert code_of(amara.bare(path, meant, **touch)) == (403, "not_confirmed")
    assert amara.bare("keyring", meant, **touch).status_code == 200


def test_a_touch_is_for_one_session_of_one_holder(amara, world):
    amara.uncounted()  # or the counter would refuse it, whatever it is bound to
    body = sealed(amara, another())
    touch = amara.touched("keyring", body)
    again = Desk(passkey=amara.passkey)
    assert again.sign_in().status_code == 200
    assert code_of(again.bare("keyring", body, **touch)) == (403, "not_confirmed")
    jonas = world.desks["Jonas"]
    assert code_of(jonas.bare("keyring", body, **touch)) == (403, "not_confirmed")


def test_a_touch_is_of_ones_own_passkey(amara, world):
    body = sealed(amara, another())
    amara.passkey, mine = world.desks["Jonas"].passkey, amara.passkey
    theirs = amara.touched("keyring", body)
    assert code_of(amara.bare("keyring", body, **theirs)) == (403, "not_confirmed")
    amara.passkey = mine
    mine.verified = False
    unverified = amara.touched("keyring", body)
    assert code_of(amara.bare("keyring", body, **unverified)) == (403, "not_confirmed")


def test_a_touch_ends_after_five_minutes(amara, clock):
    body = sealed(amara, another())
    touch = amara.touched("keyring", body)
    clock.shift(sign_in.CHALLENGE_LIFE * 1.01)
    assert code_of(amara.bare("keyring", body, **touch)) == (403, "not_confirmed")


def test_a_sign_in_is_no_confirmation(amara):
    """Nor the other way round: what was signed for one thing is good for no other."""
    body = sealed(amara, another())
    options = amara.post("sign-in/options").json()["options"]
    amara.uncounted()
    credential = amara.passkey.get(options)
    assert code_of(amara.bare("keyring", body, **as_header(credential))) == (403, "not_confirmed")
    asked = amara.bare("confirm/options", {"about": amara.about("keyring", body)})
    touched = {"credential": amara.passkey.get(asked.json()["options"])}
    assert code_of(amara.post("sign-in", touched)) == (400, "bad_request")


@pytest.mark.parametrize("counts", [True, False])
def test_what_is_sent_again_for_want_of_an_answer_is_done_once(amara, counts):
    """A page that lost the answer sends the same bytes again, and asks for no second touch."""
    if not counts:
        amara.uncounted()
    body = {"recovery": "ab" * 32, **sealed(amara, another())}
    touch = amara.touched("recovery", body)
    answers = [amara.bare("recovery", body, **touch).status_code for _ in range(3)]
    assert answers == [200] * 3
    assert [each["change"] for each in opened("keyring_changed")] == ["recovery_replaced"]
    assert KeptKeyring.objects.count() == 1


def test_an_older_keyring_never_takes_the_place_of_a_newer_one(amara):
    """Two tabs: what the first one sealed stays."""
    stale = sealed(amara, another())
    newer = another()
    assert amara.post("keyring", sealed(amara, newer)).status_code == 200
    for path, more in (
        ("keyring", {}),
        ("recovery", {"recovery": "ab" * 32}),
        (f"passkeys/{amara.passkey.id}/remove", {}),
    ):
        assert code_of(amara.post(path, {**stale, **more})) == (409, "keyring_changed")
    assert bytes(Holder.objects.get(id=amara.id).keyring) == newer
    assert Passkey.objects.filter(holder=amara.id).count() == 1


def test_junk_is_undone_by_its_owner(amara):
    """Whoever had a way in of theirs, or a page gone wrong: the keyring before is still there."""
    good = bytes(Holder.objects.get(id=amara.id).keyring)
    assert amara.post("keyring", sealed(amara, another())).status_code == 200
    earlier = amara.post("keyring/earlier").json()["earlier"]
    assert [each["keyring"] for each in earlier] == [b64(good)]
    assert amara.post("keyring", sealed(amara, good)).status_code == 200
    assert amara.get("keyring").json()["keyring"] == b64(good)


def test_a_keyring_that_was_put_back_can_be_put_back_again(amara):
    """The same bytes for the same bytes, later, are another action and not a lost answer."""
    one, two = bytes(Holder.objects.get(id=amara.id).keyring), another()
    for each in (two, one, two, one):
        assert amara.post("keyring", sealed(amara, each)).status_code == 200
        assert amara.get("keyring").json()["keyring"] == b64(each)
    assert len(opened("keyring_changed")) == 4


def test_the_last_five_are_kept_for_ninety_days(amara, clock, now):
    rings = [another() for _ in range(7)]
    for each in rings:
        assert amara.post("keyring", sealed(amara, each)).status_code == 200
    kept = [each["keyring"] for each in amara.post("keyring/earlier").json()["earlier"]]
    assert kept == [b64(each) for each in reversed(rings[1:6])]
    assert sign_in.forget_old(now=now + dt.timedelta(days=90)) == 0
    assert sign_in.forget_old(now=now + dt.timedelta(days=90, seconds=1)) == 5


def test_each_change_is_logged_and_its_owner_told(amara, now):
    phone = Authenticator()
    add_passkey(amara, phone)
    amara.post(f"passkeys/{phone.id}/remove", sealed(amara, another()))
    amara.post("recovery", {"recovery": "ab" * 32, **sealed(amara, another())})
    amara.post("keyring", sealed(amara, another()))
    said = opened("keyring_changed")
    changes = ["passkey_added", "passkey_removed", "recovery_replaced", "keyring_replaced"]
    assert [(each["change"], each["actor"]) for each in said] == [(c, amara.id) for c in changes]
    assert said[-1]["keyring"] == amara.replaces()
    assert all("case" not in each for each in said)
    told = Outgoing.objects.filter(kind="keyring").values_list("holder", "case", "due")
    assert list(told) == [(amara.id, "", now)] * 4
    shown = amara.get("keyring").json()["changes"]
    assert [each["change"] for each in shown] == changes[::-1]


def test_who_waits_for_a_roster_is_told_of_their_own_keys(world, now):
    from heard.actions.notifications import _claiming, _people

    bo = world.join("Bo")
    Holder.objects.filter(id=bo.id).update(email="bo@example.org")
    assert bo.post("keyring", sealed(bo, another())).status_code == 200
    (claimed,) = _claiming.claim(now=now)
    plan = _people.plan(claimed, post=_people.Post(now))
    assert [way.id for way in plan.ways] == ["email"]


def test_the_notice_waits_for_no_quiet_hours_and_names_nothing(world, now, box):
    from heard.actions import notifications

    amara = world.desks["Amara"]
    Holder.objects.filter(id=amara.id).update(
        email="amara@example.org", quiet_from=0, quiet_until=23
    )
    assert amara.post("keyring", sealed(amara, another())).status_code == 200
    notifications.send_due(now=now)
    (mail,) = box.to("amara@example.org")
    assert "Something waits for you" in mail.text
    assert not any(word in mail.text.lower() for word in ("key", "recovery", "changed"))


@pytest.mark.parametrize("part", ["keyring", "recovery"])
def test_junk_of_another_form_is_refused(amara, part):
    body = {"recovery": "ab" * 32, **sealed(amara)}
    body |= {"keyring": b64(b"not sealed")} if part == "keyring" else {"recovery": "AB" * 32}
    assert amara.post("recovery", body).status_code == 400
    assert amara.unlocks(Holder.objects.get(id=amara.id).keyring)


def test_an_invitation_waits_while_its_owner_changes_keys(amara, now):
    """Joining asks for no confirmation: there is nobody yet whose keys could be lost."""
    bo = Desk()
    bo.join(invited(now, name="Bo")[1])
    assert bo.get("session").json()["signed_in"] is True
