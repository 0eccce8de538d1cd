"""Opening cases to the tier whose turn has come."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from heard.actions._journal import Actor, Entry
from heard.records.models import Holder, Wrap
from heard.rules.escalation import next_tier


def open_next(
    entry: Entry, *, cases: Collection[str], actor: Actor, reason: str, now: datetime
) -> dict[str, int]:
    """Release the wraps of each case's next tier and tell its people.

    The tier by case, for the cases that had one left. The cases must be locked: two deeds that
    look at who may read a case come one after the other.
    """
    waiting = Wrap.objects.filter(
        case__in=cases, left=None, released=None, holder__state=Holder.State.ACTIVE
    )
    turns: defaultdict[str, defaultdict[int, dict[int, str]]]
    turns = defaultdict(lambda: defaultdict(dict))
    for case, tier, wrap, holder in waiting.values_list("case", "holder__tier", "id", "holder"):
        turns[case][tier][wrap] = str(holder)
    turn = ((case, next_tier(turns[case])) for case in cases)
    opened = {case: tier for case, tier in turn if tier is not None}
    wraps = [wrap for case, tier in opened.items() for wrap in turns[case][tier]]
    Wrap.objects.filter(id__in=wraps).update(released=now)
    for case, tier in opened.items():
        recipients = sorted(set(turns[case][tier].values()))
        fields = {"tier": str(tier), "recipients": ",".join(recipients), "reason": reason}
        entry.event("tier_released", at=now, actor=actor, case=case, fields=fields)
        for recipient in recipients:
            entry.tell(kind="case", holder=recipient, due=now)
    return opened
