"""A Merkle tree of any size, walked by its complete subtrees (RFC 6962, section 2.1).

Nothing here holds the tree. ``get(level, index)`` answers the hash over the complete subtree of
2 ** level leaves that begins at leaf index * 2 ** level; whoever calls decides where from.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256

Get = Callable[[int, int], bytes]
EMPTY = sha256(b"").digest()
TILE = 8  # levels of the tree that one tile covers (c2sp.org/tlog-tiles)


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def span(start: int, end: int, get: Get) -> bytes:
    """The hash over leaves start … end - 1; ``start`` is aligned as in any RFC 6962 split."""
    if start == end:
        return EMPTY
    width = end - start
    if width & (width - 1) == 0:
        return get(width.bit_length() - 1, start // width)
    middle = start + _split(width)
    return node_hash(span(start, middle, get), span(middle, end, get))


def inclusion(index: int, size: int, get: Get) -> list[bytes]:
    """The proof that a leaf is in the tree of this size (RFC 6962, 2.1.1). Leaf first."""
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(span(middle, end, get))
            end = middle
        else:
            proof.append(span(start, middle, get))
            start = middle
    return proof[::-1]


def consistency(old: int, new: int, get: Get) -> list[bytes]:
    """The proof that the tree of size ``new`` extends that of size ``old`` (RFC 6962, 2.1.2)."""
    if old in {0, new}:
        return []
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(span(middle, end, get))
            end = middle
        else:
            proof.append(span(start, middle, get))
            start, whole = middle, False
    if not whole:
        proof.append(span(start, end, get))
    return proof[::-1]


def edge(size: int, get: Get) -> list[bytes]:
    """The complete subtrees that make up a tree of this size, largest first."""
    places = (level for level in range(size.bit_length(), -1, -1) if size >> level & 1)
    return [get(level, (size >> level) - 1) for level in places]


class Growth:
    """A tree that grows at its right edge and remembers each hash it made on the way.

    What it remembers is all that a proof for a leaf added since then needs, because the left
    sibling of a subtree that holds a new leaf is either new itself or a piece of the old edge.
    """

    def __init__(self, size: int, edge: Iterable[bytes]) -> None:
        self.size = size
        self.edge = list(edge)
        self.tiles: list[tuple[int, int, bytes]] = []  # complete runs of 256 ** level leaves
        levels = [level for level in range(size.bit_length(), -1, -1) if size >> level & 1]
        self._known = {
            (level, (size >> level) - 1): hash
            for level, hash in zip(levels, self.edge, strict=True)
        }

    def append(self, entry: bytes) -> None:
        """Add one leaf."""
        hash, index, level = leaf_hash(entry), self.size, 0
        self._known[0, index] = hash
        while index & 1:
            hash = node_hash(self.edge.pop(), hash)
            index, level = index >> 1, level + 1
            self._known[level, index] = hash
            if level % TILE == 0:
                self.tiles.append((level // TILE, index, hash))
        self.edge.append(hash)
        self.size += 1

    def get(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree on or right of the old edge."""
        return self._known[level, index]

    def root(self) -> bytes:
        """The hash over all leaves."""
        if not self.edge:
            return EMPTY
        hash = self.edge[-1]
        for left in self.edge[-2::-1]:
            hash = node_hash(left, hash)
        return hash


def _split(width: int) -> int:
    """The largest power of two smaller than ``width``."""
    return 1 << (width - 1).bit_length() - 1
