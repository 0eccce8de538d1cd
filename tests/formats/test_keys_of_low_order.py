"""Keys with which any key agrees to zero, or that are no point: each short way tells them right."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from hypothesis import example, given
from hypothesis import strategies as st

from heard.formats import _ed25519, agekeys, bech32

P = 2**255 - 19
TOP = 1 << 255  # not read by X25519
MLKEM = bech32.decode(agekeys.recipient_of(agekeys.identity_from_seed(bytes(32))))[1][:-32]


def is_weak(half: bytes) -> bool:
    return not agekeys.is_hybrid(bech32.encode("age1pq", MLKEM + half))


def agrees_to_zero(half: bytes) -> bool:
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(half))
    except ValueError:
        return True
    return False


def test_the_list_is_every_point_of_low_order_in_every_way_to_write_it() -> None:
    """From Edwards' y (RFC 7748, 4.1); p - 1 is of order 4 on the twist, which has no y here."""
    curve = {(1 + y) * pow(1 - y, -1, P) % P for y in _ed25519._LOW_ORDER - {1}}
    points = curve | {P - 1}
    assert points | {u + P for u in points if u + P < TOP} == agekeys._LOW_ORDER
    for u in agekeys._LOW_ORDER:
        for written in (u, u | TOP):
            half = written.to_bytes(32, "little")
            assert is_weak(half)
            assert agrees_to_zero(half)


@given(st.binary(min_size=32, max_size=32) | st.integers(0, 40).map(lambda n: P - 20 + n))
def test_every_other_agrees(half: bytes | int) -> None:
    raw = half if isinstance(half, bytes) else half.to_bytes(32, "little")
    assert is_weak(raw) == agrees_to_zero(raw)


@given(st.integers(0, TOP - 1))
@example(3)
@example(P - 1)
def test_a_point_is_told_without_an_inversion(y: int) -> None:
    square = (y * y - 1) * pow(_ed25519._D * y * y + 1, -1, P) % P if y < P else 0
    whole = y < P and y not in _ed25519._LOW_ORDER and pow(square, (P - 1) // 2, P) == 1
    assert _ed25519.is_sound(y.to_bytes(32, "little")) == whole
