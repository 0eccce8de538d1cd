"""What is asked of the draft as each side is told it."""

from __future__ import annotations

from typing import Any

from casework_asked import does, nothing
from casework_asked_after import RAISED

MADE = {"code": "substantiated", "basis": "evidence"}
WEEK = {"days": 7}
SHARED = ("case.share_draft", "case", "ivo", WEEK)
TELLS = ("party.tell_draft", "gao", "ivo", WEEK)
BEGUN = ("finding.draft", "f1", "dora", {"about": ("a1",)})
ANEW = (("party.invite_anew", "gao", "ivo", "ada", {"days": 3, "digest": "d" * 64}),)

DRAFT: tuple[tuple[Any, ...], ...] = (
    ("answered", nothing, "not_in_this_phase", *TELLS),
    ("answered", does(SHARED), "", *TELLS),
    ("answered", does(SHARED), "not_yours", "party.tell_draft", "gao", "dora", WEEK),
    ("answered", does(SHARED), "a_respondent", "party.tell_draft", "wei", "ivo", WEEK),
    ("answered", does(SHARED), "a_respondent", "party.tell_draft", "reporter", "ivo", WEEK),
    ("answered", does(SHARED), "bad_members", "party.tell_draft", "gao", "ivo"),
    ("answered", does(SHARED), "term_whole", "party.tell_draft", "gao", "ivo", {"days": 4}),
    ("answered", does(SHARED, RAISED), "law_chosen", *TELLS),
    ("answered", does(SHARED, *ANEW), "not_from_here", *TELLS),
    ("found", nothing, "not_in_this_phase", *TELLS),
    # Each comments on what they were given, for themselves.
    ("answered", does(SHARED), "told_the_draft", "party.comment", "gao", "gao"),
    ("drafted", nothing, "", "party.comment", "gao", "gao"),
    ("drafted", nothing, "not_yours", "party.comment", "gao", "wei"),
    ("drafted", nothing, "not_yours", "party.comment", "gao", "ivo"),
    ("drafted", nothing, "not_yours", "case.comment", "case", "gao"),
    # Nothing is weighed before who is accused has had the newest draft, and time to answer it.
    ("answered", does(SHARED, BEGUN, (24 * 8,)), "draft_told", "finding.make", "f1", "dora", MADE),
    ("drafted", does(SHARED, (24 * 8,)), "draft_told", "finding.make", "f1", "dora", MADE),
    ("drafted", does(SHARED, (48,), TELLS, (24 * 6,)), "comments_over", "finding.make", "f1",
        "dora", MADE),
    ("drafted", does(SHARED, (48,), TELLS, (24 * 8,)), "", "finding.make", "f1", "dora", MADE),
    ("answered", does(SHARED, BEGUN, (24 * 8,)), "", "finding.make", "f1", "dora", "tess",
        MADE | {"code": "referred"}),
    # Who has no way in gets the draft by none: nothing waits for them.
    ("answered", does(SHARED, *ANEW, BEGUN, (24 * 8,)), "", "finding.make", "f1", "dora", MADE),
)  # fmt: skip
