"""A Heard that its operator has set up, for the tests of the operator's door."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections

SITE = "localhost:8000"


@pytest.fixture
def place(database: Path) -> Iterator[Path]:
    """The folder of a Heard that is not set up; its writer ends with the test."""
    from heard.ledger import writer

    writer.stop()  # of an earlier test, with that test's database
    yield database
    writer.stop()


@pytest.fixture
def seeded(place: Path, founded: Callable[..., Any]) -> Path:
    """The demonstration's Heard; its card and root key lie beside ``data``."""
    from heard.doors.operator.demonstration import seeding

    def make() -> None:
        seeding.seed(directory=place.parent, site=SITE, now=seeding.the_time())

    founded("seeded", make)
    return place


def card(place: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(
        (place.parent / "sign-ins.json").read_text()
    )
    return found


def empty_database() -> None:
    """As a new machine has it: not even tables."""
    from heard.ledger import writer

    writer.stop()
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        connections.close_all()
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connections.close_all()


def run_sql(*statements: str) -> None:
    """Do what the triggers forbid, as somebody with the database's own password would."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def without_triggers(*statements: str) -> None:
    """As the owner of the tables can."""
    if connection.vendor == "postgresql":
        run_sql(
            *(
                f"ALTER TABLE {table} DISABLE TRIGGER ALL"
                for table in ("heard_event", "heard_leaf")
            ),
            *statements,
        )
        return
    run_sql(
        *(
            f"DROP TRIGGER {table}_keeps_{action}"
            for table in ("heard_event", "heard_leaf")
            for action in ("update", "delete")
        ),
        *statements,
    )


def environment(place: Path) -> dict[str, str]:
    """The test's own database and folder, for another process."""
    chosen = connection.settings_dict
    made = {"HEARD_SITE": settings.HEARD.site, "HEARD_DATA": str(place)}
    if connection.vendor == "sqlite":
        return made | {"HEARD_DATABASE_URL": f"sqlite:///{chosen['NAME']}"}
    named = urlsplit(os.environ["HEARD_DATABASE_URL"])
    return made | {"HEARD_DATABASE_URL": named._replace(path=f"/{chosen['NAME']}").geturl()}
