"""Database first, then keys and sealed files, then the manifest."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from heard.access import file_store
from heard.actions.operations import _steps
from heard.actions.operations.backups import _manifest as manifest
from heard.actions.operations.backups._manifest import Manifest, Progress
from heard.ledger import log_key, promise_key
from heard.records import blobs
from heard.records.models import Head, Organisation
from heard.rules.refusals import RefusedError

PAGES = 4096  # 16 MiB a step: short enough not to hold back a writer
# Everything Heard keeps beside the database; the guard is left out (see the package).
ROOMS = ("keys", "blobs")
_COLUMNS = 4  # of django_migrations: id, app, name, applied
_PARTS = (
    'SELECT s.file_id, p.segment_id, p."offset", p.size, p.sha256'
    " FROM heard_part p JOIN heard_segment s ON s.id = p.segment_id"
)


class Made(NamedTuple):
    """A finished backup: number of files, bytes, and entries of the log.

    ``lost``: sealed files (ids) that are not as they were acknowledged, in the backup as here.
    """

    files: int
    bytes: int
    size: int
    lost: tuple[str, ...] = ()


class Facts(NamedTuple):
    """What the copied database says: its site and log, and every part that it speaks of."""

    site: str
    log: str
    size: int
    root: bytes
    parts: list[tuple[str, str, blobs.Part]]  # file, segment, part


def back_up(*, directory: Path, now: datetime, progress: Progress) -> Made:
    """Write a copy into a new or empty directory. Heard may go on working.

    Raises RefusedError, with nothing written, where the copy could never be brought back to life.
    """
    _refuse_lifeless()
    _make_empty(directory)
    facts = _copy_database(directory, progress)
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
            site=facts.site,
            engine=connection.vendor,
            made=now.isoformat(),
            size=facts.size,
            root=facts.root.hex(),
            files=files,
        ),
    )
    total = sum(size for size, _ in files.values())
    return Made(len(files), total, facts.size, _lost(facts, files))


def _refuse_lifeless() -> None:
    """Without the log's key a restored Heard signs nothing; with another's, a second history."""
    found = Organisation.objects.only("log", "promise")
    organisation = found.first() if _tables() else None
    if organisation is None:
        raise RefusedError("This Heard is not set up yet. Run heard init first.")
    try:
        key = log_key.load()
    except log_key.LogKeyMissingError as error:
        raise RefusedError(
            f"A backup without the log's key could never be brought back: {error} "
            "Bring keys/log back from an older backup first."
        ) from error
    if key.vkey != organisation.log:
        raise RefusedError(
            f"{log_key.path()} is not the key of this log. Bring keys/log back from an older"
            " backup: with this one, nothing could ever be signed again."
        )
    try:
        promise_key.refuse_other(organisation.promise)
    except promise_key.PromiseKeyMissingError as error:
        raise RefusedError(f"A backup of this would not start: {error}") from error
    if not file_store.seen():
        raise RefusedError(
            f"{settings.HEARD.data / 'blobs'} is not the store of this Heard's sealed files: a disk"
            " or a share is not mounted. Mount it, then make the backup."
        )


def _tables() -> bool:
    return Organisation._meta.db_table in connection.introspection.table_names()


def _lost(facts: Facts, files: dict[str, list[Any]]) -> tuple[str, ...]:
    """Files of which a part was not copied as it was acknowledged."""
    wrong = {
        file
        for file, segment, part in facts.parts
        if files.get(f"blobs/{blobs.place_in_store(segment, part)}") != [part[1], part[2]]
    }
    return tuple(sorted(wrong))


def _make_empty(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise RefusedError(f"{directory} is not empty. Give a new directory for each backup.")
    directory.chmod(0o700)  # the log's key will be in it


def _copy_database(directory: Path, progress: Progress) -> Facts:
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
            raise RefusedError("SQLite finds the copy damaged. Run heard doctor before all else.")


def _read_sqlite(target: Path) -> Facts:
    """From the copy itself, not from the database that has gone on since."""
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as copy:
        site = copy.execute("SELECT site, log FROM heard_organisation").fetchone()
        parts = copy.execute(_PARTS).fetchall()
        head = copy.execute("SELECT size, root FROM heard_head").fetchone()
    if site is None or head is None:
        raise RefusedError("This Heard is not set up yet. Run heard init first.")
    return Facts(
        str(site[0]),
        str(site[1]),
        int(head[0]),
        bytes(head[1]),
        [(row[0], row[1], row[2:]) for row in parts],
    )


@contextmanager
def _snapshot() -> Iterator[tuple[str, Facts]]:
    """One moment of the database that pg_dump sees as well, with the log's tree at that moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        name = str(cursor.fetchone()[0])
        # These columns alone: a backup is made before an update, by either version.
        organisation = Organisation.objects.only("site", "log").first()
        head = Head.objects.only("size", "root").first()
        if organisation is None or head is None:
            raise RefusedError("This Heard is not set up yet. Run heard init first.")
        cursor.execute(_PARTS)
        parts = [(row[0], row[1], row[2:]) for row in cursor.fetchall()]
        yield (
            name,
            Facts(organisation.site, organisation.log, head.size, bytes(head.root), parts),
        )


def _dump_postgres(target: Path, snapshot: str) -> None:
    run_postgres(
        ["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"]
    )


def run_postgres(command: list[str]) -> None:
    """Run a PostgreSQL program on Heard's database; the password goes by environment."""
    place = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    chosen = {variable: str(place[key]) for variable, key in names.items() if place.get(key)}
    _run([*command, f"--dbname={place['NAME']}"], **chosen)


def _run(command: list[str], **environment: str) -> str:
    """What a program prints. Raises RefusedError."""
    if shutil.which(command[0]) is None:
        raise RefusedError(f"{command[0]} is not installed. Run: apt-get install postgresql-client")
    done = subprocess.run(  # noqa: S603 -- arguments of our own
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RefusedError(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


def steps_of(copy: Path) -> list[_steps.Step]:
    """By which steps the tables of a copied database came to be, read from the copy alone.

    Raises RefusedError where it has none.
    """
    read = _steps_of_sqlite if connection.vendor == "sqlite" else _steps_of_postgres
    if found := read(copy):
        return found
    raise RefusedError(f"{copy} has no tables of Heard's: it is no backup of it.")


def _steps_of_sqlite(copy: Path) -> list[_steps.Step]:
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return database.execute("SELECT app, name FROM django_migrations").fetchall()
    except sqlite3.Error:  # another kind of file, or another program's tables
        return []


def _steps_of_postgres(copy: Path) -> list[_steps.Step]:
    said = _run(["pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(copy)])
    rows = [line.split("\t") for line in said.splitlines()]  # as COPY writes them
    return [(row[1], row[2]) for row in rows if len(row) == _COLUMNS]


def _copy_room(room: str, directory: Path, progress: Progress) -> None:
    source = settings.HEARD.data / room
    paths = list(manifest.files_under(source)) if source.is_dir() else []
    for done, path in enumerate(paths, 1):
        target = directory / room / path.relative_to(source)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(path, target)
        progress(room, done, len(paths))
