"""Taking a report back: signed, undone within 72 hours, asked about, and then stopped or not."""

import datetime as dt
import json
from base64 import b64decode, b64encode

import cast
import pytest
from deskhand import HOST
from deskworld import opened
from django.test import Client
from taking_back import (
    asks,
    later,
    lines,
    owed,
    post,
    read_by_two,
    signed_in,
    stands,
    told,
    turn,
)  # fmt: skip

from heard.actions.deadlines import escalation
from heard.formats import withdrawal
from heard.formats.ids import new_id
from heard.records.models import Case, Contact, Duty, Letter, Move, Outgoing

pytestmark = pytest.mark.usefixtures("no_evidence")
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
DANGER = {"code": "danger"}


@pytest.fixture
def work(once, world):
    return once("work", lambda: read_by_two(world))


@pytest.fixture
def amara(work):
    return signed_in(work, "Amara")


@pytest.fixture
def ruth(work):
    return signed_in(work, "Ruth")


def test_what_is_taken_back_can_be_brought_back_before_anything_is_decided(work, amara, clock):
    began = work.now.replace(minute=0, second=0, microsecond=0)
    turn(work)
    assert stands(work) == ("withdrawn", "withdrawn")
    until = f"{began + 73 * HOUR:%Y-%m-%dT%H:%M:%SZ}"
    seen = told(work)
    assert (seen["state"], seen["course"], seen["returns_until"]) == (
        "withdrawn", "withdrawn", until,
    )  # fmt: skip
    assert [each["move"] for each in seen["moves"]] == ["withdraw"]
    shown = amara.post(f"cases/{work.case}/open", {"id": new_id()}).json()
    assert (shown["course"], shown["returns_until"]) == ("withdrawn", until)
    (line,) = lines(amara)
    assert (line["state"], line["returns_until"]) == ("withdrawn", until)
    assert lines(amara, "closed") == []
    said = [each for each in opened("record_moved") if each["move"] == "withdraw"]
    assert [(each["object"], each["actor"]) for each in said] == [("case", "reporter")]
    assert set(Outgoing.objects.filter(kind="withdrawn").values_list("holder", flat=True)) == {
        work.world.desks[name].id for name in ("Amara", "Jonas", "Ruth")
    }
    clock.shift(71 * HOUR)
    turn(work, "come_back")
    assert stands(work) == ("acknowledged", "open")
    seen = told(work)
    assert (seen["state"], seen["course"], seen["returns_until"]) == ("acknowledged", "open", None)
    assert amara.sign_in().status_code == 200
    assert lines(amara)[0]["returns_until"] is None
    turn(work)  # and once more
    assert stands(work) == ("withdrawn", "withdrawn")


def unsigned(body, _work):
    return body | {"signature": ""}


def left_out(body, _work):
    return {name: each for name, each in body.items() if name != "signature"}


def anothers(body, work):
    return body | signed_by(cast.Reporter("localhost:8000"), body, work.case)


def of_another_case(body, work):
    return body | signed_by(work.lin, body, new_id())


def of_the_other_move(body, work):
    return body | signed_by(work.lin, body | {"move": "come_back"}, work.case)


def of_another_time(body, work):
    return body | signed_by(work.lin, body | {"version": 3}, work.case)


def over_another_letter(body, work):
    other = work.to_case(work.lin, {"text": "Another."})
    return body | {"letters": [other]}


def without_a_letter(body, _work):
    return body | {"letters": []}


def signed_by(lin, body, case):
    said = {"case": case, "move": body["move"], "version": body["version"]}
    sealed = b64decode(body["letters"][0]["sealed"])
    return {"signature": withdrawal.sign(lin.secrets.keys.signing_seed, sealed=sealed, **said)}


@pytest.mark.parametrize(
    "spoil",
    [
        unsigned, left_out, anothers, of_another_case, of_the_other_move, of_another_time,
        over_another_letter, without_a_letter,
    ],
)  # fmt: skip
def test_who_only_logs_in_takes_nothing_back(work, spoil):
    """Whoever has what opens the inbox, and not the reporter's key, ends nothing."""
    body = asks(work)
    assert post(work, spoil(body, work)) == (409, "not_signed")
    assert stands(work) == ("acknowledged", "open")
    assert not Move.objects.exists()
    assert not Letter.objects.filter(author="reporter", kind="record").exists()
    assert post(work, body) == (201, "")


def test_nothing_else_is_signed_in_clear(work):
    body = work.body(work.lin, "case.ask_informal", "case")
    assert post(work, body | {"signature": b64encode(b"0" * 64).decode()})[0] == 400
    assert post(work, body | {"signature": b64encode(b"0" * 65).decode()})[0] == 400
    assert post(work, body) == (201, "")


def test_it_is_done_once_whoever_repeats_it(work):
    body = asks(work)
    assert post(work, body) == (201, "")
    assert post(work, body) == (201, "")  # an answer was lost
    # Somebody who has seen it sends it again under an id of theirs, before and after.
    assert post(work, body | {"id": new_id()}) == (409, "not_in_this_course")
    turn(work, "come_back")
    assert post(work, body | {"id": new_id()}) == (409, "stale")
    assert [row.move for row in Move.objects.order_by("number")] == ["withdraw", "come_back"]


def test_of_two_windows_one_is_first(work):
    first, second = (asks(work) for _ in range(2))
    assert post(work, first) == (201, "")
    assert post(work, second) == (409, "not_in_this_course")
    back, again = (asks(work, "come_back") for _ in range(2))
    assert post(work, back) == (201, "")
    assert post(work, again) == (409, "not_in_this_course")
    assert stands(work) == ("acknowledged", "open")
    turn(work)
    assert post(work, again | {"id": new_id()}) == (409, "stale")


@pytest.mark.parametrize("seconds", [0, 59 * 60 + 30])
def test_there_are_72_hours_to_the_minute_and_one_instant_ends_them(
    work, amara, ruth, clock, seconds
):
    """Of the hour alone it is known when it was: so there is up to an hour more, and never less."""
    hour = work.now.replace(minute=0, second=0, microsecond=0) + HOUR
    clock.move_to(hour + dt.timedelta(seconds=seconds))
    began = work.now
    turn(work)
    assert ruth.sign_in().status_code == 200
    work.moves(ruth, "case.check_withdrawal", "case")
    clock.move_to(began + 72 * HOUR - MINUTE)
    assert amara.sign_in().status_code == 200
    stop = work.body(amara, "case.stop", "case")
    assert work.send(amara, stop)[1]["reason"] == "return_over"
    clock.move_to(max(work.now, hour + 73 * HOUR - MINUTE))
    assert amara.sign_in().status_code == 200
    assert work.send(amara, stop | {"id": new_id()})[1]["reason"] == "return_over"
    back = asks(work, "come_back")
    clock.move_to(max(hour + 73 * HOUR, began + 72 * HOUR + MINUTE))
    assert post(work, back) == (409, "return_open")
    clock.move_to(hour + 73 * HOUR - MINUTE)
    assert post(work, back) == (201, "")


def test_it_is_over_at_that_instant_for_who_stops_it_too(work, amara, ruth, clock):
    began = work.now.replace(minute=0, second=0, microsecond=0)
    turn(work)
    work.moves(ruth, "case.check_withdrawal", "case")
    clock.move_to(began + 73 * HOUR)
    assert amara.sign_in().status_code == 200
    body = work.body(amara, "case.stop", "case")
    assert post(work, asks(work, "come_back")) == (409, "return_open")
    assert work.send(amara, body)[0] == 201


def test_what_is_owed_is_held_and_owed_again_with_the_time_that_was_left(work, amara, clock):
    work.triaged(amara)
    work.moves(amara, "measure.request", "m1", code="employer")
    work.moves(amara, "measure.grant", "m1")
    work.moves(amara, "measure.impose", "m1")
    before = dict(Duty.objects.filter(state="open").values_list("kind", "due"))
    assert {"update", "plan", "finding", "measure_review"} <= set(before)
    began = work.now.replace(minute=0, second=0, microsecond=0)
    turn(work)
    assert owed(work, *before) == dict.fromkeys(before, "held") | {"measure_review": "open"}
    assert owed(work, "withdrawal_check") == {"withdrawal_check": "open"}
    # Nothing falls due that is held, however long it takes.
    later(clock, hours=71)
    Duty.objects.filter(kind="withdrawal_check").update(due=work.now + HOUR)
    Duty.objects.filter(state="held").update(due=began + 10 * HOUR)
    assert escalation.sweep(now=work.now) == 0
    turn(work, "come_back")
    assert owed(work, "withdrawal_check") == {"withdrawal_check": "cancelled"}
    back = work.now.replace(minute=0, second=0, microsecond=0) + HOUR  # of which no minute tells
    rows = Duty.objects.filter(kind__in=set(before) - {"measure_review"}, state="open")
    assert {row.kind: row.due for row in rows} == {
        each: back + 10 * HOUR for each in before if each != "measure_review"
    }
    assert Duty.objects.get(kind="measure_review").due == before["measure_review"]


def test_whether_the_reporter_is_safe_after_a_leak_is_owed_meanwhile(work, amara):
    work.triaged(amara)
    work.moves(amara, "leak.raise", "k1", code="inside")
    turn(work)
    work.moves(amara, "leak.raise", "k2", code="published")
    rows = Duty.objects.filter(kind="leak_check").values_list("record", "state")
    assert dict(rows) == {work.id("k1"): "open", work.id("k2"): "open"}


def test_a_pause_ends_and_what_was_left_before_it_is_held(work, amara, clock):
    work.triaged(amara)
    left = Duty.objects.get(kind="plan").due - work.now.replace(microsecond=0)
    body = {
        "id": new_id(), "duty": "plan", "reason": "police_asked",
        "until": f"{work.now + dt.timedelta(days=5):%Y-%m-%d}",
    }  # fmt: skip
    assert amara.post(f"cases/{work.case}/suspensions", body).status_code == 201
    turn(work)
    began = work.now.replace(minute=0, second=0, microsecond=0)
    assert told(work)["suspensions"][0]["ended"]
    clock.shift(48 * HOUR)
    turn(work, "come_back")
    row = Duty.objects.get(kind="plan")
    assert (row.state, row.due) == ("open", began + 49 * HOUR + left)


@pytest.fixture
def asked(work, ruth):
    """Taken back, by somebody who is told elsewhere, and asked why by Ruth."""
    row = Case.objects.get(id=work.case)
    Contact.objects.create(case=row, kind="email", sealed=b"sealed", at=work.now)
    turn(work)
    work.moves(ruth, "case.check_withdrawal", "case")
    return work


def test_it_ends_where_it_is_stopped_and_contacts_with_it(asked, amara, clock):
    work = asked
    assert Contact.objects.exists()
    later(clock, amara, hours=74)
    work.moves(amara, "case.stop", "case")
    assert stands(work) == ("stopped", "stopped")
    assert not Contact.objects.exists()
    assert not Duty.objects.filter(state__in=("open", "held")).exists()
    assert owed(work, "update", "triage") == {"update": "cancelled", "triage": "cancelled"}
    assert lines(amara) == []
    assert [each["state"] for each in lines(amara, "closed")] == ["stopped"]
    seen = told(work)
    assert (seen["state"], seen["course"], seen["returns_until"]) == ("stopped", "stopped", None)
    assert post(work, asks(work, "come_back")) == (409, "not_in_this_course")
    # What goes on, protection and check-ins, is not over, and is not listed as if it were.
    work.moves(amara, "measure.request", "m1", code="employer")
    work.moves(amara, "measure.grant", "m1")
    work.moves(amara, "measure.impose", "m1")
    assert owed(work, "measure_review") == {"measure_review": "open"}
    assert [each["state"] for each in lines(amara)] == ["stopped"]
    assert lines(amara, "closed") == []


def test_it_goes_on_without_the_reporter_for_a_ground_that_they_were_told_first(
    asked, amara, ruth, clock
):
    work = asked
    later(clock, amara, ruth, hours=74)
    body = work.body(ruth, "case.continue_without", "case", **DANGER)
    assert work.send(ruth, body)[1]["reason"] == "told_first"
    Outgoing.objects.filter(holder="").delete()
    work.moves(ruth, "case.announce_continuing", "case", code="several_reports")
    assert Outgoing.objects.filter(holder="", case=work.case).exists()  # by their contact
    copies = work.file.given(amara, [(ruth, "")], now=work.now, stating=True)
    assert amara.post(f"cases/{work.case}/file-keys/copies", copies).status_code == 201
    again = body | {"id": new_id(), "version": body["version"] + 1}  # its letters were not kept
    assert work.send(ruth, again)[1]["reason"] == "told_first"
    assert work.send(ruth, again | {"id": new_id(), "code": "several_reports"})[0] == 201
    assert stands(work) == ("acknowledged", "continues_without")
    assert owed(work, "update", "triage") == {"update": "open", "triage": "open"}
    assert Contact.objects.exists()
    seen = told(work)
    assert (seen["state"], seen["course"]) == ("acknowledged", "continues_without")
    # Told first, the reporter has no letter of it.
    assert [each["move"] for each in seen["moves"]][-1] == "announce_continuing"
    assert post(work, asks(work)) == (409, "not_in_this_course")


def test_who_was_accused_reads_that_it_is_closed_before_it_is(asked, amara, ruth, clock):
    work = asked
    turn(work, "come_back")
    amara.sign_in()
    work.moves(amara, "party.note", "gao", code="respondent")
    work.moves(amara, "party.note", "wei", code="witness")
    turn(work)
    work.moves(ruth, "case.check_withdrawal", "case")
    later(clock, amara, hours=74)
    body = work.body(amara, "party.tell_closed", "gao")
    assert work.send(amara, body)[1]["reason"] == "not_in_this_course"
    work.moves(amara, "case.stop", "case")
    for name, code in (("wei", "a_respondent"), ("gao", "knows_of_it")):
        body = work.body(amara, "party.tell_closed", name)
        assert work.send(amara, body)[1]["reason"] == code


def test_the_reporter_may_write_meanwhile(asked):
    said = asked.lin.letter("message", {"words": "Nobody did."}, now=asked.now)
    said["seq"] = asked.next(asked.lin)
    code = {"HTTP_AUTHORIZATION": asked.lin.authorization}
    answer = Client().post(
        "/report/api/inbox/letters", json.dumps(said), content_type="application/json",
        **HOST, **code,
    )  # fmt: skip
    assert answer.status_code == 201
