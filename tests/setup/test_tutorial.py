"""docs/tutorial-new-subject.md builds its subject: all of its blocks in a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/tutorial-new-subject.md"
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TYPES = ".mypy_cache"
# Commands of a .venv that are modules too, and so run with the copy's Python.
MODULES = ("mypy", "pytest")


class Block(NamedTuple):
    """``kind``: ``sh``, ``diff`` or the language of a new file; ``path``: whose it is, or empty."""

    kind: str
    path: str
    text: str


class MisfitError(Exception):
    """A block that cannot be done as the page says."""


def blocks(page: str) -> list[Block]:
    return [Block(*each) for each in FENCE.findall(page)]


def changed(before: str, diff: str) -> str:
    """The text with the diff's lines in the place of those that it has without a plus."""
    lines = diff.splitlines()
    if any(line[:1] not in {" ", "+", "-"} for line in lines):
        raise MisfitError(f"a line of a diff begins with another sign: {diff}")
    was = [line[1:] for line in lines if line[0] != "+"]
    becomes = [line[1:] for line in lines if line[0] != "-"]
    whole = before.splitlines()
    places = [at for at in range(len(whole)) if whole[at : at + len(was)] == was]
    if len(places) != 1:
        raise MisfitError(f"there {len(places)} times, not once: {diff}")
    whole[places[0] : places[0] + len(was)] = becomes
    return "\n".join(whole) + "\n"


class Copy:
    """A checkout of today's tree, with the packages of this one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in _files():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        # What mypy knows of each file by its sum: it reads again only what the page changes.
        if (ROOT / TYPES).exists():
            shutil.copytree(ROOT / TYPES, folder / TYPES)
        self._venv()

    def _venv(self) -> None:
        """Python's own, in which ``heard`` is the copy's, and the rest as here."""
        command = [sys.executable, "-m", "venv", "--without-pip", str(self.folder / ".venv")]
        subprocess.run(command, check=True)
        packages = next((self.folder / ".venv").glob("lib/python3*/site-packages"))
        here = [str(self.folder / "src"), *map(sysconfig.get_path, ("purelib", "platlib"))]
        (packages / "tree.pth").write_text("\n".join(dict.fromkeys(here)) + "\n")
        bin = self.folder / ".venv/bin"
        for name in MODULES:
            _script(bin / name, f'exec python -m {name} "$@"')
        (bin / "ruff").symlink_to(Path(sysconfig.get_path("scripts")) / "ruff")  # no Python in it
        contracts = "from importlinter.cli import lint_imports_command as run; run()"
        _script(bin / "lint-imports", f"exec python -c '{contracts}' \"$@\"")
        _script(
            bin / "heard", 'exec python -c "from heard.doors.operator.cli import main; main()" "$@"'
        )

    def do(self, block: Block) -> None:
        """Raises MisfitError."""
        if block.kind == "sh":
            for line in block.text.splitlines():
                self._run(line)
        elif block.kind == "diff":
            place = self.folder / block.path
            place.write_text(changed(place.read_text("utf-8"), block.text), "utf-8")
        else:
            self._write(block)

    def _write(self, block: Block) -> None:
        place = self.folder / block.path
        if not block.path or place.exists():
            raise MisfitError(f"{block.path or block.text} is no new file")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(block.text, "utf-8")

    def _run(self, line: str) -> None:
        env = {**os.environ, "PATH": f"{self.folder}/.venv/bin:{os.environ['PATH']}"}
        done = subprocess.run(
            line, shell=True, cwd=self.folder, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise MisfitError(f"{line}\n{done.stdout[-6000:]}\n{done.stderr[-6000:]}")


def _files() -> Iterator[str]:
    """All that a commit of what stands here would have."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    yield from (name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def _script(place: Path, line: str) -> None:
    place.write_text(f"#!/bin/sh\n{line}\n")
    place.chmod(0o755)


def test_a_block_that_does_not_fit_is_seen(tmp_path: Path) -> None:
    assert changed("a\nb\nc\n", " a\n-b\n+x\n") == "a\nx\nc\n"
    for before in ("b\n", "a\nb\na\nb\n", "xa\nb\n"):
        with pytest.raises(MisfitError):
            changed(before, " a\n-b\n+x\n")
    with pytest.raises(MisfitError):
        changed("a\n", "a\n")


def test_the_tutorial_builds_its_subject(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "tree")
    done = blocks(PAGE.read_text("utf-8"))
    assert len({block.path for block in done}) > 20
    for block in done:
        copy.do(block)
