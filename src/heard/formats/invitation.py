"""Invitations to a channel (docs/spec/channel.md, section 3).

Signed by a holder, authenticated by the nine words that the party was told, and sealed to an
identity of the same words. Whoever reads one and has the words knows that who made it had them.

Kinds of refusal: ``too_large``, ``format`` (frame or JSON), ``padding``, ``mac``, ``signature``,
``member`` (one is missing or malformed), ``locator`` (it belongs to another code), ``life``
(longer than 72 hours), ``expired``, ``used``, ``root``, ``roster``, ``team``; those of ``roster``.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from heard.formats import _ed25519, _inviteframe, agefile, invitecode, note, readers, roster
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, json_bytes
from heard.formats.ids import is_id

LIFE = timedelta(hours=72)
MOST = readers.MOST  # who can read the file key
MAC = 32
_TAGS = _ed25519.SIGNATURE + MAC
_DOMAIN = b"heard/invitation/v1\n"
_MEMBERS = frozenset(
    (
        *("root", "roster", "party", "locator", "file_recipient"),
        *("generation", "team", "by", "expires"),
    )
)
_MEMBER = frozenset(("id", "signing"))
_DIGEST = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_FINGERPRINT = re.compile(r"[0-9a-f]{5}(?: [0-9a-f]{5}){7}\Z", re.ASCII)
_HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d:00:00Z\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team. ``signing``: base64 Ed25519."""

    id: str
    signing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a party learns of the team before anything is written.

    ``root``: fingerprint of the root key; ``roster``: ``roster.digest`` of the newest; ``locator``:
    SHA-256 of the code's, hexadecimal; ``team``: sorted by id, with ``by``, who signs; ``expires``:
    RFC 3339 UTC, a full hour.
    """

    root: str
    roster: str
    party: str
    locator: str
    file_recipient: str
    generation: int
    team: tuple[Member, ...]
    by: str
    expires: str

    def value(self) -> dict[str, Any]:
        """As it is signed."""
        return {
            "root": self.root,
            "roster": self.roster,
            "party": self.party,
            "locator": self.locator,
            "file_recipient": self.file_recipient,
            "generation": self.generation,
            "team": [{"id": each.id, "signing": each.signing} for each in self.team],
            "by": self.by,
            "expires": self.expires,
        }

    def body(self) -> bytes:
        """The JSON that is signed."""
        return json_bytes(self.value())

    def digest(self) -> str:
        """What an answer names, hexadecimal."""
        return hashlib.sha256(_DOMAIN + self.body()).hexdigest()

    @property
    def signing(self) -> str:
        """The key of who signs, base64."""
        return next(each.signing for each in self.team if each.id == self.by)


def expiry(now: datetime) -> str:
    """When an invitation that is made now ends: cut to the hour, as all that a party is told."""
    last = (now + LIFE).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return last.strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(value: object) -> Invitation:
    """Read the JSON of an invitation; only what ``value`` writes. Raises ``FormatError``."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS:
        raise FormatError("member", "The invitation lacks a member or has one too many.")
    for name, good in _sound(value).items():
        if not good:
            raise FormatError("member", f"The invitation's {name} is malformed.")
    team = tuple(Member(each["id"], each["signing"]) for each in value["team"])
    return Invitation(**{**value, "team": team})


def _sound(value: Mapping[str, Any]) -> dict[str, bool]:
    generation, recipient, team = value["generation"], value["file_recipient"], value["team"]
    sound_team = is_team(team)
    return {
        "root": _matches(_FINGERPRINT, value["root"]),
        "roster": _matches(_DIGEST, value["roster"]),
        "party": is_id(value["party"]),
        "locator": _matches(_DIGEST, value["locator"]),
        "file_recipient": isinstance(recipient, str) and agefile.is_hybrid(recipient),
        "generation": type(generation) is int and 0 <= generation < readers.MOST_GENERATIONS,
        "team": sound_team,
        "by": sound_team and value["by"] in [each["id"] for each in team],
        "expires": _is_hour(value["expires"]),
    }


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.match(value) is not None


def _is_hour(value: object) -> bool:
    try:
        return _matches(_HOUR, value) and datetime.fromisoformat(str(value)) is not None
    except ValueError:
        return False


def is_team(team: object) -> bool:
    """Whether it is a list of who reads a file key: of 1 to 62, by id, no key twice."""
    if not isinstance(team, list) or not 1 <= len(team) <= MOST or not all(map(_is_member, team)):
        return False
    ids = [each["id"] for each in team]
    return ids == sorted(set(ids)) and len({each["signing"] for each in team}) == len(team)


def _is_member(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != _MEMBER:
        return False
    return is_id(value["id"]) and is_key(value["signing"])


def is_key(value: object) -> bool:
    """Whether it is a sound Ed25519 key in base64."""
    try:
        return isinstance(value, str) and _ed25519.is_sound(base64_bytes(value))
    except ValueError:
        return False


def write(invitation: Invitation, keys: invitecode.Keys, seed: bytes) -> bytes:
    """The padded plaintext, signed by the seed of ``by``; refuses what ``read`` would refuse."""
    body = invitation.body()
    signature = _ed25519.sign(seed, _DOMAIN + body)
    plaintext = _inviteframe.frame(body, signature + _mac(keys.mac, body + signature))
    if read(plaintext, mac=keys.mac).locator != keys.stored:
        raise _other_code()
    return plaintext


def read(plaintext: bytes, *, mac: bytes) -> Invitation:
    """Read a plaintext; who made it had the words, and ``by`` signed it. Raises ``FormatError``."""
    body, tags = _inviteframe.unframe(plaintext, _TAGS)
    signature, made = tags[:-MAC], tags[-MAC:]
    if not hmac.compare_digest(_mac(mac, body + signature), made):
        raise FormatError("mac", "This was made by somebody who does not have your nine words.")
    invitation = parse(_inviteframe.value_of(body))
    key = base64_bytes(invitation.signing)
    if not _ed25519.is_signed(key, signature, _DOMAIN + body):
        raise FormatError("signature", "The invitation is not signed by who it says.")
    return invitation


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, _DOMAIN + message, hashlib.sha256)


def _other_code() -> FormatError:
    return FormatError("locator", "The invitation belongs to another code than yours.")


def seal(invitation: Invitation, keys: invitecode.Keys, seed: bytes) -> bytes:
    """The sealed invitation, as it is sent: to the code's identity alone."""
    return agefile.seal(write(invitation, keys, seed), [keys.recipient])


def unseal(sealed: bytes, keys: invitecode.Keys, *, now: datetime) -> Invitation:
    """Open with the keys of the code that was typed. ``check_roster`` MUST follow.

    Raises ``FormatError``.
    """
    check_sealed(sealed)
    invitation = read(agefile.unseal(sealed, [keys.identity]), mac=keys.mac)
    if invitation.locator != keys.stored:
        raise _other_code()
    check_open(expires=invitation.expires, used=None, now=now)
    return invitation


def check_sealed(sealed: bytes) -> agefile.Checked:
    """What a server checks of an invitation, or of a kept one, without a key."""
    return _inviteframe.check_sealed(sealed)


def check_open(*, expires: str, used: date | None, now: datetime) -> None:
    """Whether an invitation can still be answered; ``used``: the day (UTC) on which it was.

    Kinds ``used``, ``expired``, ``life``, ``member``.
    """
    if used is not None:
        raise FormatError(
            "used", f"This code was used on {used.isoformat()}. If that was not you, tell the team."
        )
    if not _is_hour(expires):
        raise FormatError("member", "The invitation's expires is malformed.")
    left = datetime.fromisoformat(expires) - now
    if left <= timedelta(0):
        raise FormatError("expired", "This code has expired. Ask for another one.")
    if left > LIFE:
        raise FormatError("life", "This invitation is for more than 72 hours. Ask for another one.")


def check_roster(invitation: Invitation, text: str, *, root: str) -> roster.Roster:
    """Check the team against the roster that the invitation names; returns it.

    ``text``: the signed note; ``root``: the vkey that the server gives, believed for its
    fingerprint alone. Raises ``FormatError``.
    """
    if roster.fingerprint(root) != invitation.root:
        raise FormatError("root", "The site shows another root key than the invitation.")
    if roster.digest(text) != invitation.roster:
        raise FormatError("roster", "The site shows another list of people than the invitation.")
    found = roster.verify(text, root=note.Verifier.parse(root))
    _check_team(invitation.team, found)
    return found


def _check_team(team: Iterable[Member], found: roster.Roster) -> None:
    listed = {(each.id, each.signing) for each in found.entries}
    if not {(each.id, each.signing) for each in team} <= listed:
        raise FormatError("team", "Somebody in the invitation is not on the list of people.")
