"""A package is stamped by an authority of others, and openssl holds the stamp against it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import timestamping
from timestamping import OPENSSL, Authority

from heard.doors.operator import cli
from heard.formats import FormatError, stamp

TAGS = b"5e" * 32 + b"  bag-info.txt\n"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with timestamping.authority(tmp_path_factory.mktemp("tsa") / "here") as found:
        yield found


@pytest.fixture
def tags(tmp_path: Path) -> Path:
    folder = tmp_path / "heard-package"
    folder.mkdir()
    (folder / "tagmanifest-sha256.txt").write_bytes(TAGS)
    return folder / "tagmanifest-sha256.txt"


def asks(tags: Path, there: Authority, *more: str, at: str = "") -> int:
    roots = ("--roots", str(there.roots))
    return cli.run(["stamp", str(tags), "--at", at or there.url, *roots, *more])


def checks(tags: Path, there: Authority) -> int:
    beside = tags.parents[1] / "heard-package.tagmanifest.tsr"
    return cli.run(["stamp", str(tags), "--check", str(beside), "--roots", str(there.roots)])


def by_openssl(tags: Path, there: Authority) -> bool:
    beside = tags.parents[1] / "heard-package.tagmanifest.tsr"
    given = ("-data", tags, "-in", beside, "-CAfile", there.roots)
    done = subprocess.run([OPENSSL, "ts", "-verify", *given], capture_output=True, check=False)
    return done.returncode == 0


def test_a_stamp_comes_beside_the_folder_and_others_check_it(
    tags: Path, there: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asks(tags, there) == 0
    assert [each.name for each in tags.parent.iterdir()] == [tags.name]
    assert "It was as it is at 20" in capsys.readouterr().out
    assert checks(tags, there) == 0
    assert by_openssl(tags, there)
    tags.write_bytes(TAGS.replace(b"5e", b"5f", 1))
    assert checks(tags, there) == 1
    assert not by_openssl(tags, there)
    assert "does NOT hold" in capsys.readouterr().err


def test_it_says_when(there: Authority) -> None:
    asked = stamp.ask(TAGS)
    answer = timestamping.stamped(there.roots.parent, asked.request)
    when = stamp.verify(answer, TAGS, roots=there.roots.read_bytes(), nonce=asked.nonce)
    assert abs(datetime.now(UTC) - when) < timedelta(minutes=1)


def test_an_answer_to_another_question_is_none(there: Authority) -> None:
    first, second = stamp.ask(TAGS), stamp.ask(TAGS)
    answer = timestamping.stamped(there.roots.parent, first.request)
    with pytest.raises(FormatError) as refused:
        stamp.verify(answer, TAGS, roots=there.roots.read_bytes(), nonce=second.nonce)
    assert refused.value.kind == "stamp"


def test_who_is_not_trusted_is_refused(
    tags: Path, there: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with timestamping.authority(tmp_path / "other") as other:
        assert asks(tags, Authority(other.url, there.roots)) == 1
    assert "does NOT hold" in capsys.readouterr().err
    assert not (tmp_path / "heard-package.tagmanifest.tsr").exists()


# What an authority answers that refuses (status 2): a response without a stamp.
REFUSAL = bytes.fromhex("30053003020102")


@pytest.mark.parametrize(
    "answer", [b"", REFUSAL, b"\x30\x03\x02\x01\x00", b"x" * (stamp.MAX_ANSWER + 1)]
)
def test_what_is_no_stamp_is_refused(there: Authority, answer: bytes) -> None:
    with pytest.raises(FormatError):
        stamp.verify(answer, TAGS, roots=there.roots.read_bytes(), nonce=None)


def test_roots_that_are_none_are_refused(there: Authority) -> None:
    answer = timestamping.stamped(there.roots.parent, stamp.ask(TAGS).request)
    with pytest.raises(FormatError) as refused:
        stamp.verify(answer, TAGS, roots=b"roots", nonce=None)
    assert "no certificate" in str(refused.value)


def test_where_nobody_answers_the_package_is_as_good_as_before(
    tags: Path, there: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asks(tags, there, at="http://127.0.0.1:1/") == 1
    assert "as good as before" in capsys.readouterr().err
    assert asks(tags, there, at="file:///etc/passwd") == 2


def test_a_stamp_that_is_there_is_not_written_over(tags: Path, there: Authority) -> None:
    assert asks(tags, there) == 0
    beside = tags.parents[1] / "heard-package.tagmanifest.tsr"
    before = beside.read_bytes()
    assert asks(tags, there) == 1
    assert beside.read_bytes() == before
    assert asks(tags, there, "--out", str(tags.parents[1] / "again.tsr")) == 0
