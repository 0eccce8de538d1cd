"""The desk in a case whose key was renewed, and in one that a holder let lapse."""

import datetime as dt

import pytest
from deskhand import b64
from deskworld import CASE_RECIPIENT, NEW_WRAP, SEALED, WRAP

from heard.actions.deadlines import escalation
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import Holder, Wrap


@pytest.fixture
def four(world):
    return [world.desks[name] for name in ("Nadia", "Omar", "Ruth", "Sam")]


def renewal(people, exclude=(), generation=1):
    return {
        "id": new_id(),
        "generation": generation,
        "case_recipient": CASE_RECIPIENT,
        "wraps": [{"holder": each.id, "sealed": b64(NEW_WRAP)} for each in people],
        "reporter_wrap": b64(NEW_WRAP),
        "exclude": [each.id for each in exclude],
        "letter": None,
    }


def message(**changes):
    return {"id": new_id(), "kind": "message", "seq": 0, "sealed": b64(SEALED), **changes}


def passing(to, *generations, wrap=WRAP):
    wraps = [{"generation": each, "wrap": b64(wrap)} for each in generations]
    return {"id": new_id(), "to": to.id, "wraps": wraps}


@pytest.fixture
def renewed(world, four):
    """Nadia left Omar out of a case that Ruth waits for."""
    nadia, omar, ruth, _ = four
    case = world.case([nadia, omar], [ruth])
    body = renewal([nadia, ruth], [omar])
    answers = [nadia.post(f"cases/{case}/identity", body) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    return case


def test_it_stands_once_in_the_queue_and_opens_with_every_key(four, renewed):
    nadia, omar = four[:2]
    assert [line["id"] for line in nadia.get("cases").json()["cases"]] == [renewed]
    assert omar.get("cases").json()["cases"] == []
    seen = nadia.post(f"cases/{renewed}/open", {"id": new_id()}).json()
    assert [(key["generation"], key["wrap"]) for key in seen["keys"]] == [
        (0, b64(WRAP)),
        (1, b64(NEW_WRAP)),
    ]
    assert (seen["generation"], seen["lapsed"]) == (1, False)
    assert nadia.get("cases").json()["cases"][0]["unread"] == 0


def test_what_is_sealed_to_the_older_key_is_told_the_newer(four, renewed):
    nadia = four[0]
    for path, body in (
        ("letters", message()),
        ("identity", renewal([nadia, four[2]], generation=1)),
        ("step-out", {"id": new_id(), "note": {"id": new_id(), "seq": 0, "sealed": b64(SEALED)}}),
    ):
        answer = nadia.post(f"cases/{renewed}/{path}", body)
        wanted = 2 if path == "identity" else 1
        assert (answer.status_code, answer.json()["error"]["generation"]) == (409, wanted)
    assert nadia.post(f"cases/{renewed}/letters", message(generation=1)).status_code == 201


def test_it_is_passed_to_nobody_who_sees_the_figures_alone(world, four):
    case, petra = world.case([four[0]]), world.active("Petra")
    Holder.objects.filter(id=petra.id).update(tier=0, oversight=True)
    assert four[0].post(f"cases/{case}/pass", passing(petra, 0)).status_code == 409
    assert not Wrap.objects.filter(holder=petra.id).exists()
    assert petra.post(f"cases/{case}/open", {"id": new_id()}).status_code == 404


def test_it_is_passed_on_with_every_key_or_not_at_all(world, four, renewed):
    nadia, petra = four[0], world.active("Petra")
    for generations in ((0,), (1,), (0, 1, 2)):
        answer = nadia.post(f"cases/{renewed}/pass", passing(petra, *generations))
        assert answer.status_code == 409
    assert nadia.post(f"cases/{renewed}/pass", passing(petra, 0, 1)).status_code == 201
    seen = petra.post(f"cases/{renewed}/open", {"id": new_id()}).json()
    assert [key["generation"] for key in seen["keys"]] == [0, 1]


def test_what_is_too_long_for_a_key_is_no_wrap(world, four):
    """What any server can see without a key: it would be a case that nobody can open."""
    case, petra = world.case([four[0]]), world.active("Petra")
    longer = agefile.seal(bytes(257), [CASE_RECIPIENT])
    assert four[0].post(f"cases/{case}/pass", passing(petra, 0, wrap=longer)).status_code == 400
    assert not Wrap.objects.filter(holder=petra.id).exists()


def test_who_was_left_out_is_not_brought_back(world, four, renewed):
    nadia, omar, ruth = four[:3]
    assert nadia.post(f"cases/{renewed}/pass", passing(omar, 0, 1)).status_code == 409
    back = renewal([nadia, ruth, omar], generation=2)
    assert nadia.post(f"cases/{renewed}/identity", back).status_code == 409


def test_who_joined_later_and_was_left_out_is_never_let_in(world, four):
    nadia, ruth = four[0], four[2]
    case = world.case([nadia], [ruth])
    petra = world.active("Petra")
    assert nadia.post(f"cases/{case}/identity", renewal([nadia, ruth], [petra])).status_code == 201
    assert nadia.post(f"cases/{case}/pass", passing(petra, 0, 1)).status_code == 409


def test_who_is_added_reads_at_once_in_a_tier_that_was_reached_and_waits_in_a_later_one(
    world, four
):
    nadia, ruth = four[0], four[2]
    case = world.case([nadia], [ruth])
    petra, quinn = world.active("Petra"), world.active("Quinn", 3)
    body = renewal([nadia, ruth, petra, quinn])
    assert nadia.post(f"cases/{case}/identity", body).status_code == 201
    rows = Wrap.objects.filter(case=case, generation=1).exclude(holder=None)
    released = {row.holder_id: row.released is not None for row in rows}
    assert released == {nadia.id: True, petra.id: True, ruth.id: False, quinn.id: False}


def test_a_case_is_not_passed_to_who_let_it_lapse(world, four, hour):
    nadia, _, ruth, sam = four
    case = world.case([nadia], [ruth, sam])
    escalation.sweep(now=hour + dt.timedelta(days=1))
    seen = nadia.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert seen["lapsed"] is True
    for path, body in (
        ("acknowledge", {"id": new_id()}),
        ("letters", message()),
        ("pass", passing(sam, 0)),
        ("identity", renewal([nadia, ruth, sam])),
        ("suspensions", {"id": new_id(), "duty": "update", "reason": "reporter_asked",
                         "until": "2026-03-20"}),
    ):  # fmt: skip
        answer = nadia.post(f"cases/{case}/{path}", body)
        assert (path, answer.status_code) == (path, 409)
        assert "others have it now" in answer.json()["error"]["message"]
    assert ruth.post(f"cases/{case}/pass", passing(nadia, 0)).status_code == 409
    assert nadia.post(f"cases/{case}/letters", message(kind="note")).status_code == 201
    out = nadia.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert out.status_code == 201
