"""What is given of the log: a promise, and from the epoch on the proof (docs/spec/receipt.md)."""

from datetime import datetime
from functools import lru_cache

from heard.formats import checkpoint as checkpoints
from heard.formats import merkle
from heard.formats import note as notes
from heard.formats import promise as promises
from heard.formats import receipt as receipts
from heard.ledger import closed, pending, promise_key, tree_store
from heard.ledger.guard import Tree
from heard.ledger.tree_store import NoSuchEntryError
from heard.records.models import Cosignature, Head, LeafPlace, Opening, Organisation


@lru_cache(maxsize=64)
def tree_of(epoch: str) -> Tree:
    """The tree of an epoch's signed checkpoint; the empty one where there is none yet."""
    if not epoch:
        return Tree(0, merkle.EMPTY)
    read = checkpoints.parse_text(notes.parse(epoch).text)
    return Tree(read.size, read.root)


def promise(log: str, leaf: str, after: Tree, by: datetime) -> promises.Promise:
    """That what is committed will be in the log. ``leaf``: its hash, hexadecimal."""
    return promises.Promise(log, bytes.fromhex(leaf), *after, int(by.timestamp()))


def leaf(index: int) -> str:
    """The leaf hash of an event, hexadecimal. Raises NoSuchEntryError."""
    row = Opening.objects.filter(index=index).values_list("leaf", flat=True).first()
    if row is None:
        raise NoSuchEntryError(f"The log has no event {index}.")
    return row


def receipt(index: int, *, quorum: int) -> str:
    """An event's newest receipt. Raises NoSuchEntryError.

    Of the newest epoch that ``quorum`` witnesses cosigned, else of the newest epoch; before the
    first epoch that holds it, its promise or the receipt of its commit, byte for byte. Never of the
    log's own newest checkpoint: that grows with every action, and somebody who asked for one each
    second would see to the second when somebody else reports, writes or reads. Raises ClosedError
    where a promise would have to be signed in a Heard that is for reading.
    """
    row = Opening.objects.filter(index=index).first()
    if row is None:
        raise NoSuchEntryError(f"The log has no event {index}.")
    signed = None if row.place is None else _epoch_with(row.place, quorum) or row.checkpoint
    if not signed and row.after is not None and row.by is not None:
        return _again(row, row.after, row.by)
    if not signed or row.place is None:
        raise NoSuchEntryError(f"The log has no event {index}.")
    return _proof(row.place, row.fields, signed)


def _again(row: Opening, after: int, by: datetime) -> str:
    """The same promise."""
    closed.refuse()
    epoch = Cosignature.objects.filter(size=after).values_list("note", flat=True).first()
    said = promise(_origin(), row.leaf, tree_of(epoch or ""), by)
    signed = promises.write(row.fields, promise_key.load().sign(said))
    pending.vouch(row.index)
    return signed


def _origin() -> str:
    return notes.Verifier.parse(Organisation.objects.get().log).name


def live(index: int) -> str:
    """A receipt of the log's newest checkpoint, for who runs it and sees it anyway.

    The promise while the event waits. Raises NoSuchEntryError.
    """
    row = Opening.objects.filter(index=index).first()
    if row is None or row.place is None:
        return receipt(index, quorum=1)
    return _proof(row.place, row.fields, _epoch_with(row.place, 1) or Head.objects.get().note)


def proof_of(leaf: str, *, quorum: int) -> str:
    """The newest proof of a leaf (hash, hexadecimal) that an epoch holds. Raises NoSuchEntryError.

    Of padding too: an answer only for events would tell everybody how many there are.
    """
    places = LeafPlace.objects.filter(hash=bytes.fromhex(leaf))
    place = places.values_list("place", flat=True).first()
    signed = None if place is None else _epoch_with(place, quorum)
    if place is None or signed is None:
        raise NoSuchEntryError("No epoch of the log holds such a leaf.")
    return _proof(place, None, signed)


def _proof(place: int, opening: str | None, signed: str) -> str:
    proof = tree_store.inclusion(place, checkpoints.parse_text(notes.parse(signed).text).size)
    return receipts.write(opening, place, proof, signed)


def _epoch_with(place: int, quorum: int) -> str | None:
    epochs = Cosignature.objects.filter(size__gt=place).order_by("-size")
    found = epochs.filter(witnesses__gte=max(quorum, 1)).first() or epochs.first()
    return found.note if found else None
