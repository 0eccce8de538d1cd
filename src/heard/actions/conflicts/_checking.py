"""What ``heard doctor`` asks of the table."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from heard.access import conflict_tables
from heard.actions.conflicts import _basis
from heard.actions.conflicts._gathering import matched
from heard.actions.conflicts._publishing import PAUSE
from heard.formats import conflictproof
from heard.formats._errors import FormatError
from heard.formats.note import Verifier
from heard.records.models import ConflictTable, Organisation, Person, RosterVersion

OLD = timedelta(hours=25)
SOON = timedelta(minutes=10)
EPOCH = timedelta(hours=2)  # by which an epoch has logged it, and witnesses have cosigned
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
    newest = conflict_tables.newest()
    if newest is None:
        # Just after the first roster the worker has not come round to it.
        level = "wrong" if now - _signed() > SOON else "careful"
        yield Finding(level, "there is no conflict table yet: nobody is left out", _RUN)
    elif now - newest.built > OLD:
        yield Finding("wrong", f"the conflict table is of {newest.built:%Y-%m-%d %H:%M} UTC", _RUN)
    elif newest.basis != basis.digest and now - newest.built >= PAUSE:
        yield Finding("wrong", "the conflict table is not of this directory and roster", _RUN)
    else:
        yield _proved(newest, basis, now)
    yield from _strangers(basis)


def _proved(newest: ConflictTable, basis: _basis.Basis, now: datetime) -> Finding:
    """Whether pages can prove the table, as they do before they ask anything of it."""
    made = f"the conflict table is of {newest.built:%Y-%m-%d %H:%M} UTC"
    given = conflict_tables.given()
    if given is None or given.table_id != newest.id:
        level = "wrong" if now - newest.built > EPOCH else "careful"
        before = "the one before is given out" if given else "nobody is left out by it"
        why = f"{made}; no epoch proves it yet, and until then {before}"
        return Finding(level, why, "keep heard worker running, and see that witnesses cosign")
    try:
        _as_a_page(newest, basis, now)
    except FormatError as error:
        return Finding("wrong", f"{made}, and pages refuse it: {error}", "heard doctor --all")
    return Finding("ok", made)


def _as_a_page(table: ConflictTable, basis: _basis.Basis, now: datetime) -> None:
    log = Verifier.parse(Organisation.objects.get().log)
    proof = conflict_tables.proof(table.id) or ""
    by = conflictproof.By(log=log, policy=basis.policy(), time=now)
    conflictproof.prove(table.head, proof, by)


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
