"""The desk in a case whose key was renewed, and in one that a holder let lapse."""

import datetime as dt

import pytest
from deskhand import b64
from deskworld import wrap_of

from heard.actions.deadlines import escalation
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import Holder, Wrap


@pytest.fixture
def four(world):
    return [world.desks[name] for name in ("Amara", "Jonas", "Ruth", "Ines")]


@pytest.fixture
def renewed(world, four):
    """Amara left Jonas out of a case that Ruth waits for."""
    amara, jonas, ruth, _ = four
    case = world.case([amara, jonas], [ruth])
    body = world.renewal(case, [amara, ruth], [jonas])
    answers = [amara.post(f"cases/{case}/identity", body) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    return case


def test_it_stands_once_in_the_queue_and_opens_with_every_key(four, renewed):
    amara, jonas = four[:2]
    assert [line["id"] for line in amara.get("cases").json()["cases"]] == [renewed]
    assert jonas.get("cases").json()["cases"] == []
    seen = amara.post(f"cases/{renewed}/open", {"id": new_id()}).json()
    assert [(key["generation"], key["wrap"]) for key in seen["keys"]] == [
        (number, b64(wrap_of(renewed, amara, number))) for number in (0, 1)
    ]
    assert (seen["generation"], seen["lapsed"]) == (1, False)
    assert amara.get("cases").json()["cases"][0]["unread"] == 0


def test_what_is_sealed_to_the_older_key_is_told_the_newer(world, four, renewed):
    amara = four[0]
    for path, body in (
        ("letters", world.letter(amara, renewed)),
        ("identity", world.renewal(renewed, [amara, four[2]], generation=1)),
        ("step-out", {"id": new_id(), "note": world.note(amara, renewed)}),
    ):
        answer = amara.post(f"cases/{renewed}/{path}", body)
        wanted = 2 if path == "identity" else 1
        assert (answer.status_code, answer.json()["error"]["generation"]) == (409, wanted)
    body = world.letter(amara, renewed, generation=1)
    assert amara.post(f"cases/{renewed}/letters", body).status_code == 201


def test_it_is_passed_to_nobody_who_sees_the_figures_alone(world, four):
    case, petra = world.case([four[0]]), world.active("Petra")
    Holder.objects.filter(id=petra.id).update(tier=0, oversight=True)
    assert (
        four[0].post(f"cases/{case}/pass", world.passing(four[0], case, petra)).status_code == 409
    )
    assert not Wrap.objects.filter(holder=petra.id).exists()
    assert petra.post(f"cases/{case}/open", {"id": new_id()}).status_code == 404


def test_it_is_passed_on_with_every_key_or_not_at_all(world, four, renewed):
    amara, petra = four[0], world.active("Petra")
    for generations in ((0,), (1,), (0, 1, 2)):
        body = world.passing(amara, renewed, petra, generations)
        answer = amara.post(f"cases/{renewed}/pass", body)
        assert answer.status_code == 409
    body = world.passing(amara, renewed, petra, (0, 1))
    assert amara.post(f"cases/{renewed}/pass", body).status_code == 201
    seen = petra.post(f"cases/{renewed}/open", {"id": new_id()}).json()
    assert [key["generation"] for key in seen["keys"]] == [0, 1]


def test_what_is_too_long_for_a_key_is_no_wrap(world, four):
    """What any server can see without a key: it would be a case that nobody can open."""
    case, petra = world.case([four[0]]), world.active("Petra")
    body = world.passing(four[0], case, petra)
    body["wraps"][0]["wrap"] = b64(agefile.seal(bytes(257), [petra.recipient]))
    assert four[0].post(f"cases/{case}/pass", body).status_code == 400
    assert not Wrap.objects.filter(holder=petra.id).exists()


def test_who_was_left_out_is_not_brought_back(world, four, renewed):
    amara, jonas, ruth = four[:3]
    passed = world.passing(amara, renewed, jonas, (0, 1))
    assert amara.post(f"cases/{renewed}/pass", passed).status_code == 409
    back = world.renewal(renewed, [amara, ruth, jonas], generation=2)
    assert amara.post(f"cases/{renewed}/identity", back).status_code == 409


def test_who_joined_later_and_was_left_out_is_never_let_in(world, four):
    amara, ruth = four[0], four[2]
    case = world.case([amara], [ruth])
    petra = world.active("Petra")
    new = world.renewal(case, [amara, ruth], [petra])
    assert amara.post(f"cases/{case}/identity", new).status_code == 201
    passed = world.passing(amara, case, petra, (0, 1))
    assert amara.post(f"cases/{case}/pass", passed).status_code == 409


def test_who_is_added_reads_at_once_in_a_tier_that_was_reached_and_waits_in_a_later_one(
    world, four
):
    amara, ruth = four[0], four[2]
    case = world.case([amara], [ruth])
    petra, quinn = world.active("Petra"), world.active("Quinn", 3)
    body = world.renewal(case, [amara, ruth, petra, quinn])
    assert amara.post(f"cases/{case}/identity", body).status_code == 201
    rows = Wrap.objects.filter(case__id=case, generation=1).exclude(holder=None)
    released = {row.holder_id: row.released is not None for row in rows}
    assert released == {amara.id: True, petra.id: True, ruth.id: False, quinn.id: False}


def test_a_case_is_not_passed_to_who_let_it_lapse(world, four, hour):
    amara, _, ruth, ines = four
    case = world.case([amara], [ruth, ines])
    escalation.sweep(now=hour + dt.timedelta(days=1))
    seen = amara.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert seen["lapsed"] is True
    for path, body in (
        ("acknowledge", {"id": new_id()}),
        ("letters", world.letter(amara, case)),
        ("pass", world.passing(amara, case, ines)),
        ("identity", world.renewal(case, [amara, ruth, ines])),
        ("suspensions", {"id": new_id(), "duty": "update", "reason": "reporter_asked",
                         "until": "2026-03-20"}),
    ):  # fmt: skip
        answer = amara.post(f"cases/{case}/{path}", body)
        assert (path, answer.status_code) == (path, 409)
        assert "others have it now" in answer.json()["error"]["message"]
    assert ruth.post(f"cases/{case}/pass", world.passing(ruth, case, amara)).status_code == 409
    assert amara.post(f"cases/{case}/letters", world.letter(amara, case, "note")).status_code == 201
    out = amara.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert out.status_code == 201
