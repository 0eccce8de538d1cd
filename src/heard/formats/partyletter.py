"""Letters to and from a party (docs/spec/sealing.md, 12): for the party and for the file, no more.

One age file to two recipients: the party's own and the file recipient of the newest generation.
There is no key of a channel, which a renewal would have to change for each party. A header names no
recipients, so a server can only count them; to whom it was sealed stands inside (``to``), and who
opens it compares. What went before it in the room stands inside, too (``room``; partyroom.py).

Kinds of refusal: ``to``, ``room``, and those of ``letter``.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from heard.formats import _stated, agefile
from heard.formats import letter as letters
from heard.formats._errors import FormatError
from heard.formats.invitation import Member, is_team
from heard.formats.letter import Letter

TO, ROOM = "to", "room"  # members of a letter's content
MOST_BEFORE = 16  # of letters that one names: more would be of as many who wrote at once
RECIPIENTS = 2
_MEMBERS = frozenset(("party", "file", "generation"))
_OF_ROOM = frozenset(("before", "team"))


@dataclass(frozen=True, slots=True)
class To:
    """To whom a letter is sealed: SHA-256 of both recipients, and the file key's generation."""

    party: str
    file: str
    generation: int

    def value(self) -> dict[str, Any]:
        """As it stands in a letter's content."""
        return {"party": self.party, "file": self.file, "generation": self.generation}


@dataclass(frozen=True, slots=True)
class RoomSaid:
    """What a letter says of its room.

    ``before``: SHA-256 (hexadecimal) of the sealed letters that it follows, sorted; ``team``: who
    reads the file key, sorted by id, or nobody: it does not say.
    """

    before: tuple[str, ...] = ()
    team: tuple[Member, ...] = ()

    def value(self) -> dict[str, Any]:
        """As it stands in a letter's content."""
        return {
            "before": list(self.before),
            "team": [{"id": each.id, "signing": each.signing} for each in self.team],
        }


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


def parse_room(value: object) -> RoomSaid:
    """Read ``room`` of a letter's content; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _OF_ROOM:
        raise _not_said()
    before, team = value["before"], value["team"]
    if not isinstance(before, list) or len(before) > MOST_BEFORE:
        raise _not_said()
    if not all(map(_stated.is_digest, before)) or before != sorted(set(before)):
        raise _not_said()
    if team != [] and not is_team(team):
        raise _not_said()
    return RoomSaid(tuple(before), tuple(Member(each["id"], each["signing"]) for each in team))


def _not_said() -> FormatError:
    return FormatError("room", "This letter does not say what was before it. Tell the team.")


def _bad(why: str) -> FormatError:
    return FormatError("to", f"{why} Answer nothing to it, and tell the team.")


def seal(
    letter: Letter,
    seed: bytes,
    *,
    party: str,
    file: str,
    generation: int,
    room: RoomSaid | None = None,
) -> bytes:
    """The sealed letter, with ``to`` and ``room`` in its content. Raises FormatError.

    ``party``, ``file``: their recipients, age1pq….
    """
    addressed = to(party=party, file=file, generation=generation)
    parse(addressed.value())
    content = {**letter.content, TO: addressed.value()}
    if room is not None:
        parse_room(room.value())
        content[ROOM] = room.value()
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
