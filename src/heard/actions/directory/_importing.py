"""The action: read, compare, refuse or merge, log; all of it or nothing."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import OperationalError, connection

from heard.actions.directory import _staging
from heard.actions.directory._difference import Difference, difference, merge
from heard.actions.directory._reading import BadRowsError, Progress, Read, Spelling, read
from heard.ledger.directory_lock import LOCK
from heard.ledger.journal import Actor, JournalEntry, UnavailableError, write
from heard.records.models import Organisation, Person
from heard.rules import directory as rules
from heard.rules.codes.directory import DirectoryList
from heard.rules.events.organisation import DirectoryImported
from heard.rules.refusals import RefusedError

OPERATOR = Actor(kind="operator")
PATIENCE = 600.0  # seconds
TURN = 30  # seconds that a second import waits for the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a list. ``written`` is False for a trial and where there was nothing to do."""

    name: str  # people or third-parties
    sha256: str
    rows: int
    unread: list[str]  # columns that were not read
    bad: list[rules.Bad]
    difference: Difference
    written: bool
    taken: Counter[str]  # what was read otherwise than it stands (heard/formats/table)
    shared: dict[str, int]  # e-mail addresses of several people, with how many
    refusal: str = ""  # why, after a trial, the list would not be taken in


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the operator allows. ``most_leavers``: a share of those who are active now."""

    most_leavers: float
    partial: bool = False  # take in the good rows although others are bad
    trial: bool = False  # compare and change nothing
    show: int = 10  # examples of each kind of change
    renumbered: bool = False  # ids may differ from those known by zeros alone
    spelling: Spelling = field(default_factory=Spelling)


def take_in(*, path: Path, wish: Wish, now: datetime, progress: Progress) -> Outcome:
    """Take in a list of people or of third parties, whichever its columns say.

    The file is the whole truth: who is not in it has left. Raises RefusedError,
    BadRowsError.
    """
    if not Organisation.objects.exists():
        raise RefusedError("This Heard is not set up yet. Run: heard init --help")
    known = _managers() if wish.partial else None
    found = read(path, spelling=wish.spelling, known=known, progress=progress)
    if found.people.bad and not wish.partial:
        raise BadRowsError(found.people.bad, len(found.people.good))
    if wish.trial:
        with _staging.looking():
            change = _compared(found, wish, progress)
        outcome = _outcome(found, change, written=False)
        return replace(outcome, refusal=_leaving(change, wish))
    return _write(found, wish, now, progress)


def _write(found: Read, wish: Wish, now: datetime, progress: Progress) -> Outcome:
    def action(entry: JournalEntry) -> Difference:
        _take_turn()
        change = _compared(found, wish, progress)
        if not change.nothing:
            merge(found.shape, day=now.date())
            _say(entry, found, change, now)
        _staging.clear()
        return change

    try:
        change = write(action, patience=PATIENCE).value
    except UnavailableError as error:
        raise RefusedError(
            "The database has not answered for ten minutes. Whether the list was taken in is not"
            " known: run the same command again; what is done already is not done twice."
        ) from error
    except OperationalError as error:
        if connection.vendor == "sqlite" and "locked" in str(error):
            raise _not_now() from error
        raise
    assert change is not None
    return _outcome(found, change, written=not change.nothing)


def _managers() -> dict[str, str]:
    here = Person.objects.filter(active=True).values_list("id", "manager_id")
    return {id: manager or "" for id, manager in here.iterator()}


def _compared(found: Read, wish: Wish, progress: Progress) -> Difference:
    _staging.fill(found, progress)
    # A row without an id may be anybody's: then nobody can be said to have left.
    nameless = any(not bad.id for bad in found.people.bad)
    change = difference(found.shape, keep_all=nameless, show=wish.show)
    if not wish.trial and (refusal := _leaving(change, wish)):
        raise RefusedError(refusal)
    return change


def _leaving(change: Difference, wish: Wish) -> str:
    if change.respelt.count and not wish.renumbered:
        (_, name, before, after), *_ = change.respelt.examples or [("", "somebody", "…", "…")]
        return (
            f"{change.respelt.count:,} would leave and come again under an id that differs by"
            f" zeros alone, such as {name}: {before} → {after}. A spreadsheet takes them away when"
            " it opens a file: export again, and do not open it. If the ids really are new:"
            " --renumbered"
        )
    if not rules.too_many(change.left, change.before, wish.most_leavers):
        return ""
    return (
        f"{change.left:,} of {change.before:,} would leave ({change.left / change.before:.1%});"
        f" at most {wish.most_leavers:.1%} may. Is the file whole? Look with --dry-run. If"
        f" it is right: --max-leavers {-(-100 * change.left // change.before)}%"
    )


def _take_turn() -> None:
    """Imports take turns: the second waits for the first, and then compares with what it left.

    On SQLite the transaction itself is that turn.
    """
    if connection.vendor != "postgresql":
        return
    _staging.run(f"SET LOCAL lock_timeout = '{TURN}s'")
    try:
        _staging.ask("SELECT pg_advisory_xact_lock(%s)", LOCK)
    except OperationalError as error:
        raise _not_now() from error
    _staging.run("SET LOCAL lock_timeout = 0")


def _not_now() -> RefusedError:
    return RefusedError(
        "Another import still runs after half a minute of waiting for it. Nothing was changed."
        " Run this one again afterwards."
    )


def _say(entry: JournalEntry, found: Read, change: Difference, now: datetime) -> None:
    imported = DirectoryImported(
        list=DirectoryList(found.shape.name),
        file=found.sha256,
        rows=found.rows,
        joined=change.joined,
        left=change.left,
        changed=change.changed,
        kept_out=len(found.people.bad),
    )
    entry.log(imported, at=now, actor=OPERATOR)


def _outcome(found: Read, change: Difference, *, written: bool) -> Outcome:
    return Outcome(
        name=found.shape.name,
        sha256=found.sha256,
        rows=found.rows,
        unread=found.unread,
        bad=found.people.bad,
        difference=change,
        written=written,
        taken=found.taken,
        shared=rules.shared(found.people.good) if isinstance(found.people, rules.People) else {},
    )
