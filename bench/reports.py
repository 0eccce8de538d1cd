"""Sealed reports of 4 kB: accepted, durable, logged, receipt returned; over HTTP, both engines.

    script/with-postgres --durable python bench/reports.py [--seconds 5] [--engine NAME] [--workers 2]
        [--visit]

With ``--visit`` each client asks for the page and the three documents that it begins with before it
sends a report, from the server's first second on; times and rates are those of whole visits.
The load generator shares the machine with the server. Baseline, in the same run: the same bytes
as one row, by pgbench at the same number of clients, and by SQLite at one and at 64 rows a commit.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import selectors
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "support"))
CLIENTS = (1, 8, 32)
VISIT = ("/report/", "/site.json", "/roster", "/conflicts")
PATH = "/report/api/reports"


class Result(NamedTuple):
    """What one run measured. Times in milliseconds; ``own``: CPU of the load generator a report."""

    rate: float
    p50: float
    p99: float
    errors: int
    own: float


def template() -> bytes:
    """Found Meridian Group in the database of the environment; one sealed report to copy."""
    import django

    django.setup()
    from datetime import UTC, datetime

    import cast
    import meridian
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    founded = meridian.found(now=now)
    body = founded.lin().report(founded.roster, now=now, to=cast.ROSTER, words="w" * 3000)
    return json.dumps(body, separators=(",", ":")).encode()


class Bodies:
    """Copies of one report under fresh ids: sealing them all would measure the sealing."""

    def __init__(self, body: bytes) -> None:
        self.parts: list[bytes] = []
        report = json.loads(body)
        ids = [report["case"], report["code"], report["letter"]["id"]]  # as they stand in it
        for id in ids:
            before, _, body = body.partition(f'"{id}"'.encode())
            self.parts.append(before)
        self.parts.append(body)
        self.sizes = [len(id) // 2 for id in ids]

    def request(self, port: int) -> bytes:
        fresh = [b'"%s"' % secrets.token_hex(size).encode() for size in self.sizes]
        body = (
            b"".join(part for pair in zip(self.parts, fresh, strict=False) for part in pair)
            + self.parts[-1]
        )
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def asking(path: str, port: int) -> bytes:
    """As a browser asks that has nothing yet."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip, br\r\n\r\n"
    return head.encode()


class Client:
    """One connection that sends the next report when the last is answered.

    ``before``: what it asks for before each.
    """

    def __init__(self, port: int, bodies: Bodies, before: tuple[str, ...] = ()) -> None:
        self.port, self.bodies, self.before = port, bodies, before
        self.left: list[str] = []
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def send(self) -> None:
        self.left = [*self.before, ""]
        self.began = time.perf_counter()
        self.go_on()

    def go_on(self) -> None:
        """Ask for what is next."""
        path = self.left.pop(0)
        self.socket.sendall(asking(path, self.port) if path else self.bodies.request(self.port))

    def answered(self) -> int:
        """The status once the whole answer is here, else 0."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server hung up")
        self.buffer += data
        head, end, body = self.buffer.partition(b"\r\n\r\n")
        if not end:
            return 0
        at = head.lower().index(b"content-length:") + 15
        if len(body) < int(head[at:].split(b"\r\n")[0]):
            return 0
        self.buffer = b""
        return int(head[9:12])


def load(
    port: int, bodies: Bodies, clients: int, seconds: float, before: tuple[str, ...] = ()
) -> Result:
    """Keep ``clients`` requests in flight."""
    choose, took, errors = selectors.DefaultSelector(), [], 0
    for _ in range(clients):
        client = Client(port, bodies, before)
        choose.register(client.socket, selectors.EVENT_READ, client)
        client.send()
    began, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        for key, _ in choose.select(5):
            status = key.data.answered()
            if status and key.data.left:
                errors += status != 200
                key.data.go_on()
            elif status:
                took.append((time.perf_counter() - key.data.began) * 1000)
                errors += status != 201
                key.data.send()
    spent = time.perf_counter() - began
    own = (time.process_time() - used) * 1000 / len(took)
    for key in list(choose.get_map().values()):
        key.data.socket.close()
    took.sort()
    return Result(len(took) / spent, took[len(took) // 2], took[len(took) * 99 // 100], errors, own)


def serve(port: int, workers: int, threads: int) -> subprocess.Popen[bytes]:
    """`heard serve`, without its rounds; returns once it answers."""
    heard = Path(sys.executable).with_name("heard")
    wide = ["--workers", str(workers), "--threads", str(threads)]
    process = subprocess.Popen(
        [heard, "serve", "--no-worker", "--port", str(port), *wide], stdout=subprocess.DEVNULL
    )
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            time.sleep(0.5)
            return process
    raise SystemExit("the server did not start")


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Milliseconds of CPU that a server and its workers have used."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == process.pid or int(fields[1]) == process.pid:
            total += int(fields[11]) + int(fields[12])
    return total * 1000 / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def raw_sqlite(folder: Path, size: int, batch: int, seconds: float) -> float:
    """Rows of ``size`` bytes a second, ``batch`` to a durable commit."""
    base = sqlite3.connect(folder / f"raw{batch}.sqlite3", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE raw (id char(32) PRIMARY KEY, body BLOB)")
    body, count, began = os.urandom(size), 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        base.execute("BEGIN IMMEDIATE")
        base.executemany(
            "INSERT INTO raw VALUES (?, ?)", [(secrets.token_hex(16), body) for _ in range(batch)]
        )
        base.execute("COMMIT")
        count += batch
    return count / (time.perf_counter() - began)


def raw_postgres(url: str, folder: Path, size: int, clients: int, seconds: float) -> float:
    """Rows of ``size`` bytes a second by pgbench, one to a durable commit."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as base:
        base.execute("CREATE TABLE IF NOT EXISTS raw (id uuid PRIMARY KEY, body bytea)")
    script = folder / "raw.sql"
    body = os.urandom(size).hex()
    script.write_text(f"INSERT INTO raw VALUES (gen_random_uuid(), '\\x{body}');\n")
    pgbench = max(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    ran = subprocess.run(
        [
            pgbench,
            "-n",
            "-f",
            script,
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(round(seconds)),
            url,
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    line = next(line for line in ran.stdout.splitlines() if line.startswith("tps"))
    return float(line.split()[2])


def measure(
    engine: str, seconds: float, clients: tuple[int, ...], workers: int, before: tuple[str, ...]
) -> None:
    """Print a table for the engine that the environment names."""
    folder = Path(os.environ["HEARD_DATA"])
    made = subprocess.run([sys.executable, __file__, "--template"], check=True, capture_output=True)
    bodies = Bodies(made.stdout)
    size = len(made.stdout) * 3 // 4
    port = free_port()
    server = serve(port, workers, 32 // workers)
    try:
        if not before:
            load(port, bodies, 8, 1)
        for count in clients:
            used = cpu(server)
            found = load(port, bodies, count, seconds, before)
            used = (cpu(server) - used) / (found.rate * seconds)
            if engine == "sqlite":
                limit = raw_sqlite(folder, size, 1 if count == 1 else 64, min(seconds, 3))
            else:
                limit = raw_postgres(
                    os.environ["HEARD_DATABASE_URL"], folder, size, count, min(seconds, 3)
                )
            for leftover in folder.glob("raw*"):
                leftover.unlink()
            print(
                f"{engine:9}{count:8}{found.rate:12.0f}{found.p50:10.1f}{found.p99:10.1f}"
                f"{found.errors:8}{used:11.2f}{found.own:9.2f}{limit:14.0f}{found.rate / limit:8.2f}",
                flush=True,
            )
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Both engines, or the one named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, nargs="*", default=CLIENTS)
    parser.add_argument("--engine", choices=("sqlite", "postgres"))
    parser.add_argument("--workers", type=int, default=2, help="processes (2, as served)")
    parser.add_argument("--template", action="store_true", help="for the bench's own use")
    parser.add_argument("--visit", action="store_true", help="with what is asked for before")
    options = parser.parse_args()
    before = VISIT if options.visit else ()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
    if options.template:
        sys.stdout.buffer.write(template())
        return
    url = os.environ.pop("HEARD_DATABASE_URL", "")
    print(
        f"{'engine':9}{'clients':>8}{'reports/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'errors':>8}"
        f"{'server ms':>11}{'load ms':>9}{'raw rows/s':>14}{'ratio':>8}"
    )
    for engine in ("sqlite", "postgres"):
        if options.engine in {None, engine} and (engine == "sqlite" or url):
            with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
                os.environ.update(HEARD_SITE="localhost", HEARD_DATA=folder, HEARD_RATE="10000000")
                if engine == "postgres":
                    os.environ["HEARD_DATABASE_URL"] = url
                clients = tuple(options.clients)
                measure(engine, options.seconds, clients, options.workers, before)


if __name__ == "__main__":
    main()
