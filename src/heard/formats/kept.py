"""What came of a promise (docs/spec/receipt.md, "Upgrade"): kept, kept late, or broken.

Kept: the proof is of the same entry, in the same log, that goes on from where it publicly was.
Broken: no entry between there and a checkpoint that was witnessed after the time is the promised.
"""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from heard.formats import checkpoint as checkpoints
from heard.formats import merkle
from heard.formats import note as notes
from heard.formats._errors import FormatError
from heard.formats.policy import NONE, Policy
from heard.formats.promise import Promised
from heard.formats.receipt import Verified


@dataclass(frozen=True, slots=True)
class Kept:
    """``reached``: POSIX seconds at which the quorum had cosigned, None where nobody watches."""

    reached: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A witnessed log of ``size`` entries, at ``at`` (POSIX seconds), without what was promised."""

    size: int
    at: int


def check(promised: Promised, proof: Verified) -> Kept:
    """That a proof says what was promised, and when; raises ``FormatError`` (``upgrade``).

    Whether its log goes on from the one of the promise is for ``extended`` or ``vouched`` to say.
    """
    other = sorted(
        name
        for name in promised.digests.keys() | proof.digests.keys()
        if promised.digests.get(name) != proof.digests.get(name)
        or (name in proof.fields and promised.fields.get(name) != proof.fields[name])
    )
    same = (promised.leaf, promised.origin) == (proof.leaf, proof.origin)
    if other or not same or proof.index < promised.size:
        what = f" It differs in {', '.join(other)}." if other else ""
        raise FormatError(
            "upgrade",
            "The proof is not of what was promised. "
            f"Keep both and send them to someone outside the company.{what}",
        )
    late = proof.reached is not None and proof.reached > promised.by
    return Kept(proof.reached, late)


def extended(promised: Promised, proof: Verified, hashes: Sequence[bytes]) -> None:
    """That the proof's log goes on from the promise's, by a consistency proof (RFC 6962, 2.1.2).

    Raises ``FormatError`` (``consistency``).
    """
    if not promised.size and not hashes:
        return  # every log goes on from the empty one
    try:
        merkle.verify_consistency(promised.size, proof.size, promised.root, proof.root, hashes)
    except merkle.MerkleError as error:
        raise FormatError("consistency", _FORKED) from error


def vouched(
    promised: Promised, proof: Verified, *, then: str | bytes, log: notes.Verifier, policy: Policy
) -> None:
    """The same by witnesses: those who cosigned both checkpoints are a quorum.

    ``then``: the signed checkpoint that was public when the promise was given. A witness cosigns
    only what goes on from what it cosigned before. Raises ``FormatError``.
    """
    opened = _opened(then, log, policy)
    if (opened.checkpoint.size, opened.checkpoint.root) != (promised.size, promised.root):
        raise FormatError("consistency", "That is not the checkpoint that the promise names.")
    both = {each.verifier for each in opened.cosigned} & set(proof.cosigners)
    if policy.quorum == NONE or not policy.satisfied(both):
        raise FormatError("quorum", "Too few witnesses have cosigned both checkpoints.")


def broken(
    promised: Promised,
    *,
    now: str | bytes,
    edge: Sequence[bytes],
    entries: Iterable[bytes],
    log: notes.Verifier,
    policy: Policy,
) -> Broken:
    """That a promise was broken, from public things alone.

    ``now``: a signed checkpoint that a quorum of ``policy`` cosigned after the time; ``edge``: the
    hashes of the complete subtrees of the log as the promise names it, largest first; ``entries``:
    every entry from there to ``now``, in order. All are checked against the two roots, so it does
    not matter where they come from. Raises ``FormatError``: ``kept`` where the entry is there.
    """
    opened = _opened(now, log, policy)
    stamps = {each.verifier: each.stamp for each in opened.cosigned if each.stamp is not None}
    after = {key for key, stamp in stamps.items() if stamp > promised.by}
    if policy.quorum == NONE or not policy.satisfied(after):
        raise FormatError("quorum", "Too few witnesses have cosigned it after the promised time.")
    head = opened.checkpoint
    if not hmac.compare_digest(merkle.fold(edge), promised.root):
        raise FormatError("consistency", "The hashes are not of the log that the promise names.")
    leaves = _Leaves(entries, promised.leaf)
    try:
        size, grown, _ = merkle.grow(promised.size, edge, leaves)
    except merkle.MerkleError as error:
        raise FormatError("consistency", _FORKED) from error
    if size != head.size or not hmac.compare_digest(merkle.fold(grown), head.root):
        raise FormatError("consistency", _FORKED)
    if leaves.found is not None:
        place = promised.size + leaves.found
        raise FormatError("kept", f"The promised entry is there: it is entry {place} of the log.")
    return Broken(size, min(stamps[key] for key in after))


class _Leaves:
    """Leaf hashes of entries, watched for one of them."""

    def __init__(self, entries: Iterable[bytes], wanted: bytes) -> None:
        self._entries, self._wanted = entries, wanted
        self.found: int | None = None

    def __iter__(self) -> Iterator[bytes]:
        for place, each in enumerate(self._entries):
            leaf = merkle.leaf_hash(each)
            if leaf == self._wanted:
                self.found = place
            yield leaf


_FORKED = (
    "The log does not go on from the one that was public when the promise was given. "
    "Keep all of it and send it to someone outside the company."
)


def _opened(signed: str | bytes, log: notes.Verifier, policy: Policy) -> checkpoints.Opened:
    return checkpoints.verify(signed, log, tuple(policy.witnesses.values()))
