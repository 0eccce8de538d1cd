"""One machine more: what it is given, what is refused, and two servers on one database."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import cast
import pytest
import warm
from django.conf import settings
from environs import Env
from moved_time import Clock, following
from operated import environment, run_sql
from processes import HEARD, Heard, free_port

from heard.actions import rosters
from heard.actions.operations import nodes
from heard.doors.operator import joining
from heard.formats import agefile, node, note, report
from heard.records import blobs
from heard.records.models import Alarm, Event
from heard.rules.refusals import RefusedError

SETTINGS = Path(__file__).parents[2] / "docs/operate/settings.md"
PART = 8 * 2**20
SEED = 32  # characters of the shortest
NEAR = timedelta(minutes=2)


def test_every_setting_goes_along_or_is_the_machines_own() -> None:
    rows = [line for line in SETTINGS.read_text().splitlines() if line.startswith("| `HEARD_")]
    said = {line.split("`")[1] for line in rows}
    assert said | {"HEARD_SETTINGS"} == {*node.SHARED, *node.PASSWORDS, *node.OWN}


@pytest.mark.parametrize("text", ["a b", "#%'\\\"$X", "\\'", "postgresql://u:p%23@h/n?a=b", "密码"])
def test_a_setting_is_read_as_it_was(tmp_path: Path, text: str) -> None:
    file = tmp_path / "env"
    file.write_text(f"HEARD_OF={joining.quoted(text)}\n", encoding="utf-8")
    env = Env(expand_vars=False)
    env.read_env(file, recurse=False)
    assert env.str("HEARD_OF") == text


@pytest.mark.sqlite_only
def test_sqlite_has_no_second_machine(seeded: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="is on SQLite"):
        nodes.pack()
    second = Second(tmp_path / "second", seeded / "blobs")
    keys = dict.fromkeys(node.KEYS, "x" * 32)
    said = {"site": settings.HEARD.site, "root": "", "log": "", "mark": "0" * 32}
    tree = {"size": 0, "tree": "0" * 64}
    packed = node.Node(**said, **tree, keys=keys, settings={}, passwords={})
    second.file.touch(0o600)
    refused(second, packed, "This Heard is on SQLite", env={"HEARD_SITE": settings.HEARD.site})


def test_a_machine_answers_only_in_the_store_that_it_sees(seeded: Path) -> None:
    question = "ab" * 16
    blobs.put_probe(question, "")
    mark = blobs.mark()
    blobs.put_mark("0" * 32)
    assert nodes.answer() == 0
    blobs.put_mark(mark)
    assert (nodes.answer(), nodes.answer()) == (1, 0)
    assert blobs.probe(f"{question}.answer")
    for each in (seeded / "blobs/probes").iterdir():
        os.utime(each, (0, 0))
    nodes.answer()
    assert blobs.probes() == []


def ran(*command: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HEARD_")}
    return warm.run([HEARD, *command], env=kept | env)


@pytest.fixture
def first(seeded: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The first machine, whose worker runs; its environment."""
    env = environment(seeded)
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HEARD_")}
    with (tmp_path / "worker.out").open("ab") as out:
        worker = warm.start([HEARD, "worker"], env=kept | env, out=out, err=out)
        yield env
        warm.stop(worker, signal.SIGTERM)
        worker.wait()


class Second:
    """The machine that is added; its store is the first one's, as if it were mounted."""

    def __init__(self, folder: Path, store: Path) -> None:
        self.data, self.settings, self.file = folder / "data", folder / "env", folder / "packed"
        self.data.mkdir(parents=True)
        (self.data / "blobs").symlink_to(store)

    def add(self, **env: str) -> subprocess.CompletedProcess[str]:
        where = ["--data", str(self.data), "--settings", str(self.settings)]
        wait = env.pop("WAIT", "40")
        return ran("node", "add", str(self.file), *where, "--wait", wait, **env)

    def is_untouched(self) -> bool:
        return [each.name for each in self.data.iterdir()] == ["blobs"] and self.file.is_file()


def refused(second: Second, packed: node.Node, why: str, **changed: Any) -> None:
    """With something else in the file, it is refused for this, and nothing of it stays."""
    env = {"WAIT": "1", **changed.pop("env", {})}
    other = asdict(packed) | changed
    second.file.write_bytes(node.Node(**other).encode())
    done = second.add(**env)
    assert (done.returncode, why in done.stderr) == (1, True), done.stderr
    assert second.is_untouched()
    said = " ".join(other["keys"].values()).replace("+", " ").split()
    seeds = [each for each in said if len(each) >= SEED]
    assert seeds
    assert [each for each in seeds if each in done.stderr + done.stdout] == []


@pytest.mark.postgres_only
def test_a_second_machine_gives_whole_what_came_in_at_the_first(
    seeded: Path, first: dict[str, str], tmp_path: Path
) -> None:
    second = Second(tmp_path / "second", seeded / "blobs")
    done = ran("node", "pack", str(second.file), **first)
    assert done.returncode == 0, done.stderr
    assert second.file.stat().st_mode & 0o777 == 0o600
    packed = node.parse(second.file.read_bytes())
    wrong_things(second, packed)
    second.file.write_bytes(packed.encode())
    done = second.add()
    assert done.returncode == 0, done.stderr
    assert not second.file.exists()
    for path in (second.settings, *(second.data / "keys").iterdir()):
        assert path.stat().st_mode & 0o077 == 0
    clock = Clock(tmp_path / "offset")
    with serving(seeded, **first) as one, serving(second.data, second, clock) as two:
        a_file_goes_from_one_to_the_other(one, two)
        a_clock_jumps(one, two, clock)


def wrong_things(second: Second, packed: node.Node) -> None:
    second.file.chmod(0o640)
    assert "Others can read" in second.add().stderr
    second.file.chmod(0o600)
    for changed, why in (
        ({"site": "other.example"}, "HEARD_SITE is"),
        ({"log": f"{packed.log}x"}, "is not that of"),
        ({"mark": "0" * 32}, "is not the store"),
        ({"size": 10**6}, "does not extend"),
        ({"tree": "0" * 64}, "does not extend"),
    ):
        with pytest.raises(RefusedError, match=why):
            nodes.join(replace(packed, **changed), patience=1)
    for name, text, why in (
        ("log", signer(f"{packed.site}/log"), "not the one of this log"),
        ("promise", signer(f"{packed.site}/promise"), "is not the key of promises that the roster"),
        ("notify", other_notify(packed), "keys/notify in this file is not the key that the roster"),
        ("notify", "\n", "cannot be used: it is not as it was written"),
    ):
        refused(second, packed, why, keys={**packed.keys, name: text})
    run_sql(
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('heard', '9999_of_next_year', '2026-03-10')"
    )
    refused(second, packed, "is of a newer version of Heard (9999_of_next_year)")
    run_sql("DELETE FROM django_migrations WHERE name = '9999_of_next_year'")
    own = second.data / "blobs"
    store = own.resolve()
    own.unlink()
    shutil.copytree(store, own)  # it has the mark as well
    refused(second, packed, "No other machine answered")
    shutil.rmtree(own)
    own.symlink_to(store)


def signer(name: str) -> str:
    return note.Signer.generate(name).encode() + "\n"


def other_notify(packed: node.Node) -> str:
    """A key of contacts that is whole, and is not the one that the roster names."""
    _, vapid, *_ = packed.keys["notify"].split()
    return f"{agefile.generate_identity()}\n{vapid}\n"


def serving(
    data: Path, second: Second | None = None, clock: Clock | None = None, **env: str
) -> Heard:
    port = free_port()
    more = following(clock) if clock else {}
    command = ["serve", "--port", str(port), "--workers", "1"]
    it = Heard(command, folder=data, port=port, **env, **more)
    if second:  # what its file says holds, and nothing beside it
        named = it.environment.items()
        kept = {name: text for name, text in named if not name.startswith("HEARD_")}
        it.environment = kept | {"HEARD_SETTINGS": str(second.settings)}
    return it


class Call:
    """Lin's browser, at one machine or the other."""

    def __init__(self, lin: cast.Reporter) -> None:
        self.lin = lin

    def __call__(
        self, it: Heard, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", it.port, timeout=30)
        data = body if isinstance(body, bytes) else json.dumps(body) if body else None
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        told = {"Host": "localhost:8000", "Origin": "http://localhost:8000", "Content-Type": kind}
        if isinstance(body, bytes):
            told["Heard-Digest"] = sha256(body).hexdigest()
        told |= {"Authorization": self.lin.authorization} if path != "reports" else {}
        connection.request(method, f"/report/api/{path}", data, told | headers)
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found


def a_file_goes_from_one_to_the_other(one: Heard, two: Heard) -> None:
    lin, now = cast.Reporter("localhost:8000"), datetime.now(UTC)
    call, file, segment = Call(lin), "f" * 32, "e" * 32
    body = report.seal(
        lin.secrets,
        roster=rosters.current_digest(),
        holders=rosters.current().entries,
        content=cast.CONTENT,
        now=now,
    )
    assert call(one, "POST", "reports", body)[0] == 201
    kind = {"file": file, "name": "a.mp4", "type": "video/mp4", "size": 9 * 2**20, "modified": ""}
    start = lin.letter("file-start", kind, now=now)
    del start["kind"]
    assert call(one, "POST", "inbox/files", {"id": file, "start": start})[0] == 201
    sealed = agefile.seal(os.urandom(9 * 2**20), [lin.recipient])
    place = f"inbox/files/{file}/segments/{segment}"
    # A part at each machine: what one took the other goes on from.
    assert call(one, "PUT", f"{place}/0", sealed[:PART])[0] == 200
    assert call(two, "PUT", f"{place}/{PART}", sealed[PART:])[0] == 200
    for reader in (one, two):
        ranges = [call(reader, "GET", place, Range=f"bytes={at}-") for at in (0, PART)]
        assert [status for status, _ in ranges] == [206, 206]
        assert b"".join(part for _, part in ranges) == sealed


def told(it: Heard) -> datetime:
    connection = http.client.HTTPConnection("127.0.0.1", it.port, timeout=30)
    connection.request("GET", "/site.json", headers={"Host": "localhost"})
    at = str(connection.getresponse().headers["Heard-Time"])
    connection.close()
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def a_clock_jumps(one: Heard, two: Heard, clock: Clock) -> None:
    """The other machine goes on by the time that it had; both tell the same."""
    before = Event.objects.count()
    clock.jump(days=3)
    until = time.monotonic() + 30
    while not Alarm.objects.filter(kind="clock", ended=None, what="ahead").exists():
        assert time.monotonic() < until
        assert abs(told(two) - told(one)) < NEAR
        time.sleep(0.5)
    assert abs(told(one) - datetime.now(UTC)) < NEAR
    assert Event.objects.filter(kind="duty_missed").count() == 0
    assert Event.objects.count() - before <= 1
