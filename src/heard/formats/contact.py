"""Where a reporter wants to be told, as it stands inside the seal (docs/spec/notices.md)."""

import re

import msgspec

from heard.formats._errors import FormatError
from heard.formats.members import has_twice
from heard.languages import TAGS

SIZE = 1024  # bytes: every contact has this length, whatever it is
MAX_SEALED = 4096
MAX_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, as corrected
# What a mail server takes without SMTPUTF8 (RFC 6531), less quoted local parts.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_ENDPOINT = re.compile(r"https?://[!-~]{3,760}")


class Email(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="email"):
    """An address of hers; ``language`` is what the message is written in."""

    v: int
    address: str
    language: str


class Push(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="push"):
    """A push subscription (W3C Push API, 3). Nothing is sent in it, so no keys are kept."""

    v: int
    endpoint: str


def write(contact: Email | Push) -> bytes:
    """``SIZE`` bytes: JSON, filled up with spaces. Raises FormatError."""
    raw = msgspec.json.encode(contact)
    if len(raw) > SIZE:
        raise FormatError("size", "This address is too long. Give another one.")
    return raw.ljust(SIZE)


def read(content: bytes) -> Email | Push:
    """What ``write`` wrote. Raises FormatError."""
    if len(content) != SIZE:
        raise FormatError("size", "The contact has a wrong length. Enter it again.")
    try:
        contact = msgspec.json.decode(content, type=Email | Push)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError("content", "The contact cannot be read. Enter it again.") from error
    if has_twice(content):
        raise FormatError("content", "The contact can be read in two ways. Enter it again.")
    _check(contact)
    return contact


def _check(contact: Email | Push) -> None:
    if contact.v != 1:
        raise FormatError("version", "The contact is of a newer Heard.")
    if isinstance(contact, Push):
        if not _ENDPOINT.fullmatch(contact.endpoint):
            raise FormatError("endpoint", "The browser's push address cannot be used.")
        return
    if contact.language not in TAGS:
        raise FormatError("language", "Choose one of the languages that there are.")
    if len(contact.address) > MAX_ADDRESS or not _ADDRESS.fullmatch(contact.address):
        raise FormatError("address", "This is no mail address. Enter it once more.")
