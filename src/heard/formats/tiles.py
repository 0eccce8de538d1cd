"""A log read from its tiles (c2sp.org/tlog-tiles), wherever they lie: hashes and entries.

Nothing here is believed: the caller checks what is read against a signed root.

Kinds of refusal: ``missing``, ``format``.
"""

from collections.abc import Callable, Iterator

from heard.formats import entry, merkle
from heard.formats._errors import FormatError

HEIGHT = 8
WIDTH = 1 << HEIGHT  # hashes or entries of a full tile
MAX_BUNDLE = WIDTH * (2 + entry.ENTRY)
Read = Callable[[str], bytes | None]  # a path below the log's address; None where it is not


def path(level: int | str, number: int, width: int = WIDTH) -> str:
    """The path of a tile: three digits a step, all but the last after an x."""
    digits = f"{number:03}"
    digits = digits.zfill(-len(digits) % 3 + len(digits))
    steps = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    place = "/".join([f"x{step}" for step in steps[:-1]] + steps[-1:])
    return f"tile/{level}/{place}" + (f".p/{width}" if width < WIDTH else "")


class Tiles:
    """The tree of ``size`` entries, read tile by tile; each is kept once read."""

    def __init__(self, read: Read, size: int) -> None:
        self._read, self._size = read, size
        self._rows: dict[tuple[int, int], list[list[bytes]]] = {}

    def hash_of(self, start: int, end: int) -> bytes:
        """The hash over a range that a proof asks for. Raises ``FormatError``."""
        return merkle.tree_hash(start, end, self._complete)

    def edge(self, size: int) -> list[bytes]:
        """The hashes of the complete subtrees of the tree of an earlier size, largest first."""
        return merkle.edge_of(size, self._complete)

    def entries(self, start: int) -> Iterator[bytes]:
        """The entries from ``start`` to the end. Raises ``FormatError``."""
        for number in range(start // WIDTH, -(-self._size // WIDTH)):
            bundle = self._bundle(number)
            yield from bundle[max(start - number * WIDTH, 0) :]

    def _complete(self, start: int, end: int) -> bytes:
        height, rest = divmod((end - start).bit_length() - 1, HEIGHT)
        number, place = divmod(start // (end - start), WIDTH >> rest)
        row = self._pyramid(height, number)[rest]
        if place >= len(row):
            raise FormatError("missing", f"The tiles do not reach entry {end - 1}.")
        return row[place]

    def _pyramid(self, level: int, number: int) -> list[list[bytes]]:
        rows = self._rows.get((level, number))
        if rows is None:
            rows = self._rows[level, number] = pyramid(self._hashes(level, number))
        return rows

    def _hashes(self, level: int, number: int) -> list[bytes]:
        width = min(WIDTH, (self._size >> (HEIGHT * level)) - number * WIDTH)
        data = self._tile(level, number, width)[: width * merkle.HASH]
        if width < 1 or len(data) != width * merkle.HASH:
            raise FormatError("format", f"The tile {path(level, number, width)} is cut.")
        return [data[at : at + merkle.HASH] for at in range(0, len(data), merkle.HASH)]

    def _bundle(self, number: int) -> list[bytes]:
        width = min(WIDTH, self._size - number * WIDTH)
        data = self._tile("entries", number, width)
        step = 2 + entry.ENTRY
        pieces = [data[at : at + step] for at in range(0, width * step, step)]
        long = entry.ENTRY.to_bytes(2, "big")
        if any(len(each) != step or each[:2] != long for each in pieces):
            raise FormatError("format", f"The tile {path('entries', number, width)} is malformed.")
        return [each[2:] for each in pieces]

    def _tile(self, level: int | str, number: int, width: int) -> bytes:
        # A copy made later holds the whole tile where this tree still had a part of it.
        for each in dict.fromkeys((width, WIDTH)):
            data = self._read(path(level, number, each))
            if data is not None:
                return data[:MAX_BUNDLE]
        raise FormatError("missing", f"The tile {path(level, number, width)} is missing.")


def pyramid(row: list[bytes]) -> list[list[bytes]]:
    """A tile's hashes, and above them those of each complete pair, up to the level below 256."""
    rows = [row]
    for _ in range(HEIGHT - 1):
        below = rows[-1]
        pairs = range(0, len(below) - 1, 2)
        rows.append([merkle.node_hash(below[place], below[place + 1]) for place in pairs])
    return rows
