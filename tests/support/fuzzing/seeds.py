"""Where inputs begin: everything that the vectors and the pictures hold, and keys that sign."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from heard.formats import agefile, note
from heard.formats._text import json_bytes

ROOT = Path(__file__).parents[3]
VECTORS = ROOT / "vectors"
PAST = ROOT / "vectors" / "fuzz"
KNOWN = ROOT / "client/fuzz/known.json"

LOG = note.Signer("fuzz.example/log", b"\1" * 32)
WITNESS = note.Signer("witness.example", b"\2" * 32, note.COSIGNATURE)
SITE_ROOT = note.Signer("fuzz.example/root", b"\3" * 32)
PROMISE = note.Signer("fuzz.example/promise", b"\10" * 32)
AUTHOR = b"\4" * 32
IDENTITY = agefile.identity_from_seed(b"\5" * 32)
CASE = "ab" * 16


def known() -> dict[str, str]:
    """What the twin has to know: client/fuzz/known.json."""
    return {
        "log": LOG.verifier.vkey,
        "witness": WITNESS.verifier.vkey,
        "promise": PROMISE.verifier.vkey,
        "root": SITE_ROOT.verifier.vkey,
        "identity": IDENTITY,
    }


@cache
def vectors(name: str) -> Any:
    """One file under vectors/, named without its ending."""
    return json.loads((VECTORS / f"{name}.json").read_bytes())


def strings(*names: str) -> Iterator[bytes]:
    """Every string in vectors, as it is and as the base64 or hexadecimal of something."""
    for name in names:
        for text in sorted(set(_strings(vectors(name)))):
            yield text.encode("utf-8", "replace")
            yield from _decoded(text)


def values(*names: str) -> Iterator[bytes]:
    """Every object and list in vectors, as canonical JSON."""
    for name in names:
        for value in _values(vectors(name)):
            yield json_bytes(value)


def age() -> Iterator[bytes]:
    """The age files of the public test kit."""
    for path in sorted((VECTORS / "age").iterdir()):
        if path.suffix not in {"", ".age"} or path.name == "LICENSE":
            continue
        yield path.read_bytes().partition(b"\n\n")[2]


def armored() -> Iterator[bytes]:
    """The armored ones among them: their armor is what follows the description."""
    return (each for each in age() if b"-----BEGIN" in each)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _values(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in parts:
        yield from _values(each)


def _decoded(text: str) -> Iterator[bytes]:
    for decode in (bytes.fromhex, lambda each: base64.b64decode(each, validate=True)):
        try:
            data = decode(text)
        except (ValueError, binascii.Error):
            continue
        if data:
            yield data
