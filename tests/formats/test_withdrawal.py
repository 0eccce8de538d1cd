"""What a reporter signs in clear to take a report back, as the vectors say."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from heard.formats import withdrawal

KEPT = json.loads((Path(__file__).parents[2] / "vectors/withdrawal.json").read_text("utf-8"))


def is_signed(said, **other):
    return withdrawal.is_signed(
        b64decode(said["signature"]),
        case=said.get("case", KEPT["case"]),
        move=said["move"],
        version=said["version"],
        sealed=b64decode(said.get("sealed", KEPT["sealed"])),
        **{"key": KEPT["key"], **other},
    )


@pytest.mark.parametrize("said", KEPT["signed"], ids=lambda said: said["move"])
def test_it_is_signed_as_it_was_and_by_no_other_key(said):
    assert is_signed(said)
    again = withdrawal.sign(
        b64decode(KEPT["seed"]),
        case=KEPT["case"],
        move=said["move"],
        version=said["version"],
        sealed=b64decode(KEPT["sealed"]),
    )
    assert again == said["signature"]
    for key in ("", "x", "A" * 43 + "="):
        assert not is_signed(said, key=key)


@pytest.mark.parametrize("name", KEPT["unsigned"])
def test_over_nothing_else(name):
    assert not is_signed(KEPT["unsigned"][name])
