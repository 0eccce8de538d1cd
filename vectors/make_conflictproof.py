"""The vectors of what proves a conflict table: the receipt of the event that published it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from make_log import (
    BOARD,
    LEAVES,
    LOG,
    ORIGIN,
    OTHER_LOG,
    POLICY,
    SPARE,
    UNION,
    broken_last_signature,
    cosigned,
)
from seeds import Json, secret

from heard.formats import (
    FormatError,
    checkpoint,
    conflictproof,
    entry,
    merkle,
    note,
    policy,
    receipt,
)
from heard.formats.conflicts import Head

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PADS = tuple(
    merkle.leaf_hash(entry.padding(lambda size, n=n: secret(f"pad {n}", size))) for n in range(52)
)


def whole(head: str, buckets: Sequence[bytes]) -> str:
    return sha256(head.encode() + b"".join(buckets)).hexdigest()


def fields_of(head: Head, buckets: Sequence[bytes]) -> dict[str, str]:
    return {
        "event": "conflicts_published",
        "at": "2026-11-21T10:00:00Z",
        "actor": "clock",
        "table": whole(head.encode(), buckets),
        "head": sha256(head.encode().encode()).hexdigest(),
        "roster": head.roster,
    }


def opened(fields: dict[str, str]) -> entry.Opening:
    return entry.make(fields, lambda size: secret("a published table", size))


def proof(
    opening: entry.Opening,
    *,
    log: note.Signer = LOG,
    witnesses: Sequence[note.Signer] = (UNION, BOARD),
    pads: Sequence[bytes] = PADS,
) -> str:
    """Of the last leaf of a tree of 64, as an epoch has it."""
    leaves = [*LEAVES, *pads, merkle.leaf_hash(opening.entry)]
    index = len(leaves) - 1
    head = checkpoint.Checkpoint(ORIGIN, len(leaves), merkle.leaves_hash(leaves))
    signed = cosigned(checkpoint.sign(head, log), *witnesses)
    path = merkle.inclusion_proof(index, len(leaves), lambda a, b: merkle.leaves_hash(leaves[a:b]))
    return receipt.Receipt(opening, index, tuple(path), signed).encode()


def cases(head: Head, buckets: Sequence[bytes]) -> list[Json]:
    good, text = fields_of(head, buckets), head.encode()
    other = {"salt": secret("another salt", 16).hex()}
    salted = text.replace(head.salt, other["salt"])

    def changed(**more: str) -> str:
        return proof(opened(good | more))

    without = {name: good[name] for name in good if name != "head"}
    made: dict[str, tuple[str, str, str]] = {
        "good": (text, proof(opened(good)), "ok"),
        "a salt for her alone": (salted, proof(opened(good)), "head"),
        "more buckets": (text.replace('"bits":1', '"bits":12'), proof(opened(good)), "head"),
        "a holder less": (text.replace(f'"{head.holders[0]}",', ""), proof(opened(good)), "head"),
        "of another table": (text, changed(head=sha256(salted.encode()).hexdigest()), "head"),
        "of another roster": (text, changed(roster="0" * 64), "roster"),
        "of another event": (text, changed(event="roster_signed"), "event"),
        "by a holder": (text, changed(actor=head.holders[0]), "actor"),
        "eight days old": (text, changed(at="2026-11-13T10:00:00Z"), "at"),
        "seven days old": (text, changed(at="2026-11-14T12:00:00Z"), "ok"),
        "of tomorrow": (text, changed(at="2026-11-22T12:00:00Z"), "at"),
        "within the hour": (text, changed(at="2026-11-21T12:59:00Z"), "ok"),
        "no such day": (text, changed(at="2026-13-21T10:00:00Z"), "at"),
        "a time with an offset": (text, changed(at="2026-11-21T10:00:00+00:00"), "at"),
        "of before heads were logged": (text, proof(opened(without)), "fields"),
        "a field more": (text, proof(opened(good | {"case": "0" * 32})), "fields"),
        "a field closed": (text, proof(opened(good).close(["table"])), "fields"),
        "log alone": (text, proof(opened(good), witnesses=()), "quorum"),
        "two keys of one operator": (text, proof(opened(good), witnesses=(UNION, SPARE)), "quorum"),
        "another log": (text, proof(opened(good), log=OTHER_LOG), "signature"),
        "a cosignature broken": (text, broken_last_signature(proof(opened(good))), "signature"),
        "within an epoch": (text, proof(opened(good), pads=PADS[:-1]), "place"),
        "beyond the end of one": (text, proof(opened(good), pads=(*PADS, PADS[0])), "place"),
        "no receipt": (text, "", "format"),
    }
    return [
        {"name": name, "head": said, "proof": given, "expect": expect}
        for name, (said, given, expect) in made.items()
    ]


def proofs(head: Head, buckets: Sequence[bytes]) -> Json:
    made = cases(head, buckets)
    for each in made:
        assert outcome(each) == each["expect"], (each["name"], outcome(each))
    return {
        "log": LOG.verifier.vkey,
        "policy": POLICY,
        "now": "2026-11-21T12:00:00Z",
        "table": whole(head.encode(), buckets),
        "cases": made,
    }


def outcome(case: dict[str, Any]) -> str:
    by = conflictproof.By(log=LOG.verifier, policy=policy.parse(POLICY), time=NOW)
    try:
        conflictproof.prove(case["head"], case["proof"], by)
    except FormatError as error:
        return error.kind
    return "ok"
