"""Handlers' ways in: invitation, passkeys, recovery code, sealed keyring.

The keyring is an age file that only the holder's passkeys (WebAuthn PRF) and recovery code open;
this server keeps it and cannot read it (docs/spec/sealing.md, section 7).
"""

from heard.actions.keyring._ceremony import CHALLENGE_LIFE, CeremonyError, RelyingParty
from heard.actions.keyring._checks import BadKeysError
from heard.actions.keyring._me import Me, SignedIn, Way
from heard.actions.keyring.joining import (
    INVITE_LIFE,
    InvitationError,
    NewKeys,
    invite_holder,
    join,
    join_options,
)
from heard.actions.keyring.signing_in import (
    NotRecognisedError,
    sign_in_by_passkey,
    sign_in_by_recovery,
    sign_in_options,
    signed_in,
)
from heard.actions.keyring.ways_in import (
    LastWayInError,
    PasskeyKnownError,
    PasskeyUnknownError,
    PasskeyView,
    add_passkey,
    new_recovery,
    passkey_options,
    read_keyring,
    remove_passkey,
)

__all__ = [
    "CHALLENGE_LIFE",
    "INVITE_LIFE",
    "BadKeysError",
    "CeremonyError",
    "InvitationError",
    "LastWayInError",
    "Me",
    "NewKeys",
    "NotRecognisedError",
    "PasskeyKnownError",
    "PasskeyUnknownError",
    "PasskeyView",
    "RelyingParty",
    "SignedIn",
    "Way",
    "add_passkey",
    "invite_holder",
    "join",
    "join_options",
    "new_recovery",
    "passkey_options",
    "read_keyring",
    "remove_passkey",
    "sign_in_by_passkey",
    "sign_in_by_recovery",
    "sign_in_options",
    "signed_in",
]
