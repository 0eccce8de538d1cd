"""Bounds on what a holder's browser stores here. The contents are theirs to check."""

import base64
import re

MAX_KEYRING = 65_536  # bytes: one stanza of about 1.6 kB for each of up to 32 ways in
MAX_RECIPIENT = 4_096  # characters; age1pq1… has 1,960

_DIGEST = re.compile(r"[0-9a-f]{64}")
_RECIPIENT = re.compile(r"age1pq1[02-9ac-hj-np-z]+")  # Bech32 letters


class BadKeysError(ValueError):
    """What the browser made is not what the format says; the message names the part."""

    def __init__(self, part: str) -> None:
        super().__init__(f"The {part} has the wrong form. Please reload the page and try again.")


def check_keyring(keyring: bytes) -> None:
    if not 0 < len(keyring) <= MAX_KEYRING or not keyring.startswith(b"age-encryption.org/v1\n"):
        raise BadKeysError("keyring")


def check_recovery(digest: str) -> None:
    if not _DIGEST.fullmatch(digest):
        raise BadKeysError("recovery code")


def check_public(*, recipient: str, signing: str) -> None:
    if len(recipient) > MAX_RECIPIENT or not _RECIPIENT.fullmatch(recipient):
        raise BadKeysError("recipient key")
    try:
        raw = base64.b64decode(signing, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != 32 or base64.b64encode(raw).decode() != signing:  # noqa: PLR2004 - Ed25519
        raise BadKeysError("signing key")
