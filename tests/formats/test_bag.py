"""A package is what other people's tools take for one, and one altered byte has its name told."""

from __future__ import annotations

import csv
import hashlib
import io
import subprocess
from collections.abc import Mapping
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats import FormatError, bag, sheet

FILES = {
    "data/00-index.csv": sheet.write([["path", "name"], ["E001.jpg", "=photo.jpg"]]),
    "data/30-exhibits/E001/E001.jpg": b"\xff\xd8\xff" * 4000,
    "data/empty.txt": b"",
}


def made(folder: Path, files: Mapping[str, bytes] = FILES) -> Path:
    """The files, and what goes with them, in a folder."""
    info = bag.Info(
        organisation="Meridian Group 子午",
        case="ab" * 16,
        day="2026-11-30",
        octets=sum(map(len, files.values())),
        files=len(files),
        maker="reporter",
        ground="own",
        salt="5e" * 32,
    )
    tags = {
        "bag-info.txt": bag.bag_info(info),
        "manifest-sha256.txt": bag.manifest(
            {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        ),
    }
    whole = {**files, **tags, "bagit.txt": bag.DECLARATION}
    for path, data in {**whole, "tagmanifest-sha256.txt": bag.tag_manifest(tags)}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def sums(folder: Path, name: str) -> str:
    """What sha256sum says is wrong."""
    command = ["sha256sum", "--quiet", "-c", name]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout.decode()


def test_bagit_and_sha256sum_find_it_whole(tmp_path: Path) -> None:
    folder = made(tmp_path)
    found = bagit.Bag(str(folder))
    found.validate()
    assert found.info["Payload-Oxum"] == f"{sum(map(len, FILES.values()))}.3"
    assert found.info["Source-Organization"] == "Meridian Group 子午"
    assert sums(folder, "manifest-sha256.txt") + sums(folder, "tagmanifest-sha256.txt") == ""


@pytest.mark.parametrize("path", [*FILES, "bag-info.txt", "manifest-sha256.txt", "bagit.txt"])
def test_one_altered_byte_is_told_by_name(tmp_path: Path, path: str) -> None:
    folder = made(tmp_path)
    data = (folder / path).read_bytes()
    (folder / path).write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if data else b"\n")
    of = "manifest-sha256.txt" if path.startswith("data/") else "tagmanifest-sha256.txt"
    assert sums(folder, of) == f"{path}: FAILED\n"
    with pytest.raises(bagit.BagError) as refused:
        bagit.Bag(str(folder)).validate()
    assert path in str(refused.value) or not path.startswith("data/30")


def test_a_file_that_was_taken_away_is_told_by_name(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "data/empty.txt").unlink()
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()
    assert "data/empty.txt: FAILED open or read" in sums(folder, "manifest-sha256.txt")


@pytest.mark.parametrize(
    "digests",
    [{}, {f"data/{n}": "0" * 64 for n in range(bag.MOST_FILES + 1)}, {"data/a": "0"}],
    ids=["none", "too many", "no digest"],
)
def test_what_is_no_package_is_not_written(digests: dict[str, str]) -> None:
    with pytest.raises(FormatError) as refused:
        bag.manifest(digests)
    assert refused.value.kind == "bag"


@given(
    st.dictionaries(
        st.from_regex(r"data(/[A-Za-z0-9]{1,9}){1,3}", fullmatch=True).filter(bag.is_path),
        st.binary(min_size=32, max_size=32).map(bytes.hex),
        min_size=1,
        max_size=20,
    )
)
def test_a_manifest_is_read_as_it_was_written(digests: dict[str, str]) -> None:
    if len({path.lower() for path in digests}) < len(digests):
        with pytest.raises(FormatError):
            bag.manifest(digests)
        return
    assert bag.read_manifest(bag.manifest(digests)) == digests


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2))
def test_no_cell_begins_a_formula(cells: list[str]) -> None:
    [row] = csv.reader(
        io.StringIO(sheet.write([cells]).decode().removeprefix(sheet.BOM), newline="")
    )
    assert not any(each.lstrip(" ").startswith(sheet.FORMULA) for each in row)
    assert [each.removeprefix("'") for each in row] == [each.removeprefix("'") for each in cells]
