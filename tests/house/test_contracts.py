"""The import contracts hold, and each of them breaks when its fault is planted."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# contract, the file the fault is planted in, the fault
FAULTS = [
    ("1 floors", "rules/planted.py", "import heard.actions\n"),
    ("1 floors", "formats/planted.py", "import heard.rules\n"),
    ("1 floors", "doors/public/planted.py", "import heard.config\n"),
    ("1 floors", "ledger/journal.py", "import heard.access.tiers\n"),
    ("1 floors", "access/tiers.py", "import heard.actions.operations.setup\n"),
    ("1 floors", "records/planted.py", "import heard.ledger.journal\n"),
    ("2 rules and formats", "rules/planted.py", "import random\n"),
    ("2 rules and formats", "formats/planted.py", "from django.utils import timezone\n"),
    ("3 the doors", "doors/desk/planted.py", "import heard.doors.reporter\n"),
    ("3 the doors", "doors/_http/limits.py", "import heard.doors.desk.party\n"),
    ("16 what the doors share", "doors/_http/errors.py", "import heard.doors._http.limits\n"),
    ("4 an action", "actions/intake/report.py", "import heard.actions.sign_in\n"),
    ("5 foreign keys", "records/models/keyring.py", "import heard.records.models.cases\n"),
    ("6 only actions", "doors/desk/planted.py", "import heard.records.models\n"),
    ("7 tables take names", "records/planted.py", "import heard.rules.planted\n"),
    ("9 only the operator", "doors/desk/planted.py", "import heard.actions.directory\n"),
    ("10 only SCIM", "doors/desk/planted.py", "import heard.actions.scim\n"),
    ("4 an action", "actions/evidence.py", "import heard.actions.cases\n"),
    ("4 an action", "actions/cases/queue.py", "import heard.actions.deadlines\n"),
    (
        "15 pausing",
        "actions/deadlines/suspension.py",
        "import heard.actions.deadlines.escalation\n",
    ),
    ("11 access", "access/law.py", "import heard.access.generations\n"),
    ("12 the ledger", "ledger/guard.py", "import heard.ledger.writer\n"),
    ("13 doors ask", "doors/desk/planted.py", "import heard.ledger.writer\n"),
    ("14 of operations", "actions/operations/nodes.py", "import heard.actions.operations.health\n"),
    ("13 doors ask", "doors/public/planted.py", "import heard.access.tiers\n"),
    ("8 no circles", "formats/planted.py", "import heard.formats.other\n"),
]


def broken_contracts(folder: Path) -> list[str]:
    """The names of the contracts that ``folder/src/heard`` breaks; a refusal to run is one too."""
    done = subprocess.run(
        [LINT_IMPORTS, "--config", "pyproject.toml", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = re.findall(r"^(\d+ .*) BROKEN", done.stdout, re.MULTILINE)
    assert (done.returncode == 0) == (not broken), done.stdout + done.stderr
    return broken


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
    assert broken_contracts(ROOT) == []


@pytest.mark.parametrize(("contract", "file", "fault"), FAULTS)
def test_a_planted_fault_breaks_its_contract(
    copy: Path, contract: str, file: str, fault: str
) -> None:
    heard = copy / "src/heard"
    for empty in ("rules/planted.py", "formats/planted.py"):
        (heard / empty).touch()
    (heard / "formats/other.py").write_text("import heard.formats.planted\n")
    with (heard / file).open("a") as planted:
        planted.write(f"\n{fault}")
    assert [name for name in broken_contracts(copy) if name.startswith(contract)] != []


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
