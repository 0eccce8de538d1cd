"""How cases are kept: by numbers that nothing outside of the house tells."""

from __future__ import annotations

from datetime import datetime

from heard.records.models import Case


def number(case: str) -> int:
    """Of a case, by its id."""
    return Case.objects.get(id=case).number


def a_case(
    id: str,
    *,
    now: datetime,
    code: str = "1" * 64,
    country: str | None = None,
    zone: str | None = None,
) -> Case:
    """A row of one that nobody sent, for what only needs that there is one."""
    return Case.objects.create(
        id=id, received=now, roster="0" * 64, code=code, reporter_recipient="x",
        reporter_signing="x", urgent=False, country=country, zone=zone,
    )  # fmt: skip
