"""A full disk is said to be one, and leaves nothing half-written."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from houses import House, found_house
from traffic import API, Kept, send_file, send_message, send_report

SIZE = "48m"
STORAGE_FULL = 507


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MB in memory. Only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "heard-test", str(place)]
    if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("This user may not mount a small disk: run as root to test a full one.")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def crowded(small_disk: Path, database_env: dict[str, str], migrated: str) -> Iterator[House]:
    """A running Heard on the small disk."""
    house = found_house(small_disk / "data", migrated=migrated, **database_env)
    house.heard.log = small_disk.with_name("printed.out")
    house.heard.start()
    yield house
    house.heard.kill()


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    ballast = disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65_536)
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            file.write(b"\0")
    return ballast


def files_under(folder: Path) -> set[str]:
    return {str(path) for path in (folder / "blobs").rglob("*") if path.is_file()}


def test_a_full_disk_is_said_and_what_was_kept_stays(crowded: House, small_disk: Path) -> None:
    wire = crowded.wire()
    kept = send_report(wire, crowded.roster, crowded.lin())
    send_file(wire, kept, b"frame" * 20_000, part=65_536)
    there = files_under(crowded.heard.folder)

    ballast = fill(small_disk)
    with pytest.raises(AssertionError, match="storage_full"):
        send_file(wire, Kept(kept.lin), b"frame" * 200_000, part=1_000_000)
    assert files_under(crowded.heard.folder) == there
    assert kept.lost(wire, crowded.log) == []

    ballast.unlink()
    send_message(wire, kept, "Again, now that there is room.")
    send_file(wire, kept, b"frame" * 20_000, part=65_536)
    assert kept.lost(wire, crowded.log) == []
    wire.close()
    crowded.heard.stop()
    assert "ok log: every entry, event and signature is as it was signed" in crowded.doctor()


@pytest.mark.sqlite_only
def test_a_report_on_a_full_disk_is_refused_whole_and_taken_later(
    crowded: House, small_disk: Path
) -> None:
    wire = crowded.wire()
    kept = send_report(wire, crowded.roster, crowded.lin())
    ballast = fill(small_disk)
    refused = []
    for _ in range(400):  # the journal may have room for a few
        lin = crowded.lin()
        body = lin.report(crowded.roster, now=dt.datetime.now(dt.UTC))
        answer = wire.ask("POST", f"{API}/reports", body)
        if answer.status != 201:
            refused.append((lin, body, answer))
            break
    [(lin, body, answer)] = refused
    assert (answer.status, answer.json["error"]["code"]) == (STORAGE_FULL, "storage_full")
    mine = {"Authorization": lin.authorization}
    assert wire.ask("GET", f"{API}/inbox", **mine).status == 404

    ballast.unlink()
    again = Kept(lin)
    again.took_letter(body["letter"], wire.ask("POST", f"{API}/reports", body))
    assert [*again.lost(wire, crowded.log), *kept.lost(wire, crowded.log)] == []
    wire.close()
    crowded.heard.stop()
    assert "ok log: every entry, event and signature is as it was signed" in crowded.doctor()
