"""ASCII armor for age files that a person must paste (c2sp.org/age, "ASCII armor")."""

import base64
import binascii
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from heard.formats._errors import FormatError

BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
END = b"-----END AGE ENCRYPTED FILE-----"
_BYTES = 48  # in a full line of 64 columns
_COLUMNS = 64
_AROUND = 1024  # white space taken before and after
_SPACE = b" \t\r\n"


def _armor(why: str) -> FormatError:
    return FormatError("armor", f"The pasted text {why}. Copy it again, from BEGIN to END.")


def armor(data: bytes) -> str:
    """Write ``data`` between BEGIN and END lines, 64 columns."""
    starts = range(0, len(data), _BYTES)
    lines = [base64.b64encode(data[start : start + _BYTES]) for start in starts]
    return b"\n".join([BEGIN, *lines, END, b""]).decode("ascii")


class _Lines:
    """Lines out of a stream that may give single bytes; a line never grows beyond a bound."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read, self._held = read, b""

    def next(self, limit: int) -> bytes | None:
        """One line without its end, LF or CRLF; None at the end of the stream."""
        while b"\n" not in self._held:
            if len(self._held) > limit:
                raise _armor("has a line that is too long")
            piece = self._read(4096)
            if not piece:
                line, self._held = self._held, b""
                return line or None
            self._held += piece
        line, _, self._held = self._held.partition(b"\n")
        return line.removesuffix(b"\r")


def _skip_to_begin(lines: _Lines) -> None:
    skipped = 0
    while (line := lines.next(_AROUND + len(BEGIN))) is not None:
        if line.lstrip(_SPACE) == BEGIN:
            return
        skipped += len(line) + 1
        if line.strip(_SPACE) or skipped > _AROUND:
            break
    raise _armor("does not start with its BEGIN line")


def _nothing_after(lines: _Lines) -> None:
    seen = 0
    while (line := lines.next(_AROUND)) is not None:
        seen += len(line) + 1
        if line.strip(_SPACE) or seen > _AROUND:
            raise _armor("goes on after its END line")


def _bytes(line: bytes) -> bytes:
    try:
        data = base64.b64decode(line, validate=True)
    except binascii.Error:
        raise _armor("holds characters that do not belong there") from None
    if not data or len(line) > _COLUMNS or base64.b64encode(data) != line:
        raise _armor("has a line that was changed")
    return data


def dearmored(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """The bytes of an armored stream, line by line; ``FormatError`` of kind ``armor``."""
    lines = _Lines(read)
    _skip_to_begin(lines)
    short = False
    while (line := lines.next(_COLUMNS + 2)) != END:
        if line is None or short:
            raise _armor("has no END line after its last line")
        short = len(line) < _COLUMNS
        yield _bytes(line)
    _nothing_after(lines)


def dearmor(text: str | bytes) -> bytes:
    """The bytes of a whole armored text; ``FormatError`` of kind ``armor``."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return b"".join(dearmored(io.BytesIO(data).read))


class ArmorReader:
    """A binary stream out of an armored one, to give to ``Reader``."""

    def __init__(self, source: BinaryIO) -> None:
        self._lines, self._held = dearmored(source.read), b""

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; empty at the end."""
        while not self._held and (line := next(self._lines, b"")):
            self._held = line
        given, self._held = self._held[:size], self._held[size:]
        return given
