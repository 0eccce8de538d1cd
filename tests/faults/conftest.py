"""A Heard of its own, founded and served as in earnest, on the engine under test."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from houses import House, found_house


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How often to kill. A start is most of the work, so CI does less than before a release."""
    asked: int = request.config.getoption("--kills")
    return asked


@pytest.fixture
def database_env(engine: str) -> Iterator[dict[str, str]]:
    """The settings that name an empty database of this test's own."""
    if engine == "sqlite":
        yield {}
        return
    home = os.environ["HEARD_DATABASE_URL"]
    name = f"heard_{uuid.uuid4().hex}"
    with psycopg.connect(home, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    yield {"HEARD_DATABASE_URL": f"{home.rsplit('/', 1)[0]}/{name}"}
    with psycopg.connect(home, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def house(tmp_path: Path, database_env: dict[str, str]) -> Iterator[House]:
    """Founded, not started; whatever still runs at the end is killed."""
    made = found_house(tmp_path / "data", **database_env)
    yield made
    made.heard.kill()
