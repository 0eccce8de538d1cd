"""What commit 24e2980 left on a machine and in a backup: brought up, opened, and gone on from.

The archives were made by that commit's own code (tests/older/make.py).
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from at_the_door import Back, Desk, RefusedError
from django.db import connection
from operated import card, empty_database

from heard.actions import rosters
from heard.actions.operations.backups._copying import run_postgres
from heard.doors.operator import cli
from heard.doors.operator.demonstration import seeding
from heard.doors.operator.loop import Loop
from heard.formats import checkpoint, note, receipt, roster
from heard.formats.note import Verifier
from heard.ledger import closed, tree_store
from heard.records.models import Duty, Evidence, Organisation
from older import unpack

WORDS = {
    "I have read it, and the hotel is asked today.",
    "Is there somebody you feel safe with?",
    "He has written to me again.",
    "Jonas can no longer read this.",
}
FILE = b"02:10, 02:25, 03:40, 04:05: his door to mine.\n"


# What a state of then is called since: a report that was taken back had ended (ADR 0079).
NOW = {"withdrawn": "stopped"}


@pytest.fixture
def left(place: Path, engine: str) -> Path:
    """The folder that holds the archive: backup, guard, root key, sign-ins, what was kept."""
    unpack(f"24e2980-{engine}", place.parent)
    empty_database()
    copied(place.parent / "guard", place / "guard")
    return place.parent


def copied(of: Path, to: Path) -> None:
    """For this user alone, as it was: an archive's folders are opened like any other."""
    shutil.copytree(of, to)
    to.chmod(0o700)


def told(left: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((left / "known/told.json").read_text())
    return found


def desk(left: Path, name: str) -> Desk:
    people = card(left / "data")["people"]
    return Desk(next(each["code"] for each in people if each["name"] == name))


def doctor(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    capsys.readouterr()
    cli.run(["doctor"])
    found: dict[str, list[str]] = {"ok": [], "careful": [], "WRONG": []}
    for line in capsys.readouterr().out.splitlines():
        if named := re.match(r"(ok|careful|WRONG) +([\w ]+):", line):
            found[named[1]].append(named[2])
    return found


def open_again() -> None:
    """Its witness was of that time's machine, and answers no more."""
    assert cli.run(["go-live", "--witness-lost", "union.example"]) == 0


def put_in_place(left: Path) -> None:
    """As the older Heard's machine stands when its code is replaced."""
    copied(left / "backup/keys", left / "data/keys")
    copied(left / "backup/blobs", left / "data/blobs")
    if connection.vendor == "sqlite":
        shutil.copyfile(left / "backup/database", str(connection.settings_dict["NAME"]))
        return
    name = str(connection.settings_dict["NAME"])
    run_postgres(["pg_restore", "--no-owner", f"--dbname={name}", str(left / "backup/database")])


def test_its_backup_is_restored_read_opened_and_gone_on_from(
    left: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["restore", str(left / "backup")]) == 0
    said = capsys.readouterr().out
    assert "the log is whole up to entry 704" in said
    assert closed.mode() == closed.RESTORED
    it_is_all_there(left)
    open_again()
    it_goes_on(left, capsys)


def test_its_database_is_migrated_where_it_stands(
    left: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in_place(left)
    assert cli.run(["doctor", "--quick"]) == 1
    assert "Make a backup, then run: heard migrate" in capsys.readouterr().out
    assert cli.run(["migrate"]) == 0
    assert closed.mode() == ""
    it_is_all_there(left)
    it_goes_on(left, capsys)


def it_is_all_there(left: Path) -> None:
    its_log_is_the_same(left)
    her_receipts_hold(left)
    she_reads_what_she_read(left)
    handlers_open_what_is_theirs(left)
    what_was_counted_is_counted()


def its_log_is_the_same(left: Path) -> None:
    log = Verifier.parse(Organisation.objects.get().log)
    seen = checkpoint.verify((left / "known/checkpoint").read_text(), log).checkpoint
    assert tree_store.root(seen.size) == seen.root


def her_receipts_hold(left: Path) -> None:
    """Those that she kept, by the roster that she saw; the same events' receipts as of now."""
    root = note.Signer.parse((left / "root.key").read_text().strip()).verifier.vkey
    kept = sorted((left / "known").glob("*.tlog-proof"))
    assert len(kept) == 16
    pinned = ["--roster", str(left / "known/roster"), "--root", root]
    for each in kept:
        assert cli.run(["verify", str(each), *pinned]) == 0, each
    log = Verifier.parse(Organisation.objects.get().log)
    lin = Back(told(left)["lin"]["code"])
    first = {each["event"]: each["leaf"] for each in reversed(lin.inbox()["timeline"])}
    for each in kept:
        before = receipt.verify(each.read_text(), log=log)
        now = receipt.verify(lin.receipt(first[each.stem]), log=log)
        assert (now.index, now.leaf, now.fields) == (before.index, before.leaf, before.fields)


def she_reads_what_she_read(left: Path) -> None:
    for person in told(left).values():
        back = Back(person["code"])
        inbox = back.inbox()
        events = [each["event"] for each in inbox["timeline"]]
        assert (inbox["case"], events, inbox["state"]) == (
            person["case"],
            person["events"],
            NOW.get(person["state"], person["state"]),
        )
    lin = Back(told(left)["lin"]["code"])
    assert set(lin.generations) == {0, 1}
    assert {each.content.get("words", "") for each in lin.read()} >= WORDS
    assert [each["kind"] for each in lin.inbox()["contacts"]] == ["email", "push"]
    assert [each["state"] for each in lin.inbox()["files"]] == ["complete", "open"]
    assert len(lin.inbox()["suspensions"]) == 1


def handlers_open_what_is_theirs(left: Path) -> None:
    lin, nobody = (told(left)[name]["case"] for name in ("lin", "nobody"))
    amara = desk(left, "Amara Okafor")
    assert {lin, nobody} <= amara.queue()
    amara.open(lin)
    words = {each.content.get("words", "") for each in amara.letters()}
    assert words >= {*WORDS, "The hotel keeps recordings for 15 days."}
    evidence = [each.content for each in amara.letters() if each.kind == "evidence"]
    assert [each["what"] for each in evidence] == ["camera", "chat", "booking"]
    (whole,) = (each for each in amara.view["files"] if each["state"] == "complete")
    assert amara.file(whole["id"], whole["segments"][0]["id"]) == FILE
    ines = desk(left, "Ines Brandt")
    ines.open(nobody)
    assert {each.kind for each in ines.letters()} == {"report"}
    for name in ("Xu Wen", "Jonas Lindqvist", "Ruth Adeyemi"):  # struck, left out, stepped out
        other = desk(left, name)
        assert lin not in other.queue()
        with pytest.raises(RefusedError) as refused:
            other.open(lin)
        assert refused.value.status == 404


def what_was_counted_is_counted() -> None:
    assert sorted(Evidence.objects.values_list("kind", "state")) == [
        ("booking", "needed"),
        ("camera", "confirmed"),
        ("chat", "lost"),
    ]
    assert set(Duty.objects.values_list("state", flat=True)) >= {"open", "done", "missed"}


def it_goes_on(left: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its next roster names today's keys; both write; and the doctor finds nothing of the old."""
    sign_the_next_roster(left)
    lin, ines = Back(told(left)["lin"]["code"]), desk(left, "Ines Brandt")
    ines.open(lin.lin.case)
    ines.write("message", {"words": "I have taken it over."})
    lin.write("Thank you.", seen=lin.inbox()["timeline"][-1]["leaf"])
    assert "I have taken it over." in {each.content.get("words") for each in lin.read()}
    ines.open(lin.lin.case)
    assert "Thank you." in {each.content.get("words") for each in ines.letters()}
    Loop().round(datetime.now(UTC))
    old_and_new_are_one_case(left, lin)
    found = doctor(capsys)
    # The provider's token was for thirty days; the database of the tests waits for no disk.
    assert {*found["WRONG"], "database"} == {"scim", "database"}
    assert {"log", "cases", "files", "guard", "roster", "epochs", "conflicts"} <= set(found["ok"])
    assert cli.run(["backup", str(left / "again")]) == 0


def sign_the_next_roster(left: Path) -> None:
    """Without the witness of then, which cosigns no more."""
    now = seeding.the_time()
    root = note.Signer.parse((left / "root.key").read_text().strip())
    rosters.remove_witness(name="union.example")
    rosters.accept(signed=roster.sign(rosters.draft(now=now, quorum=None), root), now=now)


def old_and_new_are_one_case(left: Path, lin: Back) -> None:
    """Every receipt of hers as of now, and one that she kept, are one case without a gap."""
    log = Organisation.objects.get().log
    files = [left / "known/report_received.tlog-proof"]
    for each in lin.inbox()["timeline"]:
        files.append(left / f"{each['leaf']}.tlog-proof")
        files[-1].write_text(lin.receipt(each["leaf"]))
    newest = receipt.verify(files[-1].read_text(), log=Verifier.parse(log))
    assert newest.index >= 704
    assert cli.run(["verify", *map(str, files), "--key", log]) == 0
