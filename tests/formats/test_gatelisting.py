"""What is told to the retaliation gate: read what was written, of one length, and nothing else."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats import FormatError, gatelisting
from heard.formats.gatelisting import SIZE, Listing

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/gatelisting.json").read_text("utf-8"))
SITE = VECTORS["site"]


def filled(content: str) -> bytes:
    return content.encode().ljust(SIZE)


@pytest.mark.parametrize("case", VECTORS["written"], ids=lambda case: case["person"][:20])
def test_who_is_to_be_protected_is_read(case):
    said = gatelisting.read(filled(case["content"]), site=SITE)
    assert said == Listing(v=1, site=SITE, person=case["person"])
    assert gatelisting.write(said) == filled(case["content"])


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["name"])
def test_anything_else_is_refused_by_name(case):
    with pytest.raises(FormatError) as refused:
        gatelisting.read(filled(case["content"]), site=SITE)
    assert refused.value.kind == case["why"]


def test_what_does_not_fit_is_not_cut():
    with pytest.raises(FormatError, match="too long"):
        gatelisting.write(Listing(v=1, site=SITE, person="林" * 400))


@pytest.mark.parametrize("size", [0, SIZE - 1, SIZE + 1])
def test_another_length_is_refused(size):
    with pytest.raises(FormatError) as refused:
        gatelisting.read(b" " * size, site=SITE)
    assert refused.value.kind == "size"


@given(st.binary(max_size=SIZE))
def test_no_bytes_make_it_fail_in_another_way(content):
    with pytest.raises(FormatError):
        gatelisting.read(content.ljust(SIZE), site=SITE)
