"""Files, modes and space of this machine."""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from heard.actions.operations import setup, timekeeping
from heard.actions.operations.health import Finding
from heard.doors import _typeset
from heard.doors.operator import site
from heard.doors.operator.refusal import ExitError

LEAST_FREE = 2 * 2**30  # bytes: one report with a video
STATIC = Path(__file__).parents[2] / "static"


def check(data: Path) -> Iterator[Finding]:
    """HEARD_DATA (the database may be in it), its keys, the disk, the built pages."""
    if stat.S_IMODE(data.stat().st_mode) & 0o077:
        yield Finding("wrong", "data", f"others can read {data}", f"chmod go= {data}")
    yield from _keys(data)
    free = shutil.disk_usage(data).free
    if free < LEAST_FREE:
        yield Finding("wrong", "disk", f"{free >> 20} MiB are free", f"make room in {data}")
    else:
        yield Finding("ok", "disk", f"{free >> 30} GiB are free")
    yield _pages()


def letters() -> Finding:
    """Whether the desk can make its PDF letters here, in every language."""
    lacking = _typeset.missing()
    if not lacking:
        return Finding("ok", "letters", "can be made as PDF in every language")
    fix = f"apt-get install {' '.join(_typeset.PACKAGES)}"
    return Finding("careful", "letters", f"no PDF letters in {', '.join(lacking)}", fix)


def pages_sha256() -> str:
    """SHA-256 (hex) of the manifest of the built pages; empty where they are not built."""
    manifest = STATIC / site.NAME
    return sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else ""


def publish_pages() -> int | None:
    """Log the manifest of the built pages unless the log's newest is the same; its index."""
    digest = pages_sha256()
    return setup.publish_manifest(sha256=digest, now=timekeeping.careful()) if digest else None


def _keys(data: Path) -> Iterator[Finding]:
    for room in ("keys", "guard"):
        folder = data / room
        if not folder.is_dir():
            if room == "keys" or not setup.closed():  # a restored Heard has no guard yet
                yield Finding("wrong", "keys", f"{folder} is missing", "heard init, or restore")
            continue
        matches = list(_states((folder, *folder.iterdir())))
        open_to_others = [path for path, of in matches if stat.S_IMODE(of.st_mode) & 0o077]
        foreign = [path for path, of in matches[1:] if of.st_uid != os.geteuid()]
        for path in open_to_others:
            yield Finding("wrong", "keys", f"others can read {path}", f"chmod go= {path}")
        for path in foreign:
            yield Finding("wrong", "keys", f"{path} belongs to somebody else", f"chown {path}")
        if not open_to_others and not foreign:
            yield Finding("ok", "keys", f"{folder} is for this user only")


def _states(paths: Iterable[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    """Of those that are still there: a running server replaces its guard meanwhile."""
    for path in paths:
        with suppress(FileNotFoundError):
            yield path, path.stat()


def _pages() -> Finding:
    manifest = STATIC / site.NAME
    if not manifest.is_file():
        return Finding("wrong", "pages", "they are not built", "script/setup, or install the wheel")
    try:
        wrong = site.on_disk(STATIC, site.parse_manifest(manifest.read_bytes()))
    except ExitError as error:
        return Finding("wrong", "pages", str(error), "install the release again")
    if wrong:
        return Finding("wrong", "pages", "; ".join(wrong[:5]), "install the release again")
    return Finding("ok", "pages", "every file is as its manifest says")
