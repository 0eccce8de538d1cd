"""Checkpoints of a log (c2sp.org/tlog-checkpoint): origin, size and root, signed as a note.

Kinds of refusal: ``format``, ``too_large``, ``origin``, ``signature``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from heard.formats import note as notes
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, decimal

MAX_CHECKPOINT = 64 * 1024
_HASH = 32
_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log's tree. ``root`` is 32 bytes."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def encode(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), base64_text(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_text(text: str) -> Checkpoint:
    """Read a checkpoint's text; ``FormatError`` of kind ``format``."""
    lines = text.split("\n")
    if len(lines) <= _LINES or lines[-1] or not all(lines[:-1]):
        raise FormatError("format", "This is not a checkpoint: three full lines are needed.")
    try:
        size, root = decimal(lines[1]), base64_bytes(lines[2])
    except ValueError:
        size, root = 0, b""
    if len(root) != _HASH:
        raise FormatError("format", "This is not a checkpoint: size or root are malformed.")
    return Checkpoint(lines[0], size, root, tuple(lines[_LINES:-1]))


def sign(checkpoint: Checkpoint, signer: notes.Signer) -> str:
    """The signed checkpoint, a note."""
    return notes.sign(checkpoint.encode(), [signer])


def cosign(signed: str, signer: notes.Signer, *, stamp: int) -> str:
    """The cosignature line of a witness; ``stamp`` in POSIX seconds.

    The caller has verified the log's signature and the consistency with what it saw before.
    """
    return signer.line(notes.parse(signed).text, stamp=stamp)


@dataclass(frozen=True, slots=True)
class Opened:
    """A verified checkpoint and the witnesses that cosigned it."""

    checkpoint: Checkpoint
    cosigned: tuple[notes.Signed, ...]


def verify(
    signed: str | bytes, log: notes.Verifier, witnesses: Sequence[notes.Verifier] = ()
) -> Opened:
    """Verify the log's signature and those of known witnesses.

    The origin must be the name of the log's key. A false signature of a known witness refuses the
    whole checkpoint. Raises ``FormatError``.
    """
    if len(signed) > MAX_CHECKPOINT:
        raise FormatError("too_large", "The checkpoint is over 64 KiB.")
    note = notes.parse(signed)
    found = notes.verify(note, (log, *witnesses))
    if log not in {each.verifier for each in found}:
        raise FormatError("signature", "The log has not signed this checkpoint.")
    checkpoint = parse_text(note.text)
    if checkpoint.origin != log.name:
        raise FormatError("origin", "The checkpoint is another log's.")
    cosigned = tuple(each for each in found if each.stamp is not None)
    return Opened(checkpoint, cosigned)
