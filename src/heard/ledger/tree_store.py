"""The stored log as a tree: any subtree's hash from at most 256 rows a level, and its tiles."""

from heard.formats import merkle, tiles
from heard.ledger.tree import TILE
from heard.records.models import Head, Leaf, Node

WIDTH = 1 << TILE  # hashes in a full tile


class NoSuchEntryError(Exception):
    """The log has no such entry, tile or size."""


class Stored:
    """Reads tiles once and keeps them: make one for each answer, not one for the process."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], list[list[bytes]]] = {}

    def hash_of(self, start: int, end: int) -> bytes:
        """The hash over any range that a proof asks for."""
        return merkle.tree_hash(start, end, self.complete)

    def complete(self, start: int, end: int) -> bytes:
        """The hash over a complete subtree."""
        height, rest = divmod((end - start).bit_length() - 1, TILE)
        tile, place = divmod(start // (end - start), WIDTH >> rest)
        rows: list[bytes] = self._tile(height, tile)[rest]
        if place >= len(rows):
            raise NoSuchEntryError(f"The log does not reach entry {end - 1}.")
        return rows[place]

    def _tile(self, height: int, tile: int) -> list[list[bytes]]:
        found = self._tiles.get((height, tile))
        if found is None:
            found = self._tiles[height, tile] = tiles.pyramid(hashes(height, tile))
        return found


def hashes(height: int, tile: int) -> list[bytes]:
    """The hashes of one tile as far as they exist."""
    start, end = tile * WIDTH, (tile + 1) * WIDTH
    if height == 0:
        return [merkle.leaf_hash(entry) for entry in entries(start, end)]
    rows = Node.objects.filter(level=height, index__gte=start, index__lt=end).order_by("index")
    return [bytes(hash) for hash in rows.values_list("hash", flat=True)]


def entries(start: int, end: int) -> list[bytes]:
    """The entries from ``start`` to before ``end``."""
    rows = Leaf.objects.filter(index__gte=start, index__lt=end).order_by("index")
    return [bytes(entry) for entry in rows.values_list("entry", flat=True)]


def size() -> int:
    """How many entries the log has."""
    return Head.objects.values_list("size", flat=True).first() or 0


def tile(height: int, number: int, width: int, *, within: int) -> bytes:
    """A tile (c2sp.org/tlog-tiles) of the tree of size ``within``. Raises NoSuchEntryError."""
    _refuse_missing(height, number, width, within)
    return b"".join(hashes(height, number)[:width])


def bundle(number: int, width: int, *, within: int) -> bytes:
    """A tile of entries, each after its length as two bytes (c2sp.org/tlog-tiles)."""
    _refuse_missing(0, number, width, within)
    found = entries(number * WIDTH, number * WIDTH + width)
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in found)


def _refuse_missing(height: int, number: int, width: int, within: int) -> None:
    there = (within >> (TILE * height)) - number * WIDTH
    if not 1 <= width <= min(WIDTH, there):
        raise NoSuchEntryError("The log has no such tile: read the checkpoint for its size.")


def root(tree_size: int) -> bytes:
    """The root of the stored tree at this size."""
    return merkle.tree_hash(0, tree_size, Stored().complete)


def inclusion(index: int, tree_size: int) -> list[bytes]:
    """The proof that an entry is in the tree of this size."""
    if not 0 <= index < tree_size:
        raise NoSuchEntryError(f"The log has no entry {index} at size {tree_size}.")
    return merkle.inclusion_proof(index, tree_size, Stored().hash_of)


def consistency(old: int, new: int) -> list[bytes]:
    """The proof that the tree of size ``new`` extends that of size ``old``."""
    if not 0 <= old <= new <= size():
        raise NoSuchEntryError(f"The log has no sizes {old} and {new}.")
    return merkle.consistency_proof(old, new, Stored().hash_of) if old else []
