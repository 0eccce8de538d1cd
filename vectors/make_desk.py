"""What the desk's browsers and the server must have in common: codes, days, what follows what."""

from datetime import date
from typing import Any

from heard.rules import evidence, requests, suspension
from heard.rules.codes.evidence import EvidenceKind
from heard.rules.codes.requests import Asks, Flag, Override
from heard.rules.duties import KINDS

Json = dict[str, Any]


def make_requests() -> Json:
    """The codes that server and desk must have in common."""
    return {
        "asks": sorted(Asks),
        "proof": sorted(requests.PROOF),
        "flags": sorted(Flag),
        "overrides": sorted(Override),
    }


def make_evidence() -> Json:
    days = ("2026-11-14", "2024-02-28", "2026-12-31")
    actions = ("ordered", "confirmed", "lost")
    return {
        "overwritten": [
            {
                "kind": kind,
                "from": day,
                "day": str(found)
                if (found := evidence.default_overwritten(kind, date.fromisoformat(day)))
                else None,
            }
            for kind in sorted(EvidenceKind)
            for day in days
        ],
        "following": {
            state: sorted(action for action in actions if evidence.may_follow(state, action))
            for state in ("needed", *actions)
        },
    }


def make_suspension() -> Json:
    """Of each duty, the reasons for which it may stand still, and how many days."""
    return {
        "longest": {
            duty: {
                reason: law.longest.days
                for reason, law in suspension.REASONS.items()
                if duty in law.duties
            }
            for duty in KINDS
        }
    }
