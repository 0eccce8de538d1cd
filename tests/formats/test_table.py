"""Lists from other systems: read rightly in every spelling we promise, refused in all others."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heard.formats import FormatError, table

WANTED = ("id", "name")
CELL = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\n\0"), max_size=20
).map(str.strip)
# What an editor leaves in an empty row is none: a mark of the byte order, a space without width.
CELL = CELL.filter(lambda cell: cell == "" or bool(cell.strip("\u200b\ufeff\u00a0\u3000")))
# A formula is refused, and a guard taken off: tests/formats/test_table_spreadsheets.py.
CELL = CELL.filter(lambda cell: not cell.startswith(("=", "#", "'")))


def read(data: bytes, *, step: int = 2**20) -> list[table.Row]:
    chunks = (data[at : at + step] for at in range(0, len(data), step))
    found = table.lines(chunks)
    return list(table.rows(found, table.header(found), WANTED))


def refused(data: bytes) -> str:
    with pytest.raises(FormatError) as error:
        read(data)
    return error.value.kind


@example([(",", "")], ["\n"] * 9, ",", False, 1)  # what separates, as a cell
@example([('"', "")], ["\n"] * 9, ",", False, 1)  # what quotes, as a cell
@given(
    st.lists(st.tuples(CELL.filter(bool), CELL), min_size=1, max_size=8),
    st.lists(st.sampled_from(["\r\n", "\n", "\r"]), min_size=9, max_size=9),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
    st.integers(1, 50),
)
def test_what_a_csv_writer_writes_is_read_in_any_pieces(rows, ends, between, mark, step):
    def line(cells: tuple[str, str]) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=between, lineterminator="", quoting=csv.QUOTE_ALL).writerow(cells)
        return out.getvalue()

    text = "".join(line(r) + end for r, end in zip([("id", "name"), *rows], ends, strict=False))
    data = (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    assert [row.cells for row in read(data, step=step)] == rows
    assert [row.line for row in read(data, step=step)] == list(range(2, len(rows) + 2))


@given(st.binary(max_size=300), st.integers(1, 40))
def test_no_bytes_bring_it_down_and_pieces_change_nothing(data, step):
    def outcome(size: int) -> object:
        try:
            return read(data, step=size)
        except FormatError as error:
            return error.kind, str(error)

    assert outcome(step) == outcome(2**20)


def test_columns_are_found_by_name_and_extra_ones_are_named():
    found = table.lines([b"Colour,NAME , id\nred,Gao,7\n"])
    head = table.header(found)
    assert table.unread(head, WANTED) == ["colour"]
    assert [row.cells for row in table.rows(found, head, WANTED)] == [("7", "Gao")]


def test_missing_columns_are_all_named():
    with pytest.raises(FormatError, match=r"missing: id, name\."):
        read(b"a,b\n1,2\n")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"id,name\n", "empty"),
        (b"id,name,id\n1,2,3\n", "header"),
        (b"id,name,\x1b[2J\n1,2,3\n", "header"),
        ("id,name\n1,Gao\n".encode("utf-16"), "encoding"),
        ("id,name\r\n1,Gao\r\n".encode("utf-16-le"), "encoding"),
        ("id,name\n1,Müller\n".encode("latin-1"), "encoding"),
        ("id,name\n1,Gao\n2,Müller\n".encode() + "3,Müller\n".encode("cp1252"), "encoding"),
        (b"id,name\n1,Gao\n2", "truncated"),
        (b'id,name\n1,Gao\n2,"Ga', "truncated"),
        (b"id,name\n1,Gao\n#rows,2\n", "count"),
        (b"id,name\n#rows,1\n1,Gao\n", "count"),
        (b"id,name\n1," + b"x" * table.MAX_LINE + b"\n", "too_large"),
    ],
)
def test_a_file_that_is_not_whole_or_not_utf8_is_refused(data, kind):
    assert refused(data) == kind


def test_an_encoding_is_named_by_line_with_the_fix():
    with pytest.raises(FormatError, match=r"Line 3 .*0xFC.*Latin-1.*--encoding windows-1252"):
        read("id,name\n1,Gao\n2,Müller\n".encode("latin-1"))
    with pytest.raises(FormatError, match=r"UTF-16 .*--encoding utf-16"):
        read("id,name\n1,Gao\n".encode("utf-16"))


def test_a_whole_file_may_end_without_a_line_end_or_with_its_count():
    whole = [table.Row(2, ("1", "Gao"))]
    assert read(b"id,name\n1,Gao") == whole
    assert read(b"id,name\n1,Gao\n\n#rows,1\n") == whole


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_read():
    rows = read(b'id,name\n1\n2,Gao,Li\n3,"Gao\n4,Noor\n')
    assert [row.line for row in rows if row.fault] == [2, 3, 4]
    assert [row.cells for row in rows if not row.fault] == [("4", "Noor")]


def test_a_file_of_endless_rows_is_bounded(monkeypatch):
    monkeypatch.setattr(table, "MAX_ROWS", 2)
    assert len(read(b"id,name\n1,a\n2,b\n")) == 2
    assert refused(b"id,name\n1,a\n2,b\n3,c\n") == "too_large"
    monkeypatch.setattr(table, "MAX_FILE", 10)
    assert refused(b"id,name\n1,a\n") == "too_large"
