"""A holder with very many cases, filled in bulk: rows as a report and three letters leave them."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskworld import CASE_RECIPIENT, WRAP

from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Event, Wrap

EVENTS = 4  # of each case, none of them opened by the holder
BATCH = 500


def give_cases(holder: str, count: int, *, hour: datetime, first: int) -> None:
    """``count`` cases released to ``holder``, four an hour back from ``hour``.

    Their events stand at places from ``first`` on, where the log must not have come yet.
    """
    ids = [new_id() for _ in range(count)]
    at = [hour - timedelta(hours=n // 4) for n in range(count)]
    cases = [
        Case(
            id=id,
            received=at[n],
            roster="0" * 64,
            code=new_id() * 2,
            urgent=False,
            reporter_recipient=CASE_RECIPIENT,
            reporter_signing="",
            lead_id=holder,
        )
        for n, id in enumerate(ids)
    ]
    Case.objects.bulk_create(cases, batch_size=BATCH)  # which gives them their numbers
    wraps = [
        Wrap(case=case, holder_id=holder, sealed=WRAP, released=at[n])
        for n, case in enumerate(cases)
    ]
    duties = [
        Duty(id=new_id(), case=case, kind="update", due=at[n], source="")
        for n, case in enumerate(cases)
    ]
    events = [
        Event(
            index=first + EVENTS * n + k,
            kind="letter_received",
            case=case.id,
            case_number=case.number,
            at=at[n],
            actor="reporter",
        )
        for n, case in enumerate(cases)
        for k in range(EVENTS)
    ]
    Wrap.objects.bulk_create(wraps, batch_size=BATCH)
    Duty.objects.bulk_create(duties, batch_size=BATCH)
    Event.objects.bulk_create(events, batch_size=BATCH)
