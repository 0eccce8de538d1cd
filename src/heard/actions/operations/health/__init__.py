"""What ``heard doctor`` asks of the tables: the log, the guard, the clock, the roster."""

from heard.actions.operations.health._finding import Finding, tried
from heard.actions.operations.health._histories import check_histories
from heard.actions.operations.health._log_whole import check_log
from heard.actions.operations.health._mailing import send_test
from heard.actions.operations.health._state import check_state
from heard.ledger.log_key import LogKeyMissingError

__all__ = [
    "Finding",
    "LogKeyMissingError",
    "check_histories",
    "check_log",
    "check_state",
    "send_test",
    "tried",
]
