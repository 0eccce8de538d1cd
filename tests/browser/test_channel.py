"""A person who was told nine words enrols on a phone, comes back with twelve, and writes."""

from __future__ import annotations

from typing import Any

import pytest
from desk_walk import code_of
from engines import PREFIXES, OpenIn, fits, in_each_engine
from expecting import expect
from invited_online import Inviting
from party_walk import WORDS, enrol, write
from processes import Heard

from heard.formats import returncode


@pytest.fixture
def inviting(live: Heard) -> Inviting:
    return Inviting(live.url, code_of(live, "Amara Okafor"))


@in_each_engine
@pytest.mark.parametrize(("size", "language"), [("narrow", "ar"), ("phone", "en")])
def test_a_witness_enrols_writes_and_comes_back(
    inviting: Inviting, open_in: OpenIn, axe: Any, name: str, size: str, language: str
) -> None:
    page = open_in(name, size)
    page.goto(f"{PREFIXES[language]}/channel/")
    assert fits(page)
    twelve = enrol(page, inviting.invite())
    assert len(returncode.read(" ".join(twelve))) == 16
    write(page, WORDS)
    assert fits(page)
    axe(page)
    page.goto(f"{PREFIXES[language]}/return/")
    page.fill("#code", " ".join(twelve))
    page.locator("#enter-form button").click()
    expect(page.locator("#room .msgs .mine")).to_contain_text("after eleven")
    assert fits(page)
