"""What a record's letter says again of its shell, and to whom a party's letter is sealed."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats import FormatError, _ed25519, agefile, letter, partyletter, shell
from heard.formats.shell import MEMBERS, Shell

VECTORS = Path(__file__).parents[2] / "vectors"
SHELLS = json.loads((VECTORS / "shell.json").read_text(encoding="utf-8"))
LETTERS = json.loads((VECTORS / "partyletter.json").read_text(encoding="utf-8"))
FINDING = shell.parse(SHELLS["shell"])


def outcome(action: Any) -> Any:
    try:
        return action()
    except FormatError as error:
        return error.kind if str(error).endswith(".") else f"no sentence: {error}"


@pytest.mark.parametrize("case", SHELLS["shells"], ids=lambda case: case["name"])
def test_shell(case: Any) -> None:
    def read() -> Any:
        found = shell.parse(case["value"])
        return found.value(), shell.digest_of(found)

    good = (case["value"], case.get("sha256"))
    assert outcome(read) == (good if case["expect"] == "ok" else case["expect"])


@pytest.mark.parametrize("case", SHELLS["fits"], ids=lambda case: case["name"])
def test_what_differs_is_named(case: Any) -> None:
    answered = None if case["answered"] is None else base64.b64decode(case["answered"])
    found = shell.fits(FINDING, case["content"], answered=answered, older=case["older"])
    assert list(found) == case["differing"]


def test_an_answer_names_the_body_to_the_byte() -> None:
    body = base64.b64decode(SHELLS["digest"]["body"])
    assert shell.body_digest(body) == SHELLS["digest"]["sha256"]


def test_what_a_letter_answers_is_the_body_that_was_signed() -> None:
    seed = bytes(32)
    terms = letter.Letter(
        case="a" * 32, id="b" * 32, seq=0, kind="message", author="c" * 32,
        key=_ed25519.public_of(seed), sent="2026-11-29T22:00:00Z", content={"words": "Terms"},
    )  # fmt: skip
    body, _ = letter.unframe(letter.write(terms, seed))
    content = {"record": FINDING.value(), "answers": shell.body_digest(body)}
    assert shell.fits(FINDING, content, answered=body) == ()
    other, _ = letter.unframe(letter.write(letter.read(letter.frame(body, seed)), seed))
    assert shell.fits(FINDING, content, answered=other) == ()


SHELL = st.builds(
    Shell,
    object=st.sampled_from(["finding", "measure"]),
    id=st.sampled_from(["a" * 32, "b" * 32]),
    move=st.sampled_from(["make", "offer"]),
    version=st.integers(1, 3),
    from_=st.sampled_from(["", "drafted"]),
    to=st.sampled_from(["", "made"]),
    code=st.sampled_from(["", "substantiated", "not_substantiated"]),
    party=st.sampled_from(["", "reporter", "a" * 32]),
    about=st.sampled_from([(), ("a" * 32,), ("a" * 32, "b" * 32), ("b" * 32, "a" * 32)]),
    holder=st.sampled_from(["", "a" * 32]),
    digest=st.sampled_from(["", "a" * 64]),
    number=st.integers(0, 2),
    when=st.sampled_from(["", "2026-Q4", "2026-11-30"]),
    basis=st.sampled_from(["", "evidence"]),
)


@given(one=SHELL, other=SHELL)
def test_whatever_a_server_says_otherwise_is_named_and_nothing_else(one, other) -> None:
    differing = {name for name in MEMBERS if one.value()[name] != other.value()[name]}
    assert set(shell.fits(one, {"record": other.value()})) == differing
    assert shell.parse(other.value()) == other
    assert (shell.digest_of(one) == shell.digest_of(other)) is (one == other)


# Letters of a party.

KEY = base64.b64decode(LETTERS["key"])
EXPECTED = partyletter.to(**LETTERS["between"])


@pytest.mark.parametrize("case", LETTERS["tos"], ids=lambda case: case["name"])
def test_to_whom(case: Any) -> None:
    expected = case["value"] if case["expect"] == "ok" else case["expect"]
    assert outcome(lambda: partyletter.parse(case["value"]).value()) == expected


@pytest.mark.parametrize("whose", ["party", "file"])
@pytest.mark.parametrize("case", LETTERS["sealed"], ids=lambda case: case["name"])
def test_a_party_letter_is_sealed_to_the_party_and_the_file(case: Any, whose: str) -> None:
    def read() -> str:
        sealed = base64.b64decode(case["sealed"])
        opened = partyletter.unseal(
            sealed, LETTERS["identities"][whose], expected=EXPECTED, key=KEY
        )
        assert opened.content == LETTERS["plain"]["content"]
        return "ok"

    assert outcome(read) == case["expect"]


def test_what_is_written_is_what_is_read() -> None:
    seed = bytes([3]) * 32
    party, file = (agefile.identity_from_seed(bytes([n]) * 32) for n in (1, 2))
    between = {
        "party": agefile.recipient_of(party),
        "file": agefile.recipient_of(file),
        "generation": 7,
    }
    made = letter.Letter(
        case="a" * 32, id="b" * 32, seq=0, kind="message", author="c" * 32,
        key=_ed25519.public_of(seed), sent="2026-11-29T22:00:00Z", content={"words": "我不想去。"},
    )  # fmt: skip
    sealed = partyletter.seal(made, seed, **between)
    assert partyletter.check_sealed(sealed).recipients == 2
    to = partyletter.to(**between)
    for identity in (party, file):
        opened = partyletter.unseal(sealed, identity, expected=to, key=made.key)
        assert opened.content == {"words": "我不想去。", "to": to.value()}
    other = agefile.identity_from_seed(bytes([9]) * 32)
    with pytest.raises(FormatError, match="not sealed to you"):
        partyletter.unseal(sealed, other, expected=to, key=made.key)
    with pytest.raises(FormatError) as refused:
        partyletter.seal(made, seed, party=between["file"], file=between["file"], generation=7)
    assert refused.value.kind == "to"


def test_an_author_who_seals_it_to_somebody_else_in_the_place_of_the_party_is_found_out() -> None:
    """Two recipients, and one of them nobody's: the server counts two, the party opens nothing."""
    seed = bytes([3]) * 32
    ids = [agefile.identity_from_seed(bytes([n]) * 32) for n in (1, 2, 3)]
    party, file, other = map(agefile.recipient_of, ids)
    to = partyletter.to(party=party, file=file, generation=0)
    made = letter.Letter(
        case="a" * 32, id="b" * 32, seq=0, kind="message", author="c" * 32,
        key=_ed25519.public_of(seed), sent="2026-11-29T22:00:00Z", content={"to": to.value()},
    )  # fmt: skip
    sealed = letter.seal(made, seed, [other, file])
    partyletter.check_sealed(sealed)
    with pytest.raises(FormatError) as refused:
        partyletter.unseal(sealed, ids[2], expected=to, key=made.key)
    assert refused.value.kind == "to"
