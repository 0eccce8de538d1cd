"""Letters to and from a party (docs/spec/sealing.md, 12): for the party and for the file, no more.

One age file to two recipients: the party's own and the file recipient of the newest generation.
There is no key of a channel, which a renewal would have to change for each party. A header names no
recipients, so a server can only count them; to whom it was sealed stands inside (``to``), and who
opens it compares.

Kinds of refusal: ``to``, and those of ``letter``.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from heard.formats import _stated, agefile
from heard.formats import letter as letters
from heard.formats._errors import FormatError
from heard.formats.letter import Letter

TO = "to"  # the member of a letter's content
RECIPIENTS = 2
_MEMBERS = frozenset(("party", "file", "generation"))


@dataclass(frozen=True, slots=True)
class To:
    """To whom a letter is sealed: SHA-256 of both recipients, and the file key's generation."""

    party: str
    file: str
    generation: int

    def value(self) -> dict[str, Any]:
        """As it stands in a letter's content."""
        return {"party": self.party, "file": self.file, "generation": self.generation}


def to(*, party: str, file: str, generation: int) -> To:
    """By the recipients themselves."""
    return To(_digest(party), _digest(file), generation)


def _digest(recipient: str) -> str:
    return sha256(recipient.encode()).hexdigest()


def parse(value: object) -> To:
    """Read ``to`` of a letter's content; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS:
        raise _bad("This letter does not say to whom it is sealed.")
    made = To(value["party"], value["file"], value["generation"])
    digests = _stated.is_digest(made.party) and _stated.is_digest(made.file)
    if not digests or made.party == made.file or not _stated.is_generation(made.generation):
        raise _bad("This letter says to nobody that it is sealed to them.")
    return made


def _bad(why: str) -> FormatError:
    return FormatError("to", f"{why} Answer nothing to it, and tell the team.")


def seal(letter: Letter, seed: bytes, *, party: str, file: str, generation: int) -> bytes:
    """The sealed letter, with ``to`` in its content. Raises FormatError.

    ``party``, ``file``: their recipients, age1pq….
    """
    addressed = to(party=party, file=file, generation=generation)
    parse(addressed.value())
    content = {**letter.content, TO: addressed.value()}
    return letters.seal(_with(letter, content), seed, [party, file])


def _with(letter: Letter, content: dict[str, Any]) -> Letter:
    members = {name: getattr(letter, name) for name in Letter.__slots__}
    return Letter(**{**members, "content": content})


def check_sealed(sealed: bytes) -> agefile.Checked:
    """What a server checks without a key: two hybrid recipients, and a letter's length.

    Raises FormatError. Which two they are, no header says.
    """
    return letters.check_sealed(sealed, recipients=RECIPIENTS)


def unseal(sealed: bytes, identity: str, *, expected: To, key: bytes) -> Letter:
    """Open and read; raises FormatError, of kind ``to`` where it is sealed to others.

    ``expected``: of the party whose letter it is, and of a generation that is proven.
    ``identity``: the party's own, or that of the file. ``key``: its author's.
    """
    check_sealed(sealed)
    letter = letters.unseal(sealed, [identity], key=key)
    found = parse(letter.content.get(TO))
    mine = _digest(agefile.recipient_of(identity))
    if found != expected or mine not in (found.party, found.file):
        raise _bad("This letter is sealed to others than it should be.")
    return letter
