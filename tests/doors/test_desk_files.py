"""The desk reads files in stretches, each through its own case."""

import hashlib

import pytest
from kept import number

from heard.formats.ids import new_id
from heard.records import blobs
from heard.records.models import File, Letter, Part, Segment


@pytest.fixture
def four(world):
    return [world.desks[name] for name in ("Amara", "Jonas", "Ruth", "Ines")]


def refusal(response):
    return response.status_code, response.json()["error"]["code"]


@pytest.fixture
def video(world, four, database):
    """A case with a file of two parts, as the reporter's door stores it."""
    case, file, segment = world.case([four[0]]), new_id(), new_id()
    parts = [b"a" * 70_000, b"b" * 30_000]
    start = Letter.objects.get(case__id=case)
    File.objects.create(id=file, case_id=number(case), author="reporter", start=start, letter=start)
    four[0].post(f"cases/{case}/open", {"id": new_id()})
    Segment.objects.create(id=segment, file_id=file, place=0, received=100_000)
    for offset, part in ((0, parts[0]), (70_000, parts[1])):
        digest = hashlib.sha256(part).hexdigest()
        blobs.put(segment, offset, digest, part)
        Part.objects.create(segment_id=segment, offset=offset, size=len(part), sha256=digest)
    return f"cases/{case}/files/{file}/segments/{segment}", b"".join(parts)


def test_a_file_that_is_still_coming_is_not_read_as_it_grows(four, video):
    """Each look at it would be one that the log does not have."""
    path, _ = video
    assert four[0].get(path).status_code == 200
    File.objects.update(letter=None)
    assert refusal(four[0].get(path)) == (404, "not_found")


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("", 200, 0, 100_000),
        ("bytes=0-", 206, 0, 100_000),
        ("bytes=69999-70000", 206, 69_999, 70_001),
        ("bytes=99999-200000", 206, 99_999, 100_000),
        ("bytes=-10", 206, 99_990, 100_000),
        ("bytes=-200000", 206, 0, 100_000),
        ("bytes=5-4", 200, 0, 100_000),
        ("bytes=-", 200, 0, 100_000),
        ("bytes=0-1,3-4", 200, 0, 100_000),
        ("lines=0-1", 200, 0, 100_000),
    ],
)
def test_files_are_read_in_stretches(four, video, asked, status, start, end):
    path, whole = video
    answer = four[0].get(path, HTTP_RANGE=asked)
    assert (answer.status_code, answer.content) == (status, whole[start:end])
    assert answer.headers["Content-Length"] == str(end - start)
    told = f"bytes {start}-{end - 1}/100000" if status == 206 else None
    assert answer.headers.get("Content-Range") == told


@pytest.mark.parametrize("asked", ["bytes=100000-", "bytes=100000-100001", "bytes=-0"])
def test_past_the_end_there_is_nothing(four, video, asked):
    answer = four[0].get(video[0], HTTP_RANGE=asked)
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */100000")


def test_a_file_is_read_through_its_own_case_only(world, four, video):
    amara, jonas = four[:2]
    other = world.case([amara, jonas])
    path = video[0].split("/", 2)[2]
    through_other = amara.get(f"cases/{other}/{path}")
    by_other = jonas.get(video[0])
    absent = amara.get(f"cases/{new_id()}/{path}")
    assert absent.status_code == 404
    assert {through_other.content, by_other.content} == {absent.content}
