"""What is signed and sealed at an invitation, all of one size (docs/spec/channel.md, section 3).

Kinds of refusal: ``too_large``, ``format``, ``padding``.
"""

from typing import Any

from heard.formats import agefile
from heard.formats._errors import FormatError
from heard.formats._text import json_bytes, json_object

SIZE = 16 * 1024  # a team of 62 with their keys, and one recipient, take less than 10,000
MAX_SEALED = SIZE + 4 * 1024
_LENGTH = 4


def frame(body: bytes, tags: bytes) -> bytes:
    """Length, body, what authenticates it, and zeros."""
    if _LENGTH + len(body) + len(tags) > SIZE:
        raise FormatError("too_large", "This is too long for an invitation.")
    return (len(body).to_bytes(_LENGTH, "big") + body + tags).ljust(SIZE, b"\0")


def unframe(plaintext: bytes, tags: int) -> tuple[bytes, bytes]:
    """Body, and the ``tags`` bytes after it. Raises ``FormatError``."""
    if len(plaintext) != SIZE:
        raise FormatError("too_large", "The invitation has another size than invitations have.")
    length = int.from_bytes(plaintext[:_LENGTH], "big")
    end = _LENGTH + length
    if end + tags > SIZE:
        raise FormatError("format", "The invitation's length is not what it says.")
    if any(plaintext[end + tags :]):
        raise FormatError("padding", "The invitation's padding holds something.")
    return plaintext[_LENGTH:end], plaintext[end : end + tags]


def value_of(body: bytes) -> dict[str, Any]:
    """The one spelling of a JSON object. Raises ``FormatError``."""
    try:
        value = json_object(body)
        if json_bytes(value) == body:
            return value
    except ValueError:
        pass
    raise FormatError("format", "The invitation is not JSON as it is written.")


def check_sealed(sealed: bytes) -> agefile.Checked:
    """What a server checks without a key: one hybrid recipient, and the one size."""
    if len(sealed) > MAX_SEALED:
        raise FormatError("too_large", "A sealed invitation is at most 20 KiB.")
    checked = agefile.check_header(sealed, recipients_expected=1)
    if checked.plaintext != SIZE:
        raise FormatError("format", "The sealed invitation is not padded as invitations are.")
    return checked
