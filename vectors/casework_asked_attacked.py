"""Ways around a condition: each was open once."""

from __future__ import annotations

from casework_asked import APPEAL, DIGEST, LAID_DOWN, MADE, Asked, does, nothing
from casework_asked_more import ADMITTED, INTIMATE, OBJECTED

VARIED = (("appeal.hear", "ap1", "rena"), ("appeal.vary", "ap1", "rena"))
DRAFTED = ("finding.draft", "f1", "dora", {"about": ("a1",)})
REFERRED = {"code": "referred", "basis": "evidence"}
INFORMAL = {"code": "informal", "basis": "evidence"}
ON_ADMISSION = {"code": "substantiated", "basis": "admission"}
UNWEIGHED = (
    DRAFTED,
    ("finding.make", "f1", "dora", "tess", REFERRED),
    ("party.tell_outcome", "reporter", "dora", {"days": 14}),
    (
        "appeal.lodge",
        "ap1",
        "reporter",
        {"code": "procedure", "party": "reporter", "about": ("a1",)},
    ),
    *VARIED,
)
OBJECTED_TO = ("seat.object", "s-ada", "reporter")
STRUCK = (OBJECTED_TO, ("seat.uphold", "s-ada", "tess"))
COUNSEL = {"code": "counsel", "holder": "hr"}
# From a Monday to the next: shown for long enough, and not sent at the end of a week.
PUT_AGAIN = (
    ("notice.draft", "n2", "ivo", {"code": "supplementary", "party": "gao", "about": ("a1",)}),
    ("notice.check", "n2", "tess"),
    ("notice.preview", "n2", "ivo"),
    (24 * 7,),
    ("notice.send", "n2", "ivo", {"days": 14, "holder": "ada"}),
)
SHARED = ("case.share_draft", "case", "ivo", {"days": 7})
TOLD = ("party.tell_draft", "gao", "ivo", {"days": 7})
ANSWERED_AGAIN = (*PUT_AGAIN, ("notice.reply", "n2", "gao"))
ASSAULT = ("allegation.note", "a2", "ivo", {"code": "assault", "party": "gao", "when": "2026-Q1"})
ACCUSED = (
    ("party.note", "lu", "ivo", {"code": "respondent"}),
    ("party.invite", "lu", "ivo", DIGEST | {"days": 3}),
    ("party.open", "lu", "lu"),
    ("party.confirm", "lu", "ivo", "ada"),
)
OF_GAO = ("interview.plan", "i3", "ivo", {"code": "main", "party": "gao"})
TO_GAO = ("interview.invite", "i3", "ivo", {"code": "in_time", "when": "2026-03-20", "days": 7})
OF_WEI = ("interview.plan", "i2", "ivo", {"code": "main", "party": "wei"})
TO_WEI = ("interview.invite", "i2", "ivo", {"code": "in_time", "when": "2026-03-13", "days": 2})
CONFIRMED = (OF_WEI, TO_WEI, ("interview.confirm", "i2", "wei"))
RECEIVED = (INTIMATE, ("exhibit.receive", "e2", "ivo", DIGEST))
VIEWED = {"code": "viewed", **DIGEST}


def _sits(part: str, holder: str, by: str = "ada") -> tuple[Asked, Asked]:
    return (
        ("seat.propose", f"s-{holder}", by, {"code": part, "holder": holder}),
        ("seat.declare", f"s-{holder}", holder, DIGEST),
    )


BY_TIM = (
    *_sits("investigator", "tim"),
    ("plan.draft", "p1", "ivo"),
    ("plan.approve", "p1", "ada"),
    ("notice.draft", "n1", "tim", {"code": "first", "party": "gao", "about": ("a1",)}),
    ("notice.check", "n1", "tess"),
    ("notice.preview", "n1", "tim"),
    OBJECTED,
)
INCONCLUSIVE = ("finding.make", "f1", "dora", "tim", MADE | {"code": "inconclusive"})

ATTACKED: list[Asked] = [
    # What was put to nobody is weighed by way of an appeal.
    ("staffed", does(*UNWEIGHED), "weighed_before", "finding.vary", "f1", "rena", MADE),
    ("staffed", does(*UNWEIGHED), "", "finding.vary", "f1", "rena", "tess", REFERRED),
    ("appealed", does(*VARIED), "admission_stands", "finding.vary", "f1", "rena", ON_ADMISSION),
    # Who was struck leads on by what they are without a seat.
    ("staffed", does(OBJECTED_TO), "not_yours", "seat.propose", "s2", "ada", COUNSEL),
    ("staffed", does(*STRUCK), "not_yours", "seat.propose", "s2", "ada", COUNSEL),
    ("staffed", does(*STRUCK), "", "seat.propose", "s2", "tess", COUNSEL),
    # A case is closed over the time to appeal.
    ("told", does(("outcome.do", "o1", "hr"), *_sits("checkin", "cleo"),
        LAID_DOWN, ("case.start_aftercare", "case", "ada"), (24 * 14,)), "appeal_terms_over",
        "case.close", "case", "ada", {"when": "2029-03-31"}),
    # A second who has nothing to do with it.
    ("answered", does(*RECEIVED), "two_for_intimate", "exhibit.handle", "e2", "ivo", "gao", VIEWED),
    ("answered", does(*RECEIVED), "", "exhibit.handle", "e2", "ivo", "gao", "ada", VIEWED),
    # What was admitted is not what was put last; what was put last is not what was drafted.
    ("sent", does(ADMITTED, ("allegation.reword", "a1", "ivo"), *PUT_AGAIN,
        ("notice.decline", "n2", "gao"), SHARED, TOLD, DRAFTED, (24 * 7 + 1,)), "admission_stands",
        "finding.make", "f1", "dora", ON_ADMISSION),
    ("drafted", does((24 * 6 + 23,), *ANSWERED_AGAIN), "draft_shared", "finding.make", "f1",
        "dora", MADE),
    ("drafted", does((24 * 6 + 23,), *ANSWERED_AGAIN, SHARED, TOLD, (24 * 7 + 1,)), "",
        "finding.make", "f1", "dora", MADE),
    # An appeal is heard by somebody who had a hand in it, or they ask her afterwards.
    ("appealed", does(*_sits("reviewer", "tess")), "reviewer_apart", "appeal.hear", "ap1", "tess"),
    ("drafted", does(INCONCLUSIVE, ("party.tell_outcome", "gao", "dora", {"days": 14}),
        ("appeal.lodge", "ap1", "gao", APPEAL), *_sits("reviewer", "tim")),
        "reviewer_apart", "appeal.hear", "ap1", "tim"),
    ("drafted", does(INCONCLUSIVE), "apart_from_the_case", "seat.propose", "s-tim", "ada",
        {"code": "checkin", "holder": "tim"}),
    # An assault ends as something informal.
    ("sent", does(ASSAULT, DRAFTED), "informal_not_for_assault", "finding.make", "f1", "dora",
        INFORMAL),
    ("sent", does(DRAFTED), "informal_asked", "finding.make", "f1", "dora", INFORMAL),
    ("sent", does(DRAFTED, ("case.ask_informal", "case", "reporter"), (72,)), "informal_cooled",
        "finding.make", "f1", "dora", INFORMAL),
    ("sent", does(DRAFTED, ("case.ask_informal", "case", "reporter"), (73,)), "",
        "finding.make", "f1", "dora", INFORMAL),
    # Who wrote a notice decides about what she says against it.
    ("staffed", does(*BY_TIM), "second_person", "notice.overrule", "n1", "tim"),
    ("staffed", does(*BY_TIM), "second_person", "notice.uphold", "n1", "tim"),
    ("staffed", does(*BY_TIM), "", "notice.overrule", "n1", "tess"),
    # A respondent is asked before anything was put; an interview is held before its day.
    ("previewed", does(OF_GAO), "notice_before", *TO_GAO),
    ("sent", does(OF_GAO), "", *TO_GAO),
    ("sent", does(*CONFIRMED, (72,)), "day_come", "interview.conduct", "i2", "ivo"),
    # Somebody of the team is a party as well.
    ("staffed", nothing, "not_a_holder", "party.note", "dora", "ivo", {"code": "respondent"}),
    ("reported", nothing, "not_a_holder", "party.note", "ada", "ada", {"code": "witness"}),
    # One person alone takes a respondent's way in from them, and writes down their silence.
    ("sent", nothing, "not_from_here", "party.invite", "gao", "ivo", DIGEST | {"days": 3}),
    ("sent", nothing, "not_signed", "party.invite_anew", "gao", "ivo", DIGEST | {"days": 3}),
    ("sent", nothing, "", "party.invite_anew", "gao", "ivo", "ada", DIGEST | {"days": 3}),
    # Ten working days that are over after nine days, however they were reckoned.
    ("previewed", does((96,)), "term_whole", "notice.send", "n1", "ivo",
        {"days": 9, "holder": "ada"}),
    ("previewed", does((96,)), "term_whole", "notice.send", "n1", "ivo",
        {"days": 13, "holder": "ada"}),
    ("previewed", does((96,)), "", "notice.send", "n1", "ivo", {"days": 14, "holder": "ada"}),
    ("answered", nothing, "term_whole", "case.share_draft", "case", "ivo", {"days": 4}),
    ("answered", does(("party.grant", "reporter", "ada")), "term_whole", "case.share_draft",
        "case", "ivo", {"days": 11}),
    ("answered", does(("party.grant", "reporter", "ada")), "", "case.share_draft", "case", "ivo",
        {"days": 12}),
    ("answered", does(("party.grant", "gao", "ada")), "", "case.share_draft", "case", "ivo",
        {"days": 7}),
    ("found", nothing, "term_whole", "party.tell_outcome", "gao", "dora", {"days": 9}),
    # Ten days are not ten that are worked.
    ("found", nothing, "term_whole", "party.tell_outcome", "gao", "dora", {"days": 11}),
    # Nobody is told an outcome, or a draft, to whom nothing was put.
    ("found", nothing, "put_to_them", "party.tell_outcome", "wei", "dora", {"days": 14}),
    ("found", nothing, "put_to_them", "party.tell_outcome", "sun", "dora", {"days": 14}),
    ("answered", does(*ACCUSED, SHARED), "put_to_them", "party.tell_draft", "lu", "ivo",
        {"days": 7}),
    # What follows is for somebody of the case, and a sanction for who is accused.
    ("found", nothing, "of_whom", "outcome.propose", "o2", "ivo",
        {"code": "respondent", "party": "reporter"}),
    ("found", nothing, "of_whom", "outcome.propose", "o2", "ivo",
        {"code": "respondent", "party": "wei"}),
    ("found", nothing, "of_whom", "outcome.propose", "o2", "ivo",
        {"code": "remedy", "party": "nobody"}),
    ("found", nothing, "", "outcome.propose", "o2", "ivo",
        {"code": "remedy", "party": "reporter"}),
    # No day that there is not.
    ("sent", does(OF_WEI), "bad_members", *TO_WEI[:3], TO_WEI[3] | {"when": "2026-02-30"}),
    ("sent", does(OF_WEI), "bad_members", *TO_WEI[:3], TO_WEI[3] | {"when": "2026-19-39"}),
    ("sent", does(OF_WEI), "term_whole", *TO_WEI[:3], TO_WEI[3] | {"days": 1}),
    ("sent", does(OF_GAO), "term_whole", *TO_GAO[:3], TO_GAO[3] | {"days": 4}),
    ("interviewed", does(OF_WEI, ("interview.conduct_on_paper", "i2", "ivo", "ada",
        {"when": "2026-03-09"})), "term_whole", "interview.send_transcript", "i2", "ivo",
        {"days": 9}),
    # A committee finds without the one who presides.
    ("committee", does(*_sits("committee", "cy", "pia"),
        ("finding.draft", "f1", "cora", {"about": ("a1",)})), "found_together",
        "finding.make", "f1", "cora", "ext", "cy", REFERRED),
]  # fmt: skip
