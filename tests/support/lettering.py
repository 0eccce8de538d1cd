"""From what is found to the letters that tell both sides: where appeals and what is after begin."""

from __future__ import annotations

import datetime as dt
from typing import Any

import noticing
from desk_walk import AMARA, JONAS, XU
from noticing import GAO
from walking import Walk

REASONS = "One person saw it, and it was told to a friend within the hour."
WARNING, LEAVE = "In writing, kept for two years.", "Ten days, whenever it is wished."
SHEET = {
    f"{each}_{side}": f"{each.capitalize()}, of the {side}."
    for each in ("plausible", "consistent")
    for side in ("reporter", "respondent")
}


def drafted(walk: Walk) -> None:
    """Jonas has written the worksheet of the one thing that is alleged."""
    walk.moves(JONAS, "finding.draft", "finding", SHEET, about=(walk.id("act"),))


def found(walk: Walk) -> None:
    """Xu has decided it. Raises RefusedError where it cannot be found yet."""
    said = {"code": "substantiated", "basis": "evidence"}
    walk.moves(XU, "finding.make", "finding", {"text": REASONS}, **said)


def decided(walk: Walk) -> None:
    """A warning for Gao, and leave for the reporter."""
    for name, group, party, what, text in (
        ("warning", "respondent", walk.id(GAO), "warning", WARNING),
        ("leave", "remedy", "reporter", "paid_leave", LEAVE),
    ):
        said = {"what": what, "text": text}
        walk.moves(JONAS, "outcome.propose", name, said, code=group, party=party)
        due = walk.now + dt.timedelta(days=14)
        walk.moves(XU, "outcome.decide", name, said, holder=walk.holder(AMARA), due=due)


def told(walk: Walk, *contexts: Any) -> None:
    """Both sides have their letters, and that all are out is noted; of a case that is planned."""
    noticing.commented(walk, *contexts)
    drafted(walk)
    found(walk)
    decided(walk)
    due, act = walk.now + dt.timedelta(days=30), f"act_{walk.id('act')}"
    for party in ("reporter", GAO):
        text = f"What was found\n\n{noticing.ACT}\n\n{REASONS}"
        said = {"text": text, "shape": "hit", "language": "en", act: noticing.ACT}
        walk.moves(AMARA, "party.tell_outcome", party, said, due=due)
    walk.moves(AMARA, "case.send_letters", "case")
