"""A move of a worked case beside a message: what each costs, one after the other.

    script/with-postgres --durable python bench/moves.py [--times 200]

What is sent is sealed before; what is timed is the action, from the call to the commit. The
baseline is a message to the reporter in the same case, taken in turn with the moves. Beside the
time stand this process's processor time, which other work disturbs less (not the database
server's), and how many statements were asked; the rows of a commit are not among them.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, migrated, on_each_engine

WARM = 10


def world() -> Any:
    """An organisation, and a case whose file Amara and Jonas have."""
    from deskworld import World
    from moving import Worked

    made = World(now=datetime.now(UTC))
    desks = [made.join(name, tier) for name, tier in (("Amara", 1), ("Jonas", 1), ("Ruth", 2))]
    made.sign_roster()
    work = Worked(made, made.case(desks[:2], desks[2:]))
    work.begin(*desks[:2])
    return work, desks[0]


def message(work: Any, amara: Any) -> Callable[[], object]:
    from heard.actions import cases

    body = work.world.letter(amara, work.case, seq=work.next(amara))
    sealed = b64decode(body["sealed"])
    return lambda: cases.write_letter(
        holder=amara.id, case=work.case, letter=body["id"], kind="message", seq=body["seq"],
        sealed=sealed, now=datetime.now(UTC),
    )  # fmt: skip


def move(work: Any, amara: Any, what: str, **said: Any) -> Callable[[], object]:
    from heard.actions import casework
    from heard.formats.ids import new_id

    body = work.body(amara, what, new_id(), **said)
    letters = [
        casework.NewLetter(**each | {"sealed": b64decode(each["sealed"])})
        for each in body.pop("letters")
    ]
    key = body.pop("id")
    new = casework.NewMove(**body)
    return lambda: casework.move(
        holder=amara.id, case=work.case, key=key, new=new, letters=letters, now=datetime.now(UTC)
    )


MADE: dict[str, Callable[[Any, Any], Callable[[], object]]] = {
    "message": message,
    "move, to the file": lambda work, amara: move(work, amara, "party.note", code="witness"),
    "move, to both": lambda work, amara: move(work, amara, "measure.request", code="employer"),
}


def measure(engine: str, times: int) -> None:
    migrated()
    from heard.ledger import writer

    work, amara = world()
    took: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for turn in range(times + WARM):
        for name, make in MADE.items():
            cost = spent(make(work, amara))
            if turn >= WARM:
                took[name].append(cost)
    writer.stop()
    medians = {
        name: [statistics.median(each) for each in zip(*took[name], strict=True)] for name in MADE
    }
    least = medians["message"]
    for name, (wall, own, asked) in medians.items():
        print(
            f"{engine:9} {name:20}{wall:8.2f} ms ({wall / least[0]:.2f} of a message)"
            f"{own:8.2f} ms of processor ({own / least[1]:.2f}){asked:5.0f} statements",
            flush=True,
        )


def spent(done: Callable[[], object]) -> tuple[float, float, int]:
    """Milliseconds, those of this process's processor, and statements."""
    from counting import statements

    with statements() as asked:
        began, used = time.perf_counter(), time.process_time()
        done()
        own, wall = time.process_time() - used, time.perf_counter() - began
    return wall * 1000, own * 1000, len(asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument(HERE, dest="here", default="")
    asked = parser.parse_args()
    if asked.here:
        measure(asked.here, asked.times)
    else:
        on_each_engine(__file__, "--times", str(asked.times), site="localhost:8000")


if __name__ == "__main__":
    main()
