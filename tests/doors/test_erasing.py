"""Of a case that was worked to its end each class goes on its day, whole, and nothing else does."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from channels import Party, party
from deskworld import SITE
from django.db import connection
from erasing import close_worked, dies, moved, sweep
from outcome_told import GAO, Told

from heard.access import erasures
from heard.access.casework import _known
from heard.access.kept_letters import Thing, file_letters_of, letters_of
from heard.actions import retention
from heard.actions.operations import epochs, health, leftovers
from heard.doors.reporter.plain import back, pages
from heard.formats import entry as entries
from heard.formats import merkle, receipt, returncode
from heard.formats.ids import new_id
from heard.ledger import erasure_journal
from heard.ledger.journal import rfc3339
from heard.records import blobs
from heard.records.models import (
    Erasure,
    Event,
    ExhibitCopy,
    File,
    FileLetter,
    FileWrap,
    IdempotencyKey,
    Invitation,
    Letter,
    Move,
    Opening,
    Part,
    PartyKeys,
    SecondWrap,
    Segment,
    Wrap,
)
from heard.rules.codes.retention import Kept

pytestmark = pytest.mark.usefixtures("no_evidence")
SEALED = (Letter, FileLetter, Wrap, SecondWrap, FileWrap)
NOOR = "b" * 32
NAME = Thing(Kept.RESPONDENT_NAME, GAO)


class WithNoor(Told):
    """Noor is a witness who has keys, and was written nothing."""

    noor: Party

    def _tell(self) -> None:
        super()._tell()
        self.noor = party(self.team, NOOR, "witness", self.team.now)


@pytest.fixture
def told(once, world, clock, now) -> WithNoor:
    """Closed, with a file of the reporter's and an exhibit that is kept; all in the log's tree."""

    def make() -> WithNoor:
        made = WithNoor(world, clock, now)
        case = made.team.row
        start = Letter.objects.filter(case=case).earliest("number")
        keep(File.objects.create(id=new_id(), case=case, author="reporter", start=start))
        exhibit = File.objects.create(id=new_id(), case=case, author="")
        ExhibitCopy.objects.create(
            file=exhibit, case=case, record=new_id(), digest="0" * 64, size=9, blocks=b"",
            holder="", at=now, whole=True,
        )  # fmt: skip
        keep(exhibit)
        close_worked(made.team.lin, made.at)
        epochs.close_epoch(now=made.at + dt.timedelta(hours=2))
        return made

    made = once("told", make)
    made.team.world = made.world
    return made


def keep(file: File) -> None:
    """Bytes of a file, on the disk and counted."""
    segment, data = new_id(), b"sealed" * 20
    Segment.objects.create(id=segment, file=file, place=0, received=len(data))
    digest = hashlib.sha256(data).hexdigest()
    blobs.put(segment, 0, digest, data)
    Part.objects.create(segment_id=segment, offset=0, size=len(data), sha256=digest)


def left(told: Told) -> dict[str, int]:
    """How many sealed things of it can still be opened, by table, and how many files are there."""
    rows = {
        model.__name__: model.objects.filter(case=told.team.row).exclude(sealed=b"").count()
        for model in SEALED
    }
    return rows | {"parts": Part.objects.count(), "blobs": len(list(blobs.segments()))}


def erase(told: Told, **after: float) -> list[str]:
    """The round of a day, with an epoch before it and behind it; what it erased."""
    at, before = told.at + dt.timedelta(**after), Erasure.objects.count()
    epochs.close_epoch(now=at - dt.timedelta(hours=3))
    sweep(at)
    epochs.close_epoch(now=at + dt.timedelta(hours=3))
    assert health.check_log(progress=lambda *_: None) == []
    rows = Erasure.objects.order_by("number")[before:]
    return [each.what for each in rows]


def emptied(told: Told, do: Callable[[], object]) -> set[str]:
    """Which letters were empty after this and not before, by id."""

    def empty() -> set[str]:
        rows = (model.objects.filter(case=told.team.row, sealed=b"") for model in SEALED[:2])
        return {id for each in rows for id in each.values_list("id", flat=True)}

    before = empty()
    do()
    return empty() - before


def of(told: Told, what: Kept) -> set[str]:
    """The letters of a class."""
    case = told.team.row
    return {*letters_of(case, Thing(what)), *file_letters_of(case, Thing(what))}


def opened(told: Told, kind: str) -> dict[str, str]:
    """What the log still opens of the first event of a kind."""
    event = Event.of(told.team.case).filter(kind=kind).earliest("index")
    return entries.parse(Opening.objects.get(index=event.index).fields).values


def test_each_class_goes_on_its_day_and_the_rest_stays(told: Told) -> None:
    all_there = left(told)
    assert erase(told, days=80) == ["contacts"]
    assert left(told) == all_there
    drafts = of(told, Kept.DRAFTS)
    assert emptied(told, lambda: erase(told, days=92)) == drafts
    assert len(drafts) == 3  # the plan: drafted; approved, which the reporter is told, too
    assert erase(told, days=740) == ["identity"]
    report, findings = of(told, Kept.REPORT), of(told, Kept.FINDINGS)
    assert "disclosed" in opened(told, "report_received")
    assert emptied(told, lambda: erase(told, days=1110)) == report
    assert "disclosed" not in opened(told, "report_received")
    assert (left(told)["parts"], left(told)["blobs"]) == (0, 0)
    assert File.objects.count() == 1  # the case still says that there was one
    assert not ExhibitCopy.objects.exists()
    keys = of(told, Kept.WRAPS)
    assert min(map(len, (report, findings, keys))) > 1
    assert emptied(told, lambda: erase(told, days=2200)) == findings
    assert left(told)["Wrap"] == all_there["Wrap"]
    assert emptied(told, lambda: erase(told, days=2201)) == keys
    assert set(left(told).values()) == {0}
    assert not PartyKeys.objects.exists()
    assert not Invitation.objects.exists()
    assert opened(told, "case_acknowledged").keys() == {"event", "at", "actor", "case", "prev"}
    assert opened(told, "report_received").keys() == {
        *("event", "at", "actor", "case", "prev", "letter"),
    }  # fmt: skip
    assert opened(told, "erased").keys() >= {"what", "fields", "ground"}
    assert erase(told, days=4000) == []


def test_who_was_cleared_goes_with_all_that_is_written_to_them(told: Told) -> None:
    Move.objects.filter(object="finding", move="make").update(code="unfounded")
    _known._known.clear()  # no row is changed in a Heard
    room = set(FileLetter.objects.filter(party=GAO).values_list("id", flat=True))
    moves = Move.objects.filter(object="party", record=GAO).exclude(file_letter="")
    named = set(moves.values_list("file_letter", flat=True))
    assert named - room
    gone = emptied(told, lambda: erasures.destroy(told.team.row, NAME))
    assert gone == room | named
    assert "party" not in opened(told, "channel_opened")
    assert not PartyKeys.objects.filter(party=GAO).exists()
    assert left(told)["Wrap"]
    due = ["contacts", "identity", "report", "drafts", "respondent_name"]
    assert erase(told, days=1110) == due
    row = Erasure.objects.latest("number")
    assert (row.what, row.record) == ("respondent_name", GAO)
    assert [each.record for each in erasure_journal.read().erased if each.record] == [GAO]


def room(one: Party) -> tuple[list[int], list[dict[str, str]], str]:
    """Sizes of the letters, the open fields of each erasure that is shown, and all of it as text.

    Each has the matter of these letters, and the proof that the log gives anybody of its leaf.
    """
    answer = one.ask("channel")
    said = answer.json()
    given = [receipt.parse(each) for each in said["erasures"]]
    for each, whole in zip(given, said["erasures"], strict=True):
        assert each.opening.values["matter"] == said["matter"]
        leaf = merkle.leaf_hash(each.opening.entry).hex()
        assert receipt.complete(one.client.get(f"/log/leaf/{leaf}").content, each.opening) == whole
    text = answer.content.decode() + "".join(each.opening.encode() for each in given)
    return [each["size"] for each in said["letters"]], [each.opening.values for each in given], text


def test_a_party_is_shown_what_was_erased_of_their_room_and_no_case(told: WithNoor) -> None:
    erase(told, days=92)
    sizes, shown, _ = room(told.gao)
    assert (all(sizes), shown) == (True, [])  # what was erased is no letter of theirs
    due = told.at + dt.timedelta(days=1110)
    sweep(due)
    sizes, shown, _ = room(told.gao)
    assert (any(sizes), shown) == (False, [])  # it waits for its place: a promise shows the case
    epochs.close_epoch(now=due + dt.timedelta(hours=3))
    erase(told, days=2200)  # the findings, too
    _, shown, text = room(told.gao)
    row = Erasure.objects.get(what="report")
    assert [each["what"] for each in shown] == ["report"]
    assert shown[0].keys() == {"event", "at", "matter", "what", "ground"}
    assert (shown[0]["event"], shown[0]["ground"]) == ("erased", row.ground)
    assert shown[0]["at"] == rfc3339(row.at)
    assert told.team.case not in text
    assert room(told.noor)[:2] == ([], [])


def plain(told: Told, **after: float) -> str:
    """The reporter's page without JavaScript, in words."""
    at = told.at + dt.timedelta(**after)
    code = " ".join(returncode.words(told.team.lin.secrets.code, "english"))
    return pages.case("en", back.open_inbox(code, SITE, now=at), code, now=at).content.decode()


def test_the_page_without_javascript_says_what_was_erased(told: Told) -> None:
    assert "Erased on" not in plain(told)
    assert 'class="flag"' not in plain(told)
    erase(told, days=1110)
    kept = plain(told, days=1110)
    assert kept.count("Erased on") == 4
    assert "report, messages, evidence. The rule:" in kept
    assert 'class="flag"' not in kept
    erase(told, days=2200)
    erase(told, days=2201)
    assert "the keys. The rule:" in plain(told, days=2201)
    assert 'class="flag"' not in plain(told, days=2201)


def test_nothing_of_it_is_left_in_the_pages_of_the_database(told: Told) -> None:
    """SQLite; PostgreSQL gives pages free when it vacuums (docs/spec/retention.md, 5)."""
    if connection.vendor != "sqlite":
        return
    sealed = bytes(Letter.objects.filter(case=told.team.row).earliest("number").sealed)
    assert sealed[-32:] in held()
    erase(told, days=1110)
    assert sealed[-32:] not in held()


def held() -> bytes:
    """All that the database's file holds."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes()


def test_all_of_it_stays_under_a_hold(told: Told) -> None:
    moved(told.team.lin, "hold", told.at)
    there = left(told)
    assert erase(told, days=4000) == []
    assert left(told) == there


def test_an_older_database_loses_all_that_it_brought_back(told: Told) -> None:
    """The rows as they were are put back; the blobs came back with the store."""
    kept = {model: list(model.objects.all()) for model in (*SEALED, Segment, Part, Opening)}
    erase(told, days=1110)
    gone = left(told)
    Erasure.objects.all().delete()
    IdempotencyKey.objects.all().delete()
    for model in SEALED:
        model.objects.bulk_update(kept[model], ["sealed"])
    Segment.objects.bulk_create([each for each in kept[Segment] if each.file_id in files()])
    Part.objects.bulk_create([each for each in kept[Part] if there(each)])
    for each in Segment.objects.all():
        blobs.put(each.pk, 0, hashlib.sha256(b"x").hexdigest(), b"x")
    Opening.objects.bulk_update(kept[Opening], ["fields"])
    assert left(told) != gone
    assert retention.settle(now=told.at + dt.timedelta(days=1111)) == 4
    assert left(told) == gone
    assert "disclosed" not in opened(told, "report_received")


def test_a_kill_at_any_write_leaves_what_is_put_right(told: Told) -> None:
    """What was destroyed in the database is never again on the disk for long, and never the one
    without the other: the bytes go last, and what is left of them is swept.
    """
    at, step = told.at + dt.timedelta(days=1110), 0
    epochs.close_epoch(now=at - dt.timedelta(hours=3))
    while dies(step, at):
        rows = Erasure.objects.filter(what="report").exists()
        assert (left(told)["parts"] == 0) == rows, f"killed at {step}"
        assert rows or left(told)["blobs"] == 2, f"killed at {step}"
        assert retention.not_ready(now=at) == ""
        step += 1
    sweep(at)
    leftovers.sweep(now=at)
    assert (left(told)["blobs"], erasure_journal.read().planned) == (0, [])
    assert Erasure.objects.filter(what="report").count() == 1
    assert step > 6
    assert health.check_log(progress=lambda *_: None) == []


def files() -> set[str]:
    return set(File.objects.values_list("pk", flat=True))


def there(part: Part) -> bool:
    return Segment.objects.filter(pk=part.segment_id).exists()
