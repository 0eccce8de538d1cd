"""An interview of a worked case, brought on over HTTP by the keys of its people (walking.Walk)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import noticing
from desk_walk import AMARA, JONAS
from processes import Heard
from walking import Walk

NOOR = "Noor Haddad"
ZONE = ZoneInfo("Asia/Shanghai")  # of the demonstration's cases: their day is over at 16:00 UTC
SAID = "What did you see?\nHe stood behind her.\nHer hand was on the rail.\nThen the door opened."
INVITATION = {
    "purpose": "To hear in your own words what you know.", "hour": "10:00, Shanghai time",
    "place": "Room 4, the other building", "length": "60 minutes, a break at any time",
    "who": "Jonas Lindqvist, who asks; Amara Okafor, who writes", "companion": "speak",
    "recording": "ask", "language": "English", "access": "", "reason": "",
    "kept": "It is written down and sent to you, and you can correct it.",
}  # fmt: skip


def witnessed(live: Heard) -> Walk:
    """A planned case with a witness, Noor, by keys of their own."""
    walk = noticing.planned(live)
    walk.enrol(NOOR, "witness", JONAS, AMARA)
    return walk


def invited(walk: Walk, party: str = NOOR, words: dict[str, str] | None = None) -> None:
    """Jonas plans it and invites to it for today: the person wishes it so."""
    id = "reporter" if party == "reporter" else walk.id(party)
    walk.moves(JONAS, "interview.plan", "talk", {"account": "Tell it."}, code="main", party=id)
    said: dict[str, Any] = {"code": "sooner", "when": today(walk).isoformat(), "due": walk.now}
    walk.moves(JONAS, "interview.invite", "talk", INVITATION | (words or {}), **said)


def today(walk: Walk) -> dt.date:
    """Where the case is."""
    return walk.now.astimezone(ZONE).date()


def sent(walk: Walk, text: str = SAID) -> None:
    """It took place, and what was said is sent to whoever said it."""
    walk.moves(JONAS, "interview.conduct", "talk", {"text": "Noted by hand."})
    due = walk.now + dt.timedelta(days=16)
    walk.moves(JONAS, "interview.send_transcript", "talk", {"text": text}, due=due)
