"""Every short history of a log, of promises and of one honest witness: nobody is deceived for long.

A bounded model of docs/spec/receipt.md over the verifier itself. A server without honesty keeps two
logs at once, writes what it likes into either, promises from any of them and shows each to whom it
wants; one of its two witnesses signs whatever it is asked to, the other only what goes on from what
it has seen. It ends after six steps; all states that can be reached so are visited, once each.

A log is written as a text: ``A`` is the entry that was promised, the others are padding.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

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

STEPS = 6
HOUR = promise.HOUR
LOG = note.Signer("model.example/log", bytes([1]) * 32)
KEY = note.Signer(promise.key_name(LOG.name), bytes([2]) * 32)
HONEST, LIAR = (
    note.Signer(f"{name}.example", bytes([seed]) * 32, note.COSIGNATURE)
    for name, seed in (("honest", 3), ("liar", 4))
)
BOTH = policy.by_operator(
    LOG.verifier,
    [("honest", "union", HONEST.verifier), ("liar", "friend", LIAR.verifier)],
    quorum=2,
)
PROMISED = entry.make({"event": "report_received"}, lambda size: bytes([5]) * size)


class Promise(NamedTuple):
    """Made when the log was publicly ``after``; due at ``by``, in hours."""

    after: str
    by: int


class Seen(NamedTuple):
    """A log that the honest witness cosigned, and the hour."""

    log: str
    at: int


class State(NamedTuple):
    """``logs``: the server's, the second one once it forks. ``seen``: in the witness's order."""

    logs: tuple[str, ...] = ("",)
    seen: tuple[Seen, ...] = ()
    promises: frozenset[Promise] = frozenset()
    hour: int = 0


def grown(state: State) -> Iterator[State]:
    for place, log in enumerate(state.logs):
        for more in ("A", "xy"[place]):
            logs = (*state.logs[:place], log + more, *state.logs[place + 1 :])
            yield state._replace(logs=logs)
    if len(state.logs) == 1:
        yield state._replace(logs=state.logs * 2)


def cosigned(state: State) -> Iterator[State]:
    before = state.seen[-1].log if state.seen else ""
    for log in set(state.logs):
        if log and log.startswith(before):
            yield state._replace(seen=(*state.seen, Seen(log, state.hour)))


def promised(state: State) -> Iterator[State]:
    for after in {"", *state.logs, *(each.log for each in state.seen)}:
        made = Promise(after, state.hour + 1)
        yield state._replace(promises=state.promises | {made})


@cache
def states() -> set[State]:
    """All that can be reached, in which something was promised and something seen."""
    found = level = {State()}
    for _ in range(STEPS):
        later = {state._replace(hour=state.hour + 1) for state in level}
        ways = (grown, cosigned, promised)
        level = later | {after for state in level for way in ways for after in way(state)}
        found = found | level
    return {state for state in found if state.promises and state.seen}


def entries(log: str) -> list[bytes]:
    """Padding is unlike any other; the promised entry is the same wherever it stands."""
    return [
        PROMISED.entry if each == "A" else entry.padding(f"{each}{place}".encode().ljust)
        for place, each in enumerate(log)
    ]


def leaves(log: str) -> list[bytes]:
    return [merkle.leaf_hash(each) for each in entries(log)]


def root(log: str) -> bytes:
    return merkle.leaves_hash(leaves(log)) if log else merkle.EMPTY


@cache
def signed(log: str, at: int | None) -> str:
    """The log's checkpoint, cosigned by the liar; by the honest witness too where it saw it."""
    plain = checkpoint.sign(checkpoint.Checkpoint(LOG.name, len(log), root(log)), LOG)
    hour = at or 0
    text = note.add(plain, checkpoint.cosign(plain, LIAR, stamp=hour * HOUR + 1))
    if at is None:
        return text
    return note.add(text, checkpoint.cosign(plain, HONEST, stamp=at * HOUR + 1))


def reading(log: str) -> tiles.Read:
    """The public tiles of a log as short as these."""
    long = entry.ENTRY.to_bytes(2, "big")
    at = {
        tiles.path(0, 0, len(log)): b"".join(leaves(log)),
        tiles.path("entries", 0, len(log)): b"".join(long + each for each in entries(log)),
    }
    return at.get


@cache
def read(made: Promise) -> verify.Promised:
    said = promise.Promise(
        log=LOG.name,
        leaf=merkle.leaf_hash(PROMISED.entry),
        size=len(made.after),
        root=root(made.after),
        by=made.by * HOUR,
    )
    text = promise.write(PROMISED.encode(), promise.sign(said, KEY))
    return verify.verify_promise(text, promise_vkey=KEY.verifier.vkey, log_vkey=LOG.verifier.vkey)


@cache
def kept(made: Promise, log: str, at: int | None, index: int) -> str:
    """``ok``, ``late``, or why a proof of this place in this log is refused."""
    proof = merkle.inclusion_proof(
        index, len(log), lambda start, end: merkle.leaves_hash(leaves(log)[start:end])
    )
    text = receipt.write(PROMISED.encode(), index, proof, signed(log, at))
    try:
        found = verify.verify_receipt(text, log_vkey=LOG.verifier.vkey, policy=BOTH)
        judged = verify.verify_kept(
            read(made), found, log_vkey=LOG.verifier.vkey, read=reading(log), policy=BOTH
        )
    except FormatError as error:
        return error.kind
    return "late" if judged.late else "ok"


@cache
def broken(made: Promise, log: str, at: int | None, *, tiles_of: str = "") -> str:
    """``ok``, or why it is not shown that the promise was broken. Tiles may be another log's."""
    try:
        verify.verify_broken(
            read(made),
            now=signed(log, at),
            read=reading(tiles_of or log),
            log_vkey=LOG.verifier.vkey,
            policy=BOTH,
        )
    except FormatError as error:
        return error.kind
    return "ok"


def places(log: str) -> list[int]:
    return [place for place, each in enumerate(log) if each == "A"]


def proofs(state: State, made: Promise) -> Iterator[tuple[Seen, int, str]]:
    """What comes of each proof that the server can show of what the honest witness saw."""
    for seen in state.seen:
        for index in places(seen.log):
            yield seen, index, kept(made, seen.log, seen.at, index)


@cache
def cases() -> set[tuple[State, Promise]]:
    return {(state, made) for state in states() for made in state.promises}


def test_there_is_something_to_visit() -> None:
    assert len(cases()) > 5000
    found = {said for case in cases() for _, _, said in proofs(*case)}
    assert found >= {"ok", "late", "upgrade", "consistency"}
    assert "ok" in {broken(made, *seen) for state, made in cases() for seen in state.seen}


def test_what_is_believed_is_in_the_one_log_that_the_honest_witness_saw() -> None:
    for state, made in cases():
        for seen, index, said in proofs(state, made):
            true = seen.log.startswith(made.after) and index >= len(made.after)
            assert (said in ("ok", "late")) == true, (state, made)
            assert (said == "late") == (true and seen.at >= made.by), (state, made)


def test_two_people_are_never_shown_two_logs() -> None:
    for state in states():
        logs = [seen.log for seen in state.seen]
        for made in state.promises:
            believed = [seen.log for seen, _, said in proofs(state, made) if said in ("ok", "late")]
            assert all(log in logs and state.seen[-1].log.startswith(log) for log in believed)


def test_a_log_that_the_honest_witness_has_not_seen_proves_nothing() -> None:
    for state, made in cases():
        for log in {log for log in state.logs if log}:
            assert broken(made, log, None) != "ok"
            assert {kept(made, log, None, index) for index in places(log)} <= {"quorum"}


def test_a_promise_is_kept_or_broken_and_anybody_can_show_which() -> None:
    """Once the time is over and a witness has looked; or the two do not belong to one log."""
    for state, made in cases():
        for seen in state.seen:
            if seen.at < made.by:
                assert broken(made, *seen) in ("quorum", "consistency"), (state, made)
                continue
            on = seen.log.startswith(made.after)
            there = "A" in seen.log[len(made.after) :]
            expected = ("kept" if there else "ok") if on else "consistency"
            assert broken(made, *seen) == expected, (state, made)


def test_tiles_of_another_log_show_no_break() -> None:
    """So that nobody who hands on forged tiles can speak ill of an honest log."""
    logs = {seen.log for state in states() for seen in state.seen}
    pairs = {(log, other) for log in logs for other in logs if len(log) == len(other)}
    lied = {broken(Promise("", 0), a, 2, tiles_of=b) for a, b in pairs if a != b}
    assert lied == {"consistency"}


def test_an_honest_log_is_never_called_broken() -> None:
    """One log, promises from what was seen alone, and each entry in it before its time."""
    for state, made in cases():
        in_time = any(
            "A" in seen.log[len(made.after) :] and seen.at < made.by for seen in state.seen
        )
        one = len(state.logs) == 1 and state.logs[0].startswith(made.after)
        if one and in_time:
            assert "ok" not in {broken(made, *seen) for seen in state.seen}


@pytest.mark.parametrize("made", [Promise("", 1), Promise("x", 1)])
def test_the_model_can_tell_a_break(made: Promise) -> None:
    assert broken(made, "xxx", 2) == "ok"
    assert broken(made, "xAx", 2) == "kept"
    assert broken(made, "Axx", 2) == ("kept" if made.after == "" else "consistency")
