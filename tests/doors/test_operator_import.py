"""Lists of people and third parties, taken in whole or not, as the operator sees it."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from heard.doors.operator import cli
from heard.records.models import Event, Opening, Person, ThirdParty, Unit

HEAD = "employee_id,name,email,unit,parent_unit,country,manager_id"
ADE = "1,Ade,ade@meridian.example,Board,,CN,"
GAO = "2,Gao,gao@meridian.example,Sales,Board,CN,1"
LIN = "3,Lin,lin@meridian.example,Sales East,Sales,CN,2"
BO = "4,Bo,,Sales East,Sales,,2"
ALL = (ADE, GAO, LIN, BO)
PARTY_HEAD = "party_id,name,kind,country,contact_name,contact_email"


@pytest.fixture
def organised(meridian, place: Path):
    """A founded Heard; answers how to import rows into it."""

    def take(*rows: str, head: str = HEAD, options: tuple[str, ...] = ()) -> int:
        file = place.parent / "list.csv"
        file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        return cli.run(["import", str(file), *options])

    take.file = place.parent / "list.csv"  # type: ignore[attr-defined]
    return take


def people() -> list[tuple[object, ...]]:
    names = ("id", "name", "email", "unit_id", "country", "manager_id", "active")
    return list(Person.objects.order_by("id").values_list(*names))


def imports() -> list[dict[str, str]]:
    """What the log says of each import."""
    told = []
    for event in Event.objects.filter(kind="directory_imported").order_by("index"):
        fields = json.loads(Opening.objects.get(index=event.index).fields)["fields"]
        told.append({name: each["value"] for name, each in fields.items()})
    return told


ADE_ROW = ("1", "Ade", "ade@meridian.example", "Board", "CN", None, True)
GAO_ROW = ("2", "Gao", "gao@meridian.example", "Sales", "CN", "1", True)
LIN_ROW = ("3", "Lin", "lin@meridian.example", "Sales East", "CN", "2", True)
BO_ROW = ("4", "Bo", "", "Sales East", "", "2", True)


def test_people_units_and_managers_are_taken_in_and_logged(organised, capsys):
    assert organised(*ALL) == 0
    assert people() == [ADE_ROW, GAO_ROW, LIN_ROW, BO_ROW]
    assert dict(Unit.objects.values_list("name", "parent_id")) == {
        "Board": None,
        "Sales": "Board",
        "Sales East": "Sales",
    }
    digest = sha256(organised.file.read_bytes()).hexdigest()
    (told,) = imports()
    assert {name: told[name] for name in told.keys() - {"at"}} == {
        "event": "directory_imported",
        "actor": "operator",
        "list": "people",
        "file": digest,
        "rows": "4",
        "joined": "4",
        "left": "0",
        "changed": "0",
        "kept_out": "0",
    }
    assert capsys.readouterr().out.splitlines() == [
        "people: 4 rows; 0 were here before.",
        "",
        "joined: 4",
        "  1  Ade",
        "  2  Gao",
        "  3  Lin",
        "  4  Bo",
        "",
        "units that are new or stand elsewhere: 3",
        "",
        f"Taken in and logged. SHA-256 of the file: {digest}",
    ]


def test_the_same_again_changes_nothing_and_says_so(organised, capsys):
    assert organised(*ALL) == 0
    before = people()
    capsys.readouterr()
    for rows in (ALL, ALL[::-1]):
        assert organised(*rows) == 0
        assert "Nothing was changed." in capsys.readouterr().out
    assert people() == before
    assert len(imports()) == 1


MOVED = (
    ADE,
    "2,Gao,gao@meridian.example,Sales,Board,SG,1",
    "3,Lin,lin@meridian.example,Legal,Board,CN,1",
    "5,Noor,noor@meridian.example,Legal,Board,CN,1",
)


TOO_MANY = (
    "1 of 4 would leave (25.0%); at most 5.0% may. Is the file whole? Look with --dry-run. If it"
    " is right: --max-leavers 25%"
)


def test_a_dry_run_tells_the_difference_and_does_nothing(organised, capsys):
    assert organised(*ALL) == 0
    before = people()
    capsys.readouterr()
    assert organised(*MOVED, options=("--dry-run",)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "people: 4 rows; 4 were here before.",
        "",
        "joined: 1",
        "  5  Noor",
        "",
        "left: 1",
        "  4  Bo",
        "",
        "moved: 1",
        "  3  Lin: Sales East → Legal",
        "",
        "new manager: 1",
        "  3  Lin: 2 → 1",
        "",
        "other details: 1",
        "  2  Gao: Gao, gao@meridian.example, CN → Gao, gao@meridian.example, SG",
        "",
        "units that are new or stand elsewhere: 1",
        "",
        f"It would be refused. {TOO_MANY}",
        "Nothing was changed: this was a dry run.",
    ]
    assert (people(), len(imports())) == (before, 1)


def test_a_file_that_would_send_too_many_away_is_refused(organised, capsys):
    assert organised(*ALL) == 0
    before = people()
    assert organised(*MOVED) == 1
    assert capsys.readouterr().err == f"{TOO_MANY}\n"
    assert (people(), len(imports())) == (before, 1)
    assert organised(*MOVED, options=("--max-leavers", "25%")) == 0
    assert people() == [
        ADE_ROW,
        (*GAO_ROW[:4], "SG", "1", True),
        (*LIN_ROW[:3], "Legal", "CN", "1", True),
        (*BO_ROW[:6], False),
        ("5", "Noor", "noor@meridian.example", "Legal", "CN", "1", True),
    ]
    told = imports()[1]
    assert (told["joined"], told["left"], told["changed"]) == ("1", "1", "2")


def test_who_comes_back_is_the_same_person(organised):
    assert organised(*ALL) == 0
    assert organised(*ALL[:3], options=("--max-leavers", "50%")) == 0
    assert Person.objects.get(id="4").left is not None
    assert organised(*ALL) == 0
    assert people() == [ADE_ROW, GAO_ROW, LIN_ROW, BO_ROW]
    assert imports()[2]["joined"] == "1"


BAD_LIN = "3,Lin,lin@,Sales East,Sales,CN,2"


def test_bad_rows_are_named_by_line_and_nothing_is_taken_in(organised, capsys):
    assert organised(ADE, GAO, BAD_LIN, "4,Bo") == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Kept out: 2",
        "  line 4: 3: lin@ is not an e-mail address",
        "  line 5: it has 2 columns and the first line has 7",
    ]
    assert "2 of 4 rows cannot be right" in said.err
    assert (people(), imports()) == ([], [])


def test_the_good_rows_are_taken_in_on_request_and_the_others_stay_as_they_were(organised):
    assert organised(*ALL) == 0
    assert organised(ADE, GAO, BAD_LIN, options=("--accept-partial", "--max-leavers", "50%")) == 0
    assert people() == [ADE_ROW, GAO_ROW, LIN_ROW, (*BO_ROW[:6], False)]
    assert (imports()[1]["left"], imports()[1]["kept_out"]) == ("1", "1")


def test_nobody_leaves_while_a_row_may_be_anybodys(organised):
    assert organised(*ALL) == 0
    for nameless in ("4", "4\0,Bo,,,,,", f"{'4' * 300},Bo,,,,,"):
        assert organised(ADE, GAO, LIN, nameless, options=("--accept-partial",)) == 0
        assert people() == [ADE_ROW, GAO_ROW, LIN_ROW, BO_ROW]
    assert len(imports()) == 1


def test_extra_columns_are_named_and_missing_ones_are(organised, capsys):
    rows = [f"{row},blue" for row in ALL]
    assert organised(*rows, head=f"{HEAD},eyes") == 0
    assert "Not read: the columns eyes." in capsys.readouterr().out
    assert organised(*ALL, head=HEAD.replace("country", "land").replace("unit,", "team,", 1)) == 1
    assert "These columns are missing: unit, country." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (f"{HEAD}\n{ADE}\n2,Gao".encode(), "cut off in line 3"),
        (f"{HEAD}\n{ADE}\n#rows,2\n".encode(), "says that it has 2 rows and has 1"),
        (f"{HEAD}\n1,Adé,,,,,\n".encode("latin-1"), "Line 2 is not UTF-8 (byte 0xE9)"),
        (f"{HEAD}\n{ADE}\n".encode("utf-16-le"), "UTF-16"),
        (b"name,colour\nGao,red\n", "neither people nor third parties"),
    ],
)
def test_a_file_that_is_not_whole_or_not_ours_is_refused(organised, capsys, data, why):
    organised.file.write_bytes(data)
    assert cli.run(["import", str(organised.file)]) == 1
    assert why in capsys.readouterr().err
    assert (people(), imports()) == ([], [])
    organised.file.write_bytes(b"\xef\xbb\xbf" + f"{HEAD}\r\n{ADE}\r{GAO}\n#rows,2".encode())
    assert cli.run(["import", str(organised.file)]) == 0
    assert people() == [ADE_ROW, GAO_ROW]


def test_a_file_that_is_not_there_is_named(organised, capsys):
    assert cli.run(["import", "/nowhere.csv"]) == 1
    assert "/nowhere.csv cannot be read: No such file" in capsys.readouterr().err


def test_third_parties_have_a_contact(organised, capsys):
    party = "K7,Jinan Foods,client,CN,Wang Li,wang@jinan.example"
    assert organised(party, head=PARTY_HEAD) == 0
    names = ("id", "name", "kind", "country", "contact_name", "contact_email", "active")
    assert list(ThirdParty.objects.values_list(*names)) == [(*party.split(","), True)]
    changed = party.replace("wang@", "li@")
    capsys.readouterr()
    assert organised(changed, head=PARTY_HEAD) == 0
    assert "new contact: 1\n  K7  Jinan Foods: wang@jinan.example → li@jinan.example" in (
        capsys.readouterr().out
    )
    assert [told["list"] for told in imports()] == ["third-parties"] * 2
    assert people() == []


def test_somebody_is_found_with_everyone_above(organised, capsys):
    assert organised(*ALL) == 0
    capsys.readouterr()
    for find in ("3", "LIN@meridian.example", "lin"):
        assert cli.run(["people", find]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "3  Lin  lin@meridian.example  CN",
            "  Sales East < Sales < Board",
            "  ↑ 2  Gao",
            "    ↑ 1  Ade",
        ]
    assert cli.run(["people", "nobody"]) == 1
    assert cli.run(["people", "1"]) == 0
    assert "  nobody above" in capsys.readouterr().out


def test_a_share_that_is_none_is_named(organised, capsys):
    with pytest.raises(SystemExit):
        organised(*ALL, options=("--max-leavers", "five"))
    assert "such as 5%" in capsys.readouterr().err


def test_a_heard_that_is_not_set_up_takes_nothing_in(place: Path, capsys):
    assert cli.run(["import", "people.csv"]) == 1
    assert "heard init" in capsys.readouterr().err
