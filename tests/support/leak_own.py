"""What is heard of a worked case of one's own: by who leads it, who reported it, its party."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from channels import Party, Team
from deskhand import b64
from deskworld import SEALED
from django.test import Client
from leaking import NOBODY, Heard, ask, nameless
from permissions import TABLE

from heard.formats.ids import new_id


@dataclass
class Read:
    """A case that she reads, with its reporter's way in; ``leaves``: of some of its events."""

    case: str
    login: str
    letter: str
    leaves: tuple[str, ...]
    party: Party | None = None
    party_letter: str = NOBODY


@dataclass
class Own:
    """A worked case that she leads, with its reporter's and its party's way in.

    ``leaves``: of some of its events, ``newest``: the number of the last before the worlds part;
    ``bodies``: what was made to be sent; in both worlds it is the same, byte for byte.
    """

    team: Team
    party: Party
    login: str
    letter: str
    party_letter: str
    leaves: tuple[str, ...]
    newest: int
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def case(self) -> str:
        """Its id."""
        return self.team.case

    def body(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What ``make`` makes, in the first world."""
        if name not in self.bodies:
            self.bodies[name] = make()
        return self.bodies[name]


def own_case(eve: Any, own: Own | Read) -> list[Heard]:
    """Every GET that there is on a case of hers: as its holder, as its reporter, as its party."""
    ways = _ways(eve, own)
    heard = []
    for leaf in own.leaves:
        for at, (client, headers) in ways.items():
            if at != CHANNEL:
                heard.append(ask(client, "GET", f"{at}/receipts/{leaf}", None, **headers))
        heard.append(ask(Client(), "GET", f"/log/leaf/{leaf}"))
    named = defaultdict(
        lambda: NOBODY, case=own.case, letter=own.letter, party_letter=own.party_letter
    )
    for row in TABLE:
        path = "/" + row.path.format_map(named)
        of_it = next((at for at in ways if path.startswith(at)), None)
        if row.method == "GET" and of_it and "{leaf}" not in row.path:
            client, headers = ways[of_it]
            heard.append(ask(client, "GET", path, None, **headers))
    heard = [nameless(each) for each in heard]
    lists = ("cases", "wraps", "duties.ics", "notifications", "keyring", "oversight")
    return heard + [ask(eve.client, "GET", f"/desk/api/{each}") for each in lists]


INBOX, CHANNEL = "/report/api/inbox", "/report/api/channel"


def _ways(eve: Any, own: Own | Read) -> dict[str, tuple[Client, dict[str, str]]]:
    """Who asks of a case of hers, by where their addresses begin."""
    codes = {INBOX: own.login, **({CHANNEL: own.party.own.header} if own.party else {})}
    return {
        f"/desk/api/cases/{own.case}": (eve.client, {}),
        **{
            at: (Client(), {"HTTP_AUTHORIZATION": f"Heard-Inbox {code}"})
            for at, code in codes.items()
        },
    }


def acting(eve: Any, own: Own, turn: int) -> list[Heard]:
    """What she, its reporter and its party are told who act in her own case, and ask for receipts.

    Each writes, and each moves something.
    """
    heard = []
    for at, (client, headers) in _ways(eve, own).items():
        for what, make in _actions(eve, own, at).items():
            body = own.body(f"{turn} {at} {what}", make)
            answer = ask(client, "POST", f"{at}/{what}", body, **headers)
            assert answer.status == 201, answer.content
            heard.append(nameless(answer))
            if at != CHANNEL:  # a party has no receipts
                leaf = json.loads(answer.content)["leaf"]
                receipt = ask(client, "GET", f"{at}/receipts/{leaf}", None, **headers)
                assert receipt.content.startswith(b"heard/promise"), receipt.content
                heard.append(nameless(receipt))
    return heard


def _actions(eve: Any, own: Own, at: str) -> dict[str, Callable[[], dict[str, Any]]]:
    """By address, what makes the body that is sent there."""
    team, party = own.team, own.party
    if at == CHANNEL:
        return {
            "letters": lambda: replace(party, seq=_next(party)).letter("I saw them.", team.now),
            "moves": lambda: party.move(team, "measure.request", new_id(), code="employer"),
        }
    by = eve if at != INBOX else team.lin
    letter = {"kind": "message", "sealed": b64(SEALED)}
    return {
        "letters": lambda: {**letter, "id": new_id(), "seq": team.next(by)},
        "moves": lambda: team.body(by, "measure.request", new_id(), code="employer"),
    }


def _next(party: Party) -> int:
    """The number of a party's next letter."""
    told = party.ask("channel").json()
    return sum(each["author"] == told["party"] for each in told["letters"])
