"""``add-checkpoint`` of c2sp.org/tlog-witness: bytes in, status and bytes out."""

import logging
from dataclasses import dataclass
from typing import NamedTuple

from heard.doors.operator.witness.state import Seen, State
from heard.formats import checkpoint, merkle, note
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, decimal

MAX_PROOF = 63
# An old size line, 63 hashes of 45 bytes, a blank line, a checkpoint.
MAX_BODY = 64 + MAX_PROOF * 45 + 1 + checkpoint.MAX_CHECKPOINT
logger = logging.getLogger("heard.witness")
TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    type: str
    body: str


class ProtocolError(Exception):
    """A refusal as the protocol spells it."""

    def __init__(self, status: int, body: str, kind: str = TEXT) -> None:
        super().__init__(body)
        self.answer = Answer(status, kind, body)


@dataclass(frozen=True, slots=True)
class Request:
    """A parsed request; ``signed`` is the checkpoint's note, not verified."""

    old: int
    proof: tuple[bytes, ...]
    signed: str


def parse(body: bytes) -> Request:
    """Read a request body. Raises ProtocolError 400."""
    if len(body) > MAX_BODY:
        raise ProtocolError(400, "The request is too large.\n")
    try:
        head, _, signed = body.decode("utf-8").partition("\n\n")
        first, *lines = head.split("\n")
        old = decimal(first.removeprefix("old "))
        proof = tuple(base64_bytes(line) for line in lines[: MAX_PROOF + 1])
    except ValueError as error:
        raise ProtocolError(400, "This is not an add-checkpoint request.\n") from error
    sound = first.startswith("old ") and len(proof) <= MAX_PROOF
    if not sound or any(len(each) != merkle.HASH for each in proof):
        raise ProtocolError(400, "This is not an add-checkpoint request.\n")
    return Request(old, proof, signed)


def add_checkpoint(body: bytes, *, state: State, key: note.Signer, now: int) -> Answer:
    """Cosign a checkpoint that extends what was seen. ``now``: POSIX seconds."""
    try:
        request = parse(body)
        seen, found = _verified(request, state)
        _consistent(request, seen, found)
        return _cosign(request, seen, found, state=state, key=key, now=now)
    except ProtocolError as refusal:
        logger.info("refused: %d %s", refusal.answer.status, refusal.answer.body.strip())
        return refusal.answer


def _verified(request: Request, state: State) -> tuple[Seen, checkpoint.Checkpoint]:
    """The log as last seen, and the checkpoint once the log's signature holds."""
    try:
        claimed = checkpoint.parse_text(note.parse(request.signed).text)
    except FormatError as error:
        raise ProtocolError(400, f"{error}\n") from error
    seen = state.seen(claimed.origin)
    if seen is None:
        raise ProtocolError(404, "unknown log: this witness does not watch that origin.\n")
    try:
        return seen, checkpoint.verify(request.signed, note.Verifier.parse(seen.vkey)).checkpoint
    except FormatError as error:
        raise ProtocolError(403, f"invalid signature: {error}\n") from error


def _consistent(request: Request, seen: Seen, found: checkpoint.Checkpoint) -> None:
    """The tests of the protocol, in its order. What cannot be an honest log's is said loudly."""
    if found.size < seen.size:
        logger.warning(
            "%s shows %d entries, %d were cosigned: late, or rolled back",
            *(found.origin, found.size, seen.size),
        )
    if request.old > found.size:
        raise ProtocolError(400, "The old size is larger than the checkpoint's.\n")
    if request.old != seen.size:
        raise _conflict(seen.size)
    if request.old == found.size and seen.size and found.root != seen.root:
        logger.critical("FORK: %s shows two trees of %d entries", found.origin, found.size)
        raise _conflict(seen.size)
    if request.old in {0, found.size}:
        if request.proof:
            raise ProtocolError(422, "consistency proof: none belongs here.\n")
        return
    try:
        merkle.verify_consistency(request.old, found.size, seen.root, found.root, request.proof)
    except merkle.MerkleError as error:
        logger.critical(
            "FORK: %s shows %d entries that do not begin with the %d that were cosigned",
            *(found.origin, found.size, seen.size),
        )
        raise ProtocolError(422, f"consistency proof: {error}\n") from error


def _cosign(
    request: Request,
    seen: Seen,
    found: checkpoint.Checkpoint,
    *,
    state: State,
    key: note.Signer,
    now: int,
) -> Answer:
    """Remember first, sign second: a crash between the two only costs a retry."""
    moved = state.advance(origin=found.origin, old=seen, size=found.size, root=found.root)
    if not moved:  # another request was first: what was checked is not what is remembered
        newest = state.seen(found.origin)
        raise _conflict(newest.size if newest else 0)
    logger.info("cosigned %s at %d entries", found.origin, found.size)
    return Answer(200, TEXT, checkpoint.cosign(request.signed, key, stamp=now))


def _conflict(size: int) -> ProtocolError:
    return ProtocolError(409, f"{size}\n", SIZE)
