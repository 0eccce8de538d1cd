"""Database first, then keys and sealed files, then the manifest."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from heard.actions.backups import _manifest as manifest
from heard.actions.backups._manifest import BackupError, Manifest, Progress
from heard.records.models import Head, Organisation

PAGES = 4096  # 16 MiB a step: short enough not to hold back a writer
# Everything Heard keeps beside the database; the guard is left out (see the package).
ROOMS = ("keys", "blobs")


class Made(NamedTuple):
    """A finished backup: number of files, bytes, and entries of the log."""

    files: int
    bytes: int
    size: int


def back_up(*, directory: Path, now: datetime, progress: Progress) -> Made:
    """Write a copy into a new or empty directory. Heard may go on working. Raises BackupError."""
    _make_empty(directory)
    site, size, root = _copy_database(directory, progress)
    for room in ROOMS:
        _copy_room(room, directory, progress)
    files = {
        str(path.relative_to(directory)): manifest.digest_of(path)
        for path in manifest.files_under(directory)
    }
    manifest.write(
        directory,
        Manifest(
            v=1,
            site=site,
            engine=connection.vendor,
            made=now.isoformat(),
            size=size,
            root=root.hex(),
            files=files,
        ),
    )
    return Made(len(files), sum(size for size, _ in files.values()), size)


def _make_empty(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise BackupError(f"{directory} is not empty. Give a new directory for each backup.")
    directory.chmod(0o700)  # the log's key will be in it


def _copy_database(directory: Path, progress: Progress) -> tuple[str, int, bytes]:
    target = directory / manifest.DATABASE
    target.touch(0o600)
    if connection.vendor == "sqlite":
        _copy_sqlite(target, progress)
        return _read_sqlite(target)
    with _snapshot() as (name, facts):
        _dump_postgres(target, name)
    progress("database", 1, 1)
    return facts


def _copy_sqlite(target: Path, progress: Progress) -> None:
    def tell(_status: int, remaining: int, total: int) -> None:
        progress("database", total - remaining, total)

    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy, pages=PAGES, progress=tell)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, no -wal beside it
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError("SQLite finds the copy damaged. Run heard doctor before all else.")


def _read_sqlite(target: Path) -> tuple[str, int, bytes]:
    """From the copy itself, not from the database that has gone on since."""
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as copy:
        site = copy.execute("SELECT site FROM heard_organisation").fetchone()
        head = copy.execute("SELECT size, root FROM heard_head").fetchone()
    if site is None or head is None:
        raise BackupError("This Heard is not set up yet. Run heard init first.")
    return str(site[0]), int(head[0]), bytes(head[1])


@contextmanager
def _snapshot() -> Iterator[tuple[str, tuple[str, int, bytes]]]:
    """One moment of the database that pg_dump sees as well, with the log's tree at that moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        name = str(cursor.fetchone()[0])
        organisation, head = Organisation.objects.first(), Head.objects.first()
        if organisation is None or head is None:
            raise BackupError("This Heard is not set up yet. Run heard init first.")
        yield name, (organisation.site, head.size, bytes(head.root))


def _dump_postgres(target: Path, snapshot: str) -> None:
    run_postgres(
        ["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"]
    )


def run_postgres(command: list[str]) -> None:
    """Run a PostgreSQL program on Heard's database; the password goes by environment."""
    place = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    chosen = {variable: str(place[key]) for variable, key in names.items() if place.get(key)}
    if shutil.which(command[0]) is None:
        raise BackupError(f"{command[0]} is not installed. Run: apt-get install postgresql-client")
    done = subprocess.run(  # noqa: S603 -- arguments of our own
        [*command, f"--dbname={place['NAME']}"],
        env={**os.environ, **chosen},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip()}")


def _copy_room(room: str, directory: Path, progress: Progress) -> None:
    source = settings.HEARD.data / room
    paths = list(manifest.files_under(source)) if source.is_dir() else []
    for done, path in enumerate(paths, 1):
        target = directory / room / path.relative_to(source)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(path, target)
        progress(room, done, len(paths))
