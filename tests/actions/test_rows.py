"""Many rows at once: as they were given, all or none, and with few waits for the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from django.db import IntegrityError, connection, transaction

from heard.actions.intake import report
from heard.ledger import bulk_insert
from heard.ledger.bulk_insert import Row
from heard.records.models import IdempotencyKey, Outgoing, PendingEntry

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # an hour that Berlin does not have
# With those of a report's check and commit, of what is written before the lock, and of whether a
# party has its code.
FEW = 10


@pytest.mark.parametrize(
    "count", [1, 2, 3, 7, bulk_insert.MOST, bulk_insert.MOST + 1, 3 * bulk_insert.MOST]
)
def test_every_row_is_there_as_it_was_given(meridian: Any, count: int) -> None:
    entries = {n: bytes([n % 256, 0, 255, 92, 39]) + b"\0" * (n % 3) for n in range(count)}
    with transaction.atomic():
        bulk_insert.insert(
            row
            for n, data in entries.items()
            for row in (
                Row(PendingEntry, index=10_000 + n, entry=data),
                Row(
                    IdempotencyKey, id=f"{n:032x}", sha256="'%s\\" if n % 2 else "", index=n or None
                ),
                Row(Outgoing, kind="report", holder=f"{n:032x}", case="", due=AT),
            )
        )
    found = dict(PendingEntry.objects.filter(index__gte=10_000).values_list("index", "entry"))
    assert {n - 10_000: bytes(data) for n, data in found.items()} == entries
    actions = IdempotencyKey.objects.filter(id__in=[f"{n:032x}" for n in entries]).order_by("id")
    assert [each.index for each in actions] == [None, *range(1, count)]
    assert [each.sha256.rstrip() for each in actions] == ["'%s\\" if n % 2 else "" for n in entries]
    assert Outgoing.objects.filter(due=AT, sent=None).count() == count


@pytest.mark.parametrize("count", [2, bulk_insert.MOST + 1])
def test_one_bad_row_leaves_none_and_a_connection_that_works(meridian: Any, count: int) -> None:
    rows = [Row(PendingEntry, index=20_000 + n, entry=b"x") for n in range(count)]
    twice = [Row(IdempotencyKey, id="d" * 32, sha256="", index=None) for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk_insert.insert([*twice, *rows])
    assert not PendingEntry.objects.filter(index__gte=20_000).exists()
    with transaction.atomic():
        bulk_insert.insert([*rows, twice[0]])
    assert PendingEntry.objects.filter(index__gte=20_000).count() == count


@contextmanager
def waits() -> Iterator[list[str]]:
    """What this process waits for PostgreSQL to answer: of a pipeline, its end alone."""
    import psycopg

    found: list[str] = []
    original = psycopg.Connection.wait

    def wait(self: Any, generator: Any, *rest: Any, **more: Any) -> Any:
        name = generator.__qualname__
        if not self.pgconn.pipeline_status or name == "BasePipeline._exit_gen":
            found.append(name)
        return original(self, generator, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Connection, "wait", wait)
        yield found


@pytest.mark.postgres_only
def test_a_report_waits_for_the_server_a_few_times(meridian: Any, now: Any) -> None:
    def accept() -> None:
        body = meridian.lin().report(meridian.roster, now=now)
        report.accept_report(report=msgspec.convert(body, report.Report), now=now)

    accept()  # the first reads what is kept
    assert connection.vendor == "postgresql"
    with waits() as found:
        accept()
    asked = [name for name in found if not name.startswith("BaseConnection._set_autocommit")]
    assert len(asked) <= FEW, asked
    assert "BasePipeline._exit_gen" in asked  # the probe sees what it counts
