"""The ground that the other tests stand on does what it says."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from databases import point_at
from dealing import dealt
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from loopback import NetworkReachedError, is_loopback

from heard.records.models import Event, Organisation


def organisation_names() -> list[str]:
    return list(Organisation.objects.values_list("name", flat=True))


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_database_of_its_own(database: Path, now: object, turn: int) -> None:
    assert organisation_names() == []
    Organisation.objects.create(name="Meridian Group", site="s", root="r", log="l", created=now)
    assert organisation_names() == ["Meridian Group"]
    assert settings.HEARD.data == database


class Built:
    """What is founded in a ``world`` that is founded before."""

    def __init__(self, world: dict[str, list[int]]) -> None:
        self.world = world


@pytest.fixture
def ground(founded: Callable[..., Any]) -> dict[str, list[int]]:
    return dict(founded("ground", lambda: {"done": []}))


@pytest.fixture
def built(founded: Callable[..., Any], ground: dict[str, list[int]]) -> Built:
    made: Built = founded("built", lambda: Built(ground))
    ground.update(made.world)
    return made


@pytest.mark.parametrize("turn", [1, 2])
def test_of_a_world_that_is_kept_no_test_sees_what_another_did(
    built: Built, ground: dict[str, list[int]], turn: int
) -> None:
    assert built.world == {"done": []}
    ground["done"].append(turn)


def test_the_engine_is_the_one_asked_for(database: Path, engine: str) -> None:
    assert {"sqlite": "sqlite", "postgresql": "postgres"}[connection.vendor] == engine


def test_the_log_refuses_change_here_as_anywhere(database: Path, now: object) -> None:
    Event.objects.create(index=0, kind="log_created", at=now, actor="operator")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(index=0).update(kind="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(index=0).delete()
    assert Event.objects.get().kind == "log_created"


@pytest.fixture
def again(_databases: Any, django_db_blocker: Any) -> Iterator[Callable[[], str]]:
    """Gives the database of the test before back, and takes one; answers its name."""
    had: list[str] = []

    def take() -> str:
        point_at("")
        for name in had:
            _databases.drop(name)
        had[:] = [_databases.copy()]
        point_at(had[0])
        return had[0]

    with django_db_blocker.unblock():
        yield take
        point_at("")
        _databases.drop(had[0])


# The server has those of other workers' databases, too.
LOCKS_HERE = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = current_database()
"""


def asked(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()[0][0] if cursor.description else None


@pytest.mark.postgres_only
def test_nothing_of_a_test_before_is_left(again: Callable[[], str]) -> None:
    """Of PostgreSQL a worker empties one database for each test, and keeps its sessions."""
    name = again()
    usual, rows = asked("SHOW work_mem"), asked("SELECT count(*) FROM django_migrations")
    asked("SELECT pg_advisory_lock(7)")
    assert asked(LOCKS_HERE) == 1
    asked("SET work_mem = '77MB'")
    asked("CREATE TEMPORARY TABLE django_migrations (name text)")
    connection.close()
    first = [asked("SELECT nextval('heard_move_number_seq')") for _ in range(3)]
    asked("DELETE FROM django_migrations")
    assert again() == name
    assert asked(LOCKS_HERE) == 0
    assert asked("SHOW work_mem") == usual
    assert asked("SELECT count(*) FROM django_migrations") == rows > 0
    assert asked("SELECT nextval('heard_move_number_seq')") == first[0] == 1


@pytest.mark.postgres_only
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE heard_event DISABLE TRIGGER USER",
        "ALTER TABLE heard_case ADD COLUMN words text",
        "ALTER TABLE heard_move DROP CONSTRAINT one_version",
        "CREATE TABLE words (id int)",
        "DROP INDEX duty_due",
    ],
)
def test_a_database_with_other_tables_is_not_used_again(
    again: Callable[[], str], change: str
) -> None:
    name = again()
    asked(change)
    assert again() != name
    assert again() == again()


@pytest.mark.postgres_only
def test_whoever_stayed_connected_is_not_there_for_the_next(again: Callable[[], str]) -> None:
    name = again()
    named = connection.get_connection_params()
    with psycopg.connect(**{**named, "dbname": name}) as stayed:
        stayed.execute("LOCK TABLE heard_case")
        assert again() == name
        assert asked("SELECT count(*) FROM heard_case") == 0
        with pytest.raises(psycopg.OperationalError):
            stayed.execute("SELECT 1")


def test_the_network_ends_at_this_machine() -> None:
    with socket.socket() as listener, socket.socket() as caller:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        caller.connect(listener.getsockname())
    with socket.socket() as caller, pytest.raises(NetworkReachedError):
        caller.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkReachedError):
        socket.getaddrinfo("heard.example", 443)
    assert [is_loopback(host) for host in ("::1", "127.9.9.9", "10.0.0.1", None)] == [
        True,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_every_worker_begins_with_its_share_of_the_longest(workers: int) -> None:
    longest, others = [f"long {n}" for n in range(11)], [f"short {n}" for n in range(90)]
    made = dealt(longest, others, workers)
    assert sorted(made) == sorted(longest + others)
    for worker in range(workers):  # as pytest-xdist's worksteal cuts it
        size = len(made) // (workers - worker)
        stretch, made = made[:size], made[size:]
        share = longest[worker::workers]
        assert stretch[: len(share)] == share
        assert not set(stretch[len(share) :]) & set(longest)
