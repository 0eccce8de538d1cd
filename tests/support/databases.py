"""A database of its own for each test, copied from a template that is migrated once a run."""

from __future__ import annotations

import copy
import dataclasses
import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from connecting import end_sessions, keep_sessions
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections
from recycling import Recycled, Rows, rows_of


def _names() -> dict[str, Any]:
    """The live settings of the default connection, shared by the connections of all threads."""
    return connections.settings["default"]


def point_at(name: str) -> None:
    # The writer's thread keeps a connection of its own; the next action starts it anew.
    from heard.ledger import writer

    writer.stop()
    connections.close_all()
    _names()["NAME"] = name


class SQLite:
    """Databases are files; a copy is a copy."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.folder = folder
        self.template = str(shared / "template.sqlite3")

    def make_template(self) -> None:
        point_at(self.template)
        call_command("migrate", verbosity=0)
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()

    def keep(self, of: str) -> str:
        """A copy of a database that nobody has open; its name, which ``copy`` takes."""
        return self.copy(of)

    def copy(self, of: str = "") -> str:
        """A copy of the template, or of what was kept."""
        name = str(self.folder / f"{uuid.uuid4().hex}.sqlite3")
        shutil.copyfile(of or self.template, name)
        return name

    def close(self) -> None:
        """There is nothing else of it."""

    def drop(self, name: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)


class Postgres:
    """Databases are databases, copied file by file: through the log takes five times as long.

    Making one and dropping it costs as much as a test. So a worker empties the one that it has, as
    long as nobody changed what tables there are, and fills it with what is kept (recycling.py).
    """

    def __init__(self, run: str) -> None:
        self.home = _names()["NAME"]
        self.template = f"heard_{run}"
        self._recycled: Recycled | None = None
        self._kept: dict[str, Rows] = {}
        keep_sessions()

    def make_template(self) -> None:
        self._run(f'CREATE DATABASE "{self.template}"')
        point_at(self.template)
        call_command("migrate", verbosity=0)
        connections.close_all()
        end_sessions(self.template)

    def keep(self, of: str) -> str:
        """What stands in a database now; a name, which ``copy`` takes."""
        name = uuid.uuid4().hex
        with self._connected(of) as there:
            self._kept[name] = rows_of(there)
        return name

    def copy(self, of: str = "") -> str:
        """A database as the template is, or as what was kept."""
        rows = self._kept[of] if of else None
        if self._recycled is None:
            name = self._made()
            self._recycled = Recycled(name, self._connected(name))
        if not self._recycled.is_taken:
            self._recycled.fill(rows)
            _forget_by_name()
            return self._recycled.name
        name = self._made()
        if rows is not None:
            with self._connected(name) as there:
                Recycled(name, there).fill(rows)
        return name

    def _made(self) -> str:
        name = f"heard_{uuid.uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}" STRATEGY file_copy')
        return name

    def drop(self, name: str) -> None:
        if self._kept.pop(name, None) is not None:
            return
        if self._recycled is not None and self._recycled.name == name:
            if self._recycled.give_back():
                return
            self._recycled.close()
            self._recycled = None
        end_sessions(name)
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Leave nothing behind."""
        if self._recycled is not None:
            self._recycled.close()
            end_sessions(self._recycled.name)
            self._run(f'DROP DATABASE "{self._recycled.name}" WITH (FORCE)')

    def _connected(self, name: str) -> psycopg.Connection[Any]:
        place = {key.lower(): _names()[key] or None for key in ("HOST", "PORT", "USER", "PASSWORD")}
        return psycopg.connect(dbname=name, autocommit=True, **place)

    def _run(self, statement: str) -> None:
        with self._connected(self.home) as there:
            there.execute(statement.encode())


def _forget_by_name() -> None:
    """What Heard remembers of a database by its name, which the test before had, too."""
    from heard.access import law
    from heard.actions.oversight import public

    law._country.cache_clear()
    public._counted.cache_clear()


Engine = SQLite | Postgres


@pytest.fixture(scope="session")
def _databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    blocker = request.getfixturevalue("django_db_blocker")
    kind = request.config.getoption("--engine")
    folder = tmp_path_factory.getbasetemp()
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    shared = folder.parent if run else folder  # of all workers of a run
    engine: Engine = (
        Postgres(run or str(os.getpid()))
        if kind == "postgres"
        else SQLite(tmp_path_factory.mktemp("db"), shared)
    )
    with blocker.unblock():
        with _one_at_a_time(shared) as users:
            if not users:
                engine.make_template()
            users.append(str(os.getpid()))
        yield engine
        engine.close()
        with _one_at_a_time(shared) as users:
            users.remove(str(os.getpid()))
            if not users:
                engine.drop(engine.template)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[list[str]]:
    """The processes that have the template: migrating it costs as much as fifty tests."""
    with (folder / "template-users").open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.seek(0)
        users = handle.read().split()
        yield users
        handle.truncate(0)
        handle.write(" ".join(users))


@pytest.fixture
def fresh_database(
    _databases: Engine, request: pytest.FixtureRequest
) -> Iterator[Callable[..., str]]:
    """Makes one more empty database, or one with what is kept, and points Django at it."""
    blocker = request.getfixturevalue("django_db_blocker")
    made: list[str] = []

    def make(of: str = "") -> str:
        made.append(_databases.copy(of))
        point_at(made[-1])
        return made[-1]

    with blocker.unblock():
        yield make
        point_at("")
        for name in made:
            _databases.drop(name)


@dataclasses.dataclass
class Founded:
    """A world as it was when it had just been founded; ``value`` is what stands for it in tests.

    ``folder`` holds what stood in the test's own one: ``data`` and what was written beside it.
    """

    name: str
    folder: Path
    value: Any


# By the fixture that it stands for: the function, since a file may have one of the same name.
Kept = dict[Callable[..., Any], Founded]


def _of_this_test(request: pytest.FixtureRequest) -> dict[str, Callable[..., Any]]:
    """The fixtures that a test has, by their names."""
    defined = request.node._fixtureinfo.name2fixturedefs
    return {name: found[-1].func for name, found in defined.items()}


@pytest.fixture(scope="session")
def _founded(_databases: Engine) -> Iterator[Kept]:
    kept: Kept = {}
    yield kept
    point_at("")
    for each in kept.values():
        _databases.drop(each.name)


@pytest.fixture
def database(
    fresh_database: Callable[..., str],
    _founded: Kept,
    request: pytest.FixtureRequest,
    settings: Any,
    tmp_path: Path,
) -> Path:
    """A migrated database with real commits; answers the folder Heard may write to.

    It is empty, but for a test that asks for a world which is founded once a worker.
    """
    folder = tmp_path / "data"
    # One that builds on another was founded after it.
    mine = set(_of_this_test(request).values())
    found = next((_founded[each] for each in reversed(_founded) if each in mine), None)
    fresh_database(found.name if found else "")
    if found:
        shutil.copytree(found.folder, tmp_path, dirs_exist_ok=True)
    else:
        folder.mkdir(mode=0o700)
    settings.HEARD = dataclasses.replace(django_settings.HEARD, data=folder)
    return folder


@pytest.fixture
def founded(
    _databases: Engine,
    _founded: Kept,
    database: Path,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[], Any]], Any]:
    """``founded("world", make)``: what ``make`` founds, the first time; a copy from then on.

    ``database`` has by then brought back what was kept under the name, which is a fixture's.
    """

    def get(name: str, make: Callable[[], Any]) -> Any:
        fixture = _of_this_test(request)[name]
        if fixture not in _founded:
            made, at = make(), str(_names()["NAME"])
            point_at(at)  # nobody has it open
            folder = tmp_path_factory.mktemp("founded")
            shutil.copytree(database.parent, folder, dirs_exist_ok=True)
            # Of what this test does to it, what is kept knows nothing: it may build on a world that
            # the test has, too.
            _founded[fixture] = Founded(_databases.keep(at), folder, copy.deepcopy(made))
            point_at(at)
            return made
        return copy.deepcopy(_founded[fixture].value)

    return get


@pytest.fixture
def parting(_databases: Engine, database: Path, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Keeps the world as it is now; what it answers leads back there, as often as it is called."""
    made: list[str] = []

    def keep() -> Callable[[], None]:
        name = str(_names()["NAME"])
        point_at(name)  # nobody has it open: SQLite has moved its journal into the file
        kept = _databases.keep(name)
        made.append(kept)
        point_at(name)
        folder = tmp_path / f"kept-{len(made)}"
        shutil.copytree(database, folder)

        def back() -> None:
            point_at("")
            made.append(_databases.copy(kept))
            point_at(made[-1])
            shutil.rmtree(database)
            shutil.copytree(folder, database)

        return back

    yield keep
    point_at("")
    for name in made:
        _databases.drop(name)
