"""Sealed things from a file, a directory or a zip, and what is in them."""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from heard.doors.operator.refusal import ExitError
from heard.formats import agefile, letter, wrap
from heard.formats._errors import FormatError

MAX_SEALED = 2**31  # bytes of one sealed file: it is opened in memory
MAX_MEMBERS = 100_000
WRAP = "wrap.age"


class Plain(NamedTuple):
    """What was inside: ``letter`` as readable text where it was one."""

    data: bytes
    letter: str | None


def is_wrap(name: str) -> bool:
    """Whether a member of an export is the case's own key."""
    return Path(name).name == WRAP


def read_export(path: Path) -> Mapping[str, bytes]:
    """Every ``.age`` file by its name in the export. Raises ExitError."""
    try:
        found = dict(_members(path))
    except (OSError, zipfile.BadZipFile) as error:
        raise ExitError(f"{path} cannot be read: {error}. Check the path.") from error
    if not found:
        raise ExitError(f"{path} holds no .age file.")
    return found


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.age"))[:MAX_MEMBERS]:
            yield str(file.relative_to(path)), _bounded(file.stat().st_size, file.read_bytes)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist()[:MAX_MEMBERS]:
                if info.filename.endswith(".age"):
                    yield info.filename, _bounded(info.file_size, partial(archive.read, info))
    else:
        yield path.name, _bounded(path.stat().st_size, path.read_bytes)


def _bounded(size: int, read: Callable[[], bytes]) -> bytes:
    if size > MAX_SEALED:
        raise ExitError("A sealed file is over 2 GiB: open it with any age tool instead.")
    return read()


def with_wrap(sealed: Mapping[str, bytes], identities: list[str]) -> list[str]:
    """The identities, and the case's own from each wrap that they open."""
    matches = list(identities)
    for name in filter(is_wrap, sealed):
        try:
            matches.append(wrap.parse(agefile.unseal(sealed[name], identities)).identity)
        except FormatError as error:
            raise ExitError(f"{name} does not open with this secret: {error}") from error
    return matches


def open_one(sealed: bytes, identities: list[str]) -> Plain:
    """Open one file; a letter's signature is checked. Raises FormatError."""
    data = agefile.unseal(sealed, identities)
    try:
        read = letter.read(data)
    except letter.LetterError:
        return Plain(data, None)
    members = json.loads(read.body())
    return Plain(data, json.dumps(members, ensure_ascii=False, indent=2, sort_keys=True))
