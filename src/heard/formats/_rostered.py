"""What a roster says of people and machines alike, and the machines (docs/spec/roster.md).

Kinds of refusal: ``format``, ``key``, ``recipient``, ``duplicate``.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from heard.formats import _ed25519, bech32
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes

NOTICES = "notices"
USES = (NOTICES, "gate", "steward", "counsellor")  # any other is refused until it is specified
MOST_OF_USE = 2  # of each but notices: one of two may be away
MAX_TEXT = 200
_HYBRID_BYTES = 1216
_POINT = b"\x04"  # an uncompressed one (SEC 1, 2.3.3)
_PUSH_KEY = re.compile(r"[A-Za-z0-9_-]{87}\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A machine that a page may seal to. ``use``: for what; ``operator``: who runs it.

    ``signing``: of ``notices`` the key that push services know this site by (RFC 8292), an
    uncompressed point of P-256 in base64url without padding; None where it signs nothing. Of any
    other use the Ed25519 key that signs what the machine says, base64.
    """

    use: str
    operator: str
    recipient: str  # age1pq1…
    signing: str | None = None


def check_services(services: Sequence[Service]) -> None:
    """Check all of a roster. Raises FormatError."""
    for each in services:
        check_service(each)
    for use in USES:
        most = 1 if use == NOTICES else MOST_OF_USE
        if sum(each.use == use for each in services) > most:
            raise FormatError("duplicate", f"The roster names too many machines for {use}.")


def check_service(service: Service) -> None:
    """Check one machine by itself. Raises FormatError.

    What no version knows is sealed to by nobody: a use that is not listed is refused.
    """
    if service.use not in USES or not is_text(service.operator) or not service.operator:
        raise FormatError("format", "A machine of the roster is malformed. Ask for a new roster.")
    check_recipient(service.recipient, service.use)
    if not _is_key_for(service.use, service.signing):
        raise FormatError("key", f"The key that signs for {service.use} is weak, or none.")


def signing_keys(services: Sequence[Service]) -> list[str | None]:
    """Those that must be nobody else's; that of pushes is of another kind."""
    return [each.signing for each in services if each.use != NOTICES]


def check_recipient(recipient: str, whose: str) -> None:
    """Check the shape; whether the key loads is found when it is sealed to. Raises FormatError."""
    try:
        prefix, public = bech32.decode(recipient)
    except FormatError:
        prefix, public = "", b""
    if prefix != "age1pq" or len(public) != _HYBRID_BYTES or not recipient.islower():
        raise FormatError("recipient", f"The key of {whose} is not post-quantum. Do not seal.")


def is_text(value: object) -> bool:
    """Whether it is text of at most 200 characters; it may be empty."""
    return isinstance(value, str) and len(value) <= MAX_TEXT


def _is_key_for(use: str, signing: object) -> bool:
    if use == NOTICES:
        return signing is None or _is_push_key(signing)
    try:
        return isinstance(signing, str) and _ed25519.is_sound(base64_bytes(signing))
    except ValueError:
        return False


def _is_push_key(text: object) -> bool:
    """Whether it has the form of an uncompressed point; the browser that subscribes tries it."""
    if not isinstance(text, str) or not _PUSH_KEY.match(text):
        return False
    point = base64.urlsafe_b64decode(text + "=")
    return point[:1] == _POINT and base64.urlsafe_b64encode(point) == f"{text}=".encode()
