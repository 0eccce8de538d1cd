"""Return and recovery codes: twelve BIP39 words (docs/spec/return-code.md)."""

import base64
import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import mnemonic

from heard.formats import _ed25519, ageheader, agekeys
from heard.formats._errors import FormatError

ENTROPY = 16
WORDS = 12
LANGUAGES = ("english", "chinese_simplified")
RETURN = "heard/return-code/v1/"
RECOVERY = "heard/recovery-code/v1/"
MAX_TEXT = 1024
_BITS = 11
_CHECKSUM_BITS = 4
_PREFIX = 4
_VERIFIER = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z", re.ASCII)


class CodeError(FormatError):
    """Kinds: ``words`` (not twelve words of one list), ``checksum``. Never says which word."""


@cache
def wordlist(language: str) -> tuple[str, ...]:
    """The 2,048 words, NFKD, from the package ``mnemonic``."""
    path = Path(mnemonic.__file__).parent / "wordlist" / f"{language}.txt"
    words = unicodedata.normalize("NFKD", path.read_text(encoding="utf-8")).split()
    return tuple(words)


@cache
def _index(language: str) -> dict[str, int]:
    """Every accepted spelling of a word; BIP39's English words differ in their first four letters.

    A longer beginning is accepted too, as somebody may write five letters.
    """
    spellings = {}
    for place, word in enumerate(wordlist(language)):
        spellings[word] = place
        for length in range(_PREFIX, len(word) if language == "english" else 0):
            spellings.setdefault(word[:length], place)
    return spellings


def generate() -> bytes:
    """16 random bytes from the system's generator."""
    return os.urandom(ENTROPY)


def words(entropy: bytes, language: str = "english") -> list[str]:
    """The twelve words of 16 bytes."""
    if len(entropy) != ENTROPY or language not in LANGUAGES:
        raise CodeError("words", "A code is made of 16 bytes, in English or Simplified Chinese.")
    check = hashlib.sha256(entropy).digest()[0] >> 8 - _CHECKSUM_BITS
    number = int.from_bytes(entropy, "big") << _CHECKSUM_BITS | check
    places = [number >> _BITS * (WORDS - 1 - place) & 2047 for place in range(WORDS)]
    return [wordlist(language)[place] for place in places]


def _pieces(text: str) -> list[str]:
    """The words as typed: letters only, lower case; a Chinese character is a word by itself."""
    text = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c if c.isalpha() else " " for c in text)
    return re.findall(r"[a-z]+|[^\sa-z]", letters)


def read(text: str) -> bytes:
    """The 16 bytes of a code as a person typed it. Raises ``CodeError``."""
    pieces = _pieces(text[:MAX_TEXT]) if len(text) <= MAX_TEXT else []
    for language in LANGUAGES:
        places = [_index(language).get(piece, -1) for piece in pieces]
        if len(places) == WORDS and -1 not in places:
            return _entropy(places)
    raise CodeError("words", "A code has twelve words of the list. Check the spelling of each.")


def _entropy(places: list[int]) -> bytes:
    number = 0
    for place in places:
        number = number << _BITS | place
    entropy = (number >> _CHECKSUM_BITS).to_bytes(ENTROPY, "big")
    if hashlib.sha256(entropy).digest()[0] >> 8 - _CHECKSUM_BITS != number & 15:
        raise CodeError("checksum", "One of the words is not right, or the order is not.")
    return entropy


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What a code gives, 32 bytes each. Never shown by ``repr``."""

    login_verifier: bytes
    age_seed: bytes
    signing_seed: bytes

    @property
    def identity(self) -> str:
        """The hybrid age identity."""
        return agekeys.identity_from_seed(self.age_seed)

    @property
    def recipient(self) -> str:
        """The hybrid age recipient."""
        return agekeys.recipient_of(self.identity)

    @property
    def signing_public(self) -> bytes:
        """The Ed25519 public key."""
        return _ed25519.public_of(self.signing_seed)

    @property
    def header(self) -> str:
        """The verifier as it is sent: base64url without padding."""
        return base64.urlsafe_b64encode(self.login_verifier).rstrip(b"=").decode("ascii")

    @property
    def stored(self) -> str:
        """What the server keeps: hexadecimal SHA-256 of the verifier."""
        return hashlib.sha256(self.login_verifier).hexdigest()


def derive(entropy: bytes, site: str, *, domain: str = RETURN) -> Keys:
    """The keys of a code at a site; ``domain`` is ``RETURN`` or ``RECOVERY``."""
    salt = (domain + site).encode()
    labels = (b"login-verifier", b"age-identity", b"signing-seed")
    return Keys(*(ageheader.derive(entropy, salt, label) for label in labels))


def stored_from_header(text: str) -> str | None:
    """What the server looks up for a verifier as it was sent; None where it is malformed.

    The caller answers both alike (docs/spec/return-code.md).
    """
    if not _VERIFIER.match(text):
        return None
    return hashlib.sha256(base64.urlsafe_b64decode(text + "=")).hexdigest()
