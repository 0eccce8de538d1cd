"""A holder who is kept out of a case cannot tell its world from one in which it is not.

Every byte that she can fetch is compared between two worlds that part at one moment, with every
id of the hidden case in her hands: tests/support/leaking.py says what is asked, and what is put
into one form because it is random. Each test has its opposite, in which there is a difference.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from deskhand import HOST, b64
from deskworld import CASE_RECIPIENT, NEW_WRAP, SEALED
from django.test import Client
from kept import number
from leaking import (
    Days,
    Heard,
    Own,
    acting,
    ask,
    busy,
    differing,
    everything,
    own_case,
    ratio,
    sign_in,
)
from permissions import contact
from provisioning import token
from receivers import Box

from heard.actions import oversight
from heard.actions.operations import epochs
from heard.formats.ids import new_id
from heard.records.models import Event, Holder, Letter, Opening, Outgoing, Person, Unit, Wrap

EVE = "eve@example.org"
CASE = "ca5e" * 8
AROUND = 1.35  # medians of sixty, on a machine that does other work


class Worlds:
    """Two worlds with one past. Eve holds a case of her own, has oversight and is told by mail."""

    def __init__(self, world: Any, clock: Any, box: Box, parting: Any) -> None:
        self.world, self.clock, self.box, self.parting = world, clock, box, parting
        self.eve = world.active("Eve")
        self.secret = token()
        unit = Unit.objects.create(name="Ops")
        for id, name in (("E1", "Eve"), ("E9", "Gao")):
            Person.objects.create(id=id, name=name, email="", country="CN", unit=unit, active=True)
        oversight.allow(holder=self.eve.id, may=True, now=world.now)
        Holder.objects.filter(id=self.eve.id).update(email=EVE)
        self.own = world.case([self.eve, world.desks["Jonas"]])
        login = world.reporters[self.own].secrets.keys.header
        for action in ("open", "acknowledge"):
            answer = self.eve.post(f"cases/{self.own}/{action}", {"id": new_id()})
            assert answer.status_code < 300
        # Their places are drawn before the worlds part; of what comes later see ``placed``.
        assert epochs.close_epoch(now=world.now)
        places = Event.objects.filter(case=self.own).values("index")
        leaves = Opening.objects.filter(index__in=places).values_list("leaf", flat=True)
        letter = Letter.objects.get(case__id=self.own).id
        self.of_own = Own(self.own, letter, login, tuple(sorted(leaves)))

    def report(self, *holders: Any) -> str:
        """A report that is sealed to these, and waits for the tiers above."""
        desks = self.world.desks
        return self.world.case(holders, [desks["Ruth"], desks["Ines"]], case=CASE)

    def hidden(self, generation: int = 0) -> dict[str, Any]:
        """Amara works on it, in front of everybody who may see it."""
        amara = sign_in(self.world.desks["Amara"])
        ids = busy(amara, CASE, generation=generation)
        newest = Event.objects.filter(case=CASE).latest("index").index
        return {**ids, "leaf": Opening.objects.get(index=newest).leaf}

    def heard(self, who: Any, hidden: dict[str, Any]) -> list[Heard]:
        """All that somebody hears, mails included, when the days have gone by."""
        told = [mail for mail in self.box.mail if mail.to == [EVE]] if who is self.eve else []
        mails = [
            Heard(f"mail {n}", 0, (), len(mail.raw), _dateless(mail.raw))
            for n, mail in enumerate(told)
        ]
        rows = list(
            Outgoing.objects.filter(holder=who.id).order_by("due", "id").values_list("kind", "due")
        )
        rows_told = Heard("notices", 0, (), len(rows), repr(rows).encode())
        sign_in(who)
        own = self.own_heard() if who is self.eve else []
        return [*everything(who, hidden, self.secret), *own, *mails, rows_told]

    def own_heard(self) -> list[Heard]:
        """What she and its reporter hear of her own case."""
        return own_case(sign_in(self.eve), self.of_own)

    def placed(self) -> list[Heard]:
        """The newest proofs of what was done in her case since, by hash, without their places."""
        done = Event.objects.filter(case=self.own).values("index")
        since = Opening.objects.filter(index__in=done).exclude(leaf__in=self.of_own.leaves)
        told = []
        for leaf in since.order_by("index").values_list("leaf", flat=True):
            heard = ask(Client(), "GET", f"/log/leaf/{leaf}")
            checkpoint = heard.content.partition(b"\n\n")[2]
            told.append(heard._replace(asked="leaf", size=0, headers=(), content=checkpoint))
        return told

    def live(self, days: float = 2.5) -> None:
        self.box.mail.clear()
        Days(self.clock, self.world.now + timedelta(hours=1)).run(days)


def _dateless(raw: bytes) -> bytes:
    """Message-ID and Date hang on chance and on the second."""
    return re.sub(rb"(?im)^(message-id|date):[^\r\n]*", b"", raw)


@pytest.fixture
def worlds(world, clock, box: Box, parting, monkeypatch, caplog):
    """Fails where a round of the machine failed, since it goes on whatever happens."""
    made = Worlds(world, clock, box, parting)
    with caplog.at_level(logging.ERROR, logger="heard.worker"):
        yield made
    assert [each for each in caplog.records if each.name == "heard.worker"] == []


def never_sealed_to(
    worlds: Worlds, who: Any = None, days: float = 2.5
) -> tuple[list[Heard], list[Heard]]:
    """What somebody hears where the case is, and where it never was."""
    back = worlds.parting()
    worlds.report(worlds.world.desks["Amara"], worlds.world.desks["Jonas"])
    hidden = worlds.hidden()
    worlds.live(days)
    there = worlds.heard(who or worlds.eve, hidden)
    back()
    worlds.live(days)
    return there, worlds.heard(who or worlds.eve, hidden)


def test_a_case_that_was_never_sealed_to_her_changes_nothing_that_she_hears(worlds):
    there, nowhere = never_sealed_to(worlds)
    assert differing(there, nowhere) == []
    assert len(there) > 120
    assert {each.status for each in there} >= {200, 401, 404, 429}
    # An hour's epoch fills up to a multiple of 64: neither size nor tiles tell of the events.
    (size,) = {
        int(each.content.split(b"\n")[1])
        for each in (*there, *nowhere)
        if each.asked == "GET /log/checkpoint"
    }
    assert size % 64 == 0


@pytest.mark.parametrize("days", [0, 0.25, 1])
def test_her_own_case_tells_nothing_of_another(worlds, days):
    """At once, and when an epoch has closed: every address of her own case, in both worlds.

    She and its reporter act in it, before and after the others, and are told the same; and so of
    the proofs of what they did, but for the places, which are drawn by chance alone
    (tests/rules/test_places.py).
    """

    def heard(between: Any) -> list[Heard]:
        worlds.clock.move_to(worlds.world.now)
        told = []
        for turn, action in enumerate(between):
            action()
            told += acting(sign_in(worlds.eve), worlds.of_own, turn)
            told += worlds.own_heard()
        if days:
            worlds.live(days)
        return told + worlds.own_heard() + worlds.placed()

    amara, jonas = (worlds.world.desks[name] for name in ("Amara", "Jonas"))
    back = worlds.parting()
    there = heard([lambda: worlds.report(amara, jonas), worlds.hidden])
    back()
    nowhere = heard([lambda: None, lambda: None])
    assert differing(there, nowhere) == []
    assert {each.status for each in there} == {200, 201, 404}
    receipts = [each for each in there if "/receipts/" in each.asked and each.status == 200]
    # Each event at the desk and in the inbox, three times; each action's, twice.
    assert len(receipts) == 2 * 3 * len(worlds.of_own.leaves) + 2 * 2


def test_who_acts_at_the_desk_is_told_no_place(worlds):
    """Every action in a case of one's own answers with the hash of what was done, no more."""
    told: list[bytes] = []
    busy(worlds.world.desks["Jonas"], worlds.own, told=told, leads=False)
    answers = [json.loads(each) for each in told]
    assert [list(each) for each in answers] == [["leaf"]] * 3
    made = Opening.objects.filter(leaf__in=[each["leaf"] for each in answers])
    assert made.count() == 3


def test_of_all_leaves_of_the_log_each_gets_receipts_of_what_they_are_told(worlds):
    """The leaves are public: who tries them all must not find out when the others wrote."""
    jonas, own = worlds.world.desks["Jonas"], worlds.own
    busy(jonas, own, leads=False)
    code = {"HTTP_AUTHORIZATION": f"Heard-Inbox {worlds.of_own.login}"}
    told = ask(Client(), "POST", "/report/api/inbox/contacts", contact({}), **code)
    assert told.status == 201, told.content
    events = dict(Event.of(own).values_list("index", "kind"))
    asking = {
        "note_added": (Client(), "/report/api/inbox", code),
        "contact_changed": (jonas.client, f"/desk/api/cases/{own}", {}),
    }
    for kept, (client, at, headers) in asking.items():
        heard = {
            index: ask(client, "GET", f"{at}/receipts/{leaf}", None, **headers).status
            for index, leaf in Opening.objects.values_list("index", "leaf")
        }
        shown = {events[index] for index, status in heard.items() if status == 200}
        assert shown == set(events.values()) - {kept}
        assert kept in events.values()


def test_a_receipt_is_given_again_byte_for_byte_until_an_epoch_holds_it(worlds):
    """What was signed with the action, whatever was committed since; then the epoch's."""
    written = worlds.world.desks["Jonas"].post(
        f"cases/{worlds.own}/letters",
        {"id": new_id(), "kind": "message", "seq": 0, "sealed": b64(SEALED)},
    )
    path = f"cases/{worlds.own}/receipts/{written.json()['leaf']}"
    first = worlds.eve.get(path).content
    worlds.report(worlds.world.desks["Amara"])
    assert worlds.eve.get(path).content == first
    worlds.live(0.25)
    sign_in(worlds.eve)
    later = worlds.eve.get(path).content
    assert later != first
    public = worlds.eve.client.get("/log/checkpoint", **HOST).content
    assert later.partition(b"\n\n")[2] == public


def test_a_case_that_is_neglected_by_tier_after_tier_moves_no_figure(worlds):
    """Six days unanswered: it has missed more than five promises by then, and is one case."""
    there, nowhere = never_sealed_to(worlds, days=6)
    assert differing(there, nowhere) == []


def test_whoever_it_is_sealed_to_hears_of_it(worlds):
    """The same worlds, asked by Amara: there is something that could leak."""
    amara = worlds.world.desks["Amara"]
    there, nowhere = never_sealed_to(worlds, amara, days=0.25)
    told = {asked for asked, _, _ in differing(there, nowhere)}
    assert {"GET /desk/api/cases", "GET /desk/api/duties.ics", "notices"} <= told
    assert f"POST /desk/api/cases/{CASE}/open" in told


def test_a_case_that_she_was_left_out_of_goes_on_unheard(worlds):
    """She read it and lost it: from then on it is as silent as if it stood still."""
    amara, jonas = (worlds.world.desks[name] for name in ("Amara", "Jonas"))
    worlds.report(amara, jonas, worlds.eve)
    assert worlds.eve.post(f"cases/{CASE}/open", {"id": new_id()}).status_code == 200
    assert amara.post(f"cases/{CASE}/identity", left_out(worlds)).status_code == 201
    assert worlds.eve.get("cases").json()["cases"][0]["ref"] != CASE[:4]
    back = worlds.parting()
    hidden = worlds.hidden(generation=1)
    worlds.live()
    there = worlds.heard(worlds.eve, hidden)
    back()
    worlds.live()
    nowhere = worlds.heard(worlds.eve, hidden)
    assert differing(there, nowhere) == []
    assert guessed_and_hidden(there) == []


def left_out(worlds: Worlds) -> dict[str, Any]:
    """A new case identity without Eve."""
    kept = [worlds.world.desks[name].id for name in ("Amara", "Jonas", "Ruth", "Ines")]
    return {
        "id": new_id(),
        "generation": 1,
        "case_recipient": CASE_RECIPIENT,
        "wraps": [{"holder": each, "sealed": b64(NEW_WRAP)} for each in kept],
        "reporter_wrap": b64(NEW_WRAP),
        "exclude": [worlds.eve.id],
        "letter": None,
    }


def guessed_and_hidden(heard: list[Heard]) -> list[tuple[str, str]]:
    """The hidden case's addresses that do not answer as those of a case that never was."""
    told = {each.asked: each[1:] for each in heard}
    of_it = [asked for asked in told if CASE in asked]
    assert len(of_it) > 15
    return [
        (asked, other)
        for asked in of_it
        if told[asked] != told[other := asked.replace(CASE, "9" * 32)]
    ]


def test_a_case_that_never_was_and_one_that_is_hidden_answer_alike(worlds):
    worlds.report(worlds.world.desks["Amara"])
    hidden = worlds.hidden()
    assert guessed_and_hidden(worlds.heard(worlds.eve, hidden)) == []
    assert guessed_and_hidden(worlds.heard(worlds.world.desks["Amara"], hidden)) != []


LEAKS: dict[str, Callable[[Worlds], Any]] = {
    "released": lambda worlds: Wrap.objects.create(
        case_id=number(CASE), holder_id=worlds.eve.id, sealed=b"", released=worlds.world.now
    ),
    "told": lambda worlds: Outgoing.objects.create(
        kind="letter", holder=worlds.eve.id, due=worlds.world.now
    ),
    "directory": lambda _: Person.objects.filter(id="E9").update(manager_id="E1"),
    "overdue": lambda worlds: [late(worlds, n) for n in range(5)],
}


@pytest.mark.sqlite_only  # what is planted is seen in the answers, whatever keeps them
def test_each_leak_is_seen(worlds):
    """One filter less: what such a mistake would do is done by hand, and the comparison is red."""
    nowhere_at = worlds.parting()
    worlds.report(worlds.world.desks["Amara"])
    hidden = worlds.hidden()
    there_at = worlds.parting()
    nowhere_at()
    worlds.live(1)
    nowhere = worlds.heard(worlds.eve, hidden)
    for name, leak in {"nothing": lambda _: None, **LEAKS}.items():
        there_at()
        worlds.clock.move_to(worlds.world.now)
        leak(worlds)
        worlds.live(1)
        seen = differing(worlds.heard(worlds.eve, hidden), nowhere) != []
        assert (name, seen) == (name, name != "nothing")


def late(worlds: Worlds, number: int) -> None:
    """Five more cases with something overdue are a number that everybody may know."""
    from overseen import duty

    case = worlds.world.case([worlds.world.desks["Amara"]])
    duty(case, due=worlds.world.now, state="missed", kind="update")
    assert number < 5


def test_it_takes_as_long_to_hide_a_case_as_to_know_none(worlds):
    worlds.report(worlds.world.desks["Amara"])
    hidden = worlds.hidden()
    sign_in(worlds.eve)
    client = worlds.eve.client
    paths = ("letters/" + hidden["letter"], f"receipts/{hidden['leaf']}")
    for path in paths:

        def asking(case: str, path: str = path) -> Any:
            return lambda: ask(client, "GET", f"/desk/api/cases/{case}/{path}")

        assert alike(asking(CASE), asking("9" * 32))


def alike(one: Any, other: Any) -> bool:
    """Whether the two take as long; a moment of other work on the machine has three chances."""
    return any(1 / AROUND < ratio(one, other) < AROUND for _ in range(3))


def test_an_answer_that_takes_twice_as_long_is_seen(worlds):
    sign_in(worlds.eve)
    client = worlds.eve.client

    def asked() -> Heard:
        return ask(client, "GET", f"/desk/api/cases/{'9' * 32}/letters/{'9' * 32}")

    assert alike(asked, asked)
    assert not alike(lambda: (asked(), asked()), asked)
