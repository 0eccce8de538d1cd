"""Which conflict table is given out: the newest that the log proves (docs/spec/conflicts.md, 6).

A table that nobody can prove may be one for a single person. So a new one waits until an epoch has
logged it and as many witnesses as the roster asks for have cosigned; the last proved one is given
out until then.
"""

from datetime import datetime
from hashlib import sha256

from django.db import connection
from django.db.models import Max, QuerySet

from heard.access import roster
from heard.formats import conflicts
from heard.ledger import receipts
from heard.ledger.journal import Actor, JournalEntry, Row
from heard.records.models import ConflictTable, Cosignature, LoggedTable
from heard.rules.events.organisation import ConflictsPublished

CLOCK = Actor(kind="clock")


def newest() -> ConflictTable | None:
    """The table that was made last, given out or not."""
    return ConflictTable.objects.order_by("-built").first()


def log_newest(entry: JournalEntry, now: datetime) -> None:
    """Log the table that was made last, where it is not logged, as the last leaf of an epoch.

    There its place is the epoch's size, which everybody knows: anywhere else it would count what
    was written in the hour before it.
    """
    last = ConflictTable.objects.exclude(sha256="").order_by("-built").values("id").first()
    if last is None:
        return
    # Of two machines that close an epoch at once, the second waits here and finds it logged.
    table = ConflictTable.objects.select_for_update().filter(id=last["id"]).first()
    if table is None or LoggedTable.objects.filter(table=table.id).exists():
        return
    logged = Row(LoggedTable, table_id=table.id, index=-1, place=-1)
    published = ConflictsPublished(
        table=table.sha256,
        head=sha256(table.head.encode()).hexdigest(),
        roster=conflicts.stored(table.head).roster,
    )
    entry.add(logged)
    entry.log(published, at=now, actor=CLOCK, marks=[logged], last=True)


def given() -> LoggedTable | None:
    """The table that is given out: the newest that a page can prove."""
    return proved().first()


_GIVEN = """
SELECT (SELECT sha256 FROM heard_rosterversion ORDER BY version DESC LIMIT 1),
    (SELECT table_id FROM heard_loggedtable WHERE place < (
        SELECT size FROM heard_cosignature WHERE witnesses >= %s ORDER BY size DESC LIMIT 1
    ) ORDER BY "index" DESC LIMIT 1)
"""
_last = {"roster": ""}  # the newest when this was last asked


def given_id() -> str:
    """The id of the table that is given out; empty where none is.

    In one statement, unless the roster has changed, which says how many must have cosigned.
    """
    while True:
        before = _last["roster"]
        newest, table = _given_by(_quorum_of(before) if before else 0)
        if newest == before:
            return table
        _last["roster"] = newest


def _given_by(quorum: int) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [quorum])
        newest, table = cursor.fetchone()
    return newest or "", table or ""


def proved() -> QuerySet[LoggedTable]:
    """Every logged table that is in an epoch which enough witnesses cosigned, newest first."""
    epochs = Cosignature.objects.filter(witnesses__gte=_quorum())
    size = epochs.aggregate(most=Max("size"))["most"] or 0
    return LoggedTable.objects.filter(place__lt=size).order_by("-index").select_related("table")


def proof(salt: str) -> str | None:
    """The receipt of the event that published this table; None where it is not proved."""
    table = proved().filter(table=salt).first()
    return None if table is None else receipts.receipt(table.index, quorum=_quorum())


def kept() -> list[str]:
    """The tables that may still be asked for: the one given out, the one before, and the newest."""
    asked = [each.table_id for each in proved()[:2]]
    logged = LoggedTable.objects.order_by("-index").values_list("table_id", flat=True)[:1]
    last = newest()
    return [*asked, *logged, *([last.id] if last else [])]


def _quorum() -> int:
    try:
        return _quorum_of(roster.newest())
    except roster.RosterUnknownError:
        return 0


def _quorum_of(sha256: str) -> int:
    try:
        return roster.roster(sha256).quorum
    except roster.RosterUnknownError:
        return 0
