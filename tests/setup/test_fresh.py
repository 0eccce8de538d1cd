"""A machine that has nothing of ours installs what was tested, whatever the indexes have by then.

Each way in is taken by a user without privileges against indexes on which every package has a newer
release that is broken (tests/support/index_between.py).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from index_between import Between, between

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
VERSIONS = (
    "import json, importlib.metadata as m;"
    "print(json.dumps({d.metadata['Name']: d.version for d in m.distributions()}))"
)
PAGES = (
    "import heard, pathlib;"
    "page = pathlib.Path(heard.__file__).parent / 'static/report/index.html';"
    "print(page.stat().st_size)"
)
# A machine behind a proxy of its own has its own authorities.
KEPT = ("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
NOT_OURS = {"heard", "setuptools"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    text = (ROOT / f"requirements/{name}.lock").read_text("utf-8")
    return {normal(package): version for package, version in PIN.findall(text)}


@dataclass(frozen=True)
class Machine:
    """A folder, and a user who owns it and nothing else."""

    folder: Path

    @property
    def checkout(self) -> Path:
        return self.folder / "heard"

    def run(self, indexes: Between, *order: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "TMPDIR": str(self.folder / "tmp"),
            "PIP_CONFIG_FILE": "/dev/null",
            "PIP_INDEX_URL": indexes.index,
            # Byte code of every package is most of pip's work, and little of it is run here.
            "PIP_COMPILE": "0",
            "NPM_CONFIG_REGISTRY": indexes.registry,
            # Files come from the real registry, whose pages ours only adds to.
            "NPM_CONFIG_REPLACE_REGISTRY_HOST": "never",
        }
        kept = {each: os.environ[each] for each in KEPT if each in os.environ}
        as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        return subprocess.run(
            [*(as_nobody if os.getuid() == 0 else []), *map(str, order)],
            cwd=self.checkout,
            env={**environment, **kept},
            capture_output=True,
            text=True,
            check=False,
        )

    def versions(self, indexes: Between, python: Path) -> dict[str, str]:
        said = self.run(indexes, python, "-c", VERSIONS)
        assert said.returncode == 0, said.stderr
        found = {normal(name): version for name, version in json.loads(said.stdout).items()}
        return {name: version for name, version in found.items() if name not in NOT_OURS}

    def clean_venv(self, indexes: Between, name: str) -> Path:
        said = self.run(indexes, "/usr/bin/env", "python3", "-m", "venv", self.folder / name)
        assert said.returncode == 0, said.stderr
        return self.folder / name / "bin/python"


def _copy_of_what_git_would_have(to: Path) -> None:
    """All but what .gitignore names; where this folder is a download it is no repository itself."""
    with tempfile.TemporaryDirectory() as none:
        git = ["git", f"--git-dir={none}", f"--work-tree={ROOT}"]
        subprocess.run(["git", "init", "--quiet", "--bare", none], check=True)
        order = [*git, "ls-files", "-z", "--others", "--exclude-standard"]
        listed = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, to / name)


@contextmanager
def _made() -> Iterator[Machine]:
    # Not in pytest's own folder: that is closed to everybody but who runs the tests.
    where = os.environ.get("TMPDIR", "/var/tmp")
    folder = Path(tempfile.mkdtemp(prefix="heard-setup-", dir=where))
    (folder / "tmp").mkdir()
    _copy_of_what_git_would_have(folder / "heard")
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", "65534:65534", str(folder)], check=True)
    yield Machine(folder)
    shutil.rmtree(folder)


@pytest.fixture
def machine() -> Iterator[Machine]:
    with _made() as fresh:
        yield fresh


@dataclass(frozen=True)
class SetUp:
    """A machine on which ``script/setup --dev`` has run, and the indexes that it ran against."""

    machine: Machine
    indexes: Between
    said: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def installed() -> Iterator[SetUp]:
    with _made() as fresh, between() as indexes:
        yield SetUp(fresh, indexes, fresh.run(indexes, "script/setup", "--dev"))


def test_setup_takes_the_lock_and_nothing_newer(installed: SetUp) -> None:
    assert installed.said.returncode == 0, installed.said.stderr
    checkout = installed.machine.checkout
    found = installed.machine.versions(installed.indexes, checkout / ".venv/bin/python")
    everything = {**locked("run"), **locked("build"), **locked("dev"), **locked("pip")}
    assert found.items() <= everything.items()
    assert {"django", "pydantic", "hatchling", "pytest", "pip"} <= found.keys()
    wanted = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    had = json.loads((checkout / "node_modules/.package-lock.json").read_text("utf-8"))["packages"]
    assert "node_modules/esbuild" in had
    assert {place: each["version"] for place, each in had.items()} == {
        place: wanted[place]["version"] for place in had
    }
    assert installed.indexes.tempted() == []


def test_it_installs_as_a_package_in_the_same_versions(installed: SetUp) -> None:
    """``pip install`` in a clean environment, as somebody does who has never read our manual.

    From the sdist; a checkout builds the same wheel, so that pip finds the same in it.
    """
    machine, indexes = installed.machine, installed.indexes
    sdist, wheel = _built(machine, indexes, "sdist"), _built(machine, indexes, "wheel")
    python = machine.clean_venv(indexes, "clean")
    said = machine.run(indexes, python, "-m", "pip", "install", "--quiet", sdist)
    assert said.returncode == 0, said.stderr
    found = machine.versions(indexes, python)
    del found["pip"]  # whichever they have
    assert found.items() <= locked("run").items()
    assert {"django", "pydantic", "weasyprint"} <= found.keys()
    assert int(machine.run(indexes, python, "-P", "-c", PAGES).stdout) > 10_000
    helped = machine.run(indexes, python.with_name("heard"), "--help")
    assert (helped.returncode, "heard" in helped.stdout) == (0, True)
    assert indexes.tempted() == []
    _same(wheel, next((machine.folder / "clean/lib").glob("python*/site-packages")))


def test_a_package_of_debian_that_is_too_old_stops_whom_it_is_for(installed: SetUp) -> None:
    """What only tests need, a demonstration does not ask for."""
    machine, indexes = installed.machine, installed.indexes
    known = machine.checkout / "requirements/debian.list"
    before = known.read_text("utf-8")
    known.write_text(re.sub(r"^curl +\S+", "curl 99", before, flags=re.MULTILINE))
    assert machine.run(indexes, "script/setup").returncode == 0
    said = machine.run(indexes, "script/setup", "--dev")
    known.write_text(before)
    assert said.returncode == 1
    assert re.search(r"  curl is [\d.]+\S*, and 99 is the oldest that works", said.stderr)
    assert "suite bookworm-security" in said.stderr


def test_a_client_package_that_is_not_there_is_named(installed: SetUp) -> None:
    shutil.rmtree(installed.machine.checkout / "node_modules")
    with between(missing="esbuild") as indexes:
        said = installed.machine.run(indexes, "script/setup", "--dev")
    assert said.returncode == 1
    assert "✗ The npm registry does not have esbuild." in said.stderr


def _built(machine: Machine, indexes: Between, what: str) -> Path:
    python = machine.checkout / ".venv/bin/python"
    said = machine.run(indexes, python, "-m", "hatchling", "build", "-t", what)
    assert said.returncode == 0, said.stderr
    ending = {"sdist": "tar.gz", "wheel": "whl"}[what]
    return next((machine.checkout / "dist").glob(f"heard-*.{ending}"))


def _same(wheel: Path, packages: Path) -> None:
    """What the wheel holds is what was installed, byte for byte; the list of it pip writes anew."""
    with ZipFile(wheel) as packed:
        names = [each for each in packed.namelist() if not each.endswith("/RECORD")]
        assert any(each.endswith("/METADATA") for each in names)
        for name in names:
            assert packed.read(name) == (packages / name).read_bytes(), name
    pages = {str(each.relative_to(packages)) for each in (packages / "heard/static").rglob("*")}
    assert pages & set(names)


def test_a_package_that_is_not_there_is_named(machine: Machine) -> None:
    name, version = next(iter(locked("run").items()))
    with between(missing=name) as indexes:
        said = machine.run(indexes, "script/setup")
    assert said.returncode == 1
    assert f"✗ The package index does not have {name}=={version}." in said.stderr
    assert "run this script again" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_machine_without_python_is_told_what_brings_it(machine: Machine) -> None:
    """A bare Debian has none. A user who may install nothing gets a command that root can copy."""
    bare = machine.folder / "bin"
    bare.mkdir()
    for name in ("bash", "cat", "dirname", "env", "id", "mktemp", "rm"):
        (bare / name).symlink_to(f"/usr/bin/{name}")
    order = ["/usr/bin/env", f"PATH={bare}", "script/setup"]
    said = machine.run(Between("http://127.0.0.1:9"), *order)
    assert said.returncode == 1
    assert "✗ Missing from this machine: python3 python3-venv\n" in said.stderr
    assert "  apt-get update && apt-get install -y " in said.stderr
    assert not (machine.checkout / ".venv").exists()


def test_other_bytes_than_those_tested_are_refused_aloud(machine: Machine) -> None:
    name = next(iter(locked("run")))
    with between(changed=name) as indexes:
        said = machine.run(indexes, "script/setup")
    assert said.returncode == 1
    assert "✗ The package index gave other bytes than those that were tested" in said.stderr
    assert not (machine.checkout / ".venv/installed").exists()


def test_what_builds_heard_is_what_was_tested() -> None:
    """An installer knows no lock: pyproject.toml names each package that builds, and its own."""
    import tomllib

    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert dict(PIN.findall("\n".join(named))) == locked("build")
