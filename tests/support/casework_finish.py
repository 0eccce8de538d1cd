"""The way out of a case that people of good will take, from wherever it has come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from casework_walk import DIGESTS, Walk

from heard.rules.casework import TABLE, Casework, Record


class Finish:
    """What people of good will do, with as many new ones as it takes, until a case is closed."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk

    @property
    def state(self) -> Casework:
        return self.walk.state

    def finishes(self) -> bool:
        idle = 0
        most = len(self.walk.happened) + 600
        while self.state.phase != "closed" and idle < 70 and len(self.walk.happened) < most:
            idle = 0 if self.moves() else idle + 1
            if idle:
                self.waits()
        return self.state.phase == "closed"

    def waits(self) -> None:
        """Until the next Monday morning; in aftercare, the one after the next check-in is due."""
        laid = [each.due for each in self.each("checkin", "due") if each.due is not None]
        at = max(self.walk.at, min(laid, default=self.walk.at))
        self.walk.at = (at + timedelta(days=7 - at.weekday())).replace(hour=9, minute=0, second=0)

    def moves(self) -> bool:
        steps = (
            self.course, self.law, self.protection, self.seats, self.begins, self.team, self.plan,
            self.alleges, self.notices, self.finds, self.appeals, self.letters, self.acts,
            self.asks, self.closes,
        )  # fmt: skip
        return any(step() for step in steps)

    def go(self, what: str, id: str, by: str, *seconds: str, **said: Any) -> bool:
        return self.walk.tries(what, id, by, *seconds, **said)

    def new(self) -> str:
        return f"z{len(self.walk.happened)}"

    def tier2(self) -> str:
        return self.walk.someone("tier2")

    def lead(self) -> str:
        return next(iter(self.walk.having("lead")), "") or self.walk.someone("lead")

    def each(self, object: str, *states: str) -> list[Record]:
        return [each for each in self.state.of(object) if each.state in states]

    # What stands in the way, whatever the phase.

    def course(self) -> bool:
        if self.state.course == "parked":
            return self.go("case.visit", "case", "reporter")
        if self.state.course != "withdrawn":
            return False
        began, checked = (self.state.case.last(it) for it in ("withdraw", "check_withdrawal"))
        assert began is not None
        is_asked = checked is not None and checked.version > began.version
        return self.go(f"case.{'stop' if is_asked else 'check_withdrawal'}", "case", self.tier2())

    def law(self) -> bool:
        return (
            any(
                self.go("law_choice.choose", each.id, self.seated("counsel"))
                for each in self.each("law_choice", "open")
            )
            or any(
                self.go("preliminary.end", each.id, self.lead())
                for each in self.each("preliminary", "begun")
            )
            or (bool(self.state.minors) and self.minors())
        )

    def minors(self) -> bool:
        """Somebody stands beside who is under age, and counsel decides on passing it on."""
        beside = {each.party for each in self.state.of("party") if each.state != "left"}
        for minor in sorted(self.state.minors - beside):
            if self.go("party.note", self.new(), self.lead(), code="guardian", party=minor):
                return True
        for each in self.each("referral", "open"):
            return self.go("referral.choose", each.id, self.seated("counsel"), code="excepted")
        raised, id = any(self.state.of("referral")), self.new()
        return not raised and self.go("referral.raise", id, self.tier2(), code="police")

    def protection(self) -> bool:
        return any(
            self.go("measure.refuse", each.id, self.lead(), code="not_necessary")
            for each in self.each("measure", "requested")
        )

    def seats(self) -> bool:
        return any(
            self.go("seat.overrule", each.id, self.tier2())
            for each in self.each("seat", "objected")
        ) or any(
            self.go("seat.decline", each.id, each.holder) for each in self.each("seat", "proposed")
        )

    def seated(self, part: str, *, anew: bool = False) -> str:
        """Somebody in a seat, new where nobody is, or where whoever is must not do it."""
        there = [each for each in self.each("seat", "declared") if each.code == part]
        if there and not anew:
            return there[0].holder
        id, holder = self.new(), self.walk.someone()
        self.go("seat.propose", id, self.tier2(), code=part, holder=holder)
        self.go("seat.declare", id, holder, digest=self.table())
        return holder

    def table(self) -> str:
        """The digest of the newest table of conflicts."""
        used = [
            (each.at, each.digest)
            for seat in self.state.of("seat")
            for each in seat.past
            if each.digest
        ]
        return max(used)[1] if used else DIGESTS[0]

    def checked(self) -> None:
        named = [each.at for party in self.state.of("party") for each in party.every("note")]
        for each in self.each("seat", "declared"):
            if named and max(it.at for it in each.every("declare", "recheck")) < max(named):
                self.go("seat.recheck", each.id, each.holder, digest=self.table())

    # As far as a plan.

    def route(self) -> str:
        triaged = self.state.case.last("triage")
        return triaged.code if triaged else ""

    def begins(self) -> bool:
        if self.state.case.last("form_team") is not None:
            return False
        if self.state.phase in {"received", "reopened"} and self.route() != "investigate":
            return self.go("case.triage", "case", self.lead(), code="investigate")
        unworked = self.state.phase == "triaged" and self.route() != "investigate"
        return unworked and self.go("case.close_unworked", "case", self.lead(), when=self.kept())

    def kept(self) -> str:
        return (self.walk.at + timedelta(days=1096)).date().isoformat()

    def team(self) -> bool:
        if self.state.case.last("form_team") is not None:
            return False
        for part in ("lead", "investigator", "decider", "outside"):
            self.seated(part)
        self.checked()
        return self.go("case.form_team", "case", self.lead(), code="officer")

    def is_committee(self) -> bool:
        formed = self.state.case.last("form_team")
        return formed is not None and formed.code == "committee"

    def investigator(self) -> str:
        return self.seated("presiding" if self.is_committee() else "investigator")

    def plan(self) -> bool:
        if self.state.phase != "staffed" or self.state.case.last("form_team") is None:
            return False
        drafted = self.each("plan", "drafted")
        if drafted:
            return self.go("plan.approve", drafted[0].id, self.tier2())
        approved = self.each("plan", "approved")
        what, id = ("revise", approved[0].id) if approved else ("draft", self.new())
        return self.go(f"plan.{what}", id, self.investigator())

    # As far as a finding.

    def is_inquiry(self) -> bool:
        formed = self.state.case.last("form_team") is not None
        return formed and self.state.phase in {"planned", "investigating", "draft", "reopened"}

    def unfound(self) -> list[Record]:
        return self.each("allegation", "noted", "put", "answered", "refused")

    def alleges(self) -> bool:
        if not self.is_inquiry() or self.unfound():
            return False
        found = self.each("allegation", "found")
        if found:  # nobody invents one to come out of a dead end
            return self.go("allegation.reopen", found[0].id, self.lead())
        accused = [each.id for each in self.state.of("party") if each.code == "respondent"]
        if not accused:
            return self.go("party.note", self.walk.someone(), self.lead(), code="respondent")
        said = {"code": "other", "party": accused[0], "when": "2026-Q1"}
        return self.go("allegation.note", self.new(), self.lead(), **said)

    def notices(self) -> bool:
        return self.is_inquiry() and any(
            self.puts(each) for each in self.unfound() if each.state in {"noted", "put"}
        )

    def puts(self, allegation: Record) -> bool:
        about = [each for each in self.state.of("notice") if allegation.id in each.about]
        if any(self.is_going(each) for each in about):
            return any(self.sends(each) for each in about)
        said = {"code": "supplementary", "party": allegation.party, "about": (allegation.id,)}
        return self.go("notice.draft", self.new(), self.investigator(), **said)

    def is_going(self, notice: Record) -> bool:
        unsent = {"drafted", "checked", "previewed", "objected"}
        put = {each.put_by for each in self.each("allegation", "put")}
        return notice.state in unsent or notice.id in put

    def sends(self, notice: Record) -> bool:
        by, id = self.investigator(), notice.id
        steps = {
            "drafted": lambda: self.go("notice.check", id, self.tier2()),
            "checked": lambda: self.go("notice.preview", id, by),
            "previewed": lambda: self.go("notice.send", id, by, days=21, holder="hr"),
            "objected": lambda: self.go("notice.uphold", id, self.tier2()),
        }
        if notice.state in steps:
            return steps[notice.state]()
        put = {each.put_by for each in self.each("allegation", "put")}
        return notice.id in put and self.hears_nothing(notice)

    def hears_nothing(self, notice: Record) -> bool:
        by = self.investigator()
        if self.go("notice.record_silence", notice.id, by):
            return True
        routes = {
            each.code for each in notice.every("attempt") if each.at.date() == self.walk.at.date()
        }
        left = [each for each in ("post", "phone") if each not in routes]
        late = notice.due is not None and self.walk.at > notice.due
        return bool(late and left) and self.go("notice.attempt", notice.id, by, code=left[0])

    def finds(self) -> bool:
        if not self.is_inquiry() or not self.unfound():
            return False
        if self.tells_reopened() or self.makes() or self.tells_draft():
            return True
        shared = self.state.case.last("share_draft")
        over = self.state.phase != "draft" or (shared and shared.due and self.walk.at > shared.due)
        return bool(over) and self.go("case.share_draft", "case", self.investigator(), days=14)

    def tells_reopened(self) -> bool:
        """Each who is accused, once since the case was reopened."""
        reopened = self.state.case.last("reopen")
        if self.state.phase != "reopened" or reopened is None:
            return False
        told = (
            self.go("party.tell_reopened", each.id, self.lead())
            for each in self.state.of("party")
            if not any(it.at >= reopened.at for it in each.every("tell_reopened"))
        )
        return any(told)

    def tells_draft(self) -> bool:
        """Each who is accused and has a way in, once since the newest draft."""
        shared = self.state.case.last("share_draft")
        if self.state.phase != "draft" or shared is None:
            return False
        accused = {each.party for each in self.unfound()}
        told = (
            self.go("party.tell_draft", each.id, self.investigator(), days=14)
            for each in self.each("party", "confirmed")
            if each.id in accused and not self.has_draft(each, shared.at)
        )
        return any(told)

    def has_draft(self, party: Record, since: datetime) -> bool:
        told = party.last("tell_draft")
        return told is not None and told.at >= since

    def makes(self) -> bool:
        for allegation in self.unfound():
            drafted = [
                each for each in self.each("finding", "drafted") if allegation.id in each.about
            ]
            if not drafted:
                return self.go(
                    "finding.draft", self.new(), self.deciding()[0], about=(allegation.id,)
                )
            self.checked()
            said = {"code": "not_substantiated", "basis": "evidence"}
            for anew in (False, True):
                if self.go("finding.make", drafted[0].id, *self.deciding(anew=anew), **said):
                    return True
        return False

    def deciding(self, *, anew: bool = False) -> list[str]:
        """Who finds together, the first who says so."""
        if not self.is_committee():
            return [self.seated("decider", anew=anew)]
        return [self.seated("presiding"), self.seated("external"), self.seated("committee")]

    # After it.

    def appeals(self) -> bool:
        for each in self.each("appeal", "lodged", "heard"):
            move = "hear" if each.state == "lodged" else "dismiss"
            for anew in (False, True):
                if self.go(f"appeal.{move}", each.id, self.seated("reviewer", anew=anew)):
                    return True
        return False

    def letters(self) -> bool:
        if self.state.phase != "decided":
            return False
        if self.go("case.send_letters", "case", self.lead()):
            return True
        return self.tells() and self.go("case.send_letters", "case", self.lead())

    def tells(self) -> bool:
        accused = {each.party for each in self.state.of("allegation")}
        told = [
            self.go("party.tell_outcome", each, self.lead(), days=self.days_for(each))
            for each in ("reporter", *sorted(accused))
        ]
        return any(told)  # each of them, not as far as the first

    def days_for(self, party: str) -> int:
        """As long as an earlier letter gave them, and two weeks at least."""
        found = self.state.get("party", party)
        given = [it.due for it in found.every("tell_outcome") if it.due] if found else []
        return max([21, *((it - self.walk.at).days + 1 for it in given)])

    def acts(self) -> bool:
        if self.state.course == "stopped":
            return self.lays_down()
        if self.state.phase not in {"acting", "aftercare"}:
            return False
        for each in self.each("outcome", "proposed"):
            if self.go("outcome.refuse", each.id, *self.deciding()):
                return True
        for each in self.each("outcome", "decided", "stayed"):
            if self.go("outcome.waive", each.id, *self.deciding(), code="not_needed"):
                return True
        return self.lays_down() or self.go("case.start_aftercare", "case", self.lead())

    def lays_down(self) -> bool:
        since = self.state.case.last("send_letters", "stop")
        assert since is not None
        own = (each for each in self.state.of("checkin") if each.party == "reporter")
        laid = [each for each in own if each.past[0].at >= since.at]
        if len(laid) == len(TABLE.weeks["checkins"]):
            return False
        due = since.at + timedelta(weeks=TABLE.weeks["checkins"][len(laid)])
        said = {"party": "reporter", "number": len(laid) + 1, "due": due}
        by = self.seated("checkin")
        return self.go("checkin.lay_down", self.new(), by, **said)

    def asks(self) -> bool:
        return any(
            self.asks_of(each, by)
            for each in self.each("checkin", "due", "asked", "answered", "silent", "reviewed")
            for by in self.asking(each)
        )

    def asking(self, checkin: Record) -> Iterator[str]:
        yield self.seated("checkin")
        if checkin.due is not None and self.walk.at >= checkin.due and checkin.state != "reviewed":
            yield self.seated("checkin", anew=True)

    def asks_of(self, checkin: Record, by: str) -> bool:
        id = checkin.id
        if checkin.state == "due":
            return self.go("checkin.ask", id, by)
        if checkin.state == "asked":
            return self.go("checkin.note_silence", id, by) or self.go("checkin.remind", id, by)
        if checkin.state == "reviewed":
            changed = any(each.code == "changed" for each in checkin.past)
            unseen = changed and checkin.last("look_into") is None
            return unseen and self.go("checkin.look_into", id, self.tier2(), code="nothing_of_it")
        return self.go("checkin.review", id, by, code="unchanged")

    def closes(self) -> bool:
        is_stopped = self.state.course == "stopped"
        by, move = (self.tier2(), "close_stopped") if is_stopped else (self.lead(), "close")
        told = is_stopped and self.tells_closed(by)
        if told or self.go(f"case.{move}", "case", by, when=self.kept()):
            return True
        return self.state.phase == "aftercare" and self.is_untold() and self.tells()

    def tells_closed(self, by: str) -> bool:
        there = self.each("party", "confirmed", "noted", "invited", "opened")
        untold = [each.id for each in there if each.last("tell_closed") is None]
        return any(self.go("party.tell_closed", each, by) for each in untold)

    def is_untold(self) -> bool:
        """Whether something was varied since the reporter was told."""
        told = self.state.records["party"]["reporter"].last("tell_outcome")
        varied = [each.last("vary") for each in self.state.of("finding")]
        return any(each and (told is None or each.at > told.at) for each in varied)
