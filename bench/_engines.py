"""A bench on each database: SQLite, and PostgreSQL where script/with-postgres has started one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime

ENGINES = ("sqlite", "postgres")
HERE = "--here"


def on_each_engine(script: str, *arguments: str, site: str = "localhost") -> None:
    """``python script ARGUMENTS --here ENGINE``, in an empty folder, for each engine.

    A process each, because settings are read once. Raises CalledProcessError.
    """
    url = os.environ.get("HEARD_DATABASE_URL", "")
    for engine in ENGINES if url else ENGINES[:1]:
        with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "heard.config.settings",
                "HEARD_SITE": site,
                "HEARD_DATA": folder,
                "HEARD_RATE": "10000000",
            }
            if engine == "sqlite":
                environment.pop("HEARD_DATABASE_URL", "")
            command = [sys.executable, script, *arguments, HERE, engine]
            subprocess.run(command, env=environment, check=True)


def migrated() -> None:
    """Django, set up on the empty database of the environment."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def founded() -> str:
    """The same with Meridian Group in it; the signed roster."""
    migrated()
    import meridian

    return meridian.found(now=datetime.now(UTC)).roster


def pad_log(size: int, *, step: int = 100_000) -> None:
    """Grow the log to ``size`` leaves by epochs of padding, none wider than ``step``."""
    from heard.ledger import log, tree_store, writer
    from heard.ledger.journal import JournalEntry, write

    hours = 0
    while (left := size - tree_store.size()) > 0:
        hours += 1

        def action(entry: JournalEntry, most: int = min(left, step), hours: int = hours) -> None:
            # Each in a week of its own: only a new week has a new width, a power of two.
            at, week = datetime.now(UTC) + hours * log.PERIOD, date.fromordinal(hours)
            entry.epoch = log.Epoch(at, week, 1 << (most.bit_length() - 1), rest=True)

        write(action)
    writer.stop()
