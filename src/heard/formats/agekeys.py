"""age identities and recipients, X25519 and MLKEM768-X25519 (c2sp.org/age).

Strings go in and come out: ``AGE-SECRET-KEY-PQ-1…`` and ``age1pq1…`` inside Heard,
``AGE-SECRET-KEY-1…`` and ``age1…`` for people with older tools.
"""

import hashlib
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from heard.formats import bech32
from heard.formats._errors import FormatError
from heard.formats.ageheader import (
    CLASSIC,
    HYBRID,
    SHARE_HYBRID,
    Stanza,
    derive,
    from_unpadded,
    hybrid_share,
    unpadded,
)

KEY = 32
FILE_KEY = 16
_WRAPPED = FILE_KEY + 16
_MLKEM_PUBLIC = 1184
_MLKEM_SEED = 64
_ZERO_NONCE = bytes(12)
_CLASSIC_LABEL = b"age-encryption.org/v1/X25519"
_HYBRID_LABEL = b"age-encryption.org/mlkem768x25519"
# Each u that X25519 brings to zero with every key: of order 1, 2, 4 and 8 on the curve and on its
# twist, and p and p + 1 for 0 and 1. The top bit of the 32 bytes is not read (RFC 7748, 5).
_U = 2**255 - 1
_P = 2**255 - 19
_ORDER_8 = (
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
)
_LOW_ORDER = frozenset({0, 1, *_ORDER_8, _P - 1, _P, _P + 1})
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def generate_identity() -> str:
    """A new hybrid identity from the system's generator."""
    return identity_from_seed(os.urandom(KEY))


def identity_from_seed(seed: bytes) -> str:
    """The hybrid identity of a seed of 32 bytes."""
    if len(seed) != KEY:
        raise FormatError("identity", "A seed has 32 bytes.")
    return bech32.encode("age-secret-key-pq-", seed).upper()


def seed_of(identity: str) -> bytes:
    """The 32 bytes of a hybrid identity."""
    return _secret(identity, "age-secret-key-pq-")


def generate_classic_identity() -> str:
    """A new X25519 identity, for hand-over to people with older tools."""
    return bech32.encode("age-secret-key-", os.urandom(KEY)).upper()


def is_hybrid(recipient: str) -> bool:
    """Whether a recipient string is post-quantum hybrid and sound (its key is loaded once)."""
    try:
        found = recipient_from(recipient)
        return isinstance(found, HybridRecipient) and not found.is_weak
    except FormatError:
        return False


def recipient_of(identity: str) -> str:
    """The recipient string that belongs to an identity string."""
    return identity_from(identity).recipient


def _secret(identity: str, prefix: str) -> bytes:
    found, secret = bech32.decode(identity)
    if identity != identity.upper() or found != prefix or len(secret) != KEY:
        raise FormatError(
            "identity", "This is not an age identity (AGE-SECRET-KEY-…). Copy it whole."
        )
    return secret


class ClassicRecipient:
    """An X25519 public key (``age1…``)."""

    kind = CLASSIC

    def __init__(self, public: bytes) -> None:
        self._public = public
        self._key = X25519PublicKey.from_public_bytes(public)

    def wrap(self, file_key: bytes) -> Stanza:
        """Seal the file key to this recipient."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        try:
            secret = ephemeral.exchange(self._key)
        except ValueError as error:  # all-zero result: a low-order point
            raise FormatError(
                "recipient", "This recipient's key is weak. Ask for another."
            ) from error
        key = derive(secret, share + self._public, _CLASSIC_LABEL)
        body = ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
        return Stanza((CLASSIC, unpadded(share).decode("ascii")), body)


class HybridRecipient:
    """An MLKEM768-X25519 public key (``age1pq1…``)."""

    kind = HYBRID

    def __init__(self, public: bytes) -> None:
        self._share = public[_MLKEM_PUBLIC:]
        self._key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(self._share),
        )

    @property
    def is_weak(self) -> bool:
        """Whether the X25519 half is a low-order point: nothing can be sealed to it."""
        return int.from_bytes(self._share, "little") & _U in _LOW_ORDER

    def wrap(self, file_key: bytes) -> Stanza:
        """Seal the file key to this recipient (HPKE SealBase, RFC 9180, section 6.1)."""
        try:
            sealed = _SUITE.encrypt(file_key, self._key, info=_HYBRID_LABEL)
        except ValueError as error:  # the X25519 half is a low-order point
            raise FormatError(
                "recipient", "This recipient's key is weak. Ask for another."
            ) from error
        share = unpadded(sealed[:SHARE_HYBRID]).decode("ascii")
        return Stanza((HYBRID, share), sealed[SHARE_HYBRID:])


class ClassicIdentity:
    """An X25519 secret key."""

    kind = CLASSIC

    def __init__(self, secret: bytes) -> None:
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self._public = self._key.public_key().public_bytes_raw()

    @property
    def recipient(self) -> str:
        """``age1…``."""
        return bech32.encode("age", self._public)

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, None where the stanza is another's. Raises ``FormatError``."""
        share = from_unpadded(stanza.args[1].encode("ascii")) if len(stanza.args) == 2 else b""  # noqa: PLR2004 -- the number is the format's own
        # Lengths are checked before decrypting, against partitioning oracles (c2sp.org/age).
        if len(share) != KEY or len(stanza.body) != _WRAPPED:
            raise FormatError("header", "The header has an X25519 stanza of the wrong form.")
        try:
            secret = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise FormatError("header", "The header has a low-order X25519 share.") from error
        key = derive(secret, share + self._public, _CLASSIC_LABEL)
        try:
            return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, stanza.body, None)
        except InvalidTag:
            return None


class HybridIdentity:
    """An MLKEM768-X25519 secret key, kept as its seed."""

    kind = HYBRID

    def __init__(self, seed: bytes) -> None:
        # draft-ietf-hpke-pq: the seed is expanded once, the ML-KEM seed first.
        expanded = hashlib.shake_256(seed).digest(_MLKEM_SEED + KEY)
        self._mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED])
        self._x25519 = X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED:])
        self._key = MLKEM768X25519PrivateKey(self._mlkem, self._x25519)

    @property
    def recipient(self) -> str:
        """``age1pq1…``."""
        public = self._mlkem.public_key().public_bytes_raw()
        return bech32.encode("age1pq", public + self._x25519.public_key().public_bytes_raw())

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, None where the stanza is another's. Raises ``FormatError``."""
        sealed = hybrid_share(stanza) + stanza.body
        try:
            return _SUITE.decrypt(sealed, self._key, info=_HYBRID_LABEL)
        except InvalidTag:
            # HPKE gives one refusal for a wrong key and for a low-order share. The point is
            # looked at only then: it means a broken sender, where a wrong key means another's.
            self._refuse_low_order(sealed[SHARE_HYBRID - KEY : SHARE_HYBRID])
            return None

    def _refuse_low_order(self, share: bytes) -> None:
        try:
            self._x25519.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise FormatError("header", "The header has a low-order X25519 share.") from error


Recipient = ClassicRecipient | HybridRecipient
Identity = ClassicIdentity | HybridIdentity


@lru_cache(maxsize=256)
def recipient_from(text: str) -> Recipient:
    """Load a recipient string. Raises ``FormatError`` of kind ``recipient``."""
    prefix, public = bech32.decode(text)
    try:
        if text.islower() and prefix == "age1pq" and len(public) == _MLKEM_PUBLIC + KEY:
            return HybridRecipient(public)
        if text.islower() and prefix == "age" and len(public) == KEY:
            return ClassicRecipient(public)
    except ValueError as error:
        raise FormatError(
            "recipient", "This recipient's key is damaged. Ask for it again."
        ) from error
    raise FormatError("recipient", "This is not an age recipient (age1…). Ask for it again.")


def identity_from(text: str) -> Identity:
    """Load an identity string. Raises ``FormatError`` of kind ``identity``."""
    if text.startswith("AGE-SECRET-KEY-PQ-1"):
        return HybridIdentity(_secret(text, "age-secret-key-pq-"))
    return ClassicIdentity(_secret(text, "age-secret-key-"))
