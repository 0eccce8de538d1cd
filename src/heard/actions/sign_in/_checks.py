"""Bounds on what a holder's browser stores here. The contents are theirs to check."""

import re

from heard.formats import keyring
from heard.formats._errors import FormatError
from heard.formats.agekeys import is_hybrid
from heard.formats.signingkeys import is_signing_key
from heard.rules.refusals import MalformedError

MAX_RECIPIENT = 4_096  # characters; age1pq1… has 1,960

_DIGEST = re.compile(r"[0-9a-f]{64}")


def bad_keys(part: str) -> MalformedError:
    """What the browser made is not what the format says; ``part`` names which."""
    return MalformedError(f"The {part} has the wrong form. Please reload the page and try again.")


def check_keyring(sealed: bytes) -> None:
    """Check the shape of a sealed keyring. Raises ``MalformedError``."""
    try:
        keyring.check_sealed(sealed)
    except FormatError as odd:
        raise bad_keys("keyring") from odd


def check_recovery(digest: str) -> None:
    if not _DIGEST.fullmatch(digest):
        raise bad_keys("recovery code")


def check_public(*, recipient: str, signing: str) -> None:
    if len(recipient) > MAX_RECIPIENT or not is_hybrid(recipient):
        raise bad_keys("recipient key")
    if not is_signing_key(signing):
        raise bad_keys("signing key")
