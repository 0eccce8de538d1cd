"""Other spellings of a name come with the list of people, where it has them."""

from __future__ import annotations

from pathlib import Path

import cast
import pytest

from heard.actions import conflicts
from heard.doors.operator import cli
from heard.records.models import Person

HEAD = "employee_id,name,email,unit,parent_unit,country,manager_id"
NAMED = f"{HEAD},other_names"


@pytest.fixture
def taken(meridian, place: Path):
    """Imports rows under a first line; answers what people are also called."""
    file = place.parent / "list.csv"

    def take(head: str, *rows: str, expected: int = 0) -> dict[str, str]:
        file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        assert cli.run(["import", str(file)]) == expected
        return dict(Person.objects.order_by("id").values_list("id", "other_names"))

    return take


def test_they_are_taken_in_changed_and_emptied(taken, capsys):
    assert taken(NAMED, "1,Gao Wei,,,,CN,,高伟; David Gao", "2,Lin,,,,CN,1,") == {
        "1": "高伟; David Gao",
        "2": "",
    }
    capsys.readouterr()
    assert taken(NAMED, "1,Gao Wei,,,,CN,,高伟", "2,Lin,,,,CN,1,") == {"1": "高伟", "2": ""}
    assert "other details: 1" in capsys.readouterr().out
    assert taken(NAMED, "1,Gao Wei,,,,CN,,", "2,Lin,,,,CN,1,林") == {"1": "", "2": "林"}


def test_a_list_that_says_nothing_of_them_leaves_them(taken, capsys):
    rows = ("1,Gao Wei,,,,CN,", "2,Lin,,,,CN,1")
    assert taken(HEAD, *rows) == {"1": "", "2": ""}
    taken(NAMED, f"{rows[0]},高伟", f"{rows[1]},")
    capsys.readouterr()
    assert taken(HEAD, *rows) == {"1": "高伟", "2": ""}
    assert "Nothing was changed." in capsys.readouterr().out
    assert taken(HEAD, "1,Gao Wei,,,,SG,", rows[1]) == {"1": "高伟", "2": ""}


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ("x" * 401, "the other names are longer than 400 characters"),
        ("a\u2028b", "a field has a control character in it"),
    ],
)
def test_what_cannot_be_names_is_named_by_line(taken, capsys, others, why):
    assert taken(NAMED, f"1,Gao,,,,CN,,{others}", expected=1) == {}
    assert f"line 2: 1: {why}" in capsys.readouterr().out
    assert taken(NAMED, f"1,Gao,,,,CN,,{others[:100].replace(chr(0x2028), ';')}") != {}


def test_who_cannot_receive_a_report_is_known_as_soon_as_a_list_is_in(taken, meridian):
    taken(NAMED, "1,Gao,,,,CN,,高; Gao Wei", "2,Lin Mei,,,,CN,1,林美")
    assert conflicts.look_up(texts=["林美", "高", "Amara Elsewhere"]) == {
        "林美": [(cast.GAO.id, "manager")],
        "高": [(cast.GAO.id, "self")],
        "Amara Elsewhere": [],
    }
    taken(NAMED, "1,Gao,,,,CN,,高", "2,Lin Mei,,,,CN,,林美")
    assert conflicts.look_up(texts=["林美", "Gao Wei"]) == {"林美": [], "Gao Wei": []}
