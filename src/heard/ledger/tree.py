"""A tree that grows at its right edge and remembers each hash it made on the way."""

from collections.abc import Iterable

from heard.formats.merkle import complete_ranges, fold, leaf_hash, node_hash, tree_hash

TILE = 8  # levels of the tree that one tile covers (c2sp.org/tlog-tiles)


class Growth:
    """Leaves being added to a tree known by its edge.

    What it remembers is all that a proof for a leaf added since then needs, because the left
    sibling of a subtree that holds a new leaf is either new itself or a piece of the old edge.
    """

    def __init__(self, size: int, edge: Iterable[bytes]) -> None:
        self.size = size
        self.edge = list(edge)
        self.tiles: list[tuple[int, int, bytes]] = []  # complete runs of 256 ** level leaves
        self._known = dict(zip(complete_ranges(0, size), self.edge, strict=True))

    def append(self, entry: bytes) -> bytes:
        """Add one leaf; its hash."""
        leaf = hash = leaf_hash(entry)
        index, level = self.size, 0
        self._known[index, index + 1] = hash
        while index & 1:
            hash = node_hash(self.edge.pop(), hash)
            index, level = index >> 1, level + 1
            self._known[index << level, index + 1 << level] = hash
            if level % TILE == 0:
                self.tiles.append((level // TILE, index, hash))
        self.edge.append(hash)
        self.size += 1
        return leaf

    def hash_of(self, start: int, end: int) -> bytes:
        """The hash over a range that a proof for a new leaf asks for."""
        return self._known.get((start, end)) or tree_hash(start, end, self._complete)

    def _complete(self, start: int, end: int) -> bytes:
        return self._known[start, end]

    def root(self) -> bytes:
        """The hash over all leaves."""
        return fold(self.edge)
