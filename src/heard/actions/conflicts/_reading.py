"""The table as it is given out."""

from collections.abc import Hashable, Iterable

from heard.access import conflict_tables
from heard.formats import conflicts, names
from heard.records.models import Bucket, WholeTable
from heard.rules.refusals import AbsentError

# Before a table is proved: one of nobody, so that a page needs no second path.
_NOTHING = bytes(conflicts.STEP * conflicts.ENTRY)
_NOBODY = conflicts.Head(
    salt="0" * 32,
    bits=0,
    entries=conflicts.STEP,
    holders=(),
    roster="",
    built="1970-01-01T00:00:00Z",
    tree=conflicts.planted([_NOTHING])[0],
)


def head() -> str:
    """The JSON of ``GET /conflicts``: of the newest table that the log proves."""
    given = conflict_tables.given()
    return given.table.head if given else _NOBODY.encode()


def state() -> Hashable:
    """Another value whenever ``head`` gives another table."""
    return conflict_tables.given_id() or _NOBODY.salt


def proof(*, salt: str) -> str:
    """The receipt of the event that published this table. Raises AbsentError."""
    found = conflict_tables.proof(salt)
    if found is None:
        raise AbsentError("The log does not prove this table. Read /conflicts again, later.")
    return found


def bucket(*, salt: str, prefix: int) -> bytes:
    """One bucket of the table given out, or of the one before. Raises AbsentError."""
    rows = Bucket.objects.filter(table=salt, prefix=prefix).values_list("entries", flat=True)
    row = rows.first()
    if row is not None:
        return bytes(row)
    if (salt, prefix) == (_NOBODY.salt, 0):
        return _NOTHING
    raise AbsentError("There is no such bucket. Read /conflicts again.")


def whole(*, salt: str) -> bytes:
    """The whole table given out, or the one before, for a desk. Raises AbsentError."""
    body = WholeTable.objects.filter(table=salt).values_list("body", flat=True).first()
    if body is None:
        raise AbsentError("There is no such table. Read /conflicts again.")
    return bytes(body)


def look_up(*, texts: Iterable[str]) -> dict[str, list[conflicts.Conflict]]:
    """What the newest table says of each text, for a page that has no script to ask with.

    Also where it is not proved yet: the server reads the names in any case, and knows no better.
    """
    newest = conflict_tables.newest()
    here = conflicts.stored(newest.head) if newest else _NOBODY
    matches: dict[str, list[conflicts.Conflict]] = {}
    bodies: dict[int, bytes] = {}
    for text in texts:
        at = conflicts.digest(here.salt, names.key_of(text))
        prefix = conflicts.prefix(at, here.bits)
        if prefix not in bodies:
            bodies[prefix] = bucket(salt=here.salt, prefix=prefix)
        matches[text] = conflicts.look(here, bodies[prefix], at) if names.key_of(text) else []
    return matches
