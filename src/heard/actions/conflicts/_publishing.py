"""A new table: each day, and where directory, roster or declarations have changed."""

import secrets
from collections import defaultdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from heard.access import conflict_tables
from heard.actions.conflicts import _basis
from heard.actions.conflicts._basis import HALF, Basis
from heard.actions.conflicts._gathering import gather
from heard.actions.conflicts._table import new_salt, table
from heard.formats import conflicts
from heard.ledger.journal import JournalEntry, Row, rfc3339, write
from heard.records.models import Bucket, ConflictTable, Organisation, WholeTable

PAUSE = timedelta(minutes=5)  # a directory that changes by the minute must not cost a processor
MAX_HOLDERS = conflicts.MAX_HOLDERS


class Answer(NamedTuple):
    """A table as it is given out. ``sha256``: over head and buckets, as the log has it.

    ``whole``: the same for desks; the head has its digest.
    """

    salt: str
    head: str
    sha256: str
    buckets: list[bytes]  # each with its path
    whole: bytes


def publish(*, now: datetime, at_once: bool = False) -> bool:
    """Make a new table where it is due; whether it was. Costs a few queries where it is not.

    It is given out once the next epoch has logged it (heard/access/conflict_tables.py).

    All that takes long is done before the journal is asked, so no report waits for it. ``at_once``:
    after an action of the operator's, which no directory that keeps changing must hold up.
    """
    basis = _basis.basis()
    pause = timedelta(0) if at_once else PAUSE
    if basis is None or not due(conflict_tables.newest(), basis, now, pause):
        return False
    entries = basis.holders()[:MAX_HOLDERS]
    declared: defaultdict[str, list[str]] = defaultdict(list)
    for holder, who in _basis.declarations():
        declared[holder].append(who)
    salt = new_salt()
    created = table(gather(entries, declared), salt=salt, fill=secrets.token_bytes)
    root, given = conflicts.planted(created.buckets)
    head = conflicts.Head(
        salt=salt,
        bits=created.bits,
        entries=created.entries,
        holders=tuple(entry.id for entry in entries),
        roster=basis.roster,
        built=rfc3339(now),
        tree=root,
        whole=sha256(created.whole).hexdigest(),
    )
    text = head.encode()
    digest = sha256(text.encode() + b"".join(created.buckets)).hexdigest()
    answer = Answer(salt, text, digest, given, created.whole)
    return bool(write(lambda entry: _store(entry, answer, basis, now)).value)


def due(
    newest: ConflictTable | None, basis: Basis, now: datetime, pause: timedelta = timedelta(0)
) -> bool:
    """Whether the day has turned or the basis has changed; only the directory waits ``pause``."""
    if newest is None or now.date() > newest.built.date():
        return True
    if newest.basis[HALF:] != basis.digest[HALF:]:
        return True
    waits = timedelta(0) <= now - newest.built < pause
    return newest.basis != basis.digest and not waits


def _store(entry: JournalEntry, made: Answer, basis: Basis, now: datetime) -> bool:
    Organisation.objects.select_for_update().get()  # of two machines one is first
    newest = conflict_tables.newest()
    if not due(newest, basis, now):
        return False  # and the other has nothing left to do
    # Never before the table that it follows, even where the clock was set back.
    built = max(now, newest.built + timedelta(microseconds=1)) if newest else now
    kept = conflict_tables.kept()
    Bucket.objects.exclude(table__in=kept).delete()
    WholeTable.objects.exclude(table__in=kept).delete()
    ConflictTable.objects.exclude(id__in=kept).delete()
    made_of = {"basis": basis.digest, "built": built, "sha256": made.sha256}
    entry.add(Row(ConflictTable, id=made.salt, head=made.head, **made_of))
    entry.add(Row(WholeTable, table_id=made.salt, body=made.whole))
    entry.add(
        *(
            Row(Bucket, table_id=made.salt, prefix=prefix, entries=body)
            for prefix, body in enumerate(made.buckets)
        )
    )
    return True
