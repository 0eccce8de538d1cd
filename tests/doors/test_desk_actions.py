"""Every duty has its action for whoever has the turn: kind by kind, however the case came to them.

The kinds are those of rules/duties: one that is added without an action here turns this red.
"""

import datetime as dt
from dataclasses import dataclass
from datetime import UTC

import cast
import msgspec
import pytest

from heard.actions.deadlines import escalation
from heard.actions.intake import report
from heard.actions.intake.escalation import Escalation, escalate
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, RosterVersion
from heard.rules.duties import KINDS, MOVED

DAY = dt.timedelta(days=1)
TIERS = {"Amara": 1, "Jonas": 1, "Ruth": 2, "Ines": 3}
ANYBODYS = ("update", "preserve_evidence")


@dataclass
class Road:
    """A report in a world, and the hour it is there."""

    world: object
    clock: object
    lin: cast.Reporter

    @property
    def case(self):
        return self.lin.case

    def at(self):
        return dt.datetime.now(UTC)

    def later(self, **by):
        """Time passes, and the sweep has been round."""
        self.clock.move_to(self.at() + dt.timedelta(**by))
        escalation.sweep(now=self.at())

    def she_presses_her_button(self):
        asked = Escalation(new_id())
        code = self.lin.authorization
        escalate(authorization=code, escalation=asked, now=self.at())

    def post(self, name, way, body):
        """An action of somebody who has just signed in; it must be allowed."""
        desk = self.world.desks[name]
        desk.sign_in()
        answer = desk.post(f"cases/{self.case}/{way}", body)
        assert answer.status_code in (200, 201), (name, way, answer.content)
        return answer.json()

    def step_out(self, name):
        self.post(name, "step-out", {"id": new_id(), "note": None})

    def pass_on(self, name, to):
        desks = self.world.desks
        self.post(name, "pass", self.world.passing(desks[name], self.case, desks[to]))


def send(road, *, told=None):
    body = road.lin.report(
        RosterVersion.objects.latest("version").note,
        to=road.world.desks.values(),
        now=road.at(),
        safe="no",
        disclosed=told.isoformat() if told else None,
    )
    report.accept_report(report=msgspec.convert(body, report.Report), now=road.at())
    road.world.reporters[road.case] = road.lin


def as_it_comes(road):
    send(road)


def late_on_arrival(road):
    send(road, told=road.at().date() - 9 * DAY)


def missed_once(road):
    send(road)
    road.later(hours=25)


def missed_twice(road):
    missed_once(road)
    road.later(hours=25)


def missed_by_all(road):
    missed_twice(road)
    road.later(hours=25)


def late_and_missed(road):
    late_on_arrival(road)
    road.later(hours=25)


def her_button(road):
    send(road)
    road.she_presses_her_button()


def her_button_twice(road):
    her_button(road)
    road.she_presses_her_button()


def her_button_after_others_answered(road):
    send(road)
    road.post("Amara", "acknowledge", {"id": new_id()})
    road.she_presses_her_button()


def stepped_out(road):
    send(road)
    road.step_out("Amara")
    road.step_out("Jonas")


def passed_outside(road):
    send(road)
    road.pass_on("Amara", "Ines")


ROADS = [
    (as_it_comes, "Jonas"),
    (late_on_arrival, "Amara"),
    (late_on_arrival, "Ruth"),
    (late_and_missed, "Ines"),
    (missed_once, "Ruth"),
    (missed_twice, "Ines"),
    (missed_by_all, "Ines"),
    (her_button, "Amara"),
    (her_button, "Ruth"),
    (her_button_twice, "Ines"),
    (her_button_after_others_answered, "Ruth"),
    (stepped_out, "Ruth"),
    (passed_outside, "Ines"),
]


def message(road, name):
    seq = road.post(name, "open", {"id": new_id()})["letters"]
    mine = [each for each in seq if each["author"] == road.world.desks[name].id]
    body = road.world.letter(road.world.desks[name], road.case, seq=len(mine))
    road.post(name, "letters", body)


def decide(road, name):
    """How it goes on is the lead's to decide; anybody's who may act, where nobody leads."""
    lead = Case.objects.get(id=road.case).lead
    name = lead.name if lead else name
    seen = road.post(name, "open", {"id": new_id()})
    desk = road.world.desks[name]
    mine = [each for each in seen["letters"] if each["author"] == desk.id]
    road.post(name, "triage", road.world.decision(desk, road.case, seq=len(mine)))


def update(road, name):
    # A second word within a day of the last is none.
    road.clock.move_to(road.at() + 2 * DAY)
    message(road, name)


# In this order: a message is word of where things stand only once somebody has acknowledged.
DEEDS = {
    "preserve_evidence": lambda road, name: road.post(name, "evidence/checked", {"id": new_id()}),
    "safety_check": message,
    "acknowledge": lambda road, name: road.post(name, "acknowledge", {"id": new_id()}),
    "triage": decide,
    "update": update,
}


def owed(case, kind, tier):
    """What whoever stands in this tier has to do, and what they may make good."""
    found = Duty.objects.filter(case__id=case, kind=kind, done=None).exclude(state="cancelled")
    theirs = found if kind in ANYBODYS else found.filter(from_tier__lte=tier)
    return set(theirs.values_list("id", flat=True))


# These begin with the work on a case: test_desk_moves_owed.py walks them.
WORKED = {name for name, kind in KINDS.items() if kind.fulfilled == MOVED}


def test_every_kind_that_runs_has_a_deed_here():
    assert DEEDS.keys() | WORKED == {name for name, kind in KINDS.items() if kind.fulfilled}


@pytest.mark.parametrize(("road", "name"), ROADS, ids=lambda each: getattr(each, "__name__", each))
def test_whoever_has_the_turn_can_do_all_that_is_owed(world, clock, road, name):
    going = Road(world, clock, cast.Reporter("localhost:8000"))
    road(going)
    for kind, action in DEEDS.items():
        theirs = owed(going.case, kind, TIERS[name])
        assert theirs, kind
        action(going, name)
        kept = Duty.objects.filter(id__in=theirs, done__isnull=False)
        assert set(kept.values_list("id", flat=True)) == theirs, kind
    assert Case.objects.get(id=going.case).state == "acknowledged"
