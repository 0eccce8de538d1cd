"""Opening a case to the tier whose turn has come."""

from datetime import datetime

from heard.actions._journal import Actor, Entry
from heard.records.models import Holder, Wrap
from heard.rules.escalation import next_tier


def open_next(entry: Entry, *, case: str, actor: Actor, reason: str, now: datetime) -> int | None:
    """Release the wraps of the next tier and tell its people; the tier, None if none is left.

    The case must be locked: two deeds that look at who may read it come one after the other.
    """
    waiting = Wrap.objects.filter(
        case=case, left=None, released=None, holder__state=Holder.State.ACTIVE
    )
    tier = next_tier(waiting.values_list("holder__tier", flat=True).distinct())
    if tier is None:
        return None
    holders = waiting.filter(holder__tier=tier).values_list("holder_id", flat=True)
    recipients = sorted({str(holder) for holder in holders})
    Wrap.objects.filter(case=case, left=None, holder__in=recipients).update(released=now)
    fields = {"tier": str(tier), "recipients": ",".join(recipients), "reason": reason}
    entry.event("tier_released", at=now, actor=actor, case=case, fields=fields)
    for recipient in recipients:
        entry.tell(kind="case", holder=recipient, due=now)
    return tier
