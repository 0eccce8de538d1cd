"""Senders that are killed: ``python sending.py PEOPLE KILLS SENDERS`` in a founded Heard.

A mail server that is really there takes what comes. For each life everybody gets a notice; forks
send, and are killed at random moments until the kills are used up; the last life is not killed.
Prints as JSON: kills that met a sender at work, after how many of them part of a life's mail was
out, messages that were asked for and that arrived, rows left, and rows marked as sent without
a mail that had arrived.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta


def sending(now: datetime) -> int:
    """Fork a process that sends what is due and leaves; its id."""
    from heard.actions import notifications

    child = os.fork()
    if child:
        return child
    try:
        notifications.send_due(now=now)
    finally:
        os._exit(0)  # nothing of the parent's is tidied up here


def killed(child: int) -> bool:
    """Kill a process; whether it was still at work."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def give_people(many: int) -> list[str]:
    """Active holders, each with an address that is their id."""
    from heard.formats.ids import new_id
    from heard.records.models import Holder

    ids = [new_id() for _ in range(many)]
    Holder.objects.bulk_create(
        Holder(
            id=id,
            name=id,
            role="Handler",
            tier=1,
            email=f"{id}@example.org",
            state=Holder.State.ACTIVE,
            since="2026-01-01",
        )
        for id in ids
    )
    return ids


def serve_mail(heard_of: Counter[str]) -> int:
    """A mail server in a thread; its port."""
    from aiosmtpd.controller import Controller
    from receivers import free_port

    class Count:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 -- the library's name
            heard_of[envelope.rcpt_tos[0].partition("@")[0]] += 1
            return "250 OK"

    port = free_port()
    Controller(Count(), hostname="127.0.0.1", port=port).start()
    return port


def in_the_middle(
    chance: random.Random, arrived: Counter[str], before: Counter[str], people: int, life: float
) -> None:
    """Wait until some of a life's mail is out, and a moment, however slow the machine is."""
    some, until = chance.randrange(people), time.monotonic() + 2 * life
    while len(arrived - before) < some and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(chance.uniform(0.0, life / people))


def main(people: int, kills: int, senders: int) -> None:
    """Ask, kill, finish, tell."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    from heard.actions import notifications
    from heard.records.models import Outgoing

    arrived: Counter[str] = Counter()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", serve_mail(arrived)
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
    settings.DEFAULT_FROM_EMAIL = "heard@example.org"
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    ids = give_people(people)
    chance, met, part, asked, unsaid, life = random.Random(20261121), 0, 0, 0, 0, 0.0
    while True:
        last = met >= kills
        now += notifications.LEASE + timedelta(minutes=1)
        before = Counter(arrived)
        rows = [Outgoing(kind="case", holder=id, due=now) for id in ids]
        Outgoing.objects.bulk_create(rows)
        asked += people
        connections.close_all()
        began = time.monotonic()
        children = [sending(now) for _ in range(senders)]
        if not life or last:
            for child in children:
                os.waitpid(child, 0)
            life = time.monotonic() - began
        else:
            in_the_middle(chance, arrived, before, people, life)
            met += sum([killed(child) for child in children])
        time.sleep(0.05)  # what the server is still reading
        new = arrived - before
        part += 0 < len(new) < people
        sent = Outgoing.objects.filter(due__gte=now, holder__in=ids).exclude(sent=None)
        newest = max(row.id or 0 for row in Outgoing.objects.order_by("-id")[:1]) - people
        said = set(sent.filter(id__gt=newest).values_list("holder", flat=True))
        unsaid += len(said - set(new))
        if last:
            break
    left = Outgoing.objects.filter(holder__in=ids, sent=None).count()
    told = {"met": met, "part": part, "asked": asked, "arrived": arrived.total()}
    print(json.dumps({**told, "left": left, "unsaid": unsaid}))
    sys.stdout.flush()
    os._exit(0)  # the mail server's thread is not waited for


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
