"""Inputs by chance, out of inputs that are there: the same seed gives the same inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

TELLING = [
    *(b"\0", b"\xff", b"\n", b"\r\n", b" ", b"+", b"=", b'"', b"\\", b",", b"{", b"}", b"[", b"]"),
    *(b"0", b"-1", b"1.0", b"1e9", b"9007199254740993", b"9223372036854775808", b"true", b"null"),
    *("—".encode(), "\u00a0".encode(), "\u2028".encode(), "\ufeff".encode(), "İ".encode()),
    *(b"\xed\xa0\x80", b"\xc0\x80", b"\\ud800", b"\\u0000", b"__proto__", b"\x7f", b"\xc2\x85"),
]


def inputs(seeds: Sequence[bytes], *, longest: int, random: Random) -> Iterator[bytes]:
    """Without end: one of ``seeds``, changed in one to eight places."""
    while True:
        data = bytearray(random.choice(seeds))
        for _ in range(1 << random.randrange(4)):
            _change(data, seeds, random)
        yield bytes(data[:longest])


def _change(data: bytearray, seeds: Sequence[bytes], random: Random) -> None:
    at, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    how = random.randrange(8)
    if how == 0 and data:
        data[min(at, len(data) - 1)] ^= 1 << random.randrange(8)
    elif how == 1:
        data[at:at] = random.choice(TELLING)
    elif how == 2:
        del data[at : min(end, at + 16)]
    elif how == 3:
        data[at : at + 1] = random.choice(TELLING)
    elif how == 4:
        data[at:at] = data[at:end][:256]
    elif how == 5:
        other = random.choice(seeds)
        start = random.randrange(len(other) + 1)
        data[at:end] = other[start : start + random.randrange(1, 64)]
    elif how == 6:
        data[at:at] = random.randbytes(random.randrange(1, 8))
    else:
        del data[end:]
