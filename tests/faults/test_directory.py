"""SIGKILL while the directory is written: a file is in whole or not at all, a count is not lost."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import warm
from houses import House
from processes import HEARD

TOLD = Path(__file__).parents[1] / "support" / "directory_told.py"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PEOPLE = 8_000  # an import takes long enough to be killed at any moment of it
HANDS = 3
BROKEN = (OSError, http.client.HTTPException)


def told(house: House) -> dict[str, Any]:
    environment = {**house.heard.environment, "DJANGO_SETTINGS_MODULE": "heard.config.settings"}
    said = warm.run([sys.executable, TOLD], env=environment)
    assert said.returncode == 0, said.stderr
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def written(path: Path, name: str) -> Path:
    rows = [f"{n},{name},,Team {n % 500},,DE,{(n - 1) // 8 if n else ''}" for n in range(PEOPLE)]
    head = "employee_id,name,email,unit,parent_unit,country,manager_id"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return path


def imported(house: House, path: Path, *, after: float | None = None) -> int:
    """``heard import``, killed after so many seconds; its exit code."""
    with Path(os.devnull).open("wb") as nothing:
        order = [HEARD, "import", path]
        process = warm.start(order, env=house.heard.environment, out=nothing, err=nothing)
    try:
        return process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def test_an_import_that_is_killed_is_in_whole_or_not_at_all(
    house: House, kills: int, tmp_path: Path
) -> None:
    first = written(tmp_path / "first.csv", "Old")
    second = written(tmp_path / "second.csv", "New")
    began = time.monotonic()
    assert imported(house, first) == 0
    whole = time.monotonic() - began
    chance, killed, changes = random.Random(20261121), 0, 0
    now, names = "Old", ["Old"]
    imports = kills // 4
    for _ in range(imports):
        file, name = (second, "New") if now == "Old" else (first, "Old")
        killed += imported(house, file, after=chance.uniform(0.2, 1.0) * whole) != 0
        found = told(house)
        names = found["names"]
        assert names in (["Old"], ["New"])
        assert len(found["people"]) == PEOPLE
        changes += PEOPLE * (names != [now])
        assert found["before"] == {"joined": PEOPLE, "left": 0, "changed": changes}
        now = name if names == [name] else now
    assert killed >= imports // 4
    assert any(line.startswith("ok log") for line in house.doctor())


@dataclass
class Provider:
    """Makes users as fast as it is answered, and keeps what was acknowledged."""

    house: House
    secret: str
    made: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    number: int = 0

    def run(self, hand: int) -> None:
        wire = http.client.HTTPConnection("127.0.0.1", self.house.heard.port, timeout=20)
        try:
            while True:
                self.number += 1
                self.make(wire, f"P{hand}-{self.number}")
        except BROKEN:
            pass
        finally:
            wire.close()

    def wait_for(self, made: int, *, seconds: float = 60) -> None:
        """Until so many were acknowledged, or something was refused."""
        until = time.monotonic() + seconds
        while len(self.made) < made and not self.wrong:
            assert time.monotonic() < until, f"{len(self.made)} of {made} were made"
            time.sleep(0.01)

    def make(self, wire: http.client.HTTPConnection, id: str) -> None:
        name = f"{id}@meridian.example"
        work = {"employeeNumber": id, "department": f"Team {len(id)}"}
        body = {"schemas": [USER, ENTERPRISE], "userName": name, ENTERPRISE: work}
        headers = {
            "Authorization": f"Bearer {self.secret}",
            "Content-Type": "application/scim+json",
            "Host": f"localhost:{self.house.heard.port}",
        }
        wire.request("POST", "/scim/v2/Users", json.dumps(body), headers)
        answer = wire.getresponse()
        said = answer.read()
        if answer.status == http.HTTPStatus.CREATED:
            self.made.append(id)
        else:
            self.wrong.append(f"{answer.status} {said!r}")


def test_what_a_provider_did_is_there_and_counted_once_whatever_is_killed(
    house: House, kills: int
) -> None:
    made = warm.run([HEARD, "scim", "token", "idp"], env=house.heard.environment)
    assert made.returncode == 0, made.stderr
    secret = made.stdout.strip()
    provider, chance = Provider(house, secret), random.Random(20261121)
    lives = kills // 3
    for life in range(lives):
        house.heard.start()
        hands = [threading.Thread(target=provider.run, args=(n,)) for n in range(HANDS)]
        for hand in hands:
            hand.start()
        # In half of the lives from when something was done: the first request takes its time. So
        # much of it that however slow the machine is, there is something to lose in each.
        provider.wait_for(len(provider.made) + 3 * (life % 2))
        time.sleep(chance.uniform(0.05, 0.6))
        house.heard.kill()
        for hand in hands:
            hand.join()
        if life % 5 == 0:
            told(house)  # and what was counted so far is logged
    found = told(house)
    assert provider.wrong == []
    assert len(provider.made) > lives
    assert set(provider.made) <= set(found["people"])
    assert found["after"] == {"joined": len(found["people"]), "left": 0, "changed": 0}
    assert found["left"] == {"joined": 0, "left": 0, "changed": 0}
    assert any(line.startswith("ok log") for line in house.doctor())
