"""Targets: what a package is made of."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterator
from dataclasses import asdict

from fuzzing import seeds
from fuzzing.target import BrokenError, same, target, text_of, words
from heard.formats import FormatError, bag, sheet, stamp


def _bag() -> Iterator[bytes]:
    return seeds.strings("bag")


def _stamps() -> Iterator[bytes]:
    """Answers of authorities: one that holds, and what they say where they refuse."""
    told = seeds.vectors("stamp")
    for each in [*(stamped["answer"] for stamped in told["stamps"]), *told["refused"]]:
        yield base64.b64decode(each)


@target("bag-path", "bag.is_path", seeds=_bag, longest=200)
def _(data: bytes) -> str | None:
    text = text_of(data)
    return text if text is not None and bag.is_path(text) else None


@target("bag-manifest", "bag.read_manifest", seeds=_bag, error=(FormatError,))
def _(data: bytes) -> str | None:
    digests = bag.read_manifest(data)
    same(bag.manifest(digests), data)
    return words(digests)


@target("bag-info", "bag.read_info", seeds=_bag, error=(FormatError,))
def _(data: bytes) -> str | None:
    info = bag.read_info(data)
    same(bag.bag_info(info), data)
    return words(asdict(info))


@target("bag-exhibit", seeds=_bag, longest=300)
def _(data: bytes) -> str | None:
    """Whatever a file was called, what it is called in a package is a name of ours."""
    if (text := text_of(data)) is None:
        return None
    path = bag.exhibit_path(7, text)
    if not bag.is_path(path) or path.rpartition(".")[2] not in {*bag.EXTENSIONS, "bin"}:
        raise BrokenError(f"no name of ours: {path}")
    return path


@target("sheet", seeds=_bag, longest=300)
def _(data: bytes) -> str | None:
    """What was written is read again, and begins no formula."""
    if (text := text_of(data)) is None:
        return None
    written = sheet.write([[text, "x"], [text]])
    rows = list(csv.reader(io.StringIO(written.decode()[1:], newline="")))
    cell = rows[0][0]
    if cell.lstrip(" ").startswith(sheet.FORMULA) or cell not in {text, "'" + text}:
        raise BrokenError(f"a spreadsheet would read {cell!r}")
    same(rows, [[cell, "x"], [cell]])
    return written.hex()


@target("stamp", "stamp.verify", seeds=_stamps, error=(FormatError,))
def _(data: bytes) -> str | None:
    """No altered answer says another time than the one that was signed."""
    told = seeds.vectors("stamp")
    when = stamp.verify(data, told["data"].encode(), roots=told["roots"].encode(), nonce=None)
    said = when.isoformat().replace("+00:00", "Z")
    if said not in {each["at"] for each in told["stamps"]}:
        raise BrokenError(f"a time that nobody signed: {said}")
    return said
