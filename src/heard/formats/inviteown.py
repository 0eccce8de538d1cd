"""A party's own copy of the invitation that it answered (docs/spec/channel.md, section 6).

Coming back with twelve words, a browser has nothing else that says which root key and which team
these words belong to. Signed by the words' own key, so that nobody puts another in its place.

Kinds of refusal: those of ``invitation.read``, without ``mac``; those of ``agefile.unseal``.
"""

from heard.formats import _ed25519, _inviteframe, agefile, invitation, returncode
from heard.formats._errors import FormatError
from heard.formats.invitation import Invitation

_DOMAIN = b"heard/invite-own/v1\n"


def write(invited: Invitation, own: returncode.Keys) -> bytes:
    """The padded plaintext, signed by the party's key."""
    body = invitation.parse(invited.value()).body()
    return _inviteframe.frame(body, _ed25519.sign(own.signing_seed, _DOMAIN + body))


def read(plaintext: bytes, *, key: bytes) -> Invitation:
    """Read a plaintext; ``key``: the party's Ed25519 key. Raises ``FormatError``."""
    body, signature = _inviteframe.unframe(plaintext, _ed25519.SIGNATURE)
    if not _ed25519.is_signed(key, signature, _DOMAIN + body):
        raise FormatError("signature", "This invitation is not the one that these words answered.")
    return invitation.parse(_inviteframe.value_of(body))


def seal(invited: Invitation, own: returncode.Keys) -> bytes:
    """Sealed to the party's own recipient, and sent with the answer."""
    return agefile.seal(write(invited, own), [own.recipient])


def check_sealed(sealed: bytes) -> agefile.Checked:
    """What a server checks of it without a key."""
    return _inviteframe.check_sealed(sealed)


def unseal(sealed: bytes, own: returncode.Keys) -> Invitation:
    """Open with the keys of the twelve words. Raises ``FormatError``."""
    _inviteframe.check_sealed(sealed)
    return read(agefile.unseal(sealed, [own.identity]), key=own.signing_public)
