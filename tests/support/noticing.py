"""From a report to what is put to the person, its answer, and the draft that both sides have.

Each function brings the case on from where the one before left it, and may be asked for alone.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from desk_walk import AMARA, JONAS, RUTH, XU
from moved_time import Clock
from processes import Heard
from walking import Walk

GAO = "Gao Jun"
ACT = "On 3 March, in the lift, he put his hand on her back and did not take it away."
PUT = "It is said that on 3 March, in the lift, you put your hand on a colleague's back."
MATERIAL = "A person who stood beside you says: “I saw the hand.”"
REPLY = "It was crowded. I do not remember a hand."
EVIDENCE = "Two people were heard. One saw it. Gao Jun says it was crowded."
MONDAY = 0
# Enough days for ten and for five that are worked, where holidays lie between.
TO_REPLY, TO_COMMENT = dt.timedelta(days=21), dt.timedelta(days=12)
HOUR = dt.timedelta(hours=1)


def team(live: Heard, clock: Clock | None = None) -> Walk:
    """A case that is looked into by an officer's team: Amara leads, Jonas finds out, Xu decides.

    Ruth keeps the key outside of it, and looks at what is put to somebody.
    """
    walk = Walk(live, clock)
    walk.lin.escalate()
    for name in (AMARA, RUTH):
        walk.handler(name).action("acknowledge", {})
    walk.handler(AMARA).action("evidence/checked", {})
    walk.triage(AMARA)
    walk.begin(AMARA, JONAS)
    for part, name in (
        ("lead", AMARA), ("investigator", JONAS), ("decider", XU), ("outside", RUTH),
    ):  # fmt: skip
        walk.seat(AMARA, part, name)
    walk.moves(AMARA, "case.form_team", "case", code="officer")
    walk.begin(AMARA, JONAS)  # who decides waits for the draft by now
    # Or everybody has let it pass by the time that somebody answers.
    walk.moves(AMARA, "case.weigh_measures", "case", {"text": "Nothing is needed now. Ask us."})
    return walk


def planned(live: Heard, clock: Clock | None = None) -> Walk:
    """Gao is in it by keys of his own, accused of one act; the plan is approved."""
    walk = team(live, clock)
    walk.enrol(GAO, "respondent", JONAS, AMARA)
    said = {"code": "sexual_harassment", "party": walk.id(GAO), "when": "2026-Q1"}
    walk.moves(JONAS, "allegation.note", "act", {"act": ACT, "place": "The lift"}, **said)
    for each in (AMARA, JONAS, XU, RUTH):  # somebody was named since they were checked
        walk.moves(each, "seat.recheck", f"seat of {each}", digest="c" * 64)
    walk.moves(AMARA, "case.weigh_measures", "case", {"text": "Nothing is needed now."})
    walk.moves(JONAS, "plan.draft", "plan", {"order": "First the messages."})
    walk.moves(AMARA, "plan.approve", "plan", {"text": "On Monday we speak with you."})
    return walk


def words(walk: Walk, *, put: str = PUT, **more: str) -> dict[str, str]:
    """What a notice says of the one allegation."""
    act = walk.id("act")
    return {"text": "", f"put_{act}": put, f"material_{act}": MATERIAL, **more}


def drafted(walk: Walk) -> None:
    """What is to be put to Gao is written down by Jonas."""
    said = {"code": "first", "party": walk.id(GAO), "about": (walk.id("act"),)}
    walk.moves(JONAS, "notice.draft", "notice", words(walk), **said)


def previewed(walk: Walk) -> None:
    """Ruth has looked at it, and the reporter has its exact text."""
    drafted(walk)
    walk.moves(RUTH, "notice.check", "notice", {"text": "Nobody is named but Gao Jun."})
    walk.moves(JONAS, "notice.preview", "notice", words(walk))


def sent(walk: Walk, *contexts: Any) -> None:
    """72 hours and a Monday later it is sent, with Amara on call."""
    previewed(walk)
    walk.until(MONDAY, *contexts, after=73)
    due = walk.now + TO_REPLY
    text = words(walk, due=due.date().isoformat(), call="Amara Okafor, 09 to 21.")
    told = {"text": "It was sent this morning.", "due": text["due"]}
    walk.moves(JONAS, "notice.send", "notice", text, told=told, due=due, holder=walk.holder(AMARA))


def replied(walk: Walk, *contexts: Any) -> None:
    """Gao has answered it."""
    sent(walk, *contexts)
    walk.moves(GAO, "notice.read", "notice")
    walk.moves(GAO, "notice.reply", "notice", {"text": REPLY})


def silent(walk: Walk, *contexts: Any) -> None:
    """Gao has answered nothing, on two ways, until the time to reply was over."""
    sent(walk, *contexts)
    for route in ("channel", "post"):
        walk.moves(JONAS, "notice.attempt", "notice", {"text": "No answer."}, code=route)
    walk.until(MONDAY, *contexts, after=TO_REPLY / HOUR + 1)
    walk.moves(JONAS, "notice.record_silence", "notice", {"text": "Nothing came by today."})


def shared(walk: Walk, *contexts: Any, answered: bool = True) -> None:
    """Both sides have the draft, and five working days to say something to it.

    ``answered``: Gao has answered; else their silence was written down.
    """
    (replied if answered else silent)(walk, *contexts)
    due, act = walk.now + TO_COMMENT, walk.id("act")
    text = {
        "text": "", f"put_{act}": PUT, f"evidence_{act}": EVIDENCE, "due": due.date().isoformat(),
    }  # fmt: skip
    walk.moves(JONAS, "case.share_draft", "case", text, due=due)
    walk.moves(JONAS, "party.tell_draft", GAO, text, due=due)


def commented(walk: Walk, *contexts: Any, answered: bool = True) -> None:
    """These days are over; a finding can be made."""
    shared(walk, *contexts, answered=answered)
    walk.until(MONDAY, *contexts, after=TO_COMMENT / HOUR + 1)
