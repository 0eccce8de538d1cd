"""The header of an age file (c2sp.org/age, "Header"): bounded, and read only as it is written.

Kinds of refusal: ``armor``, ``header``, ``too_large``, ``hmac``, ``policy``, ``scrypt``,
``no_match``, ``payload``, ``range``, ``recipient``, ``identity``, ``passphrase``.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from heard.formats._errors import FormatError

MAX_HEADER = 256 * 1024
MAX_STANZAS = 64
MAX_LINE = 4096
CHUNK = 64 * 1024
TAG = 16
NONCE = 16
SHARE_HYBRID = 1120
HYBRID = "mlkem768x25519"
CLASSIC = "X25519"
SCRYPT = "scrypt"

_VERSION = b"age-encryption.org/v1\n"
_ARGUMENTS = re.compile(rb"[!-~]+(?: [!-~]+)*\Z")
_COLUMNS = 64
_MAC_LINE = 48  # "--- " and 43 base64 characters and the newline


class Policy(Enum):
    """Which stanzas a header may hold."""

    HYBRID = "hybrid"  # inside Heard: mlkem768x25519 and nothing else
    HANDOVER = "handover"  # hybrid alone or X25519 alone; others are ignored; never scrypt
    ANY = "any"  # what age allows; for the passphrase reader and for foreign files


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient's copy of the file key: arguments (type first) and body."""

    args: tuple[str, ...]
    body: bytes

    def encode(self) -> bytes:
        """The lines of the stanza, the last one shorter than 64 columns."""
        text = base64.b64encode(self.body).rstrip(b"=")
        lines = [text[at : at + _COLUMNS] for at in range(0, len(text) + 1, _COLUMNS)]
        return b"-> " + " ".join(self.args).encode("ascii") + b"\n" + b"\n".join(lines) + b"\n"


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header; ``size`` is its length in bytes, where the payload starts."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    size: int

    def encode(self) -> bytes:
        """The same bytes that were read."""
        return _unsigned(self.stanzas) + b" " + unpadded(self.mac) + b"\n"

    def verify(self, file_key: bytes) -> None:
        """Check the MAC; raises ``FormatError`` of kind ``hmac``."""
        if not hmac.compare_digest(_mac(file_key, self.stanzas), self.mac):
            raise FormatError(
                "hmac", "The header was changed after sealing. Ask for the file again."
            )


def unpadded(data: bytes) -> bytes:
    """Base64 without padding, as age writes it."""
    return base64.b64encode(data).rstrip(b"=")


def from_unpadded(text: bytes) -> bytes:
    """Read canonical unpadded base64; ``FormatError`` of kind ``header`` otherwise."""
    try:
        raw = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raw = None
    if raw is None or base64.b64encode(raw).rstrip(b"=") != text:
        raise _header("holds base64 that no writer writes")
    return raw


def derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 to 32 bytes (RFC 5869)."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def signed_header(stanzas: tuple[Stanza, ...], file_key: bytes) -> bytes:
    """The bytes of a header over ``stanzas``."""
    return _unsigned(stanzas) + b" " + unpadded(_mac(file_key, stanzas)) + b"\n"


def _unsigned(stanzas: tuple[Stanza, ...]) -> bytes:
    return _VERSION + b"".join(stanza.encode() for stanza in stanzas) + b"---"


def _mac(file_key: bytes, stanzas: tuple[Stanza, ...]) -> bytes:
    key = derive(file_key, b"", b"header")
    return hmac.digest(key, _unsigned(stanzas), hashlib.sha256)


def _header(why: str) -> FormatError:
    return FormatError("header", f"This is not a sealed file: its header {why}. Send it again.")


def _line(data: bytes, start: int) -> int:
    """Where the line from ``start`` ends (its newline); bounds it first."""
    end = data.find(b"\n", start, start + MAX_LINE + 1)
    if end < 0:
        if len(data) - start > MAX_LINE or len(data) == MAX_HEADER:
            raise FormatError("too_large", "The header is too long. Send the file again.")
        raise _header("is cut short")
    return end


def _stanza(data: bytes, start: int) -> tuple[Stanza, int]:
    end = _line(data, start)
    line = data[start + 3 : end]
    if not _ARGUMENTS.match(line):
        raise _header("has a stanza without proper arguments")
    body, at = [], end + 1
    while True:
        end = _line(data, at)
        if end - at > _COLUMNS:
            raise _header("has a body line over 64 columns")
        body.append(data[at:end])
        if end - at < _COLUMNS:
            break
        at = end + 1
    args = tuple(line.decode("ascii").split(" "))
    return Stanza(args, from_unpadded(b"".join(body))), end + 1


def parse_header(data: bytes) -> Header:
    """Read the header at the start of ``data``; what follows is not looked at.

    Raises ``FormatError`` of kind ``header`` or ``too_large``.
    """
    data = data[:MAX_HEADER]
    if not data.startswith(_VERSION):
        raise _header("does not start with age-encryption.org/v1")
    stanzas: list[Stanza] = []
    at = len(_VERSION)
    while data.startswith(b"-> ", at):
        if len(stanzas) == MAX_STANZAS:
            raise FormatError("too_large", "The file is sealed to more than 64 recipients.")
        stanza, at = _stanza(data, at)
        stanzas.append(stanza)
    if not stanzas:
        raise _header("names no recipient")
    end = at + _MAC_LINE
    if not data.startswith(b"--- ", at) or data[end - 1 : end] != b"\n":
        raise _header("has no proper last line")
    return Header(tuple(stanzas), from_unpadded(data[at + 4 : end - 1]), end)


def check_policy(stanzas: tuple[Stanza, ...], policy: Policy) -> None:
    """Refuse stanzas that the policy does not allow; kinds ``scrypt`` and ``policy``."""
    kinds = {stanza.args[0] for stanza in stanzas}
    if policy is Policy.ANY:
        return
    if SCRYPT in kinds:
        raise FormatError("scrypt", "Files sealed with a passphrase are not taken here.")
    if policy is Policy.HYBRID and kinds != {HYBRID}:
        raise FormatError("policy", "The file must be sealed to post-quantum keys (age1pq…) only.")
    if {HYBRID, CLASSIC} <= kinds:
        raise FormatError("policy", "Classic and post-quantum recipients must not share a file.")


def plaintext_size(payload: int) -> int:
    """Bytes of plaintext in a payload of ``payload`` bytes (nonce included).

    Raises ``FormatError`` of kind ``payload`` for a length that no writer makes.
    """
    sealed = payload - NONCE
    chunks = -(-sealed // (CHUNK + TAG))
    last = sealed - (chunks - 1) * (CHUNK + TAG)
    if sealed < TAG or last < TAG or (last == TAG and chunks > 1):
        raise FormatError("payload", "The sealed file is cut short. Send it again.")
    return sealed - chunks * TAG


@dataclass(frozen=True, slots=True)
class Checked:
    """What can be said of a sealed file without any key."""

    recipients: int
    header: int  # bytes of header
    plaintext: int  # bytes of plaintext


@lru_cache(maxsize=8)
def _hybrid_layout(recipients: int) -> re.Pattern[bytes]:
    """Every hybrid header of ``recipients`` has one shape, so one expression can read it."""
    share, body, mac = b"[A-Za-z0-9+/]{1493}[AQgw]", b"[A-Za-z0-9+/]{42}", b"[AEIMQUYcgkosw048]"
    stanza = b"-> mlkem768x25519 " + share + b"\n" + body + mac + b"\n"
    shape = rb"age-encryption\.org/v1\n(?:%b){%d}--- %b%b\n" % (stanza, recipients, body, mac)
    return re.compile(shape)


def check_header(
    data: bytes, *, recipients_expected: int | None = None, size: int | None = None
) -> Checked:
    """Check the shape of a file sealed inside Heard, without any key.

    ``data`` starts with the whole header; ``size`` is the length of the whole file where ``data``
    is only its beginning. Every stanza must be mlkem768x25519, their count must be
    ``recipients_expected`` if given, and the payload's length must be one that a writer makes.
    Raises ``FormatError``: ``header``, ``too_large``, ``scrypt``, ``policy``, ``payload``.
    """
    count = recipients_expected
    total = len(data) if size is None else size
    if count is not None and 1 <= count <= MAX_STANZAS:
        match = _hybrid_layout(count).match(data)
        if match:
            return Checked(count, match.end(), plaintext_size(total - match.end()))
    return _check_slowly(data, count, total)


def _check_slowly(data: bytes, count: int | None, total: int) -> Checked:
    """As ``check_header``, with the count unknown or a fault to name."""
    header = parse_header(data)
    check_policy(header.stanzas, Policy.HYBRID)
    for stanza in header.stanzas:
        hybrid_share(stanza)
    if count is not None and len(header.stanzas) != count:
        raise FormatError(
            "policy", f"The file must be sealed to {count}, not {len(header.stanzas)}."
        )
    return Checked(len(header.stanzas), header.size, plaintext_size(total - header.size))


def hybrid_share(stanza: Stanza) -> bytes:
    """The encapsulated key of a hybrid stanza, 1,120 bytes; ``FormatError`` of kind ``header``."""
    if len(stanza.args) != 2 or len(stanza.body) != 32:  # noqa: PLR2004 -- the number is the format's own
        raise _header("has a stanza of the wrong form")
    share = from_unpadded(stanza.args[1].encode("ascii"))
    if len(share) != SHARE_HYBRID:
        raise _header("has a stanza of the wrong form")
    return share
