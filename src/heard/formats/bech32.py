"""Bech32 (BIP 173) without its limit of 90 characters, as age keys use it (c2sp.org/age)."""

import base64

from heard.formats._errors import FormatError

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6
_UNKNOWN = 0xFF
# Letters to 5-bit words, and words to the digits that int(…, 32) reads: both at C speed, because a
# server reads two hybrid recipients of 1,959 letters for each report.
_WORDS = bytes(_ALPHABET.index(chr(c)) if chr(c) in _ALPHABET else _UNKNOWN for c in range(256))
_DIGITS = b"0123456789abcdefghijklmnopqrstuv".ljust(256, b"!")
_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET.encode())
MAX_LENGTH = 2100  # an age1pq recipient has 1,959


def _fold(top: int, steps: int) -> int:
    """What ``steps`` words that leave the 30-bit state put back into it."""
    state = top << 30 - 5 * steps
    for _ in range(steps):
        out, state = state >> 25, (state & 0x1FFFFFF) << 5
        for bit, constant in enumerate(_GENERATOR):
            state ^= constant if out >> bit & 1 else 0
    return state


_TWO = tuple(_fold(top, 2) for top in range(1024))


def _checksum(words: bytes) -> int:
    """The BIP 173 checksum over 5-bit words, two at a step."""
    state = 1
    if len(words) % 2:
        state, words = 32 ^ words[0], words[1:]
    for high, low in zip(words[::2], words[1::2], strict=True):
        state = (state & 0xFFFFF) << 10 ^ high << 5 ^ low ^ _TWO[state >> 20]
    return state


def _expand(prefix: str) -> bytes:
    codes = prefix.encode("ascii")
    return bytes([*(c >> 5 for c in codes), 0, *(c & 31 for c in codes)])


def _to_bytes(words: bytes) -> bytes:
    number = int(words.translate(_DIGITS) or b"0", 32)
    spare = len(words) * 5 % 8
    # BIP 173: at most four padding bits, all zero. Otherwise one key had several spellings.
    if spare > 4 or number & ((1 << spare) - 1):  # noqa: PLR2004 -- the number is the format's own
        raise FormatError("bech32", "This key has spare bits set. Copy it again, whole.")
    return (number >> spare).to_bytes(len(words) * 5 // 8, "big")


def encode(prefix: str, data: bytes) -> str:
    """Write ``data`` under a lower-case ``prefix``."""
    letters = base64.b32encode(data).rstrip(b"=").translate(_LETTERS)
    check = _checksum(_expand(prefix) + letters.translate(_WORDS) + bytes(_CHECKSUM)) ^ 1
    tail = "".join(_ALPHABET[check >> 5 * place & 31] for place in reversed(range(_CHECKSUM)))
    return f"{prefix}1{letters.decode('ascii')}{tail}"


def decode(text: str) -> tuple[str, bytes]:
    """Read a key string, all lower or all upper case. Gives the lower-case prefix and the bytes.

    Raises ``FormatError`` when it is too long, mixed in case, mistyped or cut.
    """
    lower = text.lower()
    prefix, one, data = lower.rpartition("1")
    sound = len(text) <= MAX_LENGTH and text.isascii() and text in (lower, text.upper())
    if not sound or not one or not prefix or len(data) < _CHECKSUM:
        raise FormatError("bech32", "This is not a key. It starts with age1 or AGE-SECRET-KEY-.")
    words = data.encode("ascii").translate(_WORDS)
    if _UNKNOWN in words or min(prefix) < "!":
        raise FormatError("bech32", "This key has a character that keys do not use. Copy it again.")
    if _checksum(_expand(prefix) + words) != 1:
        raise FormatError("bech32", "This key was mistyped or cut: its checksum is wrong.")
    return prefix, _to_bytes(words[:-_CHECKSUM])
