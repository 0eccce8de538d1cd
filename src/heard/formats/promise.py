"""Promises (docs/spec/receipt.md): a log's word that an entry will stand in it by a time.

It is given at once and says nothing of what else happened: no place, no size but that of the newest
checkpoint that everybody can fetch.

Kinds of refusal: ``too_large``, ``format``, ``opening``, ``closed``, ``signature``, ``origin``,
``leaf``; of what came of it (``kept``): ``upgrade``, ``consistency``, ``quorum``, ``kept``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from heard.formats import entry, merkle
from heard.formats import note as notes
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, decimal

MAX_PROMISE = 64 * 1024
HOUR = 3600  # seconds
_FIRST = "heard/promise-receipt/v1"
_NOTE = "heard/promise/v1"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_LINES = 6
_LOG, _KEY = "/log", "/promise"


@lru_cache(maxsize=64)  # a log promises for one hour at a time
def _written(by: int) -> str:
    return datetime.fromtimestamp(by, UTC).strftime(_TIME)


@dataclass(frozen=True, slots=True)
class Promise:
    """That ``leaf`` will stand in ``log`` at or behind ``size``, in a checkpoint by ``by``.

    ``size`` and ``root`` are of the newest checkpoint that was public when it was given; ``by`` is
    in POSIX seconds, a whole hour.
    """

    log: str
    leaf: bytes
    size: int
    root: bytes
    by: int

    def encode(self) -> str:
        """The text that is signed."""
        leaf, root = base64_text(self.leaf), base64_text(self.root)
        by = _written(self.by)
        return f"{_NOTE}\n{self.log}\nleaf {leaf}\nafter {self.size} {root}\nby {by}\n"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A ``.heard-promise`` that was read, not verified."""

    opening: entry.Opening
    promise: Promise
    note: notes.Note

    def encode(self) -> str:
        """The text of the file."""
        return write(self.opening.encode(), self.note.encode())


@dataclass(frozen=True, slots=True)
class Promised:
    """What a promise proves: that its signer said so."""

    fields: Mapping[str, str]  # all of them: a promise hides nothing
    digests: Mapping[str, bytes]
    origin: str
    leaf: bytes
    size: int  # where the log publicly was
    root: bytes
    by: int  # POSIX seconds


def sign(promise: Promise, signer: notes.Signer) -> str:
    """The signed promise. Raises ``FormatError`` for what a reader would refuse."""
    text = promise.encode()
    if parse_text(text) != promise or signer.kind != notes.ED25519:
        raise _format()
    if signer.name != key_name(promise.log):
        raise FormatError("origin", "This key makes no promises of that log.")
    return notes.sign(text, [signer])


def key_name(log: str) -> str:
    """The name of the key that makes a log's promises: ``<site>/log`` gives ``<site>/promise``."""
    return log.removesuffix(_LOG) + _KEY


def write(opening: str, note: str) -> str:
    """The file of an opening and a signed promise, both text already: a log has them so."""
    return f"{_FIRST}\nextra {base64_text(opening.encode())}\n\n{note}"


def parse_text(text: str) -> Promise:
    """Read the signed text; only what ``encode`` writes is taken. ``FormatError`` ``format``."""
    lines = text.split("\n")
    try:
        first, log, leaf, after, by, end = lines
        size, root = _after(after, "after ").split(" ")
        promise = Promise(
            log,
            base64_bytes(_after(leaf, "leaf ")),
            decimal(size),
            base64_bytes(root),
            _time(_after(by, "by ")),
        )
        written = promise.encode() == text
    except (ValueError, OverflowError, OSError) as error:
        raise _format() from error
    hashes = all(len(each) == merkle.HASH for each in (promise.leaf, promise.root))
    whole = promise.by >= 0 == promise.by % HOUR and (
        promise.size > 0 or promise.root == merkle.EMPTY
    )
    named = log.endswith(_LOG) and log != _LOG
    if not (written and hashes and whole and named) or (first, end) != (_NOTE, ""):
        raise _format()
    return promise


def parse(text: str | bytes) -> Parsed:
    """Read a ``.heard-promise``. Raises ``FormatError``."""
    if len(text) > MAX_PROMISE:
        raise FormatError("too_large", "A promise is at most 64 KiB.")
    try:
        text = text.decode("utf-8") if isinstance(text, bytes) else text
        head, blank, rest = text.partition("\n\n")
        first, extra = head.split("\n")
        opening = base64_bytes(_after(extra, "extra "))
        note = notes.parse(rest)
    except ValueError as error:
        raise _format() from error
    if first != _FIRST or not blank or len(note.signatures) != 1:
        raise _format()
    return Parsed(_opening(opening), parse_text(note.text), note)


def verify(text: str | bytes, *, key: notes.Verifier, log: str) -> Promised:
    """Verify offline, in the order of docs/spec/receipt.md; raises ``FormatError``.

    ``key``: the pinned promise key; ``log``: the origin of the pinned log.
    """
    parsed = parse(text)
    promise = parsed.promise
    if parsed.opening.version != entry.VERSION:
        raise FormatError("opening", "A promise is of an entry of the newer form, version 2.")
    closed = sorted(set(parsed.opening.fields) - set(parsed.opening.values))
    if closed:
        raise FormatError("closed", f"It hides {', '.join(closed)}: a promise shows every field.")
    _signed(parsed.note, key)
    if promise.log != log or key.name != key_name(log):
        raise FormatError("origin", "The promise is of another log.")
    if merkle.leaf_hash(parsed.opening.entry) != promise.leaf:
        raise FormatError("leaf", "The promise is of another entry than the one it shows.")
    return Promised(
        fields=parsed.opening.values,
        digests=parsed.opening.digests,
        origin=promise.log,
        leaf=promise.leaf,
        size=promise.size,
        root=promise.root,
        by=promise.by,
    )


def _signed(note: notes.Note, key: notes.Verifier) -> None:
    if key.kind != notes.ED25519:
        raise FormatError("signature", "This key signs no promises: it is a witness's.")
    try:
        notes.verify(note, [key])
    except FormatError as error:
        raise FormatError("signature", str(error)) from error


def _format() -> FormatError:
    return FormatError("format", "This is not a promise of Heard. Choose the file you saved.")


def _after(line: str, word: str) -> str:
    if not line.startswith(word):
        raise ValueError(word)
    return line.removeprefix(word)


def _time(text: str) -> int:
    return int(datetime.strptime(text, _TIME).replace(tzinfo=UTC).timestamp())


def _opening(data: bytes) -> entry.Opening:
    try:
        return entry.parse(data)
    except FormatError as error:
        raise FormatError(
            "opening", f"The promise does not say what was logged. {error}"
        ) from error
