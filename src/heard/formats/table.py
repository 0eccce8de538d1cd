"""Tables as files: one record a line, columns named by the first (RFC 4180 without line breaks).

Other systems write these files, so more than one spelling is read: comma, semicolon or tab
between columns, LF, CR LF or CR (even mixed) between lines, a byte order mark in front, and what
Excel leaves in them (a first line ``sep=;``, rows of nothing but separators, ``="00123"``). What
cannot be read rightly is refused, not guessed: above all an encoding.

Kinds of refusal: ``encoding``, ``too_large``, ``header``, ``truncated``, ``count``, ``empty``.
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from heard.formats._errors import FormatError

MAX_FILE = 2**28  # bytes
MAX_LINE = 16_384  # bytes
MAX_COLUMNS = 200
MAX_ROWS = 2_000_000
_MARK = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
BETWEEN = ",;\t"
# What ``rows`` counts of what it takes otherwise than it stands.
EMPTY, GUARDED, LINKED = "empty rows", "guarded fields", "addresses as links"
MOST_JOINED = 50  # lines that one field may go over before the quotation mark is a stray one
MOST_TRIES = 1000  # fields that are followed so
_WHITE = " \t\u00a0\u3000\u200b\ufeff"
_BLANK = "\"'=" + _WHITE
_SEP = re.compile(r'"?sep *= *(\\t|.)"?[,;\t]*', re.IGNORECASE | re.DOTALL)
_GUARD = re.compile(r'="([^"]*)"')
_QUOTED = re.compile(r"'[\d=+@-]")  # as Excel marks text; a name such as 't Hooft begins otherwise
_LINK = "mailto:"
_MARKS = re.compile(rf"[=#']|Err:|{_LINK}", re.IGNORECASE)
# In any language: #REF!, #¡REF!, #NOM?, #N/B, #NV, ###; Err:502 is LibreOffice's.
_FAILED = re.compile(r"#+|#\S*\s?[!?]|#N/\S+|#NV|#GETTING_DATA|Err:\d{3}", re.IGNORECASE)
_PLAINLY: Mapping[str, str] = MappingProxyType({})
_TRAILER = re.compile(r"#\s*rows\s*[,;\t]\s*(\d{1,10})[,;\t\s]*\Z", re.ASCII | re.IGNORECASE)


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
    """The lines of a UTF-8 file that comes in pieces. Raises FormatError."""
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
            raise FormatError("too_large", f"The file is over {MAX_FILE >> 20} MiB. Split it up.")
        pieces = (rest + chunk).splitlines(keepends=True)
        # The last may go on in the next piece, if only by the LF that follows its CR.
        rest = b"" if not pieces or pieces[-1].endswith(b"\n") else pieces.pop()
        yield from map(_bounded, pieces)
        _bounded(rest)
    if rest:
        yield rest


def _bounded(line: bytes) -> bytes:
    if len(line) > MAX_LINE:
        raise FormatError(
            "too_large",
            f"A line is over {MAX_LINE:,} bytes: {line[:40]!r}… Is this a table with one record"
            " a line?",
        )
    return line


def _refuse_utf16(start: bytes) -> None:
    if start.startswith(_UTF16) or b"\0" in start:
        raise FormatError(
            "encoding",
            "The file has zero bytes in it, as UTF-16 without its mark has. Save it as CSV UTF-8,"
            " or say what it is: --encoding utf-16",
        )


def _not_utf8(number: int, byte: int) -> FormatError:
    return FormatError(
        "encoding",
        f"Line {number} is not UTF-8 (byte 0x{byte:02X}): it is Latin-1 or Windows-1252, or GB"
        " 18030 if the names are Chinese. Save the file as CSV UTF-8, or say what it is:"
        " --encoding windows-1252 (or gb18030)",
    )


def header(found: Iterator[Line], *, named: Mapping[str, str] = _PLAINLY) -> Header:
    """Read the first line, or the second after Excel's ``sep=``. Raises FormatError.

    ``named``: what the file calls a column that is wanted, by the name that it is wanted under.
    """
    first = next(found, None)
    said = _SEP.fullmatch(first.text.strip(" ")) if first else None
    if said:
        first = next(found, None)
    if first is None or not first.text.strip():
        raise FormatError("empty", "The file has no first line that names its columns.")
    between = _between(first.text, said[1].lower().replace("\\t", "\t") if said else "")
    try:
        names = tuple(name.lower() for name in _split(first.text, between))
    except csv.Error as error:
        raise FormatError("header", f"The first line cannot be read: {error}.") from error
    names = _renamed(names, named)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if not all(name.isprintable() for name in names):
        raise FormatError("header", "The first line has a control character in it.")
    if twice or len(names) > MAX_COLUMNS:
        what = f"names {', '.join(twice)} twice" if twice else f"has over {MAX_COLUMNS} columns"
        raise FormatError("header", f"The first line {what}.")
    return Header(between, names)


def _between(text: str, said: str) -> str:
    """What stands between columns: as ``sep=`` says, else what is there most often."""
    most = max(BETWEEN, key=text.count)
    if said and (said not in BETWEEN or (said not in text and most in text)):
        raise FormatError(
            "header",
            f"The first line (sep={said}) says that {said!r} stands between columns, and it does"
            " not, or cannot be read. Take comma, semicolon or tab, or take that line out.",
        )
    return said or most


def _renamed(names: tuple[str, ...], named: Mapping[str, str]) -> tuple[str, ...]:
    for wanted, given in named.items():
        if given.strip().lower() not in names:
            has = ", ".join(name for name in names if name)
            raise FormatError("header", f"There is no column {given} in the file. It has: {has}.")
        names = tuple(wanted if name == given.strip().lower() else name for name in names)
    return names


def missing(head: Header, wanted: Sequence[str]) -> list[str]:
    """Which of the wanted columns the file does not have."""
    return [name for name in wanted if name not in head.names]


def unread(head: Header, wanted: Sequence[str]) -> list[str]:
    """Which columns of the file nobody wants; they are not read."""
    return [name for name in head.names if name and name not in wanted]


def rows(
    found: Iterator[Line],
    head: Header,
    wanted: Sequence[str],
    *,
    taken: Counter[str] | None = None,
) -> Iterator[Row]:
    """The records after the header: the ``wanted`` columns, white space around them removed.

    A record that cannot be read is given with its fault; ``taken`` counts what is read otherwise
    than it stands (EMPTY, GUARDED, LINKED). Raises FormatError where columns are missing, the file
    is cut off, or its own count of rows (a last line ``#rows,N``) is another.
    """
    if lacking := missing(head, wanted):
        raise FormatError("header", f"These columns are missing: {', '.join(lacking)}.")
    places = [head.names.index(name) for name in wanted]
    count, promised = 0, None
    taken = Counter() if taken is None else taken
    ahead = _Ahead(found)
    for line in ahead:
        if not line.text:
            continue
        if not line.text.strip() or _is_blank(line, head):
            taken[EMPTY] += 1
            continue
        if promised is not None:
            raise FormatError("count", f"Line {line.number} comes after the line that counts rows.")
        if line.text.startswith("#") and (trailer := _TRAILER.match(line.text)):
            promised = int(trailer[1])
            continue
        count += 1
        if count > MAX_ROWS:
            raise FormatError("too_large", f"The file has over {MAX_ROWS:,} rows. Split it up.")
        yield _row(line, head, places, ahead, taken)
    _check_count(count, promised)


def _is_blank(line: Line, head: Header) -> bool:
    """Nothing but separators, as Excel leaves below the last row; a cut-off line is none."""
    if line.text.strip(head.between + _BLANK) or line.text.count('"') % 2:
        return False
    if not line.ended and line.text.count(head.between) < len(head.names) - 1:
        return False
    try:  # what separates stands for itself within quotes
        return all(map(_is_nothing, _split(line.text, head.between)))
    except csv.Error:
        return True


def _is_nothing(cell: str) -> bool:
    """White space, or what a spreadsheet guards it with; a quotation mark in a cell is written."""
    guarded = _GUARD.fullmatch(cell.strip(_WHITE))
    return not (guarded[1] if guarded else cell).strip(_WHITE + "'=")


class _Ahead:
    """Lines one after the other, of which some may be looked at before their turn."""

    def __init__(self, found: Iterator[Line]) -> None:
        self._found = found
        self._seen: deque[Line] = deque()
        self._tries = 0

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        return self._seen.popleft() if self._seen else next(self._found)

    def goes_on_to(self, line: Line, head: Header) -> int:
        """Where a field with a line break in it ends: those lines are taken. 0: nowhere near."""
        self._tries += 1
        text = line.text
        for place in range(MOST_JOINED if self._tries <= MOST_TRIES else 0):
            if place == len(self._seen):
                if (more := next(self._found, None)) is None:
                    break
                self._seen.append(more)
            text = f"{text}\n{self._seen[place].text}"
            if len(text) > MAX_LINE:
                break
            if _closes(text, head):
                last = self._seen[place].number
                for _ in range(place + 1):
                    self._seen.popleft()
                return last
        return 0


def _closes(text: str, head: Header) -> bool:
    try:
        return len(_split(text, head.between)) == len(head.names)
    except (csv.Error, ValueError):
        return False


def _check_count(count: int, promised: int | None) -> None:
    if promised is not None and promised != count:
        raise FormatError(
            "count", f"The file says that it has {promised} rows and has {count}. Export it again."
        )
    if not count:
        raise FormatError("empty", "The file has no rows after the first line.")


def _row(line: Line, head: Header, places: list[int], ahead: _Ahead, taken: Counter[str]) -> Row:
    try:
        cells = _split(line.text, head.between)
    except csv.Error:
        cells = []
    if len(cells) < len(head.names) and not line.ended:
        raise FormatError(
            "truncated",
            f"The file is cut off in line {line.number}: it ends there without all columns and"
            " without a line end. Export it again.",
        )
    if not cells:
        why = "a quotation mark is not closed in its line"
        if last := ahead.goes_on_to(line, head):
            why = f"a field goes on to line {last}: take the line break out of it"
        return Row(line.number, (), why)
    if len(cells) != len(head.names):
        why = f"it has {len(cells)} columns and the first line has {len(head.names)}"
        hint = "; a comma inside a name needs quotation marks around the name"
        return Row(line.number, (), why + (hint if len(cells) > len(head.names) else ""))
    wanted = [cells[place] for place in places]
    if _MARKS.search(line.text):
        ids = {at for at, place in enumerate(places) if head.names[place].endswith("id")}
        return _of_spreadsheet(line.number, wanted, ids, taken)
    return Row(line.number, tuple(wanted))


def _of_spreadsheet(number: int, cells: list[str], ids: set[int], taken: Counter[str]) -> Row:
    """The record without the guards that keep a spreadsheet from changing a field."""
    for place, cell in enumerate(cells):
        if guarded := _GUARD.fullmatch(cell):
            cells[place] = guarded[1].strip()
            taken[GUARDED] += 1
        elif cell[:1] == "'" and (place in ids or _QUOTED.match(cell)):
            cells[place] = cell[1:].strip()
            taken[GUARDED] += 1
        elif cell[: len(_LINK)].lower() == _LINK:
            cells[place] = cell[len(_LINK) :].strip()
            taken[LINKED] += 1
        elif cell[:1] == "=":
            why = f"a formula of a spreadsheet stands in it ({cell[:20]}): export what it shows"
            return Row(number, (), why)
        elif _FAILED.fullmatch(cell):
            return Row(number, (), f"{cell} stands in it, with which a spreadsheet says it failed")
    return Row(number, tuple(cells))


def _split(text: str, between: str) -> list[str]:
    """The cells of a line. Raises csv.Error."""
    if '"' in text:
        (read,) = csv.reader([text], delimiter=between, strict=True)
    else:
        read = text.split(between)
    return [cell.strip() for cell in read]
