"""The conflict table: made, and asked, where 1,000, 10,000 and 254,000 people work.

    script/with-postgres --durable python bench/conflicts.py [--most 254000]

``usual``: thirty holders, each somewhere in the lower line. ``worst``: one of them stands at the
top, so that everybody has a conflict. Making is timed in a process of its own, as its memory is its
whole memory at the highest, Django included. Answers are timed through Django's own client, every
middleware included; the baseline is ``GET /health``, which reads one row. ``whole``: bytes of the
table as a desk fetches it. ``k``: how many people have a key in the bucket that has fewest.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, migrated, on_each_engine

SIZES = (1_000, 10_000, 254_000)
SPAN, TEAM, HOLDERS = 8, 12, 30
FAMILY = [
    "Müller",
    "Gao",
    "Wang",
    "Okafor",
    "Nguyen",
    "Novák",
    "García",
    "Ivanova",
    "Khan",
    "Schmidt",
    "Łuczak",
    "O'Brien",
]
GIVEN = [
    "Wei",
    "Anna",
    "José",
    "Lin",
    "Fatima",
    "Jörg",
    "Ngozi",
    "Maria-Luisa",
    "Xiao",
    "Peter",
    "Ayşe",
    "Ewa",
]
MADE = """
import re, time, django
from datetime import UTC, datetime, timedelta
django.setup()
from heard.actions import conflicts
from heard.actions.operations import epochs
from heard.ledger import writer
from heard.records.models import Cosignature
began = time.perf_counter()
assert conflicts.publish(now=datetime.now(UTC))
took = time.perf_counter() - began
last = Cosignature.objects.order_by("-at").values_list("at", flat=True).first()
at = last + timedelta(hours=1) if last else datetime.now(UTC)
assert epochs.close_epoch(now=at)  # from then on it is given out
print(took, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024)
writer.stop()
"""


def named(n: int) -> str:
    return f"{GIVEN[n % len(GIVEN)]} {_letters(n)} {FAMILY[n // 7 % len(FAMILY)]}"


def _letters(n: int) -> str:
    return "".join(chr(97 + n // 26**place % 26) for place in range(4)).title()


def peopled(size: int) -> None:
    """People in a tree of managers, teams of a dozen."""
    from django.db import connection, transaction

    from heard.records.models import Person, Unit

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM heard_person")
            cursor.execute("DELETE FROM heard_unit")
        Unit.objects.bulk_create(Unit(name=f"T{n}") for n in range(size // TEAM + 1))
        Person.objects.bulk_create(
            (
                Person(
                    id=f"E{n:07}",
                    name=named(n),
                    email=f"p{n}@meridian.example",
                    unit_id=f"T{n // TEAM}",
                    country="DE",
                    manager_id=f"E{(n - 1) // SPAN:07}" if n else None,
                    active=True,
                )
                for n in range(size)
            ),
            batch_size=1_000,
        )


def judged(size: int, *, top: bool) -> None:
    """Thirty holders in a signed roster."""
    import cast
    from django.conf import settings

    from heard.actions import rosters
    from heard.actions.operations import setup
    from heard.formats import roster
    from heard.records.models import Holder, Organisation

    root = cast.root_key(settings.HEARD.site)
    if not Organisation.objects.exists():
        setup.set_up(
            name=cast.ORGANISATION, root=root.verifier.vkey, country="CN", now=datetime.now(UTC)
        )
        for n in range(HOLDERS):
            _joined(cast.Person(f"Holder {n}", "Handler", 1 + n % 3, ""))
        signed = roster.sign(rosters.draft(now=datetime.now(UTC), quorum=None), root)
        rosters.accept(signed=signed, now=datetime.now(UTC))
    places = random.Random(7).sample(range(size // 10, size), HOLDERS)
    if top:
        places[0] = 0
    for place, holder in zip(places, Holder.objects.order_by("id"), strict=True):
        Holder.objects.filter(id=holder.id).update(email=f"p{place}@meridian.example")


def _joined(person: Any) -> None:
    import meridian

    meridian.add_holder(person)


def made() -> tuple[float, float]:
    """Seconds and peak MB of making the table."""
    from heard.records.models import ConflictTable

    ConflictTable.objects.all().delete()
    command = [sys.executable, "-c", MADE]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1])


def timed(work: Callable[[], Any], times: int = 200) -> tuple[float, float]:
    """Milliseconds: median and 99th of a hundred."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return took[times // 2], took[times * 99 // 100]


def answered(head: Any) -> tuple[float, float, float, int]:
    """A bucket's median and p99, the baseline's median, and the bytes of an answer."""
    from django.conf import settings
    from django.test import Client

    client = Client(HTTP_HOST=settings.HEARD.site)
    one = client.get(f"/conflicts/{head.salt}/0")
    assert one.status_code == 200
    prefixes = [random.randrange(1 << head.bits) for _ in range(1_000)]
    asked = iter(prefixes)
    median, late = timed(lambda: client.get(f"/conflicts/{head.salt}/{next(asked):x}"), 1_000)
    return median, late, timed(lambda: client.get("/health"))[0], len(one.content)


def shared(head: Any) -> int:
    """People who have a key in the bucket of fewest."""
    from heard.actions.conflicts._gathering import _everybody
    from heard.formats import conflicts

    people = [0] * (1 << head.bits)
    for row in _everybody():
        digests = (conflicts.digest(head.salt, key) for key in row.found_by())
        for prefix in {conflicts.prefix(at, head.bits) for at in digests}:
            people[prefix] += 1
    return min(people)


def line_up(size: int) -> float:
    """Milliseconds to follow the manager line of one person, the median of many."""
    from heard.actions import directory

    return timed(lambda: directory.manager_line(f"E{random.randrange(size):07}"))[0]


def nothing_due() -> float:
    """Milliseconds of a round of the worker that has nothing to make."""
    from heard.actions import conflicts

    now = datetime.now(UTC)
    return timed(lambda: conflicts.publish(now=now))[0]


def measure(engine: str, size: int, name: str) -> None:
    from heard.actions import conflicts as action
    from heard.formats import conflicts

    judged(size, top=name == "worst")
    took, peak = made()
    head = conflicts.parse(action.head())
    median, late, base, answer = answered(head)
    whole = len(action.whole(salt=head.salt))
    cells = f"{took:8.2f}{peak:9.0f}{head.bits:6}{1 << head.bits:9}{answer:8}{whole:10,}"
    cells += f"{shared(head):9,}"
    cells += f"{median:8.2f}{late:8.2f}{base:8.2f}{line_up(size):8.2f}{nothing_due():8.2f}"
    print(f"{engine:9}{size:9,} {name:6}{cells}", flush=True)


def each_size(engine: str, most: int) -> None:
    migrated()
    from heard.ledger import writer

    for size in SIZES:
        if size <= most:
            peopled(size)
            for name in ("usual", "worst"):
                measure(engine, size, name)
    writer.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=SIZES[-1], help="people at most")
    parser.add_argument(HERE, help="for the bench's own use", dest="here")
    options = parser.parse_args()
    if options.here:
        each_size(options.here, options.most)
        return
    names = ("s", "peak MB", "bits", "buckets", "bytes", "whole", "k")
    widths = (8, 9, 6, 9, 8, 10, 9)
    cells = "".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    cells += "".join(f"{name:>8}" for name in ("ms", "p99", "base", "line", "idle"))
    print(f"{'engine':9}{'people':>9} {'':6}{cells}", flush=True)
    on_each_engine(__file__, *sys.argv[1:])


if __name__ == "__main__":
    main()
