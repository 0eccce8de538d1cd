"""The rosters this Heard has published, each read once: a signed roster never changes."""

import threading
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.db import connection

from heard.access import notify_key
from heard.formats import readers
from heard.formats import roster as rosters
from heard.formats.note import Verifier
from heard.formats.readers import Reader
from heard.formats.roster import Roster, Service
from heard.records.models import Case, Holder, Organisation, RosterVersion, Wrap
from heard.rules.rosters import Listed

P = ParamSpec("P")
T = TypeVar("T")
_reading = threading.RLock()


def _read_once(read: Callable[P, T]) -> Callable[P, T]:
    """Kept, and read by one thread: all who come first at once would each verify every key."""
    kept = lru_cache(maxsize=16)(read)

    @wraps(read)
    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        with _reading:
            return kept(*args, **kwargs)  # type: ignore[arg-type] # texts and days

    return once


class RosterUnknownError(Exception):
    """A report names a roster that this Heard does not have."""


def newest() -> str:
    """SHA-256 of the newest roster. Raises RosterUnknownError before there is one."""
    return standing()[0]


def current() -> Roster:
    """The newest roster. Raises RosterUnknownError before there is one."""
    return roster(newest())


def notices() -> Service | None:
    """What a contact is sealed to: the newest roster names it, and its key is on this machine."""
    try:
        named = current().service(rosters.NOTICES)
        return named if named and notify_key.load().holds(named.recipient) else None
    except (RosterUnknownError, notify_key.NotifyKeyMissingError):
        return None


def standing() -> tuple[str, frozenset[str]]:
    """SHA-256 of the newest roster, and ids of holders removed since anybody was.

    One statement, because every report asks it; who was removed stays so, and is read again where
    their number has changed. Raises RosterUnknownError before there is a roster.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256, (SELECT count(*) FROM heard_holder WHERE state = 'removed')"
            " FROM heard_rosterversion ORDER BY version DESC LIMIT 1"
        )
        row = cursor.fetchone()
    if row is None:
        raise RosterUnknownError("Nobody can be written to yet: no roster has been signed.")
    return str(row[0]), _removed(str(connection.settings_dict["NAME"]), row[1])


@_read_once
def _removed(_database: str, _count: int) -> frozenset[str]:
    gone = Holder.objects.filter(state=Holder.State.REMOVED)
    return frozenset(gone.values_list("id", flat=True))


@_read_once
def roster(sha256: str) -> Roster:
    """A roster by its SHA-256. Raises RosterUnknownError."""
    version = RosterVersion.objects.filter(sha256=sha256).first()
    if version is None:
        raise RosterUnknownError(
            "The list of people has changed. Load the page again; your words stay."
        )
    return rosters.verify(version.note, root=Verifier.parse(Organisation.objects.get().root))


@_read_once
def listed(sha256: str, day: date) -> tuple[Listed, ...]:
    """The people of a roster who are in it on a day. Raises RosterUnknownError."""
    return roster(sha256).valid_on(day)


@_read_once
def readers_of(sha256: str, day: date) -> Mapping[str, Reader]:
    """The same people by id, as statements name them. Raises RosterUnknownError.

    All of them at once: how long a report takes does not tell whom another chose.
    """
    people = roster(sha256).valid_on(day)
    return {
        each.id: readers.reader(id=each.id, recipient=each.recipient, signing=each.signing)
        for each in people
    }


def left_out(case: Case) -> list[str]:
    """Whom the reporter left out: in the roster that she saw, and not among those she sealed to.

    Ids of active holders whom no other handler may let in.
    """
    seen = RosterVersion.objects.filter(sha256=case.roster).values_list("note", flat=True).first()
    sealed = set(Wrap.objects.filter(case=case).values_list("holder_id", flat=True))
    active = Holder.objects.filter(state=Holder.State.ACTIVE).order_by("id")
    ids = active.values_list("id", flat=True)
    return [id for id in ids if seen is not None and id in seen and id not in sealed]
