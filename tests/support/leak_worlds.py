"""Two worlds with one past, which part at one moment: with a case, and without."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from channels import Party, Team, invite
from django.test import Client
from leak_own import Own, own_case
from leaking import Days, Heard, ask, busy, everything, sign_in
from overseen import found
from provisioning import token
from receivers import Box

from heard.actions import oversight
from heard.actions.operations import epochs
from heard.formats.ids import new_id
from heard.records.models import (
    Duty,
    Event,
    FileLetter,
    Holder,
    Letter,
    Move,
    Opening,
    Outgoing,
    Person,
    Unit,
)
from heard.rules.codes.casework import WorkedMove

EVE = "eve@example.org"
NOOR = "b" * 32
CASE = "ca5e" * 8
KINDS = (
    *("report_received", "record_moved", "file_record_moved", "assent_given"),
    *("party_invited", "channel_opened"),
)


class Past:
    """What both worlds have behind them. Eve leads a worked case, has oversight and gets mail."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.eve = world.active("Eve")
        world.active("Bo")
        self.secret = token()
        unit = Unit.objects.create(name="Ops")
        for id, name in (("E1", "Eve"), ("E9", "Gao")):
            Person.objects.create(id=id, name=name, email="", country="CN", unit=unit, active=True)
        oversight.allow(holder=self.eve.id, may=True, now=world.now)
        Holder.objects.filter(id=self.eve.id).update(email=EVE)
        desks = world.desks
        people = [self.eve, *(desks[name] for name in ("Jonas", "Bo", "Ruth"))]
        case = world.case(people[:3], [desks["Ruth"], desks["Ines"]])
        Duty.objects.filter(case__id=case, kind="preserve_evidence").update(state="done")
        for action in ("open", "acknowledge"):
            answer = self.eve.post(f"cases/{case}/{action}", {"id": new_id()})
            assert answer.status_code < 300
        team = Team(world, case, people, world.now)
        party = worked(team, world.now)
        # Their places are drawn before the worlds part; of what comes later see ``placed``.
        assert epochs.close_epoch(now=world.now)
        # One of each chain and of each kind that only some are told of.
        first = (Event.of(case).filter(kind=kind).earliest("index").index for kind in KINDS)
        leaves = Opening.objects.filter(index__in=list(first)).values_list("leaf", flat=True)
        self.of_own = Own(
            team,
            party,
            world.reporters[case].secrets.keys.header,
            Letter.objects.filter(case__id=case).earliest("number").id,
            FileLetter.objects.filter(case__id=case).exclude(party="").earliest("number").id,
            tuple(leaves.order_by("index")),
            Event.of(case).latest("index").index,
        )


def worked(team: Team, now: Any) -> Party:
    """A witness who was confirmed and written to, a thing in evidence, and something found."""
    lead, investigator, *_ = team.people
    team.note(NOOR, "witness")
    party = invite(team, lead, now, NOOR)
    party.enrol(now)
    team.assents(investigator, "party.confirm", NOOR, actor=lead, agreed=[investigator.id])
    team.moves(lead, "party.confirm", NOOR, agreed=[investigator.id])
    party.write("I saw them leave.", now)
    party.moves(team, "measure.request", "away", code="employer")
    team.moves(lead, "measure.grant", "away")
    team.moves(investigator, "exhibit.note", "paper", code="ordinary", number=1)
    concluded(team.case, "unfounded", now)
    return party


def concluded(case: str, code: str, now: Any) -> None:
    """Something was found; as rows alone."""
    draft = found(case, code, now=now, move=WorkedMove.DRAFT)
    Move.objects.filter(pk=draft.pk).update(version=1, code="", basis="")
    made = found(case, code, now=now)
    Move.objects.filter(pk=made.pk).update(record=draft.record)


class Worlds:
    """Two worlds with one past."""

    def __init__(self, past: Past, clock: Any, box: Box, parting: Any) -> None:
        self.world, self.clock, self.box, self.parting = past.world, clock, box, parting
        self.eve, self.secret, self.of_own = past.eve, past.secret, past.of_own
        self.own = past.of_own.case
        # An hour of its own: how busy the busiest was, the width of the next week tells.
        self.world.now += timedelta(hours=1)
        clock.move_to(self.world.now)

    def report(self, *holders: Any) -> str:
        """A report that is sealed to these, and waits for the tiers above."""
        desks = self.world.desks
        return self.world.case(holders, [desks["Ruth"], desks["Ines"]], case=CASE)

    def hidden(self, generation: int = 0) -> dict[str, Any]:
        """Amara works on it, in front of everybody who may see it; so do its team and a party."""
        amara = sign_in(self.world.desks["Amara"])
        ids = busy(amara, CASE, generation=generation)
        concluded(CASE, "substantiated", self.world.now)
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
        done = Event.of(self.own).filter(index__gt=self.of_own.newest).values("index")
        since = Opening.objects.filter(index__in=done)
        told = []
        for leaf in since.order_by("index").values_list("leaf", flat=True):
            heard = ask(Client(), "GET", f"/log/leaf/{leaf}")
            checkpoint = heard.content.partition(b"\n\n")[2]
            told.append(heard._replace(asked="leaf", size=0, headers=(), content=checkpoint))
        return told

    def live(self, days: float = 2.5, after: float = 0) -> None:
        """So many days go by, after those that have."""
        self.box.mail.clear()
        Days(self.clock, self.world.now + timedelta(hours=1, days=after)).run(days)


def _dateless(raw: bytes) -> bytes:
    """Message-ID and Date hang on chance and on the second."""
    return re.sub(rb"(?im)^(message-id|date):[^\r\n]*", b"", raw)
