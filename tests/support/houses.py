"""A Heard in a folder of its own, founded as its operator would, to be served and killed."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import cast
import warm
from processes import HEARD, Heard, free_port, settings_for
from traffic import Wire

from heard.formats import note, roster

FOUND = Path(__file__).with_name("found.py")


@dataclass
class House:
    """A founded Heard that a test may start, kill and look into."""

    heard: Heard
    roster: str
    log: note.Verifier

    @property
    def site(self) -> str:
        return f"localhost:{self.heard.port}"

    def wire(self) -> Wire:
        return Wire(self.heard.port)

    def doctor(self) -> list[str]:
        """What ``heard doctor`` finds, a line each, as ``ok log: …``."""
        done = warm.run([HEARD, "doctor"], env=self.heard.environment)
        assert done.stdout, done.stderr
        return [" ".join(line.split()) for line in done.stdout.splitlines()]

    def lin(self) -> cast.Reporter:
        return cast.Reporter(self.site)


def found_house(folder: Path, *, migrated: str = "", **env: str) -> House:
    """Set Meridian Group up in ``folder``. The server is not started.

    ``migrated``: a file of SQLite that has all tables, so that they need not be made here too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if migrated:
        shutil.copyfile(migrated, folder / "heard.sqlite3")
    port = free_port()
    command = ["serve", "--port", str(port)]
    heard = Heard(command, folder=folder, port=port, **env)
    environment = {
        **settings_for(folder, port, **env),
        "DJANGO_SETTINGS_MODULE": "heard.config.settings",
    }
    founding = warm.run([sys.executable, FOUND], env=environment)
    assert founding.returncode == 0, founding.stderr
    signed = founding.stdout
    root = cast.root_key(f"localhost:{port}").verifier
    log = note.Verifier.parse(roster.verify(signed, root=root).log)
    return House(heard, signed, log)
