"""Ed25519 with the checks that a key needs before it is pinned (RFC 8032, section 5.1)."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE = 64
KEY = 32
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
# y of the points whose order divides 8: with such a key one signature fits many messages.
_Y8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_LOW_ORDER = frozenset({0, 1, _P - 1, _Y8, _P - _Y8})


# The same few keys come with every report, those of its readers: a fifth of its time.
@lru_cache(maxsize=1024)
def is_sound(public: bytes) -> bool:
    """Whether 32 bytes are a canonical point on the curve and not of low order."""
    if len(public) != KEY:
        return False
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _P or y in _LOW_ORDER:
        return False
    # x^2 = above / below; it is a square where their product is one, which spares an inversion.
    above, below = y * y - 1, _D * y * y + 1
    return pow(above * below, (_P - 1) // 2, _P) == 1


def public_of(seed: bytes) -> bytes:
    """The public key of a seed, both 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is this key's over this message; malformed input is never signed."""
    if len(public) != KEY or len(signature) != SIGNATURE:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
