"""What script/acceptance prints: each sentence of docs/acceptance.md, and what shows it."""

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "acceptance.md"
PAPER = re.compile(r"^## (\S+)$")
ROW = re.compile(r"^\| (\d+) \| (.+) \|$")
TITLE = re.compile(r"acceptance (\S+) (\d+):")
Key = tuple[str, int]
Shown = dict[Key, list[tuple[str, bool]]]  # the tests of a sentence, and whether each passed


def sentences(text: str) -> dict[Key, str]:
    """Each sentence of the page, by paper and number. Raises ValueError for one that stands twice.

    Rows before the first heading of a paper are of no paper: the page has none.
    """
    found: dict[Key, str] = {}
    paper = ""
    for line in text.splitlines():
        if heading := PAPER.match(line):
            paper = heading[1]
        elif row := ROW.match(line):
            key = (paper, int(row[1]))
            if key in found:
                raise ValueError(f"{paper} {row[1]} stands twice in {PAGE.name}")
            found[key] = row[2]
    return found


class Told:
    """Hears of pytest which test carries which number, and how it ended."""

    def __init__(self, paper: str) -> None:
        self.paper, self.shown = paper, defaultdict[Key, list[tuple[str, bool]]](list)
        self._keys: dict[str, list[Key]] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave those of the paper, and last those in a browser: after it Django asks nothing."""
        for item in items:
            marks = (mark.args for mark in item.iter_markers("acceptance"))
            self._keys[item.nodeid] = [
                (str(paper), int(number)) for paper, number in marks if self.paper in {"", paper}
            ]
        kept = [item for item in items if self._keys[item.nodeid]]
        items[:] = sorted(kept, key=lambda item: "browser" in item.path.parts)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how one ended."""
        if report.when == "call" or report.failed:
            for key in self._keys[report.nodeid]:
                self.shown[key].append((report.nodeid, report.passed))


def of_pytest(paper: str) -> tuple[Shown, bool]:
    """The tests of Python, and whether all could be collected."""
    told = Told(paper)
    every = (ROOT / "tests").rglob("test_*.py")  # to import them all would take a minute
    files = [str(each) for each in every if "mark.acceptance(" in each.read_text("utf-8")]
    ended = pytest.main(["-q", "-m", "acceptance", "--engine=sqlite", *files], plugins=[told])
    fine = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED}
    return told.shown, ended in fine


def of_vitest(paper: str) -> tuple[Shown, bool]:
    """The same of TypeScript."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "said.json")
        reporter = ["--reporter=json", f"--outputFile={file}", "-t", f"acceptance {paper}"]
        vitest = ROOT / "node_modules" / ".bin" / "vitest"
        ended = subprocess.run([vitest, "run", *reporter], cwd=ROOT, check=False)  # noqa: S603 -- our own program
        said = json.loads(file.read_bytes()) if file.exists() else {}
    return _titled(said, paper), bool(said) and ended.returncode in {0, 1}


def _titled(said: Mapping[str, Any], paper: str) -> Shown:
    shown: Shown = defaultdict(list)
    for file in said.get("testResults", []):
        for test in file["assertionResults"]:
            title = TITLE.search(test["fullName"])
            if title and paper in {"", title[1]} and test["status"] in {"passed", "failed"}:
                name = f"{Path(file['name']).name}: {test['title']}"
                shown[title[1], int(title[2])].append((name, test["status"] == "passed"))
    return shown


def lines(asked: Mapping[Key, str], *shown: Shown) -> Iterator[tuple[str, bool]]:
    """What is printed, and whether it is fine."""
    for key, sentence in asked.items():
        tests = [test for each in shown for test in each.get(key, ())]
        yield f"{key[0]} {key[1]}  {sentence}", bool(tests)
        yield from ((f"    {'passed' if fine else 'FAILED'}  {name}", fine) for name, fine in tests)
        if not tests:
            yield "    NO TEST", False
    for key in sorted({key for each in shown for key in each} - asked.keys()):
        yield f"{key[0]} {key[1]}  stands in tests, and not in {PAGE.name}", False


def main(argv: Sequence[str]) -> int:
    """Print it; 1 where something fails or is missing, 2 for a paper that there is not."""
    paper = argv[0] if argv else ""
    every = sentences(PAGE.read_text("utf-8"))
    if len(argv) > 1 or paper not in {"", *(name for name, _ in every)}:
        print(f"Choose one of: {', '.join(sorted({name for name, _ in every}))}.", file=sys.stderr)
        return 2
    (here, collected), (there, heard) = of_pytest(paper), of_vitest(paper)
    asked = {key: each for key, each in every.items() if paper in {"", key[0]}}
    said = list(lines(asked, here, there))
    print("\n" + "\n".join(line for line, _ in said))
    return 0 if collected and heard and all(fine for _, fine in said) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
