"""Ed25519 public keys as they are written: 32 bytes in canonical base64 (docs/spec/sealing.md)."""

from heard.formats import _ed25519
from heard.formats._text import base64_bytes


def is_signing_key(text: str) -> bool:
    """Whether this is a sound key, written in the one way there is; browsers load no other."""
    try:
        return _ed25519.is_sound(base64_bytes(text))
    except ValueError:
        return False
