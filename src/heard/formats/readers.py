"""Who can read and speak in a case (docs/spec/sealing.md, section 9). Pure: no keys are used here.

The rules, all of them:

1. Authority is signatures of members. Whoever calls has verified each signature and says which
   key made it and which case key opened the letter; the server's word is no part of it.
2. Her own statement makes the readers of its generation. It binds the case key it is sealed to.
3. Without one, a generation above 0 is made by one statement of somebody who could read the newest
   generation that has one, and which names that one (``prev``). Two that differ make none, and
   none comes after them until she makes one: or a reader whom one leaves out would write the other.
4. Within a generation any reader may let in others, by a statement that names the one that made the
   generation. It leaves nobody out, and gives nobody another key.
5. Who was left out comes back by no statement but her own.
6. A letter is its author's if she signed it, or somebody who could read its generation, with the
   key that stands in the statement. Whoever reads no such generation speaks in none.
7. Where a reader's key named another in its place (``Successor``), that one speaks wherever the
   first does, and never the reverse. Two that one key named replace nothing.

What the order of letters is, or how often one comes, changes nothing. A statement that is withheld
takes readers away and gives none. That a whole newest generation is withheld only a log can show.

Kinds of refusal: ``statement``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from heard.formats import _stated
from heard.formats._stated import MOST, MOST_GENERATIONS, Reader, Successor, is_heir, reader
from heard.formats._text import json_bytes
from heard.formats.letter import REPORTER

__all__ = [
    "MOST",
    "MOST_GENERATIONS",
    "Reader",
    "Readers",
    "Said",
    "Statement",
    "Successor",
    "follow",
    "is_heir",
    "parse",
    "reader",
    "state",
]
_DOMAIN = b"heard/readers/v1\n"
_MEMBERS = frozenset(("generation", "recipient", "readers", "excluded", "prev"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who reads a generation. ``recipient``: SHA-256 of its case recipient, hexadecimal.

    ``prev``: ``digest`` of the statement that it follows, or empty. ``readers`` and ``excluded``
    are sorted by id.
    """

    generation: int
    recipient: str
    readers: tuple[Reader, ...]
    excluded: tuple[str, ...] = ()
    prev: str = ""

    def value(self) -> dict[str, Any]:
        """As it stands in a letter's content."""
        return {
            "generation": self.generation,
            "recipient": self.recipient,
            "readers": [each.value() for each in self.readers],
            "excluded": list(self.excluded),
            "prev": self.prev,
        }

    def digest(self) -> str:
        """What a following statement names, hexadecimal."""
        return sha256(_DOMAIN + json_bytes(self.value())).hexdigest()


def state(
    *,
    generation: int,
    recipient: str,
    readers: Iterable[Reader],
    excluded: Iterable[str] = (),
    prev: str = "",
) -> Statement:
    """A statement as it is written. Raises FormatError.

    ``recipient``: the case recipient. ``readers``: as ``reader`` makes them.
    """
    return _holding(
        Statement(
            generation=generation,
            recipient=sha256(recipient.encode()).hexdigest(),
            readers=tuple(sorted(readers, key=lambda each: each.id)),
            excluded=tuple(sorted(excluded)),
            prev=prev,
        )
    )


def parse(value: object) -> Statement:
    """Read ``readers`` of a letter's content; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS:
        raise _stated.bad("its members are not those of a statement")
    return _holding(
        Statement(
            generation=value["generation"],
            recipient=value["recipient"],
            readers=_readers(value["readers"]),
            excluded=_stated.read_ids(value["excluded"]),
            prev=value["prev"],
        )
    )


def _holding(made: Statement) -> Statement:
    """A statement of sound readers. Raises FormatError for what no client writes."""
    _stated.check_key(made.generation, made.recipient, made.prev)
    _stated.check_readers(made.readers)
    _stated.check_excluded(made.excluded, (each.id for each in made.readers))
    return made


def _readers(value: object) -> tuple[Reader, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST:
        raise _stated.bad("it names nobody, or more than 62")
    return tuple(map(_stated.read_reader, value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A letter whose signature ``key`` (base64) made, and what opened it.

    ``generation`` and ``recipient`` (SHA-256, hexadecimal) are those of the case key that opened
    it, never what the server says.
    """

    author: str
    key: str
    generation: int
    recipient: str
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """What ``follow`` found: by generation, the statement that made it and who reads it."""

    reporter: str  # her key, base64
    bases: Mapping[int, Statement] = field(default_factory=dict)
    members: Mapping[int, Mapping[str, Reader]] = field(default_factory=dict)
    successors: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by holder and key

    def is_proven(self, generation: int, recipient: str) -> bool:
        """Whether somebody entitled to it made this generation with this case key (SHA-256)."""
        base = self.bases.get(generation)
        return base is not None and base.recipient == recipient

    def speaks(self, author: str, key: str, generation: int) -> bool:
        """Whether a letter of a generation, signed by ``key``, is this author's."""
        if author == REPORTER:
            return key == self.reporter
        found = self.members.get(generation, {}).get(author)
        return found is not None and is_heir(self.successors, found, key)

    @property
    def last(self) -> str:
        """Digest of the newest statement that made a generation, or empty: the next one's prev."""
        return self.bases[max(self.bases)].digest() if self.bases else ""


def follow(reporter: str, said: Iterable[Said], successors: Iterable[Successor] = ()) -> Readers:
    """Who could read each generation, by the rules above.

    None of a report from before statements, until she makes one. ``reporter``: her key, base64.
    """
    heirs = _stated.heirs_of(successors)
    known: dict[int, list[Said]] = {}
    for each in said:
        if each.statement and _fits(each, each.statement):
            known.setdefault(each.generation, []).append(each)
    bases: dict[int, Statement] = {}
    members: dict[int, dict[str, Reader]] = {}
    gone: set[str] = set()
    contested = False
    for generation in sorted(known):
        found = Readers(reporter, bases, members, heirs)
        of_reporter = _of_reporter(reporter, known[generation])
        made = of_reporter or ([] if contested else _theirs(found, known[generation], gone))
        contested = len(made) > 1 or (contested and not of_reporter)
        if len(made) != 1:
            continue
        base = made[0]
        bases[generation] = base
        gone = (gone - {each.id for each in base.readers}) | set(base.excluded)
        members[generation] = _joined(base, known[generation], gone, heirs)
    return Readers(reporter, bases, members, heirs)


def _fits(said: Said, statement: Statement) -> bool:
    """A statement is about the key that opened it: nobody can seal it again under another."""
    return (statement.generation, statement.recipient) == (said.generation, said.recipient)


def _distinct(statements: Iterable[Statement | None]) -> list[Statement]:
    return list({each.digest(): each for each in statements if each}.values())


def _of_reporter(reporter: str, said: list[Said]) -> list[Statement]:
    mine = (each for each in said if each.author == REPORTER and each.key == reporter)
    return _distinct(each.statement for each in mine)


def _theirs(found: Readers, said: list[Said], gone: set[str]) -> list[Statement]:
    """What those who could read the newest generation that has a statement made of the next."""
    if not found.bases:
        return []
    last, prev = max(found.bases), found.last
    return _distinct(
        each.statement
        for each in said
        if each.author != REPORTER
        and found.speaks(each.author, each.key, last)
        and each.statement
        and each.statement.prev == prev
        and gone.isdisjoint(one.id for one in each.statement.readers)
    )


def _joined(
    base: Statement, said: list[Said], gone: set[str], heirs: Mapping[tuple[str, str], str]
) -> dict[str, Reader]:
    """Readers of a generation with those whom readers let in, whatever the order."""
    members = {each.id: each for each in base.readers}
    prev = base.digest()
    # In one order, whatever it came in: two who let somebody in under two keys give one of them.
    in_order = sorted(said, key=lambda each: each.statement.digest() if each.statement else "")
    waiting = [each for each in in_order if each.statement and each.statement.prev == prev]
    grown = True
    while grown:
        before = len(members)
        for each in waiting:
            author = members.get(each.author)
            if author and each.statement and is_heir(heirs, author, each.key):
                members.update(_let_in(members, each.statement, gone))
        grown = len(members) > before
    return members


def _let_in(
    members: Mapping[str, Reader], statement: Statement, gone: set[str]
) -> dict[str, Reader]:
    """Those who are new, or nobody where it asks for more than a reader may give."""
    named = {each.id: each for each in statement.readers}
    if statement.excluded or not gone.isdisjoint(named):
        return {}
    return {id: each for id, each in named.items() if id not in members}
