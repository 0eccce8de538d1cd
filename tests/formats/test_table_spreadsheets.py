"""What spreadsheets and personnel systems leave in a list: read rightly, counted, or named."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats import FormatError, encoded, table

WANTED = ("employee_id", "name", "manager_id")
HEAD = b"employee_id;name;manager_id\n"
ADE, GAO = ("1", "Ade", ""), ("2", "Gao", "1")
ROWS = b"1;Ade;\n2;Gao;1\n"


def read(data: bytes, *, encoding: str = "", step: int = 2**20, **named: str):
    """The rows, with what was counted beside them."""
    taken: Counter[str] = Counter()
    chunks = (data[at : at + step] for at in range(0, len(data), step))
    found = table.lines(encoded.as_utf8(chunks, encoding=encoding))
    head = table.header(found, named=named)
    return list(table.rows(found, head, WANTED, taken=taken)), dict(taken)


def cells(data: bytes, **more: str) -> list[tuple[str, ...]]:
    return [row.cells for row in read(data, **more)[0]]


def refused(data: bytes, **more: str) -> str:
    with pytest.raises(FormatError) as error:
        read(data, **more)
    return f"{error.value.kind}: {error.value}"


@pytest.mark.parametrize(
    "first",
    [
        b"sep=;\n",
        b"\xef\xbb\xbfsep=;\n",
        b'"sep=;"\r\n',
        b"SEP=;\r",
        b"sep=;;;\n",
        b"Sep = ;\n",
        b'"SEP =;"\n',
    ],
)
def test_excels_first_line_is_passed_over(first):
    rows, taken = read(first + HEAD + ROWS)
    assert ([row.cells for row in rows], taken) == ([ADE, GAO], {})
    assert [row.line for row in rows] == [3, 4]


def test_excels_first_line_may_say_comma_or_tab():
    assert cells(b"sep=,\nemployee_id,name,manager_id\n1,Ade,\n2,Gao,1\n") == [ADE, GAO]
    for first in (b"sep=\t\n", b"sep=\\t\n", b'"Sep = \\T"\n', b"sep = \t\n"):
        assert cells(first + b"employee_id\tname\tmanager_id\n1\tAde\t\n2\tGao\t1\n") == [ADE, GAO]


@pytest.mark.parametrize("first", [b"sep=|\n", b"sep=,\n"])
def test_a_first_line_that_says_something_else_is_refused(first):
    assert "stands between columns, and it does not" in refused(first + HEAD + ROWS)


@pytest.mark.parametrize(
    "blank",
    [
        b";;\n",
        b";\n",
        b" ; ; \n",
        b'"";"";""\n',
        "\u00a0;\u3000;\t\n".encode(),
        b";;;;;\n",
        "\u200b;\ufeff;\n".encode(),
        b"';;'\n",
        b'"=""""";;=""\n',
    ],
)
def test_rows_of_nothing_are_left_out_and_counted(blank):
    rows, taken = read(HEAD + b"1;Ade;\n" + blank + b"2;Gao;1\n" + blank + b"#rows;2\n" + blank)
    assert [row.cells for row in rows] == [ADE, GAO]
    assert taken == {table.EMPTY: 3}


def test_a_last_row_of_nothing_needs_no_line_end_but_a_cut_one_does():
    assert cells(HEAD + ROWS + b";;") == [ADE, GAO]
    assert refused(HEAD + ROWS + b";").startswith("truncated")


def test_what_guards_a_number_from_excel_is_taken_off_and_counted():
    rows, taken = read(HEAD + b'"=""0001""";Ade;\n="0002";Gao;"=""0001"""\n')
    assert [row.cells for row in rows] == [("0001", "Ade", ""), ("0002", "Gao", "0001")]
    assert taken == {table.GUARDED: 3}


def test_an_apostrophe_that_marks_text_is_taken_off_and_one_of_a_name_is_not():
    rows, taken = read(HEAD + b"'00012;'t Hooft;'\n'A7;Gao 'Bo' Lei;'00012\n")
    assert [row.cells for row in rows] == [
        ("00012", "'t Hooft", ""),
        ("A7", "Gao 'Bo' Lei", "00012"),
    ]
    assert taken == {table.GUARDED: 4}
    (row,), taken = read(HEAD + b"1;'=Ade;\n")
    assert (row.cells, taken) == (("1", "=Ade", ""), {table.GUARDED: 1})


def test_an_address_that_is_a_link_is_read_and_counted():
    rows, taken = read(HEAD + b"1;mailto:a@x.example;\n2;MailTo: b@x.example;1\n")
    assert [row.cells[1] for row in rows] == ["a@x.example", "b@x.example"]
    assert taken == {table.LINKED: 2}


FAILED = (
    *("#SPILL!", "#NOM?", "#NOM ?", "#¡REF!", "#¿NOMBRE?", "#N/B", "#N/D", "#NV", "#ИМЯ?"),
    *("#GETTING_DATA", "#", "########", "Err:502", "err:508", "#DIV/0!", "#BEZUG!"),
)


def test_what_only_looks_a_little_like_a_failure_is_read():
    data = HEAD + b"#12;Err:Ade;\nErr:50;#2 Gao;#12\n"
    assert cells(data) == [("#12", "Err:Ade", ""), ("Err:50", "#2 Gao", "#12")]


@pytest.mark.parametrize(
    "cell", ["=A1", "=1+1", '"=HYPERLINK(""x"")"', "#N/A", "#NAME?", "#wert!", *FAILED]
)
def test_what_a_spreadsheet_failed_to_write_out_is_named(cell):
    (good, bad), _ = read(HEAD + b"1;Ade;\n" + f"2;{cell};1\n".encode())
    assert good.cells == ADE
    assert (bad.line, bad.cells) == (3, ())
    assert "spreadsheet" in bad.fault


def test_a_formula_in_a_column_that_nobody_wants_is_none_of_ours():
    data = b"employee_id;name;manager_id;salary\n1;Ade;;=A1\n"
    assert cells(data) == [ADE]


def test_a_line_break_in_a_field_is_one_fault_at_its_line():
    (first, broken, last), _ = read(HEAD + b'1;Ade;\n3;"Mei\n\nLin";1\n2;Gao;1\n')
    assert (first.cells, last.cells, last.line) == (ADE, GAO, 6)
    assert (broken.line, broken.cells) == (3, ())
    assert broken.fault == "a field goes on to line 5: take the line break out of it"


def test_a_mark_that_never_closes_spoils_its_own_line_alone():
    rows, _ = read(HEAD + b'3;"Mei;1\n' + ROWS * 40)
    assert rows[0].fault == "a quotation mark is not closed in its line"
    assert [row.cells for row in rows[1:]] == [ADE, GAO] * 40


def test_many_broken_lines_cost_no_more_than_their_own_number(monkeypatch):
    monkeypatch.setattr(table, "MOST_TRIES", 3)
    rows, _ = read(HEAD + b'3;"Mei\nLin";1\n' * 6)
    assert [row.line for row in rows[:3]] == [2, 4, 6]
    assert len(rows) > 6


FOREIGN = {
    b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00[Content_Types].xml \xa2": "Excel workbook (.xlsx)",
    b"PK\x03\x04\x14\x00\x00\x08mimetypeapplication/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"PK\x03\x04\x14\x00\x00\x08\x00\x00people.csv": "packed (zip)",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00": "old Excel (.xls)",
    b"\x1f\x8b\x08\x00": "packed (gzip)",
    b"%PDF-1.7\n": "a PDF",
    b"\xef\xbb\xbf\r\n <!DOCTYPE html><table>": "a web page",
    b"<HTML><body><table>": "a web page",
    b'<?xml version="1.0"?><Workbook>': "XML",
}


@pytest.mark.parametrize("start", FOREIGN, ids=FOREIGN.values())
def test_a_file_that_is_no_text_is_named_by_what_is_in_it(start):
    for step in (1, 7, 2**20):
        said = refused(start + b"\x00" * 500, step=step)
        assert said.startswith("foreign: ")
        assert FOREIGN[start] in said
        assert "UTF-16" not in said


@pytest.mark.parametrize("step", [1, 3, 2**20])
@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        ("1;Åsa 明;\r\n", "utf-16", ""),  # Excel's Unicode text, by its mark
        ("1;Åsa 明;\r\n", "utf-8-sig", ""),
        ("1;Müller;\r\n", "windows-1252", "windows-1252"),
        ("1;高蕾;\r\n", "gb18030", "gb18030"),
        ("1;Åsa 明;\r\n", "utf-16-le", "utf-16"),
    ],
)
def test_every_encoding_that_is_known_or_named_is_read(text, codec, encoding, step):
    data = ("employee_id;name;manager_id\r\n" + text).encode(codec)
    assert cells(data, encoding=encoding, step=step) == [tuple(text.strip().split(";"))]


def test_a_named_encoding_that_it_is_not_is_refused():
    data = HEAD + "1;高蕾;\n".encode()
    assert "is UTF-8 and not windows-1252" in refused(data, encoding="windows-1252")
    assert refused("é;".encode("latin-1"), encoding="euc-kr").startswith("encoding")
    assert refused(b"\xff\xfea", encoding="").startswith("encoding")


@pytest.mark.parametrize("name", encoded.ENCODINGS)
def test_every_encoding_that_is_offered_is_there(name):
    assert cells((HEAD + ROWS).decode().encode(name), encoding=name) == [ADE, GAO]


def test_columns_may_have_other_names():
    data = "Personalnummer;Name;Führungskraft;Ort\n1;Ade;;X\n2;Gao;1;Y\n".encode()
    named = {"employee_id": "personalnummer", "manager_id": "FÜHRUNGSKRAFT"}
    assert cells(data, **named) == [ADE, GAO]
    assert "There is no column Chef in the file. It has: personalnummer" in refused(
        data, name="Chef"
    )
    assert "names employee_id twice" in refused(
        b"employee_id;nr;name;manager_id\n1;2;Ade;\n", employee_id="nr"
    )


SIGNS = st.characters(exclude_categories=("Cs",), exclude_characters="\r\n\0=#")
TAKEN_OFF = ("'", "mailto:", "err:")
CELL = (
    st.text(SIGNS, max_size=12)
    .map(str.strip)
    .filter(lambda cell: not cell.lower().startswith(TAKEN_OFF))
)
ROW = st.tuples(CELL.filter(lambda cell: cell.strip("\"' \t,;\u200b\ufeff")), CELL, CELL)


@given(
    st.lists(ROW, min_size=1, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
    st.sampled_from(table.BETWEEN),
    st.booleans(),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
    st.integers(1, 60),
)
def test_whatever_excel_writes_around_the_rows_they_stay_the_rows(
    rows, blanks, between, said, codec, step
):
    out = io.StringIO()
    write = csv.writer(out, delimiter=between, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    if said:
        out.write(f"sep={between}\r\n")
    write.writerow(WANTED)
    for row, blank in zip(rows, blanks, strict=False):
        write.writerow(row)
        if blank:
            out.write(between * 2 + "\r\n")
    found, taken = read(out.getvalue().encode(codec), step=step)
    assert [row.cells for row in found] == rows
    assert taken.get(table.EMPTY, 0) == sum(blanks[: len(rows)])


@given(st.text(st.sampled_from('abc;,"\n\r =#\t'), max_size=80), st.integers(1, 20))
def test_no_text_brings_it_down_and_every_line_is_read_once(text, step):
    data = HEAD + text.encode()
    try:
        rows, _ = read(data, step=step)
    except FormatError:
        return
    numbers = [row.line for row in rows]
    assert numbers == sorted(set(numbers))
