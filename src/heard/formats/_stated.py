"""What every statement of readers is made of, of a case key as of a file key.

Kinds of refusal: ``statement``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from heard.formats import _ed25519
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes
from heard.formats.ids import is_id

MOST = 62  # of an age file's 64 recipients, as at intake
MOST_GENERATIONS = 64
_READER = frozenset(("id", "recipient", "signing"))
_DIGEST = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody the key is sealed to.

    ``recipient``: SHA-256 of their age recipient, hexadecimal; ``signing``: base64 Ed25519.
    """

    id: str
    recipient: str
    signing: str

    def value(self) -> dict[str, str]:
        """As it stands in a statement."""
        return {"id": self.id, "recipient": self.recipient, "signing": self.signing}


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A key that a holder put in the place of another; ``by`` signed that. All are base64."""

    holder: str
    before: str
    after: str
    by: str


Heirs = Mapping[tuple[str, str], str]  # whom a key named, by holder and key


def bad(why: str) -> FormatError:
    """The refusal of what no client writes."""
    return FormatError("statement", f"The list of who can read this does not hold: {why}.")


def reader(*, id: str, recipient: str, signing: str) -> Reader:
    """A reader by their roster entry: age recipient and Ed25519 key. Raises FormatError."""
    return sound(Reader(id, sha256(recipient.encode()).hexdigest(), signing))


def sound(made: Reader) -> Reader:
    """The same reader, whose keys may be one's. Raises FormatError."""
    try:
        is_sound = _ed25519.is_sound(base64_bytes(made.signing))
    except ValueError:
        is_sound = False
    if not is_sound or not is_id(made.id) or not is_digest(made.recipient):
        raise bad("a reader is malformed")
    return made


def is_digest(value: object) -> bool:
    """Whether it is a SHA-256 in hexadecimal."""
    return isinstance(value, str) and _DIGEST.match(value) is not None


def is_generation(value: object) -> bool:
    """Whether it numbers a key: of a case and of a file there are at most 64."""
    return type(value) is int and 0 <= value < MOST_GENERATIONS


def read_reader(value: object) -> Reader:
    """Read a reader; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _READER:
        raise bad("a reader is malformed")
    if not isinstance(value["signing"], str):
        raise bad("a reader is malformed")
    return sound(Reader(value["id"], value["recipient"], value["signing"]))


def read_ids(value: object) -> tuple[str, ...]:
    """Read who is left out, as far as its size; ``check_excluded`` looks at each."""
    if not isinstance(value, list) or len(value) > MOST:
        raise bad("who is left out is malformed")
    return tuple(value)


def check_key(generation: object, recipient: object, prev: object) -> None:
    """Check which key a statement is about, and what it follows. Raises FormatError."""
    if not is_generation(generation):
        raise bad("its generation is none")
    if not is_digest(recipient) or not (prev == "" or is_digest(prev)):
        raise bad("a digest is malformed")


def check_readers(readers: tuple[Reader, ...]) -> None:
    """Check that somebody reads, in order, each once and with keys of their own."""
    if not 1 <= len(readers) <= MOST:
        raise bad("it names nobody, or more than 62")
    ids = [each.id for each in readers]
    if ids != sorted(set(ids)):
        raise bad("its readers are not in order, or somebody stands twice")
    for each in ({one.recipient for one in readers}, {one.signing for one in readers}):
        if len(each) != len(readers):
            raise bad("two people have one key")


def check_excluded(excluded: tuple[str, ...], named: Iterable[str]) -> None:
    """Check who is left out; ``named``: ids of those who are not. Raises FormatError."""
    if len(excluded) > MOST or not all(map(is_id, excluded)):
        raise bad("who is left out is malformed")
    if list(excluded) != sorted(set(excluded)):
        raise bad("who is left out is not in order, or stands twice")
    if set(named) & set(excluded):
        raise bad("somebody both reads it and is left out")


def heirs_of(given: Iterable[Successor]) -> dict[tuple[str, str], str]:
    """Whom each key named itself; nobody where it named two."""
    named: dict[tuple[str, str], set[str]] = {}
    for each in given:
        if each.by == each.before:
            named.setdefault((each.holder, each.before), set()).add(each.after)
    return {key: next(iter(after)) for key, after in named.items() if len(after) == 1}


def is_heir(successors: Heirs, reader: Reader, key: str) -> bool:
    """Whether a key is the reader's own, or one that it put in its place, however often."""
    at: str | None = reader.signing
    seen: set[str] = set()
    while at is not None and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = successors.get((reader.id, at))
    return False
