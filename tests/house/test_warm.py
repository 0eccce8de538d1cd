"""A program that begins warm is what it would be if it began cold."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
import warm

TELLS = """
import atexit, json, os, sys
atexit.register(print, "left")
own = "/proc/self/fd"
held = [each for each in os.listdir(own) if int(each) > 2 and os.path.exists(f"{own}/{each}")]
alone = os.getpgid(0) == os.getpid()
print(json.dumps([sys.argv, dict(os.environ), os.getcwd(), sys.stdin.read(), alone]))
print(len(held), __name__, file=sys.stderr)
sys.exit(7)
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "tells.py"
    path.write_text(TELLS)
    return path


def test_it_is_what_a_cold_one_is(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {**os.environ, "HEARD_SITE": "heard.example", "TZ": "Asia/Shanghai"}
    monkeypatch.setenv("NOT_ITS_OWN", "1")
    order: list[str | Path] = [sys.executable, program, "one", "two"]
    begun = warm.run(order, env=environment)
    monkeypatch.setattr(warm, "_allowed", False)
    cold = warm.run(order, env=environment)
    assert (begun.returncode, begun.stdout, begun.stderr) == (
        cold.returncode,
        cold.stdout,
        cold.stderr,
    )
    assert begun.returncode == 7
    assert begun.stdout.endswith("left\n")
    assert "NOT_ITS_OWN" not in begun.stdout


def test_the_command_says_what_it_says() -> None:
    said = warm.run([warm.HEARD, "verify", "/nowhere"], env=dict(os.environ))
    cold = subprocess.run(
        [warm.HEARD, "verify", "/nowhere"], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout, said.stderr) == (
        cold.returncode,
        cold.stdout,
        cold.stderr,
    )
    assert said.returncode


def test_it_is_killed_with_what_it_began(tmp_path: Path) -> None:
    path = tmp_path / "sleeps.py"
    path.write_text("import time; time.sleep(60)")
    with TemporaryFile() as out:
        order: list[Any] = [sys.executable, path]
        begun = warm.start(order, env=dict(os.environ), out=out, err=out)
        assert begun.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            begun.wait(0.01)
        os.killpg(begun.pid, signal.SIGKILL)
        assert begun.wait(20) == begun.poll() == -signal.SIGKILL


def test_what_the_loader_must_hear_begins_cold(tmp_path: Path) -> None:
    path = tmp_path / "names.py"
    path.write_text("import named_here")
    (tmp_path / "apart").mkdir()
    (tmp_path / "apart/named_here.py").touch()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "apart")}
    assert warm.run([sys.executable, path], env=environment).returncode == 0
    assert warm.run([sys.executable, path], env=dict(os.environ)).returncode == 1
