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

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from heard.formats import _ed25519
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, json_bytes
from heard.formats.ids import is_id
from heard.formats.letter import REPORTER

MOST = 62  # of an age file's 64 recipients, as at intake
MOST_GENERATIONS = 64
_DOMAIN = b"heard/readers/v1\n"
_MEMBERS = frozenset(("generation", "recipient", "readers", "excluded", "prev"))
_READER = frozenset(("id", "recipient", "signing"))
_DIGEST = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody the case key is sealed to.

    ``recipient``: SHA-256 of their age recipient, hexadecimal; ``signing``: base64 Ed25519.
    """

    id: str
    recipient: str
    signing: str


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
            "readers": [
                {"id": each.id, "recipient": each.recipient, "signing": each.signing}
                for each in self.readers
            ],
            "excluded": list(self.excluded),
            "prev": self.prev,
        }

    def digest(self) -> str:
        """What a following statement names, hexadecimal."""
        return sha256(_DOMAIN + json_bytes(self.value())).hexdigest()


def reader(*, id: str, recipient: str, signing: str) -> Reader:
    """A reader by their roster entry: age recipient and Ed25519 key. Raises FormatError."""
    return _sound(Reader(id, sha256(recipient.encode()).hexdigest(), signing))


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
        raise _bad("its members are not those of a statement")
    return _holding(
        Statement(
            generation=value["generation"],
            recipient=value["recipient"],
            readers=_readers(value["readers"]),
            excluded=_excluded(value["excluded"]),
            prev=value["prev"],
        )
    )


def _bad(why: str) -> FormatError:
    return FormatError("statement", f"The list of who can read this does not hold: {why}.")


def _holding(made: Statement) -> Statement:
    """A statement of sound readers. Raises FormatError for what no client writes."""
    if type(made.generation) is not int or not 0 <= made.generation < MOST_GENERATIONS:
        raise _bad("its generation is none")
    if not _is_digest(made.recipient) or not (made.prev == "" or _is_digest(made.prev)):
        raise _bad("a digest is malformed")
    _refuse_doubles(made.readers)
    if len(made.excluded) > MOST or not all(map(is_id, made.excluded)):
        raise _bad("who is left out is malformed")
    if list(made.excluded) != sorted(set(made.excluded)):
        raise _bad("who is left out is not in order, or stands twice")
    if {each.id for each in made.readers} & set(made.excluded):
        raise _bad("somebody both reads it and is left out")
    return made


def _refuse_doubles(readers: tuple[Reader, ...]) -> None:
    if not 1 <= len(readers) <= MOST:
        raise _bad("it names nobody, or more than 62")
    ids = [each.id for each in readers]
    if ids != sorted(set(ids)):
        raise _bad("its readers are not in order, or somebody stands twice")
    for each in ({one.recipient for one in readers}, {one.signing for one in readers}):
        if len(each) != len(readers):
            raise _bad("two people have one key")


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST.match(value) is not None


def _readers(value: object) -> tuple[Reader, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST:
        raise _bad("it names nobody, or more than 62")
    return tuple(map(_reader, value))


def _reader(value: object) -> Reader:
    if not isinstance(value, dict) or value.keys() != _READER:
        raise _bad("a reader is malformed")
    if not isinstance(value["signing"], str):
        raise _bad("a reader is malformed")
    return _sound(Reader(value["id"], value["recipient"], value["signing"]))


def _sound(made: Reader) -> Reader:
    try:
        sound = _ed25519.is_sound(base64_bytes(made.signing))
    except ValueError:
        sound = False
    if not sound or not is_id(made.id) or not _is_digest(made.recipient):
        raise _bad("a reader is malformed")
    return made


def _excluded(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST:
        raise _bad("who is left out is malformed")
    return tuple(value)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A key that a holder put in the place of another; ``by`` signed that. All are base64."""

    holder: str
    before: str
    after: str
    by: str


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


def is_heir(successors: Mapping[tuple[str, str], str], reader: Reader, key: str) -> bool:
    """Whether a key is the reader's own, or one that it put in its place, however often."""
    at: str | None = reader.signing
    seen: set[str] = set()
    while at is not None and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = successors.get((reader.id, at))
    return False


def _successors(given: Iterable[Successor]) -> dict[tuple[str, str], str]:
    """Whom each key named itself; nobody where it named two."""
    named: dict[tuple[str, str], set[str]] = {}
    for each in given:
        if each.by == each.before:
            named.setdefault((each.holder, each.before), set()).add(each.after)
    return {key: next(iter(after)) for key, after in named.items() if len(after) == 1}


def follow(reporter: str, said: Iterable[Said], successors: Iterable[Successor] = ()) -> Readers:
    """Who could read each generation, by the rules above.

    None of a report from before statements, until she makes one. ``reporter``: her key, base64.
    """
    heirs = _successors(successors)
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
