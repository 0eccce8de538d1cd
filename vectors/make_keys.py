"""The vectors of keys that begin or end with a zero, one in 256 each. Run by make.py.

An engine that reads keys as numbers loses such a byte: WebKitGTK refuses them.
"""

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from seeds import Json, b64, secret

from heard.formats import _ed25519, agefile

ENDS = {"begins with zero": 0, "ends with zero": -1}


def first(label: str, held: Callable[[bytes], bytes], place: int) -> bytes:
    """The first seed of its kind by which what is ``held`` has a zero at ``place``."""
    seeds = (secret(f"{label} {count}") for count in range(1 << 16))
    return next(seed for seed in seeds if held(seed)[place] == 0)


def itself(seed: bytes) -> bytes:
    return seed


def public(seed: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def shared(scalar: bytes, point: bytes) -> bytes:
    mine = X25519PrivateKey.from_private_bytes(scalar)
    return mine.exchange(X25519PublicKey.from_public_bytes(point))


def curve_part(seed: bytes) -> bytes:
    """The X25519 scalar of a hybrid identity (draft-connolly-cfrg-xwing-kem, 5.2)."""
    return hashlib.shake_256(seed).digest(96)[64:]


OTHER = secret("x25519 other")


def exchanges() -> list[Json]:
    found = {}
    for end, place in ENDS.items():
        found[f"a scalar that {end}"] = (first("scalar", itself, place), public(OTHER))
        found[f"a point that {end}"] = (OTHER, public(first("point", public, place)))
        met = first("secret", lambda seed: shared(seed, public(OTHER)), place)
        found[f"a secret that {end}"] = (met, public(OTHER))
    return [
        {"name": name, "scalar": b64(mine), "point": b64(point), "secret": b64(shared(mine, point))}
        for name, (mine, point) in found.items()
    ]


def identities() -> list[Json]:
    found = {}
    for end, place in ENDS.items():
        found[f"a seed that {end}"] = first("identity", itself, place)
        found[f"a scalar that {end}"] = first("identity", curve_part, place)
    made = {name: agefile.identity_from_seed(seed) for name, seed in found.items()}
    return [
        {"name": name, "identity": identity, "recipient": agefile.recipient_of(identity)}
        for name, identity in made.items()
    ]


def signers() -> list[Json]:
    found = {}
    for end, place in ENDS.items():
        found[f"a seed that {end}"] = first("signer", itself, place)
        found[f"a key that {end}"] = first("signer", _ed25519.public_of, place)
    return [
        {
            "name": name,
            "seed": b64(seed),
            "key": b64(_ed25519.public_of(seed)),
            "signature": b64(_ed25519.sign(seed, name.encode())),
        }
        for name, seed in found.items()
    ]


def make_keys() -> Json:
    return {"x25519": exchanges(), "identities": identities(), "signers": signers()}
