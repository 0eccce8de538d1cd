"""Statements of a case's earlier keys, carried to who lacks these keys (docs/spec/sealing.md, 9).

Each newer key of a case is proven by the statements of the older ones, and a statement stands in a
letter that only those open who had its key, among words that are theirs alone. So its author signs
it a second time, by itself (``signed``). A holder who makes a newer key puts the earlier ones into
the note that makes it (``earlier``), without a word of the letters. The rules:

1. One is its author's by the signature over case, author, day and statement: by the reporter's key,
   or by a key that the roster has for that holder and day.
2. It counts only where the log says the same: of what made a key, that this author made it, for the
   same case recipient and readers, and left out the same people; of what let somebody in, that this
   author passed the case to each of them. Anybody can sign a statement at any time later.
3. None counts of a generation whose key one has: there only what that key opened says who reads;
   nor of one above the newest that one has. So nothing is sealed by a statement that was carried.
4. Nobody is believed for carrying one. Who could make what, ``readers.follow`` says, as of any.

Kinds of refusal: ``carried``; of a statement in it, as of ``readers``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.formats import _ed25519, readers
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, json_bytes
from heard.formats.ids import is_id
from heard.formats.letter import REPORTER
from heard.formats.readers import Said, Statement

MOST = 128  # in one note: 64 keys, and who was let in under them
_DOMAIN = b"heard/readers-alone/v1\n"
_MEMBERS = frozenset(("author", "key", "on", "readers", "signature"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
Fields = Mapping[str, str]  # the open fields of an event
# The key of an author on a day, that which is claimed where they have several: 32 bytes; or None.
KeyOf = Callable[[str, str, bytes], bytes | None]


@dataclass(frozen=True, slots=True)
class Carried:
    """A statement, whose it is, and the day (UTC) of the letter in which it stood.

    ``key``: its author's, 32 bytes; ``signature``: by it over the statement by itself, 64 bytes.
    """

    author: str
    key: bytes
    on: str
    statement: Statement
    signature: bytes

    def value(self) -> dict[str, Any]:
        """As it stands in the list."""
        return {
            "author": self.author,
            "key": base64_text(self.key),
            "on": self.on,
            "readers": self.statement.value(),
            "signature": base64_text(self.signature),
        }


def sign(statement: Statement, *, case: str, author: str, on: str, seed: bytes) -> Carried:
    """Sign a statement by itself. ``on``: the day of its letter; ``seed``: the author's Ed25519."""
    signature = _ed25519.sign(seed, _message(statement, case=case, author=author, on=on))
    return Carried(author, _ed25519.public_of(seed), on, statement, signature)


def _message(statement: Statement, *, case: str, author: str, on: str) -> bytes:
    alone = {"author": author, "case": case, "on": on, "readers": statement.value()}
    return _DOMAIN + json_bytes(alone)


def parse(value: object) -> tuple[Carried, ...]:
    """Read ``earlier`` of a note's content; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST:
        raise _bad("there are none, or more than 128")
    return tuple(map(_carried, value))


def _carried(value: object) -> Carried:
    if not isinstance(value, dict) or value.keys() != _MEMBERS:
        raise _bad("its members are wrong")
    author, on = value["author"], value["on"]
    if author != REPORTER and not is_id(author):
        raise _bad("it is nobody's")
    if not _is_day(on):
        raise _bad("its day is none")
    key, signature = (
        _bytes(value["key"], _ed25519.KEY),
        _bytes(value["signature"], _ed25519.SIGNATURE),
    )
    return Carried(author, key, on, readers.parse(value["readers"]), signature)


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.match(value):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _bytes(value: object, size: int) -> bytes:
    try:
        decoded = base64_bytes(value) if isinstance(value, str) else b""
    except ValueError:
        decoded = b""
    if len(decoded) != size:
        raise _bad("its key or signature is malformed")
    return decoded


def said(carried: Carried, *, case: str, key_of: KeyOf) -> Said:
    """What its author said, as ``readers.follow`` takes it. Raises FormatError."""
    author, on, statement = carried.author, carried.on, carried.statement
    key = key_of(author, on, carried.key)
    message = _message(statement, case=case, author=author, on=on)
    if key is None or key != carried.key or not _ed25519.is_signed(key, carried.signature, message):
        raise _bad("it is not its author's")
    return Said(
        author=author,
        key=base64_text(key),
        generation=statement.generation,
        recipient=statement.recipient,
        statement=statement,
    )


def counts(author: str, statement: Statement, events: Iterable[Fields]) -> bool:
    """Whether the log says the same. ``events``: of this case, as ``history.follow`` read them."""
    told = [each for each in events if each.get("actor") == author]
    return any(_made(statement, each) for each in told) or _let_in(statement, told)


def _made(statement: Statement, event: Fields) -> bool:
    """Whether this event is that of its key; what is closed in it is as if it said another."""
    first = statement.generation == 0
    generation = None if first else str(statement.generation)
    logged = ("event", "generation", "case_recipient", "recipients", "excluded")
    return [event.get(name) for name in logged] == [
        "report_received" if first else "identity_renewed",
        generation,
        statement.recipient,
        ",".join(each.id for each in statement.readers),
        (",".join(statement.excluded) or None) if first else ",".join(statement.excluded),
    ]


def _let_in(statement: Statement, told: Iterable[Fields]) -> bool:
    passed = {each.get("to") for each in told if each.get("event") == "case_passed"}
    return not statement.excluded and passed.issuperset(each.id for each in statement.readers)


def believed(
    carried: Iterable[Carried],
    *,
    case: str,
    have: Collection[int],
    key_of: KeyOf,
    events: Collection[Fields],
) -> list[Said]:
    """Those that count, by the rules above. ``have``: generations whose key opened here."""
    found: list[Said] = []
    for each in carried:
        generation = each.statement.generation
        if generation in have or generation > max(have, default=-1):
            continue
        if not counts(each.author, each.statement, events):
            continue
        try:
            found.append(said(each, case=case, key_of=key_of))
        except FormatError:
            continue
    return found


def _bad(why: str) -> FormatError:
    return FormatError("carried", f"A statement that was carried here does not hold: {why}.")
