"""A holder with 10,000 cases gets a page in 50 kB and 50 ms of this thread's work."""

import statistics
import time

import pytest

# PostgreSQL's figures are those of bench/desk; ten thousand cases take their time to make.
pytestmark = pytest.mark.sqlite_only

CASES = 10_000


@pytest.fixture
def busy(world, hour):
    """Nadia holds 10,000 cases, Omar 1,000 others; each case has four events and a duty."""
    from busy import give_cases

    give_cases(world.desks["Nadia"].id, CASES, hour=hour, first=1_000_000)
    give_cases(world.desks["Omar"].id, CASES // 10, hour=hour, first=2_000_000)
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
