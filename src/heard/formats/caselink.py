"""What somebody signs who links two cases, or looks at a link (docs/spec/sealing.md, 10).

Each is the content of a ``note`` whose ``case`` is the link's id, sealed to the newest file key of
either case. Kinds of refusal: ``link``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from heard.formats import _stated
from heard.formats._errors import FormatError
from heard.formats.ids import is_id

KIND, CHECK = "link", "link-check"
CASES = 2
MOST_WORDS = 65_536  # bytes of UTF-8
_MEMBERS = frozenset(("kind", "cases", "words"))
_CHECK = _MEMBERS | {"answers", "retaliation"}
_CASE = frozenset(("id", "file"))


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """One of the two. ``file``: SHA-256 of its file recipient, to which the letter is sealed."""

    id: str
    file: str


@dataclass(frozen=True, slots=True)
class CaseLink:
    """Both cases, by id, and why they are linked."""

    cases: tuple[LinkedCase, ...]
    words: str

    def value(self) -> dict[str, Any]:
        """As it stands in the letter."""
        cases = [{"id": each.id, "file": each.file} for each in self.cases]
        return {"kind": KIND, "cases": cases, "words": self.words}


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """Whether a complaint is retaliation for the other, and why.

    ``said``: both cases, with the file keys that either has by now, and the words; ``answers``:
    SHA-256 (hexadecimal) of the letter of the link, sealed.
    """

    said: CaseLink
    answers: str
    retaliation: bool

    def value(self) -> dict[str, Any]:
        """As it stands in the letter."""
        more = {"kind": CHECK, "answers": self.answers, "retaliation": self.retaliation}
        return self.said.value() | more


def link(cases: Iterable[tuple[str, str]], *, words: str) -> CaseLink:
    """Of two cases, by id and file recipient (age1pq1…). Raises FormatError."""
    made = [LinkedCase(id, sha256(recipient.encode()).hexdigest()) for id, recipient in cases]
    return _sound(CaseLink(tuple(sorted(made, key=lambda each: each.id)), words))


def parse(value: object) -> CaseLink:
    """Read what a letter says of a link; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS or value["kind"] != KIND:
        raise _bad("its members are not those of a link")
    cases, words = value["cases"], value["words"]
    if not isinstance(cases, list) or len(cases) != CASES:
        raise _bad("it is not about two cases")
    if not isinstance(words, str):
        raise _bad("its words are none")
    return _sound(CaseLink(tuple(map(_case, cases)), words))


def parse_check(value: object) -> LinkCheck:
    """Read what a letter says of a look; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _CHECK or value["kind"] != CHECK:
        raise _bad("its members are not those of a look at a link")
    if not _stated.is_digest(value["answers"]) or not isinstance(value["retaliation"], bool):
        raise _bad("what it answers, or how, is malformed")
    said = parse({"kind": KIND, "cases": value["cases"], "words": value["words"]})
    return LinkCheck(said, value["answers"], value["retaliation"])


def _case(value: object) -> LinkedCase:
    if not isinstance(value, dict) or value.keys() != _CASE:
        raise _bad("a case is malformed")
    return LinkedCase(value["id"], value["file"])


def _sound(made: CaseLink) -> CaseLink:
    if not all(is_id(each.id) and _stated.is_digest(each.file) for each in made.cases):
        raise _bad("a case is malformed")
    ids, files = [each.id for each in made.cases], {each.file for each in made.cases}
    if ids != sorted(set(ids)) or len(files) != CASES:
        raise _bad("its cases are not in order, or one stands twice")
    if len(made.words.encode()) > MOST_WORDS:
        raise _bad("its words are too many")
    return made


def _bad(why: str) -> FormatError:
    return FormatError("link", f"What links these cases does not hold: {why}.")
