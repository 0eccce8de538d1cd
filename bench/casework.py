"""A case of 2,000 records: what its fold costs, and what one question of it costs.

    python bench/casework.py

Two shapes: many exhibits with a few entries of custody each, and one exhibit with all of them.
The baseline is the same list, only walked through. Then the same by the pages' rules, in Node.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from casework_told import actor, story

from heard.rules.casework import Moved, allowed, fold

RECORDS, RUNS, ENTRIES = 2000, 21, 6
BASE = story("answered")
DIGEST = "e" * 64


def exhibit(number: int, entries: int) -> Iterator[Moved]:
    """An exhibit from its note on, with so many entries of custody."""
    said = {"object": "exhibit", "id": f"x{number}", "actor": "ivo", "at": BASE[-1].at}
    yield Moved(**said, move="note", version=1, code="ordinary", number=number)
    yield Moved(**said, move="receive", version=2, digest=DIGEST)
    for version in range(3, entries + 3):
        yield Moved(**said, move="handle", version=version, code="viewed", digest=DIGEST)


def many() -> Iterator[Moved]:
    for number in range(2, RECORDS):
        yield from exhibit(number, ENTRIES)


def took(run: Callable[[], object]) -> str:
    """Median and worst of many runs, in milliseconds."""
    spent = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        spent.append((time.perf_counter() - began) * 1000)
    return f"{statistics.median(spent):9.3f} ms{max(spent):10.3f} ms worst"


def main() -> None:
    for name, more in (("many exhibits", many()), ("one exhibit", exhibit(2, RECORDS))):
        moves = [*BASE, *islice(more, RECORDS - len(BASE))]
        state = fold(moves)
        asked = next(exhibit(10_000, 0))
        print(f"{name:16}walked through  {took(partial(list, moves))}")
        print(f"{name:16}folded          {took(partial(fold, moves))}")
        print(f"{name:16}one question    {took(partial(allowed, state, actor('ivo'), asked))}")
    print("in TypeScript", flush=True)
    subprocess.run(["node", str(Path(__file__).with_suffix(".mjs"))], check=True)


if __name__ == "__main__":
    main()
