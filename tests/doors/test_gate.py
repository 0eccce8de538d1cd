"""The retaliation gate by its addresses: who asks for protection, keepers, and who files."""

import pytest
from deskhand import HOST, b64
from deskworld import opened
from django.test import Client
from gateworld import JSON, Keeper, alarms, person

from heard.actions import gate
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import FiledAction, Outgoing, WaitingListing
from heard.rules.refusals import RefusedError

# --- who asks for protection ---


def test_a_listing_waits_sealed_until_a_keeper_has_read_it(firm, now):
    answer = firm.list(7)
    assert answer.status_code == 201
    digest = answer.json()["digest"]

    def ask():
        return Client().get(f"/gate/listings/{digest}", **HOST)

    assert ask().json() == {"taken": ""}
    [row] = WaitingListing.objects.values()
    assert (row["day"], row["taken"]) == (now.date(), None)
    [keeper] = firm.keepers
    keeper.round(now.date())
    assert ask().json() == {"taken": keeper.takes(digest)}
    assert bytes(WaitingListing.objects.get().sealed) == b""
    assert Client().get(f"/gate/listings/{'0' * 64}", **HOST).status_code == 404


def test_it_is_taken_only_as_sealed_to_all_keepers_of_the_newest_roster(two):
    first, second = (each.keys.recipient for each in two.keepers)
    assert two.list(7, recipients=[first]).status_code == 409
    stranger = agefile.recipient_of(agefile.generate_identity())
    assert two.list(7, recipients=[first, second, stranger]).status_code == 409
    wrong = {"sealed": b64(agefile.seal(b"short", [first, second]))}
    assert Client().post("/gate/listings", wrong, content_type=JSON, **HOST).status_code == 400
    assert two.list(7).status_code == 201


def test_without_a_gate_on_the_roster_nothing_is_taken(world):
    answer = Client().post("/gate/listings", {"sealed": ""}, content_type=JSON, **HOST)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")


def test_no_more_wait_than_are_kept(firm, monkeypatch):
    monkeypatch.setattr("heard.access.gate_listings.MOST", 1)
    assert firm.list(7).status_code == 201
    full = firm.list(8)
    assert (full.status_code, full.json()["error"]["code"]) == (409, "conflict")
    assert WaitingListing.objects.count() == 1


# --- keepers ---


@pytest.mark.parametrize("off", [-301, 301])
def test_a_request_of_another_time_is_refused(firm, off):
    [keeper] = firm.keepers
    body = b'{"v": 1, "directory": ""}'
    signed = keeper.signed("POST", "/gate/keeper/day", body, off=off)
    assert keeper.sent("POST", "/gate/keeper/day", body, signed=signed).status_code == 401


def test_a_request_counts_once_and_only_as_it_was_signed(firm):
    [keeper] = firm.keepers
    path, body = "/gate/keeper/day", b'{"v": 1, "directory": ""}'
    signed = keeper.signed("POST", path, body)
    assert keeper.sent("POST", path, body + b" ", signed=signed).status_code == 401
    assert keeper.sent("POST", "/gate/keeper/answers", body, signed=signed).status_code == 401
    assert keeper.sent("POST", path, body, signed=signed).status_code == 200
    assert keeper.sent("POST", path, body, signed=signed).status_code == 401
    for stranger in ("", "1 x", Keeper().signed("POST", path, body)):
        assert keeper.sent("POST", path, body, signed=stranger or "-").status_code == 401


def test_a_keeper_is_told_no_kind_and_the_directory_only_where_it_changed(firm, now):
    [keeper] = firm.keepers
    filed = firm.file(7)
    told = keeper.day().json()
    assert told["open"] == [{"id": filed, "person": person(7), "day": now.date().isoformat()}]
    assert len(told["directory"]["people"]) == 40
    assert [person(7), "p7@meridian.example", "Unit 3"] in told["directory"]["people"]
    assert ["Unit 3", ""] in told["directory"]["units"]
    assert keeper.day(told["directory"]["digest"]).json()["directory"] is None


def test_the_store_is_put_in_place_of_the_one_that_was_known(firm):
    [keeper] = firm.keepers
    path = "/gate/keeper/store"
    assert keeper.sent("GET", path, b"").status_code == 404
    first = agefile.seal(b"one", [keeper.keys.recipient])
    second = agefile.seal(b"two", [keeper.keys.recipient])
    assert keeper.sent("PUT", f"{path}?before=", first).status_code == 200
    assert keeper.sent("PUT", f"{path}?before=", second).status_code == 409
    assert keeper.sent("GET", path, b"").content == first
    held = keeper.day().json()["store"]
    assert keeper.sent("PUT", f"{path}?before={held}", second).status_code == 200
    assert keeper.sent("GET", path, b"").content == second
    assert keeper.sent("PUT", f"{path}?before={held}", b"plain").status_code == 400


def test_a_listing_that_the_keeper_did_not_sign_for_stays(firm):
    digest = firm.list(7).json()["digest"]
    [keeper] = firm.keepers
    for signature in ("", Keeper().takes(digest)):
        assert keeper.answer([], [[digest, signature]]).status_code == 400
    assert WaitingListing.objects.get().taken is None


# --- filing ---


def test_what_cannot_be_filed_is_named_line_by_line_and_nothing_is(firm):
    firm.file(7)
    lines = [
        "person,kind,day",
        f"{person(8)},dismissal,{firm.later()}",
        f"E9999,dismissal,{firm.later()}",
        f"p9@meridian.example,sacked,{firm.later()}",
        f"{person(11)},demotion,soon",
        f"{person(12)},demotion,1999-01-01",
        f"{person(7)},pay_cut,{firm.later()}",
        f"P8@Meridian.example,pay_cut,{firm.later()}",
        f"{person(5)},pay_cut,{firm.later()}",
    ]
    answer = firm.hr.post("gate/csv", {"id": new_id(), "csv": b64("\n".join(lines).encode())})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_actions")
    assert [(each["line"], each["why"]) for each in answer.json()["error"]["faults"]] == [
        (3, "nobody"), (4, "kind"), (5, "day"), (6, "day"), (7, "open"), (8, "twice"),
        (9, "oneself"),
    ]  # fmt: skip
    assert FiledAction.objects.count() == 1
    good = {"id": new_id(), "csv": b64("\n".join(lines[:2]).encode())}
    assert len(firm.hr.post("gate/csv", good).json()["filed"]) == 1
    assert firm.hr.post("gate/csv", good).json()["filed"] == []  # sent again: done once
    assert FiledAction.objects.count() == 2
    over = "\n".join([lines[0], *[lines[1]] * 1001])
    assert firm.hr.post("gate/csv", {"id": new_id(), "csv": b64(over.encode())}).status_code == 413
    assert firm.hr.post("gate/csv", {"id": new_id(), "csv": b64(b"x,y\n1,2")}).status_code == 400


def test_filed_on_the_day_itself_it_is_late_and_the_board_is_told(firm, now):
    firm.file(7)
    assert alarms() == set()
    late = firm.file(8, day=now.date().isoformat())
    assert firm.own()[late]["late"] is True
    assert alarms() == {("action", "late")}
    assert Outgoing.objects.filter(kind="alarm", holder=firm.board.id).count() == 1
    told = firm.board.get("oversight/alarms").json()["alarms"]
    assert [each["what"] for each in told] == ["late"]
    firm.hr.post(f"gate/actions/{late}/withdraw", {})
    gate.sweep(now=now)
    assert alarms() == set()


def test_nobody_of_the_roster_has_a_seat(firm, world, now):
    with pytest.raises(RefusedError):
        gate.give(holder=world.desks["Amara"].id, seat="files", person="", now=now)
    for desk in (world.desks["Amara"], firm.board):
        body = {"id": new_id(), "person": person(7), "kind": "demotion", "day": firm.later()}
        assert desk.post("gate/actions", body).status_code == 404
    assert world.desks["Amara"].get("gate").status_code == 404
    gate.take(holder=firm.hr.id, now=now)
    assert firm.hr.get("gate").status_code == 401


def test_a_personnel_system_files_by_a_token(firm, now, clock):
    secret = gate.make_token(name="Payroll", person=person(5), days=30, now=now)
    bearer = {**HOST, "HTTP_AUTHORIZATION": f"Bearer {secret}"}
    body = {"id": new_id(), "person": person(7), "kind": "demotion", "day": firm.later()}

    def post(**headers):
        return Client().post("/gate/api/actions", body, JSON, **headers)

    assert post(**HOST).status_code == 401
    assert post(**bearer).json() == {"id": body["id"]}
    assert post(**bearer).json() == {"id": body["id"]}
    assert FiledAction.objects.count() == 1
    own = Client().get(f"/gate/api/actions/{body['id']}", **bearer)
    assert own.json()["state"] == "filed"
    other = firm.file(8)
    assert Client().get(f"/gate/api/actions/{other}", **bearer).status_code == 404
    [shown] = gate.tokens(now=now)
    gate.revoke_token(id=shown.id, now=now)
    assert Client().get(f"/gate/api/actions/{body['id']}", **bearer).status_code == 401


# --- the operator's commands ---


def test_the_operator_gives_seats_and_tokens(firm, place, capsys):
    from heard.doors.operator import cli

    def heard(*words):
        code = cli.run(["gate", *words])
        return code, "".join(capsys.readouterr())

    code, said = heard("seat", "--name", "Ina", "--role", "HR", "--files", "--person", person(6))
    assert (code, "/desk/join/#" in said) == (0, True)
    assert "Ina" in heard("seats")[1]
    assert heard("seat", "--name", "X", "--role", "Y", "--files", "--person", "E9")[0] == 1
    assert heard("seat", "--files", "--outside")[0] == 1
    code, said = heard("token", "Payroll", "--person", person(6))
    assert (code, "heard-gate-" in said) == (0, True)
    [token] = gate.tokens(now=firm.now)
    assert heard("revoke", token.id) == (0, "It opens nothing any more.\n")
    assert heard("revoke", token.id)[0] == 1
    assert "over" in heard("tokens")[1]
    assert heard("unseat", firm.hr.id)[0] == 0
    assert "Hana" not in heard("seats")[1]
    assert [each["may"] for each in opened("gate_seat_changed")] == ["yes", "yes", "yes", "no"]
