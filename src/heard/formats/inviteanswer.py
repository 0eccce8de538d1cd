"""A party's answer to an invitation: the keys of a channel (docs/spec/channel.md, section 5).

Kinds of refusal: ``member``, ``signature``, ``party``, ``invitation`` (it answers another one),
``mac``, ``replaced`` (another invitation was made since), ``generation`` (the file key was renewed
since), ``keys`` (they are somebody else's); those
of ``invitation.check_open``.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from heard.formats import _ed25519, agefile, invitation, invitecode, returncode
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, json_bytes
from heard.formats.ids import is_id
from heard.formats.invitation import Invitation
from heard.formats.invitekept import Kept

_DOMAIN = b"heard/invite-answer/v1\n"
_SIGNED = ("party", "recipient", "signing", "verifier", "invitation")
_MEMBERS = frozenset((*_SIGNED, "signature", "mac"))
_DIGEST = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``verifier``: SHA-256 of the login verifier; ``invitation``: its digest; both hexadecimal.

    ``recipient``, ``signing`` (base64): the party's own. ``signature``, ``mac``: base64.
    """

    party: str
    recipient: str
    signing: str
    verifier: str
    invitation: str
    signature: str
    mac: str

    def value(self) -> dict[str, str]:
        """As it is sent."""
        return {**self._signed(), "signature": self.signature, "mac": self.mac}

    def message(self) -> bytes:
        """What the party's new key signs."""
        return _DOMAIN + json_bytes(self._signed())

    def _signed(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in _SIGNED}


def parse(value: object) -> Answer:
    """Read an answer's JSON; only what ``value`` writes. Raises ``FormatError``."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS:
        raise FormatError("member", "The answer lacks a member or has one too many.")
    for name, good in _sound(value).items():
        if not good:
            raise FormatError("member", f"The answer's {name} is malformed.")
    return Answer(**value)


def _sound(value: Mapping[str, Any]) -> dict[str, bool]:
    recipient = value["recipient"]
    return {
        "party": is_id(value["party"]),
        "recipient": isinstance(recipient, str) and agefile.is_hybrid(recipient),
        "signing": invitation.is_key(value["signing"]),
        "verifier": _is_digest(value["verifier"]),
        "invitation": _is_digest(value["invitation"]),
        "signature": _size(value["signature"]) == _ed25519.SIGNATURE,
        "mac": _size(value["mac"]) == invitation.MAC,
    }


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST.match(value) is not None


def _size(value: object) -> int:
    """Of what stands there in base64; -1 where it is none."""
    try:
        return len(base64_bytes(value)) if isinstance(value, str) else -1
    except ValueError:
        return -1


def make(invited: Invitation, keys: invitecode.Keys, own: returncode.Keys) -> Answer:
    """The answer of a party who has checked the invitation and made twelve words of their own."""
    bare = Answer(
        party=invited.party,
        recipient=own.recipient,
        signing=base64_text(own.signing_public),
        verifier=own.stored,
        invitation=invited.digest(),
        signature="",
        mac="",
    )
    signature = _ed25519.sign(own.signing_seed, bare.message())
    mac = _mac(keys.mac, bare.message() + signature)
    members = {**bare.value(), "signature": base64_text(signature), "mac": base64_text(mac)}
    return parse(members)


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)


def check_seen(
    answer: Answer,
    *,
    party: str,
    digest: str,
    expires: str,
    used: date | None,
    now: datetime,
) -> None:
    """All that a server can check, by what it keeps of the invitation. Raises ``FormatError``.

    ``digest``: the invitation's. It never sees ``mac`` or the words, so this says nothing of who
    answered.
    """
    invitation.check_open(expires=expires, used=used, now=now)
    if answer.party != party:
        raise FormatError("party", "The answer is another party's.")
    if answer.invitation != digest:
        raise FormatError("invitation", "The answer is to another invitation.")
    _check_signed(answer)


def _check_signed(answer: Answer) -> None:
    key, signature = base64_bytes(answer.signing), base64_bytes(answer.signature)
    if not _ed25519.is_signed(key, signature, answer.message()):
        raise FormatError("signature", "The answer is not signed by its own key.")


def check(answer: Answer, kept: Kept, *, came: datetime, locator: str, newest: int) -> None:
    """What the team checks before anything is sealed to the party. Raises ``FormatError``.

    ``came``: when the log says that the answer came; ``locator``: of the invitation that it has
    as the party's newest then; ``newest``: the generation of the file key then.
    """
    made = kept.invitation
    check_seen(
        answer,
        party=made.party,
        digest=made.digest(),
        expires=made.expires,
        used=None,
        now=came,
    )
    mac = _mac(kept.mac, answer.message() + base64_bytes(answer.signature))
    if not hmac.compare_digest(mac, base64_bytes(answer.mac)):
        raise FormatError("mac", "This was made by somebody who does not have the nine words.")
    if made.locator != locator:
        raise FormatError("replaced", "The party was invited anew since: use that invitation.")
    if made.generation != newest:
        raise FormatError("generation", "The file key was renewed since: invite again.")
    own = {each.signing for each in made.team}
    if answer.signing in own or answer.recipient == made.file_recipient:
        raise FormatError("keys", "The answer names keys of the team: do not use it.")
