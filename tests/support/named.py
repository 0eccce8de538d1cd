"""A running demonstration that knows who works with whom: Gao, and the readers around him."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hurried
from desk_walk import heard
from processes import Heard, free_port

# Jonas is Gao's manager, Xu sits in his unit, and the others are nowhere near him.
PEOPLE = """\
employee_id,name,email,unit,parent_unit,country,manager_id
E1,Mei Tan,mei.tan@meridian.example,Meridian Group,,SG,
E2,Xu Wen,xu.wen@meridian.example,Meridian Fresh,Meridian Group,CN,E3
E3,Jonas Lindqvist,jonas.lindqvist@meridian.example,Meridian Logistics,Meridian Group,CN,E1
E4,Gao Jun,gao.jun@meridian.example,Meridian Fresh,Meridian Group,CN,E3
E5,Amara Okafor,amara.okafor@meridian.example,Group Ethics,Meridian Group,CN,E1
E6,Ruth Adeyemi,ruth.adeyemi@meridian.example,Ombuds office,Meridian Group,CN,E1
E7,Sofia Marques,sofia.marques@meridian.example,Works council,Meridian Group,CN,E1
E8,Daniel Cho,daniel.cho@meridian.example,Board,Meridian Group,CN,E1
"""
SECONDS = 60


@contextmanager
def demonstration(folder: Path, **env: str) -> Iterator[Heard]:
    """``heard demo`` on a free port with these people, once its conflict table is given out.

    A demonstration takes no settings from outside. Where some are given, the same data is served
    again as an operator would, with them.
    """
    port = free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with Heard(command, folder=folder, port=port) as live:
        csv = folder / "people.csv"
        csv.write_text(PEOPLE, encoding="utf-8")
        done = heard(live, "import", str(csv))
        assert done.returncode == 0, done.stdout + done.stderr
        close_epoch(live)
        if not env:
            _await_table(live)
            yield live
    if env:
        settings = {"HEARD_DATA": str(folder / "data"), **env}
        serve = ["serve", "--port", str(port)]
        program = hurried.PROGRAM
        with Heard(serve, folder=folder, port=port, program=program, **settings) as live:
            _await_table(live)
            yield live


CLOSE = """
import datetime
from heard.doors.operator import cli
cli.load_django()
from heard.actions.operations import epochs
now = datetime.datetime.now(datetime.UTC)
assert epochs.close_epoch(now=now) or epochs.close_epoch(now=now + datetime.timedelta(hours=1))
"""


def close_epoch(live: Heard) -> None:
    """What an hour's end does: from then on the log proves the newest table."""
    environment = {**live.environment, "HEARD_DATA": str(live.folder / "data")}
    done = subprocess.run(
        [sys.executable, "-c", CLOSE], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _await_table(live: Heard) -> None:
    """Before the first that the log proves there is one of nobody."""
    for _ in range(SECONDS * 2):
        with urllib.request.urlopen(f"{live.url}/conflicts", timeout=30) as answer:
            if json.loads(answer.read())["holders"]:
                return
        time.sleep(0.5)
    raise AssertionError(f"there was no conflict table within {SECONDS} seconds")
