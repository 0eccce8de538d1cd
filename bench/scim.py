"""The SCIM door from a thousand people to 254,000, as an identity provider uses it.

    script/with-postgres --durable python bench/scim.py [--most 254000]

Milliseconds, the median of many, each a whole request through Django in this process: somebody by
``userName``, by ``externalId``, one user, the first page of 200, the last page of 200, a search
that no index answers, somebody made, somebody changed; then how many are made a second by eight
at once. Baseline, in the same run: the bytes of the service's configuration, which asks no table
but that of the tokens.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, founded, on_each_engine

SIZES = (1_000, 10_000, 100_000, 254_000)
SPAN = 8
TIMES = 41
MADE = 400
HANDS = 8
HEADS = ("base", "userName", "external", "one", "first", "last", "scan", "make", "patch", "made/s")


def milliseconds(work: Callable[[int], object], times: int = TIMES) -> float:
    took = []
    for turn in range(times):
        began = time.perf_counter()
        work(turn)
        took.append(time.perf_counter() - began)
    return sorted(took)[times // 2] * 1000


def filled(size: int) -> None:
    """People in a tree of managers, as a file would have brought them."""
    from django.db import connection

    from heard.records.models import Person

    have = Person.objects.filter(id__startswith="E").count()
    rows = [
        Person(
            id=f"E{n:07}",
            name=f"Person {n} Müller",
            email=f"p{n}@meridian.example",
            country="DE",
            manager_id=f"E{(n - 1) // SPAN:07}" if n else None,
            active=True,
        )
        for n in range(have, size)
    ]
    Person.objects.bulk_create(rows, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(engine: str, size: int) -> None:
    from provisioning import Provider

    filled(size)
    idp = Provider()

    def get(path: str) -> None:
        answer = idp.ask("GET", path)
        assert answer.status_code == 200, answer.content

    def found(text: str) -> None:
        get(f"/Users?filter={quote(text)}")

    def made(turn: int, hand: str = "m") -> None:
        name = f"{hand}{size}-{turn}"
        answer = idp.make(f"{name}@new.example", number=name, manager={"value": "E0000001"})
        assert answer.status_code == 201, answer.content

    def changed(turn: int) -> None:
        value = {"op": "replace", "path": "displayName", "value": f"Renamed {size} {turn}"}
        assert idp.patch(f"E{turn:07}", value).status_code == 204

    def at(turn: int) -> int:
        return (turn * 7919) % size

    cells = [
        milliseconds(lambda _: get("/ServiceProviderConfig")),
        milliseconds(lambda turn: found(f'userName eq "P{at(turn)}@meridian.example"')),
        milliseconds(lambda turn: found(f'externalId eq "E{at(turn):07}"')),
        milliseconds(lambda turn: get(f"/Users/E{at(turn):07}")),
        milliseconds(lambda _: get("/Users?count=200"), 11),
        milliseconds(lambda _: get(f"/Users?startIndex={size - 199}&count=200"), 11),
        milliseconds(lambda _: found('displayName co "nobody"'), 5),
        milliseconds(made),
        milliseconds(changed),
        together(made),
    ]
    print(f"{engine:9}{size:9,}" + "".join(f"{cell:10.2f}" for cell in cells), flush=True)


def together(made: Callable[[int, str], None]) -> float:
    """How many users eight hands make a second."""

    def hand(number: int) -> None:
        from django.db import connections

        for turn in range(MADE // HANDS):
            made(turn, f"h{number}-")
        connections.close_all()

    hands = [threading.Thread(target=hand, args=(number,)) for number in range(HANDS)]
    began = time.perf_counter()
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    return MADE / (time.perf_counter() - began)


def each_size(engine: str, most: int) -> None:
    founded()
    from heard.doors.scim import views
    from heard.ledger import writer

    views.CALLS.most = 10**9
    print(f"# {datetime.now(UTC):%Y-%m-%d} {engine}: milliseconds", flush=True)
    print(f"{'':9}{'people':>9}" + "".join(f"{head:>10}" for head in HEADS), flush=True)
    for size in SIZES:
        if size <= most:
            measure(engine, size)
    writer.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument(HERE, dest="engine")
    options = parser.parse_args()
    if options.engine:
        each_size(options.engine, options.most)
        return
    on_each_engine(__file__, "--most", str(options.most), site="localhost:8000")


if __name__ == "__main__":
    main()
