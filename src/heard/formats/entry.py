"""What the log holds for an event, and what opens it (docs/spec/log.md, "Entry").

The log shows 33 bytes that say nothing. An opening says what they mean, whole or in part.

Kinds of refusal: ``format``, ``too_large``.
"""

import hashlib
import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, json_bytes, json_object, json_text

ENTRY = 33
SALT = 32
MAX_FIELDS = 32
MAX_VALUE = 4096
MAX_OPENING = MAX_FIELDS * (MAX_VALUE * 6 + 128)
_TYPE = b"\x01"
_NAME = re.compile(r"[a-z_]{1,32}\Z", re.ASCII)
_FIELD = b"heard/log-field/v1\n"
_OLD = b"heard/log-entry/v1\n"
_ENTRY = b"heard/log-entry/v2\n"
VERSION = 2

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is open: its value and the salt that hid it."""

    salt: bytes
    value: str


def field_digest(name: str, salt: bytes, value: str) -> bytes:
    """SHA-256 over domain, name, salt and value; raises ``FormatError`` beyond the bounds."""
    try:
        raw = value.encode()
    except UnicodeEncodeError:
        raise FormatError("format", f"The field {name} is not valid Unicode.") from None
    if len(raw) > MAX_VALUE:
        raise FormatError("too_large", f"The field {name} is over 4,096 bytes.")
    if len(salt) != SALT:
        raise FormatError("format", "A field needs a salt of 32 bytes.")
    return hashlib.sha256(_named(name) + salt + raw).digest()


@lru_cache(maxsize=256)
def _named(name: str) -> bytes:
    if not _NAME.match(name):
        raise FormatError("format", "A field needs a name of a-z and _, at most 32.")
    return _FIELD + bytes([len(name)]) + name.encode()


@dataclass(frozen=True, slots=True)
class Opening:
    """The fields of an event by name: a ``Field`` where open, a digest where closed or erased.

    ``version``: 1 for what was logged before names were hashed with the digests. Nothing of it can
    be closed: a digest alone would not say under which name it was logged, so one leaf could be
    shown with two meanings.
    """

    fields: Mapping[str, Field | bytes]
    version: int = VERSION

    @property
    def values(self) -> dict[str, str]:
        """The open fields."""
        return {name: each.value for name, each in self.fields.items() if isinstance(each, Field)}

    @property
    def digests(self) -> dict[str, bytes]:
        """The digest of every field, open or closed, names ascending."""
        return {name: self._digest(name, self.fields[name]) for name in sorted(self.fields)}

    @property
    def entry(self) -> bytes:
        """The 33 bytes in the log; the same with any field open or closed."""
        return _entry(self.digests) if self.version == VERSION else _old_entry(self.digests)

    @staticmethod
    def _digest(name: str, field: Field | bytes) -> bytes:
        return field if isinstance(field, bytes) else field_digest(name, field.salt, field.value)

    def close(self, names: Collection[str]) -> Self:
        """The same opening with the named fields closed: name and digest are left.

        Raises ``FormatError`` for version 1.
        """
        kept = {
            name: self._digest(name, each) if name in names else each
            for name, each in self.fields.items()
        }
        closed = type(self)(kept, self.version)
        closed.check()
        return closed

    def check(self) -> None:
        """Raises ``FormatError`` where a name or digest is malformed, or nothing may be closed."""
        for name, digest in self.digests.items():
            if len(digest) != ENTRY - 1 or not _NAME.match(name):
                raise FormatError("format", f"The field {name!r} is malformed.")
        if self.version != VERSION and len(self.values) < len(self.fields):
            raise FormatError("format", "An opening of version 1 must show every field.")

    def encode(self) -> str:
        """JSON, members sorted by name."""
        fields = dict(map(_member, self.fields.items()))
        return json_bytes({"v": self.version, "fields": fields}).decode()


def _entry(digests: Mapping[str, bytes]) -> bytes:
    """Of field digests by name, names ascending: each after its name, the name after its length."""
    named = (bytes([len(name)]) + name.encode() + digest for name, digest in digests.items())
    return _TYPE + hashlib.sha256(_ENTRY + b"".join(named)).digest()


def _old_entry(digests: Mapping[str, bytes]) -> bytes:
    return _TYPE + hashlib.sha256(_OLD + b"".join(sorted(digests.values()))).digest()


def _member(item: tuple[str, Field | bytes]) -> tuple[str, dict[str, str]]:
    name, field = item
    if isinstance(field, bytes):
        return name, {"digest": base64_text(field)}
    return name, {"salt": base64_text(field.salt), "value": field.value}


def make(values: Mapping[str, str], random: Random = os.urandom) -> Opening:
    """An opening with fresh salts for ``values``; raises ``FormatError`` beyond the bounds."""
    _check_count(len(values))
    opening = Opening({name: Field(random(SALT), value) for name, value in values.items()})
    opening.check()
    return opening


def write(values: Mapping[str, str], random: Random = os.urandom) -> tuple[bytes, str]:
    """The entry of some fields under fresh salts, and the opening's text.

    As ``make`` with ``entry`` and ``encode``, with each digest made once: a log does this for
    every event. Raises ``FormatError`` beyond the bounds.
    """
    _check_count(len(values))
    salts = random(SALT * len(values))
    digests: dict[str, bytes] = {}
    members = []
    for place, name in enumerate(sorted(values)):
        salt = salts[SALT * place : SALT * (place + 1)]
        digests[name] = field_digest(name, salt, values[name])
        text = json_text(values[name])
        members.append(f'"{name}":{{"salt":"{base64_text(salt)}","value":{text}}}')
    return _entry(digests), f'{{"fields":{{{",".join(members)}}},"v":{VERSION}}}'


def padding(random: Random = os.urandom) -> bytes:
    """An entry that means nothing and looks like any other."""
    return _TYPE + random(ENTRY - 1)


def _check_count(count: int) -> None:
    if not 1 <= count <= MAX_FIELDS:
        raise FormatError("format", "An event has between 1 and 32 fields.")


def parse(text: str | bytes) -> Opening:
    """Read an opening; only what ``encode`` writes is taken. Raises ``FormatError``."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > MAX_OPENING:
        raise FormatError("too_large", "The opening is too large.")
    try:
        opening = _read(json_object(data))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("format", "This is not the opening of a log entry.") from error
    if opening.encode().encode() != data:
        raise FormatError("format", "The opening is not written as openings are.")
    return opening


def _read(value: dict[str, object]) -> Opening:
    fields, version = value["fields"], value["v"]
    # True equals 1, but would be written as another text.
    if version not in (1, VERSION) or type(version) is not int or not isinstance(fields, dict):
        raise FormatError("format", "This opening is of a version that is not known here.")
    _check_count(len(fields))
    opening = Opening({name: _field(each) for name, each in fields.items()}, version)
    opening.check()
    return opening


def _field(member: dict[str, str]) -> Field | bytes:
    if "digest" in member:
        return base64_bytes(member["digest"])
    return Field(base64_bytes(member["salt"]), member["value"])
