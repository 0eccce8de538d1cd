"""Sweeps that are killed: ``python sweeping.py CASES KILLS SWEEPERS`` in a founded Heard.

Makes so many cases whose acknowledgement is due, then lets processes of its own sweep and kills
them at random moments until the kills are used up, and sweeps once more to the end. Prints as JSON
the cases, how many kills met a sweep at work, and after how many of them part of it was done.

The processes are forks, because a start takes longer than a sweep; each has its own connections
and its own writer, as processes have.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

DAY = timedelta(days=1)


def sweeping(now: datetime) -> int:
    """Fork a process that sweeps and leaves; its id."""
    from heard.actions.deadlines import escalation

    child = os.fork()
    if child:
        return child
    try:
        escalation.sweep(now=now)
    finally:
        os._exit(0)  # nothing of the parent's is tidied up here


def whole(now: datetime) -> float:
    """Seconds that a sweep takes which nobody kills."""
    began = time.monotonic()
    os.waitpid(sweeping(now), 0)
    return time.monotonic() - began


def wait_until(moved: Callable[[], bool], *, seconds: float = 5) -> None:
    """Until a sweep has done its first batch."""
    until = time.monotonic() + seconds
    while not moved() and time.monotonic() < until:
        time.sleep(0.001)


def killed(child: int) -> bool:
    """Kill a process; whether it was still at work."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(cases: int, kills: int, sweepers: int) -> None:
    """Make, kill, finish, tell."""
    import django

    django.setup()
    import overdue
    from django.db import connections

    from heard.access import law
    from heard.actions.deadlines import escalation
    from heard.ledger import writer
    from heard.records.models import Duty

    now = datetime.now(UTC).replace(microsecond=0)
    ids: list[str] = []
    chance, met, part, left = random.Random(20261121), 0, 0, 0
    late = Duty.objects.filter(state=Duty.State.OPEN, due__lte=now)
    life = 0.0
    while met < kills:
        # Some more for each life, so that there is always something left.
        made = overdue.give_cases(cases, hour=now - 2 * DAY)
        overdue.give_due(made, due=now - DAY)
        ids += made
        law.in_force(now)  # read once: else most of a life goes by before it sweeps
        connections.close_all()
        if not life:
            life = whole(now) * sweepers  # they wait for one another
            continue
        children = [sweeping(now) for _ in range(sweepers)]
        if len(ids) // cases % 4:
            time.sleep(chance.uniform(0.0, life))
        else:  # between two batches, which chance alone would seldom meet
            wait_until(lambda before=left + cases: late.count() < before)
        met += sum([killed(child) for child in children])
        before, left = left + cases, late.count()
        part += 0 < left < before
    escalation.sweep(now=now)
    writer.stop()
    connections.close_all()
    print(json.dumps({"cases": ids, "met": met, "part": part}))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
