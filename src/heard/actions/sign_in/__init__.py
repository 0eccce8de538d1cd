"""Handlers' ways in: invitation, passkeys, recovery code, sealed keyring.

The keyring is an age file that only the holder's passkeys (WebAuthn PRF) and recovery code open;
this server keeps it and cannot read it (docs/spec/sealing.md, section 7).
"""

from heard.actions.sign_in._ceremony import RelyingParty
from heard.actions.sign_in._challenge import CHALLENGE_LIFE
from heard.actions.sign_in._changing import Change, KeyringMovedError, forget_old
from heard.actions.sign_in._me import Me, SessionHolder, SignedIn, Way
from heard.actions.sign_in.confirming import (
    Asking,
    NotConfirmedError,
    confirm_by_passkey,
    confirm_by_recovery,
    confirm_options,
)
from heard.actions.sign_in.joining import INVITE_LIFE, NewKeys, invite_holder, join, join_options
from heard.actions.sign_in.rotating import NewKeysView, NextKeys, make_keys
from heard.actions.sign_in.signing_in import (
    NotRecognisedError,
    session_of,
    sign_in_by_passkey,
    sign_in_by_recovery,
    sign_in_options,
    signed_in,
)
from heard.actions.sign_in.ways_in import (
    EarlierKeyring,
    KeyChange,
    KeyringView,
    NewWay,
    PasskeyView,
    add_passkey,
    earlier_keyrings,
    new_recovery,
    passkey_options,
    read_keyring,
    remove_passkey,
    replace_keyring,
)

__all__ = [
    "CHALLENGE_LIFE",
    "INVITE_LIFE",
    "Asking",
    "Change",
    "EarlierKeyring",
    "KeyChange",
    "KeyringMovedError",
    "KeyringView",
    "Me",
    "NewKeys",
    "NewKeysView",
    "NewWay",
    "NextKeys",
    "NotConfirmedError",
    "NotRecognisedError",
    "PasskeyView",
    "RelyingParty",
    "SessionHolder",
    "SignedIn",
    "Way",
    "add_passkey",
    "confirm_by_passkey",
    "confirm_by_recovery",
    "confirm_options",
    "earlier_keyrings",
    "forget_old",
    "invite_holder",
    "join",
    "join_options",
    "make_keys",
    "new_recovery",
    "passkey_options",
    "read_keyring",
    "remove_passkey",
    "replace_keyring",
    "session_of",
    "sign_in_by_passkey",
    "sign_in_by_recovery",
    "sign_in_options",
    "signed_in",
]
