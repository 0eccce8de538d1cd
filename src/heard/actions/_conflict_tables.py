"""Which conflict table is given out: the newest that the log proves (docs/spec/conflicts.md, 6).

A table that nobody can prove may be one for a single person. So a new one waits until an epoch has
logged it and as many witnesses as the roster asks for have cosigned; the last proved one is given
out until then.
"""

from datetime import datetime
from hashlib import sha256

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
        return roster.roster(roster.newest()).quorum
    except roster.RosterUnknown:
        return 0
