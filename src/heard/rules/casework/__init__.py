"""The case as it is worked: what may be moved, by whom, from where to where.

The moves are data (``law/casework.toml``), the conditions functions, the case a fold over what
happened. No clock is read. In words: docs/spec/casework.md.
"""

from heard.rules.casework._allowed import NEEDS, REFUSALS, allowed
from heard.rules.casework._asked import (
    Actor,
    has_way_out,
    is_adjusted,
    parts_of,
    protected,
    was_struck,
)
from heard.rules.casework._audiences import Audiences, audiences
from heard.rules.casework._duties import Owing, owing
from heard.rules.casework._state import Casework, Moved, Record, after, fold, row
from heard.rules.casework._table import CASE, LEADING, REPORTER, TABLE, Move, Table, read
from heard.rules.casework._terms import return_ends, returns_until, term

__all__ = [
    "CASE",
    "LEADING",
    "NEEDS",
    "REFUSALS",
    "REPORTER",
    "TABLE",
    "Actor",
    "Audiences",
    "Casework",
    "Move",
    "Moved",
    "Owing",
    "Record",
    "Table",
    "after",
    "allowed",
    "audiences",
    "fold",
    "has_way_out",
    "is_adjusted",
    "owing",
    "parts_of",
    "protected",
    "read",
    "return_ends",
    "returns_until",
    "row",
    "term",
    "was_struck",
]
