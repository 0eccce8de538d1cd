"""The doctor against a database that somebody with its password has changed."""

from pathlib import Path

import pytest
from django.db import connection
from operated import run_sql, without_triggers

from heard.access import law
from heard.actions.operations import epochs, health, setup
from heard.actions.operations.health import _reach
from heard.doors.operator import cli
from heard.doors.operator.demonstration import seeding
from heard.records.models import Event, Leaf, Opening

Lines = list[str]


def quiet(_step: str, _done: int, _total: int) -> None:
    """No progress."""


def places(kind: str) -> list[int]:
    return list(Event.objects.filter(kind=kind).order_by("index").values_list("index", flat=True))


def place_of(number: int) -> int:
    place = Opening.objects.get(index=number).place
    assert place is not None
    return place


@pytest.fixture
def seeded(seeded: Path) -> Path:
    """An epoch has given everything its place."""
    assert epochs.close_epoch(now=seeding.the_time())
    return seeded


def test_a_sound_log(seeded: Path) -> None:
    assert health.check_log(progress=quiet) == []


def test_the_database_itself_refuses_a_change(seeded: Path) -> None:
    with pytest.raises(Exception, match="append-only"):
        run_sql("DELETE FROM heard_event")
    assert health.check_log(progress=quiet) == []


def test_a_deleted_event(seeded: Path) -> None:
    gone = places("report_received")[1]
    place = place_of(gone)
    without_triggers(
        f'DELETE FROM heard_event WHERE "index" = {gone}',
        f'DELETE FROM heard_opening WHERE "index" = {gone}',
    )
    assert health.check_log(progress=quiet) == [
        f"event {place} was deleted, moved or its entry altered"
    ]


def test_an_altered_event(seeded: Path) -> None:
    changed = places("report_received")[0]
    without_triggers(f"UPDATE heard_event SET actor = 'operator' WHERE \"index\" = {changed}")
    assert health.check_log(progress=quiet) == [
        f"event {place_of(changed)} was altered: actor is other than logged"
    ]


def test_an_altered_opening(seeded: Path) -> None:
    changed = places("roster_signed")[0]
    without_triggers(
        "UPDATE heard_opening SET fields = replace(fields, 'roster_signed', 'roster_singed')"
        f' WHERE "index" = {changed}'
    )
    assert health.check_log(progress=quiet) == [
        f"event {place_of(changed)} was altered: its opening is not what was logged",
        f"event {place_of(changed)} was altered: event is other than logged",
    ]


def test_an_altered_name_of_an_event(seeded: Path) -> None:
    changed = places("report_received")[0]
    run_sql(f"UPDATE heard_opening SET leaf = '{'a' * 64}' WHERE \"index\" = {changed}")
    assert health.check_log(progress=quiet) == [
        f"event {place_of(changed)} was altered: it is named by the hash of another entry"
    ]


def test_two_events_swapped(seeded: Path) -> None:
    first, second, _ = sorted(place_of(each) for each in places("report_received"))
    spare = 10**9
    without_triggers(
        *(
            f'UPDATE heard_{table} SET "{column}" = {new} WHERE "{column}" = {old}'
            for table, column in (("opening", "place"), ("leaf", "index"))
            for old, new in ((first, spare), (second, first), (spare, second))
        )
    )
    assert health.check_log(progress=quiet) == [
        f"entry {first} is not found by its hash",
        f"entry {second} is not found by its hash",
        "the entries do not give the signed root: one was altered or moved",
    ]


def test_a_missing_entry(seeded: Path) -> None:
    without_triggers('DELETE FROM heard_leaf WHERE "index" = 2')
    assert health.check_log(progress=quiet)[0] == "entry 2 is missing"


def test_an_entry_that_became_padding_and_an_event_beside_the_log(seeded: Path) -> None:
    from heard.ledger import log_key

    index = place_of(places("report_received")[0])
    raw = log_key.load().padding(index).hex()
    literal = f"X'{raw}'" if connection.vendor == "sqlite" else f"'\\x{raw}'::bytea"
    without_triggers(f'UPDATE heard_leaf SET entry = {literal} WHERE "index" = {index}')
    assert health.check_log(progress=quiet) == [
        f"entry {index} is not found by its hash",
        f"event {index} was added beside the log",
        "the entries do not give the signed root: one was altered or moved",
    ]


def test_law_that_nobody_compared_is_named(
    seeded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.run(["doctor", "--quick"])
    sound = capsys.readouterr().out
    assert "ok       law: default, cn in force (CN); days end as in Asia/Shanghai\n" in sound
    assert "not verified" not in sound
    monkeypatch.setattr(law, "country", lambda: "DE")
    cli.run(["doctor", "--quick"])
    found = capsys.readouterr().out
    assert "careful  law: de-bgb is in force and not verified: § 626(2)\n" in found
    assert "careful  law: eu-gdpr is in force and not verified: Art. 14(3)\n" in found
    assert "de-hinschg is in force and not verified" not in found
    assert "passed on" not in found
    monkeypatch.setattr(law, "country", lambda: "ES")
    cli.run(["doctor", "--quick"])
    assert "shown to reporters and not verified: es_child\n" in capsys.readouterr().out


def test_what_a_law_does_not_say_in_numbers_is_told(
    seeded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(law, "country", lambda: "IN")
    cli.run(["doctor", "--quick"])
    assert "ok       law: in-posh: Binds where a woman was harmed." in capsys.readouterr().out


def test_a_damaged_pack_keeps_heard_from_starting(
    seeded: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert setup.not_ready() == ""
    (tmp_path / "default.toml").write_text("title = 1")
    monkeypatch.setattr(law, "PACKS", tmp_path)
    law.packs.cache_clear()
    said = setup.not_ready()
    law.packs.cache_clear()
    assert said.startswith("default: 'title' is missing or not a str")


def test_the_command_names_each_thing_with_its_fix(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.run(["doctor"])
    sound = capsys.readouterr().out
    assert "ok       log: every entry" in sound
    assert "WRONG    keys" not in sound
    assert "WRONG    data:" not in sound
    seeded.chmod(0o755)
    (seeded / "keys/log").chmod(0o644)
    without_triggers(f'DELETE FROM heard_event WHERE "index" = {places("log_created")[0]}')
    assert cli.run(["doctor"]) == 1
    found = capsys.readouterr().out
    assert f"WRONG    data: others can read {seeded}" in found
    assert f"Do: chmod go= {seeded}\n" in found
    assert f"WRONG    keys: others can read {seeded}/keys/log" in found
    assert f"Do: chmod go= {seeded}/keys/log" in found
    assert "WRONG    log: event" in found
    assert cli.run(["doctor", "--quick"]) == 1
    assert "log:" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "mode", "level", "said"),
    [
        ("", "prefer", "ok", "on this machine alone"),
        ("127.0.0.1", "disable", "ok", "on this machine alone"),
        ("::1", "prefer", "ok", "on this machine alone"),
        ("10.0.0.7", "verify-full", "ok", "shows whose it is"),
        ("10.0.0.7", "prefer", "careful", "10.0.0.7 is reached with sslmode=prefer: anybody"),
        ("fe80::1%eth0", "require", "careful", "sslmode=require"),
        ("2001:db8::7", "verify-ca", "careful", "sslmode=verify-ca"),
    ],
)
def test_a_database_that_somebody_between_could_play_is_named(
    address: str, mode: str, level: str, said: str
) -> None:
    found = _reach.reached(address, mode)
    assert found.level == level
    assert said in found.what
    assert ("?sslmode=verify-full&" in found.fix) is (level == "careful")


def test_how_the_database_is_reached_is_looked_at(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tests' own PostgreSQL listens on loopback; a file of SQLite's is reached by nobody."""
    cli.run(["doctor", "--quick"])
    said = "ok       database: is reached on this machine alone\n"
    assert capsys.readouterr().out.count(said) == (connection.vendor == "postgresql")


def test_a_heard_that_is_not_set_up(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["doctor"]) == 1
    assert "WRONG    setup: This Heard is not set up yet" in capsys.readouterr().out


def test_a_clock_that_stands_behind_the_log(seeded: Path, now, clock) -> None:
    """``now`` is long before the seeding."""
    found = {finding.about: finding for finding in health.check_state(now=now, mail=True)}
    assert found["clock"].level == "wrong"
    later = Event.objects.order_by("-index")[0].at
    found = {finding.about: finding for finding in health.check_state(now=later, mail=True)}
    assert found["clock"].level == "ok"


def test_a_database_rolled_back_is_seen_by_the_guard(seeded: Path) -> None:
    size = Leaf.objects.count() - 4
    run_sql(f"UPDATE heard_head SET size = {size}")
    found = {
        finding.about: finding
        for finding in health.check_state(now=Event.objects.order_by("-index")[0].at, mail=True)
    }
    assert found["guard"].level == "wrong"


def test_a_file_that_is_gone_when_it_is_looked_at(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The guard's new file stands for a moment beside the old one."""
    fresh = seeded / "guard/pending.new"
    fresh.unlink(missing_ok=True)  # what was founded may have been copied in just that moment
    fresh.symlink_to(seeded / "guard/gone")
    cli.run(["doctor", "--quick"])
    assert f"ok       keys: {seeded}/guard is for this user only" in capsys.readouterr().out
