"""Whatever a provider sends is put into SCIM once, refused by name, or left as it came."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats.scimdialect import ENTERPRISE, MANAGER, DialectError, plain

NAMES = st.sampled_from(
    (
        *(MANAGER, "manager", f"{MANAGER}.value", f"{MANAGER}.$ref", f"{MANAGER}[value eq 1]"),
        *("managerId", "managers", 'manager[value eq "A"].value', f"{ENTERPRISE}.manager"),
        *(
            ENTERPRISE,
            "active",
            "department",
            'emails[type eq "work"].value',
            "value",
            "$ref",
            "x",
            "",
        ),
    )
)
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(("A", "True")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
OP = st.sampled_from(("Add", "replace", "Remove", "x", 7, None))
OPERATION = st.fixed_dictionaries({"op": OP}, optional={"path": NAMES | ANY, "value": ANY}) | ANY
BODY = ANY | st.fixed_dictionaries({"Operations": st.lists(OPERATION, max_size=4)})


@given(BODY)
def test_any_body_is_put_into_scim_once(body):
    try:
        made = plain(json.dumps(body).encode())
    except DialectError:
        return
    assert plain(made) == made


@pytest.mark.parametrize("said", [{}, {"value": {}}, {"type": "work"}, [[True]], [{"value": []}]])
def test_what_holds_no_simple_value_passes_as_it_came(said):
    body = json.dumps({"active": said}).encode()
    assert plain(body) == body


@given(st.binary(max_size=200))
def test_what_is_no_json_is_given_back(raw):
    try:
        json.loads(raw.decode())
    except ValueError:
        assert plain(raw) == raw


def test_depth_is_bounded_by_whoever_asks():
    with pytest.raises(RecursionError):
        plain(b"[" * 30_000)
