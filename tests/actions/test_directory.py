"""Imports are atomic and take turns; nothing of them can be read at another door."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client

from heard.actions import directory
from heard.actions.directory import _importing
from heard.ledger import writer
from heard.records.models import Event, Person
from heard.rules.refusals import RefusedError

HEAD = "employee_id,name,email,unit,parent_unit,country,manager_id"
CHAIN = [f"{n},Person {n},,Team {n % 7},Group,DE,{n - 1 or ''}" for n in range(1, 301)]


@pytest.fixture
def take(meridian, tmp_path, now):
    """Imports rows; answers what came of it."""

    def run(*rows: str, trial: bool = False, most: float = 1.0) -> directory.Outcome:
        file = tmp_path / f"{threading.get_ident()}.csv"
        file.write_text("\n".join([HEAD, *rows, ""]))
        wish = directory.Wish(most_leavers=most, trial=trial)
        return directory.take_in(path=file, wish=wish, now=now, progress=lambda *_: None)

    yield run
    writer.stop()


def active() -> set[str]:
    return set(Person.objects.filter(active=True).values_list("id", flat=True))


def test_an_import_that_fails_midway_leaves_nothing(take, monkeypatch):
    take(*CHAIN[:10])
    before, events = active(), Event.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr(_importing, "_say", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            take(*CHAIN[:20])
    assert (active(), Event.objects.count()) == (before, events)
    assert take(*CHAIN[:20]).difference.joined == 10
    assert len(active()) == 20


def test_two_at_once_are_one_after_the_other(take):
    """The second waits and compares with what the first has left, whichever is first."""
    lists = (CHAIN[:200], CHAIN[100:300])
    lists = (lists[0], ["101,Person 101,,Team 3,Group,DE,", *lists[1][1:]])
    done: list[directory.Outcome] = []

    def one(rows: list[str]) -> None:
        try:
            done.append(take(*rows))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(rows,)) for rows in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.sort(key=lambda each: each.difference.before)
    assert [each.difference.before for each in done] == [0, 200]
    assert [each.difference.joined for each in done] == [200, 100]
    last = {"1", *map(str, range(2, 201))}, set(map(str, range(101, 301)))
    assert active() in last
    assert Person.objects.count() == 300


def held(action: str = "SELECT 1") -> subprocess.Popen[str]:
    """Another process that holds the turn as an import does, until its input is closed."""
    if connection.vendor == "postgresql":
        take_turn = f"cursor.execute('SELECT pg_advisory_xact_lock({_importing.LOCK})')"
    else:
        take_turn = "pass"
    code = f"""
import sys, django
from django.conf import settings
settings.configure(DATABASES={{"default": {{**{dict(connection.settings_dict)!r}}}}})
django.setup()
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    {take_turn}
    cursor.execute({action!r})
    print("held", flush=True)
    sys.stdin.read()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_an_import_waits_for_another_process(take):
    """It begins from what the other leaves: nobody is as they were before."""
    take(*CHAIN[:3])
    left = "UPDATE heard_person SET active = false, \"left\" = '2026-01-02' WHERE id = '3'"
    with held(left) as other:
        assert other.stdin is not None
        threading.Timer(0.5, other.stdin.close).start()
        assert take(*CHAIN[:3]).difference.before == 2


def test_an_import_that_waited_too_long_is_refused(take, monkeypatch):
    impatient(monkeypatch)
    with held(), pytest.raises(RefusedError, match="Another import"):
        take(*CHAIN)
    assert active() == set()


def impatient(monkeypatch):
    monkeypatch.setattr(_importing, "TURN", 1)
    writer.stop()  # its connection knows the longer wait
    if connection.vendor == "sqlite":
        from django.db import connections

        options = connections.settings["default"]["OPTIONS"]
        monkeypatch.setitem(options, "timeout", 1)


def test_a_trial_waits_for_nobody(take, monkeypatch):
    """The other holds the turn all along, and who waits for it is refused."""
    impatient(monkeypatch)
    with held():
        assert take(*CHAIN, trial=True).difference.joined == 300
    assert active() == set()


def test_a_line_of_hundreds_is_followed_and_bounded(take):
    take(*CHAIN)
    assert [row[0] for row in directory.manager_line("4")] == ["3", "2", "1"]
    assert len(directory.manager_line("300")) == 100


def test_the_database_refuses_who_has_left_and_is_here(take):
    take(*CHAIN[:1])
    with pytest.raises(DatabaseError):
        Person.objects.update(active=False)


def test_no_door_but_the_operators_shows_anybody(take, meridian):
    secret = "Zhao Unmistakable"
    take(f"9,{secret},unmistakable@meridian.example,Secret Unit,,CN,")
    assert directory.find(text=secret, most=1)[0].email == "unmistakable@meridian.example"
    client = Client(HTTP_HOST=settings.HEARD.site)
    paths = ("/site.json", "/roster", "/health", "/log/checkpoint", "/people", "/directory")
    paths += ("/desk/api/people", "/desk/api/me", "/report/api/people", "/import", "/conflicts/9")
    for path in paths:
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"nmistakable" not in body + str(answer.headers).encode()
