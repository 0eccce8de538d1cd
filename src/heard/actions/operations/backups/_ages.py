"""How old backups are: each still has what was erased since it was made."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from heard.actions.operations.backups import _manifest as manifest
from heard.rules.refusals import RefusedError

LONGEST = timedelta(days=35)  # docs/spec/retention.md, 5
_WHERE = "docs/operate/backup.md, 'How long a backup is kept'"


class Aged(NamedTuple):
    """What is to say of one, or of all that are young enough."""

    level: Literal["ok", "careful", "wrong"]
    what: str
    fix: str = ""


def ages(folder: Path, *, now: datetime) -> Iterator[Aged]:
    """Whether one is older than it may be, by its manifest and never by the day of a file.

    ``folder``: one backup, or what holds several side by side. A damaged or unfinished one is
    named, since it may have all that a whole one has. Raises RefusedError where nothing is there.
    """
    fine = 0
    for each in _in(folder):
        found = _look(each, now)
        fine += found is None
        if found:
            yield found
    if fine:
        yield Aged("ok", f"{fine} in {folder} are no older than {LONGEST.days} days")


def _in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RefusedError(f"{folder} is no folder. Give the one in which the backups are.")
    inside = sorted(each for each in folder.iterdir() if each.is_dir())
    is_one = any((folder / name).is_file() for name in (manifest.NAME, manifest.DATABASE))
    found = [folder] if is_one else inside
    if not found:
        raise RefusedError(f"{folder} holds no backup. Give the folder in which they are.")
    return found


def _look(backup: Path, now: datetime) -> Aged | None:
    try:
        age = now - manifest.made_at(backup)
    except RefusedError as error:
        fix = f"if it is a backup that was not finished, throw it away ({_WHERE})"
        return Aged("careful", str(error), fix)
    if age <= LONGEST:
        return None
    said = f"{backup} is {age.days} days old and still has what was erased since"
    return Aged("wrong", said, f"throw it away, and every copy of it ({_WHERE})")
