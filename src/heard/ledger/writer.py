"""The writer thread of this process: every action that waits shares one commit.

An action is acknowledged only after the commit has returned and the guard has confirmed it.
"""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from django.db import DatabaseError, IntegrityError, connection, connections, models, transaction

from heard.ledger import bulk_insert, closed, log, numbers, turn
from heard.ledger import receipts as ledger_receipts
from heard.rules.refusals import MalformedError

T = TypeVar("T")
logger = logging.getLogger("heard.writer")
MOST = 256  # actions in one commit
PATIENCE = 60.0  # seconds
TRIES = 2  # repeats of an action that the database refused
USED = "This id was used for something else: make a new one."
TAKEN = "Make a new return code, and send the report again."
UNSURE = "Whether this was done is not known: look, and repeat it where it was not."


class IdempotencyConflictError(Exception):
    """This id was used before, for something else."""


class UnavailableError(Exception):
    """The writer did not answer, or not for certain. Whether the action was done is not known."""


class _ReachedError(Exception):
    """The commit was reached: whether it happened is not known, or it did and more failed."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An event's leaf hash (hexadecimal), a receipt for it, and its number.

    ``index`` is for this house: told to anybody who acts it would count what others did.
    """

    index: int
    leaf: str
    text: str


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """An action that is committed. ``receipts``: that of its first event, if it had one.

    A promise, or a receipt where this log makes none; it is signed only now, after the commit.
    Where ``again``, the action had been done before: ``value`` is None, and the receipt is the same
    bytes until an epoch holds it, then of that.
    """

    value: T | None
    receipts: tuple[Receipt, ...]
    again: bool = False


class Collected(Protocol):
    """What an action adds (heard/ledger/journal.py, ``JournalEntry``)."""

    events: list[log.Pending]
    epoch: log.Epoch | None

    def ready(self) -> list[models.Model | bulk_insert.Row]:
        """The rows of it that wait for no number."""

    def placed(self, key: str, sha256: str) -> list[models.Model | bulk_insert.Row]:
        """All other rows, once its events have their numbers."""


class Job:
    """One action on its way through the writer. ``blank`` makes what it writes into.

    ``words``: the digest of somebody's words, by which the action is refused if a party has them.
    """

    def __init__(
        self,
        action: Callable[[Any], Any],
        blank: Callable[[], Collected],
        key: str,
        sha256: str,
        words: str = "",
    ) -> None:
        self.action, self.blank, self.key, self.sha256 = action, blank, key, sha256
        self.words = words
        self.entry = blank()
        self.value: Any = None
        self.error: BaseException | None = None
        self.first: int | None = -1  # the first event's index where it was done before
        self.again = False
        self.tries = 0
        self._done = threading.Lock()  # a bare lock: an Event costs ten times as much
        self._done.acquire()

    def finish(self) -> None:
        """Let the one who waits go on."""
        self._done.release()

    def answer(self, patience: float = PATIENCE) -> Written[Any]:
        """Wait, then answer or raise as the action did."""
        if not self._done.acquire(timeout=patience):
            raise UnavailableError("The server is too busy: try again with the same id.")
        if self.error is not None:
            raise self.error
        if self.again:
            found = () if self.first is None else (_again(self.first),)
            return Written(None, found, again=True)
        first = self.entry.events[:1]
        receipts = (Receipt(event.index, event.leaf, event.first) for event in first)
        return Written(self.value, tuple(receipts))


def _again(index: int) -> Receipt:
    return Receipt(index, ledger_receipts.leaf(index), ledger_receipts.receipt(index, quorum=1))


class Writer:
    """One thread, one connection."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="heard-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Line up."""
        self._queue.put(job)

    def stop(self) -> None:
        """Finish what waits, and close the connection."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        numbers.forget()
        try:
            while (first := self._queue.get()) is not None:
                batch = [first]
                ended = self._fill(batch)
                _settle(batch)
                if ended:
                    return
        finally:
            connections.close_all()

    def _fill(self, batch: list[Job]) -> bool:
        while len(batch) < MOST:
            try:
                job = self._queue.get_nowait()
            except Empty:
                return False
            if job is None:
                return True
            batch.append(job)
        return False


def _settle(batch: list[Job]) -> None:
    """Commit a batch; where one of it fails, each alone. Actions of one id never share a commit."""
    extension = None
    try:
        extension = _commit(batch)
    except _ReachedError as reached:
        logger.critical("as or after a commit was made: %s", type(reached.__cause__).__qualname__)
        connection.close_if_unusable_or_obsolete()
        for job in batch:
            _look_again(job, reached)
        return
    except Exception as error:  # noqa: BLE001 handed to the caller, who waits
        connection.close_if_unusable_or_obsolete()
        if len(batch) > 1:
            for job in batch:
                _settle([job])
            return
        batch[0].error = error
        if _worth_repeating(batch[0], error):
            batch[0].tries += 1
            _settle(batch)
            return
        if batch[0].key and isinstance(error, IntegrityError):
            batch[0].error = IdempotencyConflictError(USED)
    for job in batch:
        job.finish()
    if extension:  # behind the answers: where much waits it takes seconds
        extension.tidy()


def _look_again(job: Job, reached: _ReachedError) -> None:
    """By its id an action is found where it was done.

    One without could be done twice: it is not.
    """
    if job.key and job.tries < TRIES:
        job.tries += 1
        _settle([job])
        return
    job.error = UnavailableError(UNSURE)
    job.error.__cause__ = reached.__cause__
    job.finish()


def _worth_repeating(job: Job, error: Exception) -> bool:
    """A deadlock, a lost connection, or the same id in another process a moment ago.

    Only with a key: without one, an action whose commit may have happened could be done twice.
    """
    return bool(job.key) and isinstance(error, DatabaseError) and job.tries < TRIES


def _commit(batch: list[Job]) -> log.Extension | None:
    """What the log was extended by, where it was."""
    extension, asked, committed = None, None, False
    try:
        with turn.taken(), transaction.atomic():
            _found.clear()
            numbers.forget(commit=True)
            done = _done_before(batch)
            live = [job for job in batch if _do(job, done)]
            # By their ids, so that of two processes with the same two none waits for the other.
            for_now = sorted(live, key=lambda job: job.key)
            _insert([row for job in for_now for row in job.entry.ready()])
            extension = _extension(live)
            rows = [row for job in live for row in job.entry.placed(job.key, job.sha256)]
            _insert([*rows, *(extension.rows if extension else [])])
            asked = connection.connection
        committed = True
        if extension:
            extension.committed()
    except Exception as error:
        # Who was asked to commit and took it back afterwards has refused. Django opens another
        # connection in the place of one that is lost: that one may have taken it.
        if committed or (asked and connection.connection is not asked):
            raise _ReachedError from error
        if extension:
            with suppress(OSError):  # left unsure: it is logged for nobody
                extension.undone()
        raise
    return extension


def insert_at_once(row: models.Model) -> None:
    """Insert a row of the action that runs, so that what follows in the commit finds it.

    Its key is not told. Goes past Django, which takes as long for it as for five questions.
    """
    _watching[0].wrote = True
    _insert([row])


def _insert(rows: list[models.Model | bulk_insert.Row]) -> None:
    if rows:  # they go past Django, and so past what watches its connection
        closed.refuse()
        bulk_insert.insert(rows)


_found: dict[Callable[[], Any], Any] = {}  # by the batch that the writer is at


def once(read: Callable[[], T]) -> T:
    """What ``read`` finds, read once a batch; for an action that others of its batch repeat.

    Whatever an action writes itself is seen: then it is read again. Raises what ``read`` raises.
    """
    if read not in _found:
        _found[read] = read()
    found: T = _found[read]
    return found


def _extension(live: list[Job]) -> log.Extension | None:
    events = [event for job in live for event in job.entry.events]
    epoch = next((job.entry.epoch for job in live if job.entry.epoch), None)
    return log.extend(events, epoch=epoch) if events or epoch else None


def _done_before(batch: list[Job]) -> dict[str, tuple[str, int | None]]:
    """What was done of these keys; and of their words those that a party has, as done by ``""``."""
    keys = [job.key for job in batch if job.key]
    words = [job.words for job in batch if job.words]
    if not keys:
        return {}
    asked = f'SELECT id, sha256, "index" FROM heard_idempotencykey WHERE id IN ({_marks(keys)})'  # noqa: S608 marks
    if words:
        # In one question with the other: it is asked for every report.
        asked += (
            f" UNION ALL SELECT code, '', NULL FROM heard_partykeys WHERE code IN ({_marks(words)})"  # noqa: S608 marks
        )
    with connection.cursor() as cursor:
        cursor.execute(asked, [*keys, *words])
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def _marks(values: list[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _do(job: Job, done: dict[str, tuple[str, int | None]]) -> bool:
    """Run one action; False where it adds nothing. Raises where what it wrote must be undone."""
    job.entry, job.error, job.again = job.blank(), None, False
    if job.key in done:
        sha256, job.first = done[job.key]
        job.again = sha256 == job.sha256
        if not job.again:
            job.error = IdempotencyConflictError(USED)
        return False
    if job.words in done:
        job.error = MalformedError(TAKEN)
        return False
    watch = _Watch()
    _watching[:] = [watch]
    try:
        with connection.execute_wrapper(watch):
            job.value = job.action(job.entry)
        if watch.wrote:
            _found.clear()
    except Exception as error:  # handed to the caller, who waits
        if watch.wrote or isinstance(error, DatabaseError):
            raise
        job.error = error
        return False
    return True


class _Watch:
    """Notes whether an action wrote: if not, it can fail without undoing its neighbours."""

    wrote = False

    def __call__(self, execute: Callable[..., object], sql: str, *rest: object) -> object:
        self.wrote = self.wrote or not sql.lstrip("( ").upper().startswith("SELECT")
        return execute(sql, *rest)


_watching: list[_Watch] = []  # of the action that the writer is at
_writers: dict[int, Writer] = {}
_starting = threading.Lock()


def submit(job: Job, *, patience: float = PATIENCE) -> Written[Any]:
    """Hand an action to the writer and wait (heard/ledger/journal.py, ``write``)."""
    (_writers.get(os.getpid()) or _started()).submit(job)
    return job.answer(patience)


def _started() -> Writer:
    with _starting:
        if os.getpid() not in _writers:
            _writers[os.getpid()] = Writer()
        return _writers[os.getpid()]


def stop() -> None:
    """Stop this process's writer; the next action starts another."""
    with _starting:
        writer = _writers.pop(os.getpid(), None)
    if writer:
        writer.stop()


def _before_fork() -> None:
    # A SQLite connection that is open across a fork silently loses acknowledged commits.
    stop()
    connections.close_all()


os.register_at_fork(before=_before_fork)
