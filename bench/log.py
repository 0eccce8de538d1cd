"""The log from a thousand to ten million leaves: proofs, bytes, and how fast it grows.

    script/with-postgres --durable python bench/log.py [--sqlite 10000000] [--postgres 1000000]

The log is grown by its own code, 100,000 leaves of padding to a commit: padding and events are
leaves of one kind. Each proof is for a random entry and is verified. Baseline, in the same run:
one entry read by its key, through the same connection.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, founded, on_each_engine, pad_log

T = TypeVar("T")
SIZES = tuple(10**power for power in range(3, 8))
SAMPLES = 300


def timed(work: Callable[..., T], *given: Any) -> tuple[float, T]:
    """Milliseconds, and what it answered."""
    began = time.perf_counter()
    answer = work(*given)
    return (time.perf_counter() - began) * 1000, answer


def line(took: list[float]) -> str:
    """Median and 99th percentile."""
    took.sort()
    return f"{statistics.median(took):9.2f}{took[len(took) * 99 // 100]:9.2f}"


def proofs() -> str:
    """Inclusion, consistency, one entry; all of random places."""
    from heard.formats import merkle
    from heard.ledger import tree_store

    size, choose = tree_store.size(), random.SystemRandom()
    root = tree_store.root(size)
    inclusion, consistency, one = [], [], []
    for _ in range(SAMPLES):
        index, old = choose.randrange(size), choose.randrange(1, size)
        took, path = timed(tree_store.inclusion, index, size)
        inclusion.append(took)
        took, entries = timed(tree_store.entries, index, index + 1)
        one.append(took)
        merkle.verify_inclusion(index, size, merkle.leaf_hash(entries[0]), path, root)
        took, step = timed(tree_store.consistency, old, size)
        consistency.append(took)
        merkle.verify_consistency(old, size, tree_store.root(old), root, step)
    return line(inclusion) + line(consistency) + line(one)


def stored_bytes() -> int:
    """What leaves and nodes take on disk with their indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(name::regclass))"
                " FROM (VALUES ('heard_leaf'), ('heard_node')) AS tables (name)"
            )
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def measure(engine: str, most: int) -> None:
    """One line a size."""
    founded()
    from heard.ledger import tree_store

    empty = stored_bytes()
    for size in SIZES:
        if size > most:
            return
        before = tree_store.size()
        took, _ = timed(pad_log, size)
        rate = (size - before) / took * 1000
        leaves = tree_store.size()
        each = (stored_bytes() - empty) / leaves
        print(f"{engine:9}{leaves:10}{proofs()}{each:9.0f}{rate:10.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sqlite", type=int, default=SIZES[-1], help="leaves at most")
    parser.add_argument("--postgres", type=int, default=SIZES[-2], help="leaves at most")
    parser.add_argument(HERE, help="for the bench's own use", dest="here")
    options = parser.parse_args()
    if options.here:
        measure(options.here, getattr(options, options.here))
        return
    columns = "".join(f"{name:>9}{'p99':>9}" for name in ("incl. ms", "cons. ms", "entry ms"))
    print(f"{'engine':9}{'leaves':>10}{columns}{'B/leaf':>9}{'leaves/s':>10}", flush=True)
    on_each_engine(__file__, *sys.argv[1:])


if __name__ == "__main__":
    main()
