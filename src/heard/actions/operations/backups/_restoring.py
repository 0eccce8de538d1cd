"""Check everything first, close Heard, then put it in place."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from heard.actions.operations import _steps
from heard.actions.operations.backups import _manifest as manifest
from heard.actions.operations.backups._copying import ROOMS, run_postgres, steps_of
from heard.actions.operations.backups._manifest import Manifest, Progress
from heard.ledger import closed
from heard.rules.refusals import RefusedError


class Restored(NamedTuple):
    """What is back: number of files, and entries of the log."""

    files: int
    size: int


def restore(*, directory: Path, drill: bool, progress: Progress) -> Restored:
    """Bring a backup back onto an empty Heard, closed: it can be read. Raises RefusedError.

    Nothing is signed, sent or asked, and no clock moves, until ``go_live``; after a ``drill``
    never.
    """
    found = manifest.read(directory)
    _refuse_unfit(found)
    manifest.check(directory, found, progress)
    _refuse_newer(directory / manifest.DATABASE)
    closed.close(closed.DRILL if drill else closed.RESTORED)
    _place_rooms(directory, progress)
    _place_database(directory / manifest.DATABASE, progress)
    return Restored(len(found.files), found.size)


def _refuse_unfit(found: Manifest) -> None:
    if found.engine != connection.vendor:
        raise RefusedError(
            f"The backup is of {found.engine}, HEARD_DATABASE_URL names {connection.vendor}. "
            f"Name an empty {found.engine} database."
        )
    if found.site != settings.HEARD.site:
        raise RefusedError(
            f"The backup is of {found.site}, HEARD_SITE is {settings.HEARD.site}: return codes and"
            f" receipts are bound to the site. Set HEARD_SITE={found.site}."
        )
    if _database_in_use():
        raise RefusedError(
            "There is a Heard here already. A restore never overwrites: move its database and the"
            " keys and blobs of HEARD_DATA away first (keep the guard directory)."
        )


def _refuse_newer(copy: Path) -> None:
    if newer := _steps.newer(steps_of(copy)):
        raise RefusedError(
            f"The backup is of a newer version of Heard ({newer}): this one does not know what its"
            " tables mean. Install that version, then restore. Nothing was put in place."
        )


def _database_in_use() -> bool:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return path.exists() and path.stat().st_size > 0
    return "heard_organisation" in connection.introspection.table_names()


def _place_rooms(directory: Path, progress: Progress) -> None:
    for room in ROOMS:
        source = directory / room
        paths = list(manifest.files_under(source)) if source.is_dir() else []
        for done, path in enumerate(paths, 1):
            target = settings.HEARD.data / room / path.relative_to(source)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copy2(path, target)
            progress(room, done, len(paths))


def _place_database(source: Path, progress: Progress) -> None:
    """Last, so that a restore that broke off can be run again."""
    if connection.vendor == "postgresql":
        connection.close()
        run_postgres(["pg_restore", "--no-owner", "--single-transaction", str(source)])
    else:
        connection.close()
        _place_file(source, Path(connection.settings_dict["NAME"]))
    progress("database", 1, 1)


def _place_file(source: Path, target: Path) -> None:
    new = target.with_name(target.name + ".new")
    shutil.copyfile(source, new)
    new.chmod(0o600)
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(target)
