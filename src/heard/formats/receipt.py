"""Receipts (docs/spec/receipt.md): a c2sp.org/tlog-proof that anyone verifies offline.

Kinds of refusal: ``too_large``, ``format``, ``opening``, ``signature``, ``origin``, ``index``,
``inclusion``, ``quorum``, ``closed``, ``upgrade``.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from heard.formats import checkpoint as checkpoints
from heard.formats import entry, merkle
from heard.formats import note as notes
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, decimal
from heard.formats.policy import Policy

MAX_RECEIPT = 64 * 1024
MAX_PROOF = 63
_FIRST = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that was read, not verified."""

    opening: entry.Opening
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str  # the signed note, verbatim

    def encode(self) -> str:
        """The text of the receipt."""
        return write(self.opening.encode(), self.index, self.proof, self.checkpoint)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a receipt proves."""

    fields: Mapping[str, str]  # the opened fields
    closed: tuple[str, ...]  # fields that are there but not opened
    digests: Mapping[str, bytes]  # of every field, by name
    version: int  # of the opening: 1 is the older form
    index: int
    size: int
    root: bytes
    origin: str
    leaf: bytes  # its hash: the same in first and second receipt
    operators: tuple[str, ...]  # witnesses and groups of the policy that agreed, sorted
    cosigners: tuple[notes.Verifier, ...]  # witnesses of the policy
    stamps: tuple[int, ...]  # POSIX seconds of the cosignatures, sorted
    quorum: bool  # the policy's quorum of witnesses was reached
    reached: int | None  # POSIX seconds when it was; None where it takes no witness

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the leaf hash, short enough to read out."""
        return hashlib.sha256(self.leaf).hexdigest()


def write(opening: str | None, index: int, proof: Iterable[bytes], checkpoint: str) -> str:
    """The text of a receipt, of an opening that is text already: a log has it so.

    None: of a leaf whose opening is not told.
    """
    hashes = "".join(f"{base64_text(each)}\n" for each in proof)
    extra = "" if opening is None else f"extra {base64_text(opening.encode())}\n"
    return f"{_FIRST}\n{extra}index {index}\n{hashes}\n{checkpoint}"


def complete(proof: str | bytes, opening: entry.Opening) -> str:
    """The receipt of an opening and the proof of its leaf (``GET /log/leaf/<hash>``), to verify.

    Raises FormatError of kind ``too_large`` or ``format``.
    """
    if len(proof) > MAX_RECEIPT:
        raise FormatError("too_large", "A receipt is at most 64 KiB.")
    text = proof.decode("utf-8", "replace") if isinstance(proof, bytes) else proof
    start = f"{_FIRST}\nindex "
    if not text.startswith(start):
        raise FormatError("format", "The log's answer is not the proof of a leaf.")
    return f"{_FIRST}\nextra {base64_text(opening.encode().encode())}\n{text[len(_FIRST) + 1 :]}"


def parse(text: str | bytes) -> Receipt:
    """Read a receipt; ``FormatError`` of kind ``too_large``, ``format`` or ``opening``."""
    if len(text) > MAX_RECEIPT:
        raise FormatError("too_large", "A receipt is at most 64 KiB.")
    try:
        text = text.decode("utf-8") if isinstance(text, bytes) else text
        head, blank, checkpoint = text.partition("\n\n")
        first, extra, index, *hashes = head.split("\n")
        opening = base64_bytes(_after(extra, "extra "))
        proof = tuple(base64_bytes(each) for each in hashes)
        place = decimal(_after(index, "index "))
    except ValueError as error:
        raise FormatError(
            "format", "This is not a receipt of Heard. Choose the file you saved."
        ) from error
    sound = first == _FIRST and blank and len(proof) <= MAX_PROOF
    if not sound or any(len(each) != merkle.HASH for each in proof):
        raise FormatError("format", "This is not a receipt of Heard. Choose the file you saved.")
    return Receipt(_opening(opening), place, proof, checkpoint)


def _after(line: str, word: str) -> str:
    if not line.startswith(word):
        raise ValueError(word)
    return line.removeprefix(word)


def _opening(data: bytes) -> entry.Opening:
    try:
        return entry.parse(data)
    except FormatError as error:
        raise FormatError(
            "opening", f"The receipt does not say what was logged. {error}"
        ) from error


def verify(text: str | bytes, *, log: notes.Verifier, policy: Policy | None = None) -> Verified:
    """Verify offline, in the order of docs/spec/receipt.md; raises ``FormatError``.

    With a ``policy`` its quorum MUST be reached (kind ``quorum``); without one, witnesses are not
    looked at and ``quorum`` is False: a first receipt, signed by the log alone. A first receipt,
    also one that no witness of the policy cosigned, MUST show every field (kind ``closed``): it is
    made when nothing is erased yet, so what it hides was hidden from the person who got it.
    """
    receipt = parse(text)
    opened = _checkpoint(receipt.checkpoint, log, policy)
    leaf = merkle.leaf_hash(receipt.opening.entry)
    _included(receipt, opened.checkpoint, leaf)
    cosigners = [each.verifier for each in opened.cosigned]
    if policy is not None and not policy.satisfied(cosigners):
        raise FormatError(
            "quorum", "Too few witnesses have cosigned. Wait for the second receipt, and keep this."
        )
    closed = tuple(sorted(set(receipt.opening.fields) - set(receipt.opening.values)))
    if closed and not cosigners:
        raise FormatError(
            "closed", f"It hides {', '.join(closed)}, and no witness known here has cosigned it."
        )
    return Verified(
        fields=receipt.opening.values,
        closed=closed,
        digests=receipt.opening.digests,
        version=receipt.opening.version,
        index=receipt.index,
        size=opened.checkpoint.size,
        root=opened.checkpoint.root,
        origin=opened.checkpoint.origin,
        leaf=leaf,
        operators=policy.operators(cosigners) if policy else (),
        cosigners=tuple(cosigners),
        stamps=tuple(sorted(each.stamp for each in opened.cosigned if each.stamp is not None)),
        quorum=policy is not None and policy.satisfied(cosigners),
        reached=_reached(opened.cosigned, policy),
    )


def _reached(cosigned: Sequence[notes.Signed], policy: Policy | None) -> int | None:
    """The earliest time by which the cosignatures were a quorum."""
    if policy is None or policy.satisfied(()):
        return None
    stamps = sorted(each.stamp for each in cosigned if each.stamp is not None)
    for stamp in stamps:
        if policy.satisfied([each.verifier for each in cosigned if (each.stamp or 0) <= stamp]):
            return stamp
    return None


def _checkpoint(signed: str, log: notes.Verifier, policy: Policy | None) -> checkpoints.Opened:
    witnesses = tuple(policy.witnesses.values()) if policy else ()
    return checkpoints.verify(signed, log, witnesses)


def _included(receipt: Receipt, head: checkpoints.Checkpoint, leaf: bytes) -> None:
    try:
        merkle.verify_inclusion(receipt.index, head.size, leaf, receipt.proof, head.root)
    except merkle.MerkleError as error:
        kind = "index" if error.kind == "range" else "inclusion"
        raise FormatError(kind, f"The receipt is not of this log. {error}") from error
