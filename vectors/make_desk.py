"""What the desk's browsers and the server must have in common: codes, days, what follows what."""

from datetime import date
from typing import Any

from heard.rules import evidence, requests

Json = dict[str, Any]


def make_requests() -> Json:
    """The codes that server and desk must have in common."""
    return {
        "asks": sorted(requests.ASKS),
        "proof": sorted(requests.PROOF),
        "flags": sorted(requests.FLAGS),
        "overrides": sorted(requests.OVERRIDES),
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
            for kind in sorted(evidence.KINDS)
            for day in days
        ],
        "following": {
            state: sorted(action for action in actions if evidence.may_follow(state, action))
            for state in ("needed", *actions)
        },
    }
