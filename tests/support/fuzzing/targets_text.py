"""Targets: the smallest readings, and what people type."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fuzzing import seeds
from fuzzing.target import BrokenError, assigned, same, target, text_of, words
from heard.formats import (
    FormatError,
    _ed25519,
    _text,
    bech32,
    contact,
    controls,
    ids,
    members,
    names,
    naming,
    node,
    returncode,
    signingkeys,
)
from heard.formats.ageheader import from_unpadded, unpadded

PREFIXES = ("age", "age1pq", "age-secret-key-", "age-secret-key-pq-")


def _coded() -> Iterator[bytes]:
    return seeds.strings("letter", "entry", "casekey", "consistency")


@target("base64", "_text.base64_bytes", seeds=_coded, error=(ValueError,))
def _(data: bytes) -> str | None:
    if (text := text_of(data)) is None:
        return None
    read = _text.base64_bytes(text)
    same(_text.base64_text(read), text)
    return read.hex()


@target("base64nopad", "ageheader.from_unpadded", seeds=_coded, error=(FormatError,))
def _(data: bytes) -> str | None:
    if not data.isascii():  # a header is ASCII; the twin takes text
        return None
    read = from_unpadded(data)
    same(unpadded(read), data)
    return read.hex()


@target(
    "decimal",
    "_text.decimal",
    seeds=lambda: [b"0", b"17", b"9223372036854775807", b"09", b"-1", "٣".encode()],
    error=(ValueError,),
    longest=40,
)
def _(data: bytes) -> str | None:
    if (text := text_of(data)) is None:
        return None
    same(str(_text.decimal(text)), text)
    return text


@target("json", "_text.json_object", seeds=lambda: seeds.values("letter"), error=(ValueError,))
def _(data: bytes) -> str | None:
    """What was read can be written, and is read from that as the same."""
    value = _text.json_object(data)
    written = _text.json_bytes(value)
    same(_text.json_bytes(_text.json_object(written)), written)
    return words(len(value))


def _checksummed(data: bytes) -> bytes:
    """A key string with a checksum that holds, mostly: the first byte says which, and of what."""
    if not data or data[0] & 128:
        return data
    prefix = PREFIXES[data[0] & 3]
    if data[0] & 64:
        return bech32.encode(prefix, data[1:]).encode()
    numbers = bytes(each & 31 for each in data[1:])
    check = bech32._checksum(bech32._expand(prefix) + numbers + bytes(6)) ^ 1
    tail = bytes(check >> 5 * place & 31 for place in reversed(range(6)))
    said = "".join(bech32._ALPHABET[each] for each in numbers + tail)
    return f"{prefix}1{said}".encode()


@target(
    "bech32",
    "bech32.decode",
    seeds=lambda: (*seeds.strings("casekey", "returncode"), *(bytes([n]) * 40 for n in range(70))),
    error=(FormatError,),
    shape=_checksummed,
    longest=4200,
)
def _(data: bytes) -> str | None:
    if (text := text_of(data)) is None:
        return None
    prefix, read = bech32.decode(text)
    if len(text) > bech32.MAX_LENGTH:
        raise BrokenError("longer than the bound")
    same(bech32.encode(prefix, read), text.lower())
    return f"{prefix} {read.hex()}" if prefix in PREFIXES else None


@target("id", "ids.is_id", seeds=lambda: seeds.strings("letter"), longest=80)
def _(data: bytes) -> str | None:
    text = text_of(data)
    return text if ids.is_id(text) else None


@target(
    "signing-key",
    "signingkeys.is_signing_key",
    "_ed25519.is_sound",
    seeds=lambda: seeds.strings("readers", "checkpoint", "roster"),
    shape=lambda data: _text.base64_text(data).encode() if len(data) == 32 else data,
    longest=100,
)
def _(data: bytes) -> str | None:
    text = text_of(data)
    if text is None or not signingkeys.is_signing_key(text):
        return None
    key = _text.base64_bytes(text)
    if not _ed25519.is_sound(key) or len(key) != _ed25519.KEY:
        raise BrokenError("an unsound key was taken")
    return text


@target(
    "return-code",
    "returncode.read",
    "_codelabels.tokens",
    "_codelabels.runs",
    seeds=lambda: seeds.strings("returncode"),
    error=(returncode.CodeError,),
    shape=assigned,
    longest=2000,
)
def _(data: bytes) -> str | None:
    text = text_of(data)
    return None if text is None else returncode.read(text).hex()


@target(
    "login",
    "returncode.stored_from_header",
    seeds=lambda: seeds.strings("returncode"),
    longest=100,
)
def _(data: bytes) -> str | None:
    text = text_of(data)
    return None if text is None else returncode.stored_from_header(text)


@target(
    "name-key",
    "names.key_of",
    seeds=lambda: seeds.strings("conflicts"),
    shape=assigned,
    longest=600,
)
def _(data: bytes) -> str | None:
    text = text_of(data)
    return None if text is None else names.key_of(text)


@target("name-words", "names.words", seeds=lambda: seeds.strings("conflicts"), longest=600)
def _(data: bytes) -> str | None:
    """A name found by itself: whatever stands in the directory is found as it is typed there."""
    if (text := text_of(data)) is None:
        return None
    key = names.key_of(text)
    if key.startswith("name:") and key[5:] not in names.name_forms([text]):
        raise BrokenError("a name is not found under its own key")
    return " ".join(names.words(text))


@target(
    "name-readings",
    "naming.readings",
    "naming.keys_of",
    seeds=lambda: seeds.strings("conflicts"),
    shape=assigned,
    longest=600,
)
def _(data: bytes) -> str | None:
    text = text_of(data)
    if text is None:
        return None
    found = naming.readings(text)
    if len(naming.keys_of(text)) > len(found):
        raise BrokenError("more keys than readings")
    return words(found)


@target("controls", "controls.has_controls", "controls.may_have_controls", seeds=_coded)
def _(data: bytes) -> str | None:
    """The cheap look never says no where the close look says yes."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    found = controls.has_controls(value)
    if found and not controls.may_have_controls(data):
        raise BrokenError("a control character was missed")
    return words(found)


@target(
    "members",
    "members.has_twice",
    seeds=lambda: [*seeds.values("letter"), b'{"a":{"b":1,"b":[]}}', b'[{"a":1,"A":1e999}]'],
    error=(RecursionError,),
)
def _(data: bytes) -> str | None:
    """What is signed is read by nobody where a member stands twice, and folding finds no fewer."""
    found = members.has_twice(data)
    if found and not members.has_twice(data, folded=True):
        raise BrokenError("folded, it stands there once")
    try:
        _text.json_object(data)
    except ValueError:
        return words(found)
    if found:
        raise BrokenError("what stands twice was read")
    return words(found)


@target(
    "contact",
    "contact.read",
    seeds=lambda: [
        b'{"kind":"email","v":1,"address":"lin@example.org","language":"en"}',
        b'{"kind":"push","v":1,"endpoint":"https://push.example/abc"}',
    ],
    error=(FormatError,),
    shape=lambda data: data[: contact.SIZE].ljust(contact.SIZE),
    longest=1100,
)
def _(data: bytes) -> str | None:
    read = contact.read(data)
    if contact.read(contact.write(read)) != read:
        raise BrokenError("written and read it is another contact")
    return repr(read)


def _nodes() -> Iterator[bytes]:
    keys = {name: f"key of {name}\n" for name in node.KEYS}
    made = node.Node(
        site="heard.example",
        root="r",
        log="l",
        mark="ab" * 16,
        size=64,
        tree="cd" * 32,
        keys=keys,
        settings={"HEARD_SITE": "heard.example"},
        passwords={"HEARD_MAIL_PASSWORD_FILE": "word"},
    )
    yield made.encode()
    yield made.encode().replace(b"64", b"-1")


@target("node", "node.parse", seeds=_nodes, error=(FormatError,))
def _(data: bytes) -> str | None:
    read = node.parse(data)
    same(node.parse(read.encode()), read)
    return read.site
