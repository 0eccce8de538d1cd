"""Whatever is sent to the SCIM door, it is answered, and never by an error of ours."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from provisioning import ENTERPRISE, PATCH, USER, Provider

# Once a test, not once an example: the directory fills up, and that is part of it.
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = ("userName", "id", "externalId", "displayName", "emails", "emails.value", "active", "x")
OPERATORS = ("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr")
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
ODD = ("\x00", "%", "_", "\\", '"', "é" * 201, "~", "x" * 65)
TEXT = st.text(max_size=40) | st.sampled_from(ODD)
NOT_OFFERED = 501


@pytest.fixture
def idp(founded, meridian, fresh_limits) -> Provider:
    def make():
        provider = Provider()
        assert provider.make("ade@meridian.example", number="1").status_code == 201
        return provider

    return founded("idp", make)


def fine(answer) -> bool:
    return answer.status_code < 500 or answer.status_code == NOT_OFFERED


@MANY
@given(st.sampled_from(NAMES), st.sampled_from(OPERATORS), ANY | TEXT | st.just("\ud800"))
def test_any_filter_is_answered(idp, name, operator, value):
    literal = "" if operator == "pr" else json.dumps(value)
    for text in (f"{name} {operator} {literal}", f"not ({name} {operator} {literal})"):
        assert fine(idp.ask("GET", f"/Users?filter={quote(text)}")), text


@MANY
@given(st.text(max_size=60))
def test_any_text_is_no_filter_or_is_one(idp, text):
    for name in ("filter", "sortBy", "startIndex", "count", "attributes", "cursor"):
        assert fine(idp.ask("GET", f"/Users?{name}={quote(text)}")), name


@MANY
@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), ANY | TEXT, max_size=5), TEXT)
def test_any_user_is_made_or_refused(idp, more, text):
    work = {"employeeNumber": text, "department": text, "manager": {"value": text}}
    bodies = (
        {"schemas": [USER], "userName": text, **more},
        {"schemas": [USER, ENTERPRISE], "userName": text, "displayName": text, ENTERPRISE: work},
    )
    for body in bodies:
        for answer in (idp.ask("POST", "/Users", body), idp.ask("PUT", "/Users/1", body)):
            assert fine(answer), (body, answer.content)


@MANY
@given(
    st.sampled_from(("add", "Replace", "remove", "x")),
    st.sampled_from(NAMES) | st.text(max_size=12) | st.none(),
    ANY | TEXT,
)
def test_any_change_is_made_or_refused(idp, action, path, value):
    operation = {"op": action, "value": value} | ({} if path is None else {"path": path})
    answer = idp.ask("PATCH", "/Users/1", {"schemas": [PATCH], "Operations": [operation]})
    assert fine(answer), answer.content


@MANY
@given(st.text(max_size=30))
def test_any_id_is_somebody_or_nobody(idp, text):
    assert fine(idp.ask("GET", f"/Users/{quote(text, safe='')}"))


@pytest.mark.parametrize("id", ["~AA", "~77_9", "%00", "~", "~~", "~AAA", "~" + "A" * 600])
def test_an_id_that_nobody_can_have_is_nobodys(idp, id):
    assert idp.ask("GET", f"/Users/{id}").status_code == 404


@pytest.mark.parametrize("name", NAMES[:-2])
@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\x00b"])
def test_what_no_text_can_be_is_no_filter(idp, name, text):
    query = quote(f"{name} eq {json.dumps(text)}")
    assert idp.ask("GET", f"/Users?filter={query}").status_code == 400


def test_a_thousand_parameters_are_refused(idp):
    assert idp.ask("GET", "/Users?" + "&".join(["a"] * 1500)).status_code == 400
