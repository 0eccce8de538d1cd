"""An employee id as a segment of an address, and back: one way each, so that nothing is twice."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from scim2_models import NotFoundException

from heard.rules.directory import usable

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MARK = "~"
LONGEST = 512


def outside(id: str) -> str:
    """The SCIM id of a person: the employee id itself, or ``~`` and base64url of it."""
    if _PLAIN.fullmatch(id):
        return id
    return MARK + urlsafe_b64encode(id.encode()).decode().rstrip("=")


def inside(given: str) -> str:
    """The employee id. Raises NotFoundException."""
    if _PLAIN.fullmatch(given):
        return given
    try:
        id = _decoded(given)
    except ValueError:
        id = ""
    if not usable(id) or outside(id) != given:
        raise NotFoundException(detail="There is no such user.")
    return id


def _decoded(given: str) -> str:
    """Raises ValueError."""
    coded = given.removeprefix(MARK)
    if coded == given or len(given) > LONGEST:
        return ""
    return urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode()
