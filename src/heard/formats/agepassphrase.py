"""Passphrase-sealed age files: only for the hand-over export (docs/spec/sealing.md, section 1).

Never used on what was uploaded: a sender's work factor of 23 would cost the reader 8 GiB.
"""

import os
import re
import secrets
from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from heard.formats._codewords import WOUNDING
from heard.formats._errors import FormatError
from heard.formats.agefile import file_key_of
from heard.formats.ageheader import (
    NONCE,
    SCRYPT,
    Policy,
    Stanza,
    from_unpadded,
    parse_header,
    signed_header,
    unpadded,
)
from heard.formats.agekeys import FILE_KEY
from heard.formats.agestream import open_payload, seal_payload
from heard.formats.returncode import wordlist

WORK_FACTOR = 18  # 256 MiB; about one second
PACKAGE_FACTOR = 15  # 32 MiB, as in a browser: its words are drawn, and nothing rests on the factor
PACKAGE_WORDS = 7
_LABEL = b"age-encryption.org/v1/scrypt"
_SALT = 16
_FACTOR = re.compile(r"[1-9][0-9]?\Z", re.ASCII)


def _key(passphrase: str, salt: bytes, factor: int) -> bytes:
    kdf = Scrypt(salt=_LABEL + salt, length=32, n=2**factor, r=8, p=1)
    return kdf.derive(passphrase.encode("utf-8"))


class Passphrase:
    """Opens the one scrypt stanza of a file, up to a work factor that the reader chose."""

    kind = SCRYPT

    def __init__(self, passphrase: str, *, max_work_factor: int) -> None:
        self._passphrase, self._limit = passphrase, max_work_factor

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key; None for a wrong passphrase; ``FormatError`` where it is malformed."""
        if len(stanza.args) != 3 or len(stanza.body) != FILE_KEY + 16:  # noqa: PLR2004 -- the number is the format's own
            raise FormatError("header", "The passphrase stanza has the wrong form.")
        salt = from_unpadded(stanza.args[1].encode("ascii"))
        if len(salt) != _SALT or not _FACTOR.match(stanza.args[2]):
            raise FormatError("header", "The passphrase stanza has the wrong form.")
        if int(stanza.args[2]) > self._limit:
            raise FormatError("header", "Opening this would take too much memory: it is refused.")
        key = _key(self._passphrase, salt, int(stanza.args[2]))
        try:
            return ChaCha20Poly1305(key).decrypt(bytes(12), stanza.body, None)
        except InvalidTag:
            return None


def open_with_passphrase(
    sealed: bytes, passphrase: str, *, max_work_factor: int = WORK_FACTOR
) -> Iterator[bytes]:
    """The chunks of a hand-over export; ``FormatError`` as ``unseal``."""
    header = parse_header(sealed)
    opener = Passphrase(passphrase, max_work_factor=max_work_factor)
    file_key = file_key_of(header, [opener], Policy.ANY)
    return open_payload(file_key, sealed[header.size :])


def seal_for_handover(
    plaintext: bytes, passphrase: str, *, work_factor: int = WORK_FACTOR
) -> bytes:
    """Seal an export under a passphrase of at least 20 characters, for one without an age key."""
    if len(passphrase) < 20 or not 10 <= work_factor <= WORK_FACTOR:  # noqa: PLR2004 -- the number is the format's own
        raise FormatError(
            "passphrase", "Use a passphrase of 20 characters or more; work factor 10-18."
        )
    file_key = os.urandom(FILE_KEY)
    header = _header(passphrase, file_key, work_factor)
    return header + seal_payload(file_key, os.urandom(NONCE), plaintext)


def _header(passphrase: str, file_key: bytes, work_factor: int) -> bytes:
    salt = os.urandom(_SALT)
    body = ChaCha20Poly1305(_key(passphrase, salt, work_factor)).encrypt(bytes(12), file_key, None)
    stanza = Stanza((SCRYPT, unpadded(salt).decode("ascii"), str(work_factor)), body)
    return signed_header((stanza,), file_key)


def new_words() -> str:
    """Seven English words with hyphens between, drawn: what opens a package (package.md, 6)."""
    kept = [word for word in wordlist("english") if word not in WOUNDING["english"]]
    return "-".join(secrets.choice(kept) for _ in range(PACKAGE_WORDS))


def header_for(passphrases: Sequence[str], file_key: bytes) -> bytes:
    """The header of a package that one drawn passphrase opens: for ``agefile.Writer``."""
    [passphrase] = passphrases
    return _header(passphrase, file_key, PACKAGE_FACTOR)
