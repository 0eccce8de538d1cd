"""The figures at the desk's door: who gets them, in which forms, and what the forms cannot do."""

import csv
import io
import json

import pytest
from deskhand import Desk, invited
from icalendar import Calendar
from overseen import duty, seed_at

from heard.actions import oversight, rosters
from heard.formats import sheet
from heard.records.models import Holder


@pytest.fixture
def ruth(world, now):
    """Of the works council; she reads cases too and has oversight."""
    desk = world.desks["Ruth"]
    oversight.allow(holder=desk.id, may=True, now=now)
    return desk


@pytest.fixture
def owed(world, now):
    """Nine duties due today, in nine cases that Amara reads."""
    desk = world.desks["Amara"]
    Holder.objects.filter(id=desk.id).update(unit="=cmd|' /C calc'!A0")
    cases = [seed_at(now, desk.id) for _ in range(9)]
    for case in cases:
        duty(case, due=now)
    return cases


def get(desk, path):
    answer = desk.client.get(f"/desk/api/{path}", HTTP_HOST="localhost:8000")
    return answer.status_code, answer


def test_figures_for_who_has_oversight_and_for_nobody_else(world, ruth, owed):
    status, answer = get(ruth, "oversight")
    told = json.loads(answer.content)
    assert (status, told["week"], told["next"]) == (200, "2026-03-09", "2026-03-16")
    assert (told["least"], told["open"]["total"], told["overdue"]["total"]) == (5, 9, None)
    assert told["months"] == []
    assert answer.headers["Cache-Control"] == "no-store"
    for path in ("oversight", "oversight/duties.csv", "oversight/duties.ics"):
        there, nowhere = get(world.desks["Amara"], path), get(world.desks["Amara"], "nothing/here")
        assert (there[0], there[1].content) == (nowhere[0], nowhere[1].content)
        assert there[0] == 404


def test_the_session_says_whether_there_is_oversight(world, ruth):
    said = [json.loads(get(desk, "session")[1].content) for desk in (ruth, world.desks["Ines"])]
    assert [each["holder"]["oversight"] for each in said] == [True, False]


def test_the_table_is_for_spreadsheets_and_runs_nothing(ruth, owed):
    status, answer = get(ruth, "oversight/duties.csv")
    assert status == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    disposition = 'attachment; filename="oversight-2026-03-09.csv"'
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["figure", "period", "by", "item", "reports", "shown"]
    assert ["open", "2026-03-09", "", "all", "9", "yes"] in rows
    assert ["overdue", "2026-03-09", "", "all", "", "no"] in rows
    cells = [cell for row in rows for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert not any(case in cell for case in owed for cell in cells)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t1", "\r1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(text):
    (row,) = csv.reader(io.StringIO(sheet.write([[text]]).decode("utf-8-sig"), newline=""))
    assert row == ["'" + text]


def test_a_week_in_the_calendar_says_how_much_and_not_what(ruth, owed):
    status, answer = get(ruth, "oversight/duties.ics")
    assert (status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    # This week's nine hide the weeks that have none.
    assert list(Calendar.from_ical(answer.content).walk("VEVENT")) == []


def test_a_handlers_calendar_has_times_and_a_title_of_their_own(world, owed, now):
    status, answer = get(world.desks["Amara"], "duties.ics?title=Dentist%0d%0aX:1")
    assert status == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reminders.ics"'
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert [str(each["SUMMARY"]) for each in events] == ["Dentist X:1"] * 9
    assert {each.decoded("DTSTART") for each in events} == {now.replace(microsecond=0)}
    assert len({str(each["UID"]) for each in events}) == 9
    assert not any(case.encode() in answer.content for case in owed)
    other = get(world.desks["Jonas"], "duties.ics")[1]
    assert list(Calendar.from_ical(other.content).walk("VEVENT")) == []
    assert get(world.desks["Jonas"], "duties.ics?case=1")[0] == 400


def test_who_is_invited_for_oversight_alone_joins_and_sees_figures_at_once(world, now):
    holder, token = invited(now, name="Mara", tier=0)
    oversight.allow(holder=holder, may=True, now=now)
    mara = Desk()
    mara.join(token)
    assert Holder.objects.get(id=holder).state == Holder.State.ACTIVE
    assert get(mara, "oversight")[0] == 200
    assert json.loads(get(mara, "cases")[1].content) == {"cases": [], "next": None}
    world.sign_roster()
    # No roster names her, so nobody can seal, pass or renew to her (tests of those actions).
    assert holder not in {entry.id for entry in rosters.current().entries}
