"""A team that invites and a party that answers: they really seal and sign, and a server tries."""

import base64
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats import (
    FormatError,
    _ed25519,
    _inviteframe,
    agefile,
    invitation,
    inviteanswer,
    invitecode,
    invitekept,
    inviteown,
)
from heard.formats import returncode as codes
from heard.formats._codewords import WOUNDING
from heard.formats._text import base64_text
from heard.formats.invitation import Invitation, Member
from heard.formats.inviteanswer import Answer
from heard.formats.invitekept import Kept

NOW = datetime(2026, 11, 29, 22, 10, 5, tzinfo=UTC)
SITE = "heard.example"


def outcome(action: Any) -> tuple[str, Any]:
    try:
        return "ok", action()
    except FormatError as error:
        return (error.kind if str(error).endswith(".") else f"no sentence: {error}"), None


@pytest.mark.parametrize("language", codes.LANGUAGES)
def test_a_code_has_no_word_that_wounds_and_keeps_95_bits(language: str) -> None:
    for _ in range(200):
        drawn = invitecode.generate(language)
        shown = invitecode.words(drawn, language)
        assert WOUNDING[language].isdisjoint(shown)
        assert (len(drawn), invitecode.read(" ".join(shown))) == (12, drawn)
    kept = 1 - len(WOUNDING[language]) / 2048
    assert 96 + invitecode.WORDS * math.log2(kept) > 95


def test_the_check_bits_find_seven_of_eight_wrong_words() -> None:
    """No more than that: three bits. What they miss is a code that nobody made."""
    words = invitecode.words(invitecode.generate())
    others = [word for word in codes.wordlist("english") if word != words[4]]
    typed = [" ".join([*words[:4], word, *words[5:]]) for word in others]
    found = [outcome(lambda text=text: invitecode.read(text))[0] for text in typed]
    assert set(found) == {"ok", "checksum"}
    assert found.count("ok") < len(found) / 6


@dataclass(frozen=True)
class Invited:
    """Amara invited Gao; ``words`` are what he was told."""

    words: str
    sealed: bytes
    kept: bytes
    file_identity: str
    seed: bytes
    members: Mapping[str, str]


def invite(*, party: str = "a" * 32, generation: int = 0) -> Invited:
    entropy = invitecode.generate()
    keys = invitecode.derive(entropy, SITE)
    identity, seed = agefile.generate_identity(), b"\1" * 32
    seeds = {f"{1:032x}": seed, f"{2:032x}": b"\2" * 32}
    members = {id: base64_text(_ed25519.public_of(each)) for id, each in seeds.items()}
    made = Invitation(
        root=" ".join(["0f0f0"] * 8),
        roster="1" * 64,
        party=party,
        locator=keys.stored,
        file_recipient=agefile.recipient_of(identity),
        generation=generation,
        team=tuple(Member(id, key) for id, key in members.items()),
        by=f"{1:032x}",
        expires=invitation.expiry(NOW),
    )
    return Invited(
        words=" ".join(invitecode.words(entropy)),
        sealed=invitation.seal(made, keys, seed),
        kept=invitekept.seal(Kept(made, keys.mac), seed),
        file_identity=identity,
        seed=seed,
        members=members,
    )


def kept_of(invited: Invited) -> Kept:
    return invitekept.unseal(invited.kept, invited.file_identity, members=invited.members)


def answer(invited: Invited, *, words: str = "") -> Answer:
    """By a party who types the words, and makes twelve of their own."""
    keys = invitecode.derive(invitecode.read(words or invited.words), SITE)
    read = invitation.unseal(invited.sealed, keys, now=NOW)
    return inviteanswer.make(read, keys, codes.derive(codes.generate(), SITE))


def check(made: Answer, invited: Invited, **changes: Any) -> str:
    kept = kept_of(invited)
    given: dict[str, Any] = {
        "came": NOW + timedelta(hours=1),
        "locator": kept.invitation.locator,
        "newest": 0,
        **changes,
    }
    sent = inviteanswer.parse(json.loads(json.dumps(made.value())))
    return outcome(lambda: inviteanswer.check(sent, kept, **given))[0]


def test_a_party_enrols() -> None:
    invited = invite()
    made = answer(invited)
    assert check(made, invited) == "ok"
    # What comes next is sealed to the party's own key, and the code opens nothing of it.
    sealed = agefile.seal(b"notice", [made.recipient])
    code = invitecode.derive(invitecode.read(invited.words), SITE)
    assert outcome(lambda: agefile.unseal(sealed, [code.identity]))[0] == "no_match"


def test_a_server_learns_neither_the_words_nor_what_they_authenticate() -> None:
    """It has the locator, the sealed invitation, the sealed copy and the answer."""
    invited = invite()
    keys = invitecode.derive(invitecode.read(invited.words), SITE)
    had = (
        b"".join((invited.sealed, invited.kept, keys.header.encode(), keys.stored.encode()))
        + json.dumps(answer(invited).value()).encode()
    )
    for secret in (keys.mac, keys.age_seed):
        for form in (secret, base64.b64encode(secret), secret.hex().encode()):
            assert form not in had
    assert keys.header.encode() in had  # it is searched by what is there


def test_a_party_comes_back_to_the_team_that_invited() -> None:
    """With twelve words alone, whatever the server gives out in its place."""
    made, own, other = KEPT.invitation, OWN, codes.derive(codes.generate(), SITE)
    sealed = inviteown.seal(made, own)
    assert inviteown.unseal(sealed, own) == made
    assert outcome(lambda: inviteown.unseal(sealed, other))[0] == "no_match"
    strange = replace(made, root=" ".join(["fffff"] * 8))
    forged = agefile.seal(inviteown.write(strange, other), [own.recipient])
    assert outcome(lambda: inviteown.unseal(forged, own))[0] == "signature"
    large = agefile.seal(bytes(_inviteframe.MAX_SEALED), [own.recipient])
    assert outcome(lambda: inviteown.unseal(large, own))[0] == "too_large"


def test_an_answer_to_one_invitation_is_none_to_another() -> None:
    first, second = invite(), invite()
    made = answer(first)
    assert [check(made, each) for each in (first, second)] == ["ok", "invitation"]


def test_an_answer_of_one_party_is_none_of_another() -> None:
    gao, tan = invite(party="a" * 32), invite(party="b" * 32)
    assert check(answer(tan), gao) == "party"


def test_the_words_open_one_invitation() -> None:
    first, second = invite(), invite()
    assert outcome(lambda: answer(second, words=first.words))[0] == "no_match"


def test_a_renewal_of_the_file_key_ends_an_invitation() -> None:
    """Who is left out by it had ``mac``, and could answer in anybody's place with the server."""
    invited = invite(generation=3)
    made = answer(invited)
    assert [check(made, invited, newest=newest) for newest in (3, 4)] == ["ok", "generation"]


def test_a_second_invitation_ends_the_first() -> None:
    """Who found the words of the first could answer it, if the server hands it out again."""
    first, second = invite(), invite()
    newest = kept_of(second).invitation.locator
    made = answer(first)
    assert [check(made, first), check(made, first, locator=newest)] == ["ok", "replaced"]
    assert check(answer(second), second, locator=newest) == "ok"


def test_nobody_writes_what_a_reader_refuses() -> None:
    invited = invite()
    keys = invitecode.derive(invitecode.read(invited.words), SITE)
    made = kept_of(invited).invitation
    other = invitecode.derive(invitecode.generate(), SITE)
    for changed, code, seed, kind in (
        (made, other, invited.seed, "locator"),
        (made, keys, b"\2" * 32, "signature"),
        (replace(made, expires="2026-12-02T21:30:00Z"), keys, invited.seed, "member"),
        (replace(made, team=made.team[::-1]), keys, invited.seed, "member"),
    ):
        wrong = outcome(lambda c=changed, k=code, s=seed: invitation.seal(c, k, s))
        assert wrong[0] == kind
    short = Kept(made, keys.mac[:-1])
    assert outcome(lambda: invitekept.seal(short, invited.seed))[0] == "member"
    assert outcome(lambda: invitekept.seal(Kept(made, keys.mac), b"\2" * 32))[0] == "signature"


def test_a_whole_team_has_room_and_every_invitation_one_length() -> None:
    keys = invitecode.derive(invitecode.generate(), SITE)
    seeds = [bytes([n]) * 32 for n in range(62)]
    signing = [base64_text(_ed25519.public_of(seed)) for seed in seeds]
    team = tuple(Member(f"{n:032x}", key) for n, key in enumerate(signing))
    made = replace(kept_of(invite()).invitation, by=team[0].id, locator=keys.stored)
    teams = [replace(made, team=team[:n]) for n in (1, 2, 62)]
    assert len({len(invitation.seal(each, keys, seeds[0])) for each in teams}) == 1


@pytest.mark.parametrize(
    ("used", "after", "kind"),
    [
        (None, timedelta(0), "ok"),
        (None, timedelta(hours=71, minutes=49, seconds=54), "ok"),
        (None, timedelta(hours=71, minutes=49, seconds=55), "expired"),
        (None, -timedelta(hours=1), "life"),
        (date(2026, 11, 30), timedelta(0), "used"),
        (date(2026, 11, 30), timedelta(days=30), "used"),
    ],
)
def test_until_when_a_code_is_good(used: date | None, after: timedelta, kind: str) -> None:
    def action() -> None:
        invitation.check_open(expires=invitation.expiry(NOW), used=used, now=NOW + after)

    assert outcome(action)[0] == kind


def test_a_used_code_names_the_day() -> None:
    with pytest.raises(FormatError, match="used on 2026-11-30"):
        invitation.check_open(expires=invitation.expiry(NOW), used=date(2026, 11, 30), now=NOW)


@pytest.mark.parametrize("size", [0, 100, _inviteframe.MAX_SEALED, _inviteframe.MAX_SEALED + 1])
def test_a_server_takes_no_other_size(size: int) -> None:
    sealed = agefile.seal(bytes(size), [agefile.recipient_of(agefile.generate_identity())])
    kind = "too_large" if len(sealed) > _inviteframe.MAX_SEALED else "format"
    assert outcome(lambda: invitation.check_sealed(sealed))[0] == kind


def test_a_server_takes_no_second_recipient() -> None:
    two = [agefile.recipient_of(agefile.generate_identity()) for _ in range(2)]
    sealed = agefile.seal(bytes(_inviteframe.SIZE), two)
    assert outcome(lambda: invitation.check_sealed(sealed))[0] != "ok"


INVITED = invite()
KEPT = kept_of(INVITED)
OWN = codes.derive(codes.generate(), SITE)


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=12, max_size=12), st.sampled_from([SITE, "other.example"]))
def test_an_answer_made_with_another_code_never_checks(entropy: bytes, site: str) -> None:
    """A server that knows all but the words: the invitation, the party, the team, the digest."""
    made = inviteanswer.make(KEPT.invitation, invitecode.derive(entropy, site), OWN)
    assert check(made, INVITED) == "mac"


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_an_answer_with_one_byte_changed_never_checks(data: st.DataObject) -> None:
    keys = invitecode.derive(invitecode.read(INVITED.words), SITE)
    good = inviteanswer.make(KEPT.invitation, keys, OWN)
    name = data.draw(st.sampled_from(sorted(good.value())))
    text = good.value()[name]
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("0123456789abcdefABCDEFghijk+/=q"))
    altered = {**good.value(), name: text[:at] + letter + text[at + 1 :]}
    kind, read = outcome(lambda: inviteanswer.parse(altered))
    if read and altered != good.value():
        assert check(read, INVITED) in {"party", "invitation", "signature", "mac"}
    else:
        assert kind == ("ok" if altered == good.value() else "member")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, _inviteframe.SIZE - 1), st.integers(1, 255))
def test_an_invitation_with_one_byte_changed_is_never_read(at: int, change: int) -> None:
    keys = invitecode.derive(invitecode.read(INVITED.words), SITE)
    good = bytearray(invitation.write(KEPT.invitation, keys, INVITED.seed))
    good[at] ^= change
    assert outcome(lambda: invitation.read(bytes(good), mac=keys.mac))[0] in {
        "format",
        "padding",
        "mac",
    }


def test_the_parts_of_a_code_are_unlike() -> None:
    keys = invitecode.derive(bytes(12), SITE)
    returned = codes.derive(bytes(16), SITE)
    parts = sorted(
        (keys.locator, keys.mac, keys.age_seed, returned.login_verifier, returned.age_seed)
    )
    assert all(one != other for one, other in pairwise(parts))
    assert "mac" not in repr(keys) + repr(KEPT)
