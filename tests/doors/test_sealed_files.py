"""A disk that loses a file, or a byte of one: who hears of it, and what is given out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import cast
import pytest
from django.conf import settings as django_settings
from phone import Phone, error

from heard.access.tiers import readers_of
from heard.actions.operations import sealed_files, setup
from heard.doors.operator import cli
from heard.doors.operator.loop import Loop
from heard.formats import agefile
from heard.records.models import Alarm, Event, Outgoing, Part, Store

FILE, SEGMENT = "f" * 32, "e" * 32
PART = 8 * 2**20
WHERE = f"inbox/files/{FILE}/segments/{SEGMENT}"


@pytest.fixture
def phone(lin: cast.Reporter, meridian: Any, now: Any) -> Phone:
    """Lin's phone; a file of two parts is acknowledged."""
    setup.make_keys()
    phone = Phone(lin)
    assert phone.post("reports", lin.report(meridian.roster, now=now)).status_code == 201
    about = {"file": FILE, "name": "a.mp4", "type": "video/mp4", "size": 9 * 2**20, "modified": ""}
    start = lin.letter("file-start", about, now=now)
    del start["kind"]
    assert phone.write("inbox/files", {"id": FILE, "start": start}).status_code == 201
    sealed = agefile.seal(os.urandom(9 * 2**20), [lin.recipient])
    for offset in (0, PART):
        assert phone.put(f"{WHERE}/{offset}", sealed[offset : offset + PART]).status_code == 200
    return phone


def on_disk(offset: int) -> Path:
    digest = Part.objects.get(segment=SEGMENT, offset=offset).sha256
    place = django_settings.HEARD.data / "blobs" / SEGMENT[:2] / SEGMENT
    return place / f"{offset:016x}-{digest[:32]}"


def change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)


FAULTS = {
    "missing": Path.unlink,
    "damaged": change_a_byte,
}


def named() -> list[tuple[str, str, str]]:
    return list(Alarm.objects.filter(ended=None).values_list("kind", "subject", "what"))


def told(kind: str = "damaged") -> set[str]:
    return set(Outgoing.objects.filter(kind=kind).values_list("holder", flat=True))


@pytest.mark.parametrize("what", FAULTS)
@pytest.mark.parametrize("offset", [0, PART])
def test_the_rounds_find_it_and_tell_once(
    phone: Phone, what: str, offset: int, now: dt.datetime
) -> None:
    sealed_files.walk(now=now)
    assert (named(), told()) == ([], set())
    FAULTS[what](on_disk(offset))
    for _ in range(2):
        Loop().round(now)
    assert named() == [("file", FILE, what)]
    case = phone.lin.case
    assert told() == set(readers_of(case))
    assert len(told()) > 1
    event = Event.objects.get(kind="file_damaged")
    assert (event.case, event.actor, event.at.minute) == (case, "clock", 0)
    history = phone.inbox().json()["timeline"]
    assert [each["event"] for each in history].count("file_damaged") == 1


@pytest.mark.parametrize("what", FAULTS)
def test_what_is_read_is_what_was_acknowledged(phone: Phone, what: str) -> None:
    FAULTS[what](on_disk(0))
    answer = phone.inbox(WHERE, HTTP_RANGE="bytes=0-")
    assert error(answer) == (503, "damaged")
    assert named() == [("file", FILE, what)]


def test_of_a_later_part_that_was_changed_nothing_is_given(phone: Phone) -> None:
    change_a_byte(on_disk(PART))
    assert len(phone.inbox(WHERE, HTTP_RANGE=f"bytes=0-{PART - 1}").content) == PART
    assert error(phone.inbox(WHERE, HTTP_RANGE=f"bytes=9-{PART}")) == (503, "damaged")
    assert named() == [("file", FILE, "damaged")]


def test_what_was_brought_back_is_well_again(phone: Phone, now: dt.datetime) -> None:
    kept = on_disk(0).read_bytes()
    on_disk(0).unlink()
    sealed_files.walk(now=now)
    mender = sealed_files.Mender()
    mender.mend(now=now)
    assert named() == [("file", FILE, "missing")]
    on_disk(0).write_bytes(kept)
    mender.mend(now=now + dt.timedelta(seconds=59))
    assert named() == [("file", FILE, "missing")]
    mender.mend(now=now + dt.timedelta(seconds=60))
    assert named() == []
    assert phone.inbox(WHERE, HTTP_RANGE="bytes=0-9").content == kept[:10]


@pytest.mark.sqlite_only  # days of rounds over files; what the rounds keep is tested on both
def test_a_damaged_file_is_read_again_less_and_less_often(
    phone: Phone, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_a_byte(on_disk(0))
    sealed_files.walk(now=now)
    reads: list[dt.datetime] = []
    monkeypatch.setattr(
        sealed_files, "_parts_of", lambda _file: reads.append(at) or Part.objects.all()
    )
    mender = sealed_files.Mender()
    for at in (now + dt.timedelta(seconds=15 * round) for round in range(4 * 60 * 24)):
        mender.mend(now=at)
    assert len(reads) < 35
    assert reads[-1] - reads[-2] == sealed_files.LONGEST_WAIT
    change_a_byte(on_disk(0))
    at = reads[-1] + sealed_files.LONGEST_WAIT
    mender.mend(now=at)
    assert named() == []


def test_the_walk_goes_on_where_it_was(
    phone: Phone, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_files, "A_ROUND", 0)
    for finished in (None, now, now):
        assert sealed_files.walk(now=now) == 1
        assert Store.objects.get().finished == finished
    change_a_byte(on_disk(PART))
    for _ in range(2):
        sealed_files.walk(now=now)
    assert named() == [("file", FILE, "damaged")]


@pytest.mark.parametrize("what", FAULTS)
def test_doctor_and_backup_name_it(
    phone: Phone, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["backup", str(tmp_path / "sound")]) == 0
    FAULTS[what](on_disk(PART))
    capsys.readouterr()
    cli.run(["doctor"])
    assert f"WRONG    files: sealed file {FILE} is {what}" in capsys.readouterr().out
    assert cli.run(["backup", str(tmp_path / "copy")]) == 1
    said = capsys.readouterr().out
    assert f"sealed file {FILE} is damaged or missing here" in said
    assert (tmp_path / "copy/manifest.json").exists()


def test_another_machine_that_does_not_see_the_files_says_so(
    phone: Phone, settings: Any, tmp_path: Path, now: dt.datetime, capsys: Any
) -> None:
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    settings.HEARD = dataclasses.replace(django_settings.HEARD, data=other)
    setup.make_keys()
    refused = phone.put(f"{WHERE}/{9 * 2**20}", b"more")
    assert error(refused) == (503, "unavailable")
    asked = phone.inbox(WHERE, HTTP_RANGE="bytes=0-9")
    assert (asked.status_code, named()) == (503, [])
    assert not any((other / "blobs").glob("*"))
    assert sealed_files.walk(now=now) == 0
    cli.run(["doctor", "--quick"])
    assert "is not the store that this database speaks of" in capsys.readouterr().out
    assert named() == []


def test_a_disk_that_is_not_mounted_is_no_backup(
    phone: Phone, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move(django_settings.HEARD.data / "blobs", tmp_path / "unmounted")
    assert cli.run(["backup", str(tmp_path / "copy")]) == 1
    assert "not mounted" in capsys.readouterr().err
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("fault", ["gone", "of another log", "nonsense"])
@pytest.mark.parametrize(("name", "about"), [("log", "log key"), ("promise", "promises")])
def test_a_backup_that_could_never_live_is_refused_and_doctor_goes_on(
    phone: Phone,
    name: str,
    about: str,
    fault: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from heard.formats.note import Signer

    key = django_settings.HEARD.data / "keys" / name
    match fault:
        case "gone":
            key.unlink()
        case "of another log":
            key.write_text(Signer.generate(f"localhost:8000/{name}").encode() + "\n")
        case _:
            key.write_text("nonsense\n")
    assert cli.run(["backup", str(tmp_path / "copy")]) == 1
    assert " backup" in (said := capsys.readouterr().err)
    assert f"keys/{name}" in said
    assert not (tmp_path / "copy").exists()
    assert cli.run(["doctor", "--quick"]) == 1
    said = capsys.readouterr().out
    assert f"WRONG    {about}:" in said
    assert "  files: " in said
    assert cli.run(["doctor"]) == 1
    assert "  files: each of 2 parts" in capsys.readouterr().out
