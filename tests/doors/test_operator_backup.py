"""A copy, the way back, and every reason not to take it."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from operated import empty_database

from heard.actions import rosters
from heard.actions.operations import setup
from heard.doors.operator import cli
from heard.doors.operator.demonstration import seeding
from heard.formats import note, roster
from heard.records.models import Event, Head, Letter


def backed_up(place: Path) -> Path:
    (place / "blobs/ab").mkdir(parents=True, exist_ok=True)
    (place / "blobs/ab/segment").write_bytes(b"sealed" * 1000)
    target = place.parent / "backup"
    assert cli.run(["backup", str(target)]) == 0
    return target


def machine_lost(place: Path, *, guard: bool = False) -> None:
    empty_database()
    shutil.rmtree(place / "blobs")
    shutil.rmtree(place / "keys")
    if guard:
        shutil.rmtree(place / "guard")


def one_more_event(place: Path) -> None:
    now = seeding.the_time()
    root = note.Signer.parse((place.parent / "root.key").read_text().strip())
    rosters.accept(signed=roster.sign(rosters.draft(now=now, quorum=None), root), now=now)


def facts() -> tuple[list[str], list[str], int]:
    return (
        list(Event.objects.order_by("index").values_list("kind", flat=True)),
        sorted(Letter.objects.values_list("sha256", flat=True)),
        Head.objects.get().size,
    )


def test_what_was_copied_comes_back_and_the_log_goes_on(seeded: Path) -> None:
    before = facts()
    target = backed_up(seeded)
    machine_lost(seeded)
    assert cli.run(["restore", str(target)]) == 0
    assert facts() == before
    assert cli.run(["go-live"]) == 0
    assert (seeded / "blobs/ab/segment").read_bytes() == b"sealed" * 1000
    assert (seeded / "keys/log").stat().st_mode & 0o777 == 0o600
    assert setup.not_ready() == ""
    one_more_event(seeded)
    assert setup.not_ready() == ""


def test_the_copy_is_private_complete_and_without_the_guard(seeded: Path) -> None:
    target = backed_up(seeded)
    assert target.stat().st_mode & 0o777 == 0o700
    manifest = json.loads((target / "manifest.json").read_text())
    files = {str(p.relative_to(target)) for p in target.rglob("*") if p.is_file()}
    assert set(manifest["files"]) == files - {"manifest.json"}
    assert {"database", "keys/log", "blobs/ab/segment"} <= files
    assert not any("guard" in name for name in files)
    assert manifest["size"] == Head.objects.get().size


def test_a_backup_goes_to_an_empty_directory_only(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = backed_up(seeded)
    capsys.readouterr()
    assert cli.run(["backup", str(target)]) == 1
    assert "not empty" in capsys.readouterr().err


@pytest.mark.parametrize("fault", ["change", "cut", "add", "remove", "no manifest", "other site"])
def test_a_damaged_backup_changes_nothing(
    seeded: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = backed_up(seeded)
    machine_lost(seeded)
    segment = target / "blobs/ab/segment"
    manifest = target / "manifest.json"
    match fault:
        case "change":
            segment.write_bytes(b"SEALED" * 1000)
        case "cut":
            segment.write_bytes(b"sealed")
        case "add":
            (target / "keys/other").write_bytes(b"x")
        case "remove":
            segment.unlink()
        case "no manifest":
            manifest.unlink()
        case "other site":
            manifest.write_text(manifest.read_text().replace("localhost:8000", "other.example"))
    capsys.readouterr()
    assert cli.run(["restore", str(target)]) == 1
    assert capsys.readouterr().err
    assert not (seeded / "keys").exists()
    assert "heard_event" not in connection.introspection.table_names()


def test_a_heard_in_use_is_never_overwritten(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = backed_up(seeded)
    one_more_event(seeded)
    before = facts()
    assert cli.run(["restore", str(target)]) == 1
    assert "a Heard here already" in capsys.readouterr().err
    assert facts() == before


def test_the_doctor_names_a_backup_that_is_kept_too_long(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its manifest; one of which nobody can tell is named, too."""
    target = backed_up(seeded)
    (target.parent / "old").mkdir()
    folder = target.rename(target.parent / "old" / "kept")
    asked = ["doctor", "--quick", "--backups", str(folder.parent)]
    cli.run(asked)
    assert f"1 in {folder.parent} are no older than 35 days" in capsys.readouterr().out
    aged(folder, days=36)
    assert cli.run(asked) == 1
    assert f"WRONG    backups: {folder} is 36 days old" in capsys.readouterr().out
    for made in ("yesterday", "2026-12-01", 7):
        says(folder, made=made)
        cli.run(asked)
        said = f"careful  backups: {folder / 'manifest.json'} does not say when it was made"
        assert said in capsys.readouterr().out
    (folder / "manifest.json").unlink()
    cli.run(asked)
    assert f"careful  backups: {folder} holds no manifest.json" in capsys.readouterr().out
    assert cli.run([*asked[:-1], str(seeded.parent / "nowhere")]) == 1
    assert "nowhere is no folder" in capsys.readouterr().out


def says(folder: Path, **changed: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))


def aged(folder: Path, *, days: int) -> None:
    made = datetime.fromisoformat(json.loads((folder / "manifest.json").read_text())["made"])
    says(folder, made=(made - timedelta(days=days)).isoformat())
