"""What must not start, does not; and the doctor says ok only of what it tried."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from operated import run_sql

from heard.actions.operations import health
from heard.doors.operator import cli

STARTS = (["serve", "--port", "1"], ["worker"])


@pytest.mark.parametrize("command", STARTS, ids=lambda each: str(each[0]))
def test_nothing_starts_on_newer_tables(
    seeded: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run_sql(
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('heard', '9999_of_next_year', '2026-03-10')"
    )
    assert cli.run(command) == 1
    assert "newer version of Heard (9999_of_next_year)" in capsys.readouterr().err
    assert cli.run(["doctor", "--quick"]) == 1
    assert "newer version" in capsys.readouterr().out


@pytest.mark.parametrize("command", STARTS, ids=lambda each: str(each[0]))
def test_nothing_starts_where_the_guard_refuses(
    seeded: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for slot in (seeded / "guard").iterdir():
        slot.unlink()
    assert cli.run(command) == 1
    assert "no record of signing it" in capsys.readouterr().err


def level_of(about: str) -> dict[str, str]:
    now = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    found = health.check_state(now=now, mail=False)
    return {each.level: each.what for each in found if each.about == about}


@pytest.mark.postgres_only
def test_commits_that_the_disk_may_forget_are_not_called_durable(seeded: Path) -> None:
    """The PostgreSQL of script/with-postgres runs without fsync: here that is the fault."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        assert cursor.fetchone() == ("off",)
    assert set(level_of("database")) == {"wrong", "ok"}  # it is on this machine alone, too
    assert "fsync, full_page_writes is off" in level_of("database")["wrong"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("mode", "level"), [("FULL", "ok"), ("NORMAL", "wrong"), ("OFF", "wrong")])
def test_sqlite_is_durable_where_it_waits_for_the_disk(seeded: Path, mode: str, level: str) -> None:
    run_sql(f"PRAGMA synchronous = {mode}")
    assert list(level_of("database")) == [level]


def test_one_look_that_breaks_hides_no_other(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE heard_cosignature RENAME TO lost")
    assert cli.run(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "WRONG    epochs: could not be looked at: " in said
    assert "  notices: " in said or "mail: " in said
