"""What a backup holds, with the SHA-256 of every file.

Written last, so that a backup without one is known to be unfinished.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from heard.rules.refusals import RefusedError

NAME = "manifest.json"
DATABASE = "database"
BLOCK = 2**20
MAX_MANIFEST = 2**28  # bytes; about a million files

# Called with what is being done and how much of it: (step, done, total), bytes or pages.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """``files``: relative path to [size, SHA-256 hex]. ``size``, ``root``: the log's tree."""

    v: int
    site: str
    engine: str
    made: str
    size: int
    root: str
    files: dict[str, list[Any]]


def write(directory: Path, manifest: Manifest) -> None:
    """Write the manifest of a finished copy."""
    path = directory / NAME
    path.touch(0o600)
    path.write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n", "utf-8")


def read(directory: Path) -> Manifest:
    """Read a manifest. Raises RefusedError."""
    path = directory / NAME
    if not path.is_file() or path.stat().st_size > MAX_MANIFEST:
        raise RefusedError(
            f"{directory} holds no {NAME}: it is no backup, or one that was not finished. "
            "Give the directory that heard backup wrote."
        )
    try:
        manifest = Manifest(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise RefusedError(f"{path} cannot be read ({error}). Use another backup.") from error
    if manifest.v != 1:
        raise RefusedError(f"{path} is of a newer Heard. Install that version first.")
    return manifest


def made_at(directory: Path) -> datetime:
    """When a backup was made, by the clock of its machine. Raises RefusedError."""
    said = read(directory).made
    try:
        made = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        made = None
    if made is None or made.tzinfo is None:
        raise RefusedError(f"{directory / NAME} does not say when it was made. Use another backup.")
    return made


def digest_of(path: Path) -> list[Any]:
    """Size and SHA-256 of one file, in constant memory."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return [size, digest.hexdigest()]


def files_under(directory: Path) -> Iterator[Path]:
    """Every regular file, in an order that does not change. Links are not followed."""
    for path in sorted(directory.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def check(directory: Path, manifest: Manifest, progress: Progress) -> None:
    """Raise RefusedError where a file is missing, added, or not what was written."""
    found = {str(path.relative_to(directory)) for path in files_under(directory)} - {NAME}
    if odd := sorted(found ^ set(manifest.files)):
        raise RefusedError(
            f"The backup does not hold what its manifest says: {odd[0]} is missing or was added. "
            "Use another backup."
        )
    total, done = sum(size for size, _ in manifest.files.values()), 0
    for name, expected in manifest.files.items():
        if digest_of(directory / name) != expected:
            raise RefusedError(f"{name} in the backup was changed or damaged. Use another backup.")
        done += expected[0]
        progress("checking", done, total)
