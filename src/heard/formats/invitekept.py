"""What the team keeps of an invitation until it is answered (docs/spec/channel.md, section 4).

Sealed to the file key and signed by who invited: a server that could put a ``mac`` of its own in
its place would enrol a party of its own.

Kinds of refusal: ``too_large``, ``format``, ``padding``, ``member``, ``author``, ``signature``,
``recipient``; those of ``invitation.parse``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heard.formats import _ed25519, _inviteframe, agefile, invitation
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes, base64_text, json_bytes
from heard.formats.invitation import Invitation

_DOMAIN = b"heard/invite-kept/v1\n"
_MEMBERS = frozenset(("invitation", "mac"))


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """The invitation and the ``mac`` of its code. Never shown by ``repr``: it is a secret."""

    invitation: Invitation
    mac: bytes

    def body(self) -> bytes:
        """The JSON that is signed."""
        return json_bytes({"invitation": self.invitation.value(), "mac": base64_text(self.mac)})


def write(kept: Kept, seed: bytes) -> bytes:
    """The padded plaintext, signed by the seed of who invited; refuses what ``read`` would."""
    body = kept.body()
    plaintext = _inviteframe.frame(body, _ed25519.sign(seed, _DOMAIN + body))
    read(plaintext, members={kept.invitation.by: kept.invitation.signing})
    return plaintext


def read(plaintext: bytes, *, members: Mapping[str, str]) -> Kept:
    """Read a plaintext. Raises ``FormatError``.

    ``members``: who could read the file key that it is sealed to, as ``readers.follow`` found them:
    id to base64 Ed25519 key.
    """
    body, signature = _inviteframe.unframe(plaintext, _ed25519.SIGNATURE)
    kept = _kept(_inviteframe.value_of(body))
    made = kept.invitation
    if members.get(made.by) != made.signing:
        raise FormatError("author", "Who invited could not read this file: do not use it.")
    if not _ed25519.is_signed(base64_bytes(made.signing), signature, _DOMAIN + body):
        raise FormatError("signature", "The invitation is not signed by who it says.")
    return kept


def _kept(value: dict[str, Any]) -> Kept:
    if value.keys() != _MEMBERS or not isinstance(value["mac"], str):
        raise FormatError("member", "The invitation lacks a member or has one too many.")
    try:
        mac = base64_bytes(value["mac"])
    except ValueError:
        mac = b""
    if len(mac) != invitation.MAC:
        raise FormatError("member", "The invitation's mac is malformed.")
    return Kept(invitation.parse(value["invitation"]), mac)


def seal(kept: Kept, seed: bytes) -> bytes:
    """Sealed to the file key that the invitation names, and to nothing else."""
    return agefile.seal(write(kept, seed), [kept.invitation.file_recipient])


def unseal(sealed: bytes, identity: str, *, members: Mapping[str, str]) -> Kept:
    """Open with one generation's file identity, and read. Raises ``FormatError``."""
    _inviteframe.check_sealed(sealed)
    kept = read(agefile.unseal(sealed, [identity]), members=members)
    if kept.invitation.file_recipient != agefile.recipient_of(identity):
        raise FormatError("recipient", "The invitation names another file key: do not use it.")
    return kept
