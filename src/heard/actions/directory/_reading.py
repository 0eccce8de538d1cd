"""A file read, checked and digested, without the database."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from heard.actions.directory._shapes import NAMED, PARTIES, PEOPLE, Shape
from heard.formats import FormatError, encoded, table
from heard.rules import directory as rules
from heard.rules import headings
from heard.rules.refusals import RefusedError

CHUNK = 2**20  # bytes


class Progress(Protocol):
    """Told how far a step has come."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


class BadRowsError(RefusedError):
    """Rows that cannot be right: ``bad``, in the order of their lines; ``good`` others could be."""

    def __init__(self, bad: list[rules.Bad], good: int) -> None:
        super().__init__(
            f"{len(bad):,} of {len(bad) + good:,} rows cannot be right. Nothing was changed."
            " Correct the file, or take in the others with --accept-partial."
        )
        self.bad = bad


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a file is written: what it calls a column, by our name for it; its encoding, or empty."""

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a file amounts to."""

    shape: Shape
    sha256: str
    people: rules.People | rules.ThirdParties
    unread: list[str]
    taken: Counter[str]  # what was read otherwise than it stands, by what table counts

    @property
    def rows(self) -> int:
        """How many records the file has."""
        return len(self.people.good) + len(self.people.bad)

    @property
    def units(self) -> Mapping[str, str]:
        """Units with their parents."""
        return self.people.units if isinstance(self.people, rules.People) else {}


def read(
    path: Path, *, spelling: Spelling, known: Mapping[str, str] | None, progress: Progress
) -> Read:
    """Read a list of either kind. Raises RefusedError.

    ``known``: as heard/rules/directory.py has it.
    """
    digest, taken = sha256(), Counter[str]()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            chunks = _chunks(file, size, digest, progress)
            found = table.lines(encoded.as_utf8(chunks, encoding=spelling.encoding))
            head = table.header(found, named=spelling.columns)
            shape = _shape(head)
            people = _people(shape, table.rows(found, head, shape.file, taken=taken), known)
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}. Check it.") from error
    except FormatError as error:
        raise RefusedError(f"{path}: {error} Nothing was changed.") from error
    return Read(
        shape=shape,
        sha256=digest.hexdigest(),
        people=people,
        unread=table.unread(head, shape.file),
        taken=taken,
    )


def _chunks(file: "Readable", size: int, digest: "Digest", progress: Progress) -> Iterator[bytes]:
    done = 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        done += len(chunk)
        progress("reading", min(done, size), size)
        yield chunk


class Readable(Protocol):
    """A file open for reading bytes."""

    def read(self, size: int, /) -> bytes: ...


class Digest(Protocol):
    """A digest that grows."""

    def update(self, data: bytes, /) -> None: ...


def _shape(head: table.Header) -> Shape:
    if not table.missing(head, (PEOPLE.file[0], NAMED.file[-1])):
        return NAMED
    for shape in (PEOPLE, PARTIES):
        if shape.file[0] in head.names:
            return shape
    raise FormatError(
        "header",
        "The first line names neither people nor third parties. People have the columns"
        f" {', '.join(PEOPLE.file)}; third parties have {', '.join(PARTIES.file)}."
        f" This file has: {', '.join(filter(None, head.names))}. Where it has them under other"
        f" names, say which: --columns {_guessed(head.names)}.",
    )


def _guessed(names: tuple[str, ...]) -> str:
    """A mapping to begin with, from what such columns are often called; never used by itself."""
    matches = {}
    for name in names:
        wanted = headings.LIKELY.get("".join(filter(str.isalnum, name)))
        if wanted and wanted not in matches:
            matches[wanted] = name
    return ",".join(f"{wanted}={name}" for wanted, name in matches.items()) or (
        "employee_id=Personalnummer,name=Name,…"
    )


def _people(
    shape: Shape, rows: Iterator[table.Row], known: Mapping[str, str] | None
) -> rules.People | rules.ThirdParties:
    roll = rules.Parties() if shape is PARTIES else rules.Roll()
    for row in rows:
        if row.fault:
            roll.refuse(row.line, row.fault)
        else:
            roll.add(row.line, row.cells)
    return roll.done(known=known) if isinstance(roll, rules.Roll) else roll.done()
