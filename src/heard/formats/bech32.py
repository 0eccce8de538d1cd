"""Bech32 (BIP 173) without its limit of 90 characters, as age keys use it (c2sp.org/age)."""

from heard.formats._errors import FormatError

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6
MAX_LENGTH = 4096  # an age1pq recipient has 1,959


class Bech32Error(FormatError):
    """A key string that was mistyped or cut."""


def _checksum(values: list[int]) -> int:
    state = 1
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for bit, constant in enumerate(_GENERATOR):
            if top >> bit & 1:
                state ^= constant
    return state


def _expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _to_words(data: bytes) -> list[int]:
    bits = len(data) * 8
    number = int.from_bytes(data, "big") << (-bits % 5)
    count = (bits + 4) // 5
    return [number >> 5 * (count - 1 - place) & 31 for place in range(count)]


def _to_bytes(words: list[int]) -> bytes:
    number = 0
    for word in words:
        number = number << 5 | word
    spare = len(words) * 5 % 8
    # BIP 173: at most four padding bits, all zero. Otherwise one key had several spellings.
    if spare > 4 or number & ((1 << spare) - 1):  # noqa: PLR2004 the rule's own number
        raise Bech32Error("bech32", "This key has spare bits set. Copy it again, whole.")
    return (number >> spare).to_bytes(len(words) * 5 // 8, "big")


def encode(prefix: str, data: bytes) -> str:
    """Write ``data`` under a lower-case ``prefix``."""
    words = _to_words(data)
    check = _checksum([*_expand(prefix), *words, *[0] * _CHECKSUM]) ^ 1
    words += [check >> 5 * (_CHECKSUM - 1 - place) & 31 for place in range(_CHECKSUM)]
    return f"{prefix}1{''.join(_ALPHABET[word] for word in words)}"


def decode(text: str) -> tuple[str, bytes]:
    """Read a key string, all lower or all upper case. Gives the lower-case prefix and the bytes.

    Raises ``Bech32Error`` when it is too long, mixed in case, mistyped or cut.
    """
    lower = text.lower()
    prefix, one, data = lower.rpartition("1")
    sound = len(text) <= MAX_LENGTH and text.isascii() and text in (lower, text.upper())
    if not sound or not one or not prefix or len(data) < _CHECKSUM:
        raise Bech32Error("bech32", "This is not a key. It starts with age1 or AGE-SECRET-KEY-.")
    words = [_VALUES.get(letter, -1) for letter in data]
    if -1 in words or min(map(ord, prefix)) < ord("!"):
        raise Bech32Error("bech32", "This key has a character that keys do not use. Copy it again.")
    if _checksum([*_expand(prefix), *words]) != 1:
        raise Bech32Error("bech32", "This key was mistyped or cut: its checksum is wrong.")
    return prefix, _to_bytes(words[:-_CHECKSUM])
