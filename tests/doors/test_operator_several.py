"""`heard verify` with several receipts of one case: what an auditor or a lawyer is told."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from heard.doors.operator import cli
from heard.formats import checkpoint, entry, merkle, note
from heard.formats import promise as promises
from heard.formats import receipt as receipts

LOG = note.Signer("speak.example.org/log", b"\x01" * 32)
PROMISE = note.Signer("speak.example.org/promise", b"\x04" * 32)
CASE = "ab" * 16


def leaf(opening: entry.Opening) -> str:
    return merkle.leaf_hash(opening.entry).hex()


def event(kind: str, prev: str, case: str = CASE) -> entry.Opening:
    said = {"event": kind, "at": "2026-12-01T09:00:00Z", "actor": "clock"}
    return entry.make({**said, "case": case, "prev": prev})


REPORT = event("report_received", "")
OPENED = event("case_opened", leaf(REPORT))
PASSED = event("case_passed", leaf(OPENED))
OTHER = event("case_withdrawn", leaf(REPORT))


def proved(folder: Path, *log: entry.Opening) -> list[Path]:
    """A receipt of each, in a log of these alone."""
    leaves = [merkle.leaf_hash(each.entry) for each in log]
    root = merkle.leaves_hash(leaves)
    head = checkpoint.sign(checkpoint.Checkpoint(LOG.name, len(log), root), LOG)
    paths = []
    for place, each in enumerate(log):
        hashes = merkle.inclusion_proof(
            place, len(log), lambda start, end: merkle.leaves_hash(leaves[start:end])
        )
        paths.append(folder / f"{each.values['event']}.tlog-proof")
        paths[-1].write_text(receipts.write(each.encode(), place, hashes, head))
    return paths


def verify(paths: Sequence[Path], *more: str) -> int:
    keys = ["--key", LOG.verifier.vkey, "--promise-key", PROMISE.verifier.vkey]
    return cli.run(["verify", *map(str, paths), *keys, *more])


def test_each_names_the_one_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, opened, _ = proved(tmp_path, REPORT, OPENED, PASSED)
    said = promises.Promise(LOG.name, merkle.leaf_hash(PASSED.entry), 0, merkle.EMPTY, 3600)
    promised = tmp_path / "passed.heard-promise"
    promised.write_text(promises.write(PASSED.encode(), promises.sign(said, PROMISE)))
    assert verify([promised, report, opened]) == 0
    out = capsys.readouterr().out
    assert out.index("report_received.tlog-proof") < out.index("case_opened.tlog-proof")
    assert "The report was opened (case_opened)" in out
    assert out.index("case_opened.tlog-proof") < out.index("passed.heard-promise")
    assert f"Each of these 3 files holds, and all are of the case {CASE}." in out
    assert "Each names the one before it: nothing is missing between them." in out


def test_the_gap_and_the_fork_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, opened, passed, other = proved(tmp_path, REPORT, OPENED, PASSED, OTHER)
    assert verify([report, passed]) == 1
    out = capsys.readouterr().out
    assert f"MISSING: the next names {leaf(OPENED)}, and no file here is of it\n" in out
    assert "That alone is nobody's fault" in out
    assert verify([report, opened, other]) == 1
    out = capsys.readouterr().out
    assert out.count(f"FORK: more than one goes on from {leaf(REPORT)}\n") == 2
    assert "no honest log has this" in out


def test_one_that_does_not_hold_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, opened = proved(tmp_path, REPORT, OPENED)
    opened.write_text(opened.read_text().replace("index 1", "index 0"))
    assert verify([report, opened]) == 1
    assert f"{opened} does NOT hold (inclusion)" in capsys.readouterr().err


def test_two_logs_of_one_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other").mkdir()
    report, _ = proved(tmp_path, REPORT, OPENED)
    _, other = proved(tmp_path / "other", REPORT, OTHER)
    assert verify([report, other]) == 1
    assert "two different logs: both are signed for 2 entries" in capsys.readouterr().err


def test_questions_that_cannot_be_asked_of_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = event("case_passed", "", "cd" * 16)
    report, opened, passed = proved(tmp_path, REPORT, OPENED, foreign)
    assert verify([report, passed]) == 2
    assert "not all of one case" in capsys.readouterr().err
    assert verify([report, opened], "--first", str(report)) == 2
    assert "take one file" in capsys.readouterr().err
