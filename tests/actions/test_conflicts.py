"""The conflict table: made when it is due, of what there is, and read by who has a name."""

import random
import string
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import cast
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.access import conflict_tables
from heard.actions import conflicts, directory, rosters, scim
from heard.actions.conflicts import _basis, _publishing
from heard.actions.operations import epochs
from heard.actions.scim._schema import Model
from heard.actions.scim._writing import create
from heard.formats import FormatError, conflictproof, note, roster
from heard.formats import conflicts as formats
from heard.ledger import log as ledger_log
from heard.ledger import writer
from heard.ledger.journal import write
from heard.records.models import (
    Bucket,
    ConflictTable,
    Event,
    Holder,
    LoggedTable,
    Person,
    Unit,
)
from heard.rules.refusals import AbsentError

HEAD = "employee_id,name,email,unit,parent_unit,country,manager_id,other_names"
CHIEF = "1,Maya Stone,maya@meridian.example,Board,,GB,,"
LI = "2,Li Na,li@meridian.example,Retail,Board,CN,1,李娜"
GAO = "3,Gao,gao@meridian.example,Meridian Fresh,Retail,CN,2,高; Gao Wei"
LIN = "4,Lin Mei,lin@meridian.example,Meridian Fresh,Retail,CN,3,林美;OLD-77"
AMARA = "5,Amara,amara@meridian.example,Ethics,Board,CN,1,"
ALL = (CHIEF, LI, GAO, LIN, AMARA)


@pytest.fixture
def organised(meridian, tmp_path, now):
    """Imports rows."""

    def take(*rows: str) -> None:
        file = tmp_path / "people.csv"
        file.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
        wish = directory.Wish(most_leavers=1.0)
        directory.take_in(path=file, wish=wish, now=now, progress=lambda *_: None)

    yield take
    writer.stop()


def told(*texts):
    """Who cannot be told of each, by the names of the cast."""
    people = {person.id: person.name for person in cast.ROSTER}
    found = conflicts.look_up(texts=texts)
    return [{people[holder]: relation for holder, relation in found[text]} for text in texts]


def test_who_stands_over_under_and_beside_is_found_by_any_of_their_keys(organised, now):
    organised(*ALL)
    assert conflicts.publish(now=now) is True
    assert told("Gao", "gao@MERIDIAN.example", "3", "高", "Wei Gao") == [{"Gao": "self"}] * 5
    # Lin's manager sits on the roster; of her own unit is he too, but that is said less.
    assert told("Lin Mei", "林美", "mei lin", "4", "old-77") == [{"Gao": "manager"}] * 5
    assert told("Li Na", "李 娜", "li@meridian.example") == [{"Gao": "report"}] * 3
    assert told("Maya Stone") == [{"Amara": "report"}]
    assert told("amara") == [{"Amara": "self"}]
    assert told("Nobody", "", "Lin", "Mei") == [{}, {}, {}, {}]


def test_a_unit_of_the_roster_is_one_of_the_directory(organised, now):
    organised(*ALL, f"6,Ann Beech,,{cast.RUTH.unit},Board,CN,1,")
    conflicts.publish(now=now)
    assert told("Ann Beech") == [{"Ruth": "unit"}]


def test_two_of_one_name_are_told_together_and_two_that_hold_none_say_nothing(organised, now):
    organised(*ALL, "7,Mei Lin,other@meridian.example,Ethics,Board,CN,5,")
    conflicts.publish(now=now)
    assert told("Lin Mei", "4", "7") == [
        {"Gao": "manager", "Amara": "manager"},
        {"Gao": "manager"},
        {"Amara": "manager"},
    ]


def test_an_address_says_which_of_two_is_the_holder(organised, now):
    organised(*ALL, "8,Gao,second@meridian.example,Board,,CN,1,", "9,Below Second,,,,CN,8,")
    conflicts.publish(now=now)
    # Two called Gao: the unit of the roster says which.
    assert told("Lin Mei", "Below Second") == [{"Gao": "manager"}, {}]
    Holder.objects.filter(id=cast.GAO.id).update(email="SECOND@meridian.example")
    conflicts.publish(now=now + timedelta(hours=1))
    assert told("Lin Mei", "Below Second") == [{"Gao": "unit"}, {"Gao": "manager"}]


def test_whoever_left_is_still_somebody_elses_manager(organised, now):
    organised(*ALL)
    organised(CHIEF, LI, "4,Lin Mei,,Retail,Board,CN,2,", AMARA)
    conflicts.publish(now=now)
    assert told("Gao", "Lin Mei") == [{"Gao": "self"}, {}]


def test_a_declared_name_counts_in_every_spelling_and_whether_or_not_anybody_has_it(organised, now):
    organised(*ALL)
    people = ["Lin Mei <lin@meridian.example>", "Somebody Outside"]
    conflicts.declare(holder=cast.RUTH.id, people=people, now=now)
    conflicts.publish(now=now)
    assert told("林美", "lin@meridian.example", "outside somebody") == [
        {"Gao": "manager", "Ruth": "declared"},
        {"Gao": "manager", "Ruth": "declared"},
        {"Ruth": "declared"},
    ]


@pytest.mark.parametrize(
    ("declared", "others"),
    [
        ("4", ("林美", "Lin Mei", "lin@meridian.example")),
        ("lin@meridian.example", ("林美", "Lin Mei", "4")),
        ("Lin Mei", ("lin@meridian.example", "4")),
    ],
)
def test_declaring_somebody_tells_nothing_that_the_holder_did_not_write(
    organised, now, declared, others
):
    organised(*ALL)
    conflicts.publish(now=now)
    before = told(*others)
    conflicts.declare(holder=cast.RUTH.id, people=[declared], now=now)
    later = now + timedelta(minutes=10)
    conflicts.publish(now=later)
    assert told(declared) == [{"Gao": "manager", "Ruth": "declared"}]
    assert told(*others) == before


def test_what_was_declared_may_say_more_than_the_name(organised, now):
    organised(*ALL)
    people = ["Ms. Lin Mei, Sales", "Dr. Somebody Outside <s.outside@elsewhere.example>"]
    conflicts.declare(holder=cast.RUTH.id, people=people, now=now)
    conflicts.publish(now=now)
    assert told("林美", "somebody outside", "s.outside@elsewhere.example") == [
        {"Gao": "manager", "Ruth": "declared"},
        {"Ruth": "declared"},
        {"Ruth": "declared"},
    ]


def test_without_a_directory_a_holder_is_still_kept_from_their_own_case(meridian, now):
    assert conflicts.publish(now=now) is True
    assert told("Gao", "RUTH", "Lin Mei") == [{"Gao": "self"}, {"Ruth": "self"}, {}]


def events():
    return Event.objects.filter(kind="conflicts_published").count()


def made():
    """The head of the table that was made last."""
    return conflict_tables.newest().head


def test_nothing_is_made_before_there_is_a_roster(database, now):
    assert conflicts.publish(now=now) is False
    assert ConflictTable.objects.count() == 0


def test_it_is_made_once_for_each_change_and_each_day(organised, now):
    at = now
    steps = [
        lambda: None,
        lambda: organised(*ALL),
        lambda: conflicts.declare(holder=cast.JONAS.id, people=["Lin"], now=at),
        lambda: Holder.objects.filter(id=cast.JONAS.id).update(email="jonas@meridian.example"),
        lambda: provided(at),
        lambda: scim.log_changes(now=at + timedelta(hours=2)),
    ]
    salts = set()
    for step in steps:
        step()
        at += timedelta(minutes=6)
        assert [conflicts.publish(now=at), conflicts.publish(now=at)] == [True, False]
        salts.add(formats.parse(made()).salt)
    assert len(salts) == len(steps)
    day = (at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert not conflicts.publish(now=day - timedelta(seconds=1))
    assert conflicts.publish(now=day)
    assert ConflictTable.objects.count() == 2
    assert not Bucket.objects.exclude(table__in=ConflictTable.objects.all()).exists()


def provided(at):
    """One person, as an identity provider adds them."""
    new = Model(user_name="new@meridian.example", display_name="New")
    write(lambda _entry: create(new, now=at))


def test_only_a_directory_that_keeps_changing_waits_a_few_minutes(organised, now, meridian):
    conflicts.publish(now=now)
    organised(*ALL)
    soon = now + _publishing.PAUSE - timedelta(seconds=1)
    assert not conflicts.publish(now=soon)
    assert conflicts.publish(now=soon, at_once=True)
    organised(*ALL[:2])
    conflicts.declare(holder=cast.JONAS.id, people=["Lin"], now=now)
    assert conflicts.publish(now=soon + timedelta(seconds=1))
    signed = roster.sign(rosters.draft(now=now, quorum=None), cast.root_key(meridian.site))
    rosters.accept(signed=signed, now=now)
    assert conflicts.publish(now=soon + timedelta(seconds=2))
    assert formats.parse(made()).roster == roster.digest(signed)
    assert not conflicts.publish(now=soon + timedelta(seconds=2), at_once=True)


def test_a_clock_that_is_set_back_stops_no_change(organised, now):
    conflicts.publish(now=now)
    first = made()
    earlier = now - timedelta(days=400)
    assert not conflicts.publish(now=earlier)
    organised(*ALL)
    assert conflicts.publish(now=earlier)
    assert made() != first
    assert not conflicts.publish(now=earlier)


def test_of_two_that_make_it_at_once_one_is_stored(organised, now, monkeypatch):
    tried = []

    def twice(*args, **named):
        tried.append(1)
        if len(tried) == 1:
            assert conflicts.publish(now=now) is True
        return table(*args, **named)

    table = _publishing.table
    monkeypatch.setattr(_publishing, "table", twice)
    assert conflicts.publish(now=now) is False
    assert (len(tried), ConflictTable.objects.count()) == (2, 1)


def test_an_idle_round_asks_little_and_reads_no_list_of_events(organised, now, engine):
    organised(*ALL)
    conflicts.publish(now=now)
    with CaptureQueriesContext(connection) as asked:
        assert conflicts.publish(now=now) is False
    assert len(asked) == 6
    (query,) = (each["sql"] for each in asked if "heard_event" in each["sql"])
    with connection.cursor() as cursor:
        if engine == "postgres":
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("SET enable_bitmapscan = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN ") + query)
        assert "event_directory" in str(cursor.fetchall())


def test_the_basis_changes_with_what_it_is_made_of(organised, now):
    seen = {_basis.basis().digest}
    organised(*ALL)
    seen.add(_basis.basis().digest)
    conflicts.declare(holder=cast.JONAS.id, people=["Lin"], now=now)
    seen.add(_basis.basis().digest)
    Holder.objects.filter(id=cast.JONAS.id).update(state=Holder.State.REMOVED)
    seen.add(_basis.basis().digest)
    assert len(seen) == 4


def crowd(size, *, under):
    """People with names of their own, all under one."""
    chance = random.Random(size)
    Unit.objects.create(name="Crowd")
    Person.objects.bulk_create(
        Person(
            id=f"C{n:05}",
            name=" ".join("".join(chance.choices(string.ascii_lowercase, k=7)) for _ in "ab"),
            email=f"c{n}@meridian.example",
            unit_id="Crowd",
            country="",
            manager_id=under,
            active=True,
        )
        for n in range(size)
    )


def test_a_table_is_divided_only_so_that_its_parts_are_small(organised, now):
    organised(*ALL)
    crowd(3_000, under="3")
    conflicts.publish(now=now)
    head = formats.parse(made())
    given = dict(Bucket.objects.values_list("prefix", "entries"))
    assert {len(each) for each in given.values()} == {head.entries * formats.ENTRY + 4 * 32}
    # Each is proved by itself, and the whole is what the log will have.
    parts = [formats.picked(head, prefix, bytes(given[prefix])) for prefix in sorted(given)]
    whole = sha256(made().encode() + b"".join(parts)).hexdigest()
    assert ConflictTable.objects.get().sha256 == whole
    assert (head.bits, Bucket.objects.count()) == (4, 16)
    assert head.entries <= formats.MAX_ENTRIES
    assert head.entries % formats.STEP == 0
    assert told("C00000", "c2999@meridian.example") == [{"Gao": "manager"}] * 2
    entries = [
        part[n : n + formats.ENTRY] for part in parts for n in range(0, len(part), formats.ENTRY)
    ]
    assert len({each[: formats.TAG] for each in entries}) == len(entries)


def test_two_tables_of_one_directory_have_nothing_in_common(organised, now):
    organised(*ALL)
    for day in range(2):
        conflicts.publish(now=now + timedelta(days=day))
    first, second = (
        {
            bytes(body)[n : n + formats.ENTRY]
            for body in table.bucket_set.values_list("entries", flat=True)
            for n in range(0, len(body), formats.ENTRY)
        }
        for table in ConflictTable.objects.order_by("built")
    )
    assert (len(first), len(second), first & second) == (64, 64, set())


def test_no_name_of_the_directory_stands_in_a_table_or_its_event(organised, now):
    organised(*ALL)
    conflicts.publish(now=now)
    whole = made().encode() + b"".join(
        bytes(each) for each in Bucket.objects.values_list("entries", flat=True)
    )
    whole += conflicts.whole(salt=formats.parse(made()).salt)
    for secret in ("Lin", "林美", "lin@meridian", "Retail", "Amara", "Gao"):
        assert secret.encode() not in whole


def proved(meridian, head, now):
    """What a page does before it asks anything of a table; whose digest it is."""
    proof = conflicts.proof(salt=formats.parse(head).salt)
    log = note.Verifier.parse(meridian.log)
    policy = rosters.current().policy()
    return conflictproof.prove(head, proof, conflictproof.By(log=log, policy=policy, time=now))


def test_a_table_is_given_out_once_an_epoch_proves_it(organised, meridian, now):
    conflicts.publish(now=now)
    nobody = conflicts.head()
    assert formats.parse(nobody).holders == ()
    for salt in ("0" * 32, formats.parse(made()).salt):
        with pytest.raises(AbsentError):
            conflicts.proof(salt=salt)
    assert epochs.close_epoch(now=now)
    first = conflicts.head()
    assert first == made()
    assert proved(meridian, first, now) == ConflictTable.objects.get().sha256
    # Its place is the last of the epoch, which everybody knows: it counts nothing else.
    assert LoggedTable.objects.get().place == ledger_log.head().size - 1 == 63
    organised(*ALL)
    for minutes in (6, 12):  # the first of these is never given out, and never logged
        conflicts.declare(holder=cast.JONAS.id, people=[f"Lin {minutes}"], now=now)
        assert conflicts.publish(now=now + timedelta(minutes=minutes))
        assert conflicts.head() == first
    assert ConflictTable.objects.count() == 3
    later = now + timedelta(hours=1)
    assert epochs.close_epoch(now=later)
    second = conflicts.head()
    assert (second, events()) == (made(), 2)
    proved(meridian, second, later)
    # A page that was opened before goes on with its own.
    proved(meridian, first, later)
    assert conflicts.bucket(salt=formats.parse(first).salt, prefix=0)
    with pytest.raises(FormatError, match="another time"):
        proved(meridian, second, later + timedelta(days=8))
    assert epochs.close_epoch(now=later + timedelta(hours=1))
    assert (conflicts.head(), events()) == (second, 2)


def test_a_table_of_before_heads_were_logged_is_never_given_out(organised, now):
    conflicts.publish(now=now)
    ConflictTable.objects.update(sha256="")
    assert epochs.close_epoch(now=now)
    assert (events(), formats.parse(conflicts.head()).holders) == (0, ())


def test_what_was_made_before_buckets_were_proved_serves_the_plain_page_until_there_is_another(
    organised, now
):
    organised(*ALL)
    conflicts.publish(now=now)
    old = replace(formats.parse(made()), tree="", whole="")
    for bucket in Bucket.objects.all():
        bare = bytes(bucket.entries)[: old.entries * formats.ENTRY]
        Bucket.objects.filter(pk=bucket.pk).update(entries=bare)
    ConflictTable.objects.update(head=old.encode(), basis="of older code".ljust(64, "0"))
    assert conflicts.look_up(texts=["Gao"])["Gao"]
    assert epochs.close_epoch(now=now)
    assert conflicts.publish(now=now)
    assert formats.parse(made()).tree
