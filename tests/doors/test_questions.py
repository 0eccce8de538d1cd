"""A question that is put into words once answers what its queryset does, whatever it is asked."""

from __future__ import annotations

import inspect
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.transaction import TransactionManagementError

from heard.access import case_access
from heard.records.models import (
    Assent,
    Case,
    CaseLink,
    Contact,
    Duty,
    Event,
    Evidence,
    ExhibitCopy,
    File,
    FileKey,
    FileLetter,
    FileWrap,
    Holder,
    Letter,
    Move,
    PartyKeys,
    Passkey,
    Suspension,
)
from heard.records.questions import ALL, Question

MOST = 6  # of each kind of value
MANY = 1_000_000  # no number of any row is so high
NONE = {str: "f" * 32, int: -1}
# Where the values of a parameter come from, by its name and what it is.
OF: dict[tuple[str, type], list[tuple[type[models.Model], str]]] = {
    ("case", str): [(Case, "id")],
    ("case", int): [(Case, "pk"), (Move, "case"), (FileWrap, "case")],
    ("code", str): [(Case, "code"), (PartyKeys, "code")],
    ("holder", str): [(Holder, "id"), (Passkey, "holder"), (Event, "actor")],
    ("author", str): [(FileLetter, "author"), (Letter, "author")],
    ("party", str): [(FileLetter, "party")],
    ("kind", str): [(Event, "kind"), (Duty, "kind"), (Suspension, "duty")],
    ("record", str): [(Duty, "record")],
    ("passkey", str): [(Passkey, "id")],
    ("key", str): [(Session, "session_key")],
    ("seq", int): [(Letter, "seq")],
    ("first", int): [(Letter, "seq")],
    ("tier", int): [(Holder, "tier")],
    ("generation", int): [(FileKey, "generation")],
}


@pytest.fixture
def full(each_role: Any, now: Any) -> None:
    """One of each role, with what they have, and one of each that questions find besides."""
    first, second = Case.objects.order_by("id")[:2]
    Case.objects.filter(pk=first.pk).update(state=Case.State.ACKNOWLEDGED)
    Contact.objects.create(case=first, kind="email", sealed=b"", at=now)
    holder = Holder.objects.earliest("id")
    link = {"id": "1" * 32, "letter": "2" * 32, "sealed": b"", "sha256": "3" * 64, "at": now}
    CaseLink.objects.create(case=first, other=second, holder=holder, **link)
    seat = {"object": "seat", "record": "4" * 32, "move": "propose", "code": "lead", "version": 1}
    copy = {"recipient": "5" * 64, "sealed": b"", "released": now}
    key = {"recipient": "6", "statement": "7" * 32, "digest": "8" * 64, "case_generation": 0}
    FileKey.objects.create(case=first, author=holder, generation=1, matter="9" * 32, at=now, **key)
    FileWrap.objects.create(case=first, holder=holder, author=holder, generation=1, **copy)
    still = {"id": "a" * 32, "reason": "reporter_asked", "since": now, "until": now}
    Suspension.objects.create(case=first, duty="acknowledge", holder=holder, **still)
    Evidence.objects.create(id="b" * 32, case=first, kind="chat", letter="c" * 32, noted=now)
    Duty.objects.create(
        id="d" * 32, case=first, kind="measure_review", due=now, source="a pack", record="e" * 32
    )
    Move.objects.create(case=first, actor=holder.id, holder=holder.id, at=now, **seat)
    of_the_work(first, holder, now)


def of_the_work(case: Case, holder: Holder, now: datetime) -> None:
    """A signature beside a move, a decision's letter, and an exhibit that Heard keeps."""
    move = {"object": "plan", "record": "1" * 32, "move": "approve", "version": 2}
    Assent.objects.create(
        case=case, holder=holder, shell="2" * 64, file_letter="3" * 32, at=now, **move
    )
    letter = {"id": "4" * 32, "kind": "decision", "author": "nobody", "sha256": "5" * 64}
    Letter.objects.create(number=MANY, case=case, seq=0, sealed=b"", at=now, index=MANY, **letter)
    file = File.objects.create(id="6" * 32, case=case, author=holder.id)
    kept = {"digest": "8" * 64, "size": 1, "blocks": b"", "holder": holder.id}
    ExhibitCopy.objects.create(file=file, case=case, record="7" * 32, at=now, **kept)


def values(name: str, kind: type) -> list[Any]:
    """Some that are there, of each table, and one that is not."""
    found = {NONE[kind]: None}
    for table, column in OF[name, kind]:
        each = table._default_manager.order_by("pk").values_list(column, flat=True)
        there = dict.fromkeys(value for value in each if value is not None)
        found |= dict.fromkeys(list(there)[:MOST])
    return list(found)


def whole(row: Any, *above: Any) -> Any:
    """A row with all its values, and with those of what was read with it, but for what it is of."""
    if not isinstance(row, models.Model):
        return row
    held = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    with_it = {name: each for name, each in row._state.fields_cache.items() if each not in above}
    cached = {name: whole(each, row, *above) for name, each in with_it.items()}
    return type(row), row._state.db, row._state.adding, held, cached


@pytest.mark.usefixtures("full")
def test_each_question_answers_what_its_queryset_does() -> None:
    for question in ALL:
        kinds = inspect.get_annotations(question.build, eval_str=True)
        named = [(name, kind) for name, kind in kinds.items() if name != "return"]
        answered = False
        for asked in product(*(values(*each) for each in named)):
            with transaction.atomic():
                answer = list(map(whole, question(*asked)))
                assert answer == list(map(whole, question.build(*asked))), (question.build, asked)
            answered = answered or answer != []
        assert answered, f"Put something into ``full`` that answers {question.build}."


@pytest.mark.usefixtures("full")
def test_only_texts_and_numbers_are_asked_for() -> None:
    question = case_access.case_by
    for other in (None, True, 1.5, b"", models.Value("")):
        with pytest.raises(TypeError):
            question(other)  # type: ignore[arg-type]


@pytest.mark.usefixtures("full")
def test_what_locks_is_asked_in_a_transaction_alone(engine: str) -> None:
    locking = Question(lambda case: Case.objects.select_for_update().filter(pk=case))
    ALL.remove(locking)
    with transaction.atomic():
        assert locking(0) == []
    assert connection.get_autocommit()
    if engine == "postgres":  # SQLite locks the whole, and knows no row's lock
        with pytest.raises(TransactionManagementError):
            locking(0)
    else:
        assert locking(0) == []


@pytest.mark.postgres_only
@pytest.mark.usefixtures("full")
def test_postgresql_keeps_what_it_is_asked_again_and_again() -> None:
    there = [each.id for each in Case.objects.all()]
    times = connection.settings_dict["OPTIONS"]["prepare_threshold"] + 1
    for case in (there * times)[:times]:
        assert Case.objects.filter(id=case).get().id == case
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [statement for (statement,) in cursor.fetchall()]
    assert any('FROM "heard_case" WHERE "heard_case"."id" = $1' in each for each in kept)
