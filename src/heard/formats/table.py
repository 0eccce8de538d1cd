"""Tables as files: one record a line, columns named by the first (RFC 4180 without line breaks).

Other systems write these files, so more than one spelling is read: comma, semicolon or tab
between columns, LF, CR LF or CR (even mixed) between lines, a byte order mark in front. What
cannot be read rightly is refused, not guessed: above all an encoding.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from heard.formats._errors import FormatError

MAX_FILE = 2**28  # bytes
MAX_LINE = 16_384  # bytes
MAX_COLUMNS = 200
MAX_ROWS = 2_000_000
_MARK = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TRAILER = re.compile(r"#\s*rows\s*[,;\t]\s*(\d{1,10})[,;\t\s]*\Z", re.ASCII | re.IGNORECASE)


class TableError(FormatError):
    """A file that is not used at all.

    Kinds: ``encoding``, ``too_large``, ``header``, ``truncated``, ``count``, ``empty``.
    """


class Row(NamedTuple):
    """A record: its line (the first is 1) and its wanted cells, or why it has none."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


class Line(NamedTuple):
    """A line without its end; ``ended`` where it had one."""

    number: int
    text: str
    ended: bool


class Header(NamedTuple):
    """The first line: what stands between columns, and their names in lower case."""

    between: str
    names: tuple[str, ...]


def lines(chunks: Iterable[bytes]) -> Iterator[Line]:
    """The lines of a UTF-8 file that comes in pieces. Raises TableError."""
    for number, raw in enumerate(_raw_lines(chunks), 1):
        bare = raw.rstrip(b"\r\n")
        if number == 1:
            _refuse_utf16(bare)
            bare = bare.removeprefix(_MARK)
        try:
            yield Line(number, bare.decode(), raw[-1:] in b"\r\n")
        except UnicodeDecodeError as error:
            raise _not_utf8(number, bare[error.start]) from None


def _raw_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest, total = b"", 0
    for chunk in chunks:
        total += len(chunk)
        if total > MAX_FILE:
            raise TableError("too_large", f"The file is over {MAX_FILE >> 20} MiB. Split it up.")
        pieces = (rest + chunk).splitlines(keepends=True)
        # The last may go on in the next piece, if only by the LF that follows its CR.
        rest = b"" if not pieces or pieces[-1].endswith(b"\n") else pieces.pop()
        yield from map(_bounded, pieces)
        _bounded(rest)
    if rest:
        yield rest


def _bounded(line: bytes) -> bytes:
    if len(line) > MAX_LINE:
        raise TableError(
            "too_large",
            f"A line is over {MAX_LINE:,} bytes: {line[:40]!r}… Is this a table with one record"
            " a line?",
        )
    return line


def _refuse_utf16(start: bytes) -> None:
    if start.startswith(_UTF16) or b"\0" in start:
        raise TableError(
            "encoding",
            "The file is UTF-16 (Excel calls it Unicode text). Save it as CSV UTF-8, or run:"
            " iconv -f UTF-16 -t UTF-8 OLD > NEW",
        )


def _not_utf8(number: int, byte: int) -> TableError:
    return TableError(
        "encoding",
        f"Line {number} is not UTF-8 (byte 0x{byte:02X}): it is Latin-1 or Windows-1252, or GB"
        " 18030 if the names are Chinese. Save the file as CSV UTF-8, or run:"
        " iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW",
    )


def header(found: Iterator[Line]) -> Header:
    """Read the first line. Raises TableError."""
    first = next(found, None)
    if first is None or not first.text.strip():
        raise TableError("empty", "The file has no first line that names its columns.")
    between = max(",;\t", key=first.text.count)
    try:
        names = tuple(name.lower() for name in _split(first.text, between))
    except csv.Error as error:
        raise TableError("header", f"The first line cannot be read: {error}.") from error
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if not all(name.isprintable() for name in names):
        raise TableError("header", "The first line has a control character in it.")
    if twice or len(names) > MAX_COLUMNS:
        what = f"names {', '.join(twice)} twice" if twice else f"has over {MAX_COLUMNS} columns"
        raise TableError("header", f"The first line {what}.")
    return Header(between, names)


def missing(head: Header, wanted: Sequence[str]) -> list[str]:
    """Which of the wanted columns the file does not have."""
    return [name for name in wanted if name not in head.names]


def unread(head: Header, wanted: Sequence[str]) -> list[str]:
    """Which columns of the file nobody wants; they are not read."""
    return [name for name in head.names if name and name not in wanted]


def rows(found: Iterator[Line], head: Header, wanted: Sequence[str]) -> Iterator[Row]:
    """The records after the header: the ``wanted`` columns, white space around them removed.

    A record that cannot be read is given with its fault. Raises TableError where columns are
    missing, the file is cut off, or its own count of rows (a last line ``#rows,N``) is another.
    """
    if lacking := missing(head, wanted):
        raise TableError("header", f"These columns are missing: {', '.join(lacking)}.")
    places = [head.names.index(name) for name in wanted]
    count, promised = 0, None
    for line in found:
        if not line.text.strip():
            continue
        if promised is not None:
            raise TableError("count", f"Line {line.number} comes after the line that counts rows.")
        if line.text.startswith("#") and (trailer := _TRAILER.match(line.text)):
            promised = int(trailer[1])
            continue
        count += 1
        if count > MAX_ROWS:
            raise TableError("too_large", f"The file has over {MAX_ROWS:,} rows. Split it up.")
        yield _row(line, head, places)
    _check_count(count, promised)


def _check_count(count: int, promised: int | None) -> None:
    if promised is not None and promised != count:
        raise TableError(
            "count", f"The file says that it has {promised} rows and has {count}. Export it again."
        )
    if not count:
        raise TableError("empty", "The file has no rows after the first line.")


def _row(line: Line, head: Header, places: list[int]) -> Row:
    try:
        cells = _split(line.text, head.between)
    except csv.Error:
        cells = []
    if len(cells) < len(head.names) and not line.ended:
        raise TableError(
            "truncated",
            f"The file is cut off in line {line.number}: it ends there without all columns and"
            " without a line end. Export it again.",
        )
    if not cells:
        return Row(line.number, (), "a quotation mark is not closed in its line")
    if len(cells) != len(head.names):
        why = f"it has {len(cells)} columns and the first line has {len(head.names)}"
        hint = "; a comma inside a name needs quotation marks around the name"
        return Row(line.number, (), why + (hint if len(cells) > len(head.names) else ""))
    return Row(line.number, tuple([cells[place] for place in places]))


def _split(text: str, between: str) -> list[str]:
    """The cells of a line. Raises csv.Error."""
    if '"' in text:
        (read,) = csv.reader([text], delimiter=between, strict=True)
    else:
        read = text.split(between)
    return [cell.strip() for cell in read]
