"""What outsiders do with a promise and without a server: read it, see it kept, show it broken."""

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from served import served

from heard.doors.operator import cli
from heard.formats import checkpoint, entry, merkle, note, roster, tiles
from heard.formats import promise as promises
from heard.formats import receipt as receipts

SITE = "speak.example.org"
LOG = note.Signer(f"{SITE}/log", b"\x01" * 32)
ROOT = note.Signer(f"{SITE}/root", b"\x02" * 32)
UNION = note.Signer("union.example", b"\x03" * 32, note.COSIGNATURE)
PROMISE = note.Signer(f"{SITE}/promise", b"\x04" * 32)
BY = 1_773_136_800  # 2026-03-10 10:00 UTC, an hour after the union's cosignature
PADDING = [entry.padding(lambda size, n=n: bytes([n]) * size) for n in range(3)]
ROSTER = roster.Roster(
    site=SITE, version=1, organisation="Meridian", issued=datetime(2026, 3, 10, 9, tzinfo=UTC),
    previous=None, log=LOG.verifier.vkey, quorum=0, entries=(),
)  # fmt: skip
SAID = entry.make({"event": "report_received", "case": "ab" * 16})


def a_log(folder: Path, *entries: bytes, stamp: int) -> Path:
    """A copy of the log with these entries, and its checkpoint with the union's cosignature."""
    leaves = [merkle.leaf_hash(each) for each in entries]
    head = checkpoint.sign(
        checkpoint.Checkpoint(LOG.name, len(leaves), merkle.leaves_hash(leaves)), LOG
    )
    (folder / "checkpoint").parent.mkdir(exist_ok=True)
    (folder / "checkpoint").write_text(note.add(head, checkpoint.cosign(head, UNION, stamp=stamp)))
    for name, data in (
        ("0", b"".join(leaves)),
        ("entries", b"".join(b"\x00\x21" + each for each in entries)),
    ):
        path = folder / tiles.path(name, 0, len(entries))
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    return folder / "checkpoint"


@pytest.fixture
def promise(tmp_path: Path) -> Path:
    """Given when the log publicly had two entries, PADDING[:2]."""
    root = merkle.leaves_hash([merkle.leaf_hash(each) for each in PADDING[:2]])
    said = promises.Promise(LOG.name, merkle.leaf_hash(SAID.entry), 2, root, BY)
    path = tmp_path / "said.heard-promise"
    path.write_text(promises.write(SAID.encode(), promises.sign(said, PROMISE)))
    return path


def proof_of(folder: Path, *entries: bytes, stamp: int) -> Path:
    """The promised entry's proof in a log of these entries."""
    head = a_log(folder, *entries, stamp=stamp).read_text()
    leaves = [merkle.leaf_hash(each) for each in entries]
    index = entries.index(SAID.entry)
    hashes = merkle.inclusion_proof(
        index, len(leaves), lambda start, end: merkle.leaves_hash(leaves[start:end])
    )
    path = folder / "said.tlog-proof"
    path.write_text(receipts.write(SAID.encode(), index, hashes, head))
    return path


@pytest.fixture
def pins(tmp_path: Path) -> list[str]:
    lines = [f"log {LOG.verifier.vkey}", f"witness union {UNION.verifier.vkey}", "quorum union"]
    (tmp_path / "policy").write_text("\n".join(lines) + "\n")
    return ["--policy", str(tmp_path / "policy"), "--promise-key", PROMISE.verifier.vkey]


def verify(path: Path, *more: str) -> int:
    return cli.run(["verify", str(path), *more])


def test_a_promise_says_what_was_promised(
    promise: Path, pins: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(promise, *pins) == 0
    out = capsys.readouterr().out
    assert out.startswith("This promise holds.")
    assert "had 2 public entries then" in out
    assert "by 2026-03-10 10:00 UTC" in out
    assert "event  A report was received (report_received)\n" in out
    assert verify(promise, *pins[:2]) == 2  # whose promise it is, nobody has said
    assert "--promise-key" in capsys.readouterr().err
    rooted = ["--roster", str(tmp_path / "roster"), "--root", ROOT.verifier.vkey]
    (tmp_path / "roster").write_text(roster.sign(ROSTER, ROOT))
    assert verify(promise, *rooted) == 2
    named = dataclasses.replace(ROSTER, promise=PROMISE.verifier.vkey)
    (tmp_path / "roster").write_text(roster.sign(named, ROOT))
    assert verify(promise, *rooted) == 0
    promise.write_text(promise.read_text().replace("T10:00:00Z", "T11:00:00Z"))
    assert verify(promise, *pins) == 1
    assert "This promise does NOT hold (signature)" in capsys.readouterr().err


def test_a_promise_and_its_proof(
    promise: Path, pins: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = ["--first", str(promise)]
    entries = (*PADDING[:2], SAID.entry, PADDING[2])
    proof = proof_of(tmp_path / "kept", *entries, stamp=BY)
    here = [*pins, *first, "--tiles", str(tmp_path / "kept")]
    assert verify(proof, *here) == 0
    assert "It is what was promised, and in time" in capsys.readouterr().out
    assert verify(proof, *pins, *first) == 2  # whether it is the same log still, nobody has said
    then = a_log(tmp_path / "then", *PADDING[:2], stamp=BY - 7200)
    assert verify(proof, *pins, *first, "--then", str(then)) == 0
    late = proof_of(tmp_path / "late", *entries, stamp=BY + 60)
    assert verify(late, *pins, *first, "--tiles", str(tmp_path / "late")) == 0
    assert "but LATE" in capsys.readouterr().out
    key = ["--key", LOG.verifier.vkey, *pins[2:]]
    assert verify(proof, *key, *first, "--tiles", str(tmp_path / "kept")) == 0
    assert "nobody watches this log" in capsys.readouterr().out
    forked = proof_of(tmp_path / "forked", *PADDING[1::-1], SAID.entry, PADDING[2], stamp=BY)
    assert verify(forked, *pins, *first, "--tiles", str(tmp_path / "forked")) == 1
    assert "does NOT hold (consistency)" in capsys.readouterr().err
    assert verify(promise, *pins, *first) == 2
    assert verify(proof, *here, "--broken", str(then)) == 2


def test_a_broken_promise_is_shown_to_anybody(
    promise: Path, pins: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = a_log(tmp_path / "later", *PADDING, stamp=BY + 60)
    show = [*pins, "--tiles", str(tmp_path / "later"), "--broken", str(later)]
    assert verify(promise, *show) == 0
    out = capsys.readouterr().out
    assert out.startswith("This promise was BROKEN.")
    assert "a log of 3 entries, and none from 2 on" in out
    assert verify(promise, *pins, "--broken", str(later)) == 2  # without the log nothing is seen
    key = ["--key", LOG.verifier.vkey, *pins[2:]]
    assert verify(promise, *key, *show[4:]) == 2  # without witnesses no time has passed
    kept = a_log(tmp_path / "kept", *PADDING, SAID.entry, stamp=BY + 60)
    there = [*pins, "--tiles", str(tmp_path / "kept"), "--broken", str(kept)]
    capsys.readouterr()
    assert verify(promise, *there) == 1
    said = capsys.readouterr().err
    assert "It is NOT shown that this promise was broken (kept)" in said
    assert "it is entry 3 of the log" in said
    assert verify(promise, *pins, "--tiles", str(tmp_path), "--broken", str(later)) == 1
    assert "(missing)" in capsys.readouterr().err


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A directory served on loopback."""
    folder = tmp_path / "site"
    folder.mkdir()

    with served(folder) as address:
        yield address, folder


def test_the_log_of_a_site_shows_a_broken_promise(
    promise: Path, pins: list[str], site: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    address, folder = site
    later = a_log(folder / "log", *PADDING, stamp=BY + 60)
    show = [*pins, "--tiles", address, "--broken", str(later)]
    assert verify(promise, *show) == 0
    assert "BROKEN" in capsys.readouterr().out
    asked = folder / "log" / "leaf" / merkle.leaf_hash(SAID.entry).hex()
    capsys.readouterr()
    assert verify(promise, *pins, "--tiles", address) == 0
    assert "No epoch of the log" in capsys.readouterr().out
    proof = proof_of(folder / "log" / "more", *PADDING[:2], SAID.entry, stamp=BY).read_text()
    shutil.rmtree(folder / "log" / "tile")
    shutil.move(folder / "log" / "more" / "tile", folder / "log" / "tile")
    asked.parent.mkdir()
    asked.write_text("".join(proof.splitlines(keepends=True)[:1] + proof.splitlines(True)[2:]))
    assert verify(promise, *pins, "--tiles", address) == 0
    assert "It is entry 2 by now. It is what was promised, and in time" in capsys.readouterr().out
    asked.write_text(proof)  # not what is asked for: nobody gives an opening here
    assert verify(promise, *pins, "--tiles", address) == 1
    shutil.rmtree(folder / "log" / "tile")
    a_log(folder / "log", *PADDING, stamp=BY + 60)
    assert verify(promise, *show) == 0
    shutil.rmtree(folder / "log" / "tile" / "0")
    assert verify(promise, *show) == 1
    assert "is missing" in capsys.readouterr().err
