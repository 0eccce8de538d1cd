"""Entries of the log, opened and closed."""

import json
from collections.abc import Callable
from typing import Any

from seeds import CASE, HOUR, Json, b64, secret

from heard.formats import entry, merkle
from heard.formats._text import json_bytes

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
