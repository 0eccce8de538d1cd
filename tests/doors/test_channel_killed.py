"""Killed before each thing that is written: a party's move is made once or not at all.

The process that answers is a fork of this one. It counts what its writer does, and kills itself
before the n-th: so the kill falls between any two writes, and none is left to chance.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from channels import Party, invite

from heard.actions.operations import epochs
from heard.records.models import Event, FileLetter, Move

pytestmark = pytest.mark.usefixtures("no_evidence")
GAO = "a" * 32
MOST = 100  # what a writer writes for one move, more than twice
# What changes something outside of this process, by the function's name; "release": of who waits.
CALLS = frozenset(("execute", "executemany", "commit", "fsync", "write", "release"))


@pytest.fixture
def gao(team, now):
    """Enrolled, and confirmed by two; a measure may be asked for."""
    amara, jonas, *_ = team.people
    team.note(GAO, "respondent")
    found = invite(team, amara, now, GAO)
    found.enrol(now)
    team.assents(jonas, "party.confirm", GAO, actor=amara, agreed=[jonas.id])
    team.moves(amara, "party.confirm", GAO, agreed=[jonas.id])
    return found


def is_write(frame: Any, event: str, called: Any) -> bool:
    """Whether a thread is about to write, by a function in C or one of PostgreSQL's driver."""
    code = frame.f_code
    is_drivers = event == "call" and "/psycopg/" in code.co_filename
    name = called.__name__ if event == "c_call" else code.co_name if is_drivers else ""
    if name not in CALLS:
        return False
    return not str(frame.f_locals.get("query", "")).lstrip("( ").startswith("SELECT")


def killed_before(number: int, send: Callable[[], Any]) -> bool:
    """Whether a process that does this was killed, before the ``number``-th of what it writes."""
    pid = os.fork()
    if pid == 0:
        done = 0

        def watch(frame: Any, event: str, argument: Any) -> None:
            nonlocal done
            if is_write(frame, event, argument):
                done += 1
                if done == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            threading.setprofile(
                watch
            )  # of the writer's thread, which begins with the first action
            assert send().status_code == 201
            os._exit(0)
        finally:
            sys.stderr.flush()
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def kept(party: Party) -> tuple[int, int, int]:
    """How much there is of it: letters, moves and events of this party's."""
    letters = FileLetter.objects.filter(author=GAO)
    moves = Move.objects.filter(actor=GAO)
    return letters.count(), moves.count(), Event.objects.filter(actor=GAO).count()


def test_a_partys_move_is_made_once_wherever_the_server_dies(team, gao, now, parting):
    body = gao.move(team, "measure.request", "away", code="employer")
    before = kept(gao)
    whole = tuple(each + 1 for each in before)
    back = parting()
    kills = {before: 0, whole: 0}
    for number in range(1, MOST):
        if not killed_before(number, lambda: gao.send("channel/moves", body)):
            break
        found = kept(gao)
        kills[found] += 1  # else KeyError: half of a move
        if found == whole:
            assert gao.send("channel/moves", body).status_code == 201  # the same, once more
            assert kept(gao) == whole
            back()
    else:
        raise AssertionError("It never came to an end.")
    assert kept(gao) == whole
    assert min(kills.values()) > 0, kills
    # What was killed on its way is nobody's, and the log goes on.
    assert epochs.close_epoch(now=now)
    assert [each["move"] for each in gao.ask("channel").json()["moves"]] == ["request"]
