"""The desk's queue of a holder with 10,000 cases: bytes and milliseconds over HTTP.

    script/with-postgres --durable python bench/desk.py [--cases 10000] [--asks 200]

Amara is signed in by passkey and holds the cases, Jonas holds 100 of his own. Baselines in the
same run, through the same server and connection: Jonas's queue, and `/health`, which asks the
database one question.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, migrated, on_each_engine
from processes import Heard, free_port

SITE = "localhost:8000"  # as the tests' holders know it; the port it listens on is another
FEW = 100
PAGE = 52  # a page deep in the queue


class Browser:
    """One connection with one cookie, kept open."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Host": SITE, "Cookie": f"heard-desk={cookie}"}

    def get(self, path: str) -> bytes:
        """The body of an answer. Raises AssertionError unless it is 200."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == http.HTTPStatus.OK, body
        return body

    def timed(self, path: str, asks: int) -> str:
        """Bytes, median and 99th percentile."""
        took, body = [], b""
        for _ in range(asks):
            began = time.perf_counter()
            body = self.get(path)
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        return f"{len(body):8}{statistics.median(took):10.1f}{took[len(took) * 99 // 100]:10.1f}"

    def pages(self) -> Iterator[str]:
        """The path of each page of the queue, in order."""
        path = "/desk/api/cases"
        while True:
            yield path
            after = json.loads(self.get(path))["next"]
            if after is None:
                return
            path = f"/desk/api/cases?after={after}"


def fill(cases: int) -> tuple[str, str]:
    """The cookies of Amara and Jonas."""
    migrated()
    from busy import give_cases
    from deskworld import World
    from django.db import connections

    from heard.ledger import writer

    now = datetime.now(UTC)
    hour = now.replace(minute=0, second=0, microsecond=0)
    world = World(now=now)
    amara, jonas = world.join("Amara"), world.join("Jonas")
    world.sign_roster()
    give_cases(amara.id, cases, hour=hour, first=1_000_000)
    give_cases(jonas.id, FEW, hour=hour, first=2_000_000)
    writer.stop()
    connections.close_all()
    return amara.client.cookies["heard-desk"].value, jonas.client.cookies["heard-desk"].value


def measure(engine: str, cases: int, asks: int) -> None:
    """Print the lines of one engine."""
    cookies = fill(cases)
    kept = {name: os.environ[name] for name in os.environ if name.startswith("HEARD_")}
    # What it prints goes beside this folder, so that all is removed together.
    port, folder = free_port(), Path(os.environ["HEARD_DATA"]) / "printed"
    with Heard(["serve", "--port", str(port)], folder=folder, port=port, **kept):
        amara, jonas = (Browser(port, cookie) for cookie in cookies)
        paths = list(islice(amara.pages(), PAGE))
        for name, browser, path in (
            (f"{cases} cases, page 1", amara, paths[0]),
            (f"{cases} cases, page {len(paths)}", amara, paths[-1]),
            (f"{FEW} cases", jonas, paths[0]),
            ("/health", jonas, "/health"),
        ):
            print(f"{engine:9}{name:22}{browser.timed(path, asks)}", flush=True)


def main() -> None:
    """Each engine in a process of its own: settings are read once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--asks", type=int, default=200)
    parser.add_argument(HERE, help="for the bench's own use", dest="here")
    options = parser.parse_args()
    if options.here:
        measure(options.here, options.cases, options.asks)
        return
    print(f"{'engine':9}{'queue':22}{'bytes':>8}{'ms':>10}{'p99 ms':>10}", flush=True)
    on_each_engine(__file__, *sys.argv[1:], site=SITE)


if __name__ == "__main__":
    main()
