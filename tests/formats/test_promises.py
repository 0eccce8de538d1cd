"""Promises on trees of any size: kept is shown as kept, broken as broken, and nothing as both."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats import (
    FormatError,
    checkpoint,
    entry,
    merkle,
    note,
    policy,
    promise,
    receipt,
    tiles,
    verify,
)

LOG = note.Signer("a.example/log", bytes(range(32)))
KEY = note.Signer("a.example/promise", bytes(range(1, 33)))
WITNESS = note.Signer("w.example", bytes(range(2, 34)), note.COSIGNATURE)
POLICY = policy.by_operator(LOG.verifier, [("w", "Works council", WITNESS.verifier)], quorum=1)
OPENING = entry.make({"event": "report_received", "case": "ab" * 16}, bytes)
BY = 1_795_251_600


def refusal(action: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(FormatError) as caught:
        action(*args, **kwargs)
    return caught.value.kind


@dataclass
class Log:
    """A log of these entries, and its tiles as a site serves them."""

    entries: list[bytes]

    @cached_property
    def leaves(self) -> list[bytes]:
        return [merkle.leaf_hash(each) for each in self.entries]

    def head(self, size: int, *, stamp: int) -> str:
        root = merkle.leaves_hash(self.leaves[:size])
        signed = checkpoint.sign(checkpoint.Checkpoint(LOG.name, size, root), LOG)
        return note.add(signed, checkpoint.cosign(signed, WITNESS, stamp=stamp))

    def promise(self, size: int) -> verify.Promised:
        root = merkle.leaves_hash(self.leaves[:size]) if size else merkle.EMPTY
        leaf = merkle.leaf_hash(OPENING.entry)
        signed = promise.sign(promise.Promise(LOG.name, leaf, size, root, BY), KEY)
        text = promise.write(OPENING.encode(), signed)
        keys = {"promise_vkey": KEY.verifier.vkey, "log_vkey": LOG.verifier.vkey}
        return verify.verify_promise(text, **keys)

    def proof(self, *, stamp: int) -> verify.Verified:
        leaves, index = self.leaves, self.entries.index(OPENING.entry)

        def hash_of(start: int, end: int) -> bytes:
            return merkle.leaves_hash(leaves[start:end])

        proof = merkle.inclusion_proof(index, len(leaves), hash_of)
        head = self.head(len(leaves), stamp=stamp)
        text = receipt.write(OPENING.encode(), index, proof, head)
        return verify.verify_receipt(text, log_vkey=LOG.verifier.vkey, policy=POLICY)

    def read(self, path: str) -> bytes | None:
        """The tile at a path: whole ones, and the partial ones of the newest size."""
        return self.tiles.get(path)

    @cached_property
    def tiles(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        rows = [self.leaves]
        for _ in range(3):
            below = rows[-1]
            whole = range(0, len(below) // 256 * 256, 256)
            rows.append([merkle.leaves_hash(below[at : at + 256]) for at in whole])
        for level, row in enumerate(rows):
            for at in range(0, len(row), 256):
                part = row[at : at + 256]
                found[tiles.path(level, at // 256, len(part))] = b"".join(part)
        for at in range(0, len(self.entries), 256):
            bundle = self.entries[at : at + 256]
            found[tiles.path("entries", at // 256, len(bundle))] = b"".join(
                len(each).to_bytes(2, "big") + each for each in bundle
            )
        return found


def padding(count: int) -> list[bytes]:
    return [entry.padding(lambda size, n=n: n.to_bytes(size, "big")) for n in range(count)]


@settings(deadline=None, max_examples=25)
@given(
    before=st.integers(0, 300),
    between=st.integers(0, 300),
    behind=st.integers(0, 300),
    wait=st.integers(-5, 5),
)
def test_kept_and_never_broken(before: int, between: int, behind: int, wait: int) -> None:
    pads = padding(before + between + behind)
    place = before + between
    log = Log([*pads[:place], OPENING.entry, *pads[place:]])
    promised, proof = log.promise(before), log.proof(stamp=BY + wait)
    keys = {"log_vkey": LOG.verifier.vkey, "policy": POLICY}
    found = verify.verify_kept(promised, proof, read=log.read, **keys)
    assert (found.reached, found.late) == (BY + wait, wait > 0)
    if before:
        then = log.head(before, stamp=BY - 9)
        assert verify.verify_kept(promised, proof, then=then, **keys) == found
    now = log.head(len(log.entries), stamp=BY + 6)
    assert refusal(verify.verify_broken, promised, now=now, read=log.read, **keys) == "kept"


@settings(deadline=None, max_examples=25)
@given(before=st.integers(0, 300), later=st.integers(0, 600))
def test_broken_is_shown_from_public_things(before: int, later: int) -> None:
    log = Log(padding(before + later + 1))
    promised = log.promise(before)
    keys = {"log_vkey": LOG.verifier.vkey, "policy": POLICY, "read": log.read}
    now = log.head(len(log.entries), stamp=BY + 1)
    found = verify.verify_broken(promised, now=now, **keys)
    assert (found.size, found.at) == (len(log.entries), BY + 1)
    early = log.head(len(log.entries), stamp=BY)
    assert refusal(verify.verify_broken, promised, now=early, **keys) == "quorum"


def test_no_other_log_keeps_it_or_breaks_it() -> None:
    """Neither a log that was rewritten before the promise, nor one that is shorter than it was."""
    pads = padding(300)
    honest = Log([*pads, OPENING.entry])
    forked = Log([pads[1], pads[0], *pads[2:], OPENING.entry])
    promised, keys = honest.promise(260), {"log_vkey": LOG.verifier.vkey, "policy": POLICY}
    proof = forked.proof(stamp=BY)
    assert refusal(verify.verify_kept, promised, proof, read=forked.read, **keys) == "consistency"
    assert refusal(verify.verify_kept, promised, proof, read=honest.read, **keys) == "consistency"
    then = forked.head(260, stamp=BY - 9)
    assert refusal(verify.verify_kept, promised, proof, then=then, **keys) == "consistency"
    assert refusal(verify.verify_kept, promised, proof, **keys) == "format"  # nothing was given
    silent = Log(forked.entries[:-1])
    now = silent.head(300, stamp=BY + 1)
    broken = {"now": now, **keys}
    assert refusal(verify.verify_broken, promised, read=silent.read, **broken) == "consistency"
    short = honest.head(200, stamp=BY + 1)
    asked = {"now": short, "read": honest.read, **keys}
    assert refusal(verify.verify_broken, promised, **asked) == "consistency"
    asked["now"] = "nonsense"
    assert refusal(verify.verify_broken, promised, **asked) == "format"
    nobody = policy.by_operator(LOG.verifier, [], quorum=0)
    asked |= {"now": now, "policy": nobody, "read": silent.read}
    assert refusal(verify.verify_broken, promised, **asked) == "quorum"


def test_tiles_that_are_cut_or_missing_prove_nothing() -> None:
    log = Log(padding(700))
    assert tiles.Tiles(log.read, 700).hash_of(0, 512) == merkle.leaves_hash(log.leaves[:512])
    assert list(tiles.Tiles(log.read, 700).entries(650)) == log.entries[650:]
    # Of an earlier tree, from a copy that has only whole tiles where that had a part.
    assert list(tiles.Tiles(log.read, 500).entries(200)) == log.entries[200:500]
    gone = tiles.Tiles(lambda _: None, 700)
    assert refusal(gone.hash_of, 0, 256) == "missing"
    assert refusal(lambda: list(gone.entries(0))) == "missing"
    cut = tiles.Tiles(lambda path: (log.read(path) or b"")[:-1], 700)
    assert refusal(cut.hash_of, 0, 256) == "format"
    assert refusal(lambda: list(cut.entries(600))) == "format"
    assert refusal(tiles.Tiles(log.read, 700).hash_of, 0, 1024) == "missing"
    # What a tree of this size has no tile for is not taken from a larger one.
    assert refusal(tiles.Tiles(lambda _: bytes(32), 700).hash_of, 0, 65536) == "format"


def test_names_of_tiles() -> None:
    names = {0: "tile/0/000", 67: "tile/0/067", 1234067: "tile/0/x001/x234/067"}
    assert {number: tiles.path(0, number) for number in names} == names
    assert tiles.path("entries", 1000, 5) == "tile/entries/x001/000.p/5"


def test_only_its_own_key_makes_a_logs_promises() -> None:
    good = promise.Promise(LOG.name, bytes(32), 0, merkle.EMPTY, BY)
    promise.sign(good, KEY)
    assert refusal(promise.sign, good, note.Signer("b.example/promise", KEY.seed)) == "origin"
    assert refusal(promise.sign, good, LOG) == "origin"
    cosigner = note.Signer(KEY.name, KEY.seed, note.COSIGNATURE)
    assert refusal(promise.sign, good, cosigner) == "format"
    bad = promise.Promise(LOG.name, bytes(32), 0, bytes(32), BY)
    assert refusal(promise.sign, bad, KEY) == "format"
    text = promise.write(OPENING.encode(), promise.sign(good, KEY))
    witness = note.Verifier(KEY.name, note.COSIGNATURE, KEY.verifier.public)
    assert refusal(promise.verify, text, key=witness, log=LOG.name) == "signature"
