"""Letters, and the wraps of the key that they are sealed to."""

import json
from collections.abc import Callable
from typing import Any

from seeds import (
    CASE,
    CASE_IDENTITY,
    CASE_RECIPIENT,
    HOLDER_IDENTITY,
    HOUR,
    OTHER_IDENTITY,
    SITE,
    Json,
    an_id,
    b64,
    kept,
    secret,
)

from heard.formats import _ed25519, agefile, letter
from heard.formats import returncode as codes
from heard.formats import wrap as wraps
from heard.formats._text import json_bytes

REPORTER = codes.derive(secret("return code", 16), SITE)
LETTER = letter.Letter(
    case=CASE,
    id=an_id("letter"),
    seq=0,
    kind="report",
    author="reporter",
    key=REPORTER.signing_public,
    sent=HOUR,
    content={"words": "I was told to go to the dinner. 我不想去。"},
)

REQUEST = {"words": "Would you meet us?", "asks": "meeting", "reason": ""}
TOLD = {"matter": an_id("matter"), "generation": 0, "recipient": CASE_RECIPIENT}
EVIDENCE = {
    "what": "Camera of the seventh floor",
    "where": "Hotel 和平",
    "holder": "Front office",
    "reach": "security@hotel.example",
    "from": "2026-11-14 22:00",
    "until": "2026-11-15 09:00",
    "words": "",
}


def framed(plaintext: bytes) -> Json:
    """Plaintext without its closing zeros, and its size with them."""
    return {"plaintext": b64(plaintext.rstrip(b"\0")), "size": len(plaintext)}


def signed_body(change: Callable[[Json], None]) -> bytes:
    body = json.loads(LETTER.body())
    change(body)
    return letter.frame(json_bytes(body), REPORTER.signing_seed)


def with_members(**members: Any) -> bytes:
    return signed_body(lambda body: body.update(members))


def spelled(number: str) -> bytes:
    """Signed with ``seq`` as somebody else may write a whole number."""
    body = LETTER.body().replace(b'"seq":0', f'"seq":{number}'.encode())
    return letter.frame(body, REPORTER.signing_seed)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def letter_cases() -> dict[str, tuple[bytes, str]]:
    good = letter.frame(LETTER.body(), REPORTER.signing_seed)
    length = len(LETTER.body())
    largest = json_bytes(json.loads(LETTER.body()) | {"content": {"words": "x" * 5000}})
    handler = _ed25519.public_of(secret("holder signing"))
    a_file = {
        "id": an_id("file"),
        "name": "a.jpg",
        "type": "image/jpeg",
        "size": 3,
        "digest": "0" * 64,
    }
    return {
        "report": (good, "ok"),
        "two buckets": (letter.frame(largest, REPORTER.signing_seed), "ok"),
        "with a file": (with_members(kind="file", files=[a_file]), "ok"),
        "a request": (with_members(kind="request", content=REQUEST), "ok"),
        "a move": (with_members(kind="record", content={"text": "", "record": {}}), "ok"),
        "a signature beside one": (with_members(kind="assent", content={"text": ""}), "ok"),
        "the file's recipient": (with_members(kind="file-key", content=TOLD), "ok"),
        "what was seen": (with_members(seen="0" * 64), "ok"),
        "nothing was seen": (with_members(seen=""), "ok"),
        "seen is null": (with_members(seen=None), "member"),
        "seen in capitals": (with_members(seen="A" * 64), "member"),
        "seen too short": (with_members(seen="0" * 63), "member"),
        "held by others": (with_members(kind="evidence", content=EVIDENCE), "ok"),
        "signature flipped": (flipped(good, 4 + length), "signature"),
        "body flipped": (flipped(good, length), "signature"),
        "signed by another": (letter.frame(LETTER.body(), secret("holder signing")), "signature"),
        "names another key": (with_members(key=b64(handler)), "key"),
        "padding not zero": (good[:-1] + b"\1", "padding"),
        "padding too long": (good + bytes(4096), "format"),
        "padding cut": (good[:-1], "format"),
        "empty": (b"", "format"),
        "length over the end": (b"\0\x10\0\0" + good[4:], "format"),
        "not json": (letter.frame(b"words", REPORTER.signing_seed), "format"),
        "json array": (letter.frame(b"[]", REPORTER.signing_seed), "format"),
        "seq with a point": (spelled("0.0"), "format"),
        "seq with an exponent": (spelled("0e0"), "format"),
        "seq with a sign": (spelled("-0"), "format"),
        "seq without an end": (spelled("1e999"), "format"),
        "member missing": (signed_body(lambda body: body.pop("files")), "member"),
        "member added": (with_members(extra=1), "member"),
        "version 2": (with_members(v=2), "member"),
        "case in capitals": (with_members(case=CASE.upper()), "member"),
        "seq negative": (with_members(seq=-1), "member"),
        "seq text": (with_members(seq="0"), "member"),
        "seq true": (with_members(seq=True), "member"),
        "kind unknown": (with_members(kind="poem"), "member"),
        "author unknown": (with_members(author="Gao"), "member"),
        "sent with minutes": (with_members(sent="2026-11-21T09:12:00Z"), "member"),
        "sent with zone": (with_members(sent="2026-11-21T09:00:00+00:00"), "member"),
        "sent no such day": (with_members(sent="2026-02-30T09:00:00Z"), "member"),
        "file without digest": (with_members(files=[{"id": an_id("file")}]), "member"),
        "content text": (with_members(content="words"), "member"),
    }


def make_letter() -> Json:
    good = letter.frame(LETTER.body(), REPORTER.signing_seed)
    said = {"case": CASE, "id": LETTER.id, "kind": "report", "author": "reporter"}
    changes = {"case": an_id("x"), "id": an_id("y"), "kind": "message", "author": an_id("z")}
    return {
        "seed": b64(REPORTER.signing_seed),
        "key": b64(REPORTER.signing_public),
        "cases": [
            {"name": name, **framed(plaintext), "expect": expect}
            for name, (plaintext, expect) in letter_cases().items()
        ],
        "said": [{"name": "as it is", **said, "expect": "ok"}]
        + [{"name": f"other {k}", **(said | {k: v}), "expect": k} for k, v in changes.items()],
        "buckets": [
            {"body": size, "plaintext": letter.bucket(size)}
            for size in (0, 1, 4028, 4029, 8124, 8125, 524220, 524221, 1048508)
        ]
        + [{"body": 1048509, "plaintext": None}],
        "body": json.loads(LETTER.body()),
        "sealed": [
            {
                "name": "report",
                "identity": CASE_IDENTITY,
                "sealed": kept("letter.json", "report", CASE_IDENTITY, good, [CASE_RECIPIENT]),
            }
        ],
    }


def wrap_plaintexts(object: str) -> dict[str, tuple[bytes, str]]:
    good = wraps.Wrap(CASE, 0, CASE_IDENTITY, object).encode()
    other = wraps.FILE if object == wraps.CASE else wraps.CASE
    lines = good.decode().split("\n")
    classic = b"AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    return {
        "good": (good, "ok"),
        "other case": (good.replace(CASE.encode(), an_id("x").encode()), "case"),
        "other generation": (good.replace(b"\n0\n", b"\n1\n"), "generation"),
        "other identity": (wraps.Wrap(CASE, 0, OTHER_IDENTITY, object).encode(), "recipient"),
        "of the other object": (wraps.Wrap(CASE, 0, CASE_IDENTITY, other).encode(), "format"),
        "no last newline": (good[:-1], "format"),
        "a line more": (good + b"\n", "format"),
        "carriage returns": (good.replace(b"\n", b"\r\n"), "format"),
        "version 2": (good.replace(b"/v1", b"/v2"), "format"),
        "generation 00": (good.replace(b"\n0\n", b"\n00\n"), "format"),
        "case in capitals": (good.replace(CASE.encode(), CASE.upper().encode()), "format"),
        "identity in small letters": (
            good.replace(lines[3].encode(), lines[3].lower().encode()),
            "format",
        ),
        "identity mistyped": (
            good[:-2] + (b"Q" if good[-2:-1] != b"Q" else b"P") + b"\n",
            "format",
        ),
        "classic identity": (good.replace(lines[3].encode(), classic), "format"),
        "empty": (b"", "format"),
        "too large": (good + b"\n" * 256, "too_large"),
    }


def make_wraps(object: str) -> Json:
    recipient = agefile.recipient_of(HOLDER_IDENTITY)
    good = wraps.Wrap(CASE, 0, CASE_IDENTITY, object).encode()
    file = f"{object}key.json"
    return {
        "case": CASE,
        "generation": 0,
        "case_recipient": CASE_RECIPIENT,
        "case_identity": CASE_IDENTITY,
        "plaintexts": [
            {"name": name, "plaintext": b64(plaintext), "expect": expect}
            for name, (plaintext, expect) in wrap_plaintexts(object).items()
        ],
        "sealed": [
            {
                "name": "good",
                "identity": HOLDER_IDENTITY,
                "sealed": kept(file, "good", HOLDER_IDENTITY, good, [recipient]),
            }
        ],
    }
