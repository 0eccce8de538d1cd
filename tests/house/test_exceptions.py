"""An exception is a class because somebody tells it apart; otherwise it is a sentence.

Its name is its own, and it says what it is. That names end in Error, ruff says (N818).
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HEARD = Path(__file__).parents[2] / "src/heard"
TREES = [ast.parse(file.read_text("utf-8")) for file in HEARD.rglob("*.py")]
MOST = 71  # at first there were 130: a new one has to be told apart, and is few


def exceptions(trees: list[ast.Module]) -> list[ast.ClassDef]:
    """All: what inherits from a name that ends in Error or Exception."""
    classes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    ends = ("Error", "Exception")
    return [each for each in classes if any(ast.unparse(b).endswith(ends) for b in each.bases)]


def _names(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr


def _apart(node: ast.AST) -> Iterator[str]:
    """What a node tells apart: by ``except``, ``suppress``, ``isinstance``, or a table of types."""
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        yield from _names(node.type)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"suppress", "isinstance"}:
        yield from (name for each in node.args for name in _names(each))
    elif isinstance(node, ast.Dict):
        yield from (name for key in node.keys if key is not None for name in _names(key))


def told_apart(trees: list[ast.Module]) -> set[str]:
    return {name for tree in trees for node in ast.walk(tree) for name in _apart(node)}


def faults(trees: list[ast.Module]) -> list[str]:
    """What is wrong with each, in a sentence that says what to do."""
    found, apart = exceptions(trees), told_apart(trees)
    count = Counter(each.name for each in found)
    lines = [f"{name}: another has this name" for name in count if count[name] > 1]
    for each in found:
        if ast.get_docstring(each) is None:
            lines.append(f"{each.name}: say in a docstring what it means")
        if each.name not in apart:
            lines.append(f"{each.name}: nobody tells it apart; heard/rules/refusals.py has others")
    return lines


def test_each_exception_is_told_apart_by_somebody() -> None:
    assert 40 < len(exceptions(TREES)) <= MOST
    assert faults(TREES) == []


def test_what_nobody_tells_apart_is_found() -> None:
    raised = 'class OddError(ValueError):\n    """Odd."""\n\ndef f():\n    raise OddError\n'
    caught = "try:\n    f()\nexcept (KeyError, odd.OddError):\n    pass\n"
    alone, with_except = [ast.parse(raised)], [ast.parse(raised), ast.parse(caught)]
    table, dumb = ast.parse("T = {odd.OddError: 400}"), ast.parse("class OddError(Exception): ...")
    assert [each.split(":")[0] for each in faults(alone)] == ["OddError"]
    assert faults(with_except) == faults([*alone, table]) == []
    assert len(faults([*with_except, dumb])) == 2
