"""The table of cases is asked in `access` and `ledger`; which actions still do it stands here.

A list that only gets shorter (docs/adr/0043-one-dialect-at-the-doors.md): who needs a case asks
``access/case_access``, where it is refused to whoever may not have it.
"""

import ast
from pathlib import Path

import pytest

ACTIONS = Path(__file__).parents[2] / "src/heard/actions"
# file: what it does with the table, always of a case that access has let it have, or of all
STILL = {
    "cases/handing.py": "writes who leads it",
    "deadlines/escalation.py": "the clock's round: holds the cases of a batch, in one query",
    "intake/report.py": "makes the row",
    "oversight/_months.py": "counts by months; no case is told from another",
    "retention.py": "the round that erases: holds each case's row while it looks what is due",
}


def asks(text: str) -> bool:
    """Whether a file's code queries the table or makes a row of it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "Case.objects":
            return True
        if isinstance(node, ast.Call):
            said = [ast.unparse(each) for each in (node.func, *node.args[:1])]
            if said[0] == "Case" or said == ["Row", "Case"]:
                return True
    return False


def test_no_other_action_asks_the_table_of_cases() -> None:
    found = {
        file.relative_to(ACTIONS).as_posix()
        for file in ACTIONS.rglob("*.py")
        if asks(file.read_text("utf-8"))
    }
    assert sorted(found) == sorted(STILL)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Case.objects.get(id=case)", True),
        ("entry.add(Row(Case, id=case))", True),
        ("Case(id=case).save()", True),
        ("gone = Case.State.WITHDRAWN", False),
        ("def f(case: Case) -> None: ...", False),
    ],
)
def test_it_is_seen(text: str, *, found: bool) -> None:
    assert asks(text) is found
