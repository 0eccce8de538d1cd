"""Who reads the file of a matter, as one of them signs it (docs/spec/sealing.md, 10).

What follows from several is for ``filereaders``. Kinds of refusal: ``statement``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from heard.formats import _stated
from heard.formats._stated import MOST, Reader
from heard.formats._text import json_bytes
from heard.formats.ids import is_id

KIND = "readers"
OBJECT = "file"
MOST_CASES = 16  # of one matter
AUTHORS = 2  # of the wraps of somebody who waits: one alone could seal nonsense, unseen until then
UNTIL = ("draft_shared", "appeal_lodged", "tier_2", "tier_3")
_DOMAIN = b"heard/readers/v2\n"
_MEMBERS = frozenset(
    (
        *("kind", "object", "matter", "cases", "generation", "recipient"),
        *("readers", "waiting", "excluded", "prev"),
    )
)
_CITED = frozenset(("id", "generation"))
_WAITER = frozenset(("id", "recipient", "signing", "until", "authors"))


@dataclass(frozen=True, slots=True)
class Cited:
    """A case of the matter, and the generation of its key whose readers are meant."""

    id: str
    generation: int

    def value(self) -> dict[str, Any]:
        """As it stands in a statement."""
        return {"id": self.id, "generation": self.generation}


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody who reads once ``until`` has happened.

    ``authors``: ids of the two readers, sorted, who each seal the key to them.
    """

    reader: Reader
    until: str
    authors: tuple[str, ...]

    @property
    def id(self) -> str:
        """Theirs, as a holder."""
        return self.reader.id

    def value(self) -> dict[str, Any]:
        """As it stands in a statement."""
        return {**self.reader.value(), "until": self.until, "authors": list(self.authors)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStatement:
    """Who reads a generation of a matter's file, and who waits for it.

    ``recipient``: SHA-256 of its file recipient, hexadecimal. ``prev``: ``digest`` of the statement
    that it follows, or empty. All lists are sorted by id.
    """

    matter: str
    cases: tuple[Cited, ...]
    generation: int
    recipient: str
    readers: tuple[Reader, ...]
    waiting: tuple[Waiter, ...] = ()
    excluded: tuple[str, ...] = ()
    prev: str = ""

    @property
    def named(self) -> tuple[Reader, ...]:
        """All who read or wait."""
        return (*self.readers, *(each.reader for each in self.waiting))

    def value(self) -> dict[str, Any]:
        """As it stands in a letter's content."""
        return {
            "kind": KIND,
            "object": OBJECT,
            "matter": self.matter,
            "cases": [each.value() for each in self.cases],
            "generation": self.generation,
            "recipient": self.recipient,
            "readers": [each.value() for each in self.readers],
            "waiting": [each.value() for each in self.waiting],
            "excluded": list(self.excluded),
            "prev": self.prev,
        }

    def digest(self) -> str:
        """What a following statement names, hexadecimal."""
        return sha256(_DOMAIN + json_bytes(self.value())).hexdigest()


def state(
    *,
    matter: str,
    cases: Mapping[str, int],
    generation: int,
    recipient: str,
    readers: Iterable[Reader],
    waiting: Iterable[Waiter] = (),
    excluded: Iterable[str] = (),
    prev: str = "",
) -> FileStatement:
    """A statement as it is written. Raises FormatError.

    ``recipient``: the file recipient itself. ``readers``: as ``readers.reader`` makes them.
    """
    return _holding(
        FileStatement(
            matter=matter,
            cases=tuple(Cited(*each) for each in sorted(cases.items())),
            generation=generation,
            recipient=sha256(recipient.encode()).hexdigest(),
            readers=tuple(sorted(readers, key=lambda each: each.id)),
            waiting=tuple(sorted(waiting, key=lambda each: each.id)),
            excluded=tuple(sorted(excluded)),
            prev=prev,
        )
    )


def parse(value: object) -> FileStatement:
    """Read a statement of a file's readers; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS:
        raise _stated.bad("its members are not those of a statement")
    if value["kind"] != KIND or value["object"] != OBJECT:
        raise _stated.bad("it is about something else")
    return _holding(
        FileStatement(
            matter=value["matter"],
            cases=tuple(map(_cited, _list(value["cases"], MOST_CASES))),
            generation=value["generation"],
            recipient=value["recipient"],
            readers=tuple(map(_stated.read_reader, _list(value["readers"], MOST))),
            waiting=tuple(map(_waiter, _list(value["waiting"], MOST))),
            excluded=_stated.read_ids(value["excluded"]),
            prev=value["prev"],
        )
    )


def _list(value: object, most: int) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise _stated.bad("a list in it is none, or too long")
    return value


def _cited(value: object) -> Cited:
    if not isinstance(value, dict) or value.keys() != _CITED:
        raise _stated.bad("a case is malformed")
    return Cited(value["id"], value["generation"])


def _waiter(value: object) -> Waiter:
    if not isinstance(value, dict) or value.keys() != _WAITER:
        raise _stated.bad("somebody who waits is malformed")
    authors = _list(value["authors"], AUTHORS)
    if not all(map(is_id, authors)):
        raise _stated.bad("somebody who waits is malformed")
    who = {name: value[name] for name in ("id", "recipient", "signing")}
    return Waiter(_stated.read_reader(who), value["until"], tuple(map(str, authors)))


def _holding(made: FileStatement) -> FileStatement:
    """A statement of sound readers. Raises FormatError for what no client writes."""
    _stated.check_key(made.generation, made.recipient, made.prev)
    _check_cases(made)
    _stated.check_readers(made.readers)
    _check_waiting(made.waiting)
    _stated.check_readers(tuple(sorted(made.named, key=lambda each: each.id)))
    _stated.check_excluded(made.excluded, (each.id for each in made.named))
    return made


def _check_cases(made: FileStatement) -> None:
    if not is_id(made.matter) or not 1 <= len(made.cases) <= MOST_CASES:
        raise _stated.bad("its matter or its cases are malformed")
    for each in made.cases:
        if not is_id(each.id) or not _stated.is_generation(each.generation):
            raise _stated.bad("a case is malformed")
    ids = [each.id for each in made.cases]
    if ids != sorted(set(ids)):
        raise _stated.bad("its cases are not in order, or one stands twice")


def _check_waiting(waiting: tuple[Waiter, ...]) -> None:
    ids = [each.id for each in waiting]
    if ids != sorted(set(ids)):
        raise _stated.bad("who waits is not in order, or stands twice")
    for each in waiting:
        if each.until not in UNTIL:
            raise _stated.bad("nobody can say what somebody waits for")
        authors = list(each.authors)
        if len(authors) != AUTHORS or authors != sorted(set(authors)) or each.id in authors:
            raise _stated.bad("two readers seal to each who waits")
