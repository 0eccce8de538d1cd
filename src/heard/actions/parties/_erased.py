"""What a party is shown of why letters of their room are empty (docs/spec/channel.md, 10).

The log's own word that a class of the case was erased, with a proof that they check themselves.
What would name the case, or says what was closed in other events, stays closed.
"""

from collections.abc import Iterable, Iterator

from heard.access import roster
from heard.access.kept_letters import classes_of
from heard.formats import entry, receipt
from heard.ledger import receipts
from heard.ledger.tree_store import NoSuchEntryError
from heard.records.models import Erasure, Opening, PartyKeys

# The matter is what their own letters name as the case.
_OPEN = frozenset({"event", "at", "matter", "what", "ground"})


def told(keys: PartyKeys, gone: Iterable[str]) -> list[str]:
    """A receipt for the newest erasure of each class that one of these letters (ids) was of.

    None of what waits for its place in the log: a promise would show every field. None of what is
    in an entry of version 1, of which nothing can be closed.
    """
    quorum = _quorum()
    found = (_receipt(index, quorum) for index in _erased(keys, gone))
    return [each for each in found if each]


def _erased(keys: PartyKeys, gone: Iterable[str]) -> Iterator[int]:
    """The events, oldest first."""
    if not (ids := list(gone)):
        return
    rows = Erasure.objects.filter(case=keys.case, record=None, what__in=classes_of(keys.case, ids))
    newest = {row.what: row.index for row in rows.order_by("number")}
    yield from sorted(index for index in newest.values() if index is not None)


def _receipt(index: int, quorum: int) -> str | None:
    row = Opening.objects.get(index=index)
    opening = entry.parse(row.fields)
    if opening.version != entry.VERSION:
        return None
    try:
        proof = receipts.proof_of(row.leaf, quorum=quorum)
    except NoSuchEntryError:
        return None
    return receipt.complete(proof, opening.close(opening.fields.keys() - _OPEN))


def _quorum() -> int:
    try:
        return roster.current().quorum
    except roster.RosterUnknownError:
        return 0
