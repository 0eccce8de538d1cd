"""Whether somebody is here, and their details, as providers write them."""

from __future__ import annotations

import pytest
from provisioning import ENTERPRISE, USER, Provider

from heard.records.models import Person

# How a request is read knows no database; what it does to one is in test_scim*.py.
pytestmark = pytest.mark.sqlite_only

MORE = {"op": "Replace", "path": "displayName", "value": "Changed"}


@pytest.fixture
def idp(founded, meridian, fresh_limits) -> Provider:
    """One person, C."""

    def make():
        provider = Provider()
        assert provider.make("c@x.example", number="C", displayName="C").status_code == 201
        return provider

    return founded("idp", make)


ACTIVE = {
    "Entra": {"op": "Replace", "path": "active", "value": "False"},
    "Entra, before its flag": {
        "op": "Replace",
        "path": "active",
        "value": [{"$ref": None, "value": "False"}],
    },
    "Okta": {"op": "replace", "value": {"active": False}},
    "Okta with words": {"op": "replace", "value": {"active": "false"}},
    "with its schema": {"op": "Add", "path": f"{USER}:active", "value": "FALSE"},
    "a truth": {"op": "replace", "path": "active", "value": False},
}


@pytest.mark.parametrize("who", ACTIVE)
def test_every_way_to_say_that_somebody_left(idp, who):
    assert idp.patch("C", ACTIVE[who], MORE).status_code == 204
    person = Person.objects.get(pk="C")
    assert (person.active, person.name) == (False, "Changed")


def test_a_truth_that_is_none_is_refused_by_name(idp):
    words = ("perhaps", "", "0", "1", 0, 1, 0.0)
    held = ([0], {"value": 1}, [True, False], {}, [{}], {"value": {}}, {"type": "work"}, [[True]])
    for value in (*words, *held):
        answer = idp.patch("C", MORE, {"op": "replace", "path": "active", "value": value})
        assert answer.status_code == 400
        assert answer.json()["detail"].startswith("active: ")
    assert Person.objects.get(pk="C").active
    assert Person.objects.get(pk="C").name == "C"


DETAILS = {
    "an address by filter": (
        {"op": "Add", "path": 'emails[type eq "work"].value', "value": "n@x.example"},
        ("email", "n@x.example"),
    ),
    "an address without a path": (
        {"op": "replace", "value": {'emails[type eq "work"].value': "n@x.example"}},
        ("email", "n@x.example"),
    ),
    "the primary address": (
        {"op": "Replace", "path": 'emails[primary eq "True"].value', "value": "n@x.example"},
        ("email", "n@x.example"),
    ),
    "all addresses": (
        {"op": "replace", "path": "emails", "value": [{"value": "n@x.example", "primary": "true"}]},
        ("email", "n@x.example"),
    ),
    "a country": (
        {"op": "Add", "path": 'addresses[type eq "work"].country', "value": "DE"},
        ("country", "DE"),
    ),
    "a name in a list": (
        {"op": "Replace", "path": "displayName", "value": [{"$ref": None, "value": "User x"}]},
        ("name", "User x"),
    ),
    "a unit": (
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Law"},
        ("unit_id", "Law"),
    ),
    "a unit without its schema": (
        {"op": "Add", "path": "department", "value": "Law"},
        ("unit_id", "Law"),
    ),
    "a unit without a path": ({"op": "add", "value": {"department": "Law"}}, ("unit_id", "Law")),
}


@pytest.mark.parametrize("what", DETAILS)
def test_every_way_to_change_a_detail_changes_it(idp, what):
    operation, (column, value) = DETAILS[what]
    assert idp.patch("C", operation).status_code == 204
    assert getattr(Person.objects.get(pk="C"), column) == value


def test_a_value_of_the_wrong_kind_is_refused_in_one_sentence(idp):
    for path, value in (("name", "x"), ("emails", "x"), ("displayName", {"a": 1})):
        answer = idp.patch("C", MORE, {"op": "replace", "path": path, "value": value})
        detail = answer.json()["detail"]
        assert answer.status_code == 400
        assert detail.startswith(f"{path}: ")
        assert "\n" not in detail
        assert "pydantic" not in detail
    assert Person.objects.get(pk="C").name == "C"
