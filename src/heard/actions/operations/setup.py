"""The first action of a Heard: the organisation, the log's key, the empty log."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from heard.access import file_store, law, notify_key
from heard.actions.operations import _steps
from heard.formats import note, roster
from heard.ledger import closed as ledger_closed
from heard.ledger import guard, log_key, promise_key, receipts
from heard.ledger import log as ledger_log
from heard.ledger.journal import Actor, JournalEntry, Receipt, write
from heard.ledger.promise_key import PromiseKeyMissingError
from heard.records.models import Event, Opening, Organisation
from heard.rules.events.organisation import LogCreated, ManifestPublished
from heard.rules.lawpack import BadPackError
from heard.rules.refusals import RefusedError

# A second organisation would begin a second history.
ALREADY = (
    "This Heard is set up already; heard init runs once. For another organisation use"
    " another HEARD_DATA and database. heard doctor says how this one is."
)


NOT_YET = "This Heard is not set up yet. Run: heard init --help"
BROKE_OFF = (
    "heard init broke off here: some tables are made, and there is no organisation yet. Nothing is"
    " lost. Run: heard migrate (it makes the rest), then heard init again."
)


class Ready(NamedTuple):
    """A Heard that is set up: its keys as strings, and the receipt of the log's first event."""

    root: str
    log: str
    fingerprint: str
    receipt: Receipt


def set_up(*, name: str, root: str, country: str, now: datetime) -> Ready:
    """Write organisation and log. ``root`` is the vkey of ``<site>/root``; its secret stays away.

    Raises RefusedError, FormatError.
    """
    site = settings.HEARD.site
    verifier = note.Verifier.parse(root)
    if (verifier.name, verifier.kind) != (f"{site}/root", note.ED25519):
        raise RefusedError(f"The root key must be named {site}/root, this one is {verifier.name}.")
    if Organisation.objects.exists():
        raise RefusedError(ALREADY)
    key = _log_key(f"{site}/log")
    promise_key.ensure(key.name)
    notify_key.ensure()

    def action(entry: JournalEntry) -> None:
        if Organisation.objects.exists():
            raise RefusedError(ALREADY)
        ledger_log.begin()
        Organisation.objects.create(
            name=name, site=site, root=root, log=key.vkey, country=country, created=now
        )
        entry.log(LogCreated(), at=now, actor=Actor(kind="operator"))

    written = write(action)
    file_store.ensure_mark()
    return Ready(root, key.vkey, roster.fingerprint(root), written.receipts[0])


def is_set_up() -> bool:
    """Whether ``set_up`` has been done."""
    return Organisation.objects.exists()


def site() -> str:
    """The site that this Heard was set up for."""
    return Organisation.objects.get().site


def _log_key(name: str) -> log_key.LogKey:
    try:
        return log_key.create(name)
    except FileExistsError:  # an earlier init broke off before the database knew of it
        return log_key.load()


def make_keys() -> None:
    """Make what an older Heard has not, keys and the mark of its files; what serves or works asks.

    ``heard doctor`` does not: it may be run by somebody whose files the server cannot read.
    """
    notify_key.ensure()
    organisation = Organisation.objects.first()
    if organisation and not organisation.promise:
        promise_key.ensure(f"{organisation.site}/log")
    file_store.ensure_mark()


def not_ready() -> str:
    """Why this Heard must not answer yet, with the next step; empty where it may.

    Start-up asks: tables as this version wants them, set up, and the log the one that was signed.
    A Heard that is closed signs nothing, so that its log may be older than what was.
    """
    if reason := tables():
        return reason
    if not Organisation.objects.exists():
        return NOT_YET
    try:
        if not ledger_closed.mode():
            ledger_log.compare()
            log_key.load()
            promise_key.refuse_other(Organisation.objects.get().promise)
        law.packs()
    except (
        guard.GuardMismatchError,
        log_key.LogKeyMissingError,
        PromiseKeyMissingError,
        BadPackError,
    ) as error:
        return f"{error} Nothing was started."
    return ""


def closed() -> str:
    """Why nothing is signed here, for a person; empty where it is."""
    return str(ledger_closed.ClosedError()) if ledger_closed.mode() else ""


def publish_manifest(*, sha256: str, now: datetime) -> int:
    """Log which pages are served, once for each manifest; gives the event's number.

    So that somebody who was served other pages can show that the log never named them.
    """
    events = Event.objects.filter(kind=ManifestPublished.event).order_by("-index")
    newest = events.values_list("index", flat=True).first()
    if newest is not None and sha256 in Opening.objects.get(index=newest).fields:
        return newest
    written = write(lambda entry: _say_manifest(entry, sha256, now))
    return written.receipts[0].index


def _say_manifest(entry: JournalEntry, sha256: str, now: datetime) -> None:
    entry.log(ManifestPublished(manifest=sha256), at=now, actor=Actor(kind="operator"))


def receipt(*, index: int) -> str:
    """The newest receipt of an event, with cosignatures where there are any; for the operator.

    Its promise until the epoch.
    """
    return receipts.live(index)


def foreign_tables() -> str:
    """``tables``, but empty also where there are none yet."""
    return "" if (reason := tables()) == NOT_YET else reason


def _founded() -> bool:
    """Whether there is an organisation, by tables of any version."""
    there = Organisation._meta.db_table in connection.introspection.table_names()
    return there and Organisation.objects.values("pk").exists()


def tables_ready() -> bool:
    """Whether the database answers and has this version's tables."""
    return not tables()


def tables() -> str:
    """Why the database's tables cannot be used by this version; empty where they can."""
    try:
        executor = MigrationExecutor(connection)
        applied = executor.loader.applied_migrations
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"The database does not answer: {error} Check HEARD_DATABASE_URL."
    if newer := _steps.newer(applied):
        return (
            f"The database is of a newer version of Heard ({newer}): this one does not know"
            " what its tables mean. Install that version again, or restore a backup of before it."
        )
    if not left:
        return ""
    if applied and not _founded():
        return BROKE_OFF
    if applied:
        return "The database is of an older version. Make a backup, then run: heard migrate"
    return NOT_YET
