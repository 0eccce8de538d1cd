"""The line of migrations is single, complete, and its end is known."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from heard.actions.operations import updates
from heard.ledger import writer
from heard.ledger.journal import write
from heard.records.models import IdempotencyKey


def test_the_line_of_migrations_is_single(database: Path) -> None:
    loader = MigrationLoader(connection)
    names = sorted(name for app, name in loader.disk_migrations if app == "heard")
    assert len(loader.graph.leaf_nodes("heard")) == 1
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
    for before, after in pairwise(names):
        parents = loader.disk_migrations["heard", after].dependencies
        assert ("heard", before) in parents


def test_tables_are_what_the_models_say(database: Path) -> None:
    try:
        call_command("makemigrations", "heard", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(
            "A table or a kind of event is not what the migrations made: write one, as in"
            " docs/tutorial-new-subject.md, 3. What is missing is said below."
        )


def test_a_duty_of_before_is_of_the_tier_that_it_was_of(database: Path, now: dt.datetime) -> None:
    """0005 on data: each duty keeps what it says, and belongs to one tier alone."""
    call_command("migrate", "heard", "0004", verbosity=0)
    before = (
        MigrationExecutor(connection).loader.project_state(("heard", "0004_never_ignored")).apps
    )
    case = before.get_model("heard", "Case").objects.create(
        id="c" * 32,
        received=now,
        roster="0" * 64,
        code="1" * 64,
        reporter_recipient="x",
        reporter_signing="x",
        urgent=False,
    )
    kept = [
        ("a" * 32, "acknowledge", now, "missed", now, 1),
        ("b" * 32, "acknowledge", now, "open", None, 2),
        ("d" * 32, "update", now, "done", now, 3),
    ]
    names = ("id", "kind", "due", "state", "done", "tier")
    duties = before.get_model("heard", "Duty").objects
    for row in kept:
        duties.create(case=case, source="Heard default", **dict(zip(names, row, strict=True)))
    call_command("migrate", "heard", verbosity=0)
    from heard.records.models import Duty

    assert list(Duty.objects.order_by("id").values_list(*names)) == kept
    assert list(Duty.objects.order_by("id").values_list("from_tier", flat=True)) == [1, 2, 3]


def test_what_was_done_before_is_known_under_the_new_name(database: Path) -> None:
    """0018 on data: a request that was done is still done, and still refused with other content."""
    call_command("migrate", "heard", "0017", verbosity=0)
    before = MigrationExecutor(connection).loader.project_state(("heard", "0017_lost_entries")).apps
    kept = ("a" * 32, "b" * 64, None)
    columns = ("id", "sha256", "index")
    before.get_model("heard", "Deed").objects.create(**dict(zip(columns, kept, strict=True)))
    assert updates.wanted().steps[0] == "0018_idempotency_keys"
    step = MigrationLoader(connection).disk_migrations["heard", "0018_idempotency_keys"]
    assert not updates._rewrites(step)  # and so it wants no room
    updates.bring(progress=lambda *_: None)
    names = connection.introspection.table_names()
    assert ("heard_deed" in names, "heard_idempotencykey" in names) == (False, True)
    assert list(IdempotencyKey.objects.values_list(*columns)) == [kept]
    assert write(lambda _: None, key=kept[0], sha256=kept[1]).again
    with pytest.raises(writer.IdempotencyConflictError):
        write(lambda _: None, key=kept[0], sha256="c" * 64)
