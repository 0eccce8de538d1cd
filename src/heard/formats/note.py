"""Signed notes (c2sp.org/signed-note) and timestamped cosignatures (c2sp.org/tlog-cosignature).

``Signer`` holds a secret key, ``Verifier`` a pinned public one. A note is text with signatures;
its text MUST NOT be used before ``verify`` returned.

Kinds of refusal: ``format``, ``too_large``, ``key``, ``signature``.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from heard.formats import _ed25519
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text

MAX_NOTE = 1024 * 1024
MAX_SIGNATURES = 64
MAX_NAME = 255
ED25519 = 0x01
COSIGNATURE = 0x04
LAST = 253_402_300_799  # the last second of the year 9999: what every reader of a time can say
_ID = 4
_STAMP = 8
_DASH = "— "
_KEY_ID = re.compile(r"[0-9a-f]{8}\Z", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")  # all but the newline
_LENGTHS = {ED25519: _ed25519.SIGNATURE, COSIGNATURE: _STAMP + _ed25519.SIGNATURE}


def _is_name(name: str) -> bool:
    sound = 0 < len(name.encode("utf-8", "replace")) <= MAX_NAME and "+" not in name
    return sound and name.isprintable() and not any(c.isspace() for c in name)


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Four bytes that name a key within its name."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:_ID]


def _cosigned(stamp: int, text: bytes) -> bytes:
    return b"cosignature/v1\ntime %d\n" % stamp + text


@dataclass(frozen=True, slots=True)
class Verifier:
    """A pinned public key. ``kind``: 1 Ed25519 over the text, 4 timestamped cosignature."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Read ``name+id+base64``; ``FormatError`` of kind ``key`` where it is unsound.

        A key of low order or not canonical is refused: anything would be signed by it.
        """
        name, _, rest = vkey.partition("+")
        hexadecimal, _, encoded = rest.partition("+")
        try:
            raw = base64_bytes(encoded) if len(vkey) <= 2 * MAX_NAME else b""
        except ValueError:
            raw = b""
        sound = len(raw) == 1 + _ed25519.KEY and raw[0] in _LENGTHS and _is_name(name)
        if not sound or not _KEY_ID.match(hexadecimal):
            raise FormatError(
                "key", "This is not a verifier key (name+id+key). Copy it again, whole."
            )
        key = cls(name, raw[0], raw[1:])
        if key.id.hex() != hexadecimal:
            raise FormatError("key", "The verifier key does not match its own id. Copy it again.")
        if not _ed25519.is_sound(key.public):
            raise FormatError("key", "The verifier key is weak: it must not be trusted.")
        return key

    @property
    def id(self) -> bytes:
        """Four bytes."""
        return key_id(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        """The string that ``parse`` reads."""
        key = base64_text(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.id.hex()}+{key}"

    def check(self, text: bytes, signature: bytes) -> int | None:
        """Verify; gives the POSIX time of a cosignature, None for a plain signature.

        Raises ``FormatError`` of kind ``signature``.
        """
        stamp, message = None, text
        if self.kind == COSIGNATURE:
            stamp = int.from_bytes(signature[:_STAMP], "big")
            signature, message = signature[_STAMP:], _cosigned(stamp, text)
        late = stamp is not None and stamp > LAST
        if late or not _ed25519.is_signed(self.public, signature, message):
            raise FormatError(
                "signature", f"The signature of {self.name} is false. Do not trust this."
            )
        return stamp


@dataclass(frozen=True, repr=False)
class Signer:
    """A secret key: name, kind, and the Ed25519 seed of 32 bytes.

    What is worked out from the seed is kept beside it: each commit of a log waits for a signature.
    """

    name: str
    seed: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        if not _is_name(self.name) or len(self.seed) != _ed25519.KEY or self.kind not in _LENGTHS:
            raise FormatError("key", "A signer needs a name without spaces and a seed of 32 bytes.")

    @classmethod
    def generate(cls, name: str, kind: int = ED25519) -> Self:
        """A new key from the system's generator."""
        return cls(name, os.urandom(_ed25519.KEY), kind)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``PRIVATE+KEY+name+id+base64``, the customary form of a note's secret key."""
        parts = text.split("+", 4)
        try:
            raw = base64_bytes(parts[4]) if len(parts) == 5 and len(text) <= 2 * MAX_NAME else b""  # noqa: PLR2004 -- the number is the format's own
        except ValueError:
            raw = b""
        if parts[:2] != ["PRIVATE", "KEY"] or len(raw) != 1 + _ed25519.KEY:
            raise FormatError(
                "key", "This is not a signing key (PRIVATE+KEY+…). Use the whole line."
            )
        signer = cls(parts[2], raw[1:], raw[0])
        if signer.verifier.id.hex() != parts[3]:
            raise FormatError("key", "The signing key does not match its own id.")
        return signer

    def encode(self) -> str:
        """The secret as one line. Keep it where nobody else reads."""
        secret = base64_text(bytes([self.kind]) + self.seed)
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{secret}"

    @cached_property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.kind, _ed25519.public_of(self.seed))

    @cached_property
    def _id(self) -> bytes:
        return self.verifier.id

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def line(self, text: str, *, stamp: int | None = None) -> str:
        """A signature line over ``text``; ``stamp`` (POSIX seconds) for cosignatures only."""
        if (stamp is not None) != (self.kind == COSIGNATURE):
            raise FormatError("key", "A cosignature needs a time, a plain signature has none.")
        message, prefix = text.encode(), b""
        if stamp is not None:
            message, prefix = _cosigned(stamp, message), stamp.to_bytes(_STAMP, "big")
        raw = self._id + prefix + self._key.sign(message)
        return f"{_DASH}{self.name} {base64_text(raw)}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line, not verified."""

    name: str
    id: bytes
    signature: bytes

    def encode(self) -> str:
        """The line that was read."""
        return f"{_DASH}{self.name} {base64_text(self.id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note that was read, not verified."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> str:
        """The same note."""
        return f"{self.text}\n{''.join(s.encode() for s in self.signatures)}"


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was verified: whose, and when for a cosignature."""

    verifier: Verifier
    stamp: int | None


def _format(why: str) -> FormatError:
    return FormatError("format", f"This is not a signed note: it {why}. Fetch it again.")


def _check_text(text: str) -> None:
    if not text.endswith("\n") or text == "\n":
        raise _format("has no text that ends in a newline")
    if _CONTROL.search(text):
        raise _format("holds control characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _format("is not valid Unicode") from None


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise _format("has a bad signature line")
    try:
        raw = base64_bytes(encoded)
    except ValueError:
        raise _format("has a bad signature line") from None
    if len(raw) <= _ID:
        raise _format("has a bad signature line")
    return Signature(name, raw[:_ID], raw[_ID:])


def parse(note: str | bytes) -> Note:
    """Read a note. Raises ``FormatError`` of kind ``format`` or ``too_large``."""
    if len(note) > MAX_NOTE:
        raise FormatError("too_large", "The note is over 1 MiB.")
    if isinstance(note, bytes):
        try:
            note = note.decode("utf-8")
        except UnicodeDecodeError:
            raise _format("is not UTF-8") from None
    _check_text(note)
    text, blank, rest = note.rpartition("\n\n")
    lines = rest.split("\n")[:-1]
    if not blank or not lines:
        raise _format("has no signature")
    if len(lines) > MAX_SIGNATURES:
        raise FormatError("too_large", "The note has more than 64 signatures.")
    return Note(text + "\n", tuple(_signature(line) for line in lines))


def sign(text: str, signers: Sequence[Signer]) -> str:
    """Text (ending in a newline) and the plain signatures of ``signers``, as a note."""
    _check_text(text)
    return f"{text}\n{''.join(signer.line(text) for signer in signers)}"


def add(note: str, line: str) -> str:
    """A note with one more signature line (a witness's cosignature); reads both first."""
    read, more = parse(note), _signature(line.removesuffix("\n"))
    if more in read.signatures:
        return note
    return Note(read.text, (*read.signatures, more)).encode()


def verify(note: Note, verifiers: Iterable[Verifier]) -> tuple[Signed, ...]:
    """Every signature of a pinned key, each key once; unknown keys are ignored.

    Raises ``FormatError`` of kind ``signature`` when a pinned key's signature is false or when no
    pinned key has signed.
    """
    text = note.text.encode()
    matches: dict[Verifier, Signed] = {}
    known = {(each.name, each.id): each for each in verifiers}
    for line in note.signatures:
        verifier = known.get((line.name, line.id))
        if verifier is None:
            continue
        if len(line.signature) != _LENGTHS[verifier.kind]:
            raise FormatError("signature", f"The signature of {line.name} has the wrong length.")
        matches.setdefault(verifier, Signed(verifier, verifier.check(text, line.signature)))
    if not matches:
        raise FormatError("signature", "No key that you trust has signed this.")
    return tuple(matches.values())
