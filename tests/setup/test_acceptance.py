"""script/acceptance: a sentence without a test, or with one that fails, is no success."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = """
## one
| n | what holds |
|---|---|
| 1 | It is so. |
| 2 | It is not. |
## two
| 1 | Elsewhere. |
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("acceptance", ROOT / "script/acceptance.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_sentences_of_a_page_are_read_by_paper_and_number(script: ModuleType) -> None:
    found = script.sentences(PAGE)
    assert found == {("one", 1): "It is so.", ("one", 2): "It is not.", ("two", 1): "Elsewhere."}
    with pytest.raises(ValueError, match="two 1 stands twice"):
        script.sentences(PAGE + "| 1 | Again. |\n")


def test_what_fails_and_what_is_missing_is_said(script: ModuleType) -> None:
    asked = script.sentences(PAGE)
    shown = {("one", 1): [("a", True), ("b", False)], ("three", 9): [("c", True)]}
    said = list(script.lines(asked, shown, {("two", 1): [("d", True)]}))
    assert [line.strip() for line, fine in said if not fine] == [
        "FAILED  b",
        "one 2  It is not.",
        "NO TEST",
        "three 9  stands in tests, and not in acceptance.md",
    ]
    assert ("    passed  d", True) in said


def test_titles_of_the_clients_tests_are_told(script: ModuleType) -> None:
    tests = [
        {"fullName": "x acceptance one 2: holds", "title": "holds", "status": "passed"},
        {"fullName": "acceptance two 1: no", "title": "no", "status": "failed"},
        {"fullName": "acceptance one 1: left out", "title": "left out", "status": "skipped"},
    ]
    said = {"testResults": [{"name": "/c/a.test.ts", "assertionResults": tests}]}
    shown = script._titled(said, "")
    assert shown == {
        ("one", 2): [("a.test.ts: holds", True)],
        ("two", 1): [("a.test.ts: no", False)],
    }
    assert script._titled(said, "two").keys() == {("two", 1)}


def test_every_number_in_a_test_stands_on_the_page(script: ModuleType) -> None:
    every = script.sentences(script.PAGE.read_text("utf-8"))
    assert {number for paper, number in every if paper == "case-work"} == set(range(1, 11))


def test_what_runs_in_a_browser_comes_last(script: ModuleType) -> None:
    """After it Django would refuse every test that asks a database in the same process."""

    class Item:
        def __init__(self, nodeid: str, *marks: tuple[str, int]) -> None:
            self.nodeid, self.path, self.marks = nodeid, Path(nodeid), marks

        def iter_markers(self, _name: str) -> list[pytest.Mark]:
            return [pytest.mark.acceptance(*args).mark for args in self.marks]

    named = [("tests/browser/a", ("one", 1)), ("tests/doors/b", ("one", 2)), ("tests/doors/c",)]
    items = [Item(name, *marks) for name, *marks in named]
    script.Told("one").pytest_collection_modifyitems(items)
    assert [each.nodeid for each in items] == ["tests/doors/b", "tests/browser/a"]
