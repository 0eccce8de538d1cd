"""Who reads the file of a matter (docs/spec/sealing.md, section 10). Pure: no keys are used here.

The file key is the team's, and of no party. The rules, all of them, beside 1, 6 and 7 of
``readers``, which hold here too:

1. Generation 0 is made by one statement of somebody who reads every case of the matter; each
   later one by a statement of somebody who reads the newest that has one, and which names that
   one (``prev``). Its author stands in it as a reader.
2. A statement cites each case of the matter with a generation of its key. Nobody reads the file or
   waits for it who was not stated, with the same key, in all of these: who one reporter struck out
   does not read by way of the other's case. A later one cites no case less and none older.
3. Two that differ make none, and none comes after them until one that cites, beside nothing older
   than any of them, a newer generation of some case than each of them: somebody who was left out of
   that case cannot write it. So a reporter's word ends it.
4. Who waits is released by what happened (``until``), and by nothing else: no statement makes a
   reader of somebody who waits, nor has a reader wait.
5. Within a generation any reader may let in others, by a statement that names the one that made
   it. It leaves nobody out, and gives nobody another key.
6. Who was left out of the file never comes back to it.
7. Of those that differ, the one that the log named first for its generation counts alone, where the
   log names one. Whoever once read a generation could write another next one at any time; which
   was first the log says, and nobody writes that anew.
8. Who came late to the file, and has not the key of an earlier generation, takes its statements as
   they were signed from whoever hands them on (``handed``). One counts only where the log has its
   digest. That those whom it names stand in the cited generation of a case is held against what
   is known of the case: of a generation from before one came to it, that is nothing. Nothing is
   sealed by a statement that was handed on; the newest key stands by one that it opened itself.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from heard.formats import _stated
from heard.formats._stated import Heirs, Reader, Successor, is_heir
from heard.formats.filestatement import Cited, FileStatement, Waiter
from heard.formats.readers import Readers

EMPTY: Mapping[int, str] = MappingProxyType({})  # nothing is known of the log


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSaid:
    """A letter whose signature ``key`` (base64) made, and the file key that opened it.

    ``generation`` and ``recipient`` (SHA-256, hexadecimal) are those of the key that opened it,
    never what the server says. ``handed``: somebody handed it on to whom has not that key; then
    they are those of the statement.
    """

    author: str
    key: str
    generation: int
    recipient: str
    statement: FileStatement | None = None
    handed: bool = False


@dataclass(frozen=True, slots=True)
class FileReaders:
    """What ``follow`` found: by generation, what made it, who reads it, and who waits for it.

    ``contested``: the newest generation that two differ about, with none after it; or -1.
    """

    bases: Mapping[int, FileStatement] = field(default_factory=dict)
    members: Mapping[int, Mapping[str, Reader]] = field(default_factory=dict)
    waiting: Mapping[int, Mapping[str, Waiter]] = field(default_factory=dict)
    successors: Heirs = field(default_factory=dict)
    contested: int = -1

    def is_proven(self, generation: int, recipient: str) -> bool:
        """Whether somebody entitled to it made this generation with this file key (SHA-256)."""
        base = self.bases.get(generation)
        return base is not None and base.recipient == recipient

    def speaks(self, author: str, key: str, generation: int) -> bool:
        """Whether a letter of a generation, signed by ``key``, is this author's."""
        found = self.members.get(generation, {}).get(author)
        return found is not None and is_heir(self.successors, found, key)

    @property
    def newest(self) -> int:
        """The newest generation that has a statement, or -1."""
        return max(self.bases, default=-1)

    @property
    def last(self) -> str:
        """Digest of its statement, or empty: the next one's prev."""
        return self.bases[self.newest].digest() if self.bases else ""

    def floor(self, cases: Mapping[str, Readers]) -> int:
        """The lowest generation that may be written to.

        ``cases``: all of the matter, by id. It is one that nobody has made yet where somebody who
        reads or waits no longer stands in the newest generation of each, and where two differ: who
        one of them leaves out must not read on by the other.
        """
        cited = {each.id for each in self.bases[self.newest].cases} if self.bases else set()
        here = {**self.members.get(self.newest, {}), **self.waiting.get(self.newest, {})}
        now = [each.members.get(max(each.bases, default=-1), {}) for each in cases.values()]
        fits = cited == cases.keys() and all(here.keys() <= each.keys() for each in now)
        return max(self.newest if fits else self.newest + 1, self.contested + 1)


def follow(
    matter: str,
    cases: Mapping[str, Readers],
    said: Iterable[FileSaid],
    *,
    successors: Iterable[Successor] = (),
    happened: Collection[str] = (),
    logged: Mapping[int, str] = EMPTY,
    let_in: Collection[str] = (),
) -> FileReaders:
    """Who reads each generation of a matter's file, by the rules above.

    ``cases``: what ``readers.follow`` found of each case, by its id. ``happened``: of ``UNTIL``;
    ``logged``: the digest that the log named first for a generation (``file_key_made``);
    ``let_in``: those of statements by which somebody was let in (``file_key_given``).
    """
    world = _World(cases, _stated.heirs_of(successors), frozenset(happened))
    in_log = {*logged.values(), *let_in}
    known: dict[int, list[FileSaid]] = {}
    for each in said:
        if not each.statement or not _fits(each, each.statement, matter):
            continue
        if not each.handed or each.statement.digest() in in_log:
            known.setdefault(each.generation, []).append(each)
    bases: dict[int, FileStatement] = {}
    members: dict[int, dict[str, Reader]] = {}
    waiting: dict[int, dict[str, Waiter]] = {}
    found = FileReaders(bases, members, waiting, world.heirs)
    gone: set[str] = set()
    rivals: list[FileStatement] = []
    for generation in sorted(known):
        first = logged.get(generation)
        made = [
            each
            for each in _made(world, found, known[generation], gone, rivals)
            if first in (None, each.digest())
        ]
        if len(made) != 1:
            rivals += made
            continue
        base, rivals = made[0], []
        gone |= set(base.excluded)
        bases[generation] = base
        members[generation], waiting[generation] = _joined(world, base, known[generation], gone)
    return replace(found, contested=max((each.generation for each in rivals), default=-1))


@dataclass(frozen=True, slots=True)
class _World:
    """What a file's statements are held against."""

    cases: Mapping[str, Readers]
    heirs: Heirs
    happened: frozenset[str]

    def holds(self, said: FileSaid, statement: FileStatement) -> bool:
        """Whether its author stands in it, and all whom it names in the cases that it cites."""
        own = (each for each in statement.readers if each.id == said.author)
        return any(is_heir(self.heirs, each, said.key) for each in own) and all(
            self._are_in(each, statement.named, handed=said.handed) for each in statement.cases
        )

    def _are_in(self, cited: Cited, people: Iterable[Reader], *, handed: bool) -> bool:
        case = self.cases.get(cited.id)
        if case is None or cited.generation not in case.members:
            return case is not None and handed
        there = case.members[cited.generation]
        return all(each.id in there and self._is_same(there[each.id], each) for each in people)

    def _is_same(self, there: Reader, here: Reader) -> bool:
        """The same keys, both of them; of one that was put in its place, the roster says which."""
        if here.signing == there.signing:
            return here.recipient == there.recipient
        return is_heir(self.heirs, there, here.signing)

    def admit(
        self,
        statement: FileStatement,
        members: dict[str, Reader],
        waiting: dict[str, Waiter],
    ) -> None:
        """Let in those who are new; nobody is given another key, or moved."""
        for each in statement.readers:
            if each.id not in waiting:
                members.setdefault(each.id, each)
        for one in statement.waiting:
            if one.id in members or one.id in waiting:
                continue
            if one.until in self.happened:
                members[one.id] = one.reader
            else:
                waiting[one.id] = one


def _fits(said: FileSaid, statement: FileStatement, matter: str) -> bool:
    """A statement is about the key that opened it: nobody can seal it again under another."""
    about = (statement.matter, statement.generation, statement.recipient)
    return about == (matter, said.generation, said.recipient)


def _made(
    world: _World,
    found: FileReaders,
    said: list[FileSaid],
    gone: set[str],
    rivals: list[FileStatement],
) -> list[FileStatement]:
    """What those who may make the next generation made of it, each once."""
    last, prev = found.newest, found.last
    base = found.bases.get(last)
    made = {
        each.statement.digest(): each.statement
        for each in said
        if each.statement
        and each.statement.prev == prev
        and gone.isdisjoint(one.id for one in each.statement.named)
        and (base is None or found.speaks(each.author, each.key, last))
        and (base is None or _cites(each.statement, base))
        and all(_is_newer(each.statement, one) for one in rivals)
        and _authors(each.statement) <= _readers(each.statement)
        and world.holds(each, each.statement)
    }
    return list(made.values())


def _cites(statement: FileStatement, before: FileStatement) -> bool:
    """Whether it cites no case less than that one, and none older."""
    cited = {each.id: each.generation for each in statement.cases}
    return all(cited.get(each.id, -1) >= each.generation for each in before.cases)


def _is_newer(statement: FileStatement, rival: FileStatement) -> bool:
    return _cites(statement, rival) and not _cites(rival, statement)


def _authors(statement: FileStatement) -> set[str]:
    return {author for each in statement.waiting for author in each.authors}


def _readers(statement: FileStatement) -> set[str]:
    return {each.id for each in statement.readers}


def _joined(
    world: _World, base: FileStatement, said: list[FileSaid], gone: set[str]
) -> tuple[dict[str, Reader], dict[str, Waiter]]:
    """Readers of a generation and who waits, with those whom readers let in, in whatever order."""
    members: dict[str, Reader] = {}
    waiting: dict[str, Waiter] = {}
    world.admit(base, members, waiting)
    prev = base.digest()
    # In one order, whatever it came in: two who let somebody in differently give one of them.
    letting = sorted(
        ((each.statement.digest(), each, each.statement) for each in said if each.statement),
        key=lambda one: (one[0], one[1].author, one[1].key),
    )
    grown = True
    while grown:
        before = len(members) + len(waiting)
        for _, each, statement in letting:
            author = members.get(each.author)
            if (
                statement.prev == prev
                and author is not None
                and is_heir(world.heirs, author, each.key)
                and not statement.excluded
                and gone.isdisjoint(one.id for one in statement.named)
                and _cites(statement, base)
                and _authors(statement) <= members.keys() | (_readers(statement) - waiting.keys())
                and world.holds(each, statement)
            ):
                world.admit(statement, members, waiting)
        grown = len(members) + len(waiting) > before
    return members, waiting
