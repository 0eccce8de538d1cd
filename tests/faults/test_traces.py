"""After a run, no byte on disk and no line of a log tells who reported, or when within the hour."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import traffic
from houses import House
from traffic import ADDRESS, AGENT, API, Wire, send_file, send_message, send_report, turn_back

STAMP = re.compile(rb"20\d\d-\d\d-\d\d[T ](\d\d):(\d\d):(\d\d)")
HOUR = 3600


def bytes_at_rest(house: House) -> Iterator[tuple[str, bytes]]:
    """Everything that stays: files, what the process printed, and PostgreSQL's tables."""
    for path in sorted(house.heard.folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(house.heard.folder)), path.read_bytes()
    yield "printed", house.heard.printed().encode()
    url = house.heard.environment.get("HEARD_DATABASE_URL")
    if url:
        yield from tables(url)


def tables(url: str) -> Iterator[tuple[str, bytes]]:
    """Every table as text, and its binary columns as they are."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (name,) in names:
            rows = connection.execute(f'SELECT * FROM "{name}"'.encode()).fetchall()
            for row in rows:
                cells = (cell if isinstance(cell, bytes) else str(cell).encode() for cell in row)
                yield name, b"\n".join(cells)


def minutes_told(data: bytes) -> set[bytes]:
    """Every time of day in ``data`` that is finer than the hour."""
    return {found[0] for found in STAMP.finditer(data) if found[2] + found[3] != b"0000"}


def seconds_told(data: bytes, first: int, last: int) -> set[int]:
    """Every second of the run that stands in ``data`` as a decimal POSIX time."""
    return {second for second in range(first, last + 1) if str(second).encode() in data}


def names_told(data: bytes) -> set[str]:
    """Which marks of Lin's machine stand in ``data``."""
    marks = {
        ADDRESS: ADDRESS.encode(),
        "packed address": b"\0" + ipaddress.ip_address(ADDRESS).packed + b"\0",
        AGENT: AGENT.encode(),
        "language": b"zh-CN",
    }
    return {name for name, mark in marks.items() if mark in data}


def everything_lin_does(wire: Wire, house: House) -> None:
    """Every call of hers, those that go wrong too."""
    lin = house.lin()
    mine = {"Authorization": lin.authorization}
    kept = send_report(wire, house.roster, lin, safe="no")
    send_message(wire, kept, "I am at home now.")
    send_file(wire, kept, b"frame" * 20_000, part=65_536)
    assert wire.ask("GET", f"{API}/inbox", **mine).status == 200
    assert kept.lost(wire, house.log) == []
    assert wire.ask("GET", f"{API}/inbox", Authorization="Heard-Inbox no").status == 404
    assert wire.ask("POST", f"{API}/reports", {"no": "report"}).status == 400
    assert wire.ask("POST", f"{API}/reports", b"{}").status == 415
    assert wire.ask("GET", f"{API}/nowhere").status == 404
    assert wire.ask("GET", "/roster").status == 200
    assert wire.ask("GET", "/nowhere").status == 404
    turn_back(wire, kept)


@pytest.fixture
def after_lin(house: House) -> tuple[House, set[bytes], int, int]:
    """A house that Lin has been to; the minutes it told before; the seconds she was there."""
    house.heard.start()
    before = {stamp for _, data in bytes_at_rest(house) for stamp in minutes_told(data)}
    first = int(time.time())
    wire = house.wire()
    everything_lin_does(wire, house)
    wire.close()
    return house, before, first, int(time.time())


def test_nothing_of_lin_stays(after_lin: tuple[House, set[bytes], int, int]) -> None:
    house, before, first, last = after_lin
    for _ in range(2):  # while it runs, with its journal, and once it has ended
        found = [
            (name, told)
            for name, data in bytes_at_rest(house)
            for told in (
                names_told(data),
                minutes_told(data) - before,
                seconds_told(data, first, last),
            )
            if told
        ]
        assert found == []
        house.heard.stop()


def test_sealed_parts_are_dated_to_the_hour(
    after_lin: tuple[House, set[bytes], int, int],
) -> None:
    house, *_ = after_lin
    blobs = house.heard.folder / "blobs"
    dated = {path.name: path.stat().st_mtime % HOUR for path in blobs.rglob("*")}
    assert dated != {}
    assert set(dated.values()) == {0.0}


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    now = dt.datetime(2026, 3, 10, 9, 41, 27, tzinfo=dt.UTC)
    line = f"{ADDRESS} {AGENT} {now.isoformat()} {int(now.timestamp())} zh-CN".encode()
    assert names_told(line) == {ADDRESS, AGENT, "language"}
    assert minutes_told(line) == {b"2026-03-10T09:41:27"}
    assert minutes_told(b"2026-03-10 09:00:00.000000") == set()
    second = int(now.timestamp())
    assert seconds_told(line, second - 5, second + 5) == {second}
    assert traffic.ADDRESS.startswith("127.")
