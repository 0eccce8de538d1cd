"""What the gate gives out, and when; who looks, who overrides, and what can be learnt of it."""

from datetime import timedelta

import pytest
from deskhand import b64
from deskworld import opened
from gateworld import alarms, person

from heard.actions import gate, notifications, oversight
from heard.formats.ids import new_id
from heard.records.models import FiledAction, Holder
from heard.rules.codes.gate import GateSeat

# --- answers ---


def test_nothing_is_given_out_before_its_hour_nor_ever_without_a_keeper(firm, now, clock):
    [keeper] = firm.keepers
    ids = [firm.file(7), firm.file(8), firm.file(9, "dismissal"), firm.file(11, "dismissal")]
    firm.move(clock, now + timedelta(days=40))
    gate.sweep(now=now + timedelta(days=40))
    assert {firm.own()[id]["state"] for id in ids} == {"filed"}
    assert alarms() == {("keeper", "away")}
    assert firm.hr.get("gate").json()["away"] is True
    answered = now + timedelta(days=40)
    said = ["go  ", "talk", "go  ", "talk"]
    assert keeper.answer([list(each) for each in zip(ids, said, strict=True)]).status_code == 200
    assert {firm.own()[id]["state"] for id in ids} == {"filed"}
    given = FiledAction.objects.get(id=ids[0]).answers_at
    assert answered < given <= answered + timedelta(days=4)
    assert set(FiledAction.objects.values_list("answers_at", flat=True)) == {given}
    firm.move(clock, given - timedelta(seconds=1))
    assert {firm.own()[id]["state"] for id in ids} == {"filed"}
    firm.move(clock, given)
    states = [firm.own()[id]["state"] for id in ids]
    assert states == ["go", "looking", "looking", "looking"]
    gate.sweep(now=given)
    assert [firm.own()[id]["state"] for id in ids] == states
    assert alarms() == set()
    decided = [(each["action"], each["decision"]) for each in opened("adverse_action_decided")]
    assert decided == [(ids[0], "go")]
    assert [each["count"] for each in opened("adverse_actions_answered")] == ["4"]


def test_in_time_it_is_the_third_working_day_at_nine(firm, now, clock):
    [keeper] = firm.keepers
    filed = firm.file(7)
    keeper.answer([[filed, "go  "]])
    keeper.answer([[filed, "talk"]])  # the first counts
    row = FiledAction.objects.get()
    assert (row.answers_at, row.talk) == (row.due, False)
    assert row.due.isoformat() == "2026-03-13T01:00:00+00:00"


def test_of_two_keepers_that_differ_talk_counts_and_the_board_is_told(two, now, clock):
    first, second = two.keepers
    filed = two.file(7)
    assert first.answer([[filed, "go  "]]).status_code == 200
    assert first.day().json()["open"] == []
    assert [each["id"] for each in second.day().json()["open"]] == [filed]
    gate.sweep(now=now)
    assert alarms() == set()
    second.answer([[filed, "talk"]])
    gate.sweep(now=now)
    assert alarms() == {("keepers", "differ")}
    two.move(clock, two.given_out())
    assert two.own()[filed]["state"] == "looking"


# --- who looks ---


def waiting(desk):
    return {each["id"]: each["asks"] for each in desk.get("gate").json()["looks"]}


def test_who_looks_is_asked_one_thing_more_and_who_filed_never_sees_it(firm, now, clock):
    [keeper] = firm.keepers
    held, free, low = firm.file(7, "dismissal"), firm.file(8, "dismissal"), firm.file(12)
    assert waiting(firm.looker) == {}
    keeper.answer([[held, "talk"], [free, "go  "], [low, "talk"]])
    early = {"approve": True, "why": "Because.", "asked": ""}
    assert firm.looker.post(f"gate/actions/{held}/decide", early).status_code == 404
    firm.move(clock, firm.given_out())
    assert waiting(firm.looker) == {held: True, free: False, low: True}
    about = {"id", "person", "name"}
    shown = [
        {name: value for name, value in own.items() if name not in about}
        for own in firm.own().values()
    ]
    first, second = (each for each in shown if each["kind"] == "dismissal")
    assert first == second

    def decide(of, **more):
        return firm.looker.post(f"gate/actions/{of}/decide", early | more)

    assert decide(held).status_code == 400  # what is asked is not answered
    assert decide(free, asked="Planned in May.").status_code == 400
    assert decide(held, why=" ").status_code == 400
    assert decide(held, approve=False, asked="Planned in May.").status_code == 200
    assert decide(held, asked="Planned in May.").status_code == 409
    assert decide(free).status_code == 200
    own = firm.own()
    assert [own[id]["state"] for id in (held, free)] == ["refused", "approved"]
    assert b"Planned" not in firm.hr.get("gate").content


def test_nobody_looks_who_is_near(firm, world, now, clock):
    [keeper] = firm.keepers
    filed = firm.file(9)  # of Unit 1, whose head is E0002; E0005 files, who answers to the same
    keeper.answer([[filed, "talk"]])
    firm.move(clock, firm.given_out())
    near = {
        name: firm.seated(name, GateSeat.LOOKS, person(number))
        for name, number in {"Self": 9, "Head": 2, "Top": 0, "Mate": 13, "Far": 3}.items()
    }
    out = firm.seated("Out", GateSeat.LOOKS)
    sees = {name for name, desk in near.items() if filed in waiting(desk)}
    assert sees == {"Mate", "Far"}
    assert filed in waiting(out)
    body = {"approve": True, "why": "Because.", "asked": "Asked."}
    for name in ("Self", "Head", "Top"):
        assert near[name].post(f"gate/actions/{filed}/decide", body).status_code == 404


def test_who_may_look_is_told_by_mail_that_something_waits_and_nobody_else_is(
    firm, now, clock, box
):
    [keeper] = firm.keepers
    Holder.objects.filter(id__in=[desk.id for desk in firm.desks]).update(email="")
    Holder.objects.filter(id=firm.looker.id).update(email="lars@meridian.example")
    Holder.objects.filter(id=firm.hr.id).update(email="hana@meridian.example")
    about_looker, severe, free = firm.file(10, "dismissal"), firm.file(7, "dismissal"), firm.file(8)
    keeper.answer([[about_looker, "talk"], [severe, "go  "], [free, "go  "]])
    assert rounds(box, now) == []
    firm.move(clock, at := firm.given_out())
    [(to, text)] = rounds(box, at, at)  # however often the machine goes round
    assert to == ["lars@meridian.example"]
    assert "waits" in text
    assert not any(each in text for each in (person(7), "Person 7", "ismiss", severe))
    later = firm.file(12, "demotion")
    keeper.answer([[later, "talk"]])
    firm.move(clock, at := firm.given_out())
    assert [to for to, _ in rounds(box, at, at)] == [to]
    at += timedelta(days=8)
    assert [to for to, _ in rounds(box, at, at)] == [to]  # it waits still


def rounds(box, *times):
    """What came by mail meanwhile: to whom, and what it says."""
    before = len(box.mail)
    for at in times:
        notifications.forget_stale(now=at)
        gate.sweep(now=at)
        notifications.send_due(now=at)
    return [(mail.to, mail.text) for mail in box.mail[before:]]


def test_where_nobody_is_far_enough_filer_and_board_are_told(firm, now, clock):
    filed = firm.file(10)  # about the only one who looks
    assert firm.own()[filed]["nobody"] is True
    gate.sweep(now=now)
    assert alarms() == {("seats", "nobody")}
    other = firm.file(12)
    assert firm.own()[other]["nobody"] is False


def test_the_board_alone_overrides_and_not_who_refused(firm, now, clock):
    [keeper] = firm.keepers
    filed = firm.file(7, "dismissal")
    keeper.answer([[filed, "go  "]])
    firm.move(clock, firm.given_out())

    def board(desk):
        return desk.post(f"gate/actions/{filed}/override", {"why": "The court."})

    assert board(firm.board).status_code == 409  # not refused
    body = {"approve": False, "why": "Too harsh.", "asked": ""}
    assert firm.looker.post(f"gate/actions/{filed}/decide", body).status_code == 200
    assert [board(desk).status_code for desk in (firm.hr, firm.looker)] == [404, 404]
    oversight.allow(holder=firm.looker.id, may=True, now=now)
    assert board(firm.looker).status_code == 409
    assert firm.board.get("gate").json()["refused"][0]["why"] == "Too harsh."
    assert board(firm.board).status_code == 200
    assert board(firm.board).status_code == 409
    assert (firm.own()[filed]["state"], firm.own()[filed]["why"]) == ("overridden", "The court.")
    assert [each["decision"] for each in opened("adverse_action_decided")] == [
        "refused",
        "overridden",
    ]


def test_who_filed_takes_it_back_while_it_is_open(firm, now, clock):
    filed = firm.file(7)
    other = firm.seated("Other", GateSeat.FILES, person(6))
    assert other.post(f"gate/actions/{filed}/withdraw", {}).status_code == 404
    assert firm.hr.post(f"gate/actions/{filed}/withdraw", {}).status_code == 200
    assert firm.hr.post(f"gate/actions/{filed}/withdraw", {}).status_code == 409
    assert firm.own()[filed]["state"] == "withdrawn"
    assert firm.file(7) != filed


# --- what can be learnt ---


def test_who_files_hears_the_same_whether_there_are_reports_and_who_asked_or_not(
    firm, world, parting, now, clock
):
    """Nothing of a case, and of who asked for protection only what a keeper answers."""
    asked = ("session", "gate", "cases", "keyring", "notifications", "oversight", "wraps")

    def heard():
        filed = firm.hr.post("gate/actions", body)
        assert filed.status_code == 201, filed.content
        [keeper] = firm.keepers
        assert keeper.answer([[body["id"], "go  "]]).status_code == 200
        firm.move(clock, firm.given_out())
        gate.sweep(now=firm.given_out())
        answers = [filed, *(firm.hr.get(path) for path in asked), firm.hr.get(f"cases/{case}")]
        return [(each.status_code, each.content) for each in answers]

    body = {"id": new_id(), "person": person(7), "kind": "pay_cut", "day": firm.later()}
    firm.move(clock, now)
    back = parting()
    case = world.case([world.desks["Amara"]])
    assert firm.list(7).status_code == 201
    there = heard()
    back()
    firm.move(clock, now)
    assert there == heard()
    assert [status for status, _ in there] == [201, 200, 200, 200, 200, 200, 404, 200, 404]


@pytest.mark.acceptance("case-work", 7)
def test_of_a_thousand_actions_matches_look_as_controls_do(large, now, clock):
    """Case-work, acceptance 7: 1,000 actions, 3 protected; the same bytes but for whom."""
    firm = large
    [keeper] = firm.keepers
    listed = (101, 502, 903)
    for number in listed:
        assert firm.list(number).status_code == 201
    keeper.round(now.date())
    firm.move(clock, now + timedelta(days=1))
    firm.now = now + timedelta(days=1)
    lines = [f"{person(number)},lowered_appraisal,{firm.later()}" for number in range(11, 1011)]
    text = "\n".join(["person,kind,day", *lines])
    sent = firm.hr.post("gate/csv", {"id": new_id(), "csv": b64(text.encode())})
    assert len(sent.json()["filed"]) == 1000
    said = keeper.round((now + timedelta(days=1)).date())
    firm.move(clock, firm.given_out())
    gate.sweep(now=firm.given_out())
    own = firm.own()
    held = {id for id, answer in said.items() if answer == "talk"}
    matches = {id for id in held if own[id]["person"] in {person(n) for n in listed}}
    assert len(matches) == 3
    assert len(held - matches) > 12  # the cells of the three, and those that were drawn

    def bare(id):
        return {
            name: value for name, value in own[id].items() if name not in {"id", "person", "name"}
        }

    assert {tuple(bare(id).items()) for id in matches} == {tuple(bare(id).items()) for id in held}
    assert {tuple(bare(id).items()) for id in said if id not in held} != set()
    assert {own[id]["state"] for id in held} == {"looking"}
    assert {own[id]["state"] for id in said if id not in held} == {"go"}


def test_the_board_counts_what_was_filed_and_never_what_was_held(firm, now, clock):
    [keeper] = firm.keepers
    today = now.date().isoformat()
    ids = [firm.file(number, day=today if number < 17 else None) for number in range(11, 28)]
    keeper.answer([[id, "go  "] for id in ids[:6]])
    firm.hr.post(f"gate/actions/{ids[16]}/withdraw", {})
    firm.move(clock, now + timedelta(days=60))
    gate.sweep(now=now + timedelta(days=60))
    [month] = [
        each
        for each in firm.board.get("oversight").json()["months"]
        if each["month"] == f"{now:%Y-%m}"
    ]
    assert month["gate"] == {
        "total": 17,
        "by": {
            "outcome": {
                "open": None, "overridden": None, "refused": None, "went_on": 6,
                "withdrawn": None,
            },
            "time": {"in_time": 11, "late": 6},
        },
    }  # fmt: skip
