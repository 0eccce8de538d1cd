"""Whatever a browser says is a credential, the answer is a refusal and never a fault."""

import copy

import pytest
from deskhand import Desk, invited
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from heard.actions import sign_in
from heard.actions.sign_in import NotConfirmedError, NotRecognisedError, RelyingParty
from heard.rules.refusals import MalformedError

PARTY = RelyingParty(id="localhost", origin="http://localhost:8000", name="Heard")
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=40),
    st.binary(max_size=60).map(lambda raw: raw.hex()),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)
PLACES = st.sampled_from(
    [
        ("id",),
        ("rawId",),
        ("type",),
        ("response",),
        ("authenticatorAttachment",),
        ("response", "clientDataJSON"),
        ("response", "attestationObject"),
        ("response", "authenticatorData"),
        ("response", "signature"),
        ("response", "userHandle"),
    ]
)


def bent(credential, place, junk):
    made = copy.deepcopy(credential)
    *way, last = place
    inner = made
    for name in way:
        inner = inner[name]
    inner[last] = junk
    return made


@pytest.fixture
def amara(database, clock, now, fresh_limits):
    desk = Desk()
    _, token = invited(now)
    desk.join(token)
    return desk


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=PLACES, junk=JUNK)
@example(place=("id",), junk="\0")
def test_no_assertion_breaks_the_door(amara, now, place, junk):
    options = sign_in.sign_in_options(party=PARTY, browser="b", now=now)
    right = amara.passkey.get(options)
    odd = bent(right, place, junk)
    if place in {("authenticatorAttachment",), ("response", "attestationObject")}:
        return  # not looked at in an assertion
    with pytest.raises((MalformedError, NotRecognisedError)):
        sign_in.sign_in_by_passkey(party=PARTY, browser="b", credential=odd, now=now)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=PLACES, junk=JUNK)
@example(place=("id",), junk="\0")
def test_no_confirmation_breaks_the_door(amara, now, place, junk):
    asking = sign_in.Asking(holder=amara.id, session="s", about="a" * 64)
    options = sign_in.confirm_options(asking=asking, party=PARTY, now=now)
    odd = bent(amara.passkey.get(options), place, junk)
    if place in {
        ("authenticatorAttachment",),
        ("response", "attestationObject"),
        ("response", "userHandle"),
    }:
        return  # not looked at: the passkey is one of this holder's, or none
    with pytest.raises(NotConfirmedError):
        sign_in.confirm_by_passkey(asking=asking, party=PARTY, credential=odd, now=now)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=PLACES, junk=JUNK)
def test_no_registration_breaks_the_door(amara, now, place, junk):
    from heard.actions.sign_in import _challenge
    from heard.actions.sign_in._ceremony import check_registration

    options = sign_in.passkey_options(holder=amara.id, party=PARTY, session="s", now=now)
    odd = bent(amara.passkey.create(options), place, junk)
    if place in {
        ("authenticatorAttachment",),
        ("response", "authenticatorData"),
        ("response", "signature"),
        ("response", "userHandle"),
    }:
        return  # not looked at in a registration

    def register():
        answered = _challenge.open_in(odd, kind="passkey", bound=f"{amara.id} s", now=now)
        check_registration(party=PARTY, challenge=answered, credential=odd)

    with pytest.raises(MalformedError):
        register()
