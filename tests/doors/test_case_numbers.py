"""What belongs to a case is kept by a number in the order of commits, which nobody is told."""

import logging
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from operated import run_sql, without_triggers
from permissions import TABLE
from roles import ask, of_a_case

from heard.actions.operations import health, updates
from heard.ledger import numbers, writer
from heard.records.models import (
    Case,
    Duty,
    Event,
    FileKey,
    FileLetter,
    FileWrap,
    IdempotencyKey,
    Invitation,
    Letter,
    Opening,
    Outgoing,
    PartyKeys,
    Wrap,
)

# Nothing else in a Heard counts so far, and no digest has nine of its digits in a row by chance.
FAR = {Case: 777_000_111, Letter: 777_000_222_000, Duty: 777_000_333_000}


def begin_at(model, first):
    """The numbers of a table go on from here."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'number'), %s)", [table, first]
            )
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first]
            )
    numbers.forget()


def told(text):
    return [each for each in ("777000", "2e502f") if each in text.replace("_", "")]


def test_no_answer_no_event_no_notice_and_no_file_tells_it(world, now, place, caplog):
    """Numbers that would be seen anywhere, and a request of each kind by who may make it."""
    writer.stop()
    for model, first in FAR.items():
        begin_at(model, first)
    caplog.set_level(logging.DEBUG)
    roles, named = of_a_case(world, now)
    for model, first in FAR.items():
        assert model.objects.order_by("pk").values_list("pk", flat=True).first() > first
    heard, told_by = 0, []
    for row in TABLE:
        for role in ("reporter", "waiting", "other", "holder"):
            answer = ask(row, role, roles[role], named)
            heard += answer.status_code < 300
            body = b"".join(answer) if answer.streaming else answer.content
            if told(body.decode("utf-8", "replace") + str(sorted(answer.headers.items()))):
                told_by.append((row.path, role))
    assert told_by == []
    assert heard > 60
    assert [each.fields for each in Opening.objects.all() if told(each.fields)] == []
    for table in (Outgoing, IdempotencyKey):
        assert [row for row in table.objects.values_list() if told(str(row))] == []
    assert not told(caplog.text)
    beside = [each for each in place.rglob("*") if not each.name.startswith("heard.sqlite3")]
    assert [each for each in beside if told(each.name)] == []
    files = [each for each in beside if each.is_file()]
    assert files
    assert [each for each in files if told(each.read_bytes().decode("latin-1"))] == []


def kept_rows():
    """Every row of every table, as the database has it; and what its indexes are."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith("heard_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
                rules = connection.introspection.get_constraints(cursor, table).values()
                found[f"{table}'s"] = sorted(
                    repr((each["columns"], each["unique"], each["index"], each["foreign_key"]))
                    for each in rules
                )
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found["triggers"] = sorted(cursor.fetchall())
    return found


def untouched():
    for statement in ("UPDATE heard_event SET case_number = 1", "DELETE FROM heard_event"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run_sql(statement)


@pytest.mark.usefixtures("no_triage")  # as a Heard of then laid down none
def test_what_was_kept_by_random_ids_is_taken_whole(world, now):
    """0020 on data, and back: each row is what it was; the log stays append-only."""
    of_a_case(world, now, older=True)
    # What a case keeps since 0021, and its file of 0023, are not taken back and forth.
    Case.objects.update(country=None, zone=None)
    Wrap.objects.update(looked=None)  # since 0030
    for each in (PartyKeys, Invitation, FileLetter, FileWrap, FileKey):
        each.objects.all().delete()
    before = kept_rows()
    assert before["heard_file"]
    assert before["heard_evidence"]
    ids = {each: sorted(each.objects.values_list("id", flat=True)) for each in (Case, Letter, Duty)}
    order = list(Case.objects.order_by("number").values_list("id", flat=True))
    call_command("migrate", "heard", "0019", verbosity=0)
    with connection.cursor() as cursor:
        for model, theirs in ids.items():
            cursor.execute(f"SELECT id FROM {model._meta.db_table} ORDER BY id")
            assert [row[0] for row in cursor.fetchall()] == theirs
    updates.bring(progress=lambda *_: None)
    assert list(Case.objects.order_by("number").values_list("id", flat=True)) == order
    after = kept_rows()
    # The counters of letters and duties begin anew; they are told nowhere.
    for table in ("heard_letter", "heard_duty", "heard_file"):
        assert len(after.pop(table)) == len(before.pop(table))
    assert after == before
    untouched()
    assert health.check_histories(progress=lambda *_: None) == []
    amara, case = world.desks["Amara"], order[0]
    assert world.case([amara]) not in ids[Case]
    assert Case.objects.latest("number").number > Case.objects.get(id=case).number


@pytest.mark.usefixtures("no_triage")  # as a Heard of then laid down none
def test_what_it_cannot_end_it_does_not_begin(world, now, monkeypatch):
    """Broken off between two tables, nothing of it is there, and it is done again."""
    of_a_case(world, now, older=True)
    call_command("migrate", "heard", "0019", verbosity=0)
    before = kept_rows()
    step = import_module("heard.records.migrations.0020_case_numbers")
    real = step.copy

    def broken(editor, how, *apps):
        if how.model == "letter":
            raise KeyboardInterrupt
        real(editor, how, *apps)

    monkeypatch.setattr(step, "copy", broken)
    with pytest.raises(KeyboardInterrupt):
        updates.bring(progress=lambda *_: None)
    assert kept_rows() == before
    assert ("heard", "0020_case_numbers") not in MigrationExecutor(
        connection
    ).loader.applied_migrations
    monkeypatch.setattr(step, "copy", real)
    updates.bring(progress=lambda *_: None)
    untouched()
    assert Event.objects.exclude(case="").filter(case_number=None).count() == 0


@pytest.mark.parametrize(
    ("number", "fault"),
    [("NULL", "it lacks the number of its case"), ("2", "it has the number of another case")],
)
def test_an_event_that_is_put_to_another_case_is_found(world, now, number, fault):
    one, _ = world.case([world.desks["Amara"]]), world.case([world.desks["Jonas"]])
    index = Event.of(one).latest("index").index
    assert health.check_histories(progress=lambda *_: None) == []
    without_triggers(f'UPDATE heard_event SET case_number = {number} WHERE "index" = {index}')
    assert any(each.endswith(fault) for each in health.check_histories(progress=lambda *_: None))
