"""A case that is closed, and an address to be told at: what there is to erase.

Nobody can close a case by an address yet, so that closings are rows of their table here.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import cast
from django.db.backends.base.base import BaseDatabaseWrapper

from heard.access import notify_key
from heard.actions import retention
from heard.actions.intake import contacts
from heard.formats import agefile, contact
from heard.formats.ids import new_id
from heard.ledger import writer
from heard.records.models import Case, Move

DAY = timedelta(days=1)
DUE = 9 * DAY  # after a closing: seven are whole whatever the zone


def leave(lin: cast.Reporter, now: datetime) -> None:
    """Her address, as her browser seals it."""
    said = contact.write(contact.Email(v=1, address="lin@elsewhere.example", language="en"))
    box = agefile.seal(said, [notify_key.load().recipient])
    new = contacts.NewContact(new_id(), "email", box)
    contacts.set_contact(authorization=lin.authorization, contact=new, now=now)


def moved(lin: cast.Reporter, move: str, at: datetime, code: str = "", period: str = "") -> None:
    case = Case.objects.get(id=lin.case)
    there = Move.objects.filter(case=case, object="case").count()
    Move.objects.create(
        case=case, object="case", record=case.id, move=move, version=there + 1,
        actor=cast.AMARA.id, at=at, code=code, period=period,
    )  # fmt: skip


def close(lin: cast.Reporter, at: datetime) -> None:
    moved(lin, "triage", at, code="support_only")
    moved(lin, "close_unworked", at, period="2026-12-31")


def sweep(now: datetime) -> int:
    return retention.Round().sweep(now=now)


def close_worked(lin: cast.Reporter, at: datetime) -> None:
    """A case that was worked to its end."""
    moved(lin, "start_aftercare", at)
    moved(lin, "close", at, period="2026-12-31")


FAILED = 99
SLOW = 0.3  # seconds


class Killed:
    """Kills this process at the step that is the ``last`` of what keeps something."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, do: Callable[..., Any], *given: Any, **named: Any) -> Any:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return do(*given, **named)


def dies(step: int, now: datetime) -> bool:
    """Whether a sweep in another process was killed at this step; else it came to its end."""
    child = os.fork()
    if not child:
        killed = Killed(step)
        for name in ("pwrite", "fsync", "fdatasync", "unlink"):
            setattr(os, name, partial(killed, getattr(os, name)))
        commit = BaseDatabaseWrapper._commit
        BaseDatabaseWrapper._commit = lambda each: killed(commit, each)
        done = 1
        try:
            done = 0 if sweep(now) else 1
        finally:
            writer.stop()
            os._exit(done)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def beside(many: int, now: datetime) -> list[int]:
    """What so many processes erased that swept at once, each slow between its plan and its end."""
    go, start = os.pipe()
    children = [_child(go, start, now) for _ in range(many)]
    os.close(go)
    os.close(start)  # all of them are let go at once
    ended = [os.waitpid(child, 0)[1] for child in children]
    assert all(map(os.WIFEXITED, ended))
    return list(map(os.WEXITSTATUS, ended))


def _child(go: int, start: int, now: datetime) -> int:
    child = os.fork()
    if child:
        return child
    os.close(start)
    commit = BaseDatabaseWrapper._commit
    BaseDatabaseWrapper._commit = lambda each: (time.sleep(SLOW), commit(each))[1]
    done = FAILED
    try:
        os.read(go, 1)
        done = sweep(now)
    finally:
        writer.stop()
        os._exit(done)
