"""Targets: age files, from their armor to the last chunk, and the keys they are sealed to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache

from fuzzing import seeds
from fuzzing.target import BrokenError, same, target, text_of, words
from heard.formats import (
    FormatError,
    agearmor,
    agefile,
    agekeys,
    agepassphrase,
    agestream,
    keyring,
    letter,
    wrap,
)
from heard.formats.ageheader import (
    MAX_HEADER,
    MAX_STANZAS,
    Policy,
    check_header,
    check_policy,
    hybrid_share,
    parse_header,
    plaintext_size,
    signed_header,
)

FILE_KEY = b"\6" * 16
NONCE = b"\7" * 16
RECIPIENT = agekeys.recipient_of(seeds.IDENTITY)
PASSPHRASE = "twenty letters and more"


@cache
def _sealed(size: int) -> bytes:
    return agefile.seal(b"x" * size, [RECIPIENT])


def _files() -> Iterator[bytes]:
    yield from seeds.age()
    yield from map(_sealed, (0, 1, 200, 4096))
    yield agefile.seal(b"x", [RECIPIENT, agekeys.recipient_of(agekeys.generate_identity())])


@target(
    "armor",
    "agearmor.dearmor",
    "agearmor.dearmored",
    seeds=lambda: (*seeds.armored(), *(agearmor.armor(b"x" * n).encode() for n in (0, 48, 99))),
    error=(FormatError,),
)
def _(data: bytes) -> str | None:
    read = agearmor.dearmor(data)
    bare = data.strip(b" \t\r\n").replace(b"\r\n", b"\n") + b"\n"
    same(agearmor.armor(read).encode(), bare)
    pieces = iter([data[at : at + 7] for at in range(0, len(data), 7)])
    same(b"".join(agearmor.dearmored(lambda _: next(pieces, b""))), read)
    return read.hex()


@target(
    "age-header",
    "ageheader.parse_header",
    "ageheader.check_policy",
    "ageheader.hybrid_share",
    "agefile.read_header",
    seeds=_files,
    error=(FormatError,),
)
def _(data: bytes) -> str | None:
    header = parse_header(data)
    if header.size > MAX_HEADER or len(header.stanzas) > MAX_STANZAS:
        raise BrokenError("larger than the bound")
    same(header.encode(), data[: header.size])
    streamed, rest = agefile.read_header(io.BytesIO(data).read)
    if streamed != header or not data[header.size :].startswith(rest):
        raise BrokenError("read from a stream it is another header")
    for policy in Policy:
        _quietly(check_policy, header.stanzas, policy)
    for stanza in header.stanzas:
        _quietly(hybrid_share, stanza)
    return words([header.size, [[*each.args, each.body.hex()] for each in header.stanzas]])


def _quietly(call, *given) -> None:
    try:
        call(*given)
    except FormatError:
        return


@target(
    "age-shape",
    "ageheader.check_header",
    "ageheader.plaintext_size",
    "agefile.check_header",
    "letter.check_sealed",
    "wrap.check_sealed",
    "keyring.check_sealed",
    seeds=_files,
    error=(FormatError,),
)
def _(data: bytes) -> str | None:
    """The quick look at a header (one expression) finds what the slow reading finds."""
    for check in (letter.check_sealed, wrap.check_sealed, keyring.check_sealed):
        try:
            check(data)
        except (FormatError, letter.LetterError):
            continue
    found = check_header(data)
    header = parse_header(data)
    if {each.args[0] for each in header.stanzas} != {"mlkem768x25519"}:
        raise BrokenError("a stanza of another kind was let through")
    if check_header(data, recipients_expected=len(header.stanzas)) != found:
        raise BrokenError("the two ways to look at a header disagree")
    if found.plaintext != plaintext_size(len(data) - header.size) or found.header != header.size:
        raise BrokenError("the sizes disagree")
    return words([found.recipients, found.header, found.plaintext])


@target(
    "age-file",
    "agefile.unseal",
    "agefile.file_key_of",
    "agefile.is_sealed_to",
    "agekeys.identity_from",
    seeds=_files,
    error=(FormatError,),
    shape=lambda data: data,
    slow=True,
)
def _(data: bytes) -> str | None:
    mine = agefile.is_sealed_to(data, seeds.IDENTITY, policy=Policy.HANDOVER)
    opened = agefile.unseal(data, [seeds.IDENTITY], policy=Policy.HANDOVER)
    same(str(mine), "True")
    streamed = agefile.Reader(io.BytesIO(data), [seeds.IDENTITY], policy=Policy.HANDOVER).read()
    same(streamed, opened)
    return opened.hex()


@target(
    "age-payload",
    "agestream.open_payload",
    seeds=lambda: [
        agestream.seal_payload(FILE_KEY, NONCE, b"x" * size) for size in (0, 1, 65536, 65537)
    ],
    error=(FormatError,),
    longest=140_000,
)
def _(data: bytes) -> str | None:
    opened = b"".join(agestream.open_payload(FILE_KEY, data))
    same(agestream.seal_payload(FILE_KEY, data[:16], opened), data)
    return str(len(opened))


def _stanza_of_passphrase(data: bytes) -> bytes:
    """A header with one stanza of the work factor that the input names, and a MAC that holds."""
    try:
        header = parse_header(data)
    except FormatError:
        return data
    return signed_header(header.stanzas, FILE_KEY) + data[header.size :]


@target(
    "passphrase",
    "agepassphrase.open_with_passphrase",
    seeds=lambda: [
        *(each for each in seeds.age() if b"scrypt" in each[:200]),
        agepassphrase.seal_for_handover(b"x", PASSPHRASE, work_factor=10),
    ],
    error=(FormatError,),
    shape=_stanza_of_passphrase,
    slow=True,
)
def _(data: bytes) -> str | None:
    """Nothing above the reader's own work factor is computed: that would take the memory."""
    return b"".join(agepassphrase.open_with_passphrase(data, PASSPHRASE, max_work_factor=2)).hex()


def _keys() -> Iterator[bytes]:
    yield RECIPIENT.encode()
    yield seeds.IDENTITY.encode()
    yield agekeys.generate_classic_identity().encode()
    yield agekeys.recipient_of(agekeys.generate_classic_identity()).encode()
    yield from seeds.strings("casekey", "returncode")


@target(
    "recipient",
    "agekeys.recipient_from",
    "agekeys.is_hybrid",
    "agefile.is_hybrid",
    seeds=_keys,
    error=FormatError,
    longest=4200,
)
def _(data: bytes) -> str | None:
    if (text := text_of(data)) is None:
        return None
    if agekeys.is_hybrid(text) and not text.startswith("age1pq1"):
        raise BrokenError("a classic key was taken for a hybrid one")
    agekeys.recipient_from.cache_clear()
    return agekeys.recipient_from(text).kind


@target(
    "identity",
    "agekeys.seed_of",
    "agekeys.recipient_of",
    seeds=_keys,
    error=FormatError,
    slow=True,
)
def _(data: bytes) -> str | None:
    if (text := text_of(data)) is None:
        return None
    found = agekeys.recipient_of(text)
    if found.startswith("age1pq1"):
        same(agekeys.identity_from_seed(agekeys.seed_of(text)), text)
    return found
