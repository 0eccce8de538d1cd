"""Moves that no story needs: each is allowed once."""

from __future__ import annotations

from casework_asked import DIGEST, GAO, OBJECTED_TO, TASK, Asked, does, nothing, seat_of
from casework_asked_more import ACCEPTED, HERS, INVITED, OBJECTED, PLANNED

HEARD = ("appeal.hear", "ap1", "rena")
STAYED = ("outcome.stay", "o1", "dora")
VERIFIED = ("exhibit.verify", "e1", "ivo", {"digest": "e" * 64})
ON_PAPER = ("interview.conduct_on_paper", "i2", "ivo", "ada", {"when": "2026-03-09"})
MORE_OF_IT = ("interview.extend", "i2", "ivo", {"code": "language", "days": 21})
IN_PLACE = ("interview.send_transcript", "i2", "ivo", {"days": 14})

REST: list[Asked] = [
    ("appealed", does(HEARD), "", "appeal.remit", "ap1", "rena"),
    ("appealed", does(HEARD), "", "appeal.allow", "ap1", "rena"),
    ("appealed", does(HEARD), "", "appeal.take_back", "ap1", "gao"),
    ("appealed", does(HEARD), "not_yours", "appeal.take_back", "ap1", "reporter"),
    ("appealed", does(HEARD, ("appeal.remit", "ap1", "rena")), "", "case.reopen", "case", "ada",
        {"code": "appeal"}),
    ("staffed", nothing, "", "case.note_police", "case", "ada"),
    ("staffed", does(("case.note_police", "case", "ada")), "", "case.police_over", "case", "ada"),
    ("staffed", nothing, "", "case.pause", "case", "ada", {"code": "person_unwell", "days": 9}),
    ("staffed", does(("case.pause", "case", "ada", {"code": "person_unwell", "days": 9})), "",
        "case.resume", "case", "ada"),
    ("answered", nothing, "", "exhibit.give_back", "e1", "ivo", "ada"),
    ("answered", does(VERIFIED, ("exhibit.withhold", "e1", "ivo", {"code": "irrelevant"})), "",
        "exhibit.restore", "e1", "ada"),
    ("drafted", nothing, "", "finding.revise", "f1", "ivo"),
    ("sent", does(PLANNED, ON_PAPER, IN_PLACE), "", "interview.approve_on_paper", "i2", "ivo",
        "ada"),
    ("sent", does(PLANNED, ON_PAPER, IN_PLACE), "", "interview.extend", "i2", "ivo",
        {"code": "illness", "days": 21}),
    ("sent", does(PLANNED, ON_PAPER, IN_PLACE), "longer", "interview.extend", "i2", "ivo",
        {"code": "illness", "days": 14}),
    ("sent", does(PLANNED, ON_PAPER, IN_PLACE, (24 * 15,)), "corrections_open", "interview.extend",
        "i2", "ivo", {"code": "illness", "days": 21}),
    ("sent", does(PLANNED, ON_PAPER, IN_PLACE, MORE_OF_IT), "extended_once", "interview.extend",
        "i2", "ivo", {"code": "holiday", "days": 28}),
    ("sent", does(PLANNED, ON_PAPER, IN_PLACE, MORE_OF_IT), "adjustment_stands", "interview.extend",
        "i2", "ivo", {"code": "adjustment", "days": 28}),
    ("sent", does(PLANNED, ON_PAPER, IN_PLACE, MORE_OF_IT, ("party.grant", "wei", "ada")), "",
        "interview.extend", "i2", "ivo", {"code": "adjustment", "days": 28}),
    ("sent", does(PLANNED, ON_PAPER, IN_PLACE, MORE_OF_IT, (24 * 15,)), "", "interview.correct",
        "i2", "wei"),
    ("sent", does(PLANNED, INVITED), "", "interview.decline", "i2", "wei"),
    ("sent", does(PLANNED, INVITED), "", "interview.postpone", "i2", "wei"),
    ("staffed", does(HERS), "", "measure.grant_other", "m2", "ada"),
    ("staffed", does(HERS), "", "measure.refuse", "m2", "ada", {"code": "not_possible"}),
    ("staffed", does(*ACCEPTED, ("measure.activate", "m3", "ada", {"days": 14}),
        ("measure.review", "m3", "ivo")), "", "measure.keep", "m3", "ada", {"days": 14}),
    ("previewed", nothing, "", "notice.revise", "n1", "ivo"),
    ("previewed", nothing, "", "notice.strike_words", "n1", "reporter"),
    ("previewed", does(OBJECTED), "", "notice.uphold", "n1", "tess"),
    ("appealed", does(STAYED), "", "outcome.go_on", "o1", "dora"),
    ("found", nothing, "", "outcome.waive", "o1", "dora", {"code": "not_possible"}),
    ("found", does(("outcome.propose", "o2", "ivo", GAO | {"code": "system"})), "",
        "outcome.refuse", "o2", "dora"),
    ("triaged", seat_of("lead", "lea"), "", "seat.decline", "s-lea", "lea"),
    ("staffed", does(OBJECTED_TO), "", "seat.uphold", "s-ivo", "tess"),
    ("staffed", does(TASK), "", "task.assign", "t1", "ivo", {"holder": "hr", "days": 4}),
    ("staffed", does(TASK), "", "task.do", "t1", "hr"),
    ("staffed", does(TASK), "", "task.drop", "t1", "ivo", {"code": "not_needed"}),
    ("staffed", does(TASK, ("task.do", "t1", "hr")), "", "task.take_up", "t1", "ivo"),
    ("declared", nothing, "", "seat.recheck", "s-olu", "olu", DIGEST),
]  # fmt: skip
