"""Targets: lists that an operator imports, and what identity providers send."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fuzzing.seeds import CASE
from fuzzing.target import BrokenError, same, target, words
from heard.formats import FormatError, encoded, scimdialect, sheet, table

WANTED = ("id", "name", "email")


def _lists() -> Iterator[bytes]:
    yield b"id,name,email\n1,Noor,noor@example.org\n"
    yield b'sep=;\r\nid;name;email\r\n0012;"Ade, the ""second""";ade@example.org\r\n'
    yield b"\xef\xbb\xbfid\tname\temail\n1.0E+05\t=1+1\ta@example.org\n#rows\t1\n"
    yield b'id,name,email\n1,"two\nlines",x@example.org\n,,\n'
    yield "id,name,email\n1,Ção,x@example.org\n".encode("windows-1252")
    yield "id,name,email\n1,Ção,x@example.org\n".encode("utf-16")
    yield b"PK\x03\x04xl/"
    yield sheet.write([WANTED, (1, "=x", "@y")])


@target(
    "table",
    "table.lines",
    "table.header",
    "table.rows",
    "table.missing",
    "table.unread",
    seeds=_lists,
    error=(FormatError,),
)
def _(data: bytes) -> str | None:
    """In whatever pieces a file comes, the same rows are read."""
    read = _rows([data])
    pieces = [data[at : at + 5] for at in range(0, len(data), 5)]
    if _rows(pieces) != read:
        raise BrokenError("in pieces it is another table")
    return words(len(read))


def _rows(chunks: list[bytes]) -> list[table.Row]:
    found = table.lines(chunks)
    head = table.header(found)
    table.missing(head, WANTED)
    table.unread(head, WANTED)
    return list(table.rows(found, head, WANTED))


@target(
    "encoded",
    "encoded.as_utf8",
    "encoded.foreign",
    seeds=_lists,
    error=(FormatError,),
)
def _(data: bytes) -> str | None:
    """Of every encoding that can be named comes UTF-8, in whatever pieces it came."""
    for encoding in ("", *encoded.ENCODINGS):
        try:
            whole = b"".join(encoded.as_utf8([data], encoding=encoding))
        except FormatError:
            continue
        pieces = [data[at : at + 3] for at in range(0, len(data), 3)]
        same(b"".join(encoded.as_utf8(pieces, encoding=encoding)), whole)
        if encoding not in {"", "utf-8"}:
            whole.decode()
    return encoded.foreign(data[: encoded.HEAD])


def _users() -> Iterator[bytes]:
    core, more = scimdialect.CORE, scimdialect.ENTERPRISE
    yield json.dumps(
        {"schemas": [core, more], "userName": "noor", "active": "True", more: {"manager": CASE}}
    ).encode()
    for operation in (
        {"op": "Replace", "path": f"{more}:manager", "value": CASE},
        {"op": "add", "path": "manager", "value": [{"value": CASE, "$ref": f"../Users/{CASE}"}]},
        {"op": "remove", "path": f'manager[value eq "{CASE}"].value'},
        {"op": "replace", "value": {"active": ["false"], f"{more}:department": "x"}},
    ):
        yield json.dumps({"schemas": [], "Operations": [operation]}).encode()


@target(
    "scim",
    "scimdialect.plain",
    seeds=_users,
    error=(scimdialect.DialectError, RecursionError),
)
def _(data: bytes) -> str | None:
    """What was put plainly is plain: a second time nothing is changed."""
    once = scimdialect.plain(data, manager=CASE)
    if b'"perations"' not in data.lower() and b"perations" not in data.lower():
        same(scimdialect.plain(once, manager=CASE), once)
    return words(once == data)
