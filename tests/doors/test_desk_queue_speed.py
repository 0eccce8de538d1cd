"""A page of a holder with 10,000 cases: as small, and as little work, as of one with a tenth.

The work is what SQLite counts, which no other load on the machine moves; times are bench/desk's.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

# SQLite counts its steps; PostgreSQL's figures are those of bench/desk.
pytestmark = pytest.mark.sqlite_only

CASES = 10_000
STEP = 100  # of SQLite's machine
SLACK = 1.25


@pytest.fixture
def busy(world, hour):
    """Amara holds 10,000 cases, Jonas 1,000 others; each case has four events and a duty."""
    from busy import give_cases

    give_cases(world.desks["Amara"].id, CASES, hour=hour, first=1_000_000)
    give_cases(world.desks["Jonas"].id, CASES // 10, hour=hour, first=2_000_000)
    return world.desks


def work(desk, path):
    """The answer, SQLite's steps for it (in hundreds), and how many statements it took."""
    steps = []
    connection.connection.set_progress_handler(lambda: steps.append(1), STEP)
    try:
        with CaptureQueriesContext(connection) as asked:
            answer = desk.get(path)
    finally:
        connection.connection.set_progress_handler(None, STEP)
    return answer, len(steps), len(asked)


def page_number(desk, count):
    """The path of a later page."""
    page = desk.get("cases").json()
    for _ in range(count - 2):
        page = desk.get(f"cases?after={page['next']}").json()
    return f"cases?after={page['next']}"


def test_a_page_of_ten_thousand_cases(busy):
    amara, jonas = busy["Amara"], busy["Jonas"]
    for desk in (amara, jonas):
        desk.get("cases")
    first, steps, asked = work(amara, "cases")
    assert [line["unread"] for line in first.json()["cases"]] == [4] * 100
    assert len(first.content) < 50_000
    assert steps > 0
    fewer, steps_of_fewer, asked_of_fewer = work(jonas, "cases")
    assert len(fewer.json()["cases"]) == 100
    deep, steps_deep, asked_deep = work(amara, page_number(amara, 52))
    assert len(deep.json()["cases"]) == 100
    print(f"steps: page 1 {steps}, page 52 {steps_deep}, of a tenth {steps_of_fewer}")
    assert asked == asked_of_fewer == asked_deep
    assert steps < SLACK * steps_of_fewer
    assert steps_deep < SLACK * steps
