"""RFC 6962 Merkle trees: hashes, proofs as ranges, verification, and growth by the right edge.

A range ``(start, end)`` is the run of leaves start … end-1. The caller gives ``hash_of(start,
end)``; ``tree_hash`` makes one from complete subtrees, which is what tiles store.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence

from heard.formats._errors import FormatError

HASH = 32
_TILE_HEIGHT = 8  # c2sp.org/tlog-tiles
EMPTY = hashlib.sha256(b"").digest()
HashOf = Callable[[int, int], bytes]
Range = tuple[int, int]


class MerkleError(FormatError):
    """Kinds: ``range`` (sizes that make no sense), ``length``, ``root`` (the proof is false)."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry), RFC 6962, 2.1."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right), RFC 6962, 2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below ``size`` (size > 1)."""
    return 1 << (size - 1).bit_length() - 1


def complete_ranges(start: int, end: int) -> list[Range]:
    """The complete subtrees that make up a range of the tree, largest first.

    ``start`` is where a subtree of that many leaves may start, as in every proof.
    """
    ranges = []
    while start < end:
        width = 1 << (end - start).bit_length() - 1
        ranges.append((start, start + width))
        start += width
    return ranges


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over complete subtrees, largest first (the edge of a tree gives its root)."""
    if not hashes:
        return EMPTY
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def tree_hash(start: int, end: int, complete: HashOf) -> bytes:
    """The hash over a range, from ``complete``, which knows complete aligned subtrees."""
    return fold([complete(*each) for each in complete_ranges(start, end)])


def leaves_hash(leaves: Sequence[bytes]) -> bytes:
    """The hash over consecutive leaf hashes that start at a subtree's start."""
    return fold(grow(0, (), leaves)[1])


def inclusion_path(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove leaf ``index`` in a tree of ``size``, leaf's sibling first."""
    if not 0 <= index < size:
        raise MerkleError("range", f"Entry {index} is not in a tree of {size} entries.")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency_path(old: int, new: int) -> list[Range]:
    """The ranges whose hashes prove that a tree of ``old`` is the start of one of ``new``."""
    if not 0 < old <= new:
        raise MerkleError("range", f"No proof leads from {old} to {new} entries.")
    start, end, path = 0, new, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    if start:
        path.append((start, end))
    return path[::-1]


def inclusion_proof(index: int, size: int, hash_of: HashOf) -> list[bytes]:
    """The proof's hashes (RFC 6962, 2.1.1)."""
    return [hash_of(start, end) for start, end in inclusion_path(index, size)]


def consistency_proof(old: int, new: int, hash_of: HashOf) -> list[bytes]:
    """The proof's hashes (RFC 6962, 2.1.2)."""
    return [hash_of(start, end) for start, end in consistency_path(old, new)]


def _check_hashes(path: Sequence[Range], hashes: Sequence[bytes]) -> None:
    if len(path) != len(hashes) or any(len(each) != HASH for each in hashes):
        raise MerkleError("length", "The proof has too few or too many hashes.")


def root_of_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that a proof leads to; ``MerkleError`` of kind ``range`` or ``length``."""
    path = inclusion_path(index, size)
    _check_hashes([*path, (0, 0)], [*proof, leaf])
    root = leaf
    for (start, _), sibling in zip(path, proof, strict=True):
        left = start < index
        root = node_hash(sibling, root) if left else node_hash(root, sibling)
    return root


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that a leaf hash is at ``index`` of the tree with this root; ``MerkleError``."""
    if not hmac.compare_digest(root_of_inclusion(index, size, leaf, proof), root):
        raise MerkleError("root", "The proof does not lead to the log's root.")


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree ``new`` only adds to the tree ``old`` (``old`` > 0); ``MerkleError``."""
    path = consistency_path(old, new)
    _check_hashes(path, proof)
    # Where old is a complete subtree of new, its root is what the prover leaves out.
    whole = not path or path[0][0] == old
    steps = list(zip(path, proof, strict=True))
    first = second = old_root if whole else proof[0]
    for (start, _), sibling in steps if whole else steps[1:]:
        if start < old:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
        else:
            second = node_hash(second, sibling)
    same = hmac.compare_digest(first, old_root) and hmac.compare_digest(second, new_root)
    if not same:
        raise MerkleError("root", "The log was changed: the newer tree does not keep the older.")


def edge_of(size: int, complete: HashOf) -> list[bytes]:
    """The right edge of a tree: the hashes of its complete subtrees, largest first."""
    return [complete(*each) for each in complete_ranges(0, size)]


def grow(
    size: int, edge: Sequence[bytes], leaves: Iterable[bytes]
) -> tuple[int, list[bytes], list[tuple[int, int, bytes]]]:
    """Add leaf hashes to a tree known by its edge.

    Gives the new size, the new edge, and the tile nodes completed on the way: ``(level, index,
    hash)`` over 256 ** level leaves, level ≥ 1 (c2sp.org/tlog-tiles). Raises ``MerkleError`` where
    edge and size disagree.
    """
    if len(edge) != size.bit_count():
        raise MerkleError("length", "The edge does not belong to a tree of this size.")
    grown = list(edge)
    nodes: list[tuple[int, int, bytes]] = []
    for leaf in leaves:
        index, height, right = size, 0, leaf
        while index & 1:
            right = node_hash(grown.pop(), right)
            index >>= 1
            height += 1
            if height % _TILE_HEIGHT == 0:
                nodes.append((height // _TILE_HEIGHT, index, right))
        grown.append(right)
        size += 1
    return size, grown, nodes
