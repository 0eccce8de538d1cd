"""Return and recovery codes: twelve BIP39 words (docs/spec/return-code.md).

``size``, in bytes, tells codes of fewer words apart (``invitecode``): 16 bytes are twelve words.
"""

import base64
import hashlib
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import mnemonic

from heard.formats import _codelabels, _ed25519, ageheader, agekeys
from heard.formats._codewords import VARIANTS, WOUNDING
from heard.formats._errors import FormatError

ENTROPY = 16
WORDS = 12
LANGUAGES = ("english", "chinese_simplified")
RETURN = "heard/return-code/v1/"
RECOVERY = "heard/recovery-code/v1/"
MAX_TEXT = 1024
_BITS = 11
_NUMERALS = {9: "nine", 12: "twelve"}
_PREFIX = 4  # letters that tell an English word
_LONGEST = 8
_UNSEEN = frozenset({"Cf", "Mn", "Mc", "Me"})
_VERIFIER = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z", re.ASCII)


class CodeError(FormatError):
    """Kinds: ``words`` (too few or too many), ``glued``, ``unknown``, ``checksum``.

    ``count``: how many words were found; ``wrong``: which of them are glued together or in no
    list, with their numbers from 1.
    """

    def __init__(
        self, kind: str, message: str, *, count: int = 0, wrong: Sequence[tuple[int, str]] = ()
    ) -> None:
        super().__init__(kind, message)
        self.count = count
        self.wrong = tuple(wrong)


@cache
def wordlist(language: str) -> tuple[str, ...]:
    """The 2,048 words, NFKD, from the package ``mnemonic``."""
    path = Path(mnemonic.__file__).parent / "wordlist" / f"{language}.txt"
    words = unicodedata.normalize("NFKD", path.read_text(encoding="utf-8")).split()
    return tuple(words)


@cache
def _index(language: str) -> dict[str, int]:
    """The place of each word by its beginning; Chinese also as it is written traditionally."""
    simplified = {word[:_PREFIX]: place for place, word in enumerate(wordlist(language))}
    if language == "english":
        return simplified
    other = {word: place for place, word in enumerate(wordlist("chinese_traditional"))}
    variants = {word: simplified[same] for word, same in VARIANTS.items()}
    return variants | other | simplified


def generate(language: str = "english", *, size: int = ENTROPY) -> bytes:
    """Random bytes whose words, in that language, hold none that wounds."""
    while True:
        drawn = os.urandom(size)
        if WOUNDING[language].isdisjoint(words(drawn, language)):
            return drawn


def words(entropy: bytes, language: str = "english") -> list[str]:
    """The words of 12 or 16 bytes (BIP39: a check bit for each four bytes)."""
    size = len(entropy)
    if _count_of(size) not in _NUMERALS or language not in LANGUAGES:
        raise CodeError("words", "A code is made of 16 bytes, in English or Simplified Chinese.")
    number = int.from_bytes(entropy, "big") << _checksum_bits(size) | _checksum(entropy)
    count = _count_of(size)
    places = [number >> _BITS * (count - 1 - place) & 2047 for place in range(count)]
    return [wordlist(language)[place] for place in places]


def _checksum_bits(size: int) -> int:
    return size // 4


def _checksum(entropy: bytes) -> int:
    return hashlib.sha256(entropy).digest()[0] >> 8 - _checksum_bits(len(entropy))


def _count_of(size: int) -> int:
    """How many words so many bytes are."""
    return (8 * size + _checksum_bits(size)) // _BITS


def _letters(text: str) -> str:
    """Without case, marks and what is not seen; a zero-width space divides."""
    plain = unicodedata.normalize("NFKD", text).replace("\u200b", " ")
    folded = unicodedata.normalize("NFKD", plain.lower().upper().lower())
    return "".join(each for each in folded if unicodedata.category(each) not in _UNSEEN)


def read(text: str, *, size: int = ENTROPY) -> bytes:
    """The bytes of a code as a person typed it. Raises ``CodeError``."""
    count = _count_of(size)
    if len(text) > MAX_TEXT:
        raise CodeError("words", f"A code has {_NUMERALS[count]} words. This is much longer.")
    plain = _letters(text)
    runs = _codelabels.runs(plain, count)
    if count < WORDS and _is_twelve(plain, count):
        runs = []  # with three check bits, a third of such texts would hold a code of nine
    read = [[_index(name).get(word[:_PREFIX], -1) for word in run] for _, name, run in runs]
    known = [(run[0], each) for run, each in zip(runs, read, strict=True) if -1 not in each]
    right = [(rank, code) for rank, each in known if (code := _entropy(each, size)) is not None]
    best = {code for rank, code in right if rank == min(right)[0]}
    if len(best) == 1:
        return best.pop()
    if known:
        raise CodeError(
            "checksum", "One of the words is not right, or the order is not.", count=count
        )
    if runs:
        raise _unknown([(name, run) for _, name, run in runs], read)
    raise _amiss(count, *(_codelabels.tokens(plain, language) for language in LANGUAGES))


def _is_twelve(plain: str, count: int) -> bool:
    """Whether it is twelve words of one list and nothing else, no label of fewer: a return code."""
    for language in LANGUAGES:
        said = _codelabels.tokens(plain, language)
        if len(said) == WORDS and all(word[:_PREFIX] in _index(language) for word in said):
            return not _codelabels.leads(said[:-count])
    return False


def _unknown(runs: list[tuple[str, list[str]]], read: list[list[int]]) -> CodeError:
    best = min(range(len(runs)), key=lambda n: read[n].count(-1))
    pairs = enumerate(zip(runs[best][1], read[best], strict=True), 1)
    wrong = [(number, word) for number, (word, place) in pairs if place < 0]
    number, word = wrong[0]
    text = f"Word {number}, {word}, is not a word of the list. Check its spelling."
    return CodeError("unknown", text, count=len(read[best]), wrong=wrong)


def _amiss(wanted: int, english: list[str], chinese: list[str]) -> CodeError:
    found = english if len(english) >= len(chinese) else chinese
    count = len(found)
    glued = [(n, word) for n, word in enumerate(found, 1) if _is_glued(word)]
    said = f"A code has {_NUMERALS[wanted]} words"
    if count < wanted and glued:
        text = f"{said} with a space between. This has {count}."
        return CodeError("glued", text, count=count, wrong=glued)
    return CodeError("words", f"{said}. This has {count}.", count=count)


def _is_glued(word: str) -> bool:
    """Longer than any word of the list, or made of several of them."""
    if word in _english():
        return False
    reached = {0}
    for end in range(1, len(word) + 1):
        if any(word[start:end] in _english() for start in reached):
            reached.add(end)
    return len(word) > _LONGEST or len(word) in reached


@cache
def _english() -> frozenset[str]:
    return frozenset(wordlist("english"))


def _entropy(places: list[int], size: int) -> bytes | None:
    """None where the checksum does not fit."""
    number = 0
    for place in places:
        number = number << _BITS | place
    check = _checksum_bits(size)
    entropy = (number >> check).to_bytes(size, "big")
    return entropy if _checksum(entropy) == number & (1 << check) - 1 else None


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
