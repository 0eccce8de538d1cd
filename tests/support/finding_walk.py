"""From the draft that both sides have to what is found and what follows: where letters begin.

Each function brings a case that is planned (noticing.planned) on as far as it says.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import noticing
from desk_walk import AMARA, JONAS, XU
from noticing import GAO
from walking import Walk

TEXT = "Two people stood beside them. One saw the hand; the message of that evening says the same."
REASONS = "One person saw it, and it was told to a friend within the hour."
SHEET = {
    **{f"{each}_{side}": f"{each.capitalize()}, of the {side}."
       for each in ("plausible", "knew", "consistent", "corroborated")
       for side in ("reporter", "respondent")},
    "gap_respondent": "yes", "exhibits": "", "text": TEXT,
}  # fmt: skip


def sheet(walk: Walk, *contexts: Any, answered: bool = True) -> None:
    """Both sides had their days to comment; Jonas has written the worksheet."""
    noticing.commented(walk, *contexts, answered=answered)
    walk.moves(JONAS, "finding.draft", "finding", SHEET, about=(walk.id("act"),))


def found(walk: Walk, *contexts: Any, code: str = "substantiated") -> None:
    """Xu has decided it, of all that is alleged."""
    sheet(walk, *contexts)
    walk.moves(XU, "finding.make", "finding", {"text": REASONS}, code=code, basis="evidence")


def followed(walk: Walk, *contexts: Any, code: str = "substantiated") -> None:
    """A warning for Gao and leave for the reporter are decided; Amara carries them out."""
    found(walk, *contexts, code=code)
    for name, group, party, what, text in (
        ("warning", "respondent", walk.id(GAO), "warning", "In writing, kept for two years."),
        ("leave", "remedy", "reporter", "paid_leave", "Ten days, whenever it is wished."),
    ):
        said = {"what": what, "text": text}
        walk.moves(JONAS, "outcome.propose", name, said, code=group, party=party)
        due = walk.now + dt.timedelta(days=14)
        walk.moves(XU, "outcome.decide", name, said, holder=walk.holder(AMARA), due=due)
