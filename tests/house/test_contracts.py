"""The import contracts hold, and each of them breaks when its fault is planted."""

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# contract, the file that imports, what it must not
FAULTS = [
    ("1 floors", "rules/planted.py", "heard.actions"),
    ("1 floors", "formats/planted.py", "heard.rules"),
    ("1 floors", "doors/public/planted.py", "heard.config"),
    ("1 floors", "ledger/journal.py", "heard.access.tiers"),
    ("1 floors", "access/tiers.py", "heard.actions.operations.setup"),
    ("1 floors", "records/planted.py", "heard.ledger.journal"),
    ("2 rules and formats", "rules/planted.py", "random"),
    ("2 rules and formats", "formats/planted.py", "django.utils.timezone"),
    ("3 the doors", "doors/desk/planted.py", "heard.doors.reporter"),
    ("3 the doors", "doors/_http/limits.py", "heard.doors.desk.party"),
    ("16 what the doors share", "doors/_http/errors.py", "heard.doors._http.limits"),
    ("4 an action", "actions/intake/report.py", "heard.actions.sign_in"),
    ("5 foreign keys", "records/models/keyring.py", "heard.records.models.cases"),
    ("6 only actions", "doors/desk/planted.py", "heard.records.models"),
    ("7 tables take names", "records/planted.py", "heard.rules.planted"),
    ("9 only the operator", "doors/desk/planted.py", "heard.actions.directory"),
    ("10 only SCIM", "doors/desk/planted.py", "heard.actions.scim"),
    ("4 an action", "actions/evidence.py", "heard.actions.cases"),
    ("4 an action", "actions/cases/queue.py", "heard.actions.deadlines"),
    ("15 pausing", "actions/deadlines/suspension.py", "heard.actions.deadlines.escalation"),
    ("11 access", "access/law.py", "heard.access.generations"),
    ("12 the ledger", "ledger/guard.py", "heard.ledger.writer"),
    ("13 doors ask", "doors/desk/planted.py", "heard.ledger.writer"),
    ("14 of operations", "actions/operations/nodes.py", "heard.actions.operations.health"),
    ("13 doors ask", "doors/public/planted.py", "heard.access.tiers"),
    ("8 no circles", "formats/planted.py", "heard.formats.other"),
]


def linted(folder: Path) -> str:
    """What lint-imports says of ``folder/src/heard``."""
    done = subprocess.run(
        [LINT_IMPORTS, "--config", "pyproject.toml", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = re.findall(r"^\d+ .* BROKEN", done.stdout, re.MULTILINE)
    assert (done.returncode == 0) == (not broken), done.stdout + done.stderr
    return done.stdout


def refused(said: str) -> set[tuple[str, str, str]]:
    """Of each broken contract, by its whole name: (name, who imports, what)."""
    found: set[tuple[str, str, str]] = set()
    name = ""
    for line, under in pairwise(said.splitlines()):
        if under and under == "-" * len(line):
            name = line
        found |= {(name, *each) for each in re.findall(r"(\S+) -> (\S+) \(", line)}
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src/heard",
        tmp_path / "src/heard",
        ignore=shutil.ignore_patterns("static", "__pycache__"),
    )
    return tmp_path


def test_the_house_keeps_its_contracts() -> None:
    assert "Contracts: 16 kept, 0 broken." in linted(ROOT)


def named(contract: str, file: str, imported: str) -> tuple[str, str, str]:
    """As lint-imports tells of a fault: circles within their package, others by their package."""
    importer = "heard." + file.removesuffix(".py").replace("/", ".")
    if contract == "8 no circles":
        return contract, *(f".{each.rpartition('.')[2]}" for each in (importer, imported))
    package = imported.partition(".")[0]
    return contract, importer, imported if package == "heard" else package


def test_each_planted_import_breaks_its_contract(copy: Path) -> None:
    heard = copy / "src/heard"
    for empty in ("rules/planted.py", "formats/planted.py"):
        (heard / empty).touch()
    (heard / "formats/other.py").write_text("import heard.formats.planted\n")
    for _, file, imported in FAULTS:
        with (heard / file).open("a") as planted:
            planted.write(f"\nimport {imported}\n")
    said = {(begins(name), *rest) for name, *rest in refused(linted(copy))}
    assert {named(*each) for each in FAULTS} - said == set()


def begins(name: str) -> str:
    """A contract as FAULTS calls it."""
    return next((each for each, *_ in FAULTS if name.startswith(each)), name)


def test_a_junk_drawer_breaks_the_floors(copy: Path) -> None:
    (copy / "src/heard/utils").mkdir()
    (copy / "src/heard/utils/__init__.py").write_text("")
    done = subprocess.run(
        [LINT_IMPORTS, "--config", "pyproject.toml", "--no-cache"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src"), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "heard.utils" in re.sub(r"\s+", " ", done.stdout)
