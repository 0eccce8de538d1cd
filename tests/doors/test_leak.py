"""A holder who is kept out of a case cannot tell its world from one in which it is not.

Every byte that she can fetch is compared between two worlds that part at one moment, with every
id of the hidden case in her hands: tests/support/leaking.py says what is asked, and what is put
into one form because it is random. Each test has its opposite, in which there is a difference.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from deskhand import HOST, b64
from deskworld import CASE_RECIPIENT, NEW_WRAP, SEALED
from django.test import Client
from kept import number
from leak_own import acting
from leak_worlds import CASE, Past, Worlds
from leaking import Heard, ask, busy, differing, ratio, sign_in
from permissions import contact
from receivers import Box

from heard.formats import history
from heard.formats.ids import new_id
from heard.records.models import Event, Opening, Outgoing, Person, Wrap

AROUND = 1.35  # of sixty, on a machine that does other work


@pytest.fixture
def past(once, world):
    return once("past", lambda: Past(world))


@pytest.fixture
def worlds(past, clock, box: Box, parting, monkeypatch, caplog):
    """Fails where a round of the machine failed, since it goes on whatever happens."""
    made = Worlds(past, clock, box, parting)
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
    """Nor where it is neglected by tier after tier, and misses more than five promises."""
    there, nowhere = never_sealed_to(worlds, days=6)
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


def test_her_own_case_tells_nothing_of_another(worlds):
    """At once, and when epochs have closed: every address of her own case, in both worlds.

    She, its reporter and its party act in it, before and after the others, and are told the same;
    and so of the proofs of what they did, but for the places, which are drawn by chance alone
    (tests/rules/test_places.py).
    """

    def heard(between: Any) -> list[Heard]:
        worlds.clock.move_to(worlds.world.now)
        told = []
        for turn, action in enumerate(between):
            action()
            told += acting(sign_in(worlds.eve), worlds.of_own, turn)
            told += worlds.own_heard()
        told += worlds.placed()
        for after, days in ((0, 0.25), (0.25, 0.75)):
            worlds.live(days, after)
            told += worlds.own_heard() + worlds.placed()
        return told

    amara, jonas = (worlds.world.desks[name] for name in ("Amara", "Jonas"))
    back = worlds.parting()
    there = heard([lambda: worlds.report(amara, jonas), worlds.hidden])
    back()
    nowhere = heard([lambda: None, lambda: None])
    assert differing(there, nowhere) == []
    assert {each.status for each in there} == {200, 201, 404}
    receipts = [each for each in there if "/receipts/" in each.asked and each.status == 200]
    # Four times of each event at the desk, and of the two that the reporter is told of, too; of
    # each action of theirs once.
    assert len(receipts) == 4 * (len(worlds.of_own.leaves) + 2) + 2 * 4
    acted = [each.asked for each in there if each.asked.startswith("POST")]
    assert len(acted) == 2 * 6


def test_who_acts_at_the_desk_is_told_no_place(worlds):
    """Every action in a case of one's own answers with the hash of what was done, no more."""
    told: list[bytes] = []
    busy(sign_in(worlds.world.desks["Jonas"]), worlds.own, told=told, leads=False)
    answers = [json.loads(each) for each in told]
    assert [list(each) for each in answers] == [["leaf"]] * 3
    made = Opening.objects.filter(leaf__in=[each["leaf"] for each in answers])
    assert made.count() == 3


def test_of_all_leaves_of_the_log_each_gets_receipts_of_what_they_are_told(worlds):
    """The leaves are public: who tries them all must not find out when the others wrote."""
    jonas, own = worlds.world.desks["Jonas"], worlds.own
    busy(sign_in(jonas), own, leads=False)
    code = {"HTTP_AUTHORIZATION": f"Heard-Inbox {worlds.of_own.login}"}
    told = ask(Client(), "POST", "/report/api/inbox/contacts", contact({}), **code)
    assert told.status == 201, told.content
    events = dict(Event.of(own).values_list("index", "kind"))
    asking = {
        history.OF_DESK: (Client(), "/report/api/inbox", code),
        history.OF_REPORTER: (jonas.client, f"/desk/api/cases/{own}", {}),
    }
    for kept, (client, at, headers) in asking.items():
        heard = {
            index: ask(client, "GET", f"{at}/receipts/{leaf}", None, **headers).status
            for index, leaf in Opening.objects.values_list("index", "leaf")
        }
        shown = {events[index] for index, status in heard.items() if status == 200}
        assert shown == set(events.values()) - set(kept)
        assert set(kept) & set(events.values())


def test_a_receipt_is_given_again_byte_for_byte_until_an_epoch_holds_it(worlds):
    """What was signed with the action, whatever was committed since; then the epoch's."""
    jonas = sign_in(worlds.world.desks["Jonas"])
    seq = worlds.of_own.team.next(jonas)
    written = jonas.post(
        f"cases/{worlds.own}/letters",
        {"id": new_id(), "kind": "message", "seq": seq, "sealed": b64(SEALED)},
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
    sign_in(amara)
    worlds.report(amara, jonas, sign_in(worlds.eve))
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
    worlds.live(0.5)
    nowhere = worlds.heard(worlds.eve, hidden)
    for name, leak in {"nothing": lambda _: None, **LEAKS}.items():
        there_at()
        worlds.clock.move_to(worlds.world.now)
        leak(worlds)
        worlds.live(0.5)
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
