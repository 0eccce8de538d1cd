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
    """Less with one letter, to the file, and two things more with another to the reporter."""
    amara = worked.world.desks["Amara"]
    worked.moves(amara, "party.note", "gao", code="respondent")
    asked = {}
    for name in ("message", "party.note", "measure.request"):
        if name == "message":
            path, body = "letters", worked.world.letter(amara, worked.case, seq=worked.next(amara))
        else:
            code = "witness" if name == "party.note" else "employer"
            path, body = "moves", worked.body(amara, name, name, code=code)
        with statements() as by_this:
            assert amara.post(f"cases/{worked.case}/{path}", body).status_code == 201
        asked[name] = len(by_this)
    assert 0 < asked["party.note"] < asked["message"]
    assert asked["measure.request"] <= asked["message"] + 2
