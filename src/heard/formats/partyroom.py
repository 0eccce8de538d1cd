"""A party's room, by what the letters in it say of each other (docs/spec/sealing.md, 12).

A party has no log. So each letter names those before it, and says who reads the file key that it is
sealed to. Pure: no keys are used here. The rules, all of them:

1. A letter names (``before``) the newest that its author had opened and that held: those which no
   other of them names, by the SHA-256 of what was sealed. Each must be told, and told before it. So
   of two ends that a server tells, the first letter of who saw the other shows it.
2. The file key is the one of the invitation. A newer one counts by a letter of somebody of the team
   that is believed, signed with the key that they have there, and by nothing else.
3. The team that is believed is the invitation's. Where a letter that makes a newer file key known
   says who reads that key (``team``), its author among them, these are the team from then on: who
   was left out makes no newer one known. Of the same key a letter of the team may add people.
4. Who was of a team that was believed, and is not of the newest, speaks no more; nor does any
   handler under an older file key after a newer one. Who is of none is told apart (``late``).

A newest letter that is withheld, with all that name it, nobody can tell. Nor are two told apart who
were believed alike, if the first word of either is withheld.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from heard.formats.invitation import Member
from heard.formats.partyletter import MOST_BEFORE, RoomSaid, To


@dataclass(frozen=True, slots=True)
class Held:
    """A letter that opened and holds. ``key``: that signed it, base64.

    ``said`` is None in letters from before rooms were told of.
    """

    author: str
    key: str
    to: To
    said: RoomSaid | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A letter as it is told: SHA-256 of what was sealed, and None where it does not hold."""

    sha256: str
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What ``follow`` found.

    ``saw_more``: who names a letter that is not told before theirs; ``heads``: what the next one
    names; ``files``: SHA-256 of the file's recipient, by generation; ``strangers``: the letters of
    handlers that count as nobody's; ``late``: those of who is of no team that is believed.
    """

    saw_more: tuple[str, ...]
    heads: tuple[str, ...]
    files: Mapping[int, str]
    team: Mapping[str, str]
    strangers: frozenset[str]
    late: frozenset[str]


def follow(
    party: str, *, generation: int, file: str, team: Iterable[Member], told: Sequence[Told]
) -> Room:
    """What a party may believe, by the rules above.

    ``generation``, ``file`` (SHA-256 of its recipient) and ``team``: of the invitation.
    """
    course = _Course(party, generation, {generation: file}, {one.id: one.signing for one in team})
    for each in told:
        course.take(each)
    return Room(
        saw_more=tuple(dict.fromkeys(course.saw_more)),
        heads=heads(told),
        files=course.files,
        team=course.team,
        strangers=frozenset(course.strangers),
        late=frozenset(course.late),
    )


def heads(told: Sequence[Told]) -> tuple[str, ...]:
    """What the next letter names: those that hold and that none of them names, in order."""
    held = [each for each in told if each.held]
    named = {
        name for each in held if each.held and each.held.said for name in each.held.said.before
    }
    return tuple(sorted([each.sha256 for each in held if each.sha256 not in named][-MOST_BEFORE:]))


@dataclass(slots=True)
class _Course:
    """What is believed after the letters until now."""

    party: str
    generation: int
    files: dict[int, str]
    team: dict[str, str]
    saw_more: list[str] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    _left: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    def take(self, told: Told) -> None:
        held = told.held
        if held:
            if held.said and not self._seen.issuperset(held.said.before):
                self.saw_more.append(held.author)
            if held.author != self.party:
                self._believe(told.sha256, held)
        self._seen.add(told.sha256)

    def _believe(self, sha256: str, held: Held) -> None:
        is_of_team = self.team.get(held.author) == held.key
        if held.to.generation < self.generation or held.author in self._left:
            self.strangers.add(sha256)
        elif not is_of_team:
            self.late.add(sha256)
        elif held.to.generation > self.generation:
            self._go_on(held)
        elif held.said and held.to.file == self.files[self.generation]:
            self.team = {**{each.id: each.signing for each in held.said.team}, **self.team}

    def _go_on(self, held: Held) -> None:
        self.generation = held.to.generation
        self.files[self.generation] = held.to.file
        team = {each.id: each.signing for each in held.said.team} if held.said else {}
        if team.get(held.author) == held.key:
            self._left = (self._left | self.team.keys()) - team.keys()
            self.team = team
