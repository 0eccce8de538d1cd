"""Guard, clock, roster, epochs and notices, as findings with their fix."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from heard.access import law as access_law
from heard.actions.operations.health._clocks import check_clock
from heard.actions.operations.health._files import check_store
from heard.actions.operations.health._finding import Finding, tried
from heard.actions.operations.health._reach import check_reach
from heard.actions.operations.health._telling import check_telling
from heard.formats import note, roster
from heard.formats._errors import FormatError
from heard.ledger import (
    alarms,
    closed,
    erasure_journal,
    guard,
    log,
    log_key,
    promise_key,
    witness_calls,
)
from heard.records.models import Cosignature, Erasure, Holder, NewKeys, Organisation, RosterVersion
from heard.rules import lawpack, referrals
from heard.rules.lawpack import BadPackError

SOON = timedelta(days=30)
LATE = timedelta(hours=3)
SILENT = timedelta(days=1)
# Each of these, off, loses what was acknowledged when the power goes.
_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def check_state(*, now: datetime, mail: bool) -> Iterator[Finding]:
    """What is right and what is not. ``mail``: whether notices can be sent."""
    yield from tried("database", lambda: [_engine()])
    yield from tried("database", check_reach)
    yield from _open()
    yield from tried("guard", lambda: [_guarded()])
    yield from tried("erased", _erased)
    yield from tried("log key", lambda: [_log_key()])
    yield from tried("promises", lambda: [_promises()])
    yield from tried("clock", lambda: check_clock(now=now))
    yield from tried("files", lambda: check_store(now=now))
    yield from tried("roster", lambda: _roster(now))
    yield from tried("law", lambda: _packs(now))
    yield from tried("epochs", lambda: [_epochs(now)])
    yield from tried("witnesses", lambda: _witnesses(now))
    yield from tried("gate", _gate)
    yield from tried("notices", lambda: check_telling(now=now, mail=mail))


def _open() -> Iterator[Finding]:
    if mode := closed.mode():
        never = "a drill: it never will" if mode == closed.DRILL else "restored from a backup"
        fix = "" if mode == closed.DRILL else "heard go-live, if this one is to go on"
        yield Finding("careful", "closed", f"nothing is signed or sent here: {never}", fix)


def _log_key() -> Finding:
    about, fix = "log key", "bring keys/log back from a backup; nothing can be signed without it"
    try:
        key = log_key.load()
    except log_key.LogKeyMissingError as missing:
        return Finding("wrong", about, str(missing), fix)
    if key.vkey != Organisation.objects.get().log:
        return Finding("wrong", about, f"{log_key.path()} is of another log", fix)
    return Finding("ok", about, "is the one of this log")


def _promises() -> Finding:
    about, named = "promises", Organisation.objects.get().promise
    if not named:
        return Finding(
            "careful",
            about,
            "the roster names no key for them: each person who acts learns how large the log is",
            "sign the next roster: heard roster --help",
        )
    try:
        promise_key.refuse_other(named)
    except promise_key.PromiseKeyMissingError as missing:
        return Finding("wrong", about, str(missing), "bring keys/promise back from a backup")
    return Finding("ok", about, "are signed by the key that the roster names")


def _engine() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            unsafe = [name for name in _DURABLE if _shown(cursor, name) == "off"]
            cursor.execute("SHOW server_version")
        else:
            cursor.execute("PRAGMA synchronous")
            unsafe = [] if int(cursor.fetchone()[0]) >= 2 else ["synchronous"]  # noqa: PLR2004 -- FULL
            cursor.execute("SELECT sqlite_version()")
        version = str(cursor.fetchone()[0])
    if unsafe:
        return Finding(
            "wrong",
            "database",
            f"{connection.vendor} {version} may lose commits that were acknowledged:"
            f" {', '.join(unsafe)} is off",
            "set it to on (PostgreSQL: ALTER SYSTEM, then reload), or to FULL (SQLite)",
        )
    return Finding("ok", "database", f"{connection.vendor} {version}, commits are durable")


def _shown(cursor: CursorWrapper, name: str) -> str:
    cursor.execute(f"SHOW {name}")
    return str(cursor.fetchone()[0])


def _guarded() -> Finding:
    if (mode := closed.mode()) and guard.remembered() is None:
        return _unguarded(mode)
    try:
        log.compare()
    except guard.GuardMismatchError as error:
        where = f"docs/operate/backup.md, '{error.section}'"
        return Finding("wrong", "guard", str(error), where)
    return Finding("ok", "guard", "the log is the one that this machine signed")


def _erased() -> Iterator[Finding]:
    """Whether the guard's journal has what was erased; nothing where there is no guard."""
    if guard.remembered() is None:
        return
    try:
        known = {each.id for each in erasure_journal.read().erased}
    except guard.GuardMismatchError as error:
        where = f"docs/operate/backup.md, '{error.section}'"
        yield Finding("wrong", "erased", str(error), where)
        return
    here = set(Erasure.objects.values_list("id", flat=True))
    if back := known - here:
        said = f"{len(back)} things that had been erased came back with an older database"
        yield Finding("wrong", "erased", said, "start heard serve or heard worker: they erase them")
    elif new := here - known:
        said = f"the journal lacks {len(new)} erasures of another machine"
        yield Finding("careful", "erased", said, "the worker of this machine writes them down")
    else:
        yield Finding("ok", "erased", f"the journal and the database have the same {len(here)}")


def _unguarded(mode: str) -> Finding:
    if mode == closed.DRILL:
        return Finding("ok", "guard", "none is here, and a drill needs none: it signs nothing")
    return Finding(
        "careful",
        "guard",
        "none is here: restored, and not gone live",
        f"bring {guard.place()} along from the old machine, then heard go-live; is it lost with"
        " it: heard go-live --new-machine (docs/operate/backup.md)",
    )


def _roster(now: datetime) -> Iterator[Finding]:
    newest, organisation = (
        RosterVersion.objects.order_by("-version").first(),
        Organisation.objects.get(),
    )
    if newest is None:
        yield Finding(
            "wrong", "roster", "none is signed: nobody can be written to", "heard roster --help"
        )
        return
    try:
        found = roster.verify(newest.note, root=note.Verifier.parse(organisation.root))
    except FormatError as error:
        yield Finding("wrong", "roster", f"{error}", "restore it, or sign the next one")
        return
    yield from _tiers(found, now)
    yield from _ending(found, now)
    made = NewKeys.objects.filter(holder__state=Holder.State.ACTIVE).count()
    if made:
        yield Finding(
            "careful",
            "roster",
            f"{made} made new keys, which nobody seals to before a roster names them",
            "ask them whether it was they (heard roster list), then heard roster sign, or export",
        )
    waiting = Holder.objects.filter(state=Holder.State.JOINED).count()
    gone = {each.id for each in found.entries} & set(
        Holder.objects.filter(state=Holder.State.REMOVED).values_list("id", flat=True)
    )
    if waiting or gone:
        yield Finding(
            "careful",
            "roster",
            f"{waiting} joined and {len(gone)} removed since roster {found.version} was signed",
            "heard roster sign, or export",
        )


def _tiers(found: roster.Roster, now: datetime) -> Iterator[Finding]:
    valid = {each.tier for each in found.valid_on(now.date())}
    if 1 not in valid:
        yield Finding(
            "wrong", "roster", "nobody in tier 1 may be sealed to today", "sign a new one"
        )
    if 2 not in valid:  # noqa: PLR2004 -- the independent tier inside
        yield Finding(
            "careful",
            "roster",
            "nobody in tier 2: a report that tier 1 must not read leaves the house at once",
            "heard roster add --tier 2, then sign",
        )
    if 3 not in valid:  # noqa: PLR2004 -- the outside tier
        yield Finding(
            "wrong",
            "roster",
            "nobody in tier 3: a report about everybody inside has nowhere to go",
            "heard roster add --tier 3 for somebody outside, then sign",
        )
    if valid == {1, 2, 3}:
        yield Finding("ok", "roster", f"roster {found.version}, all three tiers are there")


def _ending(found: roster.Roster, now: datetime) -> Iterator[Finding]:
    for each in found.entries:
        if each.until and each.until < (now + SOON).date():
            yield Finding(
                "careful",
                "roster",
                f"{each.name} may be sealed to only until {each.until}",
                "sign a new roster before that day",
            )


def _packs(now: datetime) -> Iterator[Finding]:
    try:
        law = access_law.in_force(now)
    except BadPackError as error:
        yield Finding("wrong", "law", str(error), "install Heard again: its own files are damaged")
        return
    bound = access_law.country() or "no country is set"
    named = ", ".join(pack.id for pack in law.packs)
    yield Finding("ok", "law", f"{named} in force ({bound}); days end as in {law.zone}")
    for id, articles in lawpack.unverified(law.packs).items():
        yield Finding(
            "careful",
            "law",
            f"{id} is in force and not verified: {', '.join(articles)}",
            "have a lawyer compare it with the text, as docs/operate/laws.md says",
        )
    unread = [each.id for each in referrals.binding(access_law.country()) if not each.verified]
    if unread:
        yield Finding(
            "careful",
            "law",
            f"what must be passed on is shown to reporters and not verified: {', '.join(unread)}",
            "have a lawyer compare it with the text, as docs/operate/laws.md says",
        )
    yield from (Finding("ok", "law", f"{pack.id}: {pack.note}") for pack in law.packs if pack.note)


SEEN = {
    "ahead": "has seen a longer log than this one: the database was rolled back",
    "fork": "has seen another history of this log: it was forked",
    "key": "knows this log under another key",
    "unknown": "does not watch this log",
}
STOP = "stop heard serve and worker, keep everything as it is, read docs/operate/backup.md"
WATCH = "ask its operator to run heard witness watch with the log's key (site.json)"


def _witnesses(now: datetime) -> Iterator[Finding]:
    refused = alarms.standing(alarms.Kind.WITNESS)
    for alarm in refused:
        since = f"since {alarm.since:%Y-%m-%d %H:%M} UTC"
        what = f"{alarm.subject} {SEEN.get(alarm.what, alarm.what)} ({since})"
        fix = STOP if alarm.what in {"ahead", "fork"} else WATCH
        yield Finding("wrong", "witnesses", what, fix)
    asked = {each.name for each in witness_calls.witnesses()}
    if not asked:
        fix = "heard roster witness, then sign: only a witness sees a second history"
        yield Finding("careful", "witnesses", "nobody is asked to cosign the log", fix)
        return
    recent = Cosignature.objects.filter(at__gt=now - SILENT)
    if recent.exists() and not recent.filter(witnesses__gt=0).exists() and not refused:
        what = f"none of {len(asked)} has cosigned an epoch of the last day"
        yield Finding("wrong", "witnesses", what, "ask their operators, and try their /health")


GATE = {
    "away": ("no keeper has answered for a day", "ask its operator: heard gate run"),
    "differ": ("two keepers answered differently", "heard gate status on both"),
    "late": ("something against a person was filed late", "ask who filed it"),
    "nobody": ("nobody is far enough from an action to look at it", "heard gate seat --help"),
}


def _gate() -> Iterator[Finding]:
    for alarm in alarms.standing(alarms.Kind.GATE):
        what, fix = GATE[alarm.what]
        since = f"since {alarm.since:%Y-%m-%d %H:%M} UTC"
        yield Finding("wrong", "gate", f"{what}, {since}", f"{fix} (docs/operate/gate.md)")


def _epochs(now: datetime) -> Finding:
    if late := alarms.standing(alarms.Kind.EPOCH):
        since = f"since {late[0].since:%Y-%m-%d %H:%M} UTC"
        what = f"what was promised waits too long for its place, {since}"
        fix = "find out why no epoch is closed: what heard serve or worker writes to its log"
        return Finding("wrong", "epochs", what, fix)
    newest = Cosignature.objects.order_by("-size").first()
    if newest is None or newest.at < now - LATE:
        when = f"since {newest.at:%Y-%m-%d %H:%M} UTC" if newest else "yet"
        return Finding(
            "careful", "epochs", f"no epoch was closed {when}", "keep heard serve or worker running"
        )
    return Finding(
        "ok", "epochs", f"the newest has {newest.size} entries, {newest.witnesses} cosigned"
    )
