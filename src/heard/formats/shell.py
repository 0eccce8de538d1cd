"""What the server knows of a move, said again inside its letter (docs/spec/sealing.md, 11).

The server sees a typed shell and never the letter. So the letter repeats each clear member, and who
opens it compares: otherwise a shell could say ``not_substantiated`` over a letter that says the
opposite.

Kinds of refusal: ``shell``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from heard.formats._errors import FormatError
from heard.formats._text import json_bytes
from heard.formats.ids import is_id
from heard.formats.letter import MAX_INTEGER, REPORTER

RECORD = "record"  # the member of a letter's content that repeats the shell
ANSWERS = "answers"  # and the one that says which body it answers
MOST_ABOUT = 64
_DOMAIN = b"heard/shell/v1\n"
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_WHEN = re.compile(r"[12][0-9]{3}-(?:Q[1-4]|[01][0-9]-[0-3][0-9])\Z", re.ASCII)
MEMBERS = (
    *("object", "id", "move", "version", "from", "to", "code"),
    *("party", "about", "holder", "digest", "number", "when", "basis"),
)
# Of decisions from before 2026-11-30. A letter is never written anew, so readers know both.
OLDER = ("object", "id", "allegation", "party", "from", "to", "code", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The clear members of one move. ``from_``, ``to``: states of its record before and after.

    ``party``: an id or ``reporter``; ``about``: ids of allegations; ``when``: a day or a quarter.
    """

    object: str
    id: str
    move: str
    version: int
    from_: str = ""
    to: str = ""
    code: str = ""
    party: str = ""
    about: tuple[str, ...] = ()
    holder: str = ""
    digest: str = ""
    number: int = 0
    when: str = ""
    basis: str = ""

    def value(self) -> dict[str, Any]:
        """As it stands in a letter's content, by ``MEMBERS``."""
        said = {name: getattr(self, "from_" if name == "from" else name) for name in MEMBERS}
        return said | {"about": list(self.about)}

    def older(self) -> dict[str, Any]:
        """As it stood in a letter's content before 2026-11-30, by ``OLDER``."""
        return {name: "" if name == "allegation" else self.value()[name] for name in OLDER}


def digest_of(shell: Shell) -> str:
    """What the event of the move, and whoever signs beside it, say of it: hexadecimal.

    SHA-256 of the domain and of the shell's value as canonical JSON.
    """
    return sha256(_DOMAIN + json_bytes(shell.value())).hexdigest()


def parse(value: object) -> Shell:
    """Read a shell; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != set(MEMBERS):
        raise FormatError("shell", "What is said of this record lacks a member, or has one more.")
    for name in MEMBERS:
        if not _SOUND[name](value[name]):
            raise FormatError("shell", f"What is said of this record has a malformed {name}.")
    members = {"from_" if name == "from" else name: value[name] for name in MEMBERS}
    return Shell(**members | {"about": tuple(value["about"])})


def _is_code(value: object) -> bool:
    return isinstance(value, str) and _CODE.match(value) is not None


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST.match(value) is not None


def _is_when(value: object) -> bool:
    return isinstance(value, str) and _WHEN.match(value) is not None


def _is_party(value: object) -> bool:
    return value == REPORTER or is_id(value)


def _is_about(value: object) -> bool:
    if not isinstance(value, list) or len(value) > MOST_ABOUT:
        return False
    return all(map(is_id, value)) and len(set(value)) == len(value)


def _from(least: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and least <= value <= MAX_INTEGER


def _or_empty(is_one: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value == "" or is_one(value)


_SOUND: Mapping[str, Callable[[object], bool]] = {
    "object": _is_code,
    "id": is_id,
    "move": _is_code,
    "version": _from(1),
    "from": _or_empty(_is_code),
    "to": _or_empty(_is_code),
    "code": _or_empty(_is_code),
    "party": _or_empty(_is_party),
    "about": _is_about,
    "holder": _or_empty(is_id),
    "digest": _or_empty(_is_digest),
    "number": _from(0),
    "when": _or_empty(_is_when),
    "basis": _or_empty(_is_code),
}


def fits(
    shell: Shell,
    content: Mapping[str, Any],
    *,
    answered: bytes | None = None,
    older: bool = False,
) -> tuple[str, ...]:
    """Names of the members that the sealed content says otherwise, or not; empty where it fits.

    ``answered``: the body that this record must answer, where it is an approval or an acceptance;
    where there is none, ``content`` may answer nothing. ``older``: the shell from before 2026-11-30
    may stand there instead. Whatever is named, show it as failing.
    """
    said = content.get(RECORD)
    inside = said if isinstance(said, dict) else {}
    clear = shell.older() if older and "allegation" in inside else shell.value()
    differing = [
        name
        for name, value in clear.items()
        if type(inside.get(name)) is not type(value) or inside[name] != value
    ]
    if inside.keys() - clear.keys():
        differing.append(RECORD)
    if content.get(ANSWERS) != (None if answered is None else body_digest(answered)):
        differing.append(ANSWERS)
    return tuple(differing)


def body_digest(body: bytes) -> str:
    """What an approval or acceptance signs of the letter that it answers: SHA-256, hexadecimal.

    ``body``: the JSON that was signed, to the byte.
    """
    return sha256(body).hexdigest()
