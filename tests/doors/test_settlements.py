"""What the organisation offers the reporter: days to think, a way back, and the case goes on."""

import datetime as dt

import pytest
from moving import read_by_all
from taking_back import post, told

pytestmark = pytest.mark.usefixtures("no_evidence")
FREE, CONFIDENTIAL = ({"code": each} for each in ("free_to_speak", "confidential"))


@pytest.fixture
def work(once, world):
    """A case of Amara and Jonas, which came to Ruth (2) and Ines (3), all with the file's key."""
    return once("work", lambda: read_by_all(world))


def does(work, move, days=0, **said):
    """What the server says of a move of the settlement; what was refused has no number."""
    desk, seq = work.world.desks["Amara"], dict(work.file.seq)
    if days:
        due = work.world.now + dt.timedelta(days=days, hours=1)
        said["due"] = f"{due:%Y-%m-%dT%H:%M:%SZ}"
    status, error = work.send(desk, work.body(desk, f"settlement.{move}", "m", **said))
    if status != 201:
        work.file.seq = seq
    return error.get("reason", "") or status


def answers(work, move):
    return post(work, work.body(work.lin, f"settlement.{move}", "m"))


def test_it_is_offered_thought_over_and_counts_only_after_the_way_back(work):
    work.triaged(work.world.desks["Amara"])
    assert does(work, "offer", 20, **FREE) == "long_to_consider"
    assert does(work, "offer", 21, **CONFIDENTIAL) == "confidence_asked"
    assert does(work, "offer", 21, **FREE) == 201
    assert does(work, "drop") == "offer_over"
    assert answers(work, "request") == (201, "")
    assert does(work, "revise", 21, **CONFIDENTIAL) == 201
    before = told(work)["course"]
    assert answers(work, "accept") == (201, "")
    assert does(work, "activate") == "revoking_over"
    assert answers(work, "take_back") == (201, "")
    after = told(work)
    assert after["course"] == before
    seen = [each["move"] for each in after["moves"] if each["object"] == "settlement"]
    assert seen == ["offer", "request", "revise", "accept", "take_back"]
