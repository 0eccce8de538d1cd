"""The empty tables of a demonstration, made once in each process that tests.

To make them is more than half of its start, and every one has the same.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path

import warm

NAME = "heard.sqlite3"


def lay(data: Path) -> None:
    """Put them where a demonstration that has no data yet will look for its own."""
    if not data.exists():
        data.mkdir(mode=0o700, parents=True)
        shutil.copy(_made(), data / NAME)


@functools.cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="heard-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_")}
    ours = {"HEARD_SITE": "localhost:8000", "HEARD_DATA": str(folder)}
    done = warm.run([sys.executable, __file__], env={**kept, **ours})
    assert done.returncode == 0, done.stderr
    return folder / NAME


def make() -> None:
    """As ``heard demo`` begins; in a process of its own, which has the settings."""
    from heard.doors.operator import cli

    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
    cli.load_django()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    connections.close_all()


if __name__ == "__main__":
    make()
