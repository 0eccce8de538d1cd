"""A mail server's address with a name and a password (RFC 3986, section 3).

Read by hand: a library takes ``user:2024#spring@host`` for the machine ``user`` at port 2024, and
mail would go there without a password. A sign that can stand for two things is refused by name.
No message repeats any of the address, because it holds a password.
"""

import re
from typing import Any
from urllib.parse import unquote_to_bytes

FORMS = "smtp://user:password@host:587?tls=starttls, smtps://user:password@host:465, smtp://host:25"
MOST = 2000  # characters
_SCHEME = re.compile(r"(smtps?)://(.*)\Z", re.IGNORECASE | re.DOTALL)
_ENDS = re.compile(r"[/?#]")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLACE = re.compile(
    r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?\Z"
)
_PORTS = {("smtp", False): 25, ("smtp", True): 587, ("smtps", False): 465}
LAST_PORT = 65_535


class MailUrlError(ValueError):
    """What is wrong with it, as a sentence for the one who set it; nothing of the password."""


def read(url: str, *, password: str = "") -> dict[str, Any]:
    """Django's EMAIL_* names. Raises MailUrlError.

    ``password``: as it came from a file, where none stands in the URL.
    """
    scheme, rest = _scheme(url)
    authority, tail = _parted(rest)
    userinfo, at, place = authority.rpartition("@")
    starttls = _starttls(tail, scheme)
    host, port = _place(place)
    user, colon, written = userinfo.partition(":")
    if at and not user:
        raise MailUrlError("a name is missing before the : or @")
    if colon and password:
        raise MailUrlError("a password stands here and in the file: leave one of them out")
    if at and not (written or password):
        raise MailUrlError("a name stands here and no password: add it, or name its file")
    if password and not at:
        raise MailUrlError("there is a file with a password: write whose it is, as user@host")
    return {
        "EMAIL_HOST": host.strip("[]"),
        "EMAIL_PORT": port or _PORTS[scheme, starttls],
        "EMAIL_HOST_USER": _decoded(user, "the name"),
        "EMAIL_HOST_PASSWORD": password or _decoded(written, "the password"),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": scheme == "smtps",
    }


def _scheme(url: str) -> tuple[str, str]:
    if len(url) > MOST:
        raise MailUrlError(f"it is longer than {MOST} characters")
    if odd := next((sign for sign in url if sign.isspace() or not sign.isprintable()), None):
        coded = "".join(f"%{byte:02X}" for byte in odd.encode("utf-8", "replace"))
        raise MailUrlError(f"a space or another sign that cannot be seen stands in it: as {coded}")
    if not (match := _SCHEME.match(url)):
        raise MailUrlError(f"give {FORMS}")
    return match[1].lower(), match[2]


def _parted(rest: str) -> tuple[str, str]:
    """What stands before the first of / ? #, and the rest with it."""
    match = _ENDS.search(rest)
    if match is None:
        return rest, ""
    sign, tail = match[0], rest[match.start() :]
    if "@" in tail:
        raise MailUrlError(
            f"the sign {sign} in a name or password is written %{ord(sign):02X} (percent-encoded):"
            " as it stands it ends the address"
        )
    if "#" in tail:
        raise MailUrlError(
            "a # has no place here: take away what begins with it; in a password write %23"
        )
    return rest[: match.start()], tail


def _starttls(tail: str, scheme: str) -> bool:
    """Whether ``?tls=starttls`` stands there."""
    path, _, query = tail.partition("?")
    if path.strip("/"):
        raise MailUrlError(
            "nothing but ?tls=starttls may follow the host; in a password write / as %2F"
        )
    if query and query.lower() != "tls=starttls":
        raise MailUrlError("after the ? only tls=starttls is known; in a password write ? as %3F")
    if query and scheme == "smtps":
        raise MailUrlError(
            "smtps:// is TLS from the start: leave ?tls=starttls out, or give smtp://"
        )
    return bool(query)


def _place(place: str) -> tuple[str, int]:
    """Host and port; 0 where none is named."""
    match = _PLACE.match(place)
    if not match:
        raise MailUrlError(
            f"after the // or the last @ a host and perhaps a port are wanted; give {FORMS}"
        )
    if match[2] is not None and not 1 <= int(match[2]) <= LAST_PORT:
        raise MailUrlError(f"the port is from 1 to {LAST_PORT:,}")
    return match[1], int(match[2] or 0)


def _decoded(text: str, what: str) -> str:
    """Percent-decoded UTF-8; letters beyond ASCII may stand as they are."""
    if _BROKEN.search(text):
        raise MailUrlError(f"the sign % in {what} is written %25 (percent-encoded)")
    try:
        found = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise MailUrlError(
            f"what follows a % in {what} is no letter of UTF-8: the sign % itself is written %25"
        ) from None
    if any(ord(sign) < ord(" ") or sign == "\x7f" for sign in found):
        raise MailUrlError(f"{what} has a control character in it")
    return found
