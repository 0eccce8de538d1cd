"""A reader's word on the keys of parties, for who comes later (docs/spec/channel.md, 5).

Whoever joins under a newer file key cannot open what an answer is checked by. So somebody who reads
that key, and has checked, says under it which keys hold; the log is held against it as ever. It
stands alone as the content of a ``note`` to the file.

Kinds of refusal: ``vouch``.
"""

from dataclasses import dataclass
from typing import Any

from heard.formats import _stated
from heard.formats._errors import FormatError
from heard.formats.ids import is_id
from heard.formats.invitation import is_key

KIND = "party-keys"
MOST = 64
_MEMBERS = frozenset(("kind", "matter", "generation", "keys"))
_KEYS = frozenset(("party", "event", "recipient", "signing"))


@dataclass(frozen=True, slots=True)
class PartyKeysSaid:
    """Keys that a party enrolled. ``event``: the leaf of ``channel_opened``, hexadecimal.

    ``recipient``: SHA-256 of theirs, hexadecimal; ``signing``: base64 Ed25519.
    """

    party: str
    event: str
    recipient: str
    signing: str

    def value(self) -> dict[str, str]:
        """As it stands in the list."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Vouch:
    """Of which file key it is said, and of which parties, sorted by id: one each at the most."""

    matter: str
    generation: int
    keys: tuple[PartyKeysSaid, ...]

    def value(self) -> dict[str, Any]:
        """The content of the note."""
        keys = [each.value() for each in self.keys]
        return {"kind": KIND, "matter": self.matter, "generation": self.generation, "keys": keys}


def parse(value: object) -> Vouch:
    """Read a note's content; only what ``value`` writes. Raises FormatError."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS or value["kind"] != KIND:
        raise _bad("its members are wrong")
    matter, generation, keys = value["matter"], value["generation"], value["keys"]
    if not is_id(matter) or not _stated.is_generation(generation):
        raise _bad("it says of no file key")
    if not isinstance(keys, list) or not 1 <= len(keys) <= MOST or not all(map(_is_sound, keys)):
        raise _bad("keys are malformed")
    parties = [each["party"] for each in keys]
    if parties != sorted(set(parties)):
        raise _bad("a party stands twice, or out of order")
    return Vouch(matter, generation, tuple(PartyKeysSaid(**each) for each in keys))


def _is_sound(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != _KEYS:
        return False
    digests = _stated.is_digest(value["event"]) and _stated.is_digest(value["recipient"])
    return digests and is_id(value["party"]) and is_key(value["signing"])


def _bad(why: str) -> FormatError:
    return FormatError("vouch", f"The word on a party's keys does not hold: {why}.")
