"""Letters (docs/spec/sealing.md, section 4): signed, padded, then sealed.

``write`` and ``read`` make and check the plaintext; ``seal`` and ``unseal`` wrap it in an age file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from heard.formats import _ed25519, agefile
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, json_bytes, json_object
from heard.formats.ids import is_id

KINDS = (
    *("report", "message", "addition", "note", "file-start", "file", "identity"),
    *("request", "evidence", "decision", "record", "file-key", "assent"),
)
REPORTER = "reporter"
SMALLEST = 4096
LARGEST = 1024 * 1024
_LENGTH = 4
_AROUND = _LENGTH + _ed25519.SIGNATURE
MAX_BODY = LARGEST - _AROUND
MAX_FILES = 1000
MAX_INTEGER = 2**53 - 1  # what every JSON reader keeps exact
MAX_SEALED = LARGEST + 256 * 1024
_DOMAIN = b"heard/letter/v1\n"
_MEMBERS = frozenset(
    ("v", "case", "id", "seq", "kind", "author", "key", "sent", "files", "content")
)
_SEEN = "seen"  # absent in letters from before events named the one before
_FILE = frozenset(("id", "name", "type", "size", "digest"))
_SENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)


class LetterError(FormatError):
    """A letter that is not what it should be.

    Kinds: ``too_large``, ``format`` (frame or JSON), ``padding``, ``signature``, ``member`` (a
    member is missing or malformed), ``case``, ``id``, ``kind``, ``author``, ``key``, ``sequence``.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The body of a letter. ``key`` is the author's Ed25519 public key, 32 bytes.

    ``seen``: the newest leaf of the case that its author had verified, hexadecimal; empty where
    nothing had been, None in a letter from before there was such a member.
    """

    case: str
    id: str
    seq: int
    kind: str
    author: str
    key: bytes
    sent: str
    content: Mapping[str, Any]
    files: tuple[Mapping[str, Any], ...] = ()
    seen: str | None = None

    def body(self) -> bytes:
        """The JSON that is signed."""
        return json_bytes(
            {
                "v": 1,
                "case": self.case,
                "id": self.id,
                "seq": self.seq,
                "kind": self.kind,
                "author": self.author,
                "key": base64_text(self.key),
                "sent": self.sent,
                "files": [dict(each) for each in self.files],
                "content": dict(self.content),
                **({} if self.seen is None else {_SEEN: self.seen}),
            }
        )


def bucket(body: int) -> int:
    """Bytes of the plaintext for a body of ``body`` bytes: a power of two from 4,096 to 1 MiB."""
    if not 0 <= body <= MAX_BODY:
        raise LetterError("too_large", "This is too long for one letter. Send it in two.")
    return max(SMALLEST, 1 << (body + _AROUND - 1).bit_length())


def sent_text(when: datetime, *, author: str) -> str:
    """The ``sent`` of a letter; a reporter's is cut to the hour."""
    when = when.astimezone(UTC).replace(microsecond=0)
    if author == REPORTER:
        when = when.replace(minute=0, second=0)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def frame(body: bytes, seed: bytes) -> bytes:
    """Length, body, signature and zeros, up to the bucket."""
    return joined(body, _ed25519.sign(seed, _DOMAIN + body))


def joined(body: bytes, signature: bytes) -> bytes:
    """The plaintext that ``unframe`` takes apart, whoever signed it. Raises ``LetterError``."""
    size = bucket(len(body))
    return (len(body).to_bytes(_LENGTH, "big") + body + signature).ljust(size, b"\0")


def write(letter: Letter, seed: bytes) -> bytes:
    """The padded plaintext, signed with the author's seed; refuses what ``read`` would refuse."""
    plaintext = frame(letter.body(), seed)
    read(plaintext)
    return plaintext


def unframe(plaintext: bytes) -> tuple[bytes, bytes]:
    """Body and signature; checks length, bucket and padding. Raises ``LetterError``."""
    if len(plaintext) > LARGEST:
        raise LetterError("too_large", "The letter is over 1 MiB.")
    length = int.from_bytes(plaintext[:_LENGTH], "big")
    if len(plaintext) < SMALLEST or length > MAX_BODY or bucket(length) != len(plaintext):
        raise LetterError("format", "The letter's length is not what it says.")
    end = _LENGTH + length
    if any(plaintext[end + _ed25519.SIGNATURE :]):
        raise LetterError("padding", "The letter's padding holds something.")
    return plaintext[_LENGTH:end], plaintext[end : end + _ed25519.SIGNATURE]


def read(plaintext: bytes, *, key: bytes | None = None) -> Letter:
    """Read a letter's plaintext and verify its signature.

    ``key``: the author's key as the reader knows it (the case's reporter key or the roster's);
    without it the key that the letter names is used, and the caller MUST ``check`` it.
    Raises ``LetterError``.
    """
    body, signature = unframe(plaintext)
    named = key
    if named is None:
        # The key stands inside the JSON: take it out with no other use before the signature is
        # verified.
        named = _letter(_value(body)).key
    if not _ed25519.is_sound(named) or not _ed25519.is_signed(named, signature, _DOMAIN + body):
        raise LetterError("signature", "The letter's signature is false: show it as not genuine.")
    letter = _letter(_value(body))
    if letter.key != named:
        raise LetterError("key", "The letter names another key than its author's.")
    return letter


def _value(body: bytes) -> dict[str, Any]:
    try:
        return json_object(body)
    except ValueError as error:
        raise LetterError("format", "The letter is not JSON.") from error


def _letter(value: dict[str, Any]) -> Letter:
    if value.keys() - {_SEEN} != _MEMBERS or type(value["v"]) is not int or value["v"] != 1:
        raise LetterError("member", "The letter lacks a member or has one too many.")
    _check_members(value)
    return Letter(
        case=value["case"],
        id=value["id"],
        seq=value["seq"],
        kind=value["kind"],
        author=value["author"],
        key=_key(value["key"]),
        sent=value["sent"],
        content=value["content"],
        files=tuple(value["files"]),
        seen=value.get(_SEEN),
    )


def _check_members(value: dict[str, Any]) -> None:
    seq, sent, files = value["seq"], value["sent"], value["files"]
    sound = {
        "case": is_id(value["case"]),
        "id": is_id(value["id"]),
        "seq": type(seq) is int and 0 <= seq <= MAX_INTEGER,
        "kind": value["kind"] in KINDS,
        "author": value["author"] == REPORTER or is_id(value["author"]),
        "sent": isinstance(sent, str) and _is_time(sent, value["author"]),
        "files": isinstance(files, list) and len(files) <= MAX_FILES and all(map(_is_file, files)),
        "content": isinstance(value["content"], dict),
        _SEEN: _is_seen(value.get(_SEEN, "")),
    }
    for name, good in sound.items():
        if not good:
            raise LetterError("member", f"The letter's {name} is malformed.")


def _is_time(text: str, author: object) -> bool:
    try:
        when = datetime.fromisoformat(text) if _SENT.match(text) else None
    except ValueError:
        return False
    return when is not None and (author != REPORTER or text.endswith(":00:00Z"))


def _is_seen(value: object) -> bool:
    return isinstance(value, str) and (value == "" or _DIGEST.match(value) is not None)


def _is_file(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != _FILE:
        return False
    words = isinstance(value["name"], str) and isinstance(value["type"], str)
    size = type(value["size"]) is int and 0 <= value["size"] <= MAX_INTEGER
    digest = isinstance(value["digest"], str) and _DIGEST.match(value["digest"]) is not None
    return is_id(value["id"]) and words and size and digest


def _key(text: object) -> bytes:
    try:
        key = base64_bytes(text) if isinstance(text, str) else b""
    except ValueError:
        key = b""
    if len(key) != _ed25519.KEY:
        raise LetterError("member", "The letter's key is malformed.")
    return key


def check(
    letter: Letter,
    *,
    case: str,
    id: str,
    kind: str,
    author: str,
    key: bytes,
) -> None:
    """Check a letter against what the server said it is; ``LetterError`` names what differs."""
    fields = {"case": case, "id": id, "kind": kind, "author": author, "key": key}
    for name, value in fields.items():
        if getattr(letter, name) != value:
            raise LetterError(name, f"The letter's {name} is not what the server says.")


def check_sequence(letters: Sequence[Letter]) -> None:
    """Refuse two letters of one author with the same ``seq``; kind ``sequence``."""
    seen = {(each.author, each.seq) for each in letters}
    if len(seen) != len(letters):
        raise LetterError("sequence", "Two letters of one author carry the same number.")


def seal(letter: Letter, seed: bytes, recipients: Sequence[str]) -> bytes:
    """The sealed letter, as it is sent."""
    return agefile.seal(write(letter, seed), recipients)


def unseal(sealed: bytes, identities: Iterable[str], *, key: bytes | None = None) -> Letter:
    """Open and ``read``; raises ``FormatError`` or ``LetterError``."""
    if len(sealed) > MAX_SEALED:
        raise LetterError("too_large", "The letter is over 1 MiB.")
    return read(agefile.unseal(sealed, identities), key=key)


def check_sealed(sealed: bytes, *, recipients: int = 1) -> agefile.Checked:
    """What a server checks without a key: shape, recipients, and a length that is a bucket."""
    if len(sealed) > MAX_SEALED:
        raise LetterError(
            "too_large", "A letter is at most 1 MiB. Send the rest as a second letter or a file."
        )
    checked = agefile.check_header(sealed, recipients_expected=recipients)
    size = checked.plaintext
    if not SMALLEST <= size <= LARGEST or size & (size - 1):
        raise LetterError("format", "The sealed letter is not padded as letters are.")
    return checked
