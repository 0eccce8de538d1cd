"""An unpacked package is checked and sealed for somebody else; programs of others open it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import packaged
import pyrage
import pytest

from heard.doors.operator import cli
from heard.formats import agefile, bag, bagfolder

FILES = {
    "data/00-index.csv": b"\xef\xbb\xbfpath\r\n",
    "data/10-report/report.txt": b"Er kam viermal.\n",
    "data/30-exhibits/E001/E001.mp4": os.urandom(3 * 2**20 + 5),
    "data/99-withheld.txt": b"",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "heard-package"
    for path, data in FILES.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(data)
    info = bag.Info(
        organisation="Meridian Group",
        case="ab" * 16,
        day="2026-12-01",
        octets=sum(map(len, FILES.values())),
        files=len(FILES),
        maker="desk",
        ground="consent",
        salt="5e" * 32,
    )
    lines = {path: hashlib.sha256(data).hexdigest() for path, data in FILES.items()}
    tags = {"bag-info.txt": bag.bag_info(info), "manifest-sha256.txt": bag.manifest(lines)}
    last = bag.tag_manifest(tags)
    for name, data in {"bagit.txt": bag.DECLARATION, **tags, packaged.TAGS: last}.items():
        (place / name).write_bytes(data)
    return place


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / packaged.TAGS).read_bytes()).hexdigest()


def files(folder: Path) -> dict[str, bytes]:
    there = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in there}


def sealed(folder: Path, *more: str) -> int:
    return cli.run(["package", str(folder), *more])


def test_it_is_the_same_package_under_the_key_of_somebody_else(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = pyrage.x25519.Identity.generate()
    there = tmp_path / "there"
    there.mkdir()
    out = there / "package.zip.age"
    assert sealed(folder, "--to", str(identity.to_public()).upper(), "--out", str(out)) == 0
    assert digest(folder) in capsys.readouterr().out
    assert out.stat().st_mode & 0o077 == 0
    again = packaged.unsealed(out, identity=str(identity))
    assert packaged.wrong(again) == ""
    assert files(again) == files(folder)


def test_seven_words_open_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    out = there / "package.zip.age"
    assert sealed(folder, "--words", "--out", str(out)) == 0
    [words] = re.findall(r"open it: ([a-z]+(?:-[a-z]+){6})\n", capsys.readouterr().out)
    assert files(packaged.unsealed(out, words)) == files(folder)


def test_a_checked_folder_is_left_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(folder)
    assert sealed(folder) == 0
    assert capsys.readouterr().out.endswith(f"{digest(folder)}\n")
    assert (files(folder), list(folder.parent.iterdir())) == (before, [folder])


def altered(folder: Path) -> str:
    path = folder / "data/30-exhibits/E001/E001.mp4"
    data = bytearray(path.read_bytes())
    data[2**20] ^= 1
    path.write_bytes(data)
    return "data/30-exhibits/E001/E001.mp4 is not as it was."


def lost(folder: Path) -> str:
    (folder / "data/10-report/report.txt").unlink()
    return "data/10-report/report.txt is missing."


def added(folder: Path) -> str:
    (folder / "data/10-report/more.txt").write_bytes(b"more")
    return "data/10-report/more.txt is in no manifest."


def linked(folder: Path) -> str:
    path = folder / "data/10-report/report.txt"
    path.rename(folder.parent / "elsewhere.txt")
    path.symlink_to(folder.parent / "elsewhere.txt")
    return "data/10-report/report.txt leads somewhere else."


def told_otherwise(folder: Path) -> str:
    info = (folder / "bag-info.txt").read_bytes()
    (folder / "bag-info.txt").write_bytes(info.replace(b"consent", b"danger"))
    return "tagmanifest-sha256.txt says something else"


def counted_otherwise(folder: Path) -> str:
    info = (folder / "bag-info.txt").read_bytes()
    said = info.replace(b".4\n", b".5\n")
    tags = {
        "bag-info.txt": said,
        "manifest-sha256.txt": (folder / "manifest-sha256.txt").read_bytes(),
    }
    (folder / "bag-info.txt").write_bytes(said)
    (folder / packaged.TAGS).write_bytes(bag.tag_manifest(tags))
    return "bag-info.txt says another number"


def of_others(folder: Path) -> str:
    (folder / "bagit.txt").write_bytes(bag.DECLARATION.replace(b"1.0", b"0.9"))
    return "bagit.txt is not Heard's."


def too_long(folder: Path) -> str:
    (folder / "bag-info.txt").write_bytes(b"x" * (bag.MAX_INFO + 1))
    return "bag-info.txt is larger than any."


@pytest.mark.parametrize("to", ["checked", "sealed"])
@pytest.mark.parametrize(
    "spoil",
    [altered, lost, added, linked, told_otherwise, counted_otherwise, of_others, too_long],
    ids=lambda each: each.__name__,
)
def test_what_is_not_as_it_was_is_named_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Path], str], to: str
) -> None:
    said = spoil(folder)
    key = str(pyrage.x25519.Identity.generate().to_public())
    before = sorted(folder.parent.iterdir())
    assert sealed(folder, *(["--to", key] if to == "sealed" else [])) == 1
    assert said in capsys.readouterr().err
    assert sorted(folder.parent.iterdir()) == before


def test_a_folder_that_is_none_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sealed(tmp_path) == 1
    assert "this is no unpacked package" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["age1nobody", "AGE-SECRET-KEY-1", ""])
def test_what_is_no_key_is_refused(folder: Path, typed: str) -> None:
    before = sorted(folder.parent.iterdir())
    assert sealed(folder, "--to", typed, "--out", str(folder.parent / "out.age")) == 1
    assert sorted(folder.parent.iterdir()) == before


def test_a_disk_that_is_full_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that is always full stands in the place of the disk."""
    real = os.open

    def full(path: str | Path, *more: int) -> int:
        if ".partial" in str(path):
            os.close(real(path, os.O_WRONLY | os.O_CREAT))
            return real("/dev/full", os.O_WRONLY)
        return real(path, *more)

    monkeypatch.setattr(os, "open", full)
    assert sealed(folder, "--words") == 1
    assert os.strerror(errno.ENOSPC) in capsys.readouterr().err
    assert list(folder.parent.iterdir()) == [folder]


def test_what_was_broken_off_begins_again_under_a_new_key(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = agefile.identity_from_seed(b"\5" * 32)
    beside = folder.parent / "package.zip.age"
    partial = beside.with_name("package.zip.age.partial")
    partial.write_bytes(b"age-encryption.org/v1\n")
    assert sealed(folder, "--to", agefile.recipient_of(identity)) == 0
    assert "it begins again, with a new key" in capsys.readouterr().out
    assert not partial.exists()
    before = beside.read_bytes()
    assert sealed(folder, "--words") == 1
    assert "is there already" in capsys.readouterr().err
    assert beside.read_bytes() == before


def test_a_file_as_large_as_a_film_is_opened_by_others(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sizes of eight bytes: from two gigabytes on, here from a megabyte on."""
    monkeypatch.setattr(bagfolder, "BIG", 2**20)
    there = tmp_path / "there"
    there.mkdir()
    identity = pyrage.x25519.Identity.generate()
    out = there / "package.zip.age"
    assert sealed(folder, "--to", str(identity.to_public()), "--out", str(out)) == 0
    assert files(packaged.unsealed(out, identity=str(identity))) == files(folder)
