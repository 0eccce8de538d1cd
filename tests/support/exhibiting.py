"""From a finding to the question how things are since then."""

from __future__ import annotations

import datetime as dt
from typing import Any

import noticing
from desk_walk import AMARA, SOFIA, XU
from moved_time import Clock
from noticing import GAO
from processes import Heard
from walking import Walk

WEEKS = dt.timedelta(weeks=2)
QUESTION = "How are your shifts since then?"


def told(live: Heard, clock: Clock) -> Walk:
    """It was found what happened, and both sides have their letters. Sofia, apart, asks later."""
    walk = noticing.planned(live, clock)
    walk.seat(AMARA, "checkin", SOFIA)
    noticing.commented(walk)
    about = (walk.id("act"),)
    walk.moves(XU, "finding.draft", "finding", {"text": "Two saw it."}, about=about)
    walk.moves(XU, "finding.make", "finding", {"text": "It happened."}, code="substantiated",
               basis="evidence")  # fmt: skip
    due = walk.now + noticing.TO_REPLY  # to appeal, ten working days as well
    for party in ("reporter", GAO):
        walk.moves(XU, "party.tell_outcome", party, {"text": "It was found so."}, due=due)
    walk.moves(AMARA, "case.send_letters", "case", {"text": "Both letters are out."})
    return walk


def asked(live: Heard, clock: Clock, *contexts: Any) -> Walk:
    """Two weeks later Sofia has asked the reporter how things are."""
    walk = told(live, clock)
    due = walk.now + WEEKS
    walk.moves(AMARA, "checkin.lay_down", "first", party="reporter", number=1, due=due)
    walk.later(*contexts, days=14, minutes=1)
    walk.moves(SOFIA, "checkin.ask", "first", {"text": QUESTION})
    return walk
