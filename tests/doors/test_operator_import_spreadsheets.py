"""``heard import`` of what went through a spreadsheet: right, told, or refused with the reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from heard.actions.directory import _difference, _staging
from heard.doors.operator import cli
from heard.records.models import Person
from heard.rules import directory as rules

HEAD = "employee_id,name,email,unit,parent_unit,country,manager_id"
FULL = (
    "00001,Ade Bello,ade@f.example,Board,,GB,",
    "00002,Gao Lei,gao@f.example,Sales,Board,CN,00001",
    "00003,Mei Lin,lin@f.example,Sales,Board,CN,00002",
)


@pytest.fixture
def take(meridian, place: Path, capsys):
    """Import text or bytes; the exit code and what was said."""

    def run(content: str | bytes, *options: str) -> tuple[int, str]:
        file = place.parent / "list.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        capsys.readouterr()
        code = cli.run(["import", str(file), *options])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def csv_of(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows, ""])


def company(*, zeros: bool, people: int = 100) -> str:
    """A hundred people, of whom four have ids that begin with zeros."""
    rows = []
    for number in range(1, people + 1):
        id = f"{number:05}" if number < 5 else str(10_000 + number)
        top = "" if number == 1 else "00001"
        shown, above = (id, top) if zeros else (id.lstrip("0"), top.lstrip("0"))
        rows.append(f"{shown},Person {number},p{number}@f.example,Board,,DE,{above}")
    return csv_of(*rows)


def ids() -> list[str]:
    return list(Person.objects.filter(active=True).order_by("id").values_list("id", flat=True))


def test_ids_that_lost_their_zeros_stop_the_import_though_few_would_leave(take):
    assert take(company(zeros=True))[0] == 0
    before = ids()
    code, said = take(company(zeros=False))
    assert code == 1
    assert "4 would leave and come again under an id that differs by zeros alone" in said
    assert "Person 1: 00001 → 1." in said
    assert ids() == before
    code, said = take(company(zeros=False), "--dry-run")
    assert code == 0
    assert "It would be refused. 4 would leave" in said
    assert "Look: leave and come again under another id (zeros of the id): 4" in said
    assert "00001  Person 1: 00001 → 1" in said


def test_ids_that_really_are_new_are_taken_on_request(take):
    take(company(zeros=True))
    code, said = take(company(zeros=False), "--renumbered")
    assert (code, ids()[:2]) == (0, ["1", "10005"])
    assert "Taken in and logged" in said


def test_a_number_with_a_point_behind_it_is_the_same_number(take):
    take(csv_of(*FULL))
    rows = [row.replace("0000", "") for row in FULL]
    floats = ["1.0" + rows[0][1:], "2.0" + rows[1][1:-1] + "1.0", "3.0" + rows[2][1:-1] + "2.0"]
    code, said = take(csv_of(*floats), "--max-leavers", "100%")
    assert code == 1
    assert "Ade Bello: 00001 → 1.0" in said


@pytest.mark.parametrize("nameless", [",Bo,bo@f.example,Board,,DE,\n", "4,Bo\n"])
def test_a_row_without_an_id_does_not_hide_that_ids_lost_their_zeros(take, nameless):
    take(company(zeros=True))
    before = ids()
    code, said = take(company(zeros=False) + nameless, "--accept-partial")
    assert code == 1
    assert "4 would leave and come again under an id that differs by zeros alone" in said
    assert ids() == before
    assert take(company(zeros=True) + nameless, "--accept-partial")[0] == 0
    code, said = take(company(zeros=False) + nameless, "--accept-partial", "--renumbered")
    assert code == 0
    assert set(before) < set(ids())  # nobody leaves while a row may be anybody's


@pytest.mark.parametrize("write", ["{}.00", "{},0", "+{}", "{},", "+0{}.0"])
def test_every_way_that_a_number_is_written_is_the_same_number(take, write):
    take(csv_of(*(row.rpartition(",")[0] + "," for row in FULL)))
    rows = [f'"{write.format(n)}",P,p{n}@f.example,Board,,GB,' for n in (1, 2, 3)]
    code, said = take(csv_of(*rows), "--max-leavers", "100%")
    assert code == 1
    assert "3 would leave and come again" in said
    assert f"Ade Bello: 00001 → {write.format(1)}" in said


@pytest.mark.parametrize("id", ["0", "000", "0.0", "10", "1.10", ".", "1.0.0", "+", "1,00", "+0,0"])
def test_the_database_takes_the_same_from_an_id_as_the_rules(meridian, id):
    ((told,),) = _staging.ask(f"SELECT {_difference._BARE.format('CAST(%s AS text)')}", *[id] * 5)
    assert told == rules.bare(id)


@pytest.mark.parametrize("lost", ["M\ufffdller", "Gao_x000D_", "Gao_x000a_ Lei"])
def test_a_name_that_lost_a_letter_is_refused(take, lost):
    code, said = take(csv_of(FULL[0], f"00002,{lost},g@f.example,Sales,Board,CN,00001"))
    assert code == 1
    assert "line 3: 00002: a field has " in said
    assert "in it: " + lost in said


def test_apostrophes_and_links_are_taken_off_and_told(take):
    row = "'00001,Ade Bello,mailto:ade@f.example,Board,,GB,"
    code, said = take(csv_of(row, *FULL[1:]))
    assert (code, ids()) == (0, ["00001", "00002", "00003"])
    assert Person.objects.get(pk="00001").email == "ade@f.example"
    assert 'Read without their guard (="…" or \'…), fields: 1.' in said
    assert "Read without mailto: in front, e-mail addresses: 1." in said


def test_who_comes_again_under_another_id_is_told_and_not_stopped(take):
    take(company(zeros=True))
    moved = company(zeros=True).replace("10050,Person 50", "77,Person 50")
    code, said = take(moved)
    assert code == 0
    assert "Look: leave and come again under another id (same e-mail): 1" in said
    assert "10050  Person 50: 10050 → 77" in said


def test_several_people_with_one_address_are_told_with_their_number(take):
    code, said = take(csv_of(FULL[0], FULL[1], FULL[2].replace("lin@", "GAO@")))
    assert code == 0
    assert "Look: e-mail addresses that several people have: 1 (people: 2)." in said
    assert "  gao@f.example: 2" in said
    many = [f"{n},P {n},one{n // 2000}@f.example,Board,,DE," for n in range(2000)]
    said = take(csv_of(*many), "--dry-run")[1]
    assert "Look: e-mail addresses that several people have: 1 (people: 2,000)." in said


@pytest.mark.parametrize("id", ["1.00E+05", "1E+05", "1,5E+10", "1.00e+05"])
def test_an_id_that_a_spreadsheet_shortened_is_refused_with_the_reason(take, id):
    row = f'"{id}",Gao Lei,gao@f.example,Sales,Board,CN,00001'
    code, said = take(csv_of(FULL[0], row))
    assert code == 1
    assert f"line 3: {id}: the id {id} is a number as a spreadsheet shortens it" in said
    code, said = take(csv_of(FULL[0], f'2,Gao,g@f.example,Sales,Board,CN,"{id}"'))
    assert "is not in the file: that is a number as a spreadsheet shortens it" in said
    assert take(csv_of("12E5,Gao,g@f.example,Sales,,CN,"))[0] == 0


@pytest.mark.parametrize(
    ("manager", "hint"),
    [
        ("ade@f.example", "that is an e-mail address, and manager_id is the employee_id"),
        ("1", "but 00001 is: has a spreadsheet taken zeros away?"),
        ("Ade Bello", "manager_id is the employee_id of their line, not a name"),
        ("99", "the manager 99 is not in the file\n"),
    ],
)
def test_a_manager_who_is_not_there_is_explained(take, manager, hint):
    code, said = take(csv_of(FULL[0], f"00002,Gao Lei,g@f.example,Sales,Board,CN,{manager}"))
    assert code == 1
    assert hint in said


@pytest.mark.parametrize(
    "trailer", [",,,,,,\n,,,,,,\n", ",,,\n", " , , , , , , \n", ",,,,,,\n#rows,3\n"]
)
def test_rows_of_nothing_below_the_last_are_left_out_and_told(take, trailer):
    code, said = take(csv_of(*FULL) + trailer)
    assert (code, ids()) == (0, ["00001", "00002", "00003"])
    count = trailer.count("\n") - trailer.count("#")
    assert f"Left out, rows with nothing in them: {count}." in said
    more = csv_of(*FULL[:2]) + ",,,,,,\n"
    assert take(more, "--accept-partial", "--max-leavers", "50%")[0] == 0
    assert ids() == ["00001", "00002"]  # whoever left has left


def test_guards_and_excels_first_line_are_read(take):
    guarded = '"=""00002""",Gao Lei,gao@f.example,Sales,Board,CN,00001'
    code, said = take("\ufeffsep=,\n" + csv_of(FULL[0], guarded, FULL[2]))
    assert (code, ids()) == (0, ["00001", "00002", "00003"])
    assert 'Read without their guard (="…" or \'…), fields: 1.' in said


def test_a_line_break_in_a_name_is_one_error(take):
    broken = '00002,"Gao\nLei",gao@f.example,Sales,Board,CN,00001'
    code, said = take(csv_of(FULL[0], broken, FULL[2].replace("00002", "00001")))
    assert code == 1
    assert "Kept out: 1\n  line 3: a field goes on to line 4: take the line break out of it" in said


def test_a_workbook_is_called_one(take, tmp_path):
    book = tmp_path / "people.xlsx"
    with zipfile.ZipFile(book, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
    code, said = take(book.read_bytes())
    assert code == 1
    assert "This is an Excel workbook (.xlsx)" in said
    assert "save it as CSV UTF-8" in said
    assert "UTF-16" not in said


GERMAN = "Personalnummer;Name;E-Mail;Abteilung;Bereich;Land;Führungskraft"


def german() -> str:
    return csv_of(*(row.replace(",", ";") for row in FULL), head=GERMAN)


def test_columns_with_other_names_are_mapped_by_what_the_refusal_proposes(take):
    code, said = take(german())
    assert code == 1
    proposed = said.partition("--columns ")[2].partition(". Nothing was changed")[0]
    assert proposed == (
        "employee_id=personalnummer,name=name,email=e-mail,unit=abteilung,parent_unit=bereich,"
        "country=land,manager_id=führungskraft"
    )
    assert take(german(), "--columns", proposed)[0] == 0
    assert ids() == ["00001", "00002", "00003"]
    assert Person.objects.get(pk="00003").manager_id == "00002"


def test_a_list_of_windows_is_read_where_it_is_said_to_be_one(take):
    data = csv_of(FULL[0].replace("Ade Bello", "Jürgen Groß")).encode("windows-1252")
    code, said = take(data)
    assert code == 1
    assert "--encoding windows-1252" in said
    assert take(data, "--encoding", "windows-1252")[0] == 0
    assert Person.objects.get().name == "Jürgen Groß"
    assert take(csv_of(*FULL).encode("utf-16"), "--max-leavers", "100%")[0] == 0


@pytest.mark.parametrize("mapping", ["", "name", "name=", "=x", "a=b,a=c", "a=b,c=B", "a=b,,"])
def test_a_mapping_that_is_none_is_named(take, capsys, mapping):
    with pytest.raises(SystemExit):
        take(csv_of(*FULL), "--columns", mapping)
    assert "give each once" in capsys.readouterr().err
