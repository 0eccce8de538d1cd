"""What a reporter signs in clear to let the gate be told who they are, as the vectors say."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from heard.formats import gateagreed

KEPT = json.loads((Path(__file__).parents[2] / "vectors/gateagreed.json").read_text("utf-8"))


def is_signed(**other):
    said = {**KEPT["signed"], **other}
    return gateagreed.is_signed(
        b64decode(said["signature"]),
        key=said.get("key", KEPT["key"]),
        case=said["case"],
        record=said["record"],
        version=said["version"],
        sealed=b64decode(said["sealed"]),
    )


def test_it_is_signed_as_it_was_and_by_no_other_key():
    assert is_signed()
    said = {name: KEPT["signed"][name] for name in ("case", "record", "version")}
    sealed = b64decode(KEPT["signed"]["sealed"])
    again = gateagreed.sign(b64decode(KEPT["seed"]), sealed=sealed, **said)
    assert again == KEPT["signed"]["signature"]
    assert not any(is_signed(key=key) for key in ("", "x", "A" * 43 + "="))


@pytest.mark.parametrize("name", KEPT["unsigned"])
def test_over_nothing_else(name):
    assert not is_signed(**KEPT["unsigned"][name])


def test_keepers_are_the_same_in_any_order_and_others_are_others():
    found = [gateagreed.keepers_digest(each["recipients"]) for each in KEPT["keepers"]]
    assert found == [each["digest"] for each in KEPT["keepers"]]
    assert found[0] == found[1]
    assert len(set(found)) == 3
