"""A holder's secrets (docs/spec/sealing.md, section 7), sealed to each of their ways in.

Kinds of refusal: ``too_large``, ``format``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from heard.formats import _ed25519, agefile, note
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, json_bytes, json_object
from heard.formats.ids import is_id

MAX_SEALED = 64 * 1024
MAX_PLAINTEXT = 32 * 1024  # a hybrid recipient is about 2 kB, and there is one for each way in
MAX_WAYS = 10
MAX_ID = 400
MAX_OTHERS = 17  # one for each earlier key that a roster can name, and the new ones
_MEMBERS = frozenset(("v", "holder", "identity", "signing", "root", "log", "ways"))
_WITH_OTHERS = _MEMBERS | {"others"}


@dataclass(frozen=True, slots=True)
class Way:
    """What opens the keyring: ``recovery``, or a passkey's credential id in base64url."""

    id: str
    recipient: str


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What reads, and what signs: an Ed25519 seed of 32 bytes. Never shown by ``repr``."""

    identity: str
    signing: bytes


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Keyring:
    """Never shown by ``repr``: it is a secret. ``signing`` is an Ed25519 seed of 32 bytes.

    ``others``: new keys that no roster names yet, and those from before.
    """

    holder: str
    identity: str
    signing: bytes
    root: str
    log: str
    ways: tuple[Way, ...]
    others: tuple[Secrets, ...] = ()

    def encode(self) -> bytes:
        """The JSON that is sealed."""
        value: dict[str, Any] = {
            "v": 2 if self.others else 1,
            "holder": self.holder,
            "identity": self.identity,
            "signing": base64_text(self.signing),
            "root": self.root,
            "log": self.log,
            "ways": [{"id": way.id, "recipient": way.recipient} for way in self.ways],
        }
        if self.others:
            value["others"] = [
                {"identity": each.identity, "signing": base64_text(each.signing)}
                for each in self.others
            ]
        return json_bytes(value)


def parse(plaintext: bytes) -> Keyring:
    """Read a keyring's JSON; ``FormatError``."""
    if len(plaintext) > MAX_PLAINTEXT:
        raise FormatError("too_large", "The keyring is larger than any keyring.")
    try:
        return _read(plaintext)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError("format", "This is not a keyring. Use your recovery code.") from error


def _read(plaintext: bytes) -> Keyring:
    value = json_object(plaintext)
    ring = Keyring(
        holder=value["holder"],
        identity=value["identity"],
        signing=base64_bytes(value["signing"]),
        root=value["root"],
        log=value["log"],
        ways=tuple(_way(way) for way in value["ways"]),
        others=tuple(_secrets(each) for each in value.get("others", ())),
    )
    agefile.seed_of(ring.identity)
    note.Verifier.parse(ring.root)
    note.Verifier.parse(ring.log)
    sound = is_id(ring.holder) and len(ring.signing) == _ed25519.KEY
    version, members = (2, _WITH_OTHERS) if ring.others else (1, _MEMBERS)
    known = value["v"] == version and value.keys() == members
    if not sound or len(ring.ways) > MAX_WAYS or not known:
        raise ValueError("members")
    if len(ring.others) > MAX_OTHERS:
        raise ValueError("others")
    return ring


def _secrets(value: dict[str, Any]) -> Secrets:
    found = Secrets(value["identity"], base64_bytes(value["signing"]))
    agefile.seed_of(found.identity)
    if value.keys() != {"identity", "signing"} or len(found.signing) != _ed25519.KEY:
        raise ValueError("other keys")
    return found


def _way(value: dict[str, Any]) -> Way:
    way = Way(value["id"], value["recipient"])
    named = isinstance(value["id"], str) and 0 < len(way.id) <= MAX_ID
    sound = named and agefile.is_hybrid(way.recipient)
    if not sound or value.keys() != {"id", "recipient"}:
        raise ValueError("way")
    return way


def seal(ring: Keyring) -> bytes:
    """Seal to every way in."""
    parse(ring.encode())
    return agefile.seal(ring.encode(), [way.recipient for way in ring.ways])


def unseal(sealed: bytes, identities: Iterable[str]) -> Keyring:
    """Open and read; raises ``FormatError``."""
    check_sealed(sealed)
    return parse(agefile.unseal(sealed, identities))


def check_sealed(sealed: bytes) -> agefile.Checked:
    """What a server checks without a key: hybrid recipients only, and a keyring's length."""
    if len(sealed) > MAX_SEALED:
        raise FormatError("too_large", "A sealed keyring is at most 64 KiB.")
    checked = agefile.check_header(sealed)
    if checked.plaintext > MAX_PLAINTEXT:
        raise FormatError("too_large", "The keyring is larger than any keyring.")
    return checked
