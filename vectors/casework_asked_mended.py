"""More ways around a condition, found when all of them were asked about once more."""

from __future__ import annotations

from casework_asked import (
    ANNOUNCED,
    APPEAL,
    CHECKED,
    DIGEST,
    LAID_DOWN,
    MADE,
    Asked,
    does,
    nothing,
    waits,
)
from casework_asked_attacked import DRAFTED, REFERRED, VARIED

WITHDRAWN = {"code": "withdrawn", "basis": "evidence"}
GOES_ON = ("case.continue_without", "case", "tess", {"code": "danger"})
RECHECKED = ("seat.recheck", "s-dora", "dora", {"digest": "c" * 64})
TOGETHER = ("finding.make", "f1", "pia", "cora", "ext", "tess", REFERRED)
PROPOSED = ("outcome.propose", "o1", "pia", {"code": "respondent", "party": "gao"})
JUDGED = (("finding.draft", "f1", "cora", {"about": ("a1",)}), TOGETHER, PROPOSED)
DECIDED = (*JUDGED, ("outcome.decide", "o1", "pia", "cora", "ext", {"holder": "hr", "days": 9}))
TOLD = {"days": 14}
HERS = {"code": "sanction", "party": "reporter", "about": ("a1",)}
APPEALED = (
    *DECIDED,
    ("party.tell_outcome", "reporter", "pia", TOLD),
    ("appeal.lodge", "ap1", "reporter", HERS),
)
REVIEWER = (
    ("seat.propose", "s-rena", "pia", {"code": "reviewer", "holder": "rena"}),
    ("seat.declare", "s-rena", "rena", {"digest": "c" * 64}),
)
NOTED = ("allegation.note", "a2", "ivo", {"code": "retaliation", "party": "gao", "when": "2026-Q1"})
LU = ("party.note", "lu", "ivo", {"code": "respondent"})
OF_LU = ("allegation.note", "a2", "ivo", {"code": "retaliation", "party": "lu", "when": "2026-Q1"})
TWO = (
    ("finding.draft", "f2", "dora", {"about": ("a2",)}),
    ("finding.make", "f2", "dora", "tess", REFERRED),
    ("finding.make", "f1", "dora", MADE),
    ("party.tell_outcome", "gao", "dora", TOLD),
)
LODGED = ("appeal.lodge", "ap1", "gao", APPEAL)
VARY_ONE = ("finding.vary", "f1", "rena", MADE | {"code": "partly"})
REOPENED = ("case.reopen", "case", "tess", {"code": "tier_decision"})
TOLD_ANEW = ("party.tell_reopened", "gao", "ada")
FOUND_ANEW = (
    REOPENED,
    TOLD_ANEW,
    ("allegation.reopen", "a1", "ada"),
    ("finding.draft", "f2", "dora", {"about": ("a1",)}),
    ("finding.make", "f2", "dora", "tess", REFERRED),
    ("party.tell_outcome", "gao", "dora", TOLD),
    ("appeal.lodge", "ap2", "gao", APPEAL),
    ("appeal.hear", "ap2", "rena"),
    ("appeal.vary", "ap2", "rena"),
)
UNTOLD = (
    ("allegation.reopen", "a1", "ada"),
    ("finding.draft", "f2", "dora", {"about": ("a1",)}),
)
OF_LU_ANEW = (LU, OF_LU)
TOLD_LONGER = ("party.tell_outcome", "gao", "dora", {"days": 21})
EMPLOYERS = (("measure.request", "m2", "ada", {"code": "employer"}), ("measure.grant", "m2", "ada"))
SENT = {"days": 14, "holder": "ada"}
HELD_OVER = (
    ("outcome.propose", "o2", "ivo", {"code": "remedy"}),
    ("outcome.decide", "o2", "dora", {"holder": "cleo", "days": 9}),
    ("seat.propose", "s-cleo", "ada", {"code": "checkin", "holder": "cleo"}),
    ("seat.declare", "s-cleo", "cleo", {"digest": "c" * 64}),
    ("outcome.do", "o1", "hr"),
    LAID_DOWN,
    ("outcome.do", "o2", "cleo"),
    ("case.start_aftercare", "case", "ada"),
    (24 * 14 + 1,),
)
STRUCK = (
    ("seat.propose", "s-tess", "ada", {"code": "reviewer", "holder": "tess"}),
    ("seat.declare", "s-tess", "tess", {"digest": "c" * 64}),
    ("seat.object", "s-tess", "reporter"),
    ("seat.uphold", "s-tess", "tim"),
    ("seat.object", "s-ivo", "reporter"),
)
SILENT = [("case.ask_silent", "case", "teo"), (240,)] * 3
INSUFFICIENT = {"code": "insufficient"}
ANEW = ("party.invite_anew", "gao", "ada", "ivo", DIGEST | {"days": 30})
CONFIRMED = (("party.open", "gao", "gao"), ("party.confirm", "gao", "ivo", "ada"))
TRIED = tuple(("notice.attempt", "n1", "ivo", {"code": each}) for each in ("channel", "post"))
TABLE_OF_TODAY = ((1,), ("seat.recheck", "s-olu", "olu", DIGEST))
NAMED = ((1,), ("party.note", "zoe", "ada", {"code": "witness"}))
ALL_CHECKED = tuple(
    ("seat.recheck", f"s-{each}", each, DIGEST) for each in ("ada", "ivo", "dora", "olu")
)
DECIDES = (
    ("seat.propose", "s-tess", "ada", {"code": "decider", "holder": "tess"}),
    ("seat.declare", "s-tess", "tess", {"digest": "c" * 64}),
    ("plan.draft", "p1", "ivo"),
    ("plan.approve", "p1", "ada"),
    ("notice.draft", "n1", "ivo", {"code": "first", "party": "gao", "about": ("a1",)}),
    ("notice.check", "n1", "tess"),
    DRAFTED,
)
STOPPED = (("case.withdraw", "case", "reporter"), CHECKED, (74,), ("case.stop", "case", "ada"))
CHOSEN_BY_TIM = (
    ("seat.propose", "s-rex", "tim", {"code": "reviewer", "holder": "rex"}),
    ("seat.declare", "s-rex", "rex", {"digest": "c" * 64}),
    ("seat.object", "s-rex", "reporter"),
)
VARIED_LATE = (
    *VARIED,
    (24,),
    VARY_ONE,
    ("outcome.do", "o1", "hr"),
    ("seat.propose", "s-cleo", "ada", {"code": "checkin", "holder": "cleo"}),
    ("seat.declare", "s-cleo", "cleo", {"digest": "c" * 64}),
    ("checkin.lay_down", "c1", "cleo", {"party": "reporter", "number": 1, "days": 12}),
    ("case.start_aftercare", "case", "ada"),
    (24 * 14,),
)
GULF = {"weekend": [4, 5], "holidays": [], "worked": []}
HOLIDAY = {"weekend": [5, 6], "holidays": ["2026-03-10"], "worked": []}
SATURDAY = {"weekend": [5, 6], "holidays": [], "worked": ["2026-03-14", "2026-03-15"]}
KEPT = {"when": "2029-03-31"}

MENDED: list[Asked] = [
    # One person ends an allegation as something that weighs nothing.
    *(
        ("sent", does(DRAFTED, RECHECKED), "not_signed", "finding.make", "f1", "dora",
            REFERRED | {"code": code})
        for code in ("referred", "not_investigated")
    ),
    ("sent", does(DRAFTED, RECHECKED), "", "finding.make", "f1", "dora", "tess", REFERRED),
    ("sent", does(DRAFTED, RECHECKED), "reporter_withdrew", "finding.make", "f1", "dora", "tess",
        WITHDRAWN),
    ("withdrawn", does(CHECKED, ANNOUNCED, (74,), GOES_ON, DRAFTED, RECHECKED), "", "finding.make",
        "f1", "dora", "tess", WITHDRAWN),
    # One of a committee refuses an outcome, waives it, stays it.
    ("committee", does(*JUDGED), "found_together", "outcome.refuse", "o1", "cora"),
    ("committee", does(*JUDGED), "", "outcome.refuse", "o1", "cora", "pia", "ext"),
    ("committee", does(*DECIDED), "found_together", "outcome.waive", "o1", "cora",
        {"code": "not_needed"}),
    ("committee", does(*DECIDED), "", "outcome.waive", "o1", "cora", "pia", "ext",
        {"code": "not_needed"}),
    ("committee", does(*APPEALED), "stayed_together", "outcome.stay", "o1", "cora"),
    ("committee", does(*APPEALED), "", "outcome.stay", "o1", "cora", "pia", "ext"),
    ("committee", does(*APPEALED, *REVIEWER), "", "outcome.stay", "o1", "rena"),
    ("committee", does(*APPEALED, *REVIEWER, ("outcome.stay", "o1", "rena")), "stay_may_end",
        "outcome.go_on", "o1", "cora", "pia", "ext"),
    ("committee", does(*APPEALED, *REVIEWER, ("outcome.stay", "o1", "rena")), "",
        "outcome.go_on", "o1", "rena"),
    ("committee", does(*APPEALED, ("outcome.stay", "o1", "cora", "pia", "ext")),
        "stayed_together", "outcome.go_on", "o1", "cora"),
    # An appeal about one finding changes another, or one finding again and again.
    ("drafted", does(NOTED, *TWO, LODGED, *VARIED), "appeal_varied", "finding.vary", "f2", "rena",
        "tess", REFERRED),
    ("drafted", does(NOTED, *TWO, LODGED, *VARIED), "", *VARY_ONE),
    ("drafted", does(NOTED, *TWO, LODGED, *VARIED, VARY_ONE), "appeal_varied", *VARY_ONE),
    ("drafted", does(LU, OF_LU, RECHECKED, *TWO), "about_what_was_found", "appeal.lodge", "ap1",
        "gao", APPEAL | {"about": ("a1", "a2")}),
    ("drafted", does(LU, OF_LU, RECHECKED, *TWO), "", *LODGED),
    ("told", nothing, "about_what_was_found", "appeal.lodge", "ap1", "gao",
        APPEAL | {"about": ("a9",)}),
    ("closed", does(*FOUND_ANEW), "newest_finding", "finding.vary", "f1", "rena", "tess", REFERRED),
    ("closed", does(*FOUND_ANEW), "", "finding.vary", "f2", "rena", "tess", REFERRED),
    ("drafted", nothing, "one_draft", "finding.draft", "f2", "dora", {"about": ("a1",)}),
    # The lead alone ends what protects somebody.
    ("reported", nothing, "not_signed", "measure.end", "m1", "ada"),
    ("reported", nothing, "", "measure.end", "m1", "ada", "tess"),
    ("reported", nothing, "", "measure.end", "m1", "tess", "ada"),
    ("reported", does(("measure.review", "m1", "tess")), "not_who_reviewed", "measure.end", "m1",
        "tess", "ada"),
    ("reported", does(("measure.review", "m1", "tess")), "not_signed", "measure.end", "m1", "ada"),
    ("reported", does(*EMPLOYERS), "", "measure.end", "m2", "ada"),
    # Another weekend; a holiday; a Saturday that is worked.
    *(
        ("previewed", waits(hours), refused, "notice.send", "n1", "ivo", SENT | {"calendar": days})
        for hours, refused, days in (
            (72, "", GULF),  # Sunday
            (24 * 6 + 1.9, "", GULF),  # Wednesday, six minutes to noon
            (24 * 6 + 2, "days_follow", GULF),
            (24 * 7, "days_follow", GULF),  # Thursday
            (96, "days_follow", HOLIDAY),  # Monday, and nobody there on Tuesday
            (24 * 6, "", HOLIDAY),
            (24 * 8, "", SATURDAY),  # Friday
            (24 * 8, "days_follow", SATURDAY | {"worked": ["2026-03-15"]}),
        )
    ),
    # Whoever asks how it went on came to work in the case after they were proposed.
    ("told", does(*HELD_OVER), "still_apart", "case.close", "case", "cleo", KEPT),
    ("told", does(*HELD_OVER), "still_apart", "checkin.ask", "c1", "cleo"),
    ("told", does(*HELD_OVER), "checkins_over", "case.close", "case", "ada", KEPT),
    ("told", does(*HELD_OVER, ("outcome.propose", "o3", "reporter", {"code": "remedy"})),
        "outcomes_done", "case.close", "case", "ada", KEPT),
    # Who was struck judges on as somebody of tier 2.
    *(
        ("declared", does(*STRUCK), "not_yours", f"seat.{move}", id, "tess")
        for move, id in (("uphold", "s-ivo"), ("overrule", "s-ivo"), ("strike", "s-dora"))
    ),
    ("declared", does(*STRUCK), "", "seat.uphold", "s-ivo", "tim"),
    # Who asked the silent reporter signs that silence is enough.
    ("reported", does(*SILENT), "signed_afresh", "case.triage", "case", "ada", "teo", INSUFFICIENT),
    ("reported", does(*SILENT), "", "case.triage", "case", "ada", "tess", INSUFFICIENT),
    ("reported", does(*SILENT), "signed_afresh", "case.park", "case", "ada", "teo"),
    ("reported", does(*SILENT), "", "case.park", "case", "ada", "tess"),
    # Something is sent to keys that nobody has any more, or their silence is counted.
    ("previewed", does(ANEW, (96,)), "party_stands", "notice.send", "n1", "ivo", SENT),
    ("previewed", does(ANEW, CONFIRMED[0], (96,)), "party_stands", "notice.send", "n1", "ivo",
        SENT),
    ("previewed", does(ANEW, (24 * 32,)), "", "notice.send", "n1", "ivo", SENT),
    ("previewed", does(ANEW, *CONFIRMED, (96,)), "", "notice.send", "n1", "ivo", SENT),
    ("sent", does(*TRIED, (1,), ANEW, TRIED[1], (24 * 15,)), "two_routes", "notice.record_silence",
        "n1", "ivo"),
    ("sent", does((1,), ANEW, (1,), *TRIED, (24 * 15,)), "", "notice.record_silence", "n1", "ivo"),
    ("sent", does(ANEW), "not_yours", "notice.reply", "n1", "gao"),
    ("sent", does(ANEW, *CONFIRMED), "", "notice.reply", "n1", "gao"),
    # A table of conflicts that was replaced; somebody whom no seat was checked against.
    ("declared", does(*TABLE_OF_TODAY, (1,)), "not_an_older_table", "seat.recheck", "s-ivo", "ivo",
        {"digest": "c" * 64}),
    ("declared", does(*TABLE_OF_TODAY, (1,), ("seat.propose", "s-rena", "ada",
        {"code": "reviewer", "holder": "rena"})), "not_an_older_table", "seat.declare", "s-rena",
        "rena", {"digest": "c" * 64}),
    ("declared", does(*TABLE_OF_TODAY, (1,)), "", "seat.recheck", "s-ivo", "ivo", DIGEST),
    ("declared", does(*NAMED), "checked_against_all", "case.form_team", "case", "ada",
        {"code": "officer"}),
    ("declared", does(*NAMED, *ALL_CHECKED), "", "case.form_team", "case", "ada",
        {"code": "officer"}),
    ("drafted", does(*NAMED), "checked_against_all", "finding.make", "f1", "dora", MADE),
    ("drafted", does(*NAMED, RECHECKED), "", "finding.make", "f1", "dora", MADE),
    # Who inquired decides.
    ("staffed", does(*DECIDES[2:-1]), "decider_apart", "seat.propose", "s-tess", "ada",
        {"code": "decider", "holder": "tess"}),
    ("staffed", does(*DECIDES), "decider_apart", "finding.make", "f1", "tess", "tim", REFERRED),
    ("staffed", does(*DECIDES, RECHECKED), "", "finding.make", "f1", "dora", "tim", REFERRED),
    # Who was accused before learns nothing of it until more is found.
    ("closed", does(REOPENED, *UNTOLD), "reopening_told", "finding.make", "f2", "dora", "tess",
        REFERRED),
    ("closed", does(REOPENED, TOLD_ANEW, *UNTOLD), "", "finding.make", "f2", "dora", "tess",
        REFERRED),
    ("closed", does(REOPENED, *UNTOLD[:1]), "every_allegation_answered", "case.share_draft",
        "case", "ivo", {"days": 7}),
    ("closed", does(REOPENED), "a_respondent", "party.tell_reopened", "wei", "tess"),
    ("closed", does(REOPENED), "not_yours", "party.tell_reopened", "gao", "ivo"),
    ("closed", does(REOPENED, *OF_LU_ANEW), "put_to_them", "party.tell_reopened", "lu", "ada"),
    ("closed", nothing, "not_in_this_phase", "party.tell_reopened", "gao", "ada"),
    ("drafted", nothing, "case_reopened", "party.tell_reopened", "gao", "ada"),
    # A second letter takes time from somebody, or gives years.
    ("found", does(TOLD_LONGER), "appeal_not_shortened", "party.tell_outcome", "gao", "dora",
        {"days": 20}),
    ("found", does(TOLD_LONGER), "", "party.tell_outcome", "gao", "dora", {"days": 21}),
    # Nor do letters one after the other: the days of a further one count from the first.
    *(
        ("told", does((24 * waited,)), refused, "party.tell_outcome", "gao", "dora", {"days": days})
        for waited, days, refused in (
            (8, 6, ""), (8, 5, "appeal_not_shortened"), (8, 82, ""), (14, 76, ""),
            (8, 83, "within_longest_appeal"), (15, -1, ""), (15, 10, "within_longest_appeal"),
            (100, -86, ""), (100, 30, "within_longest_appeal"),
        )
    ),
    # But from the next, where something was found since.
    ("appealed", does(*VARIED, (24,), VARY_ONE, (24 * 40,)), "", "party.tell_outcome", "gao",
        "dora", {"days": 90}),
    ("appealed", does(*VARIED, (24,), VARY_ONE, (24 * 40,)), "term_whole", "party.tell_outcome",
        "gao", "dora", {"days": 9}),
    ("found", nothing, "", "party.tell_outcome", "gao", "dora", {"days": 90}),
    ("found", nothing, "within_longest_appeal", "party.tell_outcome", "gao", "dora",
        {"days": 91}),
    # Who is accused puts off by asking what is to be put to them.
    ("previewed", does(("measure.request", "m9", "gao", {"code": "employer"}), (96,)), "",
        "notice.send", "n1", "ivo", SENT),
    ("previewed", does(("measure.request", "m9", "wei", {"code": "employer"}), (96,)),
        "measures_decided", "notice.send", "n1", "ivo", SENT),
    # Ends that nobody came out of.
    ("closed", does(REOPENED), "something_to_find", "case.share_draft", "case", "ivo", {"days": 7}),
    ("found", nothing, "not_in_this_phase", "case.withdraw", "case", "reporter"),
    ("staffed", does(*STOPPED), "checkins_over", "case.close_stopped", "case", "ada", KEPT),
    # The lead stops what tier 2 said goes on; tier 2 decides about whom they chose themselves.
    ("withdrawn", does(CHECKED, ANNOUNCED, (74,)), "not_announced_otherwise", "case.stop", "case",
        "ada"),
    ("withdrawn", does(CHECKED, ANNOUNCED, (74,)), "", "case.stop", "case", "tim"),
    ("declared", does(*CHOSEN_BY_TIM), "not_who_proposed", "seat.overrule", "s-rex", "tim"),
    ("declared", does(*CHOSEN_BY_TIM), "", "seat.overrule", "s-rex", "tess"),
    # A finding is varied, and the case closes over it.
    ("appealed", does(*VARIED_LATE), "both_letters", "case.close", "case", "ada", KEPT),
    ("appealed", does(*VARIED_LATE, *(("party.tell_outcome", each, "ada", TOLD)
        for each in ("reporter", "gao"))), "appeal_terms_over", "case.close", "case", "ada", KEPT),
    ("appealed", does(REOPENED, *STOPPED), "no_appeal_open", "case.close_stopped", "case", "tess",
        KEPT),
    ("appealed", does(REOPENED, *STOPPED), "", "appeal.hear", "ap1", "rena"),
]  # fmt: skip
