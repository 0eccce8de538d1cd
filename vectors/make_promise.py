"""The vectors of promises: read, kept, broken. Run by make.py."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from make_entry import OLD_OPENING, OPENING
from make_log import (
    BOARD,
    ENTRIES,
    HEAD,
    INDEX,
    LEAVES,
    LOG,
    ORIGIN,
    OTHER_LOG,
    POLICY,
    SIGNED,
    SPARE,
    STAMP,
    UNION,
    a_receipt,
    broken_last_signature,
    cosigned,
)
from seeds import Json, b64, secret

from heard.formats import checkpoint, entry, merkle, note, policy, promise, verify

KEY = note.Signer(promise.key_name(ORIGIN), secret("promise"))
OTHER_KEY = note.Signer(KEY.name, secret("other promise"))
AFTER = 5
HOUR = promise.HOUR
GONE = entry.make({"event": "case_opened", "case": "ab" * 16}, lambda size: secret("gone", size))


def root(size: int) -> bytes:
    return merkle.leaves_hash(LEAVES[:size]) if size else merkle.EMPTY


def said(opening: entry.Opening = OPENING, **changes: Any) -> promise.Promise:
    size = changes.pop("size", AFTER)
    leaf = merkle.leaf_hash(opening.entry)
    good = promise.Promise(log=ORIGIN, leaf=leaf, size=size, root=root(size), by=STAMP)
    return replace(good, **changes)


def a_promise(opening: entry.Opening = OPENING, **changes: Any) -> str:
    return signed(said(opening, **changes).encode(), opening)


def signed(
    text: str, opening: entry.Opening = OPENING, keys: Sequence[note.Signer] = (KEY,)
) -> str:
    """Signed whatever it says."""
    return promise.write(opening.encode(), note.sign(text, keys))


def texts() -> dict[str, tuple[str, str]]:
    good, text = a_promise(), said().encode()
    leaf, here = b64(said().leaf), b64(root(AFTER))
    of_old = said(leaf=merkle.leaf_hash(OLD_OPENING.entry)).encode()
    other = said().encode().replace(ORIGIN, "other.example/log")
    return {
        "good": (good, "ok"),
        "before the first epoch": (a_promise(size=0), "ok"),
        "other key": (signed(text, keys=[OTHER_KEY]), "signature"),
        "signed by the log's key": (signed(text, keys=[LOG]), "signature"),
        "signature broken": (broken_last_signature(good), "signature"),
        "time changed": (good.replace("T09:00:00Z\n\n", "T10:00:00Z\n\n"), "signature"),
        "two signatures": (signed(text, keys=[KEY, OTHER_KEY]), "format"),
        "other log": (signed(other), "origin"),
        "other entry": (a_promise(leaf=LEAVES[0]), "leaf"),
        "version 1 of the entry": (signed(of_old, OLD_OPENING), "opening"),
        "a field closed": (signed(text, OPENING.close(["case"])), "closed"),
        "extra no opening": (good.replace(good.split("\n")[1], "extra e30="), "opening"),
        "no log": (signed(text.replace(ORIGIN, "/log")), "format"),
        "no log's name": (signed(text.replace(ORIGIN, "heard.example")), "format"),
        "leaf of 31 bytes": (signed(text.replace(leaf, b64(bytes(31)))), "format"),
        "root of 33 bytes": (signed(text.replace(here, b64(bytes(33)))), "format"),
        "size 05": (signed(text.replace("after 5", "after 05")), "format"),
        "size -5": (signed(text.replace("after 5", "after -5")), "format"),
        "empty log with another root": (signed(text.replace("after 5", "after 0")), "format"),
        "time not of an hour": (signed(text.replace(":00:00Z", ":00:01Z")), "format"),
        "time with an offset": (signed(text.replace("00Z", "00+00:00")), "format"),
        "a time before 1970": (signed(text.replace("by 2026", "by 1969")), "format"),
        "a time before 1000": (signed(text.replace("by 2026", "by 0926")), "format"),
        "no such day": (signed(text.replace("-11-", "-13-")), "format"),
        "two spaces": (signed(text.replace("after 5 ", "after 5  ")), "format"),
        "a line more": (signed(text + "more\n"), "format"),
        "a line less": (signed("".join(text.splitlines(keepends=True)[:-1])), "format"),
        "a checkpoint": (promise.write(OPENING.encode(), SIGNED), "format"),
        "version 2 of the note": (signed(text.replace("promise/v1", "promise/v2")), "format"),
        "version 2": (good.replace("receipt/v1", "receipt/v2"), "format"),
        "no extra": (good.replace(good.split("\n")[1] + "\n", ""), "format"),
        "a line in the head more": (good.replace("\n\n", "\nindex 6\n\n", 1), "format"),
        "carriage returns": (good.replace("\n", "\r\n"), "format"),
        "no newline at the end": (good[:-1], "format"),
        "a proof": (a_receipt(), "format"),
        "empty": ("", "format"),
        "too large": (good + "\n" * 65536, "too_large"),
    }


def make_cases() -> list[Json]:
    cases = []
    for name, (text, expect) in texts().items():
        case: Json = {"name": name, "promise": text, "expect": expect}
        if expect == "ok":
            found = read(text)
            case["verified"] = {
                "fields": dict(found.fields),
                "digests": {each: digest.hex() for each, digest in found.digests.items()},
                "origin": found.origin,
                "leaf": found.leaf.hex(),
                "size": found.size,
                "root": found.root.hex(),
                "by": found.by,
            }
        cases.append(case)
    return cases


def read(text: str) -> verify.Promised:
    return verify.verify_promise(text, promise_vkey=KEY.verifier.vkey, log_vkey=LOG.verifier.vkey)


def consistency(old: int) -> list[bytes]:
    def hash_of(start: int, end: int) -> bytes:
        return merkle.leaves_hash(LEAVES[start:end])

    return merkle.consistency_proof(old, HEAD.size, hash_of) if old else []


def head(size: int, *witnesses: note.Signer, stamp: int = STAMP) -> str:
    plain = checkpoint.sign(checkpoint.Checkpoint(ORIGIN, size, root(size)), LOG)
    return cosigned(plain, *witnesses, stamp=stamp)


def make_kept() -> list[Json]:
    """A promise and the proof that came; by a consistency proof, else by witnesses of ``then``."""

    def case(name: str, expect: str, **other: Any) -> Json:
        good = {"promise": a_promise(), "receipt": a_receipt(), "proof": consistency(AFTER)}
        value = {"name": name, **good, **other, "expect": expect}
        if "then" in value:
            del value["proof"]
        else:
            value["proof"] = [b64(each) for each in value["proof"]]
        return value

    proof = consistency(AFTER)
    closed = a_receipt(opening=OPENING.close(["case", "actor"]))
    slow = cosigned(cosigned(SIGNED, UNION, stamp=STAMP - HOUR), BOARD, stamp=STAMP + 1)
    spared = cosigned(cosigned(SIGNED, UNION, BOARD), SPARE, stamp=STAMP + 1)
    return [
        case("in time", "ok"),
        case("fields closed since", "ok", receipt=closed),
        case("from the empty log", "ok", promise=a_promise(size=0), proof=[]),
        case("late", "late", promise=a_promise(by=STAMP - HOUR)),
        case("late by one of two witnesses", "late", receipt=a_receipt(checkpoint=slow)),
        case("a witness too many, later", "ok", receipt=a_receipt(checkpoint=spared)),
        case("another entry", "upgrade", promise=a_promise(GONE)),
        case("a place before", "upgrade", promise=a_promise(size=7), proof=consistency(7)),
        case("no consistency proof", "consistency", proof=[]),
        case("consistency proof cut", "consistency", proof=proof[:-1]),
        case("consistency proof changed", "consistency", proof=[bytes(32), *proof[1:]]),
        case("a proof from the empty log", "consistency", promise=a_promise(size=0)),
        case("another root", "consistency", promise=a_promise(root=secret("a root"))),
        case("by witnesses", "ok", then=head(AFTER, UNION, BOARD)),
        case("by too few witnesses", "quorum", then=head(AFTER, UNION)),
        # Each checkpoint has a quorum, but only one operator has seen both with one key.
        case("by other witnesses", "quorum", then=head(AFTER, SPARE, BOARD)),
        case("by witnesses of another checkpoint", "consistency", then=head(4, UNION, BOARD)),
        case("by witnesses, another log", "signature", then=checkpoint.sign(HEAD, OTHER_LOG)),
    ]


def make_broken() -> list[Json]:
    """A promise, a later checkpoint, and the log between: the promised is there, or it is not."""

    def case(name: str, expect: str, **other: Any) -> Json:
        size = other.pop("size", AFTER)
        value = {
            "promise": a_promise(GONE, size=size, by=STAMP - HOUR),
            "checkpoint": cosigned(SIGNED, UNION, BOARD),
            "edge": edge(size),
            "entries": ENTRIES[size:],
            **other,
        }
        lists = {name: [b64(each) for each in value[name]] for name in ("edge", "entries")}
        return {"name": name, **value, **lists, "expect": expect}

    between, here = ENTRIES[AFTER:], edge(AFTER)
    return [
        case("broken", "ok"),
        case("broken from the empty log on", "ok", size=0),
        case("nothing was added", "ok", size=11),
        case("it is there", "kept", promise=a_promise(by=STAMP - HOUR)),
        case("the time has not passed", "quorum", promise=a_promise(GONE)),
        case("the log alone", "quorum", checkpoint=SIGNED),
        case("one operator", "quorum", checkpoint=cosigned(SIGNED, UNION, SPARE)),
        case(
            "one operator in time, one after it",
            "quorum",
            promise=a_promise(GONE),
            checkpoint=cosigned(cosigned(SIGNED, UNION), BOARD, stamp=STAMP + 1),
        ),
        case("an entry left out", "consistency", entries=between[1:]),
        case("an entry more", "consistency", entries=[*between, between[0]]),
        case("an entry changed", "consistency", entries=[GONE.entry, *between[1:]]),
        case("entries swapped", "consistency", entries=between[::-1]),
        case("the edge changed", "consistency", edge=[bytes(32), *here[1:]]),
        case("the edge cut", "consistency", edge=here[1:]),
        case("another root", "consistency", promise=a_promise(GONE, root=secret("a root"), by=0)),
        case("a checkpoint before", "consistency", checkpoint=head(4, UNION, BOARD), entries=[]),
        case("another log", "signature", checkpoint=checkpoint.sign(HEAD, OTHER_LOG)),
    ]


def edge(size: int) -> list[bytes]:
    return merkle.edge_of(size, lambda start, end: merkle.leaves_hash(LEAVES[start:end]))


def make_promise() -> Json:
    assert policy.parse(POLICY).quorum == "two"
    assert said().leaf == LEAVES[INDEX]
    return {
        "log": LOG.verifier.vkey,
        "key": KEY.verifier.vkey,
        "seed": b64(KEY.seed),
        "policy": POLICY,
        "cases": make_cases(),
        "kept": make_kept(),
        "broken": make_broken(),
    }
