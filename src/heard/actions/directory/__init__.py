"""The organisation's directory: lists of people and of third parties, taken in whole or not.

Only the operator's door may ask here (pyproject.toml, contract 9).
"""

from heard.actions.directory._difference import Change, Difference
from heard.actions.directory._finding import Found, find, manager_line
from heard.actions.directory._importing import Outcome, Wish, take_in
from heard.actions.directory._reading import BadRowsError, Progress, Spelling

__all__ = [
    "BadRowsError",
    "Change",
    "Difference",
    "Found",
    "Outcome",
    "Progress",
    "Spelling",
    "Wish",
    "find",
    "manager_line",
    "take_in",
]
