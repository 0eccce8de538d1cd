"""Who cannot receive a report: given out at the public door, declared at the desk."""

import json

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.actions import conflicts as action
from heard.actions.operations import epochs
from heard.formats import conflicts, conflictwhole, names
from heard.formats.ids import new_id
from heard.records.models import Event


@pytest.fixture
def client() -> Client:
    return Client(HTTP_HOST="localhost:8000")


def publish(now):
    """Made, and logged by an epoch, which proves it."""
    assert action.publish(now=now) is True
    assert epochs.close_epoch(now=now)


def asked(client, text):
    """What a page learns of a text, and the answers it got."""
    head = conflicts.parse(client.get("/conflicts").content)
    at = conflicts.digest(head.salt, names.key_of(text))
    answer = client.get(f"/conflicts/{head.salt}/{conflicts.prefix(at, head.bits):x}")
    return conflicts.look(head, answer.content, at), answer


def test_before_there_is_a_roster_the_table_is_empty_and_works(database, client):
    head = conflicts.parse(client.get("/conflicts").content)
    assert (head.holders, head.bits, head.roster) == ((), 0, "")
    found, answer = asked(client, "Gao")
    assert (found, answer.status_code, len(answer.content)) == ([], 200, 64 * 14)


def test_a_holder_is_found_by_their_own_name(meridian, client, now):
    import cast

    publish(now)
    for text in ("Gao", "GAO ", "gao"):
        found, answer = asked(client, text)
        assert found == [(cast.GAO.id, "self")]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Cache-Control"] == "public, max-age=86400, immutable"
    assert asked(client, "Nobody Known")[0] == []


def test_the_table_before_is_answered_and_older_ones_are_not(meridian, client, now):
    from datetime import timedelta

    salts = []
    for day in range(4):
        publish(now + timedelta(days=day))
        salts.append(conflicts.parse(action.head()).salt)
    answers = [client.get(f"/conflicts/{salt}/0") for salt in salts]
    assert [answer.status_code for answer in answers] == [404, 200, 200, 200]
    assert answers[0].json()["error"]["code"] == "not_found"
    for path in ("/conflicts/0", f"/conflicts/{salts[3]}/1", f"/conflicts/{salts[3]}/0/0"):
        assert client.get(path).status_code == 404
    assert client.post("/conflicts").status_code == 405
    proofs = [client.get(f"/conflicts/{salt}/proof") for salt in salts]
    assert [answer.status_code for answer in proofs] == [404, 200, 200, 200]
    assert proofs[0].json()["error"]["code"] == "not_found"
    assert proofs[2]["Content-Type"] == "text/plain; charset=utf-8"
    assert proofs[2].content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert proofs[2]["Cache-Control"] == "no-cache"


def test_a_bucket_costs_one_query(meridian, client, now):
    from django.db import connection

    publish(now)
    salt = conflicts.parse(action.head()).salt
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/conflicts/{salt}/0")
    assert len(queries) == 1


def test_a_desk_fetches_all_of_the_table_and_is_not_asked_for_whom(world, client, now):
    """Design X5: the names that a desk compares stay with it."""
    desk = world.desks["Amara"]
    publish(now)
    head = conflicts.parse(client.get("/conflicts").content)
    answer = desk.get(f"conflicts/{head.salt}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    whole = conflictwhole.parse(head, answer.content)
    for text in ("Gao", "Amara", "Jonas", "Nobody Known"):
        at = conflicts.digest(head.salt, names.key_of(text))
        assert conflictwhole.look(whole, at) == asked(client, text)[0]
    assert asked(client, "Amara")[0]
    assert desk.get(f"conflicts/{new_id()}").status_code == 404
    assert client.get(f"/desk/api/conflicts/{head.salt}").status_code == 401


@pytest.fixture
def amara(world):
    return world.desks["Amara"]


def declared():
    return [
        json.loads(opening)["fields"]["count"]["value"]
        for opening in _openings(Event.objects.filter(kind="conflicts_declared"))
    ]


def _openings(events):
    from heard.records.models import Opening

    places = events.values_list("index", flat=True)
    return (
        Opening.objects.filter(index__in=places).order_by("index").values_list("fields", flat=True)
    )


def test_a_holder_declares_and_reads_back_what_they_wrote(amara, world):
    assert amara.get("conflicts").json() == {"declared": []}
    odd = '"</script>\\ Li'  # what would end a string or a script is a name like another
    people = ["  Gao Wei ", "li@meridian.example", "", odd, "Gao Wei"]
    kept = {"declared": ["Gao Wei", "li@meridian.example", odd]}
    for _ in range(2):
        answer = amara.post("conflicts", {"declared": people})
        assert (answer.status_code, answer.json()) == (200, kept)
    assert amara.get("conflicts").json() == kept
    assert world.desks["Jonas"].get("conflicts").json() == {"declared": []}
    assert amara.post("conflicts", {"declared": []}).json() == {"declared": []}
    assert declared() == ["3", "0"]


@pytest.mark.parametrize(
    "people",
    [["x"] * 51, ["x" * 201], ["🙂"], ["…"], [1], "Gao", None],
    ids=["51", "201 letters", "no letter", "dots", "a number", "a text", "nothing"],
)
def test_what_cannot_be_a_list_of_people_is_refused_and_changes_nothing(amara, people):
    amara.post("conflicts", {"declared": ["Gao"]})
    answer = amara.post("conflicts", {"declared": people})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
    assert amara.get("conflicts").json() == {"declared": ["Gao"]}
    assert declared() == ["1"]
