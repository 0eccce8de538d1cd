"""Files at the reporter's door: parts, broken connections, ranges, a full disk."""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import cast
import pytest
from phone import Phone, error, verified

from heard.actions.intake import files
from heard.actions.operations import leftovers, sealed_files
from heard.formats import agefile
from heard.records import blobs
from heard.records.models import File, Part, Segment

FILE, SEGMENT, OTHER = "f" * 32, "e" * 32, "d" * 32
PART = 8 * 2**20


@pytest.fixture
def phone(lin: cast.Reporter, meridian: Any, now: Any) -> Phone:
    phone = Phone(lin)
    assert phone.post("reports", lin.report(meridian.roster, now=now)).status_code == 201
    start = lin.letter("file-start", {"file": FILE, "name": "a.mp4"} | KIND, now=now)
    del start["kind"]
    phone.start = {"id": FILE, "start": start}
    assert phone.write("inbox/files", phone.start).status_code == 201
    return phone


KIND = {"type": "video/mp4", "size": 9 * 2**20, "modified": ""}


@pytest.fixture
def sealed(lin: cast.Reporter) -> bytes:
    """A segment of two parts."""
    return agefile.seal(os.urandom(9 * 2**20), [lin.recipient])


def path(offset: int, segment: str = SEGMENT, file: str = FILE) -> str:
    return f"inbox/files/{file}/segments/{segment}/{offset}"


def finish(phone: Phone, now: Any, *segments: tuple[str, int]) -> dict[str, Any]:
    content = {
        "file": FILE,
        "name": "a.mp4",
        "type": "video/mp4",
        "size": 9 * 2**20,
        "digest": "0" * 64,
        "stripped": False,
        "segments": [],
    }
    letter = phone.lin.letter("file", content, now=now)
    del letter["kind"]
    return {"letter": letter, "segments": [{"id": id, "size": size} for id, size in segments]}


def test_a_file_in_parts_comes_back_as_it_was_sent(phone: Phone, sealed: bytes, now: Any) -> None:
    assert phone.put(path(0), sealed[:PART]).json() == {"received": PART}
    assert phone.put(path(PART), sealed[PART:]).json() == {"received": len(sealed)}
    body = finish(phone, now, (SEGMENT, len(sealed)))
    first = phone.write(f"inbox/files/{FILE}/finish", body)
    second = phone.write(f"inbox/files/{FILE}/finish", body)
    assert (first.status_code, second.json()["leaf"]) == (201, first.json()["leaf"])
    digests = hashlib.sha256(sealed[:PART]).digest() + hashlib.sha256(sealed[PART:]).digest()
    proved = verified(first.json()["receipt"]).fields
    assert proved["content"] == hashlib.sha256(digests).hexdigest()
    place = f"inbox/files/{FILE}/segments/{SEGMENT}"
    assert error(phone.inbox(place)) == (400, "bad_request")  # more than is given at once
    halves = [phone.inbox(place, HTTP_RANGE=f"bytes={at}-") for at in (0, PART)]
    assert b"".join(each.content for each in halves) == sealed
    told = phone.inbox().json()["files"]
    assert told == [
        {
            "id": FILE,
            "state": "complete",
            "start": phone.start["start"]["id"],
            "letter": body["letter"]["id"],
            "segments": [{"id": SEGMENT, "received": len(sealed), "parts": 2}],
        }
    ]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        (f"bytes={PART - 5}-{PART + 4}", PART - 5, PART + 5),
        (f"bytes={PART}-", PART, None),
        ("bytes=100-99999999999", 100, PART + 100),
        ("bytes=0-", 0, PART),
    ],
)
def test_a_range_crosses_parts(
    phone: Phone, sealed: bytes, asked: str, start: int, end: int | None
) -> None:
    phone.put(path(0), sealed[:PART])
    phone.put(path(PART), sealed[PART:])
    answer = phone.inbox(f"inbox/files/{FILE}/segments/{SEGMENT}", HTTP_RANGE=asked)
    last = (end or len(sealed)) - 1
    assert answer.status_code == 206
    assert answer.content == sealed[start:end]
    assert answer.headers["Content-Range"] == f"bytes {start}-{last}/{len(sealed)}"


def test_a_part_sent_again_is_answered_again(phone: Phone, sealed: bytes) -> None:
    for _ in range(2):
        assert phone.put(path(0), sealed[:PART]).json() == {"received": PART}
    assert (Part.objects.count(), Segment.objects.get().received) == (1, PART)


def test_a_part_elsewhere_than_at_the_end_says_where_to_go_on(phone: Phone, sealed: bytes) -> None:
    phone.put(path(0), sealed[:PART])
    for offset in (1, PART - 1, PART + 1):
        answer = phone.put(path(offset), sealed[PART:])
        assert (*error(answer), answer.json()["error"]["received"]) == (409, "conflict", PART)
    other = bytes([sealed[PART - 1] ^ 1])
    changed = phone.put(path(0), sealed[: PART - 1] + other)
    assert error(changed) == (409, "conflict")
    assert phone.put(path(PART), sealed[PART:]).status_code == 200


def test_a_damaged_or_foreign_part_is_refused(phone: Phone, sealed: bytes) -> None:
    damaged = phone.put(path(0), sealed[:PART], HTTP_HEARD_DIGEST="0" * 64)
    assert error(damaged) == (400, "bad_request")
    assert error(phone.put(path(0), b"not sealed" * 999)) == (400, "bad_request")
    assert error(phone.put(path(0), sealed[: PART + 1])) == (413, "too_large")
    assert error(phone.put(path(0, file="0" * 32), sealed[:PART])) == (404, "not_found")
    assert Part.objects.count() == 0


def test_the_segment_of_one_file_is_none_of_another(
    phone: Phone, lin: cast.Reporter, sealed: bytes, now: Any
) -> None:
    """By its id it is neither read nor added to, nor is told how much of it is there."""
    assert phone.put(path(0), sealed[:PART]).status_code == 200
    start = lin.letter("file-start", {"file": OTHER, "name": "b.mp4"} | KIND, now=now)
    del start["kind"]
    assert phone.write("inbox/files", {"id": OTHER, "start": start}).status_code == 201
    for offset, data in ((0, sealed[:PART]), (0, sealed[: PART - 1]), (PART, sealed[PART:])):
        told = phone.put(path(offset, file=OTHER), data)
        assert (*error(told), "received" in told.json()["error"]) == (400, "bad_request", False)
    assert error(phone.inbox(f"inbox/files/{OTHER}/segments/{SEGMENT}")) == (404, "not_found")
    assert phone.inbox(f"inbox/files/{FILE}/segments/{SEGMENT}").status_code == 200


def test_a_file_that_lacks_parts_cannot_be_finished(phone: Phone, sealed: bytes, now: Any) -> None:
    phone.put(path(0), sealed[:PART])
    for named in ([(SEGMENT, PART + 1)], [], [(OTHER, PART)], [(SEGMENT, PART), (OTHER, 1)]):
        answer = phone.write(f"inbox/files/{FILE}/finish", finish(phone, now, *named))
        assert error(answer) == (409, "conflict")
        phone.lin.seq -= 1
    assert File.objects.get().letter is None
    done = phone.write(f"inbox/files/{FILE}/finish", finish(phone, now, (SEGMENT, PART)))
    assert done.status_code == 201
    assert error(phone.put(path(PART), sealed[PART:])) == (409, "conflict")


def test_a_segment_has_no_member_that_nobody_knows(phone: Phone, sealed: bytes, now: Any) -> None:
    phone.put(path(0), sealed[:PART])
    body = finish(phone, now, (SEGMENT, PART))
    body["segments"][0]["extra"] = 1
    assert phone.write(f"inbox/files/{FILE}/finish", body).status_code == 400
    del body["segments"][0]["extra"]
    assert phone.write(f"inbox/files/{FILE}/finish", body).status_code == 201


def test_a_part_that_is_under_way_while_the_file_is_finished_is_not_added(
    phone: Phone, sealed: bytes, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.put(path(0), sealed[:PART])
    put = blobs.put

    def finish_meanwhile(*part: Any) -> None:
        put(*part)
        done = phone.write(f"inbox/files/{FILE}/finish", finish(phone, now, (SEGMENT, PART)))
        assert done.status_code == 201

    monkeypatch.setattr(blobs, "put", finish_meanwhile)
    assert error(phone.put(path(PART), sealed[PART:])) == (409, "conflict")
    assert (Part.objects.count(), Segment.objects.get().received) == (1, PART)


def test_two_segments_at_once_do_not_pass_the_bound_of_a_file(
    phone: Phone, sealed: bytes, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HEARD = dataclasses.replace(settings.HEARD, max_file_bytes=PART + 1)
    put = blobs.put

    def another_meanwhile(*part: Any) -> None:
        put(*part)
        monkeypatch.setattr(blobs, "put", put)
        assert phone.put(path(0, segment=OTHER), sealed[:PART]).status_code == 200

    monkeypatch.setattr(blobs, "put", another_meanwhile)
    assert error(phone.put(path(0), sealed[:PART])) == (413, "too_large")
    assert [each.id for each in Segment.objects.all()] == [OTHER]


def test_another_code_reaches_no_file_of_hers(
    phone: Phone, sealed: bytes, meridian: Any, now: Any
) -> None:
    phone.put(path(0), sealed[:PART])
    other = Phone(meridian.lin())
    other.post("reports", other.lin.report(meridian.roster, now=now))
    assert error(other.put(path(PART), sealed[PART:])) == (404, "not_found")
    assert error(other.inbox(f"inbox/files/{FILE}/segments/{SEGMENT}")) == (404, "not_found")


def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    phone: Phone, sealed: bytes, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(blobs.os, "fsync", full)
    assert error(phone.put(path(0), sealed[:PART])) == (507, "storage_full")
    monkeypatch.undo()
    assert on_disk(database) == []
    assert Part.objects.count() == 0
    assert phone.put(path(0), sealed[:PART]).json() == {"received": PART}


def on_disk(database: Path) -> list[str]:
    """The names of all files in the store but its mark."""
    found = (each.name for each in (database / "blobs").rglob("*") if each.is_file())
    return sorted(name for name in found if name != blobs.MARK)


def test_nothing_refused_stays_on_the_disk(
    phone: Phone, sealed: bytes, database: Path, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused before it is written where that can be told, else taken away again."""
    monkeypatch.setattr(files, "MOST_SEGMENTS", 1)
    phone.put(path(0), sealed[:PART])
    there = on_disk(database)
    assert len(there) == 1
    for segment in ("0" * 32, "1" * 32):
        assert error(phone.put(path(0, segment), sealed[:PART])) == (413, "too_large")
    assert on_disk(database) == there
    put = blobs.put

    def finish_meanwhile(*part: Any) -> None:
        put(*part)
        assert len(on_disk(database)) == 2
        done = phone.write(f"inbox/files/{FILE}/finish", finish(phone, now, (SEGMENT, PART)))
        assert done.status_code == 201

    monkeypatch.setattr(blobs, "put", finish_meanwhile)
    assert error(phone.put(path(PART), sealed[PART:])) == (409, "conflict")
    assert on_disk(database) == there


def test_of_two_senders_of_one_part_the_later_takes_nothing_from_the_first(
    phone: Phone, sealed: bytes, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = blobs.put

    def also_by_another(*part: Any) -> None:
        put(*part)
        monkeypatch.setattr(blobs, "put", put)
        assert phone.put(path(0), sealed[:PART]).status_code == 200

    monkeypatch.setattr(blobs, "put", also_by_another)
    assert error(phone.put(path(0), sealed[:PART])) == (409, "conflict")
    assert len(on_disk(database)) == 1
    whole = phone.inbox(f"inbox/files/{FILE}/segments/{SEGMENT}")
    assert whole.content == sealed[:PART]


def test_a_part_that_was_taken_away_meanwhile_is_not_counted(
    phone: Phone, sealed: bytes, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = blobs.put

    def taken_away(segment: str, offset: int, digest: str, data: bytes) -> None:
        put(segment, offset, digest, data)
        blobs.drop(segment, offset, digest)

    monkeypatch.setattr(blobs, "put", taken_away)
    assert error(phone.put(path(0), sealed[:PART])) == (409, "conflict")
    assert (Part.objects.count(), Segment.objects.count()) == (0, 0)
    monkeypatch.undo()
    assert phone.put(path(0), sealed[:PART]).status_code == 200


def test_what_no_row_knows_is_swept_up_and_nothing_else(
    phone: Phone, sealed: bytes, database: Path
) -> None:
    phone.put(path(0), sealed[:PART])
    kept = on_disk(database)
    blobs.put(OTHER, 0, "0" * 64, b"nobody counted this")
    blobs.put(SEGMENT, PART, "1" * 64, b"nor this, beside one that was")
    broken = next((database / "blobs").rglob(kept[0])).with_suffix(".4711")
    broken.write_bytes(b"a crash left it")
    real = dt.datetime.now(dt.UTC)  # the disk knows no other time
    os.utime(broken, (real.timestamp(), real.timestamp()))
    assert leftovers.sweep(now=real) == 0
    assert leftovers.sweep(now=real + dt.timedelta(hours=5)) == 3
    assert on_disk(database) == kept
    assert not (database / "blobs" / OTHER[:2] / OTHER).exists()
    whole = phone.inbox(f"inbox/files/{FILE}/segments/{SEGMENT}")
    assert whole.content == sealed[:PART]


def test_nothing_is_swept_up_in_the_store_of_another_database(
    phone: Phone, sealed: bytes, database: Path
) -> None:
    sealed_files.ensure_mark()
    blobs.put(OTHER, 0, "0" * 64, b"counted by the database whose store this is")
    there, later = blobs.mark(), dt.datetime.now(dt.UTC) + dt.timedelta(hours=5)
    blobs.put_mark("0" * 32)
    assert leftovers.sweep(now=later) == 0
    assert blobs.is_there(OTHER, 0, "0" * 64)
    blobs.put_mark(there)
    assert leftovers.sweep(now=later) == 1


def test_what_comes_back_while_it_is_swept_up_stays(
    phone: Phone, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender puts the same part again between the look at its age and its removal."""
    blobs.put(OTHER, 0, "0" * 64, b"sent again")
    rename = Path.rename

    def put_again(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "rename", rename)
        future = dt.datetime.now(dt.UTC).timestamp() + 86_400
        os.utime(self, (future, future))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", put_again)
    assert leftovers.sweep(now=dt.datetime.now(dt.UTC) + dt.timedelta(hours=5)) == 0
    assert blobs.is_there(OTHER, 0, "0" * 64)


def test_files_leave_room_for_words(
    phone: Phone, sealed: bytes, database: Path, lin: cast.Reporter, now: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    disk = shutil.disk_usage(database)
    little = disk._replace(free=min(blobs.RESERVE, disk.total // blobs.SHARE) + PART - 1)
    monkeypatch.setattr(blobs.shutil, "disk_usage", lambda _place: little)
    assert error(phone.put(path(0), sealed[:PART])) == (507, "storage_full")
    assert on_disk(database) == []
    letter = lin.letter("addition", {"words": "There is room for this."}, now=now)
    assert phone.write("inbox/letters", letter).status_code == 201
    monkeypatch.setattr(blobs.shutil, "disk_usage", lambda _: little._replace(free=little.free + 1))
    assert phone.put(path(0), sealed[:PART]).status_code == 200


def test_no_time_on_disk_is_finer_than_the_hour(
    phone: Phone, sealed: bytes, database: Path
) -> None:
    phone.put(path(0), sealed[:PART])
    found = list((database / "blobs").rglob("*"))
    assert len(found) == 4  # with the store's mark
    assert {each.stat().st_mtime % 3600 for each in found} == {0.0}
