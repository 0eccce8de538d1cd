"""Entries get their places: shuffled among padding, in a tree that is signed with them."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection, models

from heard.formats import merkle
from heard.ledger import guard
from heard.ledger import tree as ledger_tree
from heard.ledger.bulk_insert import Row
from heard.ledger.chain import Chain
from heard.ledger.guard import Extends, Tree
from heard.ledger.log_key import LogKey
from heard.records.models import Leaf, LeafPlace, Node
from heard.rules import places


class Item(NamedTuple):
    """What is placed: its entry, the number of its event (none has it: None), what it goes on."""

    entry: bytes
    number: int | None = None
    chain: Chain | None = None
    last: bool = False  # has a place that everybody knows: the last


class Grown(NamedTuple):
    """A tree with the items in it, signed. ``places``: of each item."""

    tree: Tree
    note: str
    places: list[int]
    rows: list[models.Model | Row]
    growth: ledger_tree.Growth

    def proof(self, place: int) -> list[bytes]:
        """That a new leaf is in it."""
        return merkle.inclusion_proof(place, self.tree.size, self.growth.hash_of)


def leaves_for(least: int, grown: int, step: int) -> int:
    """How many leaves bring a log that has grown by so many to a multiple, at least ``least``."""
    least = max(least, 1)
    return least + -(grown + least) % step


def grow(
    base: Tree, edge: list[bytes], items: Sequence[Item], leaves: int, key: LogKey, has: Extends
) -> Grown:
    """Add ``leaves`` to the tree, the items among them, and sign. Raises GuardMismatchError."""
    growth = ledger_tree.Growth(base.size, edge)
    rows: list[models.Model | Row] = []
    found = [-1] * len(items)
    for number in _order(items, leaves):
        place = growth.size
        entry = key.padding(place) if number is None else items[number].entry
        if number is not None:
            found[number] = place
        leaf = growth.append(entry)
        rows += [Row(Leaf, index=place, entry=entry), Row(LeafPlace, hash=leaf, place=place)]
    tree = Tree(growth.size, growth.root())
    guard.agree(base, tree, has)
    note = key.checkpoint(*tree)
    rows += [Row(Node, level=lvl, index=place, hash=hash) for lvl, place, hash in growth.tiles]
    put(tree, note, b"".join(growth.edge))
    return Grown(tree, note, found, rows, growth)


def _order(items: Sequence[Item], leaves: int) -> list[int | None]:
    mixed = [number for number, each in enumerate(items) if not each.last]
    lasts = [number for number, each in enumerate(items) if each.last]
    chains = [items[number].chain for number in mixed]
    drawn = places.spread(chains, leaves - len(lasts), secrets.randbelow)
    return [*(None if at is None else mixed[at] for at in drawn), *lasts]


def put(tree: Tree, note: str, edge: bytes) -> None:
    """Write the head."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE heard_head SET size = %s, root = %s, note = %s, edge = %s",
            [tree.size, tree.root, note, edge],
        )
