"""An exception has a name that no other has; that it ends in Error, ruff says (N818)."""

import ast
from collections import Counter
from pathlib import Path

HEARD = Path(__file__).parents[2] / "src/heard"


def names(texts: list[str]) -> list[str]:
    """Of all exceptions: what inherits from a name that ends in Error or Exception."""
    classes = [
        node
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
    ]
    return [
        each.name
        for each in classes
        if any(ast.unparse(base).endswith(("Error", "Exception")) for base in each.bases)
    ]


def twice(texts: list[str]) -> list[str]:
    return [name for name, count in Counter(names(texts)).items() if count > 1]


def test_no_two_exceptions_have_one_name() -> None:
    texts = [file.read_text("utf-8") for file in HEARD.rglob("*.py")]
    assert len(names(texts)) > 100
    assert twice(texts) == []
    assert twice([*texts, "class FormatError(ValueError): ..."]) == ["FormatError"]
