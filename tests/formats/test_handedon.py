"""Statements handed on to who came late to a file: the shared vectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from heard.formats import FormatError, handedon
from heard.formats._text import base64_bytes

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "handedon.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", VECTORS["notes"], ids=lambda case: case["name"])
def test_a_note_is_read_or_refused(case: Any) -> None:
    if case["expect"] == "ok":
        assert handedon.parse(case["value"]).value() == case["value"]
        return
    with pytest.raises(FormatError) as refused:
        handedon.parse(case["value"])
    assert refused.value.kind == case["expect"]


def key_of(author: str, day: str) -> bytes | None:
    assert day == "2026-11-21"
    found = VECTORS["keys"].get(author)
    return base64_bytes(found) if found else None


@pytest.mark.parametrize("case", VECTORS["letters"], ids=lambda case: case["name"])
def test_a_letter_is_its_authors_or_nobodys(case: Any) -> None:
    note = {"kind": "statements", "matter": VECTORS["matter"], "generation": 1}
    [signed] = handedon.parse({**note, "letters": [case["value"]]}).letters
    try:
        found = handedon.said(signed, matter=VECTORS["matter"], key_of=key_of)
    except FormatError:
        assert case["digest"] is None
        return
    assert found.handed
    assert found.statement
    assert found.statement.digest() == case["digest"]
