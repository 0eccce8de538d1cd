"""Whose signatures make a checkpoint credible (c2sp.org/tlog-policy).

Kinds of refusal: ``format``, ``key``, ``too_large``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from heard.formats import note as notes
from heard.formats._errors import FormatError
from heard.formats._text import decimal

MAX_POLICY = 256 * 1024
MAX_NAMES = 256
NONE = "none"
_MADE_UP = ":"  # starts the names that by_operator makes up
_PARTS = 4  # group <name> <k> <member>


@dataclass(frozen=True, slots=True)
class Group:
    """At least ``needed`` of ``members``, each a witness or an earlier group."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs and witnesses by name, groups, and the name whose agreement is the quorum."""

    logs: tuple[notes.Verifier, ...]
    witnesses: Mapping[str, notes.Verifier]
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    def agreed(self, cosigned: Collection[notes.Verifier]) -> frozenset[str]:
        """The names of witnesses and groups that stand behind these cosignatures."""
        names = {name for name, each in self.witnesses.items() if each in cosigned}
        for name, group in self.groups.items():  # in the order of definition: no circles
            if len(names.intersection(group.members)) >= group.needed:
                names.add(name)
        return frozenset(names)

    def operators(self, cosigned: Collection[notes.Verifier]) -> tuple[str, ...]:
        """As ``agreed``, sorted, without the names that ``by_operator`` made up."""
        return tuple(sorted(n for n in self.agreed(cosigned) if not n.startswith(_MADE_UP)))

    def satisfied(self, cosigned: Collection[notes.Verifier]) -> bool:
        """Whether the quorum is reached."""
        return self.quorum == NONE or self.quorum in self.agreed(cosigned)


def by_operator(
    log: notes.Verifier, witnesses: Sequence[tuple[str, str, notes.Verifier]], quorum: int
) -> Policy:
    """The policy of a roster: ``quorum`` distinct operators of ``(name, operator, verifier)``.

    Two witnesses of one operator count once: keys are cheap, operators are not.
    """
    keys = {_MADE_UP + name: verifier for name, _, verifier in witnesses}
    operators = tuple(dict.fromkeys(operator for _, operator, _ in witnesses))
    _need(len(keys) == len(witnesses) and not any(o.startswith(_MADE_UP) for o in operators))
    groups = {
        operator: Group(1, tuple(_MADE_UP + n for n, o, _ in witnesses if o == operator))
        for operator in operators
    }
    if not quorum:
        return Policy((log,), keys, groups)
    _need(quorum <= len(operators))
    groups[_MADE_UP] = Group(quorum, operators)
    return Policy((log,), keys, groups, _MADE_UP)


class _Reading:
    """The lines read so far; each method reads one kind of line."""

    def __init__(self) -> None:
        self.logs: list[notes.Verifier] = []
        self.witnesses: dict[str, notes.Verifier] = {}
        self.groups: dict[str, Group] = {}
        self.members: set[str] = set()
        self.quorum: str | None = None

    def log(self, parts: Sequence[str]) -> None:
        """``log <vkey> [<url>]``."""
        _need(2 <= len(parts) <= 3)  # noqa: PLR2004 -- the number is the format's own
        key = _key(parts[1], notes.ED25519)
        _need(key.public not in {each.public for each in self.logs})
        self.logs.append(key)

    def witness(self, parts: Sequence[str]) -> None:
        """``witness <name> <vkey> [<url>]``."""
        _need(3 <= len(parts) <= 4)  # noqa: PLR2004 -- the number is the format's own
        self._new_name(parts[1])
        key = _key(parts[2], notes.COSIGNATURE)
        _need(key.public not in {each.public for each in self.witnesses.values()})
        self.witnesses[parts[1]] = key

    def group(self, parts: Sequence[str]) -> None:
        """``group <name> all|any|<k> <name>…``."""
        _need(len(parts) >= _PARTS)
        _, name, needed, *members = parts
        self._new_name(name)
        _need(len(set(members)) == len(members) and self.members.isdisjoint(members))
        _need(all(each in self.witnesses or each in self.groups for each in members))
        words = {"all": len(members), "any": 1}
        count = words[needed] if needed in words else _decimal(needed)
        _need(1 <= count <= len(members))
        self.members.update(members)
        self.groups[name] = Group(count, tuple(members))

    def quorum_line(self, parts: Sequence[str]) -> None:
        """``quorum <name>``."""
        _need(len(parts) == 2 and self.quorum is None)  # noqa: PLR2004 -- the number is the format's own
        name = parts[1]
        _need(name == NONE or name in self.witnesses or name in self.groups)
        self.quorum = name

    def _new_name(self, name: str) -> None:
        _need(name != NONE and name not in self.witnesses and name not in self.groups)
        if len(self.witnesses) + len(self.groups) >= MAX_NAMES:
            raise FormatError("too_large", "The policy has more than 256 names.")


def _need(sound: bool) -> None:  # noqa: FBT001 -- reads as a sentence
    if not sound:
        raise FormatError("format", "This policy breaks the rules of c2sp.org/tlog-policy.")


def _decimal(text: str) -> int:
    try:
        return decimal(text)
    except ValueError:
        raise FormatError("format", "A group needs all, any or a number.") from None


def _key(vkey: str, kind: int) -> notes.Verifier:
    try:
        key = notes.Verifier.parse(vkey)
    except FormatError as error:
        raise FormatError("key", str(error)) from error
    if key.kind != kind:
        raise FormatError("key", f"The key of {key.name} is of the wrong type for its line.")
    return key


def parse(text: str | bytes) -> Policy:
    """Read a policy file. Raises ``FormatError``."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > MAX_POLICY:
        raise FormatError("too_large", "The policy is over 256 KiB.")
    _need(all(byte in b"\t\n" or 0x20 <= byte <= 0x7E or byte >= 0x80 for byte in data))  # noqa: PLR2004 -- the number is the format's own
    # Octets above 0x7F are opaque; surrogateescape keeps those that are not UTF-8 apart.
    reading = _Reading()
    kinds = {
        "log": reading.log,
        "witness": reading.witness,
        "group": reading.group,
        "quorum": reading.quorum_line,
    }
    for line in data.decode("utf-8", "surrogateescape").split("\n"):
        parts = line.replace("\t", " ").strip(" ").split(" ")
        parts = [part for part in parts if part]
        if not parts or parts[0].startswith("#"):
            continue
        _need(parts[0] in kinds)
        kinds[parts[0]](parts)
    _need(reading.quorum is not None)
    return Policy(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum or NONE)
