"""What `heard verify` says of a promise: that it holds, that it was kept, or that it was broken."""

import urllib.error
from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from heard.doors.operator import console, site
from heard.doors.operator.refusal import ExitError
from heard.doors.operator.saying import worded
from heard.formats import policy, promise, tiles, verify
from heard.formats import receipt as receipts

FIRST_LINE = "heard/promise-receipt/v1\n"
PROMISE = "The promise"


class Pinned(NamedTuple):
    """What is trusted: the log's vkey, that of its promises, witnesses and their quorum."""

    log: str
    policy: policy.Policy | None
    promise: str | None = None


def is_promise(text: str) -> bool:
    """Whether this is a promise rather than a receipt."""
    return text.startswith(FIRST_LINE)


def read(text: str, pinned: Pinned) -> verify.Promised:
    """A promise that its key signed. Raises ExitError, FormatError."""
    if pinned.promise is None:
        raise ExitError(
            "Give the key that signs promises: --promise-key, or a roster that names it.", code=2
        )
    return verify.verify_promise(text, promise_vkey=pinned.promise, log_vkey=pinned.log)


def kept(
    promised: verify.Promised, proof: verify.Verified, pinned: Pinned, options: Namespace
) -> str:
    """How a promise was kept, in a sentence. Raises ExitError, FormatError."""
    if promised.size and not (options.tiles or options.then):
        raise ExitError(
            "Give --tiles (a copy of the log, or its address), or --then (the checkpoint that the"
            " promise names, cosigned): else nobody knows whether this is the same log still.",
            code=2,
        )
    found = verify.verify_kept(
        promised,
        proof,
        log_vkey=pinned.log,
        read=_reader(options.tiles) if options.tiles else None,
        then=console.read_text(options.then, what="The checkpoint") if options.then else "",
        policy=pinned.policy,
    )
    if found.reached is None:
        return "It is what was promised. No witness says when: nobody watches this log."
    if found.late:
        return (
            f"It is what was promised, but LATE: it was promised by {_time(promised.by)}, and"
            f" the witnesses\n  had it at {_time(found.reached)} only."
        )
    return f"It is what was promised, and in time: by {_time(promised.by)}."


def looked_up(text: str, pinned: Pinned, options: Namespace) -> str:
    """What the log's site says of a promise by now. Raises ExitError, FormatError."""
    found, opening = read(text, pinned), promise.parse(text).opening
    proof = _reader(options.tiles)(f"leaf/{found.leaf.hex()}")
    if proof is None:
        return f"{words(found)}\n\n  No epoch of the log at {options.tiles} holds it yet."
    receipt = receipts.complete(proof, opening)
    proved = verify.verify_receipt(receipt, log_vkey=pinned.log, policy=pinned.policy)
    said = kept(found, proved, pinned, options)
    return f"{words(found)}\n\n  It is entry {proved.index} by now. {said}"


def broken(promised: verify.Promised, pinned: Pinned, options: Namespace) -> str:
    """That it was broken. Raises ExitError, FormatError."""
    if pinned.policy is None or not options.tiles:
        raise ExitError(
            "To show that a promise was broken, give --tiles and --policy or --roster: what was not"
            " logged is seen in the whole log, and that time has passed by witnesses.",
            code=2,
        )
    found = verify.verify_broken(
        promised,
        now=console.read_text(options.broken, what="The checkpoint"),
        read=_reader(options.tiles),
        log_vkey=pinned.log,
        policy=pinned.policy,
    )
    return (
        "This promise was BROKEN.\n\n"
        f"  It was promised by {_time(promised.by)}. At {_time(found.at)} the witnesses signed\n"
        f"  a log of {found.size} entries, and none from {promised.size} on is the promised one.\n"
        "  Anybody can check this again from the promise, that checkpoint and the public log.\n\n"
        f"  What was promised:\n\n{fields(promised.fields)}"
    )


def words(promised: verify.Promised) -> str:
    """What a promise says, a line each."""
    return (
        "This promise holds.\n\n"
        f"  The log {promised.origin} had {promised.size} public entries then, and promised to hold"
        f"\n  this one behind them by {_time(promised.by)}. The organisation signed that and cannot"
        "\n  deny it. Fetch the proof after that time; if there is none, --broken shows it.\n\n"
        f"  The entry says:\n\n{fields(promised.fields)}"
    )


def fields(values: Mapping[str, str]) -> str:
    """Names and values, a line each; codes in words, with the code that was signed behind them."""
    rows = [(name, worded(name, value)) for name, value in sorted(values.items())]
    return console.table(rows, indent=4)


def _time(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"


def _reader(where: str) -> tiles.Read:
    """Reads a log's tiles from a folder, or from a site."""
    if not where.startswith(("https://", "http://")):
        return _in_folder(Path(where))
    fetch = site.fetcher(where)

    def get(path: str) -> bytes | None:
        try:
            return fetch(f"log/{path}")
        except urllib.error.HTTPError as error:
            error.close()
            return None
        except OSError as error:
            raise ExitError(f"{where} cannot be reached: {error}.") from error

    return get


def _in_folder(folder: Path) -> tiles.Read:
    def get(path: str) -> bytes | None:
        try:
            with (folder / path).open("rb") as file:
                return file.read(tiles.MAX_BUNDLE + 1)
        except OSError:
            return None

    return get
