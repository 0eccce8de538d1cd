"""What arrives at a handler's ways: mail and rooms, of one length, each once, never too early."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from receivers import Box, Web

from heard.access import notify_key
from heard.actions import notifications
from heard.actions.notifications import _claiming, _sending
from heard.actions.transports import rooms
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Holder, Outgoing, Wrap

NINE = datetime(2026, 3, 10, 1, tzinfo=UTC)  # nine in Shanghai, where Meridian is
ADDRESS = {"Amara": "amara@example.org", "Jonas": "jonas@example.org"}
# Each report owes to preserve evidence too; here one duty at a time is followed.
pytestmark = pytest.mark.usefixtures("no_evidence", "no_triage")


@pytest.fixture
def told(world, box: Box, web: Web):
    """Amara and Jonas by mail; Amara in a room as well. Nothing is due."""
    for name, address in ADDRESS.items():
        Holder.objects.filter(id=world.desks[name].id).update(email=address)
    answer = world.desks["Amara"].post("notifications", {"targets": [web.room], "quiet": None})
    assert answer.status_code == 200, answer.content
    Outgoing.objects.all().delete()
    return world


def tell(world, name: str, kind: str = "case", due: datetime = NINE) -> Outgoing:
    return Outgoing.objects.create(kind=kind, holder=world.desks[name].id, due=due)


def send(now: datetime = NINE) -> tuple[int, int]:
    return tuple(notifications.send_due(now=now))  # type: ignore[return-value]


def unsent() -> int:
    return Outgoing.objects.filter(sent=None).count()


def test_every_message_is_of_one_length_whatever_it_is_about(told, box: Box, web: Web) -> None:
    case = told.case([told.desks["Amara"]])
    for day, kind in enumerate(("report", "case", "letter", "soon", "missed", "tier")):
        tell(told, "Amara", kind, NINE + timedelta(days=day))
        assert send(NINE + timedelta(days=day)) == (2, 0)
    notifications.lay_digests(now=NINE + timedelta(days=20))  # something waits
    assert send(NINE + timedelta(days=20)) == (2 + 1, 0)  # Jonas has one too
    Case.objects.filter(id=case).update(state=Case.State.STOPPED)
    Duty.objects.filter(case__id=case).update(
        state=Duty.State.CANCELLED
    )  # as the reporter's button
    notifications.lay_digests(now=NINE + timedelta(days=21))  # and now nothing does
    assert send(NINE + timedelta(days=21))[1] == 0
    mails = box.to(ADDRESS["Amara"])
    assert (len(mails), len(web.requests)) == (8, 8)
    assert len({each.text for each in mails}) == 2  # something waits, nothing does
    assert len({each.said["message"] for each in web.requests}) == 2
    assert len({len(each.raw) for each in mails}) == 1
    assert len({each.size for each in web.requests}) == 1
    assert len({each.message["Subject"] for each in mails}) == 1
    assert len({len(each.raw) for each in box.to(ADDRESS["Jonas"])}) == 1


def test_a_room_that_fails_brings_no_second_mail(told, box: Box, web: Web) -> None:
    tell(told, "Amara")
    web.status = 500
    assert send() == (1, 1)
    assert (len(box.mail), len(web.requests)) == (1, 1)
    assert send(NINE + timedelta(minutes=1)) == (0, 1)
    web.status = 200
    assert send(NINE + timedelta(minutes=3)) == (1, 0)
    assert (len(box.mail), len(web.requests)) == (1, 3)
    assert unsent() == 0


def test_a_mail_that_fails_says_nothing_twice_in_a_room(told, box: Box, web: Web) -> None:
    tell(told, "Amara")
    box.refuse = True
    assert send() == (1, 1)
    box.refuse = False
    assert send(NINE + timedelta(minutes=1)) == (1, 0)
    assert (len(box.mail), len(web.requests)) == (1, 1)


def test_what_comes_while_a_way_fails_is_said_by_every_way(told, box: Box, web: Web) -> None:
    tell(told, "Amara")
    web.status = 500
    send()
    tell(told, "Amara", due=NINE + timedelta(minutes=1))
    web.status = 200
    assert send(NINE + timedelta(minutes=1)) == (2, 0)
    assert (len(box.mail), len(web.requests), unsent()) == (2, 2, 0)


def test_a_room_that_is_taken_away_holds_nothing_back(told, box: Box, web: Web) -> None:
    tell(told, "Amara")
    web.status = 500
    send()
    told.desks["Amara"].post("notifications", {"targets": [], "quiet": None})
    send(NINE + timedelta(minutes=1))
    assert (len(box.mail), unsent()) == (1, 0)


@pytest.mark.parametrize("kind", ["case", "letter", "withdrawn", "digest"])
def test_quiet_hours_put_off_what_can_wait(told, box: Box, kind: str) -> None:
    told.desks["Jonas"].post("notifications", {"targets": [], "quiet": [8, 10]})
    row = tell(told, "Jonas", kind)
    assert (send(), box.mail) == ((0, 0), [])
    row.refresh_from_db()
    assert (row.due, row.attempts) == (NINE + timedelta(hours=1), 0)
    assert send(NINE + timedelta(hours=1)) == (1, 0)


@pytest.mark.parametrize("kind", ["report", "tier", "passed", "soon", "missed"])
def test_quiet_hours_put_off_no_duty(told, box: Box, kind: str) -> None:
    told.desks["Jonas"].post("notifications", {"targets": [], "quiet": [8, 10]})
    tell(told, "Jonas", kind)
    tell(told, "Jonas", "case")  # it goes along: one message says both
    assert (send(), len(box.mail), unsent()) == ((1, 0), 1, 0)


def test_the_digest_comes_once_a_day_to_everybody(told, box: Box) -> None:
    assert notifications.lay_digests(now=NINE - timedelta(seconds=1)) == 0
    assert notifications.lay_digests(now=NINE) == 4
    assert notifications.lay_digests(now=NINE + timedelta(hours=3)) == 0
    assert {row.kind for row in Outgoing.objects.all()} == {"digest"}
    send(NINE)
    notifications.lay_digests(now=NINE + timedelta(hours=5))
    send(NINE + timedelta(hours=5))
    assert [len(box.to(each)) for each in ADDRESS.values()] == [1, 1]
    assert notifications.lay_digests(now=NINE + timedelta(days=1)) == 4


def test_who_sees_the_figures_alone_has_the_same_digest(told, box: Box) -> None:
    eve = told.join("Eve", tier=0)
    Holder.objects.filter(id=eve.id).update(email="eve@example.org", oversight=True)
    bo = told.join("Bo")  # in no roster, and without oversight: not told
    assert notifications.lay_digests(now=NINE) == 5
    assert not Outgoing.objects.filter(holder=bo.id).exists()
    send()
    (theirs,), (omars,) = box.to("eve@example.org"), box.to(ADDRESS["Jonas"])
    assert theirs.text == omars.text


def test_of_two_workers_one_digest_is_kept(told, monkeypatch) -> None:
    # The second has looked before the first wrote: only the table stands between them.
    notifications.lay_digests(now=NINE)
    nothing = Outgoing.objects.none()
    monkeypatch.setattr(Outgoing.objects, "filter", lambda **_: nothing)
    assert notifications.lay_digests(now=NINE + timedelta(minutes=1)) == 4
    monkeypatch.undo()
    assert Outgoing.objects.count() == 4


def test_a_conflicted_holder_receives_the_same_in_both_worlds(told, box: Box) -> None:
    """With the case, and without it: Jonas is named in one and hears nothing of it."""
    arrived = []
    for world_with_case in (False, True):
        box.mail.clear()
        Outgoing.objects.all().delete()
        if world_with_case:
            case = told.case([told.desks["Amara"]], [told.desks["Ruth"]])
            Duty.objects.filter(case__id=case).update(due=NINE + timedelta(minutes=30))
            tell(told, "Amara", "report")
        notifications.lay_digests(now=NINE)
        notifications.Reminders().remind(now=NINE)
        send()
        send(NINE + timedelta(days=1))
        arrived.append([_but_for_chance(each.raw) for each in box.to(ADDRESS["Jonas"])])
    assert len(arrived[0]) == 1
    assert arrived[0] == arrived[1]


def test_a_notice_that_came_as_they_lost_the_case_is_not_sent(told, box: Box) -> None:
    """A reminder is written beside the exclusion, after it looked and before it was asked."""
    case = told.case([told.desks["Amara"], told.desks["Jonas"]])
    Outgoing.objects.all().delete()
    for name in ADDRESS:
        row = tell(told, name)
        Outgoing.objects.filter(id=row.id).update(case=case)
    Wrap.objects.filter(case__id=case, holder=told.desks["Jonas"].id).update(left=NINE)
    assert send()[1] == 0
    assert (len(box.to(ADDRESS["Amara"])), box.to(ADDRESS["Jonas"])) == (1, [])
    assert unsent() == 0


def _but_for_chance(raw: bytes) -> tuple[int, list[bytes]]:
    lines = raw.split(b"\r\n")
    return len(raw), [line for line in lines if not line.startswith(b"Message-ID: ")]


def test_a_duty_is_called_to_mind_twice_to_who_holds_the_case(told, box: Box) -> None:
    amara, ruth = told.desks["Amara"], told.desks["Ruth"]
    case = told.case([amara], [ruth], received=NINE)
    due = Duty.objects.get(case__id=case).due
    reminders = notifications.Reminders()
    for minutes in range(0, 24 * 60, 10):
        reminders.remind(now=NINE + timedelta(minutes=minutes))
    soon = Outgoing.objects.filter(kind="soon").values_list("holder", "due").order_by("due")
    assert list(soon) == [
        (amara.id, due - timedelta(hours=12)),
        (amara.id, due - timedelta(hours=1)),
    ]
    # A worker that starts anew writes none a second time.
    notifications.Reminders().remind(now=due - timedelta(minutes=59))
    assert Outgoing.objects.filter(kind="soon").count() == 2


def test_a_duty_that_is_done_is_not_called_to_mind(told) -> None:
    case = told.case([told.desks["Amara"], told.desks["Jonas"]], received=NINE)
    due = Duty.objects.get(case__id=case).due
    Wrap.objects.filter(case__id=case, holder=told.desks["Jonas"].id).update(lapsed=NINE)
    reminders = notifications.Reminders()
    reminders.remind(now=due - timedelta(hours=2))
    first = Outgoing.objects.filter(kind="soon")
    assert list(first.values_list("holder", flat=True)) == [told.desks["Amara"].id]
    answer = told.desks["Amara"].post(f"cases/{case}/acknowledge", {"id": new_id()})
    assert answer.status_code == 201
    reminders.remind(now=due - timedelta(minutes=30))
    assert Outgoing.objects.filter(kind="soon").count() == 1


def test_who_has_oversight_hears_of_a_miss_only_where_the_case_was_sealed_to_them(told) -> None:
    from heard.actions.deadlines import escalation

    Holder.objects.filter(id__in=[told.desks[each].id for each in ("Ruth", "Ines")]).update(
        oversight=True
    )
    case = told.case([told.desks["Amara"]], [told.desks["Ruth"]], received=NINE)
    Outgoing.objects.all().delete()
    assert escalation.sweep(now=Duty.objects.get(case__id=case).due) == 1
    rows = Outgoing.objects.filter(kind="missed").values_list("holder", flat=True)
    assert list(rows) == [told.desks["Ruth"].id]


def test_a_broken_row_stops_nobody(told, box: Box) -> None:
    tell(told, "Amara")
    tell(told, "Jonas")
    amara = Holder.objects.filter(id=told.desks["Amara"].id)
    amara.update(targets=agefile.seal(b"no list", [notify_key.load().recipient]))
    assert send() == (1, 0)
    assert [each.to for each in box.mail] == [[ADDRESS["Jonas"]]]
    assert unsent() == 1
    amara.update(targets=b"")
    assert send(NINE + timedelta(minutes=1)) == (1, 0)
    assert unsent() == 0


def test_a_silent_room_is_given_up(told, box: Box, web: Web, monkeypatch) -> None:
    """Nobody waits for it any more when the round is over, while it is silent still."""
    monkeypatch.setattr(rooms, "SECONDS", 0.5)
    web.may_answer.clear()
    tell(told, "Amara")
    tell(told, "Jonas")
    assert send() == (2, 1)
    assert unsent() == 1
    senders = [each for each in threading.enumerate() if each.name == "heard-outbox"]
    for each in senders:
        each.join(10)  # it has only to end
    assert [each for each in senders if each.is_alive()] == []
    web.may_answer.set()


def test_what_hangs_is_left_behind(monkeypatch) -> None:
    monkeypatch.setattr(_sending, "GRACE", 0.2)
    over = threading.Event()
    ways = [
        _sending.Way("quick", lambda: _sending.Outcome.SENT),
        _sending.Way("hangs", lambda: over.wait(60) and _sending.Outcome.SENT),
        _sending.Way("fails", lambda: 1 / 0),
    ]
    outcomes = dict(_sending.send_each(ways, until=time.monotonic() + 1))
    over.set()
    assert [outcomes[place].value for place in range(3)] == ["sent", "failed", "failed"]


def test_a_turn_that_did_not_come_costs_no_attempt(told, box: Box) -> None:
    row = tell(told, "Jonas")
    ways = [_sending.Way("late", lambda: _sending.Outcome.SENT)]
    outcomes = list(_sending.send_each(ways, until=time.monotonic() - 1))
    assert outcomes == [(0, _sending.Outcome.UNTRIED)]
    _claiming.give_back(_claiming.claim(now=NINE)[0].rows, due=NINE)
    row.refresh_from_db()
    assert (row.attempts, row.due) == (0, NINE)


def test_more_people_than_a_claim_holds_are_all_told(told, box: Box, monkeypatch) -> None:
    monkeypatch.setattr(_claiming, "PEOPLE", 1)
    for name in ("Amara", "Jonas", "Amara", "Jonas", "Ruth"):
        tell(told, name)
    assert send() == (3, 0)
    assert unsent() == 0
