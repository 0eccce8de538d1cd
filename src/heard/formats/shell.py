"""What the server knows of a record, said again inside its letter (docs/spec/sealing.md, 11).

The server sees a typed shell and never the letter. So the letter repeats each clear member, and who
opens it compares: otherwise a shell could say ``not_substantiated`` over a letter that says the
opposite.

Kinds of refusal: ``shell``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from heard.formats._errors import FormatError
from heard.formats.ids import is_id
from heard.formats.letter import MAX_INTEGER

RECORD = "record"  # the member of a letter's content that repeats the shell
ANSWERS = "answers"  # and the one that says which body it answers
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z", re.ASCII)
_CODES = frozenset(("from", "to", "code"))  # empty where there is none
_IDS = frozenset(("allegation", "party"))  # empty where it is about none
MEMBERS = ("object", "id", "allegation", "party", "from", "to", "code", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The clear members of one move of a record. ``from_``, ``to``: its states before and after."""

    object: str
    id: str
    allegation: str
    party: str
    from_: str
    to: str
    code: str
    version: int

    def value(self) -> dict[str, str | int]:
        """As it stands in a letter's content, by ``MEMBERS``."""
        return {name: getattr(self, "from_" if name == "from" else name) for name in MEMBERS}


def parse(value: object) -> Shell:
    """Read a shell; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != set(MEMBERS):
        raise FormatError("shell", "What is said of this record lacks a member, or has one more.")
    for name in MEMBERS:
        if not _is_sound(name, value[name]):
            raise FormatError("shell", f"What is said of this record has a malformed {name}.")
    members = {"from_" if name == "from" else name: value[name] for name in MEMBERS}
    return Shell(**members)


def _is_sound(name: str, value: object) -> bool:
    if name == "version":
        return type(value) is int and 1 <= value <= MAX_INTEGER
    if name in _IDS or name in _CODES:
        return value == "" or (_is_code(value) if name in _CODES else is_id(value))
    return is_id(value) if name == "id" else _is_code(value)


def _is_code(value: object) -> bool:
    return isinstance(value, str) and _CODE.match(value) is not None


def fits(
    shell: Shell, content: Mapping[str, Any], *, answered: bytes | None = None
) -> tuple[str, ...]:
    """Names of the members that the sealed content says otherwise, or not; empty where it fits.

    ``answered``: the body that this record must answer, where it is an approval or an acceptance;
    where there is none, ``content`` may answer nothing. Whatever is named, show it as failing.
    """
    said = content.get(RECORD)
    inside = said if isinstance(said, dict) else {}
    differing = [
        name
        for name, clear in shell.value().items()
        if type(inside.get(name)) is not type(clear) or inside[name] != clear
    ]
    if inside.keys() - set(MEMBERS):
        differing.append(RECORD)
    if content.get(ANSWERS) != (None if answered is None else body_digest(answered)):
        differing.append(ANSWERS)
    return tuple(differing)


def body_digest(body: bytes) -> str:
    """What an approval or acceptance signs of the letter that it answers: SHA-256, hexadecimal.

    ``body``: the JSON that was signed, to the byte.
    """
    return sha256(body).hexdigest()
