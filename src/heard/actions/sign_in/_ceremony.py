"""WebAuthn ceremonies (W3C WebAuthn level 3): what is asked of an authenticator, and the check.

A passkey must be discoverable (no names are typed, so none can be probed for) and must verify its
user (it stands for the whole sign-in, not for a second factor). Attestation is "none": which
maker's key a handler owns is none of our business.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRequestOptions,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from heard.rules.refusals import MalformedError

TIMEOUT_MS = 300_000
MAX_CREDENTIAL_ID = 300  # bytes; 400 characters of base64url in the table

# docs/spec/sealing.md, section 7: asked for at sign-in too, so that one touch does both.
PRF_INPUT = hashlib.sha256(b"heard/keyring/v1").digest()

Json = dict[str, Any]


NOT_CHECKED = (
    "That passkey could not be checked. Please try again; if it fails twice, "
    "use your recovery code."
)


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """This site as authenticators see it: ``id`` is a host, ``origin`` has scheme and port."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, kw_only=True)
class NewPasskey:
    id: str  # base64url
    public_key: bytes  # COSE
    sign_count: int


def creation_options(
    *, party: RelyingParty, challenge: bytes, user: str, name: str, known: Iterable[str]
) -> Json:
    """PublicKeyCredentialCreationOptionsJSON; ``known`` are credentials not to be made twice."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=bytes.fromhex(user),
        user_name=name,
        user_display_name=name,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(k)) for k in known],
    )
    return _with_prf(options)


def request_options(
    *, party: RelyingParty, challenge: bytes, known: Iterable[str] | None = None
) -> Json:
    """PublicKeyCredentialRequestOptionsJSON; without ``known`` the authenticator finds its own."""
    allowed = [PublicKeyCredentialDescriptor(base64url_to_bytes(k)) for k in known or ()]
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        allow_credentials=None if known is None else allowed,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _with_prf(options)


def _with_prf(
    options: PublicKeyCredentialCreationOptions | PublicKeyCredentialRequestOptions,
) -> Json:
    made: Json = options_to_json_dict(options)
    made["extensions"] = {"prf": {"eval": {"first": bytes_to_base64url(PRF_INPUT)}}}
    return made


def check_registration(*, party: RelyingParty, challenge: bytes, credential: Json) -> NewPasskey:
    """The new passkey. Raises ``MalformedError``."""
    try:
        checked = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, *_STRAY) as failed:
        raise MalformedError(NOT_CHECKED) from failed
    if len(checked.credential_id) > MAX_CREDENTIAL_ID:
        raise MalformedError(NOT_CHECKED)
    return NewPasskey(
        id=bytes_to_base64url(checked.credential_id),
        public_key=checked.credential_public_key,
        sign_count=checked.sign_count,
    )


def check_assertion(
    *,
    party: RelyingParty,
    challenge: bytes,
    credential: Json,
    public_key: bytes,
    sign_count: int,
) -> int:
    """The new signature counter. Raises ``MalformedError``.

    Also where the counter did not grow: somebody may have copied the key (WebAuthn 7.2, step 22).
    """
    try:
        checked = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, *_STRAY) as failed:
        raise MalformedError(NOT_CHECKED) from failed
    return checked.new_sign_count


def user_of(credential: Json) -> str:
    """The holder id that the authenticator stored as user handle. Raises ``MalformedError``."""
    try:
        return base64url_to_bytes(credential["response"]["userHandle"]).hex()
    except _STRAY as failed:
        raise MalformedError(NOT_CHECKED) from failed


# The library lets these through on answers that are no CBOR, no base64 or no object at all.
_STRAY = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)
