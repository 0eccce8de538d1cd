"""What ``heard doctor`` asks of the table."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from heard.actions.conflicts import _basis
from heard.actions.conflicts._gathering import matched
from heard.actions.conflicts._publishing import PAUSE
from heard.records.models import Person, RosterVersion

OLD = timedelta(hours=25)
SOON = timedelta(minutes=10)
_RUN = "keep heard serve or heard worker running; the table is made by itself"


class Finding(NamedTuple):
    """``level``: ok, careful, or wrong. ``fix`` is empty for ok."""

    level: str
    what: str
    fix: str = ""


def check(*, now: datetime) -> Iterator[Finding]:
    """Whether the table is there and fits, and who on the roster nobody knows."""
    basis = _basis.basis()
    if basis is None:
        return
    newest = _basis.newest()
    if newest is None:
        # Just after the first roster the worker has not come round to it.
        level = "wrong" if now - _signed() > SOON else "careful"
        yield Finding(level, "there is no conflict table yet: nobody is left out", _RUN)
    elif now - newest.built > OLD:
        yield Finding("wrong", f"the conflict table is of {newest.built:%Y-%m-%d %H:%M} UTC", _RUN)
    elif newest.basis != basis.digest and now - newest.built >= PAUSE:
        yield Finding("wrong", "the conflict table is not of this directory and roster", _RUN)
    else:
        yield Finding("ok", f"the conflict table is of {newest.built:%Y-%m-%d %H:%M} UTC")
    yield from _strangers(basis)


def _signed() -> datetime:
    return RosterVersion.objects.latest("version").signed


def _strangers(basis: _basis.Basis) -> Iterator[Finding]:
    if not Person.objects.exists():
        yield Finding(
            "careful",
            "the directory is empty: nobody's manager, reports or colleagues are left out",
            "heard import people.csv",
        )
        return
    entries = basis.holders()
    for entry, known in zip(entries, matched(entries), strict=True):
        # Who is outside belongs in no directory of ours.
        if not known and entry.tier < 3:  # noqa: PLR2004 -- the outside tier
            yield Finding(
                "careful",
                f"{entry.name} is not in the directory: only their own name is left out",
                "heard roster email, with the address that the directory has",
            )
