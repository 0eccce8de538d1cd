"""What a gate keeper keeps of who works there, by which people of invention can be found."""

from datetime import date, timedelta

import pytest

from heard.doors.operator import cli
from heard.doors.operator.gatekeeper import people
from heard.doors.operator.gatekeeper.people import Counted, Told

MONDAY = date(2027, 3, 1)
LIN, GAO = ("E1", "lin@meridian.example", "Sales"), ("E2", "gao@meridian.example", "Sales")
INVENTED = ("E999", "", "Sales")


def noted(at, *told, days=0):
    return people.note(at, told, today=MONDAY + timedelta(days=days))


def test_who_came_changed_and_left_is_kept_by_day(tmp_path):
    assert noted(tmp_path, LIN, GAO) == Counted(2, 1, came=2)
    assert noted(tmp_path, LIN, GAO, days=1) == Counted(2, 1)
    moved = (*LIN[:2], "Finance")
    assert noted(tmp_path, moved, INVENTED, days=2) == Counted(2, 2, came=1, moved=1, left=1)
    assert people.count(tmp_path) == Counted(2, 2)
    since = list(people.told(tmp_path, since="2027-03-03"))
    assert since == [
        Told("2027-03-03", "moved", *moved),
        Told("2027-03-03", "came", *INVENTED),
        Told("2027-03-03", "left", *GAO),
    ]


def test_who_comes_for_a_day_stays_on_the_list(tmp_path):
    for day, invented in enumerate([(), (INVENTED,), ()]):
        noted(tmp_path, LIN, *invented, days=day)
    assert people.count(tmp_path) == Counted(1, 1)
    assert [each.what for each in people.told(tmp_path) if each.id == "E999"] == ["came", "left"]


@pytest.mark.parametrize("torn", [1, 20])
def test_what_a_crash_tore_is_told_again(tmp_path, torn):
    noted(tmp_path, LIN, GAO)
    path = tmp_path / people.NAME
    path.write_bytes(path.read_bytes()[:-torn])
    assert people.count(tmp_path) == Counted(1, 1)
    assert noted(tmp_path, LIN, GAO) == Counted(2, 1, came=1)
    assert [each.id for each in people.told(tmp_path)] == ["E1", "E2"]


def test_it_is_the_keepers_alone(tmp_path):
    noted(tmp_path, LIN)
    assert (tmp_path / people.NAME).stat().st_mode & 0o777 == 0o600


def test_the_keeper_reads_it_as_a_table_that_no_spreadsheet_runs(tmp_path, capsysbinary):
    at = tmp_path / "keeper"
    where = ["--data", str(at)]
    assert cli.run(["gate", "people", *where]) == 1
    assert b"There is no keeper" in capsysbinary.readouterr().err
    assert (
        cli.run(["gate", "init", *where, "--site", "a.example", "--url", "https://a.example"]) == 0
    )
    noted(at, LIN)
    noted(at, LIN, ("=1+1", "", "Sales"), days=1)
    capsysbinary.readouterr()
    assert cli.run(["gate", "people", *where, "--since", "2027-03-02"]) == 0
    said = capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()
    assert said == ["day,what,person,email,unit", "2027-03-02,came,'=1+1,,Sales"]
    # A day that is none finds nobody, and would be read as that nobody came.
    assert cli.run(["gate", "people", *where, "--since", "2.3.2027"]) == 1
    assert b"--since: write a day" in capsysbinary.readouterr().err
    assert cli.run(["gate", "status", *where]) == 0
    assert b"People: 2, units: 1, as the site says it" in capsysbinary.readouterr().out
