"""The narrow waist: ONE transaction for events, their leaves, duties and outgoing notices.

An action is a function that gets a ``JournalEntry``. It runs in this process's writer thread, in
one transaction with every other action that waits (heard/ledger/writer.py); nobody is told of it
before the commit has returned. An action must be fit to run twice: where one of a batch fails, the
batch is rolled back and each runs alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models

from heard.ledger import bounds, case_states, duty_rows, numbers
from heard.ledger.bulk_insert import Row, tell
from heard.ledger.log import Epoch, Pending
from heard.ledger.reporter_notifications import for_reporter
from heard.ledger.writer import (
    PATIENCE,
    IdempotencyConflictError,
    Job,
    Receipt,
    UnavailableError,
    Written,
    submit,
)
from heard.records.models import Event, IdempotencyKey, Opening, Outgoing
from heard.rules import events
from heard.rules.clocks import Owed
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events import rfc3339

__all__ = [
    "Actor",
    "IdempotencyConflictError",
    "JournalEntry",
    "Receipt",
    "Row",
    "UnavailableError",
    "Written",
    "rfc3339",
    "truncate_to_hour",
    "write",
]
T = TypeVar("T")
_NAMED = frozenset({"holder", "party"})
_HIDDEN = frozenset({"reporter", "party"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does an action. ``kind``: reporter, party, holder, operator or clock.

    ``id``: of a holder or a party. A reporter's and a party's times are cut to the hour.
    """

    kind: str
    id: str = ""

    @property
    def name(self) -> str:
        """As the log names them."""
        return self.id if self.kind in _NAMED else self.kind

    @property
    def is_hidden(self) -> bool:
        """Whether no finer time than the hour is kept of what they do."""
        return self.kind in _HIDDEN


class JournalEntry:
    """Collects what one action adds. Rows go in at the end of the batch, all tables at once."""

    def __init__(self) -> None:
        self.rows: list[models.Model | Row] = []
        self.events: list[Pending] = []
        self.epoch: Epoch | None = None  # closed with this commit
        self._marks: list[tuple[models.Model | Row, int]] = []
        self._made: list[tuple[str, datetime, str, str]] = []
        self.numbers = numbers.Numbers()  # of the cases that it is about

    def add(self, *instances: models.Model | Row) -> None:
        """Insert these, instances or ``Row``; only constraints look at them before the commit."""
        self.rows.extend(map(numbers.give, instances))

    def log(
        self,
        event: events.Event,
        *,
        at: datetime,
        actor: Actor,
        marks: Iterable[models.Model | Row] = (),
        last: bool = False,
    ) -> None:
        """Log what happened, ``at`` cut to the hour for who is hidden; ``last`` in its epoch.

        ``marks`` are told its ``index`` and ``place``. The state of its case follows from it.
        Raises ValueError, TooOftenError.
        """
        case = event.case if isinstance(event, events.OfACase) else ""
        holder = actor.id if actor.kind == "holder" else ""
        bounds.check(event.event, case=case, holder=holder, at=at)
        at = truncate_to_hour(at) if actor.is_hidden else at
        said = events.said(event, at=at, actor=actor.name)
        case_states.move(case, event)
        self._marks += [(instance, len(self.events)) for instance in marks]
        self._made.append((event.event, at, actor.name, case))
        self.numbers.of(case)  # while the log is not locked
        self.events.append(Pending(said, truncate_to_hour(at), last))

    def duty(self, *, case: str, owed: Owed, tier: int, from_tier: int | None = None) -> None:
        """Owed by a time by ``tier`` and, where given, those from ``from_tier`` on, together."""
        first = tier if from_tier is None else from_tier
        self.add(duty_rows.duty_row(self.numbers.of(case), owed, tier=tier, from_tier=first))

    def fulfil(self, *, case: str, kind: str, at: datetime, tier: int = duty_rows.ANY) -> int:
        """Close the open duties of this kind that ``tier`` or one before it has; how many.

        What was missed stays missed, and says when it was made good; so does what was owed before
        the report came. No clock of it stands still.
        """
        return duty_rows.fulfil(case=case, kind=kind, at=at, tier=tier)

    def tell(self, *, kind: NoticeKind, holder: str, due: datetime, case: str = "") -> None:
        """Tell a holder, once this is committed, and unless they lose the case before."""
        self.add(Row(Outgoing, kind=kind, holder=holder, case=case, due=due))

    def ready(self) -> list[models.Model | Row]:
        """The rows that need no number of an event: they go in before the log is locked."""
        marked = {id(instance) for instance, _ in self._marks}
        return [row for row in self.rows if id(row) not in marked]

    def placed(self, key: str, sha256: str) -> list[models.Model | Row]:
        """All other rows, now that the events have their numbers."""
        marked = {id(instance) for instance, _ in self._marks}
        for instance, number in self._marks:
            event = self.events[number]
            tell(instance, index=event.index, place=event.place)
        found = [row for row in self.rows if id(row) in marked]
        for event, (kind, at, actor, case) in zip(self.events, self._made, strict=True):
            said = {"case": case, "case_number": self.numbers.of(case), "actor": actor}
            found.append(Row(Event, index=event.index, kind=kind, at=at, **said))
            found.append(Row(Opening, **event.opened))
        found += for_reporter(self._made)
        if key:
            first = self.events[0].index if self.events else None
            found.append(Row(IdempotencyKey, id=key, sha256=sha256, index=first))
        return found


def write(
    action: Callable[[JournalEntry], T],
    *,
    key: str = "",
    sha256: str = "",
    words: str = "",
    patience: float = PATIENCE,
) -> Written[T]:
    """Do an action and return once it is durable.

    ``key``: the id under which a client may repeat it; ``sha256`` (hexadecimal) covers actor, kind
    and content: done before with the same, it is not done again; with another,
    IdempotencyConflictError. ``words``: the digest of a verifier that comes into being with it, and
    is no party's: else MalformedError. Raises what the action raises, with nothing written;
    UnavailableError after ``patience`` seconds.
    """
    return submit(Job(action, JournalEntry, key, sha256, words), patience=patience)


def truncate_to_hour(at: datetime) -> datetime:
    """Cut to the hour: no finer time of a reporter's is kept."""
    return at.replace(minute=0, second=0, microsecond=0)


def next_hour(at: datetime) -> datetime:
    """When a notice of a reporter's action may leave; a mail server's log would time it else."""
    return truncate_to_hour(at) + timedelta(hours=1)
