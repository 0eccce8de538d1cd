"""Logging: JSON lines on standard error, and nothing of a reporter's in them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from heard.doors._http.faults import place

REPORTER = "/report/"
HOSTS = "heard.host"  # what says which foreign host was asked for, and the hour of it
# The doors' own loggers: what they say names a type and a place, and no more.
DOORS = frozenset({"heard.reporter", "heard.desk", "heard.public", "heard.scim"})
# All that may be said about something that went wrong at the reporter's door: no path (it holds
# ids), no message (it may hold input), no time finer than the hour.
_ID = re.compile(r"[0-9]|.{25}")
KEPT = ("level", "logger", "error", "where")


def configure(_config: dict[str, object]) -> None:
    """Called by Django once, with its LOGGING setting."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                failure,
                forget_reporter,
                structlog.processors.JSONRenderer(default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("django.server").setLevel(logging.CRITICAL)
    # What is merely not found or not allowed would write down the second of every stray visit.
    for refusals in ("django.request", "django.security"):
        logging.getLogger(refusals).setLevel(logging.ERROR)
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)


def failure(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Name an exception by its type and place: its text and locals may hold what people wrote."""
    record = event.pop("_record", None)
    event.pop("_from_structlog", None)
    info = event.pop("exc_info", None) or getattr(record, "exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["where"] = place(error)
    return event


def forget_reporter(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop everything but KEPT of what a door says, and of a request of the reporter's.

    A foreign host may have been asked for by anybody, a reporter too: no time but the hour.
    """
    if event.get("logger") == HOSTS:
        event.pop("timestamp", None)
        return event
    path = getattr(event.pop("request", None), "path", "")
    door = event.get("logger") in DOORS
    if not (door or path.startswith(REPORTER)):
        return _of_a_request(event, path) if path else event
    kept = {name: event[name] for name in KEPT if name in event}
    said = event["event"] if door else "reporter door"
    return {**kept, "event": said, "hour": str(event.get("timestamp", ""))[:13]}


def _without_ids(path: str) -> str:
    """Which address it was, not which case: a part with a digit in it, or a long one, is an id."""
    return "/".join("…" if _ID.search(part) else part for part in path.split("/"))


def _of_a_request(event: MutableMapping[str, Any], path: str) -> dict[str, Any]:
    """No case, and no time but the hour: a finer one joins an error to an action of the log."""
    more = {name: value for name, value in event.items() if name != "timestamp"}
    shown = _without_ids(path)
    said = str(event["event"]).replace(path, shown)  # Django puts it there too
    return {**more, "event": said, "path": shown, "hour": str(event.get("timestamp", ""))[:13]}
