"""The signing guard: remembers what the log signed, outside the database and its backups.

A database that was restored, rolled back or forked shows a tree that does not extend the one
remembered here, and nothing more is signed. The record is one small file in HEARD_DATA/guard with
two slots written in turn, so that a torn write leaves the older slot.

Order, for each commit: ``agree`` (the new tree is written down before it is signed), the
database's commit, ``confirm`` (synced before anyone is told). After a crash between the two, the
database holds either the tree last confirmed or the one last agreed to; both are accepted.
"""

import fcntl
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

SLOT = 512  # one sector: written whole or not at all
_FORM = struct.Struct(">QQ32sQ32s??")
# As it was before the journal of erasures was kept beside it, and before promises were.
_BEFORE = (struct.Struct(">QQ32sQ32s?"), struct.Struct(">QQ32sQ32s"))


class GuardMismatchError(Exception):
    """The database's log is not the one this machine signed.

    ``section``: of docs/operate/backup.md, what to do.
    """

    def __init__(self, said: str, *, section: str = "It must not go on") -> None:
        super().__init__(said)
        self.section = section


class Tree(NamedTuple):
    """Size and root of a tree."""

    size: int
    root: bytes


class Memory(NamedTuple):
    """What the guard remembers."""

    turn: int
    confirmed: Tree
    agreed: Tree
    keeps: bool = False  # promises, in a file beside it
    erases: bool = False  # and what was erased, in another

    def next(self, **changed: Any) -> "Memory":  # noqa: ANN401 of its own fields
        """What is remembered in its place."""
        return self._replace(turn=self.turn + 1, **changed)


_NEW = Memory(0, Tree(0, b""), Tree(0, b""))

LACKS = (
    "The database lacks entries that this machine has promised: it was restored, or rolled back to"
    " before they came. Nothing is promised or signed until the newer database is back, or their"
    " loss is accepted (docs/operate/backup.md)."
)
PROMISED = "What was promised in the last hour"  # a section of docs/operate/backup.md
Extends = Callable[[Tree], bool]  # does the database's tree extend this one?


def see(base: Tree, extends: Extends) -> None:
    """Before a promise: the database's tree is, or extends, the one that was signed.

    What another machine has added is remembered. Raises GuardMismatchError.
    """
    with locked() as handle:
        memory = _read(handle)
        _refuse_other(memory, base, extends)
        if memory and memory.confirmed != base:
            _write(handle, memory.next(confirmed=base, agreed=base))
            os.fdatasync(handle)


def agree(base: Tree, new: Tree, extends: Extends) -> None:
    """Write down that ``new``, which extends ``base``, is about to be signed.

    Raises GuardMismatchError where ``base`` does not extend what was confirmed.
    """
    with locked() as handle:
        memory = _read(handle)
        _refuse_other(memory, base, extends)
        _write(handle, (memory or _NEW).next(confirmed=base, agreed=new))


def confirm(tree: Tree) -> None:
    """The database has committed ``tree``: from now on it is the least that is accepted."""
    with locked() as handle:
        memory = _read(handle)
        if memory is None or memory.confirmed.size >= tree.size:
            return  # another process of this machine has gone further
        _write(handle, memory.next(confirmed=tree, agreed=max(memory.agreed, tree)))
        os.fdatasync(handle)


def compare(head: Tree, extends: Extends) -> None:
    """Start-up: raise GuardMismatchError unless the head is or extends what was signed.

    Who only looks makes none: one that is not there would be taken for one that was lost.
    """
    if not _path().exists():
        _refuse_other(None, head, extends)
        return
    with locked() as handle:
        _refuse_other(_read(handle), head, extends)


def adopt(tree: Tree) -> None:
    """Start again from ``tree``: for a new log, or an operator who has decided what is true."""
    with locked() as handle:
        memory = _read(handle)
        _write(handle, (memory or _NEW).next(confirmed=tree, agreed=tree))
        os.fdatasync(handle)


def keeps(handle: int) -> bool:
    """Whether promises are kept beside it: then the file that has them is never empty."""
    memory = _read(handle)
    return memory is not None and memory.keeps


def keep(handle: int) -> None:
    """Promises are kept beside it from now on."""
    memory = _read(handle)
    if memory and not memory.keeps:
        _write(handle, memory.next(keeps=True))
        os.fdatasync(handle)


def erases(handle: int) -> bool:
    """Whether a journal of what was erased is kept beside it."""
    memory = _read(handle)
    return memory is not None and memory.erases


def erase(handle: int) -> None:
    """There is a journal beside it from now on."""
    memory = _read(handle)
    if memory and not memory.erases:
        _write(handle, memory.next(erases=True))
        os.fdatasync(handle)


def remembered() -> Memory | None:
    """What the guard remembers, None before anything was signed; makes none."""
    if not _path().exists():
        return None
    with locked() as handle:
        return _read(handle)


def _refuse_other(memory: Memory | None, base: Tree, extends: Extends) -> None:
    if memory is None:
        if base.size:
            raise GuardMismatchError(
                f"The database holds a log of {base.size} entries, but this machine has no record"
                f" of signing it ({_path()}). If this is a move to a new machine, bring the guard"
                " directory along; otherwise ask who restored the database."
            )
        return
    if base in {memory.confirmed, memory.agreed}:
        return
    if base.size <= memory.confirmed.size or not extends(memory.confirmed):
        raise GuardMismatchError(
            f"The database's log has {base.size} entries and does not extend the"
            f" {memory.confirmed.size} that this machine has signed. It was restored, rolled back"
            " or forked. Nothing is signed until the newer database is back, or the log is closed."
        )


def place() -> Path:
    """Where the guard is kept."""
    return _in(settings.HEARD.data)[0]


def _path() -> Path:
    return _in(settings.HEARD.data)[1]


@lru_cache  # each commit asks several times
def _in(data: Path) -> tuple[Path, Path]:
    return data / "guard", data / "guard" / "signed"


@contextmanager
def locked() -> Iterator[int]:
    """One process of this machine at a time."""
    path = _path()
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, memory: Memory) -> None:
    body = _FORM.pack(memory.turn, *memory.confirmed, *memory.agreed, memory.keeps, memory.erases)
    slot = (body + sha256(body).digest()).ljust(SLOT, b"\0")
    os.pwrite(handle, slot, memory.turn % 2 * SLOT)


def _read(handle: int) -> Memory | None:
    matches = [_slot(os.pread(handle, SLOT, place * SLOT)) for place in (0, 1)]
    return max((memory for memory in matches if memory), default=None)


def _slot(raw: bytes) -> Memory | None:
    for form in (_FORM, *_BEFORE) if len(raw) == SLOT else ():
        body = raw[: form.size]
        if raw[form.size : form.size + 32] == sha256(body).digest():
            turn, size, root, agreed_size, agreed_root, *more = form.unpack(body)
            return Memory(turn, Tree(size, root), Tree(agreed_size, agreed_root), *more)
    return None
