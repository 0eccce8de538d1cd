"""The ground that the other tests stand on does what it says."""

import socket
from pathlib import Path

import pytest
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


def test_the_engine_is_the_one_asked_for(database: Path, engine: str) -> None:
    assert {"sqlite": "sqlite", "postgresql": "postgres"}[connection.vendor] == engine


def test_the_log_refuses_change_here_as_anywhere(database: Path, now: object) -> None:
    Event.objects.create(index=0, kind="log_created", at=now, actor="operator")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(index=0).update(kind="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(index=0).delete()
    assert Event.objects.get().kind == "log_created"


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
