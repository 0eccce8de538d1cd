"""The sealed bytes of an exhibit: taken block by block, given to who has the file, gone with it."""

import dataclasses
import datetime as dt
import hashlib
import os

import pytest
from deskhand import HOST, SAME_ORIGIN
from deskworld import opened
from django.conf import settings as django_settings
from moving import Worked

from heard.access import file_copies
from heard.access.file_key import readers_of
from heard.actions import cases
from heard.actions.casework import exhibits
from heard.actions.intake import inbox
from heard.actions.operations import leftovers, sealed_files
from heard.doors.operator import cli
from heard.doors.operator.loop import Loop
from heard.formats import agefile, history
from heard.formats.ids import new_id
from heard.records import blobs
from heard.records.models import Alarm, ExhibitCopy, File, Outgoing, Part, Segment, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")
BLOCK = 8 * 2**20
SIZE = BLOCK + 70_000  # of what is sealed: two blocks


def sha(data):
    return hashlib.sha256(data).hexdigest()


class Exhibit:
    """A letter of which Amara's browser has the sealed copy."""

    def __init__(self, work, name="letter", number=1, size=SIZE):
        self.work, self.name, self.case = work, name, work.case
        self.sealed = agefile.seal(os.urandom(size), [work.file.recipient])
        self.parts = [self.sealed[at : at + BLOCK] for at in range(0, len(self.sealed), BLOCK)]
        self.blocks = [sha(each) for each in self.parts]
        self.digest = sha(b"".join(bytes.fromhex(each) for each in self.blocks))
        amara = work.world.desks["Amara"]
        work.moves(amara, "exhibit.note", name, code="ordinary", number=number)
        work.moves(amara, "exhibit.receive", name, digest=self.digest)

    @property
    def path(self):
        return f"cases/{self.case}/exhibits/{self.work.id(self.name)}"

    def announce(self, by, **other):
        said = {"size": len(self.sealed), "blocks": self.blocks, **other}
        return by.post(self.path, said)

    def put(self, by, offset, data):
        return by.client.put(
            f"/desk/api/{self.path}/{offset}", data,
            content_type="application/octet-stream", **HOST, **SAME_ORIGIN,
        )  # fmt: skip

    def send(self, by):
        assert self.announce(by).status_code == 200
        for place, part in enumerate(self.parts):
            answer = self.put(by, place * BLOCK, part)
            assert answer.status_code == 200, answer.content
        return answer.json()

    def read(self, by, **headers):
        return by.get(self.path, **headers)

    def ends(self, move):
        """Two give it back, or destroy it."""
        amara, ruth = (self.work.world.desks[name] for name in ("Amara", "Ruth"))
        self.work.assents(ruth, f"exhibit.{move}", self.name, actor=amara, agreed=[ruth.id])
        return self.work.moves(amara, f"exhibit.{move}", self.name, agreed=[ruth.id])


@pytest.fixture
def work(once, world):
    """Amara leads it; Ruth has the file with her; Jonas reads the case and has no file."""

    def make():
        amara, jonas, ruth = (world.desks[name] for name in ("Amara", "Jonas", "Ruth"))
        found = Worked(world, world.case([amara, jonas], [ruth]))
        Wrap.objects.filter(case__id=found.case, holder=ruth.id).update(released=world.now)
        found.begin(amara, ruth)
        found.triaged(amara)
        return found

    return once("work", make)


@pytest.fixture
def people(work):
    return [work.world.desks[name] for name in ("Amara", "Ruth", "Jonas", "Ines")]


@pytest.fixture
def exhibit(work):
    return Exhibit(work)


def refused(answer):
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("received")


def kept():
    """Blocks that are on the disk."""
    return {path.name for path in on_disk()}


def on_disk():
    return [
        path
        for path in (django_settings.HEARD.data / "blobs").glob("??/*/*")
        if path.is_file() and len(path.parent.name) == 32
    ]


def test_it_is_kept_logged_and_given_to_who_has_the_file(work, people, exhibit):
    amara, ruth, jonas, ines = people
    told = exhibit.announce(amara).json()
    assert told == {
        "record": work.id("letter"),
        "size": len(exhibit.sealed),
        "received": 0,
        "whole": False,
    }
    assert refused(exhibit.read(amara))[:2] == (404, "not_found")  # it is still coming
    exhibit.put(amara, 0, exhibit.parts[0])
    assert refused(exhibit.read(amara))[:2] == (404, "not_found")
    told = exhibit.put(amara, BLOCK, exhibit.parts[1]).json()
    assert told["whole"] is True
    (said,) = opened("exhibit_kept")
    assert (said["record"], said["content"], said["actor"]) == (
        work.id("letter"), exhibit.digest, amara.id,
    )  # fmt: skip
    for reader in (amara, ruth):
        found = exhibit.read(reader, HTTP_RANGE=f"bytes={BLOCK}-{BLOCK + 9}")
        assert (found.status_code, found.content) == (206, exhibit.sealed[BLOCK : BLOCK + 10])
        assert found.headers["Cache-Control"] == "no-store"
    assert refused(exhibit.read(jonas)) == refused(exhibit.read(ines)) == (404, "not_found", None)
    assert ruth.get(f"cases/{work.case}/work").json()["kept"] == [told]
    assert jonas.get(f"cases/{work.case}/work").json()["kept"] == []
    # The reporter has no file by it, and learns of nothing.
    case = amara.post(f"cases/{work.case}/open", {"id": new_id()}).json()
    code = {"HTTP_AUTHORIZATION": work.lin.authorization, **HOST}
    inbox = amara.client.get("/report/api/inbox", **code)
    assert case["files"] == inbox.json()["files"] == []
    assert b"exhibit" not in inbox.content
    assert exhibit.send(amara) == told  # the same again is the same
    assert len(opened("exhibit_kept")) == 1


def test_it_goes_on_where_it_broke_off_and_in_two_windows(people, exhibit):
    amara, ruth, *_ = people
    exhibit.announce(amara)
    assert refused(exhibit.put(amara, BLOCK, exhibit.parts[1])) == (409, "conflict", 0)
    assert exhibit.put(amara, 0, exhibit.parts[0]).json()["received"] == BLOCK
    # The answer was lost, or another window sends the same: it is not taken twice.
    assert exhibit.announce(ruth).json()["received"] == BLOCK
    assert exhibit.put(ruth, 0, exhibit.parts[0]).json()["received"] == BLOCK
    assert exhibit.put(ruth, BLOCK, exhibit.parts[1]).json()["whole"] is True
    assert Part.objects.count() == 2


def test_of_two_who_count_the_same_block_one_wins(people, exhibit, monkeypatch):
    """Both looked before either was counted: the other is told where to go on; nothing is lost."""
    amara, ruth, *_ = people
    exhibit.announce(amara)
    exhibit.put(amara, 0, exhibit.parts[0])
    stale = Segment.objects.get()
    stale.received = 0
    monkeypatch.setattr(exhibits, "_is_here", lambda _part: False)
    monkeypatch.setattr(exhibits.exhibit_copies, "segment_of", lambda *_: stale)
    assert refused(exhibit.put(ruth, 0, exhibit.parts[0])) == (409, "conflict", BLOCK)
    monkeypatch.undo()
    assert exhibit.put(ruth, BLOCK, exhibit.parts[1]).json()["whole"] is True
    assert exhibit.read(amara, HTTP_RANGE="bytes=0-9").content == exhibit.sealed[:10]


def test_nothing_else_is_taken_than_what_the_log_has(work, people, exhibit):
    amara, *_ = people
    other = [sha(b"other"), exhibit.blocks[1]]
    assert refused(exhibit.announce(amara, blocks=other)) == (409, "conflict", None)
    assert refused(exhibit.announce(amara, size=BLOCK))[:2] == (400, "bad_request")
    assert refused(exhibit.put(amara, 0, exhibit.parts[0]))[:2] == (404, "not_found")
    exhibit.announce(amara)
    changed = exhibit.parts[0][:-1] + b"x"
    for offset, data in (
        (0, changed),
        (0, exhibit.parts[0][:-1]),
        (1, exhibit.parts[0]),
        (BLOCK * 2, b"x"),
    ):
        assert refused(exhibit.put(amara, offset, data))[:2] == (400, "bad_request")
    assert kept() == set()
    # A size that is not the file's ends it at the last block; said as it is, it goes on.
    exhibit.announce(amara, size=len(exhibit.sealed) - 1)
    exhibit.put(amara, 0, exhibit.parts[0])
    assert refused(exhibit.put(amara, BLOCK, exhibit.parts[1]))[:2] == (400, "bad_request")
    assert exhibit.send(amara)["whole"] is True
    # What nobody received is not kept.
    work.moves(amara, "exhibit.note", "noted", code="ordinary", number=2)
    path = f"cases/{work.case}/exhibits/{work.id('noted')}"
    said = {"size": 5, "blocks": [sha(b"12345")]}
    assert refused(amara.post(path, said)) == (409, "conflict", None)


def test_what_is_not_sealed_is_not_kept(work, people):
    amara, *_ = people
    plain = b"Dear all, the seat beside me is free."
    digest = sha(bytes.fromhex(sha(plain)))
    work.moves(amara, "exhibit.note", "open", code="ordinary", number=1)
    work.moves(amara, "exhibit.receive", "open", digest=digest)
    path = f"cases/{work.case}/exhibits/{work.id('open')}"
    assert amara.post(path, {"size": len(plain), "blocks": [sha(plain)]}).status_code == 200
    answer = amara.client.put(
        f"/desk/api/{path}/0", plain, content_type="application/octet-stream", **HOST, **SAME_ORIGIN
    )
    assert (answer.status_code, kept()) == (400, set())


def test_who_has_no_file_sends_nothing_and_who_lost_it_neither(work, people, exhibit):
    amara, ruth, jonas, ines = people
    exhibit.announce(amara)
    for by, status in ((jonas, 409), (ines, 404)):
        assert exhibit.announce(by).status_code == status
        assert exhibit.put(by, 0, exhibit.parts[0]).status_code == status
    exhibit.send(amara)
    assert exhibit.read(ruth, HTTP_RANGE="bytes=0-9").status_code == 206
    file_copies.end(holders=[ruth.id], now=work.now, case=work.case)  # as when a seat is struck
    assert refused(exhibit.read(ruth))[:2] == (404, "not_found")
    assert refused(exhibit.announce(ruth))[:2] == (409, "conflict")


def test_it_is_bounded(work, people, exhibit, settings, monkeypatch):
    amara, *_ = people
    exhibit.announce(amara)
    other = Exhibit(work, "other", 2, size=100)
    for bound, most in (("MOST_UNFINISHED", 1), ("MOST_COPIES", 1), ("MOST_OF_A_CASE", 0)):
        with monkeypatch.context() as small:
            small.setattr(exhibits, bound, most)
            assert refused(other.announce(amara))[:2] == (413, "too_large"), bound
            assert exhibit.announce(amara).status_code == 200  # what is begun goes on
    settings.HEARD = dataclasses.replace(settings.HEARD, max_file_bytes=len(other.sealed) - 1)
    assert refused(other.announce(amara))[:2] == (413, "too_large")
    settings.HEARD = dataclasses.replace(settings.HEARD, max_file_bytes=len(other.sealed))
    monkeypatch.setattr(blobs, "RESERVE", 2**60)
    monkeypatch.setattr(blobs, "SHARE", 1)
    assert refused(other.announce(amara))[:2] == (507, "storage_full")  # before a byte of it comes


@pytest.mark.parametrize("move", ["give_back", "destroy"])
def test_it_goes_with_the_move_of_two(people, exhibit, work, move):
    amara, *_ = people
    exhibit.send(amara)
    assert len(kept()) == 2
    exhibit.ends(move)
    assert (kept(), File.objects.count(), ExhibitCopy.objects.count()) == (set(), 0, 0)
    assert refused(exhibit.read(amara))[:2] == (404, "not_found")
    assert refused(exhibit.announce(amara))[:2] == (409, "conflict")
    assert amara.get(f"cases/{work.case}/work").json()["kept"] == []


def test_what_a_crash_left_of_it_is_swept_up(people, exhibit, monkeypatch, now):
    amara, *_ = people
    exhibit.send(amara)
    monkeypatch.setattr("heard.records.blobs.forget", lambda _segment: None)  # killed before it
    exhibit.ends("destroy")
    assert len(kept()) == 2
    assert leftovers.sweep(now=now + dt.timedelta(days=40)) == 2
    assert kept() == set()


def test_what_nobody_goes_on_with_is_forgotten(people, exhibit, now):
    amara, *_ = people
    exhibit.announce(amara)
    exhibit.put(amara, 0, exhibit.parts[0])
    ExhibitCopy.objects.update(at=now)
    leftovers.sweep(now=now + dt.timedelta(days=7))
    assert ExhibitCopy.objects.count() == 1
    leftovers.sweep(now=now + dt.timedelta(days=7, seconds=1))
    assert (ExhibitCopy.objects.count(), Part.objects.count()) == (0, 0)
    assert exhibit.send(amara)["whole"] is True
    leftovers.sweep(now=now + dt.timedelta(days=70))
    assert ExhibitCopy.objects.count() == 1  # what is whole stays


def followed(work, view, reader):
    """Which events are told; each names the one before it that the same people are told of."""
    told = [history.Told(e.leaf, e.event, e.at, e.actor, e.opening) for e in view.timeline]
    letters = {each.sha256 for each in view.letters}
    found = history.follow(work.case, told, letters=letters, reader=reader)
    return {fields["event"] for fields in found.fields.values()}


def test_a_damaged_one_is_told_to_who_has_the_file_and_to_no_reporter(
    work, people, exhibit, now, tmp_path, capsys
):
    amara, ruth, *_ = people
    exhibit.send(amara)
    assert sealed_files.check_all(progress=lambda *_: None).damaged == {}
    first = next(path for path in on_disk() if path.name.startswith("0" * 16))
    whole = first.read_bytes()
    first.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    for _ in range(2):
        Loop().round(now)
    (said,) = opened("exhibit_damaged")
    assert (said["record"], said["actor"]) == (work.id("letter"), "clock")
    hers = inbox.read_inbox(authorization=work.lin.authorization, now=now)
    theirs = cases.open_case(holder=amara.id, case=work.case, now=now)
    own = followed(work, theirs, "desk") - followed(work, hers, "reporter")
    assert own >= {"exhibit_kept", "exhibit_damaged", "file_record_moved"}
    told = set(Outgoing.objects.filter(kind="damaged").values_list("holder", flat=True))
    assert told == set(readers_of(work.row)) == {amara.id, ruth.id}
    assert refused(exhibit.read(amara, HTTP_RANGE="bytes=0-9"))[:2] == (503, "damaged")
    assert list(Alarm.objects.filter(ended=None).values_list("kind", "subject")) == [
        ("file", File.objects.get().id)
    ]
    assert cli.run(["backup", str(tmp_path / "copy")]) == 1
    assert File.objects.get().id in capsys.readouterr().out
    assert len(list((tmp_path / "copy/blobs").glob("??/*/*-*"))) == 2


def test_a_commit_that_fails_at_the_last_block_leaves_it_to_be_sent_again(
    people, exhibit, monkeypatch
):
    """The event is of the commit that counts the last block: none is there without the other."""
    amara, *_ = people
    exhibit.announce(amara)
    exhibit.put(amara, 0, exhibit.parts[0])
    with monkeypatch.context() as broken:
        broken.setattr(exhibits, "tell_readers", lambda *_args, **_more: 1 / 0)
        assert exhibit.put(amara, BLOCK, exhibit.parts[1]).status_code == 503
    assert (len(opened("exhibit_kept")), len(kept())) == (0, 1)
    assert exhibit.announce(amara).json()["received"] == BLOCK
    assert exhibit.put(amara, BLOCK, exhibit.parts[1]).json()["whole"] is True
    assert len(opened("exhibit_kept")) == 1
