"""Answer requests until told to stop; requests that are open are finished first.

In several processes with threads. SQLite: the worker (hourly epoch, notices) is in one of them.
PostgreSQL: run ``heard worker`` beside them.
Nothing about requests is written to any log. Put a TLS proxy in front for anything but loopback.
"""

import argparse
import importlib
from collections.abc import Callable

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to listen and how wide."""
    parser.add_argument("--address", default="127.0.0.1", help="to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="to listen on (8000)")
    parser.add_argument("--threads", type=int, default=32, help="requests at once, a process (32)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--no-worker", action="store_true", help="no epochs and notices in here")


def run(options: argparse.Namespace) -> int:
    """Start what the database allows."""
    from django.conf import settings
    from django.db import connection

    from heard.actions.operations import setup
    from heard.doors.operator import machine

    refuse_unproxied(settings.HEARD.origin, settings.HEARD.proxies)
    if missing := setup.not_ready():
        raise ExitError(missing)
    setup.make_keys()
    begin_time()
    settle_erased()
    if closed := setup.closed():
        console.say(closed)
    else:
        machine.publish_pages()
    answer(options, rounds=connection.vendor == "sqlite" and not options.no_worker)
    return 0


def refuse_unproxied(origin: str, proxies: int) -> None:
    """Raise ExitError where https is promised and no proxy is said to keep it.

    Heard speaks no TLS itself. With a proxy that is not counted all who report share its address
    and one limit, and one of them could shut out all the others.
    """
    if origin.startswith("https:") and not proxies:
        raise ExitError(
            f"{origin} needs a TLS proxy in front, and HEARD_PROXIES says that there is"
            " none: everybody would share one limit. Set HEARD_PROXIES=1 (or how many stand in"
            " front), and let the proxy set X-Forwarded-For."
        )


def begin_time() -> None:
    """Compare this machine's clock with others. Raises ExitError where it cannot be right."""
    from heard.actions.operations import timekeeping

    try:
        timekeeping.begin()
    except RefusedError as refused:
        raise ExitError(str(refused)) from refused


def settle_erased() -> None:
    """Destroy what came back with an older database. Raises ExitError where nobody knows of it."""
    from heard.actions import retention
    from heard.actions.operations import timekeeping

    if missing := retention.not_ready(now=timekeeping.careful()):
        raise ExitError(missing)


def answer(options: argparse.Namespace, *, rounds: bool) -> None:
    """Answer until told to stop. Django must be set up. ``rounds``: run the worker in here."""
    from django.conf import settings
    from django.db import connections

    from heard.doors.operator.server import serve_many

    target = ":".join(settings.WSGI_APPLICATION.rsplit(".", 1))
    importlib.import_module(target.partition(":")[0])
    connections.close_all()
    serve_many(
        target,
        address=options.address,
        port=options.port,
        threads=options.threads,
        workers=options.workers,
        started=lambda: announce(options),
        beside=begin_rounds if rounds else None,
    )


def begin_rounds() -> Callable[[], None]:
    """Run the worker in a thread of this process; what stops it."""
    from heard.doors.operator.loop import Loop

    loop = Loop()
    loop.start()
    return loop.stop


def announce(options: argparse.Namespace) -> None:
    """One line, once requests are answered."""
    from django.conf import settings

    console.say(
        f"Heard answers for {settings.HEARD.origin}/ on {options.address} port {options.port}."
        " Stop it with Ctrl+C."
    )
