"""What is asked of which case, and the word with which it is refused; empty: it is allowed.

Story, what happens in it before, the word, the move, its record, who moves it, who signs with
them, what else it says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework_story import SEATS, Json, Story, party, seat

Asked = tuple[Any, ...]
Prepare = Callable[[Story], object]
DIGEST: Json = {"digest": "a" * 64}


def nothing(_story: Story) -> None:
    pass


def waits(hours: float) -> Prepare:
    return lambda story: story.wait(hours)


def does(*moves: Asked) -> Prepare:
    """Moves one after the other; a number is hours that pass."""

    def prepare(story: Story) -> None:
        for each in moves:
            if isinstance(each[0], int):
                story.wait(each[0])
                continue
            said = each[-1] if isinstance(each[-1], dict) else {}
            words = [one for one in each if isinstance(one, str)]
            story.do(*words, **said)

    return prepare


def silent(times: int, apart: int) -> Prepare:
    questions = [("case.ask_silent", "case", "ada"), (apart,)] * times
    return does(*questions)


GAO = {"party": "gao"}
APPEAL = {"party": "gao", "about": ("a1",), "code": "bias"}
ASSAULT = ("allegation.note", "a2", "ada", {"code": "assault", "party": "gao", "when": "2026-Q1"})
MADE = {"code": "substantiated", "basis": "evidence"}
REOPENED = (
    ("party.invite_anew", "wei", "ada", "ivo", DIGEST | {"days": 3}),
    ("party.open", "wei", "wei"),
)
LAID_DOWN = ("checkin.lay_down", "c1", "cleo", {"party": "reporter", "number": 1, "days": 14})
OBJECTED_TO = ("seat.object", "s-ivo", "reporter")
TASK = ("task.add", "t1", "ivo", {"holder": "hr", "days": 3})
WITHDRAWN = ("case.withdraw", "case", "reporter")
CHECKED = ("case.check_withdrawal", "case", "tess")
ANNOUNCED = ("case.announce_continuing", "case", "tess", {"code": "danger"})


def outside(story: Story) -> None:
    seat(story, "outside", "otto")


def objects_to(id: str) -> Prepare:
    return does(("seat.object", id, "reporter"))


def seat_of(part: str, holder: str) -> Prepare:
    proposed = {"code": part, "holder": holder}
    return does(("seat.propose", f"s-{holder}", "ada", proposed))


def no_allegation(story: Story) -> None:
    """As far as a draft, with nothing that anybody is accused of."""
    story.do("case.triage", "case", "ada", code="investigate")
    for part, holder in SEATS.items():
        seat(story, part, holder)
    story.do("case.form_team", "case", "ada", code="officer")
    party(story, "wei", "witness")
    story.do("interview.plan", "i2", "ivo", code="main", party="wei")
    story.do("interview.conduct_on_paper", "i2", "ivo", "ada", when="2026-03-09")


def forged(part: str, holder: str) -> Prepare:
    """A seat that nobody may be given, as a log may hold it all the same."""

    def prepare(story: Story) -> None:
        story.force("seat.propose", "s-forged", "ada", code=part, holder=holder)
        story.do("seat.declare", "s-forged", holder, digest="c" * 64)

    return prepare


FORMS: list[Asked] = [
    ("staffed", nothing, "not_yours", "plan.draft", "p1", "dora"),
    ("staffed", nothing, "not_yours", "plan.draft", "p1", "nobody"),
    ("triaged", nothing, "not_yours", "seat.declare", "s-ivo", "ivo", DIGEST),
    ("declared", nothing, "not_yours", "plan.draft", "p1", "ivo"),  # no team, no parts
    ("staffed", nothing, "absent", "plan.approve", "p1", "ada"),
    ("planned", nothing, "taken", "plan.draft", "p1", "ivo"),
    ("withdrawn", nothing, "not_in_this_course", "plan.draft", "p1", "ivo"),
    ("withdrawn", nothing, "", "exhibit.note", "e1", "ivo", {"code": "ordinary", "number": 1}),
    ("staffed", nothing, "not_in_this_course", "case.visit", "case", "reporter"),
    ("staffed", nothing, "not_in_this_phase", "notice.draft", "n1", "ivo"),
    ("closed", nothing, "not_in_this_phase", "case.withdraw", "case", "reporter"),
    ("found", nothing, "not_in_this_phase", "allegation.note", "a2", "ivo"),
    ("planned", nothing, "not_from_here", "plan.approve", "p1", "ada"),
    ("sent", nothing, "not_from_here", "notice.check", "n1", "tess"),
    ("planned", nothing, "stale", "plan.revise", "p1", "ivo", {"version": 2}),
    ("planned", nothing, "stale", "plan.revise", "p1", "ivo", {"version": 4}),
    ("planned", nothing, "", "plan.revise", "p1", "ivo"),
    ("reported", nothing, "bad_code", "case.triage", "case", "ada", {"code": "mediate"}),
    ("reported", nothing, "bad_code", "case.triage", "case", "ada"),
    ("planned", nothing, "bad_code", "plan.revise", "p1", "ivo", {"code": "main"}),
    ("planned", nothing, "bad_members", "plan.revise", "p1", "ivo", {"holder": "ivo"}),
    ("staffed", nothing, "bad_members", "task.add", "t1", "ivo", {"holder": "ivo"}),
    ("staffed", nothing, "", "task.add", "t1", "ivo", {"holder": "ivo", "days": 3}),
    *(
        (
            "reported", nothing, refused, "allegation.note", "a2", "ada",
            {"code": "assault", "party": "gao", "when": when},
        )
        for when, refused in (
            ("2026-03-01", "bad_members"), ("2026-Q5", "bad_members"), ("2026-Q2", ""),
        )
    ),
    ("declared", nothing, "bad_members", "seat.propose", "s2", "ada",
        {"code": "counsel", "holder": "gao"}),
    ("declared", nothing, "", "seat.propose", "s2", "ada", {"code": "counsel", "holder": "hr"}),
    ("declared", nothing, "bad_members", "seat.recheck", "s-ivo", "ivo", {"digest": "c" * 63}),
    ("declared", nothing, "", "seat.recheck", "s-ivo", "ivo", DIGEST),
    ("drafted", nothing, "bad_members", "finding.make", "f1", "dora", MADE | {"basis": "belief"}),
    ("staffed", does(*REOPENED), "not_signed", "party.confirm", "wei", "ada"),
    ("staffed", does(*REOPENED), "not_signed", "party.confirm", "wei", "ada", "ada"),
    ("staffed", does(*REOPENED), "not_signed", "party.confirm", "wei", "ada", "tess"),
    ("staffed", does(*REOPENED), "", "party.confirm", "wei", "ada", "ivo"),
    ("drafted", nothing, "not_signed", "finding.make", "f1", "dora",
        MADE | {"code": "inconclusive"}),
    ("drafted", nothing, "not_signed", "finding.make", "f1", "dora", "ivo",
        MADE | {"code": "inconclusive"}),
    ("drafted", nothing, "", "finding.make", "f1", "dora", "tess", MADE | {"code": "inconclusive"}),
    ("answered", nothing, "not_signed", "exhibit.destroy", "e1", "ivo"),
    ("answered", nothing, "", "exhibit.destroy", "e1", "ivo", "ada"),
    ("answered", nothing, "not_signed", "exhibit.handle", "e1", "ivo",
        {"code": "transferred", "digest": "e" * 64}),
    ("answered", nothing, "not_signed", "case.hold", "case", "tess"),
    ("answered", nothing, "not_yours", "case.hold", "case", "ada", "tess"),
    ("answered", nothing, "", "case.hold", "case", "tess", "ada"),
    ("staffed", does(("case.hold", "case", "tess", "ada")), "no_legal_hold", "case.hold", "case",
        "tess", "thea"),
    ("answered", nothing, "legal_hold_stands", "case.review_hold", "case", "tess"),
    ("answered", does(("case.hold", "case", "tess", "ada")), "", "case.review_hold", "case",
        "thea"),
    ("answered", nothing, "legal_hold_stands", "case.release_hold", "case", "tess", "thea"),
    ("answered", does(("case.hold", "case", "tess", "ada")), "not_signed", "case.release_hold",
        "case", "tess"),
    ("answered", does(("case.hold", "case", "tess", "ada")), "", "case.release_hold", "case",
        "tess", "thea"),
]  # fmt: skip

CASE: list[Asked] = [
    ("reported", silent(1, 1), "another_day", "case.ask_silent", "case", "ada"),
    ("reported", silent(1, 24), "", "case.ask_silent", "case", "ada"),
    ("reported", nothing, "informal_asked", "case.triage", "case", "ada", {"code": "informal"}),
    ("reported", does(("case.ask_informal", "case", "reporter"), (73,),
        ("case.revoke_informal", "case", "reporter")),
        "informal_asked", "case.triage", "case", "ada", {"code": "informal"}),
    ("reported", does(("case.ask_informal", "case", "reporter"), (72,)), "informal_cooled",
        "case.triage", "case", "ada", {"code": "informal"}),
    ("reported", does(("case.ask_informal", "case", "reporter"), (73,)), "",
        "case.triage", "case", "ada", {"code": "informal"}),
    ("reported", does(("case.ask_informal", "case", "reporter"), (72,), ASSAULT),
        "informal_not_for_assault", "case.triage", "case", "ada", {"code": "informal"}),
    ("reported", does(ASSAULT), "informal_not_for_assault", "case.ask_informal", "case",
        "reporter"),
    ("reported", does(ASSAULT), "", "case.triage", "case", "ada", {"code": "investigate"}),
    ("reported", nothing, "not_yours", "case.ask_informal", "case", "ada"),
    ("reported", silent(2, 24 * 20), "silence_waited", "case.triage", "case", "ada", "tess",
        {"code": "insufficient"}),
    ("reported", silent(3, 24 * 9), "silence_waited", "case.triage", "case", "ada", "tess",
        {"code": "insufficient"}),
    ("reported", silent(3, 24 * 10), "not_signed", "case.triage", "case", "ada",
        {"code": "insufficient"}),
    ("reported", silent(3, 24 * 10), "", "case.triage", "case", "ada", "tess",
        {"code": "insufficient"}),
    ("reported", silent(3, 24 * 9), "silence_waited_to_park", "case.park", "case", "ada", "tess"),
    ("reported", silent(3, 24 * 10), "", "case.park", "case", "ada", "tess"),
    ("reported", does(*[("case.ask_silent", "case", "ada"), (240,)] * 3,
        ("case.park", "case", "ada", "tess"), ("case.visit", "case", "reporter")),
        "silence_waited_to_park", "case.park", "case", "ada", "tess"),
    ("declared", does(("case.triage", "case", "ada", {"code": "support_only"})),
        "route_investigate", "case.form_team", "case", "ada", {"code": "officer"}),
    ("triaged", nothing, "team_whole", "case.form_team", "case", "ada", {"code": "officer"}),
    ("noted", nothing, "", "case.weigh_measures", "case", "ada"),
    ("noted", nothing, "not_yours", "case.weigh_measures", "case", "tess"),
    ("noted", does(("measure.request", "m9", "reporter", {"code": "employer"})),
        "measures_decided", "case.weigh_measures", "case", "ada"),
    ("staffed", does(("measure.request", "m9", "wei", {"code": "employer"})),
        "measures_decided", "case.weigh_measures", "case", "ada"),
    ("staffed", does(("measure.request", "m9", "gao", {"code": "employer"})), "",
        "case.weigh_measures", "case", "ada"),
    ("declared", nothing, "team_whole", "case.form_team", "case", "ada", "tess",
        {"code": "committee"}),
    ("declared", does(("seat.propose", "s-rena", "ada", {"code": "reviewer", "holder": "rena"})),
        "all_declared", "case.form_team", "case", "ada", {"code": "officer"}),
    ("declared", does(("seat.step_out", "s-olu", "olu")), "waiting_outside", "case.form_team",
        "case", "ada", {"code": "officer"}),
    ("declared", nothing, "", "case.form_team", "case", "ada", {"code": "officer"}),
    ("declared", nothing, "no_other_seat", "seat.propose", "s2", "ada",
        {"code": "reviewer", "holder": "ivo"}),
    ("declared", does(("seat.step_out", "s-ivo", "ivo")), "no_other_seat", "seat.propose", "s2",
        "ada", {"code": "decider", "holder": "ivo"}),
    ("declared", does(("seat.step_out", "s-ivo", "ivo")), "", "seat.propose", "s2",
        "ada", {"code": "investigator", "holder": "ivo"}),
    ("declared", does(("seat.strike", "s-ivo", "tess")), "no_other_seat", "seat.propose", "s2",
        "ada", {"code": "investigator", "holder": "ivo"}),
    ("told", nothing, "apart_from_the_case", "seat.propose", "s2", "ada",
        {"code": "checkin", "holder": "tess"}),
    ("told", nothing, "", "seat.propose", "s2", "ada", {"code": "checkin", "holder": "tim"}),
    ("staffed", objects_to("s-ivo"), "not_yours", "plan.draft", "p1", "ivo"),
    ("staffed", does(("seat.object", "s-ivo", "reporter"), ("seat.overrule", "s-ivo", "tess")),
        "first_objection", "seat.object", "s-ivo", "reporter"),
    ("staffed", nothing, "", "seat.object", "s-ivo", "reporter"),
    ("declared", does(("seat.propose", "s-tess", "ada", {"code": "reviewer", "holder": "tess"}),
        ("seat.declare", "s-tess", "tess", DIGEST), ("seat.object", "s-tess", "reporter")),
        "not_oneself", "seat.overrule", "s-tess", "tess"),
    ("declared", does(("seat.propose", "s-tess", "ada", {"code": "reviewer", "holder": "tess"}),
        ("seat.declare", "s-tess", "tess", DIGEST), ("seat.object", "s-tess", "reporter")),
        "", "seat.overrule", "s-tess", "tim"),
    ("staffed", nothing, "not_the_last_outside", "seat.step_out", "s-olu", "olu"),
    ("staffed", nothing, "not_the_last_outside", "seat.strike", "s-olu", "tess"),
    ("staffed", objects_to("s-olu"), "not_the_last_outside", "seat.uphold", "s-olu", "tess"),
    ("staffed", outside, "", "seat.step_out", "s-olu", "olu"),
    ("declared", nothing, "", "seat.step_out", "s-olu", "olu"),
    ("triaged", nothing, "team_formed", "party.invite", "gao", "ada", DIGEST | {"days": 3}),
    ("staffed", nothing, "not_the_reporter", "party.invite_anew", "reporter", "ada", "ivo",
        DIGEST | {"days": 3}),
    ("staffed", nothing, "may_leave", "party.leave", "gao", "ada"),
    ("staffed", nothing, "may_leave", "party.leave", "reporter", "reporter"),
    ("staffed", nothing, "", "party.leave", "wei", "wei"),
    ("staffed", does(("party.invite_anew", "wei", "ada", "ivo", DIGEST | {"days": 3}), (73,)),
        "invitation_open", "party.open", "wei", "wei"),
    ("staffed", does(("party.invite_anew", "wei", "ada", "ivo", DIGEST | {"days": 3}), (72,)),
        "", "party.open", "wei", "wei"),
    ("sent", nothing, "every_allegation_answered", "case.share_draft", "case", "ivo",
        {"days": 7}),
    ("answered", nothing, "", "case.share_draft", "case", "ivo", {"days": 7}),
    ("answered", does(("allegation.reword", "a1", "ivo")), "every_allegation_answered",
        "case.share_draft", "case", "ivo", {"days": 7}),
    ("found", nothing, "both_letters", "case.send_letters", "case", "dora"),
    ("found", does(("party.tell_outcome", "reporter", "dora", {"days": 14})), "both_letters",
        "case.send_letters", "case", "dora"),
    ("found", does(("party.tell_outcome", "reporter", "dora", {"days": 14}),
        ("party.tell_outcome", "gao", "dora", {"days": 14})), "",
        "case.send_letters", "case", "dora"),
    ("told", nothing, "outcomes_done", "case.start_aftercare", "case", "ada"),
    ("told", does(("outcome.do", "o1", "hr")), "checkin_seat", "case.start_aftercare", "case",
        "ada"),
    ("told", does(("outcome.do", "o1", "hr"),
        ("seat.propose", "s-c", "ada", {"code": "checkin", "holder": "cleo"}),
        ("seat.declare", "s-c", "cleo", DIGEST), LAID_DOWN, ("case.start_aftercare", "case", "ada"),
        ("appeal.lodge", "ap1", "gao", APPEAL)), "no_appeal_open", "case.close",
        "case", "ada", {"when": "2029-03-31"}),
    ("triaged", nothing, "route_without_inquiry", "case.close_unworked", "case", "ada",
        {"when": "2027-03-31"}),
    ("triaged", does(("case.triage", "case", "ada", {"code": "support_only"})), "",
        "case.close_unworked", "case", "ada", {"when": "2027-03-31"}),
    ("declared", forged("reviewer", "ivo"), "three_people", "case.form_team", "case", "ada",
        {"code": "officer"}),
    ("empty", no_allegation, "something_to_find", "case.share_draft", "case", "ivo", {"days": 7}),
    ("drafted", does(ASSAULT, ("finding.make", "f1", "dora", MADE)), "case_reopened",
        "allegation.reopen", "a1", "ada"),
    ("closed", nothing, "reopened_by_whom", "case.reopen", "case", "ada",
        {"code": "tier_decision"}),
    ("closed", nothing, "reopened_by_whom", "case.reopen", "case", "ada", {"code": "appeal"}),
    ("closed", nothing, "", "case.reopen", "case", "ada", {"code": "new_evidence"}),
    ("closed", nothing, "", "case.reopen", "case", "tess", {"code": "tier_decision"}),
    ("closed", does(("case.reopen", "case", "tess", {"code": "tier_decision"})), "",
        "allegation.reopen", "a1", "ada"),
    ("found", nothing, "not_in_this_phase", "allegation.reopen", "a1", "ada"),
    # It was taken back within the hour that is kept: 72 hours are over an hour later for certain.
    ("withdrawn", waits(72), "", "case.come_back", "case", "reporter"),
    ("withdrawn", waits(73), "return_open", "case.come_back", "case", "reporter"),
    ("withdrawn", does(CHECKED, (72,)), "return_over", "case.stop", "case", "ada"),
    ("withdrawn", waits(73), "withdrawal_checked", "case.stop", "case", "ada"),
    ("withdrawn", does(CHECKED, (73,)), "", "case.stop", "case", "ada"),
    ("withdrawn", does(CHECKED, (74,)), "told_first", "case.continue_without", "case", "tess",
        {"code": "danger"}),
    ("withdrawn", nothing, "withdrawal_checked", "case.announce_continuing", "case", "tess",
        {"code": "danger"}),
    ("withdrawn", does(CHECKED, ANNOUNCED, (74,)), "", "case.continue_without", "case", "tess",
        {"code": "danger"}),
    # Told of one ground, it goes on for no other.
    ("withdrawn", does(CHECKED, ANNOUNCED, (74,)), "told_first", "case.continue_without", "case",
        "tess", {"code": "several_reports"}),
    ("withdrawn", does(CHECKED, ANNOUNCED, (74,),
        ("case.continue_without", "case", "tess", {"code": "danger"})), "", "plan.draft", "p1",
        "ivo"),
    ("withdrawn", does((1,), ("case.come_back", "case", "reporter"),
        ("seat.propose", "s-tess", "ada", {"code": "counsel", "holder": "tess"}),
        ("seat.declare", "s-tess", "tess", DIGEST),
        ("case.withdraw", "case", "reporter")), "off_the_line", "case.check_withdrawal", "case",
        "tess"),
    # Before there is a team, too, nobody asks about what they lead themselves, or triaged.
    ("reported", does(WITHDRAWN), "off_the_line", "case.check_withdrawal", "case", "teo"),
    ("reported", does(WITHDRAWN), "", "case.check_withdrawal", "case", "tess"),
    ("reported", does(WITHDRAWN), "", "case.check_withdrawal", "case", "tea"),
    ("reported", does(("case.triage", "case", "tea", {"code": "investigate"}), WITHDRAWN),
        "off_the_line", "case.check_withdrawal", "case", "tea"),
    ("withdrawn", does((1,), CHECKED, ("case.come_back", "case", "reporter"),
        ("case.withdraw", "case", "reporter"), (74,)), "withdrawal_checked", "case.stop", "case",
        "ada"),
]  # fmt: skip
