"""Evidence that others hold: noted, ordered, confirmed, lost, and owed the same day."""

import datetime as dt

import pytest
from deskhand import HOST, b64
from deskworld import events

from heard.actions.deadlines import escalation
from heard.formats.ids import new_id
from heard.records.models import Duty, Evidence, Letter, Opening

# What an item brings is looked at; that every report owes a look is in tests/actions.
pytestmark = pytest.mark.usefixtures("no_evidence", "no_triage")

HOURS = dt.timedelta(hours=1)


@pytest.fixture
def noted(world, amara):
    """An item that Amara notes, as her page sends it."""

    def body(case, seq=0, **changes):
        return {
            "id": new_id(),
            "evidence": new_id(),
            "kind": "camera",
            "overwritten": "2026-03-17",
            "letter": world.note(amara, case, seq, words="The corridor, from eight to ten."),
            **changes,
        }

    return body


@pytest.fixture
def amara(world):
    return world.desks["Amara"]


@pytest.fixture
def case(world, amara):
    return world.case([amara, world.desks["Jonas"]], [world.desks["Ruth"]])


@pytest.fixture
def item(amara, case, noted):
    """The hotel's camera, noted."""
    body = noted(case)
    assert amara.post(f"cases/{case}/evidence", body).status_code == 201
    return body["evidence"]


def preserving(case):
    owed = Duty.objects.filter(case__id=case, kind="preserve_evidence").order_by("due", "id")
    return [duty.state for duty in owed]


def action(desk, case, item, name):
    body = {"id": new_id()}
    if name == "ordered":
        body["document"] = "ab" * 32
    return desk.post(f"cases/{case}/evidence/{item}/{name}", body).status_code


def listed(desk, case):
    return desk.post(f"cases/{case}/open", {"id": new_id()}).json()["evidence"]


def test_what_is_noted_is_listed_and_owed_the_same_day(world, amara, case, noted):
    body = noted(case)
    answers = [amara.post(f"cases/{case}/evidence", body) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert events(case)[1:] == [("evidence_noted", amara.id)]
    [seen] = listed(amara, case)
    assert {**seen, "noted": ""} == {
        "id": body["evidence"],
        "kind": "camera",
        "overwritten": "2026-03-17",
        "state": "needed",
        "letter": body["letter"]["id"],
        "noted": "",
        "ordered": None,
        "confirmed": None,
        "lost": None,
    }
    letter = Letter.objects.get(id=body["letter"]["id"])
    assert (letter.kind, Opening.objects.get(index=letter.index).leaf) == (
        "evidence",
        answers[0].json()["leaf"],
    )
    sealed = amara.get(f"cases/{case}/letters/{letter.id}").content
    assert world.words(amara, case, sealed) == "The corridor, from eight to ten."
    assert preserving(case) == ["open"]


def test_the_day_is_the_organisations_and_never_less_than_twelve_hours(amara, case, item, now):
    [owed] = Duty.objects.filter(case__id=case, kind="preserve_evidence")
    # 17:41 in Shanghai: midnight is six hours away.
    assert owed.due == now.replace(microsecond=0) + 12 * HOURS
    assert owed.source == "Heard default: evidence is preserved the same day"


def test_she_sees_that_it_is_kept_and_not_what_it_says(world, amara, noted):
    """The letter may hold others' names: as a note, it is not listed to her and not served."""
    case = world.case([amara])
    body = noted(case)
    amara.post(f"cases/{case}/evidence", body)
    hers = {"HTTP_AUTHORIZATION": world.reporters[case].authorization, **HOST}
    seen = amara.client.get("/report/api/inbox", **hers).json()
    assert [letter["kind"] for letter in seen["letters"]] == ["report"]
    assert [(each["kind"], each["state"], each["overwritten"]) for each in seen["evidence"]] == [
        ("camera", "needed", "2026-03-17")
    ]
    assert [each["event"] for each in seen["timeline"]] == ["report_received", "evidence_noted"]
    letter = amara.client.get(f"/report/api/inbox/letters/{body['letter']['id']}", **hers)
    assert letter.status_code == 404


def test_a_second_item_is_owed_with_the_first(amara, case, item, noted):
    assert amara.post(f"cases/{case}/evidence", noted(case, seq=1)).status_code == 201
    assert preserving(case) == ["open"]


def test_ordered_confirmed_lost(amara, case, item):
    for name in ("ordered", "confirmed", "lost"):
        assert action(amara, case, item, name) == 201
        assert [each["state"] for each in listed(amara, case)] == [name]
    assert [kind for kind, _ in events(case)][2:] == [
        "preservation_ordered",
        "case_opened",
        "preservation_confirmed",
        "evidence_lost",
    ]
    [row] = Evidence.objects.filter(id=item)
    assert row.document == "ab" * 32


@pytest.mark.parametrize(
    ("done", "refused"),
    [
        ([], ["confirmed"]),
        (["ordered"], ["ordered"]),
        (["ordered", "confirmed"], ["ordered", "confirmed"]),
        (["lost"], ["ordered", "confirmed", "lost"]),
    ],
)
def test_what_does_not_follow_is_refused(amara, case, item, done, refused):
    assert [action(amara, case, item, name) for name in done] == [201] * len(done)
    before = events(case)
    assert [action(amara, case, item, name) for name in refused] == [409] * len(refused)
    assert events(case) == before


def test_repeated_deeds_are_done_once(amara, case, item):
    body = {"id": new_id()}
    answers = [amara.post(f"cases/{case}/evidence/{item}/lost", body) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert [kind for kind, _ in events(case)].count("evidence_lost") == 1


def test_the_duty_ends_when_the_last_item_waits_no_more(amara, case, item, noted):
    other = noted(case, seq=1, kind="booking", overwritten=None)
    amara.post(f"cases/{case}/evidence", other)
    action(amara, case, item, "ordered")
    assert preserving(case) == ["open"]
    action(amara, case, other["evidence"], "lost")
    assert preserving(case) == ["done"]


def test_having_looked_does_not_end_it_while_an_item_waits(amara, case, item):
    assert amara.post(f"cases/{case}/evidence/checked", {"id": new_id()}).status_code == 201
    assert preserving(case) == ["open"]
    action(amara, case, item, "ordered")
    assert preserving(case) == ["done"]


def test_a_new_item_is_owed_anew(amara, case, item, noted):
    action(amara, case, item, "ordered")
    amara.post(f"cases/{case}/evidence", noted(case, seq=1))
    assert sorted(preserving(case)) == ["done", "open"]


def test_what_nobody_ordered_moves_the_case(world, amara, case, item, now):
    amara.post(f"cases/{case}/acknowledge", {"id": new_id()})
    due = Duty.objects.get(case__id=case, kind="preserve_evidence").due
    assert escalation.sweep(now=due - dt.timedelta(seconds=1)) == 0
    assert escalation.sweep(now=due) == 1
    ruth = world.desks["Ruth"]
    assert [line["id"] for line in ruth.get("cases").json()["cases"]] == [case]
    assert preserving(case) == ["missed", "open"]
    # Who let it lapse orders nothing more; the next tier does, and that makes it good.
    assert action(amara, case, item, "ordered") == 409
    assert action(ruth, case, item, "ordered") == 201
    assert preserving(case) == ["missed", "done"]
    assert (
        Duty.objects.get(case__id=case, kind="preserve_evidence", state="missed").done is not None
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "rumour"},
        {"overwritten": "soon"},
        {"overwritten": "2026-02-30"},
        {"overwritten": "0026-11-15"},
        {"overwritten": "2126-11-15"},
        {"evidence": "x"},
        {"letter": None},
        {"letter": {"id": "0" * 32, "seq": 0, "sealed": b64(b"in plain words")}},
    ],
)
def test_what_is_malformed_is_refused_and_nothing_is_kept(amara, case, changes, noted):
    assert amara.post(f"cases/{case}/evidence", noted(case, **changes)).status_code == 400
    assert (len(events(case)), preserving(case)) == (1, [])


def test_an_item_of_another_case_is_not_there(world, amara, case, item):
    ines = world.desks["Ines"]
    theirs = world.case([ines])
    assert action(ines, theirs, item, "lost") == 404
    assert [each["state"] for each in listed(amara, case)] == ["needed"]


def test_an_item_once_noted_is_not_noted_again(world, amara, case, item, noted):
    again = noted(case, seq=1, evidence=item)
    assert amara.post(f"cases/{case}/evidence", again).status_code == 409
    assert len(listed(amara, case)) == 1


def test_there_is_an_end_to_what_one_case_holds(amara, case, item, monkeypatch, noted):
    from heard.actions import evidence

    monkeypatch.setattr(evidence, "MOST", 1)
    assert amara.post(f"cases/{case}/evidence", noted(case, seq=1)).status_code == 409
