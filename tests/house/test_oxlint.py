"""The client's linter refuses what the house refuses: each fault is planted once."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = "  one += 1;\n"
LONG = "export function long(one: number): number {{\n{}  return one;\n}}\n"
MARKUP = "export const Said = (__html: string) => <p dangerouslySetInnerHTML={{ __html }} />;\n"
# rule, file, what it refuses, what it lets by
ONE = "export const one = 1;\n"
FAULTS = [
    ("max-lines-per-function", "lib/a.ts", LONG.format(LINES * 38), LONG.format(LINES * 37)),
    (
        "max-lines",
        "lib/b.ts",
        "export const one = 1;\n" + "// one\n" * 399,
        "export const one = 1;\n",
    ),
    ("no-danger", "pages/c.tsx", MARKUP, "export const Said = (text: string) => <p>{text}</p>;\n"),
    (
        "no-floating-promises",
        "lib/d.ts",
        "const late = async () => 1;\nexport const act = () => {\n  late();\n};\n",
        "const late = async () => 1;\nexport const act = async () => {\n  await late();\n};\n",
    ),
    (
        "restrict-template-expressions",
        "lib/e.ts",
        "export const say = (what: object) => `${what}`;\n",
        "export const say = (what: string) => `${what}.`;\n",
    ),
]


def refused(folder: Path) -> set[tuple[str, str]]:
    """(file, rule) of all that oxlint refuses with our settings; all rules of types are asked."""
    command = ["node_modules/.bin/oxlint", "--format", "json", "client"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)["diagnostics"]
    assert (done.returncode == 0) == (said == []), done.stdout + done.stderr
    rules = {(each["filename"], each["code"].split("(")[-1].rstrip(")")) for each in said}
    return {(name.removeprefix("client/"), rule) for name, rule in rules}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty client with our settings."""
    for name in ("tsconfig.json", ".oxlintrc.json"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    for room in ("lib", "pages"):
        (tmp_path / "client" / room).mkdir(parents=True)
    return tmp_path


def test_each_planted_fault_is_refused(folder: Path) -> None:
    for _, name, fault, _ in FAULTS:
        (folder / "client" / name).write_text(fault)
    assert refused(folder) >= {(name, rule) for rule, name, *_ in FAULTS}


def test_what_is_right_is_let_by(folder: Path) -> None:
    for _, name, _, right in FAULTS:
        (folder / "client" / name).write_text(right)
    assert refused(folder) == set()
