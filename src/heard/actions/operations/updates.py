"""The tables of an older Heard, brought to this version's; a large log takes time, and room."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import CreateModel, RenameModel

from heard.actions.operations import _steps
from heard.ledger import closed
from heard.records.closed_sets import AlterCodes

# Times the database, at most, that a step takes beside it until it is kept: SQLite's journal and a
# table that is made again (docs/performance.md, "An update").
ROOM = 3
_SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}
_LIGHT = (CreateModel, RenameModel, AlterCodes)
Progress = Callable[[str, int, int], None]


class Wanted(NamedTuple):
    """What is to be done: names of steps, bytes of the database, bytes that may be taken beside it.

    ``free``: bytes on its disk; None where another machine has it. ``where``: that disk.
    """

    steps: tuple[str, ...]
    size: int
    room: int
    free: int | None
    where: Path | None


def wanted() -> Wanted:
    """Steps that this version has and the database has not; none where it is of a newer one.

    Raises DatabaseError.
    """
    executor = MigrationExecutor(connection)
    newer = _steps.newer(executor.loader.applied_migrations)
    left = [] if newer else executor.migration_plan(executor.loader.graph.leaf_nodes())
    with connection.cursor() as cursor:
        cursor.execute(_SIZES[connection.vendor])
        size = int(cursor.fetchone()[0])
    where = None if connection.vendor == "postgresql" else _folder()
    free = shutil.disk_usage(where).free if where else None
    room = ROOM * size if any(_rewrites(step) for step, _ in left) else 0
    return Wanted(tuple(step.name for step, _ in left), size, room, free, where)


def _rewrites(step: Migration) -> bool:
    """Whether it may touch rows: all but new tables, new names, and other codes for a column."""
    return not all(isinstance(each, _LIGHT) for each in step.operations)


def _folder() -> Path:
    return Path(connection.settings_dict["NAME"]).resolve().parent


def bring(*, progress: Progress) -> None:
    """Do the steps; each is whole or not at all, so that one that was stopped is done again.

    Also where Heard is closed: a backup of an older version has to be read by this one. Raises
    CommandError, a sentence for the operator, where a step finds what it cannot take.
    """
    done = 0

    def tell(action: str, step: Migration | None = None, fake: bool | None = None) -> None:  # noqa: FBT001 Django calls it
        nonlocal done
        del fake
        if step and action == "apply_start":
            done += 1
            progress(step.name, done, len(left))

    with closed.lifted(), _sparing_memory():
        executor = MigrationExecutor(connection, tell)
        targets = executor.loader.graph.leaf_nodes()
        left = executor.migration_plan(targets)
        executor.migrate(targets, plan=left)
        call_command("migrate", verbosity=0)  # and whatever else Django does after it


@contextmanager
def _sparing_memory() -> Iterator[None]:
    """SQLite keeps what a step may have to undo, a whole table, in the database's own folder.

    In memory, as at other times, it was as large as the database; and it belongs in no /var/tmp.
    """
    if connection.vendor != "sqlite":
        yield
        return
    folder = str(_folder()).replace("'", "''")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA temp_store_directory = '{folder}'")
        cursor.execute("PRAGMA temp_store = FILE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp_store_directory = ''")
        connection.close()  # the next one has its usual settings


__all__ = ["CommandError", "DatabaseError", "Wanted", "bring", "wanted"]
