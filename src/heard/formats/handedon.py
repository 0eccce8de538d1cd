"""Statements of a file's readers, handed on to who came late (docs/spec/sealing.md, 10).

Whoever is let into a file under a newer key cannot open what the older ones were stated under. So
somebody who has them hands them on, each exactly as its author signed it, in a ``note`` under the
newest key. It stands alone as the content. Nobody is believed for handing one on: its author's
signature and the log are what it is held against (``filereaders``, rule 8).

Kinds of refusal: ``handed``; of a letter in it, as of ``letter`` and ``filestatement``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from heard.formats import _stated, filestatement, letter
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text
from heard.formats.filereaders import FileSaid
from heard.formats.ids import is_id

KIND = "statements"
MOST = 128  # in one note; more of them stand in a second
_MEMBERS = frozenset(("kind", "matter", "generation", "letters"))
_LETTER = frozenset(("body", "signature"))
_SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class Signed:
    """A letter as its author signed it: ``body``, the JSON to the byte, and 64 bytes."""

    body: str
    signature: bytes

    def value(self) -> dict[str, str]:
        """As it stands in the list."""
        return {"body": self.body, "signature": base64_text(self.signature)}


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Under which file key it is said, and the letters of statements under older ones."""

    matter: str
    generation: int
    letters: tuple[Signed, ...]

    def value(self) -> dict[str, Any]:
        """The content of the note."""
        letters = [each.value() for each in self.letters]
        about = {"matter": self.matter, "generation": self.generation}
        return {"kind": KIND, **about, "letters": letters}


def parse(value: object) -> HandedOn:
    """Read a note's content; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS or value["kind"] != KIND:
        raise _bad("its members are wrong")
    matter, generation, letters = value["matter"], value["generation"], value["letters"]
    if not is_id(matter) or not _stated.is_generation(generation):
        raise _bad("it is of no file key")
    if not isinstance(letters, list) or not 1 <= len(letters) <= MOST:
        raise _bad("it has no letters, or more than 128")
    return HandedOn(matter, generation, tuple(map(_signed, letters)))


def _signed(value: object) -> Signed:
    if not isinstance(value, dict) or value.keys() != _LETTER:
        raise _bad("a letter is malformed")
    body, signature = value["body"], value["signature"]
    try:
        decoded = base64_bytes(signature) if isinstance(signature, str) else b""
    except ValueError:
        decoded = b""
    if not isinstance(body, str) or len(decoded) != _SIGNATURE:
        raise _bad("a letter is malformed")
    return Signed(body, decoded)


def said(signed: Signed, *, matter: str, key_of: Callable[[str, str], bytes | None]) -> FileSaid:
    """What a letter that was handed on says, whose signature is its author's.

    ``key_of``: the key of an author on a day (``2026-11-21``) by the roster, 32 bytes; None of
    somebody unknown. Raises FormatError.
    """
    body = signed.body.encode()
    read = letter.read(letter.joined(body, signed.signature))
    key = key_of(read.author, read.sent[:10])
    if key is None or read.kind != "note":
        raise _bad("a letter is nobody's, or no note")
    letter.check(read, case=matter, id=read.id, kind="note", author=read.author, key=key)
    statement = filestatement.parse(dict(read.content))
    return FileSaid(
        author=read.author,
        key=base64_text(key),
        generation=statement.generation,
        recipient=statement.recipient,
        statement=statement,
        handed=True,
    )


def _bad(why: str) -> FormatError:
    return FormatError("handed", f"The statements that were handed on do not hold: {why}.")
