"""Public keys that look like keys, and that no browser may have to load."""

import string

from heard.formats import agefile, bech32
from heard.formats._text import base64_text

_ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
_PRIME = 2**255 - 19

# The X25519 half is zero: what is sealed to it is sealed to nobody.
_PUBLIC = bech32.decode(agefile.recipient_of(agefile.identity_from_seed(bytes(32))))[1]
WEAK_RECIPIENT = bech32.encode("age1pq", _PUBLIC[:-32] + bytes(32))
# y = 3 stands for a point; written as 3 + 2^255 - 19 it is the same one, and another key's text.
NOT_CANONICAL = base64_text((_PRIME + 3).to_bytes(32, "little"))


def spare_bits(key: str) -> str:
    """The same bytes in base64 that no encoder writes."""
    last = _ALPHABET[_ALPHABET.index(key[42]) + 1]
    return key[:42] + last + "="
