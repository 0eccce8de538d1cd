"""A Heard of its own, founded and served as in earnest, on the engine under test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Engine
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
def database_env(engine: str, _databases: Engine) -> Iterator[dict[str, str]]:
    """The settings that name a migrated database of this test's own."""
    if engine == "sqlite":
        yield {}
        return
    name = _databases.copy()
    yield {"HEARD_DATABASE_URL": f"{os.environ['HEARD_DATABASE_URL'].rsplit('/', 1)[0]}/{name}"}
    _databases.drop(name)


@pytest.fixture
def migrated(engine: str, _databases: Engine) -> str:
    """What a founded house's database begins with, where it is a file."""
    return _databases.template if engine == "sqlite" else ""


@pytest.fixture
def house(tmp_path: Path, database_env: dict[str, str], migrated: str) -> Iterator[House]:
    """Founded, not started; whatever still runs at the end is killed."""
    made = found_house(tmp_path / "data", migrated=migrated, **database_env)
    yield made
    made.heard.kill()
