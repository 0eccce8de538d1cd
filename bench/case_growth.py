"""One case that grows: what it costs to open it, to read its work and letters, and to move something.

    script/with-postgres --durable python bench/case_growth.py [--records 50 500 5000]

Witnesses are noted in one case by two of its holders, really sealed and signed; then everything is asked for
through Django's own client with every middleware. The baseline is the first line, and ``/health`` in
the same run. ``move`` is the action from the call to the commit, as in bench/moves.py.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, migrated, on_each_engine

SITE = "localhost:8000"  # as the tests' holders know it
TURNS = 9
TOGETHER = 64  # letters asked for in one answer
COLUMNS = ("records", "open", "kB", "work", "kB", "64 letters", "kB", "move", "/health")


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Median milliseconds, and what it gave last."""
    took, given = [], None
    for _ in range(TURNS):
        began = time.perf_counter()
        given = run()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), given


class Growing:
    """A case with its file, in which people are noted."""

    def __init__(self) -> None:
        from deskworld import World
        from moving import Worked

        self.world = World(now=datetime.now(UTC))
        desks = [self.world.join(name, tier) for name, tier in (("Amara", 1), ("Jonas", 1))]
        later = [self.world.join("Ruth", 2)]
        self.world.sign_roster()
        self.work = Worked(self.world, self.world.case(desks, later))
        self.work.begin(*desks)
        self.desks, self.records = desks, 0

    def add(self) -> Callable[[], object]:
        """One more, ready to be moved; each by the other of the two, since one alone has a bound."""
        from moves import move

        self.records += 1
        by = self.desks[self.records % 2]
        return move(self.work, by, "party.note", code="witness")

    def grow(self, to: int) -> None:
        while self.records < to - TURNS:
            self.add()()

    def line(self) -> str:
        from heard.formats.ids import new_id

        amara, case = self.desks[0], self.work.case
        ready = [self.add() for _ in range(TURNS)]

        def one() -> object:
            return ready.pop(0)()

        moved, _ = timed(one)
        opened, whole = timed(lambda: amara.post(f"cases/{case}/open", {"id": new_id()}))
        read, told = timed(lambda: amara.get(f"cases/{case}/work"))
        ids = [each["id"] for each in told.json()["file"]["letters"]][-TOGETHER:]
        letters, some = timed(lambda: amara.get(f"cases/{case}/file-letters?ids={','.join(ids)}"))
        alive, _ = timed(lambda: amara.client.get("/health", HTTP_HOST=SITE))
        sizes = [len(each.content) / 1000 for each in (whole, told, some)]
        both = zip((opened, read, letters), sizes, strict=True)
        cells = [value for pair in both for value in pair]
        return f"{self.records:9}" + "".join(f"{each:11.1f}" for each in (*cells, moved, alive))


def measure(engine: str, sizes: list[int]) -> None:
    migrated()
    from heard.ledger import writer

    case = Growing()
    for size in sizes:
        case.grow(size)
        print(f"{engine:9}{case.line()}", flush=True)
    writer.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[50, 500, 5000])
    parser.add_argument(HERE, dest="here", default="")
    asked = parser.parse_args()
    if asked.here:
        measure(asked.here, asked.records)
    else:
        print(f"{'':9}{COLUMNS[0]:>9}" + "".join(f"{each:>11}" for each in COLUMNS[1:]))
        on_each_engine(__file__, "--records", *map(str, asked.records), site=SITE)


if __name__ == "__main__":
    main()
