"""What a staged list would change, and changing it: one statement for all rows of a kind."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from heard.actions.directory._shapes import Shape
from heard.actions.directory._staging import ask, run

Example = tuple[str, str, str, str]  # id, name, before, after


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One kind of change: how many, and the first of them."""

    what: str
    count: int
    examples: list[Example]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Between the directory and a list. ``changed``: people with any change but coming and going.

    ``changes``: joined and left first, then by kind; one person can stand in several.
    """

    before: int  # active, before
    joined: int
    left: int
    changed: int
    units: int  # new, or under another parent
    changes: list[Change]
    respelt: Change  # who would leave and come again under an id that differs by zeros alone
    again: Change  # who would leave and come again under another id with the same e-mail

    @property
    def nothing(self) -> bool:
        """Whether the list says what the directory says."""
        return not (self.joined or self.left or self.changed or self.units)


def difference(shape: Shape, *, keep_all: bool, show: int) -> Difference:
    """Compare what is staged with what is stored; ``merge`` may follow.

    ``keep_all``: nobody leaves, because the list has rows that may be anybody's.
    """
    _stage_leavers(shape)
    _stage_changes(shape)
    respelt, again = _twins(shape, show)
    if keep_all:  # only now: a person who comes twice, by an id without its zeros, is still told
        run("DELETE FROM heard_leaver")
    counts = "SELECT count(*), count(CASE WHEN joined THEN 1 END) FROM heard_change"
    ((different, joined),) = ask(counts)
    changes = [_joined(show), _left(show)]
    changes += [_column(name, what, show) for name, what in shape.told.items()]
    changes.append(_others(shape, show))
    ((before,),) = ask(f"SELECT count(*) FROM {shape.table} WHERE active")  # noqa: S608 our own names
    ((units,),) = ask(f"SELECT count(*) FROM ({_UNITS}) AS units")  # noqa: S608 as above
    return Difference(
        before=before,
        joined=joined,
        left=changes[1].count,
        changed=different - joined,
        units=units,
        changes=[each for each in changes if each.count],
        respelt=respelt,
        again=again,
    )


_UNITS = """
SELECT i.name, i.parent FROM heard_unit_incoming i LEFT JOIN heard_unit u ON u.name = i.name
WHERE u.name IS NULL OR u.parent_id IS DISTINCT FROM i.parent
"""


def _stage_leavers(shape: Shape) -> None:
    run(
        f"CREATE TEMPORARY TABLE heard_leaver AS SELECT p.id, p.name FROM {shape.table} p"  # noqa: S608 our own names
        " WHERE p.active AND NOT EXISTS (SELECT 1 FROM heard_incoming i WHERE i.id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM heard_kept k WHERE k.id = p.id)"
    )


def _stage_changes(shape: Shape) -> None:
    old = ", ".join(f"p.{stored} AS old_{staged}" for staged, stored in shape.columns.items())
    differs = " OR ".join(
        f"p.{stored} IS DISTINCT FROM i.{staged}" for staged, stored in shape.columns.items()
    )
    run(
        "CREATE TEMPORARY TABLE heard_change AS"  # noqa: S608 our own names
        f" SELECT i.*, {old}, (p.id IS NULL OR NOT p.active) AS joined"
        f" FROM heard_incoming i LEFT JOIN {shape.table} p ON p.id = i.id"
        f" WHERE p.id IS NULL OR NOT p.active OR {differs}"
    )


# As heard.rules.directory.bare has it.
_BARE = (
    "ltrim(CASE WHEN substr(rtrim({0}, '0'), length(rtrim({0}, '0')), 1) IN ('.', ',')"
    " THEN substr({0}, 1, length(rtrim({0}, '0')) - 1) ELSE {0} END, '+0')"
)


def _twins(shape: Shape, show: int) -> tuple[Change, Change]:
    """Who would leave under one id and join under another: by the id's digits, by the e-mail."""
    mail = "lower(p.email)" if "email" in shape.columns else "''"
    run(
        "CREATE TEMPORARY TABLE heard_gone AS"  # noqa: S608 our own names
        f" SELECT p.id, p.name, {_BARE.format('p.id')} AS bare, {mail} AS email"
        f" FROM heard_leaver l JOIN {shape.table} p ON p.id = l.id"
    )
    run("CREATE INDEX heard_gone_bare ON heard_gone (bare)")
    run("CREATE INDEX heard_gone_email ON heard_gone (email)")
    digits = f"g.bare = {_BARE.format('c.id')} AND g.bare <> ''"
    respelt = _twin("zeros of the id", digits, show)
    if "email" not in shape.columns:
        return respelt, Change(what="same e-mail", count=0, examples=[])
    same = f"g.email = lower(c.email) AND g.email <> '' AND NOT ({digits})"
    return respelt, _twin("same e-mail", same, show)


def _twin(what: str, condition: str, show: int) -> Change:
    pairs = f"FROM heard_change c JOIN heard_gone g ON {condition} WHERE c.joined"
    ((count,),) = ask(f"SELECT count(DISTINCT g.id) {pairs}")
    rows = ask(f"SELECT g.id, g.name, g.id, c.id {pairs} ORDER BY g.id, c.id LIMIT %s", show)
    return Change(what=what, count=count, examples=[(r[0], r[1], r[2], r[3]) for r in rows])


def _joined(show: int) -> Change:
    return _change("joined", "heard_change", "joined", ("", ""), show)


def _left(show: int) -> Change:
    return _change("left", "heard_leaver", "TRUE", ("", ""), show)


def _column(name: str, what: str, show: int) -> Change:
    pair = (f"coalesce(old_{name}, '')", f"coalesce({name}, '')")
    return _change(what, "heard_change", _moved(name), pair, show)


def _moved(name: str) -> str:
    return f"NOT joined AND old_{name} IS DISTINCT FROM {name}"


def _others(shape: Shape, show: int) -> Change:
    others = [name for name in shape.columns if name not in shape.told]
    condition = " OR ".join(f"({_moved(name)})" for name in others)
    pair = tuple(" || ', ' || ".join(f"{age}{name}" for name in others) for age in ("old_", ""))
    return _change("other details", "heard_change", condition, (pair[0], pair[1]), show)


def _change(what: str, table: str, condition: str, pair: tuple[str, str], show: int) -> Change:
    ((count,),) = ask(f"SELECT count(*) FROM {table} WHERE {condition}")  # noqa: S608 our own names
    before, after = (each or "''" for each in pair)
    rows = ask(
        f"SELECT id, name, {before}, {after} FROM {table} WHERE {condition}"  # noqa: S608 our own names
        " ORDER BY id LIMIT %s",
        show,
    )
    return Change(what=what, count=count, examples=[(r[0], r[1], r[2], r[3]) for r in rows])


def merge(shape: Shape, *, day: date) -> None:
    """Make the table what the list says. Who left on ``day`` stays as a row that is not active."""
    run(
        f"INSERT INTO heard_unit (name, parent_id) {_UNITS}"
        " ON CONFLICT (name) DO UPDATE SET parent_id = excluded.parent_id"
    )
    stored = list(shape.columns.values())
    updates = ", ".join(f"{name} = excluded.{name}" for name in stored)
    run(
        f'INSERT INTO {shape.table} (id, {", ".join(stored)}, active, "left")'  # noqa: S608 our own names
        f" SELECT id, {', '.join(shape.columns)}, TRUE, NULL FROM heard_change WHERE TRUE"
        f' ON CONFLICT (id) DO UPDATE SET {updates}, active = TRUE, "left" = NULL'
    )
    run(
        f'UPDATE {shape.table} SET active = FALSE, "left" = %s'  # noqa: S608 our own names
        " WHERE id IN (SELECT id FROM heard_leaver)",
        day.isoformat(),
    )
    if connection.vendor == "postgresql":
        # It would look up a manager line by reading the whole table until its own round comes.
        run(f"ANALYZE heard_unit, {shape.table}")
