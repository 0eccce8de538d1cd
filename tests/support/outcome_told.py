"""A worked case of which both sides have their letters, by the doors' own addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from channels import Party, Team, invite
from moving import DIGEST

from heard.formats.ids import new_id
from heard.records.models import Duty

GAO = "a" * 32
HOLDERS = ("Amara", "Jonas", "Bo", "Ruth", "Mei", "Tan")


class Told:
    """Amara leads, Jonas inquired, Bo decided; Ruth is of the next tier and outside. Mei hears
    appeals, Tan asks afterwards. ``at``: when the letters were out."""

    def __init__(self, world: Any, clock: Any, now: dt.datetime) -> None:
        self.world = world
        for name in ("Bo", "Mei", "Tan"):
            world.active(name)
        amara, jonas, bo, ruth, mei, tan = self.desks
        case = world.case([amara, jonas, bo, mei, tan], [ruth, world.desks["Ines"]])
        assert amara.post(f"cases/{case}/acknowledge", {"id": new_id()}).status_code == 201
        self.team = Team(world, case, [amara, jonas, bo, ruth], now)
        self._put(clock, now)
        self._found(clock)
        self._tell()
        self.at = self.team.now

    @property
    def desks(self) -> list[Any]:
        return [self.world.desks[name] for name in HOLDERS]

    def later(self, clock: Any, **by: float) -> None:
        """Time passes in which nobody misses anything; everybody signs in again."""
        Duty.objects.filter(state="open").exclude(kind__in=("checkin", "retaliation")).update(
            due=self.team.now + dt.timedelta(days=400)
        )
        clock.shift(dt.timedelta(**by))
        assert {each.sign_in().status_code for each in self.desks} == {200}

    def due(self, days: float) -> str:
        return (self.team.now + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _put(self, clock: Any, now: dt.datetime) -> None:
        """What is alleged is put to Gao, who answers it."""
        amara, jonas, bo, ruth, mei, tan = self.desks
        team = self.team
        team.note(GAO, "respondent")
        self.gao: Party = invite(team, amara, now, GAO)
        self.gao.enrol(now)
        team.assents(jonas, "party.confirm", GAO, actor=amara, agreed=[jonas.id])
        team.moves(amara, "party.confirm", GAO, agreed=[jonas.id])
        team.moves(amara, "allegation.note", "act", code="other", party=GAO, when="2026-Q1")
        for each in (amara, jonas, bo, ruth):
            team.moves(each, "seat.recheck", f"seat of {each.id}", digest=DIGEST)
        for part, holder in (("reviewer", mei), ("checkin", tan)):
            team.seat(amara, part, holder)
        team.moves(amara, "case.weigh_measures", "case")
        team.moves(jonas, "plan.draft", "plan")
        team.moves(amara, "plan.approve", "plan")
        about = {"party": GAO, "about": [team.id("act")]}
        team.moves(jonas, "notice.draft", "notice", code="first", **about)
        team.moves(ruth, "notice.check", "notice")
        team.moves(jonas, "notice.preview", "notice")
        self.later(clock, days=6)  # a Monday
        team.moves(jonas, "notice.send", "notice", due=self.due(16), holder=amara.id)
        self.gao.moves(team, "notice.reply", "notice")

    def _found(self, clock: Any) -> None:
        """Both sides had the draft, and Bo has found that it happened."""
        _, jonas, bo, *_ = self.desks
        team = self.team
        team.moves(jonas, "case.share_draft", "case", due=self.due(9))
        team.moves(jonas, "party.tell_draft", GAO, due=self.due(9))
        self.later(clock, days=10)
        team.moves(jonas, "finding.draft", "finding", about=[team.id("act")])
        team.moves(bo, "finding.make", "finding", code="substantiated", basis="evidence")

    def _tell(self) -> None:
        """A training follows, which Amara sees to; both letters are out."""
        amara, jonas, bo, *_ = self.desks
        team = self.team
        team.moves(jonas, "outcome.propose", "training", code="system")
        team.moves(bo, "outcome.decide", "training", holder=amara.id, due=self.due(14))
        for party in ("reporter", GAO):
            team.moves(amara, "party.tell_outcome", party, due=self.due(16))
        team.moves(amara, "case.send_letters", "case")
