"""An unpacked package on a disk: every byte held against its manifests (docs/spec/package.md).

Every refusal is a ``FormatError`` of kind ``bag`` that names the file. What the disk says is an
``OSError``.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from heard.formats import bag
from heard.formats._errors import FormatError

NAME = "heard-package"  # the folder inside of the zip
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")
TAG_MANIFEST = "tagmanifest-sha256.txt"
_MAX_TAGS = 4 * 200  # bytes: a line of three names
_PIECE = 2**20
BIG = 2**31  # bytes from which on a zip writes sizes of eight bytes


def _refuse(message: str) -> FormatError:
    return FormatError("bag", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """``digests``: SHA-256 in hex by path; ``tags``: the tag files by name, as they are."""

    place: Path
    info: bag.Info
    digests: dict[str, str]
    tags: dict[str, bytes]

    @property
    def digest(self) -> str:
        """What the package is known by in the log."""
        return bag.digest(self.tags[TAG_MANIFEST])


class Sink(Protocol):
    """Takes bytes in order."""

    def write(self, data: bytes, /) -> int:
        """How many were taken: all of them."""
        ...


def read(place: Path) -> Folder:
    """What is in ``place``, by its tag files; no file of the payload was opened yet."""
    tags = {name: _tag(place / name, most) for name, most in _limits().items()}
    told = {name: tags[name] for name in ("bag-info.txt", "manifest-sha256.txt")}
    if tags["bagit.txt"] != bag.DECLARATION:
        raise _refuse("bagit.txt is not Heard's.")
    if tags[TAG_MANIFEST] != bag.tag_manifest(told):
        raise _refuse(f"{TAG_MANIFEST} says something else of {', '.join(told)}.")
    digests = bag.read_manifest(tags["manifest-sha256.txt"])
    _check_there(place, digests)
    return Folder(place=place, info=bag.read_info(tags["bag-info.txt"]), digests=digests, tags=tags)


def _limits() -> dict[str, int]:
    sizes = (len(bag.DECLARATION), bag.MAX_INFO, bag.MAX_MANIFEST)
    return {**dict(zip(TAGS, sizes, strict=True)), TAG_MANIFEST: _MAX_TAGS}


def _tag(path: Path, most: int) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise _refuse(f"{path.name} is missing: this is no unpacked package.")
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise _refuse(f"{path.name} is larger than any.")
    return data


def _check_there(place: Path, digests: dict[str, str]) -> None:
    """Each file that is listed and no other, and none that is somewhere else."""
    there = {
        each.relative_to(place).as_posix()
        for each in (place / "data").rglob("*")
        if each.is_symlink() or not each.is_dir()
    }
    if lost := sorted(digests.keys() - there):
        raise _refuse(f"{lost[0]} is missing.")
    if more := sorted(there - digests.keys()):
        raise _refuse(f"{more[0]} is in no manifest.")
    if linked := [path for path in sorted(there) if (place / path).is_symlink()]:
        raise _refuse(f"{linked[0]} leads somewhere else.")


def pieces(folder: Folder, path: str) -> Iterator[bytes]:
    """A file of the payload, piece by piece; raises at its end where it is not as it was."""
    digest = hashlib.sha256()
    with (folder.place / path).open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != folder.digests[path]:
        raise _refuse(f"{path} is not as it was.")


def check(folder: Folder) -> int:
    """Every file is as it was, and they are as many bytes as was said. Gives these bytes."""
    octets = sum(len(piece) for path in folder.digests for piece in pieces(folder, path))
    _check_sum(folder, octets)
    return octets


def _check_sum(folder: Folder, octets: int) -> None:
    if (octets, len(folder.digests)) != (folder.info.octets, folder.info.files):
        raise _refuse("bag-info.txt says another number of bytes or files.")


def write_zip(folder: Folder, sink: Sink) -> None:
    """The same package as a zip, each file looked at as it passes: payload first, then the tags."""
    octets = 0
    with ZipFile(_Forward(sink), "w", ZIP_STORED) as archive:
        for path in sorted(folder.digests):
            info = ZipInfo(f"{NAME}/{path}")  # of 1 January 1980
            big = (folder.place / path).stat().st_size >= BIG
            with archive.open(info, "w", force_zip64=big) as out:
                for piece in pieces(folder, path):
                    octets += out.write(piece)
        _check_sum(folder, octets)
        for name in (*TAGS, TAG_MANIFEST):
            archive.writestr(ZipInfo(f"{NAME}/{name}"), folder.tags[name])


class _Forward:
    """What a zip is written to where no byte is written twice: no ``tell`` and no ``seek``."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        """Pass them on."""
        return self._sink.write(bytes(data))

    def flush(self) -> None:
        """Nothing is held here."""

    def close(self) -> None:
        """Who gave the sink closes it."""
