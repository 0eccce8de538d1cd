"""Check everything first, then put it in place; the signing guard has the last word."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from heard.actions import _guard
from heard.actions.backups import _manifest as manifest
from heard.actions.backups._copying import ROOMS, run_postgres
from heard.actions.backups._manifest import BackupError, Manifest, Progress


class GuardRefused(BackupError):
    """The backup is older than what the log has signed."""

    def __init__(self, *, size: int, signed: int, by: str) -> None:
        super().__init__(
            f"This backup's log ends at entry {size}, but {by} a log of {signed} entries. Going on"
            " from here would sign a second history, and the receipts given out since then would"
            " prove it against you. Look for a newer copy (a replica, a later backup, the disk"
            " itself). If there is none: heard restore --for-reading brings the reports back so"
            " that handlers can read them, and the log stays closed (docs/operate/backup.md)."
        )


class Restored(NamedTuple):
    """What is back: number of files, entries of the log, and whether the log may go on."""

    files: int
    size: int
    goes_on: bool


def restore(
    *, directory: Path, new_machine: bool, for_reading: bool, progress: Progress
) -> Restored:
    """Bring a backup back onto an empty Heard. Raises BackupError, GuardRefused.

    ``new_machine``: the guard is lost with the old machine, and the operator says so; the restored
    tree becomes the least that is accepted. ``for_reading``: bring it back although the guard
    refuses; nothing will be signed.
    """
    found = manifest.read(directory)
    _refuse_unfit(found)
    manifest.check(directory, found, progress)
    goes_on = _judge(found, new_machine=new_machine, for_reading=for_reading)
    _place_rooms(directory, progress)
    _place_database(directory / manifest.DATABASE, progress)
    if new_machine and _guard.remembered() is None:
        _guard.adopt(_tree(found))
    return Restored(len(found.files), found.size, goes_on)


def _refuse_unfit(found: Manifest) -> None:
    if found.engine != connection.vendor:
        raise BackupError(
            f"The backup is of {found.engine}, HEARD_DATABASE_URL names {connection.vendor}. "
            f"Name an empty {found.engine} database."
        )
    if found.site != settings.HEARD.site:
        raise BackupError(
            f"The backup is of {found.site}, HEARD_SITE is {settings.HEARD.site}: return codes and"
            f" receipts are bound to the site. Set HEARD_SITE={found.site}."
        )
    if _database_in_use():
        raise BackupError(
            "There is a Heard here already. A restore never overwrites: move its database and the"
            " keys and blobs of HEARD_DATA away first (keep the guard directory)."
        )


def _database_in_use() -> bool:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return path.exists() and path.stat().st_size > 0
    return "heard_organisation" in connection.introspection.table_names()


def _judge(found: Manifest, *, new_machine: bool, for_reading: bool) -> bool:
    memory = _guard.remembered()
    if memory is None:
        if not (new_machine or for_reading):
            raise BackupError(
                f"This machine has no signing guard ({settings.HEARD.data / 'guard'}). Bring the"
                " directory along from the old machine. If it is lost, ask your witnesses for the"
                f" newest size that they cosigned; is it {found.size} or less, add --new-machine."
            )
        return new_machine
    if found.size < memory.confirmed.size:
        if for_reading:
            return False
        raise GuardRefused(
            size=found.size, signed=memory.confirmed.size, by="this machine has signed"
        )
    return True


def _tree(found: Manifest) -> _guard.Tree:
    return _guard.Tree(found.size, bytes.fromhex(found.root))


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
