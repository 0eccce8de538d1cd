"""What holds for every input: round trips, and no change that goes unnoticed."""

import base64
import contextlib
import dataclasses
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats import (
    FormatError,
    agearmor,
    agefile,
    entry,
    keyring,
    letter,
    note,
    policy,
    promise,
    receipt,
    roster,
    verify,
    wrap,
)
from heard.formats import returncode as codes
from heard.formats._text import json_object

VECTORS = Path(__file__).parents[2] / "vectors"
LETTERS, RECEIPTS, ROSTERS, OPENINGS, PROMISES = (
    json.loads((VECTORS / f"{name}.json").read_text())
    for name in ("letter", "receipt", "roster", "entry", "promise")
)
SEED = bytes(range(32))
IDENTITY = agefile.identity_from_seed(SEED)
RECIPIENT = agefile.recipient_of(IDENTITY)
SEALED = agefile.seal(b"words", [RECIPIENT])
KEY = letter._ed25519.public_of(SEED)
LETTER = letter.Letter(
    case="0" * 32,
    id="1" * 32,
    seq=3,
    kind="message",
    author="2" * 32,
    key=KEY,
    sent="2026-11-21T09:12:34Z",
    content={"words": "…"},
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
ROOT = note.Signer("a.example/root", SEED)
RING = keyring.Keyring(
    holder="0" * 32,
    identity=IDENTITY,
    signing=SEED,
    root=ROOT.verifier.vkey,
    log=note.Signer("a.example/log", SEED).verifier.vkey,
    ways=(keyring.Way("recovery", RECIPIENT),),
)
WRAP = wrap.Wrap("0" * 32, 7, IDENTITY)


def refusal(action: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(FormatError) as caught:
        action(*args, **kwargs)
    return caught.value.kind


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """``data`` with a byte altered, a piece cut out, or a piece put in or doubled."""
    at = draw(st.integers(0, max(len(data) - 1, 0)))
    way = draw(st.sampled_from(["flip", "cut", "put", "double", "end"]))
    if way == "flip":
        return data[:at] + bytes([data[at] ^ draw(st.integers(1, 255))]) + data[at + 1 :]
    if way == "cut":
        return data[:at] + data[at + draw(st.integers(1, 80)) :]
    if way == "put":
        return data[:at] + draw(st.binary(min_size=1, max_size=5)) + data[at:]
    if way == "double":
        return data[: at + 1] + data[at:]
    return data[:at]


READERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "sealed file": (SEALED, lambda data: agefile.unseal(data, [IDENTITY])),
    "sealed stream": (
        SEALED,
        lambda data: agefile.Reader(io.BytesIO(data), [IDENTITY]).read(),
    ),
    "letter": (letter.write(LETTER, SEED), lambda data: letter.read(data, key=KEY)),
    "receipt": (
        RECEIPTS["cases"][0]["receipt"].encode(),
        lambda data: verify.verify_receipt(
            data,
            log_vkey=RECEIPTS["log"],
            policy=RECEIPTS["policy"],
        ),
    ),
    "promise": (
        PROMISES["cases"][0]["promise"].encode(),
        lambda data: verify.verify_promise(
            data, promise_vkey=PROMISES["key"], log_vkey=PROMISES["log"]
        ),
    ),
    "roster": (
        ROSTERS["cases"][0]["note"].encode(),
        lambda data: roster.verify(data, root=note.Verifier.parse(ROSTERS["root"])),
    ),
    "vkey": (ROOT.verifier.vkey.encode(), lambda data: note.Verifier.parse(data.decode("latin-1"))),
    "identity": (IDENTITY.encode(), lambda data: agefile.recipient_of(data.decode("latin-1"))),
}


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None)
@given(data=st.data())
def test_no_change_is_accepted(name: str, data: st.DataObject) -> None:
    good, read = READERS[name]
    read(good)
    bad = data.draw(changed(good))
    if bad != good:
        refusal(read, bad)


# What can be read without a key or signature: a change may give another sound thing, but then the
# encoder writes exactly those bytes.
ENCODED: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "header": (
        SEALED[: agefile.parse_header(SEALED).size],
        lambda data: agefile.parse_header(data).encode() + data[agefile.parse_header(data).size :],
    ),
    "armor": (
        agearmor.armor(SEALED).encode(),
        lambda data: agearmor.armor(agearmor.dearmor(data)).encode(),
    ),
    "opening": (
        OPENINGS["cases"][1]["opening"].encode(),
        lambda data: entry.parse(data).encode().encode(),
    ),
    "receipt": (
        RECEIPTS["cases"][0]["receipt"].encode(),
        lambda data: receipt.parse(data).encode().encode(),
    ),
    "promise": (
        PROMISES["cases"][0]["promise"].encode(),
        lambda data: promise.parse(data).encode().encode(),
    ),
    "note": (
        ROSTERS["cases"][0]["note"].encode(),
        lambda data: note.parse(data).encode().encode(),
    ),
    "wrap": (WRAP.encode(), lambda data: wrap.parse(data).encode()),
}


@pytest.mark.parametrize("name", ENCODED)
@settings(deadline=None)
@given(data=st.data())
def test_what_is_read_is_written_the_same(name: str, data: st.DataObject) -> None:
    good, again = ENCODED[name]
    assert again(good) == good
    bad = data.draw(changed(good))
    try:
        written = again(bad)
    except FormatError:
        return
    if name == "armor":  # white space around it and CRLF line ends are taken too
        assert written.split() == bad.split()
    else:
        assert written == bad


ANY_READER = [
    agefile.check_header,
    agefile.parse_header,
    agearmor.dearmor,
    letter.read,
    letter.check_sealed,
    wrap.parse,
    wrap.check_sealed,
    keyring.parse,
    keyring.check_sealed,
    entry.parse,
    receipt.parse,
    policy.parse,
    note.parse,
]


@pytest.mark.parametrize("read", ANY_READER, ids=lambda f: f"{f.__module__}.{f.__name__}")
@settings(deadline=None)
@given(data=st.binary(max_size=300))
def test_nothing_but_a_named_refusal_comes_out(read: Any, data: bytes) -> None:
    with contextlib.suppress(FormatError):
        read(data)


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_codes_give_nothing_but_named_refusals(text: str) -> None:
    with contextlib.suppress(codes.CodeError):
        assert len(codes.read(text)) == 16
    assert codes.stored_from_header(text) is None or len(text) == 43


@settings(deadline=None)
@given(
    entropy=st.binary(min_size=16, max_size=16),
    language=st.sampled_from(codes.LANGUAGES),
    between=st.sampled_from([" ", "\n", ", ", " 1. ", "\u3000", "-"]),
)
def test_code_round_trip(entropy: bytes, language: str, between: str) -> None:
    words = codes.words(entropy, language)
    assert len(words) == 12
    assert codes.read(between.join(words).upper()) == entropy
    assert codes.read(between.join(word[:4] for word in words)) == entropy


def test_code_bounds() -> None:
    assert refusal(codes.words, bytes(15)) == "words"
    assert refusal(codes.words, bytes(16), "klingon") == "words"
    assert refusal(codes.read, "abandon " * 1000) == "words"
    keys = codes.derive(codes.generate(), "a.example")
    assert agefile.unseal(agefile.seal(b"x", [keys.recipient]), [keys.identity]) == b"x"
    assert keys.login_verifier.hex() not in repr(keys)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text("abcxyz_", min_size=1, max_size=32),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=50),
        min_size=1,
        max_size=32,
    ),
    st.data(),
)
def test_opening_round_trip(values: dict[str, str], data: st.DataObject) -> None:
    opening = entry.make(values)
    closed = opening.close(data.draw(st.sets(st.sampled_from(sorted(values)))))
    assert entry.parse(opening.encode()).values == values
    assert entry.parse(closed.encode()).entry == opening.entry
    assert closed.close(list(values)).values == {}
    assert len(opening.entry) == len(entry.padding()) == entry.ENTRY


@settings(deadline=None)
@given(st.dictionaries(st.text("abcxyz_", min_size=1, max_size=32), words, min_size=1, max_size=32))
def test_opening_is_written_fast_and_the_same(values: dict[str, str]) -> None:
    made, text = entry.write(values)
    opening = entry.parse(text)
    assert (opening.entry, opening.values) == (made, values)
    salts = {each["salt"] for each in json.loads(text)["fields"].values()}
    assert len(salts) == len(values)


def test_opening_bounds() -> None:
    assert refusal(entry.write, {}) == "format"
    assert refusal(entry.write, {"A": ""}) == "format"
    assert refusal(entry.write, {"a": "x" * 4097}) == "too_large"
    assert refusal(entry.make, {}) == "format"
    assert (
        refusal(entry.make, {f"f{'_' * n}": "" for n in range(31)} | {"a": "", "b": ""}) == "format"
    )
    assert refusal(entry.make, {"A": ""}) == "format"
    assert refusal(entry.make, {"a": "\ud800"}) == "format"
    assert refusal(entry.make, {"a": "x" * 4097}) == "too_large"
    assert refusal(entry.parse, " " * (entry.MAX_OPENING + 1)) == "too_large"


@settings(deadline=None)
@given(words, st.integers(0, 2**53 - 1), st.sampled_from(letter.KINDS))
def test_letter_round_trip(text: str, seq: int, kind: str) -> None:
    one = letter.Letter(
        case="0" * 32,
        id="1" * 32,
        seq=seq,
        kind=kind,
        author="reporter",
        key=KEY,
        sent="2026-11-21T09:00:00Z",
        content={"words": text},
    )
    plaintext = letter.write(one, SEED)
    assert len(plaintext) == letter.bucket(len(one.body()))
    assert letter.read(plaintext) == letter.read(plaintext, key=KEY) == one


def test_letter_refusals() -> None:
    assert refusal(letter.write, LETTER, bytes(32)) == "signature"
    assert refusal(letter.read, bytes(letter.LARGEST + 1)) == "too_large"
    assert refusal(letter.unseal, bytes(letter.MAX_SEALED + 1), [IDENTITY]) == "too_large"
    assert refusal(letter.check_sealed, bytes(letter.MAX_SEALED + 1)) == "too_large"
    assert refusal(letter.check_sealed, agefile.seal(bytes(4095), [RECIPIENT])) == "format"
    assert refusal(letter.check_sealed, agefile.seal(bytes(2048), [RECIPIENT])) == "format"
    deep = letter.frame(b'{"a":' * 5000 + b"1" + b"}" * 5000, SEED)
    assert refusal(letter.read, deep, key=KEY) == "format"
    nan = letter.frame(LETTER.body().replace(b'"seq":3', b'"seq":NaN'), SEED)
    assert refusal(letter.read, nan, key=KEY) == "format"
    for key in (b'"!"', b"1", b'"AAAA"'):
        named = letter.frame(
            LETTER.body().replace(base64.b64encode(KEY).join([b'"'] * 2), key),
            SEED,
        )
        assert refusal(letter.read, named) == "member"
    largest = letter.frame(b"x" * letter.MAX_BODY, SEED)
    assert len(largest) == letter.LARGEST
    assert letter.check_sealed(agefile.seal(largest, [RECIPIENT])).plaintext == letter.LARGEST


def test_letters_of_one_author_have_each_their_number() -> None:
    letter.check_sequence([LETTER])
    assert refusal(letter.check_sequence, [LETTER, LETTER]) == "sequence"


def test_sent_is_cut_to_the_hour_for_reporters() -> None:
    when = datetime(2026, 11, 21, 10, 12, 34, 5, timezone(timedelta(hours=1)))
    assert letter.sent_text(when, author="reporter") == "2026-11-21T09:00:00Z"
    assert letter.sent_text(when, author="0" * 32) == "2026-11-21T09:12:34Z"


def test_wrap_and_keyring_open_for_their_holder_alone() -> None:
    asked: dict[str, Any] = {"case": "0" * 32, "generation": 7, "case_recipient": RECIPIENT}
    sealed = wrap.seal(WRAP, RECIPIENT)
    assert wrap.unseal(sealed, [IDENTITY], **asked) == WRAP
    assert wrap.check_sealed(sealed).recipients == 1
    assert refusal(wrap.unseal, sealed, [agefile.generate_identity()], **asked) == "no_match"
    assert refusal(wrap.check_sealed, sealed + bytes(8192)) == "too_large"
    assert refusal(wrap.check_sealed, agefile.seal(bytes(300), [RECIPIENT])) == "too_large"
    assert refusal(wrap.seal, wrap.Wrap("x", 0, IDENTITY), RECIPIENT) == "format"
    other = agefile.generate_identity()
    two = dataclasses.replace(
        RING,
        ways=(*RING.ways, keyring.Way("AbC-", agefile.recipient_of(other))),
    )
    ring = keyring.seal(two)
    assert keyring.unseal(ring, [other]) == keyring.unseal(ring, [IDENTITY]) == two
    more = dataclasses.replace(
        two, others=(keyring.Secrets(other, bytes(32)),) * keyring.MAX_OTHERS
    )
    assert keyring.unseal(keyring.seal(more), [other]) == more
    for odd in (
        more.encode().replace(b'"v":2', b'"v":1'),
        two.encode().replace(b'"v":1', b'"v":2'),
    ):
        with pytest.raises(FormatError):
            keyring.parse(odd)
    with pytest.raises(FormatError):
        keyring.seal(dataclasses.replace(more, others=(*more.others, more.others[0])))
    each = [agefile.recipient_of(agefile.generate_identity()) for _ in range(keyring.MAX_WAYS)]
    full = dataclasses.replace(RING, ways=tuple(keyring.Way("x" * 400, way) for way in each))
    assert keyring.check_sealed(keyring.seal(full)).recipients == keyring.MAX_WAYS
    assert IDENTITY not in repr(RING) + repr(WRAP)


def test_keyring_refusals() -> None:
    value = json.loads(RING.encode())
    assert keyring.parse(json.dumps(value).encode()) == RING
    bad: list[dict[str, Any]] = [
        {"v": 2}, {"holder": "x"}, {"identity": "x"}, {"signing": "AAAA"}, {"root": "x"},
        {"log": 1}, {"extra": 1}, {"signing": None}, {"ways": None}, {"ways": [{"id": "x"}]},
        {"ways": [{"id": "", "recipient": RECIPIENT}]},
        {"ways": [{"id": "x", "recipient": "age1"}]},
        {"ways": [{"id": [1], "recipient": RECIPIENT}]},
        {"ways": [{"id": "x", "recipient": RECIPIENT}] * (keyring.MAX_WAYS + 1)},
    ]  # fmt: skip
    for change in bad:
        assert refusal(keyring.parse, json.dumps(value | change).encode()) == "format"
    assert refusal(keyring.parse, bytes(keyring.MAX_PLAINTEXT + 1)) == "too_large"
    assert refusal(keyring.check_sealed, bytes(keyring.MAX_SEALED + 1)) == "too_large"
    big = agefile.seal(bytes(keyring.MAX_PLAINTEXT + 1), [RECIPIENT])
    assert refusal(keyring.check_sealed, big) == "too_large"


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b'{"a":1,"a":1}',
        b'{"a":NaN}',
        b'{"a":"\\ud800"}',
        b"\xff",
        b'{"a":1.0}',
        b'{"a":[-0]}',
        b'{"a":1e2}',
        b'{"a":1e999}',
        b'{"a":1.5}',
    ],
)
def test_json_that_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        json_object(text)
