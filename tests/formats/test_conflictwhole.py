"""The whole table of conflicts: by the vectors, and by chance against what was put in."""

import base64
import json
import os
from dataclasses import replace
from hashlib import sha256
from itertools import combinations, islice, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats import FormatError, conflicts, conflictwhole, names

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors/conflicts.json").read_text(encoding="utf-8")
)
HEAD = conflicts.parse(json.dumps(VECTORS["head"]))
CASES = {each["name"]: base64.b64decode(each["body"]) for each in VECTORS["whole"]["cases"]}


def bound(body, head=HEAD):
    return conflictwhole.parse(replace(head, whole=sha256(body).hexdigest()), body)


@pytest.mark.parametrize("case", VECTORS["whole"]["cases"], ids=lambda case: case["name"])
def test_what_may_be_a_whole_table(case):
    body = base64.b64decode(case["body"])
    if case["expect"] == "ok":
        assert bound(body).bits == 2
        return
    with pytest.raises(FormatError) as refused:
        bound(body)
    assert refused.value.kind == case["expect"]


def test_only_the_table_that_the_head_binds_is_read():
    assert conflictwhole.parse(HEAD, CASES["good"])
    for head, body in (
        (HEAD, base64.b64decode(VECTORS["whole"]["unbound"])),
        (replace(HEAD, whole=""), CASES["good"]),
    ):
        with pytest.raises(FormatError, match="that the log proves"):
            conflictwhole.parse(head, body)
    with pytest.raises(FormatError, match="64 MiB"):
        conflictwhole.parse(HEAD, bytes(conflictwhole.MOST + 1))


@pytest.mark.parametrize("case", VECTORS["lookups"], ids=lambda case: case["text"])
def test_it_says_what_the_buckets_say(case):
    key = names.key_of(case["text"])
    found = conflictwhole.look(bound(CASES["good"]), conflicts.digest(HEAD.salt, key))
    assert [list(each) for each in found] == case["conflicts"]


ROWS = st.dictionaries(st.integers(0, 10), st.integers(0, 4), min_size=1, max_size=11)


@given(st.dictionaries(st.text(min_size=1, max_size=5), ROWS, max_size=70))
def test_each_key_is_found_with_what_was_said_of_it_and_no_other(told):
    digests = {key: conflicts.digest(HEAD.salt, key) for key in told}
    rows = sorted({conflictwhole.row(sorted(said.items())) for said in told.values()})
    own = [
        (digests[key][conflictwhole.KEY], rows.index(conflictwhole.row(sorted(said.items()))))
        for key, said in told.items()
    ]
    entries = sorted([*own, *conflictwhole.filled(len(own), os.urandom)])
    table = bound(conflictwhole.encode(entries, len(entries), rows))
    assert len(entries) % conflicts.STEP == 0
    for key, said in told.items():
        expected = sorted((HEAD.holders[who], HEAD.relations[how]) for who, how in said.items())
        assert conflictwhole.look(table, digests[key]) == expected
    assert conflictwhole.look(table, conflicts.digest(HEAD.salt, "somebody else")) == []


def test_a_number_of_a_row_has_three_bytes_where_two_are_too_few():
    said = product(combinations(range(11), 4), product(range(5), repeat=4))
    coded = {conflictwhole.row(list(zip(*each, strict=True))) for each in islice(said, 65_537)}
    rows = sorted(coded)
    assert len(rows) > conflictwhole.NARROW
    at = conflicts.digest(HEAD.salt, "id:e7")
    entries = sorted(
        [(at[conflictwhole.KEY], conflictwhole.NARROW), *conflictwhole.filled(1, os.urandom)]
    )
    table = bound(conflictwhole.encode(entries, len(entries), rows))
    assert table.width == 3
    assert conflictwhole.look(table, at) == sorted(table.rows[conflictwhole.NARROW])
