"""The line of migrations is single, complete, and its end is known."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def test_the_line_of_migrations_is_single(database: Path) -> None:
    loader = MigrationLoader(connection)
    names = sorted(name for app, name in loader.disk_migrations if app == "heard")
    assert len(loader.graph.leaf_nodes("heard")) == 1
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
    for before, after in pairwise(names):
        parents = loader.disk_migrations["heard", after].dependencies
        assert ("heard", before) in parents


def test_tables_are_what_the_models_say(database: Path) -> None:
    call_command("makemigrations", "heard", check=True, dry_run=True, verbosity=0)
