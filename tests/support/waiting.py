"""What waits for its place, made, counted and taken away: for whoever tests how it is kept."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import Any

from django.db import connection

from heard.actions.operations import health
from heard.ledger import guard, waiting, writer
from heard.ledger.journal import Actor, JournalEntry
from heard.records.models import Head
from heard.rules.codes.contacts import ContactKind
from heard.rules.events.intake import ContactChanged

REPORTER = Actor(kind="reporter")
CASE = "c" * 32


def changed(now: Any, case: str = CASE) -> Any:
    gone = ContactChanged(case=case, kind=ContactKind.PUSH, contact="")
    return lambda entry: entry.log(gone, at=now, actor=REPORTER)


def many(now: Any, count: int) -> None:
    writer._settle(
        [writer.Job(changed(now, f"{n:032x}"), JournalEntry, "", "") for n in range(count)]
    )


def faults() -> list[str]:
    return health.check_log(progress=lambda *_: None)


def held() -> tuple[int, int, int]:
    """Once the writer has finished: what it forgets, it forgets when everybody is answered."""
    writer.stop()
    found = waiting.read()
    return len(found.promised), len(found.unsure), len(found.lost)


def unguarded() -> None:
    """As the owner of the tables can."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE heard_event DISABLE TRIGGER ALL")
            return
        for action in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER heard_event_keeps_{action}")


def rolled_back(numbers: list[int]) -> None:
    """As a replica would be that has not had these."""
    unguarded()
    tables = ("event", "opening", "pendingentry")
    with connection.cursor() as cursor:
        for table in tables:
            for number in numbers:
                cursor.execute(f'DELETE FROM heard_{table} WHERE "index" = {number}')
    Head.objects.update(events=min(numbers))


def kept_no_promises() -> None:
    """The guard as it was: two slots, and nothing of what waits."""
    with guard.locked() as handle:
        memory = guard._read(handle)
        assert memory
        body = guard._BEFORE[-1].pack(memory.turn, *memory.confirmed, *memory.agreed)
        slot = (body + sha256(body).digest()).ljust(guard.SLOT, b"\0")
        os.pwrite(handle, slot * 2, 0)
    (guard.place() / "pending").unlink()
