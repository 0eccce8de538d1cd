"""A database of an older Heard: updated, backed up, brought back, and gone on from."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from operated import empty_database, run_sql
from tests.support.waiting import changed, faults, kept_no_promises, unguarded

from heard.actions.operations import epochs, updates
from heard.actions.operations.backups._copying import run_postgres
from heard.actions.operations.backups._manifest import digest_of
from heard.doors.operator import cli
from heard.formats import receipt
from heard.formats.note import Verifier
from heard.ledger import closed, log_key, receipts
from heard.ledger.journal import Receipt, write
from heard.records.models import Cosignature, Duty, Head, LeafPlace, Opening, Organisation


def older(now: Any) -> list[Receipt]:
    """As before 0015: numbers were places, nothing counted them, leaves were found by place alone.

    First receipts of some events.
    """
    kept_no_promises()
    Organisation.objects.update(promise="")
    old = [write(changed(now, f"{n:032x}")).receipts[0] for n in range(5)]
    unguarded()
    with connection.cursor() as cursor:
        for table, to in (("event", 1000), ("opening", 1000)):  # out of each other's way
            cursor.execute(f'UPDATE heard_{table} SET "index" = "index" + {to}')
        for number, place in Opening.objects.values_list("index", "place"):
            cursor.execute(f'UPDATE heard_event SET "index" = {place} WHERE "index" = {number}')
        cursor.execute('UPDATE heard_opening SET "index" = place')
    call_command("migrate", "heard", "0014", verbosity=0)
    assert "heard_pendingentry" not in connection.introspection.table_names()
    return old


def test_its_backup_is_brought_up_and_the_log_goes_on(
    meridian: Any, database: Path, now: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert epochs.close_epoch(now=now)
    named, old = Organisation.objects.get().promise, older(now)
    size = Head.objects.only("size").get().size
    for command in (["go-live"], ["manifest"], ["doctor", "--quick"]):
        assert cli.run(command) == 1
        told = capsys.readouterr()
        assert "of an older version. Make a backup, then run: heard migrate" in told.out + told.err
    target = database.parent / "backup"
    assert cli.run(["backup", str(target)]) == 0
    empty_database()
    for room in ("keys", "blobs"):
        shutil.rmtree(database / room, ignore_errors=True)
    assert cli.run(["restore", str(target)]) == 0
    assert ": 0016_pending\n" in capsys.readouterr().out
    assert closed.mode() == closed.RESTORED
    assert cli.run(["go-live"]) == 0
    assert Head.objects.get().events == size == LeafPlace.objects.count()
    Organisation.objects.update(promise=named)
    assert write(changed(now)).receipts[0].index == size
    assert epochs.close_epoch(now=now + timedelta(hours=1))
    assert list(Cosignature.objects.order_by("size").values_list("size", flat=True)) == [64, 128]
    log = Verifier.parse(log_key.load().vkey)
    for each in old:
        row = Opening.objects.get(leaf=each.leaf)
        assert receipt.verify(receipts.receipt(row.index, quorum=0), log=log).index == row.index
    assert faults() == []


def temporary() -> tuple[int]:
    with connection.cursor() as cursor:
        found: tuple[int] = cursor.execute("PRAGMA temp_store").fetchone()
        return found


def test_an_update_begins_only_where_it_has_room(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says what it does; of a newer Heard it says that it is newer."""
    if connection.vendor == "sqlite":
        call_command("migrate", "heard", "0014", verbosity=0)
        monkeypatch.setattr(updates, "ROOM", 10**12)
        assert cli.run(["migrate"]) == 1
        assert "Nothing was changed" in capsys.readouterr().err
        monkeypatch.undo()
        assert cli.run(["migrate"]) == 0
        assert ": 0015_leaf_places\n" in capsys.readouterr().out
        steps = MigrationLoader(connection).disk_migrations
        assert [  # new tables, names and codes need no room
            name
            for (app, name), step in sorted(steps.items())
            if app == "heard" and "0017" <= name < "0020" and not updates._rewrites(step)
        ] == ["0017_lost_entries", "0018_idempotency_keys", "0019_codes"]
        call_command("migrate", "heard", "0016", verbosity=0)
        kept: list[tuple[int]] = []  # where: what a step may have to undo is as large as a table
        updates.bring(progress=lambda *_: kept.append(temporary()))
        assert (*set(kept), temporary()) == ((1,), (2,))  # in a file, then in memory again
    later()
    assert cli.run(["migrate"]) == 1
    assert "9999_later" in capsys.readouterr().err


def later() -> None:
    """As a newer Heard leaves its tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES"
            " ('heard', '9999_later', '2027-01-01')"
        )


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_put_in_place(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later()
    target = seeded.parent / "backup"
    assert cli.run(["backup", str(target)]) == 0
    empty_database()
    for room in ("keys", "blobs"):
        shutil.rmtree(seeded / room, ignore_errors=True)
    before = sorted(seeded.rglob("*"))
    capsys.readouterr()
    for flags in ([], ["--drill"]):
        assert cli.run(["restore", str(target), *flags]) == 1
        assert "newer version of Heard (9999_later)" in capsys.readouterr().err
    assert sorted(seeded.rglob("*")) == before
    assert closed.mode() == ""
    assert connection.introspection.table_names() == []


@pytest.mark.parametrize("tables", ["CREATE TABLE other (id integer)", ""])
def test_a_database_that_is_not_heards_is_refused_before_anything_is_put_in_place(
    seeded: Path, capsys: pytest.CaptureFixture[str], tables: str
) -> None:
    """Its digest in the manifest is right: who has the backup can write both."""
    target = seeded.parent / "backup"
    assert cli.run(["backup", str(target)]) == 0
    empty_database()
    shutil.rmtree(seeded / "keys")
    if tables:
        run_sql(tables)
    copy_alone(target / "database")
    empty_database()
    told = json.loads((target / "manifest.json").read_text("utf-8"))
    told["files"]["database"] = list(digest_of(target / "database"))
    (target / "manifest.json").write_text(json.dumps(told), "utf-8")
    before = sorted(seeded.rglob("*"))
    capsys.readouterr()
    assert cli.run(["restore", str(target)]) == 1
    assert "has no tables of Heard's" in capsys.readouterr().err
    assert sorted(seeded.rglob("*")) == before
    assert connection.introspection.table_names() == []


def copy_alone(target: Path) -> None:
    """The database as it is now, in the place of a copy."""
    target.unlink()
    if connection.vendor == "postgresql":
        run_postgres(["pg_dump", "--format=custom", "--no-owner", f"--file={target}"])
        return
    with closing(sqlite3.connect(target)) as copy, copy:
        connection.ensure_connection()
        connection.connection.backup(copy)


def init(place: Path) -> int:
    options = ["--name", "Meridian", "--root-key", str(place.parent / "another.key")]
    return cli.run(["init", *options])


def test_init_leaves_tables_of_another_version_as_they_are(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It had brought older ones up without a word of what it did, or of the room it takes."""
    Duty.objects.filter(kind="triage").delete()  # as a Heard of then laid down none
    call_command("migrate", "heard", "0016", verbosity=0)
    before = connection.introspection.table_names()
    assert init(seeded) == 1
    assert "of an older version. Make a backup, then run: heard migrate" in capsys.readouterr().err
    assert connection.introspection.table_names() == before
    assert cli.run(["migrate"]) == 0
    assert init(seeded) == 1
    assert "is set up already" in capsys.readouterr().err
    later()
    assert init(seeded) == 1
    assert "newer version of Heard (9999_later)" in capsys.readouterr().err
    assert not (seeded.parent / "another.key").exists()
