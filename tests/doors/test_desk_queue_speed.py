"""A holder with 10,000 cases gets a page in 50 kB and 50 ms of this thread's work."""

import statistics
import time
from datetime import timedelta

import pytest
from deskworld import CASE_RECIPIENT, WRAP, new_id

from heard.records.models import Case, Duty, Event, Wrap

CASES = 10_000


@pytest.fixture
def busy(world, hour):
    """Nadia holds 10,000 cases, Omar 1,000 others; each case has four events and a duty."""
    for place, (name, count) in enumerate((("Nadia", CASES), ("Omar", CASES // 10))):
        holder = world.desks[name].id
        ids = [new_id() for _ in range(count)]
        at = [hour - timedelta(hours=n // 4) for n in range(count)]
        Case.objects.bulk_create(
            [
                Case(
                    id=id, received=at[n], roster="0" * 64, code=new_id() * 2, urgent=False,
                    reporter_recipient=CASE_RECIPIENT, reporter_signing="",
                )
                for n, id in enumerate(ids)
            ],
            batch_size=500,
        )  # fmt: skip
        Wrap.objects.bulk_create(
            [
                Wrap(case_id=id, holder_id=holder, sealed=WRAP, released=at[n])
                for n, id in enumerate(ids)
            ],
            batch_size=500,
        )
        Duty.objects.bulk_create(
            [
                Duty(id=new_id(), case_id=id, kind="update", due=at[n], source="")
                for n, id in enumerate(ids)
            ],
            batch_size=500,
        )
        Event.objects.bulk_create(
            [
                Event(
                    index=1_000_000 * (place + 1) + 4 * n + k,
                    kind="letter_received", case=id, at=at[n], actor="reporter",
                )
                for n, id in enumerate(ids)
                for k in range(4)
            ],
            batch_size=500,
        )  # fmt: skip
    return world.desks["Nadia"]


def test_a_page_of_ten_thousand_cases(busy):
    busy.get("cases")
    took = []
    for _ in range(9):
        start = time.thread_time()
        page = busy.get("cases")
        took.append(time.thread_time() - start)
    first = page.json()
    middle = first
    for _ in range(50):
        middle = busy.get(f"cases?after={middle['next']}").json()
    start = time.thread_time()
    deep = busy.get(f"cases?after={middle['next']}")
    took_deep = time.thread_time() - start
    millis = statistics.median(took) * 1000
    print(f"queue: {len(page.content)} bytes, {millis:.1f} ms, page 52 {took_deep * 1000:.1f} ms")
    assert [line["unread"] for line in first["cases"]] == [4] * 100
    assert len(deep.json()["cases"]) == 100
    assert len(page.content) < 50_000
    assert millis < 50
    assert took_deep < 0.05
