"""A package of the desk: told first, by consent while it stands, and kept from nobody for good."""

import pytest
from moving import DIGEST, read_by_all
from taking_back import post, told

pytestmark = pytest.mark.usefixtures("no_evidence")
CONSENT, ORDER, DANGER = ({"code": each} for each in ("consent", "court_order", "danger"))


@pytest.fixture
def work(once, world):
    """A case of Amara and Jonas, which came to Ruth (2) and Ines (3), all with the file's key."""
    return once("work", lambda: read_by_all(world))


def does(work, move, by="Amara", **said):
    """What the server says of a move of the package; what was refused has no number."""
    desk = work.world.desks[by]
    seq = dict(work.file.seq)
    status, error = work.send(desk, work.body(desk, f"package.{move}", "g", **said))
    if status != 201:
        work.file.seq = seq
    return error.get("reason", "") or status


def answers(work, move):
    assert post(work, work.body(work.lin, f"package.{move}", "g")) == (201, "")


def seen(work):
    """What the reporter is told of it: each move with its digest."""
    moves = told(work)["moves"]
    return [(each["move"], each["digest"]) for each in moves if each["object"] == "package"]


def test_by_consent_it_goes_out_while_the_reporters_letter_stands(work):
    assert does(work, "announce", **CONSENT) == 201
    assert does(work, "hand_over", digest=DIGEST) == "agreed_for_consent"
    answers(work, "grant")
    answers(work, "take_back")
    assert does(work, "hand_over", digest=DIGEST) == "agreed_for_consent"
    answers(work, "grant")
    assert does(work, "hand_over") == "bad_members"
    assert does(work, "hand_over", digest=DIGEST) == 201
    assert seen(work)[0] == ("announce", "")
    assert seen(work)[-1] == ("hand_over", DIGEST)


def test_what_a_court_ordered_goes_out_whatever_the_reporter_says(work):
    assert does(work, "announce", **ORDER) == 201
    answers(work, "decline")
    assert does(work, "hand_over", digest=DIGEST) == 201


def test_nobody_alone_keeps_the_reporter_from_knowing_and_they_learn_it_after(work):
    amara, ruth = work.world.desks["Amara"], work.world.desks["Ruth"]
    assert does(work, "prepare", **ORDER) == 201
    assert does(work, "hand_over", digest=DIGEST) == "told_or_danger"
    assert does(work, "keep_untold") == "not_signed"
    work.assents(ruth, "package.keep_untold", "g", actor=amara, agreed=[ruth.id])
    assert does(work, "keep_untold", agreed=[ruth.id]) == 201
    assert does(work, "hand_over_untold", digest=DIGEST) == 201
    assert seen(work) == []
    assert does(work, "tell", "Ruth") == 201
    assert seen(work) == [("tell", "")]


def test_where_somebody_is_in_danger_it_is_told_as_it_is_handed_over(work):
    amara, ruth = work.world.desks["Amara"], work.world.desks["Ruth"]
    assert does(work, "prepare", **DANGER) == 201
    work.assents(ruth, "package.keep_untold", "g", actor=amara, agreed=[ruth.id])
    assert does(work, "keep_untold", agreed=[ruth.id]) == "order_forbids"
    assert seen(work) == []
    assert does(work, "hand_over", digest=DIGEST) == 201
    assert seen(work) == [("hand_over", DIGEST)]
