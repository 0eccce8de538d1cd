"""What is asked of check-ins, the preliminary step, notices of data and choices of law."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from casework_asked import LAID_DOWN, Asked, Prepare, does, nothing
from casework_asked_mended import KEPT, LODGED, REOPENED, SENT, STOPPED
from casework_story import SEATS, Story, checkins, seat

CLEO = (
    ("seat.propose", "s-cleo", "ada", {"code": "checkin", "holder": "cleo"}),
    ("seat.declare", "s-cleo", "cleo", {"digest": "c" * 64}),
)
DUE = (*CLEO, LAID_DOWN)
ASKED = (*DUE, (24 * 14,), ("checkin.ask", "c1", "cleo"))
REMINDED = ((24,), ("checkin.remind", "c1", "cleo")) * 2
SAME, CHANGED = {"code": "unchanged"}, {"code": "changed"}
SILENT = (*ASKED, *REMINDED, ("checkin.note_silence", "c1", "cleo"))
WORSE = (*ASKED, ("checkin.answer", "c1", "reporter", CHANGED))
LOOKED_INTO = ("checkin.look_into", "c1", "tess", {"code": "nothing_of_it"})
TO_REPORTER = {"party": "reporter"}


def wished(id: str, day: int, month: int = 3, year: int = 2026) -> Asked:
    """Asked for by the reporter on a day of theirs, as the server works out its noon."""
    at = datetime(year, month, day, 12, tzinfo=UTC)
    said = TO_REPORTER | {"when": at.date().isoformat(), "due": at}
    return ("checkin.request", id, "reporter", said)


WISHED, NO_MORE = wished("w1", 18), ("checkin.end", "w9", "reporter", TO_REPORTER)
NOT_THIS = ("checkin.decline", "w1", "reporter")
ANSWERED = (
    ("checkin.ask", "w1", "cleo"),
    ("checkin.answer", "w1", "reporter", {"code": "unchanged"}),
)
QUIET = {"code": "may_vanish", "days": 10}
BEGUN = ("preliminary.begin", "q1", "ada", QUIET)
OWED = ("data_notice.owe", "d1", "ada", {"party": "gao", "days": 28})
DEFERRED = {"code": "would_impair", "when": "2026-04-01", "days": 30}
EVENING: dict[str, Any] = {
    "code": "would_impair", "when": "2026-04-01", "due": datetime(2026, 3, 31, 20, tzinfo=UTC),
}  # fmt: skip
RAISED = ("law_choice.raise", "l1", "ada", {"code": "open_file_or_secrecy"})
TESS = ("seat.propose", "s-tess", "ada", {"code": "counsel", "holder": "tess"})
SEATED_TESS = (TESS, ("seat.declare", "s-tess", "tess", {"digest": "c" * 64}))
KEEPS = (
    ("seat.propose", "s-tess", "ada", {"code": "outside", "holder": "tess"}),
    ("seat.declare", "s-tess", "tess", {"digest": "c" * 64}),
)
COUNSEL = (
    ("seat.propose", "s-cy", "ada", {"code": "counsel", "holder": "cy"}),
    ("seat.declare", "s-cy", "cy", {"digest": "c" * 64}),
)
SUPPORT, INQUIRY = {"code": "support_only"}, {"code": "investigate"}
UNWORKED = (
    ("case.triage", "case", "ada", SUPPORT),
    ("case.close_unworked", "case", "ada", KEPT),
    REOPENED,
    ("case.triage", "case", "ada", INQUIRY),
)
SEATED = tuple(
    each
    for part, holder in SEATS.items()
    for each in (
        ("seat.propose", f"s-{holder}", "tess", {"code": part, "holder": holder}),
        ("seat.declare", f"s-{holder}", holder, {"digest": "c" * 64}),
    )
)
REFERRAL = ("referral.raise", "f1", "ada", {"code": "prosecutor"})
TELLS_FIRST = ("referral.tell_first", "f1", "ada")
REFERS = (REFERRAL, *COUNSEL, ("referral.choose", "f1", "cy", {"code": "refer"}))
EXCEPTED = (REFERRAL, *COUNSEL, ("referral.choose", "f1", "cy", {"code": "excepted"}))
PAIR = {"digest": "d" * 64}
LENT = ("lending.ask", "b1", "ada", PAIR)
LENDS = ("lending.give", "b1", "reporter")
HANDED = {"digest": "d" * 64}
ANNOUNCED = ("package.announce", "g1", "ada", {"code": "consent"})
ORDERED = ("package.announce", "g1", "ada", {"code": "court_order"})
PREPARED = ("package.prepare", "g1", "ada", {"code": "court_order"})
UNTOLD = ("package.keep_untold", "g1", "ada", "tess")
IN_DANGER = ("package.prepare", "g1", "ada", {"code": "danger"})
AGREED = ("package.grant", "g1", "reporter")
HANDS_OVER = ("package.hand_over", "g1", "ada", HANDED)
HANDS_UNTOLD = ("package.hand_over_untold", "g1", "ada", HANDED)
GATE = ("gate.ask", "t1", "ada")
LETS, LETS_NOT = ("gate.agree", "t1", "reporter"), ("gate.decline", "t1", "reporter")
BACK, GATE_TOLD = ("gate.take_back", "t1", "reporter"), ("gate.tell", "t1", "ada", HANDED)
REVOKED, GATE_DROPPED = ("gate.revoke", "t1", "reporter"), ("gate.drop", "t1", "ada")
HEARD_AND_VARIED = (("appeal.hear", "ap1", "rena"), ("appeal.vary", "ap1", "rena"))
FREE, QUIET_TERMS = {"code": "free_to_speak", "days": 21}, {"code": "confidential", "days": 21}
OFFER = ("settlement.offer", "m1", "ada", FREE)
SAYS_YES, TAKES_BACK = (
    ("settlement.accept", "m1", "reporter"),
    ("settlement.take_back", "m1", "reporter"),
)
AGAIN = ("settlement.revise", "m1", "ada")
ASKS_SILENCE = ("settlement.request", "m1", "reporter")
COUNTS, DROPS = ("settlement.activate", "m1", "ada"), ("settlement.drop", "m1", "ada")
LEAK = ("leak.raise", "k1", "ada", {"code": "inside"})
SAFE, KEYS = ("leak.check_safety", "k1", "ada"), ("leak.offer_keys", "k1", "ada")
STATEMENT = ("leak.draft", "k1", "ada")
COPIED = ("exhibit.handle", "e1", "ivo", {"code": "copied", "digest": "e" * 64})
YOUNG = ("party.note_minor", "gao", "ada")
YOUNG_REPORTER = ("party.note_minor", "reporter", "ada")
OF_AGE = ("party.note_of_age", "reporter", "ada", "tess")
BESIDE = ("party.note", "ann", "ada", {"code": "advocate", "party": "gao"})
BESIDE_ANOTHER = (*BESIDE[:3], {"code": "guardian", "party": "reporter"})
BESIDE_NOBODY = (*BESIDE[:3], {"code": "guardian"})
SUPPORTED = ("case.triage", "case", "ada", SUPPORT)
CAME_IN = (
    ("party.note", "lu", "ivo", {"code": "respondent"}),
    ("party.invite", "lu", "ivo", {"days": 3, "digest": "d" * 64}),
    ("party.open", "lu", "lu"),
)
TOLD_CLOSED = ("party.tell_closed", "gao", "ada")
CHOSEN = (RAISED, *COUNSEL, ("law_choice.choose", "l1", "cy"))


def laid_down(number: int, days: int, party: str = "reporter") -> Asked:
    return (
        "checkin.lay_down", f"c{number}", "cleo",
        {"party": party, "number": number, "days": days},
    )  # fmt: skip


def a_year(*, changed: bool = False, looked_into: bool = False) -> Prepare:
    """All five check-ins, after one outcome is done; of the last, what changed."""

    def prepare(story: Story) -> None:
        story.do("outcome.do", "o1", "hr")
        checkins(seat(story, "checkin", "cleo"), last="changed" if changed else "unchanged")
        if looked_into:
            story.do("checkin.look_into", "c5", "tim", code="nothing_of_it")

    return prepare


def ended_early(story: Story) -> None:
    """The rhythm has begun, and the reporter wants no more of it."""
    story.do("outcome.do", "o1", "hr")
    does(*DUE, ("case.start_aftercare", "case", "ada"), NO_MORE, (24 * 35,))(story)


def asked_again(story: Story) -> None:
    """And wants one more after that."""
    ended_early(story)
    day = story.at + timedelta(days=2)
    does(wished("w1", day.day, day.month, day.year))(story)


def asked_and_answered(story: Story) -> None:
    asked_again(story)
    does((24 * 3,), *ANSWERED, ("checkin.review", "w1", "cleo", SAME))(story)


def never_wanted(story: Story) -> None:
    story.do("outcome.do", "o1", "hr")
    does(*CLEO, NO_MORE)(story)


def elsewhere(hour: int) -> dict[str, Any]:
    """An hour of 18 March as another zone writes it."""
    return {"due": datetime(2026, 3, 18, hour, tzinfo=UTC)}


def a_stopped_year(story: Story) -> None:
    an_untold_year(story)
    does(TOLD_CLOSED)(story)


def an_untold_year(story: Story) -> None:
    does(*STOPPED)(story)
    checkins(seat(story, "checkin", "cleo"))


def reopened_for_a_year(story: Story) -> None:
    does(REOPENED)(story)
    a_stopped_year(story)


AFTER: list[Asked] = [
    ("told", does(*CLEO), "", *LAID_DOWN),
    ("told", does(*CLEO), "", *laid_down(1, 14, "wei")),
    ("told", does(*CLEO), "a_party", *laid_down(1, 14, "nobody")),
    ("told", does(*CLEO), "next_checkin", *laid_down(2, 42)),
    ("told", does(*CLEO), "weeks_of_checkin", *laid_down(1, 13)),
    ("told", does(*CLEO), "weeks_of_checkin", *laid_down(1, 15)),
    ("told", does(*DUE), "", *laid_down(2, 42)),
    ("closed", does(("case.reopen", "case", "tess", {"code": "tier_decision"})),
        "after_the_outcome", *laid_down(6, 400)),
    ("told", does(*CLEO, *(laid_down(n, d) for n, d in enumerate((14, 42, 84, 182, 364), 1))),
        "next_checkin", *laid_down(6, 400)),
    ("staffed", does(*CLEO), "after_the_outcome", *LAID_DOWN),
    ("staffed", does(*CLEO, *STOPPED), "", *LAID_DOWN),
    ("told", does(*DUE, (24 * 14 - 1,)), "checkin_due", "checkin.ask", "c1", "cleo"),
    ("told", does(*DUE, (24 * 14,)), "", "checkin.ask", "c1", "cleo"),
    ("told", does(*DUE, (24 * 14,)), "not_yours", "checkin.ask", "c1", "ada"),
    ("told", does(*ASKED, (1,)), "another_day_of_it", "checkin.remind", "c1", "cleo"),
    ("told", does(*ASKED, *REMINDED[:2]), "reminded", "checkin.note_silence", "c1", "cleo"),
    ("told", does(*ASKED, *REMINDED), "", "checkin.note_silence", "c1", "cleo"),
    ("told", does(*SILENT), "", "checkin.answer", "c1", "reporter", CHANGED),
    ("told", does(*SILENT), "not_yours", "checkin.answer", "c1", "cleo", SAME),
    ("told", does(*SILENT), "", "checkin.review", "c1", "cleo", CHANGED),
    ("told", does(*ASKED), "not_from_here", "checkin.review", "c1", "cleo", SAME),
    ("told", does(*WORSE), "", "checkin.look_into", "c1", "tim", {"code": "new_case"}),
    ("told", does(*WORSE), "", *LOOKED_INTO[:2], "thea", LOOKED_INTO[3]),
    ("told", does(*WORSE), "off_the_line", *LOOKED_INTO[:2], "teo", LOOKED_INTO[3]),
    ("told", does(*WORSE), "not_yours", "checkin.look_into", "c1", "ada", {"code": "new_case"}),
    ("told", does(*WORSE, *SEATED_TESS), "off_the_line", *LOOKED_INTO),
    # Nobody is kept away by being proposed, nor who keeps the key outside of the team.
    ("told", does(*WORSE, TESS), "", *LOOKED_INTO),
    ("told", does(*WORSE, *KEEPS), "", *LOOKED_INTO),
    ("told", does(*ASKED, ("checkin.answer", "c1", "reporter", SAME)), "was_changed",
        *LOOKED_INTO),
    ("told", does(("outcome.do", "o1", "hr"), *CLEO), "checkin_laid_down", "case.start_aftercare",
        "case", "ada"),
    # The reporter's own days: from the first decision on, without a reason, and by nobody else.
    ("triaged", nothing, "", *WISHED),
    ("reported", nothing, "not_in_this_phase", *WISHED),
    ("triaged", nothing, "not_yours", *WISHED[:2], "ada", WISHED[3]),
    ("triaged", nothing, "of_oneself", *WISHED[:3], WISHED[3] | {"party": "gao"}),
    ("triaged", nothing, "bad_members", *WISHED[:3], TO_REPORTER),
    ("triaged", nothing, "due_on_that_day", *WISHED[:3], WISHED[3] | {"when": "2026-03-19"}),
    ("triaged", nothing, "day_to_come", *wished("w1", 2)),
    ("triaged", nothing, "", *wished("w1", 3)),
    ("triaged", nothing, "", *wished("w1", 3, 3, 2027)),
    ("triaged", nothing, "day_to_come", *wished("w1", 4, 3, 2027)),
    ("triaged", does(*(wished(f"w{day}", day) for day in range(4, 15))), "", *wished("w30", 30)),
    ("triaged", does(*(wished(f"w{day}", day) for day in range(4, 16))), "few_asked_for",
        *wished("w30", 30)),
    ("staffed", does(WISHED, *STOPPED), "", *wished("w2", 30)),
    ("closed", nothing, "not_in_this_phase", *wished("w2", 30, 3, 2027)),
    ("triaged", does(*CLEO, WISHED, (24,)), "checkin_due", "checkin.ask", "w1", "cleo"),
    ("triaged", does(*CLEO, WISHED, (24 * 17,)), "", "checkin.ask", "w1", "cleo"),
    ("triaged", does(*CLEO, WISHED, NOT_THIS, (24 * 17,)), "not_from_here", "checkin.ask", "w1",
        "cleo"),
    ("triaged", does(WISHED), "", *NOT_THIS),
    ("triaged", does(WISHED), "not_yours", *NOT_THIS[:2], "ada"),
    ("told", does(*ASKED), "", "checkin.decline", "c1", "reporter"),
    ("told", does(*SILENT), "", "checkin.decline", "c1", "reporter"),
    ("told", does(*WORSE), "not_from_here", "checkin.decline", "c1", "reporter"),
    # What a route without an inquiry ends with waits for what the reporter asked for.
    ("triaged", does(SUPPORTED, *CLEO, WISHED), "checkins_done", "case.close_unworked", "case",
        "ada", KEPT),
    ("triaged", does(SUPPORTED, *CLEO, WISHED, NOT_THIS), "", "case.close_unworked", "case", "ada",
        KEPT),
    # None any more: nobody lays one down, what was due is declined, and it can be closed.
    ("triaged", nothing, "", *NO_MORE),
    ("triaged", nothing, "not_yours", *NO_MORE[:2], "ada", TO_REPORTER),
    ("triaged", does(NO_MORE), "checkins_wanted", "checkin.end", "w10", "reporter", TO_REPORTER),
    ("told", does(*DUE, NO_MORE), "checkins_wanted", *laid_down(2, 42)),
    ("told", does(*CLEO, NO_MORE), "", *laid_down(1, 14, "wei")),
    ("told", does(*DUE, NO_MORE, (24 * 14,)), "not_from_here", "checkin.ask", "c1", "cleo"),
    ("told", does(*WORSE, NO_MORE), "", "checkin.look_into", "c1", "tim", {"code": "new_case"}),
    ("told", never_wanted, "", "case.start_aftercare", "case", "ada"),
    ("told", ended_early, "", "case.close", "case", "ada", KEPT),
    ("told", asked_again, "checkins_over", "case.close", "case", "ada", KEPT),
    ("told", does(*DUE, NO_MORE, wished("w1", 30, 4)), "", *laid_down(2, 42)),
    ("told", asked_and_answered, "", "case.close", "case", "ada", KEPT),
    ("told", a_year(), "", "case.close", "case", "ada", KEPT),
    ("told", a_year(changed=True), "checkins_over", "case.close", "case", "ada", KEPT),
    ("told", a_year(changed=True, looked_into=True), "", "case.close", "case", "ada", KEPT),
    ("staffed", a_stopped_year, "", "case.close_stopped", "case", "ada", KEPT),
    ("staffed", a_stopped_year, "", "case.close_stopped", "case", "tim", KEPT),
    ("staffed", an_untold_year, "told_closed", "case.close_stopped", "case", "ada", KEPT),
    # That it is closed is for who knows that it was there.
    ("staffed", does(*STOPPED), "", *TOLD_CLOSED),
    ("staffed", does(*STOPPED), "a_respondent", "party.tell_closed", "wei", "ada"),
    ("staffed", nothing, "not_in_this_course", *TOLD_CLOSED),
    ("noted", does(*STOPPED), "knows_of_it", *TOLD_CLOSED),
    ("appealed", reopened_for_a_year, "no_appeal_open", "case.close_stopped", "case", "tess", KEPT),
    # So does who came in by the words, whom two can confirm still: nothing is sealed before.
    ("staffed", does(*CAME_IN, *STOPPED), "", "party.tell_closed", "lu", "ada"),
    ("staffed", does(*CAME_IN, *STOPPED), "", "party.confirm", "lu", "ivo", "ada"),
    ("staffed", does(*CAME_IN[:2], *STOPPED), "knows_of_it", "party.tell_closed", "lu", "ada"),
    # What was found before a case was reopened stands, and can be appealed, whatever came of it.
    ("told", does(REOPENED), "", *LODGED),
    ("told", does(REOPENED, ("allegation.reopen", "a1", "ada")), "", *LODGED),
    ("told", does(REOPENED, STOPPED[0]), "", *LODGED),
    ("told", does(REOPENED, *STOPPED), "", *LODGED),
    ("told", does(REOPENED, *STOPPED, (24 * 11,)), "within_appeal_term", *LODGED),
    ("told", does(REOPENED, *STOPPED), "appeal_terms_over", "case.close_stopped", "case", "ada",
        KEPT),
    # Quiet preservation: once, ten days, and no notice meanwhile.
    ("reported", nothing, "", *BEGUN),
    ("reported", nothing, "bad_code", *BEGUN[:3], QUIET | {"code": "convenient"}),
    ("reported", nothing, "at_most_ten_days", *BEGUN[:3], QUIET | {"days": 10.1}),
    ("reported", does(BEGUN, ("preliminary.end", "q1", "ada")), "one_preliminary",
        "preliminary.begin", "q2", "ada", QUIET),
    ("previewed", does(BEGUN, (96,)), "no_preliminary", "notice.send", "n1", "ivo", SENT),
    ("previewed", does(BEGUN, (96,), ("preliminary.end", "q1", "ada")), "", "notice.send", "n1",
        "ivo", SENT),
    ("previewed", does(BEGUN, (24 * 11,)), "", "notice.send", "n1", "ivo", SENT),
    # Notices of data: each party once, in a month, put off for thirty days by two.
    ("noted", nothing, "", *OWED),
    ("noted", nothing, "another_than_the_reporter", *OWED[:3], {"party": "reporter", "days": 28}),
    ("noted", nothing, "another_than_the_reporter", *OWED[:3], {"party": "nobody", "days": 28}),
    ("noted", does(OWED), "one_data_notice", "data_notice.owe", "d2", "ada",
        {"party": "gao", "days": 28}),
    ("noted", nothing, "within_a_month", *OWED[:3], {"party": "gao", "days": 28.1}),
    ("noted", does((24,)), "within_a_month", *OWED),
    ("noted", does(OWED), "not_signed", "data_notice.defer", "d1", "ada", DEFERRED),
    ("noted", does(OWED), "", "data_notice.defer", "d1", "ada", "tess", DEFERRED),
    ("noted", does(OWED), "at_most_thirty_days", "data_notice.defer", "d1", "ada", "tess",
        DEFERRED | {"days": 31}),
    # What is signed beside is a day: another instant is of another day.
    ("noted", does(OWED), "due_on_that_day", "data_notice.defer", "d1", "ada", "tess",
        DEFERRED | {"when": "2026-03-31"}),
    # The day is that of the case, whose zone may have another than UTC.
    ("noted", does(OWED), "", "data_notice.defer", "d1", "ada", "tess", EVENING),
    ("noted", does(OWED), "due_on_that_day", "data_notice.defer", "d1", "ada", "tess",
        EVENING | {"when": "2026-03-31"}),
    ("noted", does(OWED), "bad_members", "data_notice.defer", "d1", "ada", "tess",
        {"code": "would_impair", "days": 30}),
    ("noted", does(OWED, ("data_notice.defer", "d1", "ada", "tess", DEFERRED)), "",
        "data_notice.give", "d1", "ada"),
    # Two laws contradict each other: counsel chooses, and nothing is sent before.
    ("staffed", does(RAISED), "not_yours", "law_choice.choose", "l1", "ada"),
    ("staffed", does(RAISED, *COUNSEL), "", "law_choice.choose", "l1", "cy"),
    ("staffed", does(*CHOSEN), "", "law_choice.ask_again", "l1", "ada"),
    ("previewed", does(RAISED, (96,)), "law_chosen", "notice.send", "n1", "ivo", SENT),
    ("previewed", does(*CHOSEN, (96,)), "", "notice.send", "n1", "ivo", SENT),
    ("answered", does(RAISED), "law_chosen", "case.share_draft", "case", "ivo", {"days": 7}),
    ("found", does(RAISED), "law_chosen", "party.tell_outcome", "gao", "dora", {"days": 14}),
    # Somebody under age: said by the team, taken back by two, accused with somebody beside.
    ("noted", nothing, "", *YOUNG),
    ("reported", nothing, "", "party.note_minor", "reporter", "ada"),
    ("noted", nothing, "not_yours", *YOUNG[:2], "reporter"),
    ("noted", does(YOUNG), "not_noted_minor", *YOUNG),
    ("noted", nothing, "noted_minor", "party.note_of_age", "gao", "ada", "tess"),
    ("noted", does(YOUNG), "not_signed", "party.note_of_age", "gao", "ada"),
    ("noted", does(YOUNG), "", "party.note_of_age", "gao", "ada", "tess"),
    ("previewed", does(YOUNG, (96,)), "minor_accompanied", "notice.send", "n1", "ivo", SENT),
    ("previewed", does(YOUNG, BESIDE, (96,)), "", "notice.send", "n1", "ivo", SENT),
    # One stands beside one person; noted for nobody, as all were once, beside the only one.
    ("previewed", does(YOUNG, BESIDE_ANOTHER, (96,)), "minor_accompanied", "notice.send", "n1",
        "ivo", SENT),
    ("previewed", does(YOUNG, BESIDE_NOBODY, (96,)), "", "notice.send", "n1", "ivo", SENT),
    ("previewed", does(YOUNG, YOUNG_REPORTER, BESIDE_NOBODY, (96,)), "minor_accompanied",
        "notice.send", "n1", "ivo", SENT),
    ("previewed", does(YOUNG, YOUNG_REPORTER, BESIDE, (96,)), "", "notice.send", "n1", "ivo", SENT),
    ("noted", nothing, "beside_whom", *BESIDE[:3], {"code": "guardian", "party": "nobody"}),
    ("noted", nothing, "beside_whom", *BESIDE[:3], {"code": "guardian", "party": "ann"}),
    ("noted", nothing, "beside_whom", *BESIDE[:3], {"code": "witness", "party": "gao"}),
    ("previewed", does(YOUNG, BESIDE, ("party.leave", "ann", "ada"), (96,)), "minor_accompanied",
        "notice.send", "n1", "ivo", SENT),
    ("answered", nothing, "", *COPIED),
    ("answered", does(YOUNG), "two_where_minor", *COPIED),
    ("answered", does(YOUNG), "", *COPIED[:3], "ada", COPIED[3]),
    ("answered", does(YOUNG), "", *COPIED[:3], COPIED[3] | {"code": "viewed"}),
    ("triaged", does(SUPPORTED, YOUNG_REPORTER), "referral_weighed", "case.close_unworked", "case",
        "ada", KEPT),
    ("triaged", does(SUPPORTED, YOUNG_REPORTER, REFERRAL), "referral_weighed",
        "case.close_unworked", "case", "ada", KEPT),
    ("triaged", does(SUPPORTED, YOUNG_REPORTER, *EXCEPTED), "", "case.close_unworked", "case",
        "ada", KEPT),
    ("triaged", does(SUPPORTED, YOUNG_REPORTER, OF_AGE), "", "case.close_unworked", "case", "ada",
        KEPT),
    # Something became known: safety, keys, one statement by two.
    ("reported", nothing, "", *LEAK),
    ("reported", nothing, "not_yours", *LEAK[:2], "reporter", LEAK[3]),
    ("reported", does(LEAK), "", *SAFE),
    ("reported", does(LEAK), "not_from_here", "leak.draft", "k1", "ada"),
    ("reported", does(LEAK), "", *KEYS),
    ("reported", does(LEAK, SAFE), "keys_offered", "leak.end", "k1", "ada"),
    ("reported", does(LEAK, SAFE, KEYS), "", "leak.end", "k1", "ada"),
    ("reported", does(LEAK, SAFE, STATEMENT), "second_person", "leak.check", "k1", "ada"),
    ("reported", does(LEAK, SAFE, STATEMENT), "", "leak.check", "k1", "tess"),
    ("reported", does(LEAK, SAFE, STATEMENT), "", "leak.revise", "k1", "ada"),
    ("reported", does(LEAK, SAFE, STATEMENT, ("leak.check", "k1", "tess")), "not_from_here",
        *STATEMENT),
    ("staffed", does(*STOPPED), "", *LEAK),
    # An account in another case: the reporter's to give, to refuse, and to take back at any time.
    ("reported", nothing, "", *LENT),
    ("reported", nothing, "not_yours", *LENT[:2], "reporter", PAIR),
    ("reported", nothing, "bad_members", *LENT[:3]),
    ("reported", does(LENT), "asked_once", "lending.ask", "b2", "ada", PAIR),
    ("reported", does(LENT), "", "lending.ask", "b2", "ada", {"digest": "e" * 64}),
    ("reported", does(LENT), "", *LENDS),
    ("reported", does(LENT), "not_yours", *LENDS[:2], "ada"),
    ("reported", does(LENT), "", "lending.decline", "b1", "reporter"),
    ("reported", does(LENT), "not_from_here", "lending.take_back", "b1", "reporter"),
    ("reported", does(LENT, ("lending.decline", "b1", "reporter")), "", *LENDS),
    ("reported", does(LENT, LENDS), "not_yours", "lending.take_back", "b1", "ada"),
    ("reported", does(LENT, LENDS), "", "lending.take_back", "b1", "reporter"),
    ("closed", does(), "not_in_this_phase", *LENT),
    ("staffed", does(*STOPPED), "not_in_this_course", *LENT),
    ("staffed", does(LENT, *STOPPED), "not_in_this_course", *LENDS),
    ("staffed", does(LENT, LENDS, *STOPPED), "", "lending.take_back", "b1", "reporter"),
    # Of an exhibit it may be said with its number that it is lent; what is exhibited stays so.
    ("reported", nothing, "", "exhibit.note", "e9", "ada",
        {"code": "intimate", "number": 1, **PAIR}),
    # A package of the desk: told first, with a ground, and by consent while that stands.
    ("reported", nothing, "", *ANNOUNCED),
    ("reported", nothing, "bad_code", *ANNOUNCED[:3], {"code": "own"}),
    ("reported", nothing, "not_yours", *ANNOUNCED[:2], "reporter", ANNOUNCED[3]),
    ("reported", does(ANNOUNCED), "agreed_for_consent", *HANDS_OVER),
    ("reported", does(ANNOUNCED, AGREED), "", *HANDS_OVER),
    ("reported", does(ANNOUNCED, AGREED), "bad_members", *HANDS_OVER[:3]),
    ("reported", does(ANNOUNCED), "not_yours", *AGREED[:2], "ada"),
    ("reported", does(ANNOUNCED, AGREED, ("package.take_back", "g1", "reporter")),
        "agreed_for_consent", *HANDS_OVER),
    ("reported", does(ANNOUNCED, AGREED, *STOPPED), "agreed_for_consent", *HANDS_OVER),
    ("reported", does(ANNOUNCED, ("package.decline", "g1", "reporter")), "agreed_for_consent",
        *HANDS_OVER),
    ("reported", does(ORDERED), "", *HANDS_OVER),
    ("reported", does(ORDERED, ("package.decline", "g1", "reporter")), "", *HANDS_OVER),
    ("reported", does(ORDERED, *STOPPED), "", *HANDS_OVER),
    ("reported", does(ORDERED), "not_from_here", *HANDS_UNTOLD),
    ("reported", does(ORDERED, HANDS_OVER), "not_from_here", *HANDS_OVER),
    ("reported", does(ORDERED), "", "package.drop", "g1", "ada"),
    ("reported", nothing, "", *PREPARED),
    ("reported", nothing, "bad_code", *PREPARED[:3], {"code": "consent"}),
    ("reported", does(PREPARED), "not_signed", *UNTOLD[:3]),
    ("reported", does(PREPARED), "", *UNTOLD),
    ("reported", does(PREPARED), "told_or_danger", *HANDS_OVER),
    ("reported", does(PREPARED), "not_from_here", *HANDS_UNTOLD),
    ("reported", does(PREPARED, UNTOLD), "not_from_here", *HANDS_OVER),
    ("reported", does(PREPARED, UNTOLD), "", *HANDS_UNTOLD),
    ("reported", does(PREPARED, UNTOLD), "not_from_here", "package.tell", "g1", "ada"),
    ("reported", does(PREPARED, UNTOLD, HANDS_UNTOLD), "", "package.tell", "g1", "tess"),
    ("reported", nothing, "", *IN_DANGER),
    ("reported", does(IN_DANGER), "order_forbids", *UNTOLD),
    ("reported", does(IN_DANGER), "", *HANDS_OVER),
    # The gate is told while the reporter's letter stands; who has not agreed is not asked again.
    ("reported", nothing, "", *GATE),
    ("reported", nothing, "not_yours", *GATE[:2], "reporter"),
    ("reported", does(GATE), "no_gate_question", "gate.ask", "t2", "ada"),
    ("reported", does(GATE, LETS_NOT), "no_gate_question", "gate.ask", "t2", "ada"),
    ("reported", does(GATE, LETS, BACK), "no_gate_question", "gate.ask", "t2", "ada"),
    ("reported", does(GATE, LETS, GATE_TOLD, REVOKED), "no_gate_question", "gate.ask", "t2", "ada"),
    ("reported", does(GATE, LETS, GATE_TOLD), "", "gate.ask", "t2", "ada"),
    ("reported", does(GATE, LETS, GATE_DROPPED), "", "gate.ask", "t2", "ada"),
    ("reported", does(GATE), "not_from_here", *GATE_TOLD),
    ("reported", does(GATE), "not_yours", *LETS[:2], "ada"),
    ("reported", does(GATE, LETS), "", *GATE_TOLD),
    ("reported", does(GATE, LETS), "bad_members", *GATE_TOLD[:3]),
    ("reported", does(GATE, LETS), "not_yours", *GATE_TOLD[:2], "reporter", HANDED),
    ("reported", does(GATE, LETS_NOT), "not_from_here", *GATE_TOLD),
    ("reported", does(GATE, LETS_NOT), "", *LETS),
    ("reported", does(GATE, LETS_NOT), "not_from_here", *GATE_DROPPED),
    ("reported", does(GATE, LETS, BACK), "not_from_here", *GATE_TOLD),
    ("reported", does(GATE, LETS, BACK), "", *LETS),
    ("reported", does(GATE, LETS, GATE_TOLD), "not_from_here", *GATE_TOLD),
    ("reported", does(GATE, LETS, GATE_TOLD), "not_from_here", *BACK),
    ("reported", does(GATE, LETS, GATE_TOLD, REVOKED), "not_from_here", *LETS),
    ("closed", nothing, "not_in_this_phase", *GATE),
    ("staffed", does(GATE, *STOPPED), "not_in_this_course", *LETS),
    ("staffed", does(GATE, LETS, *STOPPED), "not_in_this_course", *GATE_TOLD),
    ("staffed", does(GATE, LETS, *STOPPED), "", *BACK),
    ("staffed", does(GATE, LETS, GATE_TOLD, *STOPPED), "", *REVOKED),
    # What an appeal varied is found so, too, where the report was taken back since.
    ("appealed", does(*HEARD_AND_VARIED, REOPENED, *STOPPED), "", "finding.vary", "f1", "rena",
        {"code": "partly", "basis": "evidence"}),
    # A settlement: 21 days to think, 7 to take a yes back, silence by the reporter's own wish.
    ("triaged", nothing, "", *OFFER),
    ("triaged", does(*COUNSEL), "", *OFFER[:2], "cy", FREE),
    ("triaged", nothing, "not_yours", *OFFER[:2], "reporter", FREE),
    ("triaged", nothing, "long_to_consider", *OFFER[:3], FREE | {"days": 20}),
    ("triaged", nothing, "confidence_asked", *OFFER[:3], QUIET_TERMS),
    ("triaged", does(OFFER), "not_from_here", *AGAIN, QUIET_TERMS),
    ("triaged", does(OFFER, ASKS_SILENCE), "", *AGAIN, QUIET_TERMS),
    ("triaged", does(OFFER, ASKS_SILENCE), "", *AGAIN, FREE),
    ("triaged", does(OFFER, ASKS_SILENCE), "not_from_here", *SAYS_YES),
    ("triaged", does(OFFER), "not_yours", *ASKS_SILENCE[:2], "ada"),
    ("triaged", does(OFFER), "", *SAYS_YES),
    ("triaged", does(OFFER), "not_yours", *SAYS_YES[:2], "ada"),
    ("triaged", does(OFFER, (21 * 24,)), "", *SAYS_YES),
    ("triaged", does(OFFER, (21 * 24 + 1,)), "offer_stands", *SAYS_YES),
    ("triaged", does(OFFER), "offer_over", *DROPS),
    ("triaged", does(OFFER, (21 * 24 + 1,)), "", *DROPS),
    ("triaged", does(OFFER, ASKS_SILENCE), "", *DROPS),
    ("triaged", does(OFFER), "", "settlement.decline", "m1", "reporter"),
    ("triaged", does(OFFER, SAYS_YES), "revoking_over", *COUNTS),
    ("triaged", does(OFFER, SAYS_YES, (7 * 24,)), "revoking_over", *COUNTS),
    ("triaged", does(OFFER, SAYS_YES, (7 * 24,)), "", *TAKES_BACK),
    ("triaged", does(OFFER, SAYS_YES, (7 * 24 + 1,)), "", *COUNTS),
    ("triaged", does(OFFER, SAYS_YES, (7 * 24 + 1,)), "may_be_revoked", *TAKES_BACK),
    ("triaged", does(OFFER, SAYS_YES, *STOPPED), "", *TAKES_BACK),
    # Where somebody works is noted of each, the reporter too, and says nothing in clear.
    ("noted", nothing, "", "party.place", "gao", "ada"),
    ("reported", nothing, "", "party.place", "reporter", "ada"),
    ("reported", does(*COUNSEL), "", "party.place", "reporter", "cy"),
    ("noted", nothing, "not_yours", "party.place", "gao", "reporter"),
    ("noted", nothing, "bad_code", "party.place", "gao", "ada", {"code": "witness"}),
    # What a law has passed on: counsel decides, the reporter is told first, then it goes out.
    ("reported", nothing, "", *REFERRAL),
    ("reported", nothing, "bad_code", *REFERRAL[:3], {"code": "newspaper"}),
    ("reported", does(REFERRAL), "not_yours", "referral.choose", "f1", "ada", {"code": "refer"}),
    ("reported", does(REFERRAL, *COUNSEL), "not_from_here", "referral.tell_first", "f1", "ada"),
    ("reported", does(*REFERS), "", "referral.tell_first", "f1", "ada"),
    ("reported", does(*REFERS), "not_from_here", "referral.refer", "f1", "ada"),
    ("reported", does(*EXCEPTED), "to_be_referred", "referral.tell_first", "f1", "ada"),
    ("reported", does(*REFERS, TELLS_FIRST), "", "referral.refer", "f1", "cy"),
    ("reported", does(*REFERS, TELLS_FIRST), "", "referral.ask_again", "f1", "ada"),
    ("staffed", does(*REFERS, *STOPPED), "", "referral.tell_first", "f1", "ada"),
    # A case that was closed without a team, and reopened, goes on like a new one.
    ("triaged", does(*UNWORKED), "route_without_inquiry", "case.close_unworked", "case", "ada",
        KEPT),
    ("triaged", does(*UNWORKED, *SEATED), "", "case.form_team", "case", "ada", {"code": "officer"}),
    ("triaged", does(*UNWORKED[:3]), "", "case.close_unworked", "case", "ada", KEPT),
    ("closed", does(REOPENED), "no_team_yet", "case.triage", "case", "ada",
        {"code": "support_only"}),
    ("closed", does(REOPENED), "no_team_yet", "case.form_team", "case", "ada",
        {"code": "officer"}),
    # Who asks afterwards, and counsel, have their part without a team.
    ("reported", does(*CLEO, *STOPPED), "", *LAID_DOWN),
    ("reported", does(RAISED, *COUNSEL), "", "law_choice.choose", "l1", "cy"),
    ("appealed", does(REOPENED, *STOPPED), "", "seat.propose", "s-x", "tess",
        {"code": "reviewer", "holder": "rex"}),
    # An end in another zone: four in the afternoon of the 16th there is the 17th here.
    ("answered", nothing, "term_whole", "case.share_draft", "case", "ivo", elsewhere(15)),
    ("answered", nothing, "", "case.share_draft", "case", "ivo", elsewhere(16)),
]  # fmt: skip
