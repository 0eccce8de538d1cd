"""Strict readings: each accepts only what its writer writes, so that nothing has two spellings."""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from typing import Any

_DECIMAL = re.compile(r"(0|[1-9][0-9]{0,18})\Z", re.ASCII)
MAX_INTEGER = 2**63 - 1
# Made once: json.dumps makes one at each call, which takes longer than a short string.
_sorted = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def base64_text(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648, section 4)."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def base64_bytes(text: str) -> bytes:
    """Read canonical padded base64; ValueError for anything that would not be written so."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
    if base64_text(raw) != text:  # spare bits in the last character, or padding in the middle
        raise ValueError("not canonical base64")
    return raw


def decimal(text: str) -> int:
    """Read a decimal without sign or leading zero, below 2**63; ValueError otherwise."""
    if not _DECIMAL.match(text) or int(text) > MAX_INTEGER:
        raise ValueError("not a decimal")
    return int(text)


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _whole(text: str) -> int:
    if text == "-0":
        raise ValueError("a number has another spelling")
    return int(text)


def _broken(text: str) -> float:
    """``1.0`` is 1 to one reader, and no whole number to another: nothing here has fractions."""
    raise ValueError(f"{text} is no whole number")


def json_object(data: bytes) -> dict[str, Any]:
    """Read one JSON object: UTF-8, no member twice, no NaN, whole numbers; ValueError otherwise.

    The caller has bounded ``len(data)``. Lone surrogates are refused, because they cannot be
    written back.
    """
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_int=_whole,
            parse_float=_broken,
        )
        if b"\\u" in data:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 -- one error type for every misreading
    return value


def json_bytes(value: dict[str, Any]) -> bytes:
    """Write JSON without white space, members sorted by name, UTF-8 unescaped."""
    return _sorted.encode(value).encode("utf-8")


def json_text(value: str) -> str:
    """Write a string as ``json_bytes`` does."""
    return _sorted.encode(value)
