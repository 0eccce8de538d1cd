"""What no calendar has, and nobody means, is refused in plain words; and what a move costs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from counting import statements
from moving import Worked

from heard.access.casework import _asked

pytestmark = pytest.mark.usefixtures("no_evidence")
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"


@pytest.fixture
def worked(world):
    amara, jonas = world.desks["Amara"], world.desks["Jonas"]
    case = Worked(world, world.case([amara, jonas]))
    case.begin(amara, jonas)
    return case


@pytest.mark.parametrize("zone", [EAST, WEST])
@pytest.mark.parametrize(
    "due", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2041-01-01T00:00:00Z"]
)
def test_what_is_due_in_another_century_is_refused_in_any_zone(worked, monkeypatch, due, zone):
    monkeypatch.setattr(_asked, "zone_of", lambda _: ZoneInfo(zone))
    amara = worked.world.desks["Amara"]
    worked.triaged(amara)
    body = worked.body(amara, "task.add", "look", holder=amara.id, due="2026-04-01T12:00:00Z")
    status, error = worked.send(amara, {**body, "due": due})
    assert (status, error["code"]) == (400, "bad_request")
    assert worked.send(amara, body)[0] == 201


def test_a_move_asks_little_more_of_the_database_than_a_message(worked):
    amara = worked.world.desks["Amara"]
    worked.moves(amara, "party.note", "gao", code="respondent")
    message = worked.world.letter(amara, worked.case, seq=worked.next(amara))
    move = worked.body(amara, "party.note", "lin", code="witness")
    with statements() as by_message:
        assert amara.post(f"cases/{worked.case}/letters", message).status_code == 201
    with statements() as by_move:
        assert worked.send(amara, move)[0] == 201
    assert 0 < len(by_message) <= len(by_move) <= len(by_message) + 2
