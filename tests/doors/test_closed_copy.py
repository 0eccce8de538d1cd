"""A Heard that was restored to be read keeps nothing, by whatever address somebody comes."""

import hashlib
from pathlib import Path

import cast
import pytest
from django.conf import settings
from django.db import connection
from permissions import SCIM, TABLE
from roles import ask

from heard.actions import scim
from heard.formats.ids import new_id
from heard.ledger import closed as ledger_closed
from heard.records import blobs
from heard.records.models import Holder

# What whoever reads there needs: a session, and what leads to one. A letter is typeset, not kept.
READS = frozenset(
    (
        "desk/api/sign-in/options",
        "desk/api/confirm/options",
        "desk/api/sign-out",
        "desk/api/join/options",
        "desk/api/passkeys/options",
        "desk/api/cases/{case}/open",
        "desk/api/cases/{case}/evidence/document",
    )
)
LOSSLESS = range(200, 300)


def kept() -> dict[str, object]:
    """Every row but those of signing in, and every file beside the mark that it is closed."""
    found: dict[str, object] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table in {"django_session", "heard_spent"}:  # how somebody comes in to read
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            found[table] = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row])
                                  for row in rows)  # fmt: skip
    data: Path = settings.HEARD.data
    for path in data.rglob("*"):
        if path.is_file() and "sqlite" not in path.name:
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture
def closed(each_role):
    roles, named = each_role
    named["new"] = new_id()  # or the part would be there already
    ledger_closed.close(ledger_closed.RESTORED)
    yield roles, named
    ledger_closed.reopen()


def test_no_address_writes_anything(closed):
    roles, named = closed
    before = kept()
    for row in TABLE:
        if row.path == "desk/api/sign-out":
            continue
        for role, desk in roles.items():
            status = ask(row, role, desk, named).status_code
            said = (row.method, row.path, role, status)
            usual = row.expected[role]
            reading = row.method == "GET" or row.path in READS
            if usual in LOSSLESS and not reading:
                assert said == (row.method, row.path, role, 503)
            else:
                assert status == usual or (not reading and status >= 400), said
    assert kept() == before


def test_who_reads_there_signs_in_opens_and_reads_the_newest(world, each_role):
    roles, named = each_role
    amara = roles["holder"]
    world.case([amara])
    ledger_closed.close(ledger_closed.DRILL)
    before = kept()
    assert amara.post("sign-out").status_code == 200
    assert amara.sign_in().status_code == 200
    case = named["case"]
    assert amara.post(f"cases/{case}/open", {"id": new_id()}).status_code == 200
    assert amara.get(f"cases/{case}/letters/{named['letter']}").status_code == 200
    assert kept() == before


def test_a_case_that_was_never_opened_can_be_read(world):
    amara = world.desks["Amara"]
    case = world.case([amara])
    ledger_closed.close(ledger_closed.RESTORED)
    opened = amara.post(f"cases/{case}/open", {"id": new_id()}).json()
    letter = opened["letters"][0]["id"]
    sealed = amara.get(f"cases/{case}/letters/{letter}").content
    assert world.words(amara, case, sealed) == cast.CONTENT["words"]


def test_oversight_sees_figures_of_a_week_that_was_not_made(world):
    Holder.objects.filter(id=world.desks["Ruth"].id).update(oversight=True)
    ledger_closed.close(ledger_closed.RESTORED)
    before = kept()
    assert world.desks["Ruth"].get("oversight").status_code == 200
    assert kept() == before


def test_a_provider_reads_and_writes_nothing(world, now):
    secret = scim.make_token(name="idp", days=9, now=now)
    ledger_closed.close(ledger_closed.RESTORED)
    before = kept()
    client = world.desks["Amara"].client
    headers = {"HTTP_HOST": "localhost:8000", "HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert client.get("/scim/v2/Users", **headers).status_code == 200
    body = (
        b'{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a@b.example",'
        b'"name":{"givenName":"A","familyName":"B"}}'
    )
    answer = client.post("/scim/v2/Users", body, content_type="application/scim+json", **headers)
    assert answer.status_code == 503
    assert kept() == before
    assert {row.method for row in SCIM} == {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.mark.parametrize(
    "keep",
    [
        lambda: blobs.put("a" * 32, 0, hashlib.sha256(b"x").hexdigest(), b"x"),
        lambda: blobs.drop("a" * 32, 0, "b" * 64),
        lambda: blobs.sweep("a" * 32, set(), before=0),
        lambda: blobs.put_mark("c" * 32),
        lambda: Holder.objects.update(name="X"),
        lambda: Holder.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE heard_holder"),
        lambda: connection.cursor().execute(' (update "heard_holder" set name = name)'),
        lambda: connection.cursor().execute('INSERT INTO "django_sessions" VALUES (1)'),
    ],
)
def test_nothing_else_gets_past(world, keep):
    ledger_closed.close(ledger_closed.RESTORED)
    with pytest.raises(ledger_closed.ClosedError):
        keep()


def test_its_tables_can_be_brought_to_this_version(seeded):
    from heard.doors.operator import cli

    ledger_closed.close(ledger_closed.RESTORED)
    with connection.cursor() as cursor, ledger_closed.lifted():
        cursor.execute('CREATE TABLE "aside" (x integer)')
    assert cli.run(["migrate"]) == 0
