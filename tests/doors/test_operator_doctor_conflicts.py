"""The doctor on who cannot receive a report: tiers, the table, and holders nobody knows."""

from datetime import timedelta
from pathlib import Path

import cast
import pytest

from heard.access import conflict_tables
from heard.actions import conflicts, rosters
from heard.actions.operations import epochs, health
from heard.doors.operator import cli
from heard.formats import roster
from heard.records.models import Holder, Person


def said(now):
    return [(each.level, each.what) for each in conflicts.check(now=now)]


EMPTY = ("careful", "the directory is empty: nobody's manager, reports or colleagues are left out")


def test_a_table_that_is_missing_old_or_of_something_else_is_wrong(meridian, now):
    none = "there is no conflict table yet: nobody is left out"
    assert said(now) == [("careful", none), EMPTY]
    assert said(now + timedelta(minutes=11)) == [("wrong", none), EMPTY]
    conflicts.publish(now=now)
    waits = "the conflict table is of 2026-03-10 09:41 UTC; no epoch proves it yet, and until then "
    assert said(now) == [("careful", waits + "nobody is left out by it"), EMPTY]
    assert said(now + timedelta(hours=3))[0] == ("wrong", waits + "nobody is left out by it")
    epochs.close_epoch(now=now)
    assert said(now) == [("ok", "the conflict table is of 2026-03-10 09:41 UTC"), EMPTY]
    old = ("wrong", "the conflict table is of 2026-03-10 09:41 UTC")
    assert said(now + timedelta(hours=26)) == [old, EMPTY]
    conflicts.declare(holder=cast.JONAS.id, people=["Gao"], now=now)
    assert said(now + timedelta(minutes=1))[0][0] == "ok"
    other = ("wrong", "the conflict table is not of this directory and roster")
    assert said(now + timedelta(minutes=6)) == [other, EMPTY]
    conflicts.publish(now=now + timedelta(minutes=6))
    level, told = said(now + timedelta(minutes=7))[0]
    assert (level, told.rpartition("until then ")[2]) == ("careful", "the one before is given out")
    later = now + timedelta(hours=1)
    epochs.close_epoch(now=later)
    assert said(later)[0][0] == "ok"
    # As a page would see it: the head is another than the one that was logged.
    table = conflict_tables.newest()
    table.head = table.head.replace('"bits":0', '"bits":1')
    table.save()
    refused = "and pages refuse it: The log has another head for the conflict table."
    assert said(later)[0] == ("wrong", f"the conflict table is of 2026-03-10 09:47 UTC, {refused}")


def somebody(id, name, email=""):
    Person.objects.create(id=id, name=name, email=email, unit=None, country="", active=True)


def test_holders_whom_the_directory_does_not_have_are_named(meridian, now, place: Path):
    conflicts.publish(now=now)
    for id, name in (("1", "Amara"), ("2", "Jonas"), ("3", "Gao"), ("4", "Gao")):
        somebody(id, name)
    somebody("5", "Rûth Duarte", "ruth@meridian.example")
    strange = "{} is not in the directory: only their own name is left out"
    # Two are called Gao; who is outside, as Ines is, belongs in no directory.
    expected = [("careful", strange.format(name)) for name in ("Gao", "Ruth")]
    assert said(now)[1:] == expected
    assert cli.run(["roster", "email", cast.RUTH.id, "RUTH@meridian.example"]) == 0
    assert said(now)[1:] == expected[:1]


@pytest.mark.parametrize(
    ("id", "address", "why"),
    [
        (cast.BO.id, "no address", "no address is not an e-mail address."),
        (cast.BO.id, f"{'x' * 250}@meridian.example", "is not an e-mail address."),
        ("0" * 32, "bo@meridian.example", "Nobody on the roster has the id"),
    ],
)
def test_an_address_that_is_none_and_a_holder_who_is_none_are_refused(
    meridian, place: Path, capsys, id, address, why
):
    assert cli.run(["roster", "email", id, address]) == 1
    assert why in capsys.readouterr().err
    assert not Holder.objects.exclude(email="").exists()
    assert cli.run(["roster", "email", cast.BO.id, "bo@meridian.example"]) == 0
    assert Holder.objects.get(id=cast.BO.id).email == "bo@meridian.example"


def test_a_roster_without_an_outside_tier_is_refused(meridian, now, place: Path, capsys):
    assert ("ok", "roster 1, all three tiers are there") in [
        (each.level, each.what) for each in health.check_state(now=now, mail=True)
    ]
    Holder.objects.filter(tier=3).update(state=Holder.State.REMOVED)
    signed = roster.sign(rosters.draft(now=now, quorum=None), cast.root_key(meridian.site))
    rosters.accept(signed=signed, now=now)
    assert cli.run(["doctor", "--quick"]) == 1
    told = capsys.readouterr().out
    assert "WRONG    roster: nobody in tier 3: a report about everybody inside has nowhere" in told
    assert "Do: heard roster add --tier 3 for somebody outside, then sign" in told


@pytest.fixture(autouse=True)
def _stopped():
    yield
    from heard.ledger import writer

    writer.stop()
