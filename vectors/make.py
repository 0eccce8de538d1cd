"""Write our own vectors: `python vectors/make.py` (`--check` only compares).

Deterministic but for sealed bytes, which are kept from the file as long as they open to the same
plaintext: encapsulation takes its own randomness.
"""

import base64
import hashlib
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from heard.formats import _codewords, _ed25519, agefile, entry, letter, merkle
from heard.formats import returncode as codes
from heard.formats import wrap as wraps
from heard.formats._text import base64_text as b64
from heard.formats._text import json_bytes

HERE = Path(__file__).parent
SITE = "heard.meridian.example"
HOUR = "2026-11-21T09:00:00Z"
Json = dict[str, Any]


def secret(label: str, size: int = 32) -> bytes:
    return hashlib.shake_256(f"heard vectors {label}".encode()).digest(size)


def an_id(label: str) -> str:
    return secret(label, 16).hex()


def kept(file: str, name: str, identity: str, plaintext: bytes, recipients: list[str]) -> str:
    """The sealed bytes of case ``name`` in ``file``, made anew only if they say something else."""
    path = HERE / file
    old = json.loads(path.read_text())["sealed"] if path.exists() else []
    for case in old:
        sealed = base64.b64decode(case["sealed"])
        if case["name"] == name and agefile.unseal(sealed, [identity]) == plaintext:
            return str(case["sealed"])
    return b64(agefile.seal(plaintext, recipients))


REPORTER = codes.derive(secret("return code", 16), SITE)
CASE = an_id("case")
CASE_IDENTITY = agefile.identity_from_seed(secret("case identity"))
CASE_RECIPIENT = agefile.recipient_of(CASE_IDENTITY)
HOLDER_IDENTITY = agefile.identity_from_seed(secret("holder identity"))
OTHER_IDENTITY = agefile.identity_from_seed(secret("other identity"))

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


def wrap_plaintexts() -> dict[str, tuple[bytes, str]]:
    good = wraps.Wrap(CASE, 0, CASE_IDENTITY).encode()
    lines = good.decode().split("\n")
    classic = b"AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    return {
        "good": (good, "ok"),
        "other case": (good.replace(CASE.encode(), an_id("x").encode()), "case"),
        "other generation": (good.replace(b"\n0\n", b"\n1\n"), "generation"),
        "other identity": (wraps.Wrap(CASE, 0, OTHER_IDENTITY).encode(), "recipient"),
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


def make_casekey() -> Json:
    recipient = agefile.recipient_of(HOLDER_IDENTITY)
    good = wraps.Wrap(CASE, 0, CASE_IDENTITY).encode()
    return {
        "case": CASE,
        "generation": 0,
        "case_recipient": CASE_RECIPIENT,
        "case_identity": CASE_IDENTITY,
        "plaintexts": [
            {"name": name, "plaintext": b64(plaintext), "expect": expect}
            for name, (plaintext, expect) in wrap_plaintexts().items()
        ],
        "sealed": [
            {
                "name": "good",
                "identity": HOLDER_IDENTITY,
                "sealed": kept("casekey.json", "good", HOLDER_IDENTITY, good, [recipient]),
            }
        ],
    }


def code_case(name: str, entropy: bytes, language: str, domain: str) -> Json:
    keys = codes.derive(entropy, SITE, domain=domain)
    return {
        "name": name,
        "domain": domain,
        "entropy": entropy.hex(),
        "language": language,
        "words": codes.words(entropy, language),
        "login_verifier": keys.login_verifier.hex(),
        "header": keys.header,
        "stored": keys.stored,
        "age_identity": keys.identity,
        "age_recipient": keys.recipient,
        "signing_seed": keys.signing_seed.hex(),
        "signing_public": b64(keys.signing_public),
    }


def readings(entropy: bytes) -> dict[str, tuple[str, str]]:
    english, chinese = codes.words(entropy), codes.words(entropy, "chinese_simplified")
    swapped = [english[1], english[0], *english[2:]]
    traditional = dict(
        zip(
            codes.wordlist("chinese_simplified"), codes.wordlist("chinese_traditional"), strict=True
        )
    )
    plain, joined = " ".join(english), "".join(chinese)
    slips = [re.sub("(?<=^....).*", "x", word) for word in english]
    plurals = [re.sub("(?<=^....).*", r"\g<0>s", word) for word in english]
    return {
        "plain": (plain, "ok"),
        "capitals": ("  ".join(english).upper(), "ok"),
        "first four letters": (" ".join(word[:4] for word in english), "ok"),
        "slips after the fourth letter": (" ".join(slips), "ok"),
        "a letter too many": (" ".join(plurals), "ok"),
        "numbered lines": ("\n".join(f"{n}. {w}" for n, w in enumerate(english, 1)), "ok"),
        "numbers and colons": ("\n".join(f"{n}: {w}" for n, w in enumerate(english, 1)), "ok"),
        "numbers without a space": (" ".join(f"{n}{w}" for n, w in enumerate(english, 1)), "ok"),
        "commas": (",".join(english), "ok"),
        "hyphens": ("-".join(english), "ok"),
        "soft hyphens": (" ".join(f"{word[:2]}\u00ad{word[2:]}" for word in english), "ok"),
        "a byte order mark": ("\ufeff" + plain, "ok"),
        "zero-width spaces": ("\u200b".join(english), "ok"),
        "accents": (plain.replace("o", "ö"), "ok"),
        "dotless i": (plain.replace("i", "ı"), "ok"),
        "full-width": (
            "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in " ".join(english)),
            "ok",
        ),
        "a label and a colon": (f"Your 12 code words: {plain}", "ok"),
        "a label on a line of its own": (f"My code words\n{plain}\n", "ok"),
        "a sheet of paper": (f"Recovery code\nAmara Okafor\n\n{plain}\n", "ok"),
        "a Chinese label": (f"我的十二个字 {plain}", "ok"),
        "an Arabic label": (f"كلماتي: {plain}", "ok"),
        "chinese": (" ".join(chinese), "ok"),
        "chinese unspaced": (joined, "ok"),
        "chinese with punctuation": ("、".join(chinese) + "。", "ok"),
        "chinese, a label and a colon": (f"我的回访代码是：{joined}", "ok"),
        "chinese, a label and a space": (f"我的字 {joined}", "ok"),
        "chinese, an English label": (f"my words {joined}", "ok"),
        "chinese, traditional": ("".join(traditional[word] for word in chinese), "ok"),
        "eleven words": (" ".join(english[:11]), "words"),
        "thirteen words": (" ".join([*english, english[0]]), "words"),
        "a label without a mark": (f"my code words {plain}", "ok"),
        **labelled(english, chinese),
        "something without a mark": (f"hello dear friend {plain}", "words"),
        "labels, and a word left out": (
            "\n".join(f"Word {n}: {word}" for n, word in enumerate([*english[:11], ""], 1)),
            "words",
        ),
        "no spaces": ("".join(english), "glued"),
        "two without a space": (plain.replace(" ", "", 1), "glued"),
        "a word of no list": (" ".join([*english[:11], "xylophone"]), "unknown"),
        "three letters": (" ".join(["aba", *english[1:]]), "unknown"),
        "two of no list": (" ".join(["aba", *english[1:11], "xylophone"]), "unknown"),
        "chinese, a word of no list": ("醣" + joined[1:], "unknown"),
        "two languages": (" ".join([*english[:6], *chinese[6:]]), "words"),
        "words swapped": (" ".join(swapped), "checksum"),
        "empty": ("", "words"),
    }


def how_wrong(text: str) -> Json:
    try:
        codes.read(text)
    except codes.CodeError as error:
        return {"count": error.count, "wrong": [list(each) for each in error.wrong]}
    return {}


def labelled(english: list[str], chinese: list[str]) -> dict[str, tuple[str, str]]:
    """The code under each label that is made of words of the lists itself."""
    counted = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    one = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    plain, joined = " ".join(english), "".join(chinese)
    listed = {
        "Word 1:": [f"Word {n}: {word}" for n, word in enumerate(english, 1)],
        "Word 1": [f"Word {n} {word}" for n, word in enumerate(english, 1)],
        "one:": [f"{n}: {word}" for n, word in zip(one, english, strict=True)],
        "第 1 个字：": [f"第 {n} 个字：{word}" for n, word in enumerate(chinese, 1)],
        "第1个词：": [f"第{n}个词：{word}" for n, word in enumerate(chinese, 1)],
        "第一个字": [f"第{n}个字{word}" for n, word in zip(counted, chinese, strict=True)],
        "一、": [f"{n}、{word}" for n, word in zip(counted, chinese, strict=True)],
    }
    texts = {f"{name} on each line": "\n".join(lines) for name, lines in listed.items()}
    texts["Word 1: on one line"] = " ".join(listed["Word 1:"])
    texts["Word 1: below a heading"] = "\n".join(["My return code", *listed["Word 1:"]])
    texts |= {
        "code in front": f"code {plain}",
        "(code) in front": f"(code) {plain}",
        "a note behind": f"{plain} (keep it secret)",
        "chinese, a label in brackets": f"【返回码】的 {joined}",
        "chinese, a label and a dash": f"返回码—的 {joined}",
        "chinese, a label and spaced words": f"返回码—的 {' '.join(chinese)}",
        "chinese, a note behind": f"{joined}（请保密）",
    }
    return {name: (text, "ok") for name, text in texts.items()}


def make_returncode() -> Json:
    entropy = secret("return code", 16)
    sent = codes.derive(entropy, SITE).header
    return {
        "site": SITE,
        "derive": [
            code_case("english", entropy, "english", codes.RETURN),
            code_case("chinese", entropy, "chinese_simplified", codes.RETURN),
            code_case("recovery", entropy, "english", codes.RECOVERY),
            code_case("zeros", bytes(16), "english", codes.RETURN),
            code_case("ones", b"\xff" * 16, "chinese_simplified", codes.RETURN),
        ],
        "entropy": entropy.hex(),
        "wounding": {name: sorted(_codewords.WOUNDING[name]) for name in codes.LANGUAGES},
        "variants": _codewords.VARIANTS,
        "read": [
            {"name": name, "text": text, "expect": expect, **how_wrong(text)}
            for name, (text, expect) in readings(entropy).items()
        ],
        "headers": [
            {"text": text, "stored": codes.stored_from_header(text)}
            for text in (sent, sent + "=", sent[:-1], sent[:-1] + "B", "", "+" * 43)
        ],
    }


VALUES = {"event": "report_received", "at": HOUR, "actor": "reporter", "case": CASE}


def salts() -> Callable[[int], bytes]:
    count = iter(range(1000))
    return lambda size: secret(f"salt {next(count)}", size)


OPENING = entry.make(VALUES, salts())


OLD_OPENING = entry.Opening(OPENING.fields, version=1)


def two_meanings() -> dict[str, tuple[str, str]]:
    """Version 1 hashed no names, so that one leaf could be read as one case and as another.

    The log holds the digests of both ``case`` fields; each text opens one and closes the other
    under a name of no meaning. Both must be refused, as everything closed of version 1. Under
    version 2 each is an entry of its own.
    """
    old = {}
    first, second = (entry.Field(secret(f"salt {each}"), each * 32) for each in "ab")
    fields = {"event": OPENING.fields["event"]}
    for name, shown, hidden in (("aaaa", first, second), ("bbbb", second, first)):
        closed = entry.field_digest("case", hidden.salt, hidden.value)
        both = fields | {"case": shown, "other": closed}
        old[f"version 1, case {name}"] = (entry.Opening(both, version=1).encode(), "format")
        old[f"version 2, case {name}"] = (entry.Opening(both).encode(), "ok")
    return old


def opening_texts() -> dict[str, tuple[str, str]]:
    whole = OPENING.encode()
    value = json.loads(whole)

    def changed(**fields: Any) -> str:
        return json_bytes({"v": 2, "fields": value["fields"] | fields}).decode()

    salt = value["fields"]["at"]["salt"]
    return {
        "whole": (whole, "ok"),
        "case closed": (OPENING.close(["case"]).encode(), "ok"),
        "all closed": (OPENING.close(list(VALUES)).encode(), "ok"),
        "version 1": (OLD_OPENING.encode(), "ok"),
        "version 1, case closed": (
            OPENING.close(["case"]).encode().replace('"v":2', '"v":1'),
            "format",
        ),
        **two_meanings(),
        "one field": (entry.make({"event": "log_created"}, salts()).encode(), "ok"),
        "largest value": (changed(at={"salt": salt, "value": "x" * 4096}), "ok"),
        "value too large": (changed(at={"salt": salt, "value": "x" * 4097}), "too_large"),
        "white space": (json.dumps(value), "format"),
        "unsorted": (json.dumps(dict(reversed(value.items())), separators=(",", ":")), "format"),
        "version 3": (whole.replace('"v":2', '"v":3'), "format"),
        "version true": (OLD_OPENING.encode().replace('"v":1', '"v":true'), "format"),
        "salt short": (changed(at={"salt": b64(bytes(31)), "value": "x"}), "format"),
        "digest short": (changed(at={"digest": b64(bytes(31))}), "format"),
        "digest and value": (
            changed(at={"digest": b64(bytes(32)), "salt": salt, "value": "x"}),
            "format",
        ),
        "name in capitals": (changed(At={"salt": salt, "value": "x"}), "format"),
        "name of 33": (changed(**{"a" * 33: {"salt": salt, "value": "x"}}), "format"),
        "value a number": (changed(at={"salt": salt, "value": 1}), "format"),
        "escaped letter": (whole.replace("report_received", "\\u0072eport_received"), "format"),
        "field twice": (
            whole.replace('"fields":{', '"fields":{"at":{"digest":"' + b64(bytes(32)) + '"},'),
            "format",
        ),
        "no fields": ('{"fields":{},"v":2}', "format"),
        "not json": ("opening", "format"),
    }


def make_entry() -> Json:
    cases = []
    for name, (text, expect) in opening_texts().items():
        case: Json = {"name": name, "opening": text, "expect": expect}
        if expect == "ok":
            read = entry.parse(text)
            leaf = merkle.leaf_hash(read.entry).hex()
            case |= {"entry": read.entry.hex(), "leaf": leaf, "values": read.values}
        cases.append(case)
    field = ("event", secret("a salt"), "report_received")
    return {
        "field": {
            "name": field[0],
            "salt": b64(field[1]),
            "value": field[2],
            "digest": entry.field_digest(*field).hex(),
        },
        "cases": cases,
    }


def main() -> int:
    import make_conflicts  # noqa: PLC0415 -- the modules need each other
    import make_days  # noqa: PLC0415 -- as above
    import make_desk  # noqa: PLC0415 -- as above
    import make_history  # noqa: PLC0415 -- as above
    import make_keys  # noqa: PLC0415 -- as above
    import make_log  # noqa: PLC0415 -- as above
    import make_promise  # noqa: PLC0415 -- as above
    import make_readers  # noqa: PLC0415 -- as above

    makers = {
        "letter": make_letter,
        "casekey": make_casekey,
        "returncode": make_returncode,
        "entry": make_entry,
        "keys": make_keys.make_keys,
        "checkpoint": make_log.make_checkpoint,
        "consistency": make_log.make_consistency,
        "receipt": make_log.make_receipt,
        "roster": make_log.make_roster,
        "promise": make_promise.make_promise,
        "requests": make_desk.make_requests,
        "evidence": make_desk.make_evidence,
        "readers": make_readers.make_readers,
        "history": make_history.make_history,
        "days": make_days.make_days,
        "conflicts": make_conflicts.make_conflicts,
    }
    stale = 0
    for name, maker in makers.items():
        path = HERE / f"{name}.json"
        text = json.dumps(maker(), ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text() != text:
            stale += 1
            print(f"{path.name}: changed")
            if "--check" not in sys.argv:
                path.write_text(text)
    return stale if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.modules["make"] = sys.modules["__main__"]
    sys.exit(main())
