"""What a provider says of people is what the directory has afterwards, and the log counts it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from provisioning import ENTERPRISE, Provider

from heard.actions import scim
from heard.records.models import Event, Opening, Person, Provisioned, Synced, Unit

COLUMNS = ("id", "name", "other_names", "email", "unit_id", "country", "manager_id", "active")


@pytest.fixture
def idp(meridian, fresh_limits) -> Provider:
    return Provider()


def people() -> list[tuple[object, ...]]:
    return list(Person.objects.order_by("id").values_list(*COLUMNS))


def imported(id: str, **more: object) -> Person:
    told = {"name": f"Person {id}", "email": "", "country": "", "active": True, **more}
    return Person.objects.create(id=id, **told)


def test_a_user_becomes_a_person(idp):
    idp.make("ade@meridian.example", number="1", displayName="Ade Bello")
    made = idp.make(
        "gao@meridian.example",
        number="2",
        displayName="Gao Lei",
        nickName="Leo",
        name={"givenName": "Lei", "familyName": "Gao", "formatted": "高磊"},
        emails=[
            {"value": "old@meridian.example", "type": "work"},
            {"value": "gao.lei@meridian.example", "type": "work", "primary": True},
            {"value": "leo@home.example", "type": "home"},
        ],
        addresses=[{"type": "work", "country": "cn", "locality": "Jinan"}],
        department="Sales",
        manager={"value": "1"},
        title="Buyer",
    )
    assert made.status_code == 201
    assert people() == [
        ("1", "Ade Bello", "", "ade@meridian.example", None, "", None, True),
        (
            "2",
            "Gao Lei",
            "高磊; Lei Gao; Leo",
            "gao.lei@meridian.example",
            "Sales",
            "CN",
            "1",
            True,
        ),
    ]
    told = made.json()
    assert told["id"] == "2"
    assert told["meta"]["location"] == "http://localhost:8000/scim/v2/Users/2"
    assert told[ENTERPRISE]["manager"]["$ref"] == "http://localhost:8000/scim/v2/Users/1"
    assert told["name"] == {"formatted": "高磊", "familyName": "Gao", "givenName": "Lei"}
    kept = Provisioned.objects.get(pk="2").said
    assert [word for word in ("home", "Jinan", "Buyer") if word in kept] == []


def test_entras_dialect_is_understood(idp):
    """As its documentation shows it: capital operations, booleans in words, bare managers."""
    imported("1", email="ade@meridian.example")
    made = idp.make("gao@meridian.example", externalId="gao", number="2", active="True")
    assert made.status_code == 201
    answer = idp.patch(
        "2",
        {"op": "Replace", "path": "displayName", "value": "Gao Lei"},
        {"op": "Add", "path": 'emails[type eq "work"].value', "value": "lei@meridian.example"},
        {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": "1"},
        {"op": "Replace", "path": f"{ENTERPRISE}:department", "value": "Sales"},
    )
    assert answer.status_code == 204
    expected = ("2", "Gao Lei", "", "lei@meridian.example", "Sales", "", "1", True)
    assert people()[1] == expected
    answer = idp.patch("2", {"op": "Replace", "path": "active", "value": "False"})
    assert answer.status_code == 204
    gone = Person.objects.get(pk="2")
    assert (gone.active, gone.left) == (False, datetime.now(UTC).date())
    answer = idp.patch("2", {"op": "Remove", "path": f"{ENTERPRISE}:manager"})
    assert (answer.status_code, Person.objects.get(pk="2").manager_id) == (204, None)


def test_oktas_dialect_is_understood(idp):
    """It writes whole users by PUT and takes them away by a PATCH without a path."""
    made = idp.make(
        "gao@meridian.example",
        externalId="00ujl29u0le5T6Aj10h7",
        name={"givenName": "Lei", "familyName": "Gao"},
        emails=[{"primary": True, "value": "gao@meridian.example", "type": "work"}],
        displayName="Lei Gao",
        locale="en-US",
        groups=[],
        password="s3cret",
        active=True,
    )
    assert made.status_code == 201
    user = made.json()
    assert user["id"] == "00ujl29u0le5T6Aj10h7"
    user["displayName"] = "Gao Lei"
    assert idp.ask("PUT", f"/Users/{user['id']}", user).status_code == 200
    assert people()[0][1:3] == ("Gao Lei", "Lei Gao")
    assert idp.patch(user["id"], {"op": "replace", "value": {"active": False}}).status_code == 204
    assert Person.objects.get().active is False
    assert "s3cret" not in Provisioned.objects.get().said


def test_a_manager_who_is_not_here_yet_is_waited_for(idp):
    idp.make("lin@meridian.example", number="3", manager={"value": "2"})
    idp.make("bo@meridian.example", number="4", manager={"value": "2"})
    assert [row[6] for row in people()] == [None, None]
    told = idp.ask("GET", "/Users/3").json()[ENTERPRISE]["manager"]
    assert told == {"value": "2"}
    idp.make("gao@meridian.example", number="2")
    assert [(row[0], row[6]) for row in people()] == [("2", None), ("3", "2"), ("4", "2")]
    assert not Provisioned.objects.exclude(manager="").exists()


def test_a_circle_of_managers_is_refused_however_it_is_closed(idp):
    idp.make("ade@meridian.example", number="1")
    idp.make("gao@meridian.example", number="2", manager={"value": "1"})
    idp.make("lin@meridian.example", number="3", manager={"value": "2"})
    before = people()
    path = f"{ENTERPRISE}:manager"
    for above in ("3", "2", "1"):
        answer = idp.patch("1", {"op": "replace", "path": path, "value": {"value": above}})
        assert answer.status_code == 400
        assert "circle" in answer.json()["detail"]
    assert people() == before
    # Through somebody who is waited for, too.
    idp.make("bo@meridian.example", number="4", manager={"value": "5"})
    answer = idp.make("sam@meridian.example", number="5", manager={"value": "4"})
    assert (answer.status_code, len(people())) == (400, 4)


def test_deleted_is_left_and_not_found_and_can_come_back(idp):
    idp.make("gao@meridian.example", number="2")
    idp.make("lin@meridian.example", number="3", manager={"value": "2"})
    assert idp.ask("DELETE", "/Users/2").status_code == 204
    assert people()[0][-1] is False
    assert Person.objects.get(pk="2").left == datetime.now(UTC).date()
    assert Person.objects.get(pk="3").manager_id == "2"
    for method in ("GET", "DELETE"):
        assert idp.ask(method, "/Users/2").status_code == 404
    assert idp.find('userName eq "gao@meridian.example"')["totalResults"] == 0
    assert idp.make("gao@meridian.example", number="2").status_code == 201
    assert Person.objects.filter(pk="2", active=True, left=None).exists()
    assert idp.find('userName eq "gao@meridian.example"')["totalResults"] == 1


def test_nobody_is_made_twice(idp):
    imported("7", email="Teng@meridian.example")
    assert idp.make("a@meridian.example", number="2").status_code == 201
    taken = (
        ("A@MERIDIAN.example", {"number": "3"}),  # a provider's own
        ("b@meridian.example", {"number": "2"}),
        ("teng@meridian.example", {"number": "4"}),  # from a file
        ("c@meridian.example", {"externalId": "7"}),
    )
    statuses = [idp.make(name, **more).status_code for name, more in taken]
    assert (statuses, Person.objects.count()) == ([409] * 4, 2)
    idp.make("d@meridian.example", number="5")
    answer = idp.patch("5", {"op": "replace", "path": "userName", "value": "a@meridian.example"})
    assert answer.status_code == 409


def test_whom_a_file_brought_in_is_taken_over(idp):
    imported("7", email="teng@meridian.example", country="DE", unit=Unit.objects.create(name="Ops"))
    imported("8")
    by_name = idp.find('userName eq "TENG@meridian.example"')["Resources"]
    by_number = idp.find('externalId eq "7"')["Resources"]
    assert by_name == by_number
    [found] = by_name
    assert (found["id"], found["displayName"], found["active"]) == ("7", "Person 7", True)
    assert found["addresses"] == [{"country": "DE", "type": "work", "primary": True}]
    assert found[ENTERPRISE] == {"employeeNumber": "7", "department": "Ops"}
    assert idp.find('userName eq "8"')["totalResults"] == 1
    change = {"op": "replace", "path": "displayName", "value": "Teng Wei"}
    assert idp.patch("7", change).status_code == 204
    row = ("7", "Teng Wei", "", "teng@meridian.example", "Ops", "DE", None, True)
    assert people()[0] == row
    assert idp.find('externalId eq "7"')["totalResults"] == 1


def test_what_a_file_changed_since_is_what_is_told(idp):
    made = idp.make("gao@meridian.example", number="2", displayName="Gao", name={"givenName": "G"})
    Person.objects.filter(pk="2").update(name="Gao Lei", email="lei@meridian.example")
    told = idp.ask("GET", "/Users/2").json()
    assert (told["displayName"], told["emails"][0]["value"]) == ("Gao Lei", "lei@meridian.example")
    assert "name" not in told
    assert told["meta"]["version"] != made.json()["meta"]["version"]


def test_a_version_guards_a_change(idp):
    version = idp.make("gao@meridian.example", number="2").json()["meta"]["version"]
    change = {"op": "replace", "path": "displayName", "value": "Gao"}
    assert idp.patch("2", change, HTTP_IF_MATCH='W/"0"').status_code == 412
    assert idp.patch("2", change, HTTP_IF_MATCH=version).status_code == 204
    assert idp.ask("DELETE", "/Users/2", HTTP_IF_MATCH=version).status_code == 412
    new = idp.ask("GET", "/Users/2").headers["ETag"]
    assert idp.ask("GET", "/Users/2", HTTP_IF_NONE_MATCH=new).status_code == 304


def test_what_a_file_could_not_say_a_provider_cannot_either(idp):
    refused = (
        {"number": "2", "emails": [{"value": "not an address", "type": "work"}]},
        {"number": "x" * 65},
        {"number": "2", "displayName": "Gao\x00"},
        {"number": "2", "displayName": "x" * 201},
        {"number": "2", "department": "x" * 201},
    )
    statuses = [idp.make("gao@meridian.example", **more).status_code for more in refused]
    assert (statuses, people()) == ([400] * 5, [])


@pytest.mark.parametrize(
    "id", ["a/b", "7 7", "é", "~x", ".", "..", "x.scim", "李", "a%2Fb", "a?b#c"]
)
def test_any_employee_id_has_an_address(idp, id):
    location = idp.make("gao@meridian.example", number=id).json()["meta"]["location"]
    found = idp.client.get(
        location.removeprefix("http://localhost:8000"),
        HTTP_HOST="localhost:8000",
        HTTP_AUTHORIZATION=f"Bearer {idp.secret}",
    )
    assert (found.status_code, found.json()[ENTERPRISE]["employeeNumber"]) == (200, id)


FILTERS = {
    'userName eq "ADE@meridian.example"': ["1"],
    'userName sw "gao"': ["2"],
    'userName ne "gao@meridian.example"': ["1", "3", "4"],
    'id eq "3"': ["3"],
    'externalId eq "ext-2"': ["2"],
    f'{ENTERPRISE}:employeeNumber eq "4"': ["4"],
    'emails[type eq "work" and value eq "lin@meridian.example"]': ["3"],
    'emails.value co "MERIDIAN"': ["1", "2", "3"],
    "emails pr": ["1", "2", "3"],
    "not (emails pr)": ["4"],
    'displayName co "o l"': ["2"],
    "active eq false": ["4"],
    'active eq true and displayName sw "lin"': ["3"],
    'displayName eq "ade" or displayName eq "LIN"': ["1", "3"],
    f'{ENTERPRISE}:manager.value eq "1"': ["2"],
    f'{ENTERPRISE}:department eq "sales"': ["2"],
    'userName eq "100%"': [],
    'displayName co "%"': [],
    'displayName co "_"': [],
}


@pytest.fixture
def four(idp):
    idp.make("ade@meridian.example", number="1", displayName="Ade")
    idp.make(
        "gao@meridian.example",
        number="2",
        externalId="ext-2",
        displayName="Gao Lei",
        department="Sales",
        manager={"value": "1"},
    )
    imported("3", name="Lin", email="lin@meridian.example")
    imported("4", name="Bo", active=False, left=date(2026, 1, 1))
    return idp


@pytest.mark.parametrize(("text", "expected"), FILTERS.items())
def test_a_filter_finds_whom_it_names(four, text, expected):
    found = four.find(text)
    assert [user["id"] for user in found["Resources"]] == expected
    assert found["totalResults"] == len(expected)


def test_pages_are_in_order_whole_and_counted(four):
    def page(**more: object) -> tuple[int, list[str]]:
        query = "&".join(f"{name}={value}" for name, value in more.items())
        found = four.ask("GET", f"/Users?{query}").json()
        return found["totalResults"], [user["id"] for user in found["Resources"]]

    assert page(count=3) == (4, ["1", "2", "3"])
    assert page(startIndex=4, count=3) == (4, ["4"])
    assert page(startIndex=9) == (4, [])
    assert page(count=0) == (4, [])
    assert page(sortBy="displayName") == (4, ["1", "4", "2", "3"])
    assert page(sortBy="userName", sortOrder="descending") == (4, ["3", "2", "1", "4"])


def changes() -> list[dict[str, str]]:
    told = []
    for event in Event.objects.filter(kind="directory_changed").order_by("index"):
        fields = json.loads(Opening.objects.get(index=event.index).fields)["fields"]
        told.append({name: fields[name]["value"] for name in ("joined", "left", "changed")})
    return told


def test_the_log_tells_counts_once_an_hour(idp):
    now = datetime.now(UTC)
    assert scim.log_changes(now=now + timedelta(days=1)) is False
    before = Event.objects.count()
    for number in "12345":
        idp.make(f"{number}@meridian.example", number=number)
    idp.patch("1", {"op": "replace", "path": "displayName", "value": "Ade"})
    idp.patch("1", {"op": "replace", "path": "displayName", "value": "Ade"})  # changes nothing
    idp.patch("2", {"op": "replace", "path": "active", "value": False})
    idp.ask("DELETE", "/Users/3")
    assert idp.make("5@meridian.example", number="6").status_code == 409
    assert Event.objects.count() == before
    assert scim.log_changes(now=now) is False
    later = now + timedelta(hours=2)
    assert scim.log_changes(now=later) is True
    assert scim.log_changes(now=later) is False
    assert changes() == [{"joined": "5", "left": "2", "changed": "1"}]
    idp.patch("1", {"op": "replace", "path": "displayName", "value": "Ade Bello"})
    assert scim.log_changes(now=later + timedelta(hours=2)) is True
    assert changes()[1:] == [{"joined": "0", "left": "0", "changed": "1"}]


def test_counts_are_not_lost_where_logging_them_fails(idp, monkeypatch):
    idp.make("1@meridian.example", number="1")
    later = datetime.now(UTC) + timedelta(hours=2)

    def killed(*_args: object, **_named: object) -> None:
        raise SystemError

    with monkeypatch.context() as patched:
        patched.setattr("heard.ledger.log.extend", killed)
        with pytest.raises(SystemError):
            scim.log_changes(now=later)
    assert (changes(), Synced.objects.get().joined) == ([], 1)
    assert scim.log_changes(now=later) is True
    assert changes() == [{"joined": "1", "left": "0", "changed": "0"}]


@pytest.mark.postgres_only
def test_while_an_import_writes_a_provider_is_told_to_come_back(idp, monkeypatch):
    from django.db import connection, transaction

    from heard.actions.scim import _storage
    from heard.ledger import directory_lock

    monkeypatch.setattr(_storage, "PAUSE", 0.001)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [directory_lock.LOCK])
        answer = idp.make("1@meridian.example", number="1")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert idp.make("1@meridian.example", number="1").status_code == 201
