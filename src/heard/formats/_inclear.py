"""What a reporter signs in clear, beside a letter that no server reads.

Each is lines of text, a domain of its own first, each with a line feed behind it.
"""

from base64 import b64encode

from heard.formats import _ed25519
from heard.formats._text import base64_bytes


def sign_lines(seed: bytes, *lines: str) -> str:
    """The signature, base64."""
    return b64encode(_ed25519.sign(seed, _signed(lines))).decode()


def are_signed(signature: bytes, key: str, *lines: str) -> bool:
    """Whether it is by this signing key (base64) over these lines, and no others."""
    try:
        public = base64_bytes(key)
    except ValueError:
        return False
    return _ed25519.is_signed(public, signature, _signed(lines))


def _signed(lines: tuple[str, ...]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
