"""What every test stands on: an engine, a database of its own, a fixed hour, and no network.

The same tests run on SQLite and on PostgreSQL (``--engine``). Each test that asks for ``database``
gets a fresh one with real commits and the real append-only triggers, copied from a template that
is migrated once: rolling back would hide what commits do, and flushing is what the log refuses.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import late
import pytest
import warm
from dealing import dealt
from hypothesis import settings

if TYPE_CHECKING:
    import cast
    from meridian import Meridian

SITE = "localhost:8000"
POSTGRES = "HEARD_DATABASE_URL"
# The fixtures behind which a database of the engine under test stands.
DATABASES = frozenset({"_databases", "database_env", "engine"})

# Settings are read once, when Django starts; they have to stand here before that.
DATA = Path(tempfile.mkdtemp(prefix="heard-tests-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
os.environ["HEARD_SITE"] = SITE
os.environ["HEARD_DATA"] = str(DATA)
os.environ["HEARD_RATE"] = "1000000"

pytest_plugins = ["databases", "loopback", "mailservers", "receivers"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="the database under test; postgres is the one that HEARD_DATABASE_URL names",
    )
    parser.addoption(
        "--kills",
        type=int,
        default=30,
        help="how often tests/faults kills what it watches; before a release: 100",
    )

    parser.addoption(
        "--late",
        type=float,
        help="how many seconds late a page's server answers: finds walks that do not wait for it",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if late_by := config.getoption("--late"):
        os.environ[late.SECONDS] = str(late_by)
    engine = config.getoption("--engine")
    named = os.environ.get(POSTGRES, "")
    if engine == "postgres" and not named.startswith("postgresql://"):
        raise pytest.UsageError(f"{POSTGRES} names no PostgreSQL: use script/with-postgres")
    if engine == "sqlite":
        os.environ.pop(POSTGRES, None)
    # Inputs of every kind are tried on SQLite; on PostgreSQL, in what the engines differ. Neither
    # is held to a time: a busy machine would break it.
    default = settings.get_profile("default")
    settings.register_profile("sqlite", default, deadline=None)
    settings.register_profile("postgres", default, deadline=None, max_examples=25)
    settings.load_profile(engine)
    django.setup()
    warm.allow()
    # A mail server of a test's may speak when the stream that its log went to is closed.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)


def _is_for(item: pytest.Item, engine: str) -> bool:
    """Not what is about the other one; what touches no database runs on SQLite alone."""
    other = {"sqlite": "postgres_only", "postgres": "sqlite_only"}[engine]
    touching = DATABASES.intersection(getattr(item, "fixturenames", ()))
    return other not in item.keywords and (engine == "sqlite" or bool(touching))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    engine = config.getoption("--engine")
    config.hook.pytest_deselected(items=[each for each in items if not _is_for(each, engine)])
    kept = [each for each in items if _is_for(each, engine)]
    longest = [each for each in kept if "faults" in each.path.parts]
    others = [each for each in kept if "faults" not in each.path.parts]
    items[:] = dealt(longest, others, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def pytest_collection_finish() -> None:
    """Thousands of tests stay as they are: the collector need not walk them again and again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    import shutil

    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture
def no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports come in without the duty to preserve evidence, for what is about other clocks."""
    _leave_out(monkeypatch, "preserve_evidence")


@pytest.fixture
def no_triage(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same without the duty to decide how a case goes on."""
    _leave_out(monkeypatch, "triage")


def _leave_out(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    from heard.access import law

    whole = law.at_intake

    def others(**rest: Any) -> Any:
        found = whole(**rest)
        before, owed = (
            tuple(each for each in some if each.kind != kind) for some in (found.before, found.owed)
        )
        return dataclasses.replace(found, before=before, owed=owed)

    monkeypatch.setattr(law, "at_intake", others)


@pytest.fixture
def updates_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A law by which an update may wait, as it could until November 2026.

    Of the duties that run none may wait, so that nothing else shows how a clock stands still; and a
    database of then has pauses of updates.
    """
    from heard.rules import suspension

    for reason in ("reporter_asked", "police_asked", "court_ordered"):
        before = suspension.REASONS[reason]
        law = dataclasses.replace(before, duties=before.duties | {"update"})
        monkeypatch.setitem(suspension.REASONS, reason, law)


@pytest.fixture
def now() -> dt.datetime:
    """A Tuesday morning that is not a whole hour, so that cutting to the hour shows."""
    return dt.datetime(2026, 3, 10, 9, 41, 27, 123456, tzinfo=dt.UTC)


@pytest.fixture
def hour(now: dt.datetime) -> dt.datetime:
    """``now`` as a reporter's action is dated."""
    return now.replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """``sqlite`` or ``postgres``."""
    return str(request.config.getoption("--engine"))


@pytest.fixture
def meridian(founded: Callable[..., Any], now: dt.datetime) -> Meridian:
    """Meridian Group in a database of its own, founded at ``now``; no report has come yet."""
    from meridian import found

    made: Meridian = founded("meridian", lambda: found(now=now))
    return made


@pytest.fixture
def lin(meridian: Meridian) -> cast.Reporter:
    """The reporter (tests/support/cast.py). Nothing of hers is sent yet."""
    return meridian.lin()
