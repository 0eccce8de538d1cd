"""Invitations to a channel, by the shared vectors: read as they say, or refused for that reason."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from heard.formats import (
    FormatError,
    _inviteframe,
    invitation,
    inviteanswer,
    invitecode,
    invitekept,
    inviteown,
)
from heard.formats import returncode as codes
from heard.formats.invitekept import Kept

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "channel.json").read_text(encoding="utf-8")
)
SEALED = {each["name"]: base64.b64decode(each["sealed"]) for each in VECTORS["sealed"]}
NOW = datetime(2026, 11, 29, 22, 10, 5, tzinfo=UTC)
SITE = "heard.example"


def cases(member: str) -> Any:
    return pytest.mark.parametrize("case", VECTORS[member], ids=lambda case: case.get("name", ""))


def outcome(action: Any) -> tuple[str, Any]:
    try:
        return "ok", action()
    except FormatError as error:
        return (error.kind if str(error).endswith(".") else f"no sentence: {error}"), None


def plaintext(case: Any) -> bytes:
    return base64.b64decode(case["plaintext"]).ljust(case["size"], b"\0")


@cases("derive")
def test_code_derives(case: Any) -> None:
    entropy = bytes.fromhex(case["entropy"])
    keys = invitecode.derive(entropy, VECTORS["site"])
    assert invitecode.words(entropy, case["language"]) == case["words"]
    assert len(case["words"]) == invitecode.WORDS
    assert invitecode.read(" ".join(case["words"])) == entropy
    assert {
        "header": keys.header,
        "stored": keys.stored,
        "age_identity": keys.identity,
        "age_recipient": keys.recipient,
        "mac": keys.mac.hex(),
    } == {name: case[name] for name in list(case)[4:]}
    assert codes.stored_from_header(keys.header) == keys.stored


@cases("read")
def test_code_is_read(case: Any) -> None:
    if case["expect"] == "ok":
        assert invitecode.read(case["text"]).hex() == VECTORS["entropy"]
        return
    with pytest.raises(codes.CodeError) as refused:
        invitecode.read(case["text"])
    error = refused.value
    assert error.kind == case["expect"]
    assert (error.count, [list(each) for each in error.wrong]) == (case["count"], case["wrong"])


@cases("made")
def test_an_invitation_ends_with_an_hour(case: Any) -> None:
    assert invitation.expiry(datetime.fromisoformat(case["at"])) == case["expires"]


def test_the_good_one_is_what_it_says() -> None:
    read = invitation.parse(VECTORS["invitation"])
    assert (read.value(), read.digest()) == (VECTORS["invitation"], VECTORS["digest"])


@cases("plaintexts")
def test_invitation(case: Any) -> None:
    mac = base64.b64decode(VECTORS["mac"])
    kind, read = outcome(lambda: invitation.read(plaintext(case), mac=mac))
    assert kind == case["expect"]
    if read:
        assert read.value() == VECTORS["invitation"]
        assert invitation.write(read, _vector_keys(), _seed("holder")) == plaintext(case)


def _seed(name: str) -> bytes:
    return base64.b64decode(VECTORS["seeds"][name])


def _vector_keys(**given: str) -> invitecode.Keys:
    case = {"entropy": VECTORS["entropy"], "site": VECTORS["site"], **given}
    return invitecode.derive(bytes.fromhex(case["entropy"]), case["site"])


@cases("opened")
def test_sealed_invitation(case: Any) -> None:
    keys = _vector_keys(entropy=case["entropy"], site=case["site"])
    sealed, now = SEALED[case["file"]], datetime.fromisoformat(case["now"])
    assert invitation.check_sealed(sealed).plaintext == _inviteframe.SIZE
    kind, read = outcome(lambda: invitation.unseal(sealed, keys, now=now))
    assert (kind, read and read.value()) == (
        case["expect"],
        VECTORS["invitation"] if kind == "ok" else None,
    )


@cases("rosters")
def test_team_stands_in_the_roster(case: Any) -> None:
    read = invitation.parse(case["invitation"])
    kind, found = outcome(lambda: invitation.check_roster(read, case["note"], root=case["root"]))
    assert kind == case["expect"]
    if found:
        assert {each.id for each in read.team} <= {each.id for each in found.entries}


@cases("kept")
def test_kept(case: Any) -> None:
    kind, read = outcome(lambda: invitekept.read(plaintext(case), members=case["members"]))
    assert kind == case["expect"]
    if read:
        assert (read.invitation.value(), read.mac) == (VECTORS["invitation"], _vector_keys().mac)
        assert invitekept.write(read, _seed("holder")) == plaintext(case)


@cases("kept_opened")
def test_sealed_kept(case: Any) -> None:
    members = {each["id"]: each["signing"] for each in VECTORS["invitation"]["team"]}
    sealed = SEALED[case["file"]]
    kind, read = outcome(lambda: invitekept.unseal(sealed, case["identity"], members=members))
    assert kind == case["expect"]
    if read:
        assert read.mac == _vector_keys().mac


@cases("own")
def test_own_copy(case: Any) -> None:
    own = codes.derive(bytes.fromhex(VECTORS["seeds"]["party"]), VECTORS["site"])
    kind, read = outcome(lambda: inviteown.read(plaintext(case), key=own.signing_public))
    assert kind == case["expect"]
    if read:
        assert read.value() == VECTORS["invitation"]
        assert inviteown.write(read, own) == plaintext(case)


@cases("forms")
def test_answer_is_parsed(case: Any) -> None:
    kind, read = outcome(lambda: inviteanswer.parse(case["value"]))
    assert (kind, read and read.value()) == (case["expect"], case["value"] if read else None)


VECTOR_KEPT = Kept(invitation.parse(VECTORS["invitation"]), _vector_keys().mac)


@cases("answers")
def test_answer(case: Any) -> None:
    answer = inviteanswer.parse(case["answer"])
    came = datetime.fromisoformat(case["came"])
    kind, _ = outcome(
        lambda: inviteanswer.check(
            answer, VECTOR_KEPT, came=came, locator=case["locator"], newest=case["newest"]
        )
    )
    assert kind == case["expect"]


@cases("answers")
def test_a_server_refuses_what_it_can(case: Any) -> None:
    """All but what the words, the file key and the team's keys tell."""
    answer, made = inviteanswer.parse(case["answer"]), VECTOR_KEPT.invitation
    said = {"party": made.party, "digest": made.digest(), "expires": made.expires}
    came = datetime.fromisoformat(case["came"])
    kind, _ = outcome(lambda: inviteanswer.check_seen(answer, **said, used=None, now=came))
    unseen = ("mac", "replaced", "generation", "keys")
    assert kind == ("ok" if case["expect"] in unseen else case["expect"])


def test_the_answer_is_what_its_maker_writes() -> None:
    own = codes.derive(bytes.fromhex(VECTORS["seeds"]["party"]), VECTORS["site"])
    made = inviteanswer.make(VECTOR_KEPT.invitation, _vector_keys(), own)
    assert made.value() == VECTORS["answer"]
