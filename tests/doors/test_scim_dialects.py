"""PATCH and users as Entra, Okta and others really send them, and what comes of each."""

from __future__ import annotations

import json

import pytest
from provisioning import ENTERPRISE, USER, Provider

from heard.formats import scimdialect
from heard.records.models import Person, Provisioned

# How a request is read knows no database; what it does to one is in test_scim*.py.
pytestmark = pytest.mark.sqlite_only

MANAGER = f"{ENTERPRISE}:manager"
BO = "https://localhost:8000/scim/v2/Users/B"
NAMED = {
    "the bare id, as Entra gives it": "B",
    "an object": {"value": "B"},
    "an object with what is read-only": {"value": "B", "$ref": "../Users/B", "displayName": "Bo"},
    "an object with another case": {"Value": "B", "DisplayName": "Bo"},
    "a reference alone": {"$ref": BO},
    "a list of one object": [{"value": "B"}],
    "a list of one object with a null": [{"$ref": None, "value": "B"}],
    "a list of one id": ["B"],
    "the same twice": [{"value": "B"}, "B"],
}
NOBODY = {
    "null": None,
    "an empty text": "",
    "an empty list": [],
    "an object with an empty value": {"value": ""},
    "an object with null": {"value": None},
    "a list with an empty value": [{"value": ""}],
}
NOTHING = {
    "an empty object": {},
    "a display name alone": {"displayName": "Bo"},
    "a display name in a list": [{"displayName": "Bo"}],
}
REFUSED = {
    "a number": 7,
    "a truth": True,
    "two people": [{"value": "A"}, {"value": "B"}],
    "a display name for an id": "Bo Smith",
    "an object in the object": {"value": {"id": 7}},
    "an id under another name": {"id": "B"},
    "an id under another name beside an empty value": {"value": "", "id": "B"},
    "an id as SCIM 1.1 has it": {"managerId": "B"},
    "an id under another name in a list": [{"id": "B"}],
    "a reference with a query": {"$ref": f"{BO}?x=1"},
    "a reference to something else": {"$ref": "../Groups/B"},
    "a reference that is no text": {"$ref": 7},
}


def at_path(path):
    return lambda op, value: {"op": op, "path": path, "value": value}


def without_path(wrap):
    return lambda op, value: {"op": op, "value": wrap(value)}


WAYS = {
    "the path": at_path(MANAGER),
    "the path in lower case": at_path(MANAGER.lower()),
    "the path without its schema": at_path("manager"),
    "the path of the value": at_path(f"{MANAGER}.value"),
    "the path with a point": at_path(f"{ENTERPRISE}.manager"),
    "the path of the value by filter": at_path('manager[value eq "A"].value'),
    "no path, the value by filter": without_path(lambda v: {f'{MANAGER}[value eq "A"].value': v}),
    "the extension's path": lambda op, v: {"op": op, "path": ENTERPRISE, "value": {"manager": v}},
    "no path, the extension": without_path(lambda value: {ENTERPRISE: {"manager": value}}),
    "no path, a path as the key": without_path(lambda value: {MANAGER: value}),
    "no path, no schema": without_path(lambda value: {"manager": value}),
    "no path, the value's path": without_path(lambda value: {f"{MANAGER}.value": value}),
}
OPS = ("Add", "replace")
MORE = {"op": "Replace", "path": "displayName", "value": "Changed"}


@pytest.fixture
def idp(founded, meridian, fresh_limits) -> Provider:
    """A, B and C; A is the manager of C."""

    def make():
        provider = Provider()
        for number in "ABC":
            made = provider.make(f"{number.lower()}@x.example", number=number, displayName=number)
            assert made.status_code == 201
        assert set_manager(provider, "A").status_code == 204
        return provider

    return founded("idp", make)


def set_manager(provider: Provider, id: str):
    return provider.patch("C", {"op": "add", "path": MANAGER, "value": {"value": id}})


def manager() -> str | None:
    return Person.objects.get(pk="C").manager_id


def given(idp: Provider) -> object:
    return idp.ask("GET", "/Users/C").json().get(ENTERPRISE, {}).get("manager")


def each_way(values):
    """Every way to write each value, with every spelling of the operation."""
    for where, write in WAYS.items():
        for what, value in values.items():
            for op in OPS:
                yield f"{op} {what} at {where}", write(op, value)


def test_every_way_to_change_a_manager_changes_it(idp):
    wrong = []
    for name, operation in each_way(NAMED):
        before = "A" if name.startswith("replace") else None
        start(idp, before)
        answer = idp.patch("C", operation, MORE)
        told = (answer.status_code, manager(), Person.objects.get(pk="C").name)
        if told != (204, "B", "Changed"):
            wrong.append((name, before, told, answer.content))
    assert wrong == []
    assert given(idp) == {"value": "B", "$ref": "http://localhost:8000/scim/v2/Users/B"}


def start(idp: Provider, before: str | None) -> None:
    """Straight in the table, so that a way that does nothing does not look like one that works."""
    Person.objects.filter(pk="C").update(manager_id=before, name="C")
    Provisioned.objects.filter(pk="C").update(manager="")


def test_every_way_to_say_nobody_clears_the_manager(idp):
    wrong = []
    ways = [*each_way(NOBODY)]
    for path in (MANAGER, "manager", f"{MANAGER}.value", "manager.value"):
        for op in ("remove", "Remove"):
            ways.append((f"{op} {path}", {"op": op, "path": path}))
            ways += [
                (f"{op} {path} {v}", {"op": op, "path": path, "value": v}) for v in ("A", None)
            ]
    for name, operation in ways:
        start(idp, "A")
        answer = idp.patch("C", operation, MORE)
        told = (answer.status_code, manager(), Person.objects.get(pk="C").name)
        if told != (204, None, "Changed"):
            wrong.append((name, told, answer.content))
    assert wrong == []


def test_nobody_who_had_no_manager_has_none_still(idp):
    for operation in (
        {"op": "Remove", "path": MANAGER},
        {"op": "Add", "path": MANAGER, "value": ""},
    ):
        start(idp, None)
        assert idp.patch("C", operation, MORE).status_code == 204
        assert manager() is None


@pytest.mark.parametrize("op", ["add", "Add", "ADD", "replace", "Replace", "REPLACE"])
def test_an_operation_counts_in_any_case(idp, op):
    body = {"OP": op, "Path": MANAGER.upper(), "VALUE": "B"}
    assert idp.patch("C", body).status_code == 204
    assert manager() == "B"


def test_what_is_ours_to_say_is_not_taken_and_loses_nothing(idp):
    wrong = []
    paths = (f"{MANAGER}.displayName", f"{MANAGER}.$ref", "manager.displayName")
    ways = [*each_way(NOTHING), *((path, {"op": "Remove", "path": path}) for path in paths)]
    ways.append(("a name", {"op": "Add", "path": f"{MANAGER}.displayName", "value": "Bo"}))
    for name, operation in ways:
        start(idp, "A")
        answer = idp.patch("C", operation, MORE)
        told = (answer.status_code, manager(), Person.objects.get(pk="C").name)
        if "value's path" not in name and "the value" not in name and told != (204, "A", "Changed"):
            wrong.append((name, told, answer.content))
    assert wrong == []
    assert idp.patch("C", ways[-1][1]).status_code == 204


def test_what_can_be_nobody_is_refused_by_name_and_nothing_is_half_done(idp):
    wrong = []
    for name, operation in each_way(REFUSED):
        start(idp, "A")
        answer = idp.patch("C", MORE, operation)
        said = answer.json()
        told = (answer.status_code, said.get("scimType"), manager())
        kept = Person.objects.get(pk="C").name == "C"
        if told != (400, "invalidValue", "A") or "manager" not in said["detail"] or not kept:
            wrong.append((name, told, said))
    assert wrong == []


def test_a_reference_counts_where_nothing_else_names_the_manager(idp):
    at = f"{MANAGER}.$ref"
    assert idp.patch("C", {"op": "add", "path": at, "value": "../Users/B"}).status_code == 204
    assert manager() == "B"
    both = (
        {"op": "add", "path": f"{MANAGER}.value", "value": "A"},
        {"op": "add", "path": at, "value": BO},
    )
    assert idp.patch("C", *both).status_code == 204
    assert manager() == "A"


def test_taking_away_who_was_there_before_keeps_who_has_just_come(idp):
    add = {"op": "Add", "path": MANAGER, "value": "B"}
    remove = {"op": "Remove", "path": MANAGER, "value": "A"}
    for operations in ((add, remove), (remove, add)):
        start(idp, "A")
        assert idp.patch("C", *operations).status_code == 204
        assert manager() == "B"


@pytest.mark.parametrize(
    "before",
    [
        {"op": "Replace", "value": {"manager": "B"}},
        {"op": "Replace", "value": {ENTERPRISE: {"manager": {"value": "B"}}}},
        {"op": "Replace", "path": ENTERPRISE, "value": {"manager": "B"}},
        {"op": "Replace", "value": {'manager[value eq "A"].value': "B"}},
        {"op": "Replace", "path": f"{MANAGER}.$ref", "value": "../Users/B"},
    ],
)
def test_whatever_set_the_manager_taking_the_old_one_away_keeps_the_new(idp, before):
    remove = {"Op": "Remove", "Path": "manager", "Value": "A"}
    assert idp.patch("C", before, remove, MORE).status_code == 204
    assert (manager(), Person.objects.get(pk="C").name) == ("B", "Changed")
    assert idp.patch("C", before, {**remove, "Value": [{"value": "B"}]}).status_code == 204
    assert manager() is None


def test_taking_away_somebody_who_is_not_the_manager_takes_nobody_away(idp):
    for value in ("B", {"value": "B"}, {"$ref": BO}, ["B"]):
        operation = {"op": "Remove", "path": MANAGER, "value": value}
        assert idp.patch("C", operation, MORE).status_code == 204
        assert (manager(), Person.objects.get(pk="C").name) == ("A", "Changed")
    assert idp.patch("C", {"op": "Replace", "path": MANAGER, "value": "Z"}).status_code == 204
    assert idp.patch("C", {"op": "Remove", "path": MANAGER, "value": "A"}).status_code == 204
    assert given(idp) == {"value": "Z"}  # who is waited for counts as well
    assert idp.patch("C", {"op": "Remove", "path": MANAGER, "value": "Z"}).status_code == 204
    assert given(idp) is None


OTHER_NAMES = (
    *({"op": "Add", "path": path, "value": "B"} for path in ("managerId", "managers")),
    {"op": "Add", "path": "manager.id", "value": "B"},
    {"op": "Replace", "path": f"{ENTERPRISE}:managerId", "value": "B"},
    {"op": "Add", "path": "managers", "value": ["B"]},
    {"op": "Add", "path": 'manager[value eq "A"]', "value": "B"},
    {"op": "Add", "path": f'{MANAGER}[value eq "A"]', "value": "B"},
    *({"op": op, "value": {"managerId": "B"}} for op in ("add", "Add", "replace", "Replace")),
    {"op": "Replace", "value": {"MANAGERID": "B", "active": True}},
    {"op": "Replace", "value": {"manager_id": {"value": "B"}}},
    {"op": "Replace", "value": {f"{ENTERPRISE}:managerId": "B"}},
    {"op": "Replace", "value": {ENTERPRISE: {"managerId": "B", "department": "Sales"}}},
    {"op": "Replace", "path": ENTERPRISE, "value": {"managerId": "B"}},
    {"op": "Replace", "value": {"manager": {"value": "A"}, "managerId": "B"}},
)


@pytest.mark.parametrize("operation", OTHER_NAMES, ids=json.dumps)
def test_a_manager_under_another_name_is_refused_by_name_and_changes_nothing(idp, operation):
    """Dropped, it would look done at the provider, and nobody would stand above."""
    answer = idp.patch("C", MORE, operation)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("manager: give the id as manager.value, not as")
    assert (manager(), Person.objects.get(pk="C").name) == ("A", "C")


@pytest.mark.parametrize("value", [{"managerId": None}, {"managerName": "Bo"}, {"managerId": ""}])
def test_another_name_that_says_of_nobody_who_it_is_is_dropped(idp, value):
    operations = (MORE, {"op": "Replace", "value": value})
    assert idp.patch("C", *operations).status_code == 204
    assert (manager(), Person.objects.get(pk="C").name) == ("A", "Changed")


STRANGE = (
    {"op": "Remove", "path": 'manager[value eq "A"]'},
    {"op": "Remove", "path": "managerId"},
    {"path": MANAGER, "value": "B"},
    {"path": "manager"},
    {"op": 7, "path": "manager", "value": "B"},
    {"op": None, "path": "manager.value", "value": "B"},
)


@pytest.mark.parametrize("operation", STRANGE, ids=json.dumps)
def test_what_is_no_manager_is_done_whole_or_refused_whole(idp, operation):
    answer = idp.patch("C", {"op": "Replace", "path": "active", "value": False}, operation)
    assert answer.status_code in {204, 400}
    assert Person.objects.get(pk="C").active is (answer.status_code == 400)
    assert manager() == "A"


OLD = "urn:scim:schemas:extension:enterprise:1.0"


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Add", "path": f"{OLD}:manager", "value": "B"},
        {"op": "Add", "path": f"{OLD}:User:manager.managerId", "value": "B"},
        {"op": "Add", "path": OLD, "value": {"manager": {"managerId": "B"}}},
        {"op": "Add", "value": {OLD: {"manager": {"managerId": "B"}}}},
        {"op": "Add", "value": {f"{OLD.upper()}:manager": "B"}},
    ],
)
def test_a_manager_in_words_of_before_is_refused_by_name(idp, operation):
    answer = idp.patch("C", MORE, operation)
    assert answer.status_code == 400
    assert answer.json()["detail"] == f"manager: give it under {ENTERPRISE}."
    assert (manager(), Person.objects.get(pk="C").name) == ("A", "C")


def test_a_reference_as_a_key_counts_or_is_refused(idp):
    assert idp.patch("C", {"op": "add", "value": {"manager.$ref": BO}}).status_code == 204
    assert manager() == "B"
    answer = idp.patch("C", {"op": "add", "path": "manager.$ref", "value": f"{BO}?x=1"})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("manager: $ref")


@pytest.mark.parametrize("form", NAMED)
@pytest.mark.parametrize("key", [MANAGER, "manager"])
def test_a_user_is_made_and_written_anew_with_each_form(idp, form, key):
    body = {"schemas": [USER], "userName": "d@x.example", "externalId": "D", key: NAMED[form]}
    if key == MANAGER:
        body = {
            "schemas": [USER, ENTERPRISE],
            "userName": "d@x.example",
            "externalId": "D",
            ENTERPRISE: {"manager": NAMED[form]},
        }
    assert idp.ask("POST", "/Users", body).status_code == 201
    assert Person.objects.get(pk="D").manager_id == "B"
    assert idp.ask("PUT", "/Users/D", body).status_code == 200
    assert Person.objects.get(pk="D").manager_id == "B"


def test_a_manager_is_named_who_is_not_here_yet(idp):
    assert idp.patch("C", {"op": "Replace", "path": MANAGER, "value": "Z"}).status_code == 204
    assert manager() is None
    assert given(idp) == {"value": "Z"}
    assert idp.make("z@x.example", number="Z").status_code == 201
    assert manager() == "Z"


def test_what_has_no_dialect_in_it_passes_byte_by_byte():
    for body in (
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b'{ "userName" : "x" }',
        b'{"Operations": []}',
    ):
        assert scimdialect.plain(body) == body
    made = scimdialect.plain(b'{"Operations": [{"op": "Add", "path": "manager", "value": "B"}]}')
    assert json.loads(made) == {
        "Operations": [{"op": "add", "path": MANAGER, "value": {"value": "B"}}]
    }
    assert scimdialect.plain(made) == made
