"""The steps by which tables came to be: of a database or a backup, beside those of this version."""

from collections.abc import Iterable

from django.db.migrations.loader import MigrationLoader

Step = tuple[str, str]  # app and name, as Django keeps them


def newer(applied: Iterable[Step]) -> str:
    """The last step of Heard's own that this version does not know; empty where it knows all."""
    known = MigrationLoader(None).disk_migrations or {}
    strange = [step[1] for step in applied if step[0] == "heard" and step not in known]
    return max(strange, default="")
