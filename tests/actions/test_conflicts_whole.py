"""The whole table says of each key what the buckets say, and of nobody else anything."""

import os
from hashlib import sha256

from heard.actions.conflicts._table import table
from heard.formats import conflicts, conflictwhole

HOLDERS = tuple(os.urandom(16).hex() for _ in range(40))
SALT = "5a" * 16


def test_the_whole_says_what_the_buckets_say_in_less_than_half_the_bytes():
    """Two hundred of them share a key with somebody else, and one is near everybody."""
    near = {
        f"id:{n}": ((n % 40, "manager"), *(((n + 1) % 40, "unit"),) * (n % 3)) for n in range(3_000)
    }
    shared = {f"id:{n}": ((39, "declared"),) for n in range(200)}
    everybody = {"id:one": tuple((n, "report") for n in range(40))}
    told = [*near.items(), *shared.items(), *everybody.items()]
    made = table(told, salt=SALT, fill=os.urandom)
    root, given = conflicts.planted(made.buckets)
    head = conflicts.Head(
        salt=SALT, bits=made.bits, entries=made.entries, holders=HOLDERS, roster="",
        built="2026-11-30T09:00:00Z", tree=root, whole=sha256(made.whole).hexdigest(),
    )  # fmt: skip
    whole = conflictwhole.parse(head, made.whole)
    for key in (*near, *everybody, "id:3000"):
        at = conflicts.digest(SALT, key)
        said = conflicts.look(head, given[conflicts.prefix(at, head.bits)], at)
        assert conflictwhole.look(whole, at) == said
        assert bool(said) == (key != "id:3000")
    assert (whole.bits, len(whole.entries) // 5) == (8, 3_008)
    assert len(made.whole) < sum(map(len, made.buckets)) / 2
