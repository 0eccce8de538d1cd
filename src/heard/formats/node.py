"""What one machine of a Heard gives to the next: keys, settings, and where the log stands.

JSON, written once by ``heard node pack`` and read once by ``heard node add``. It holds every secret
of the server: it is a file for its owner alone, and never leaves the operator's hands.

Kinds of refusal: ``format``, ``too_large``.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from heard.formats._errors import FormatError
from heard.formats._text import json_bytes, json_object

MAX_NODE = 2**20  # bytes
KEYS = ("log", "promise", "notify", "secret")  # files of HEARD_DATA/keys
# Settings that all machines of a Heard share; each has its own place for data and settings.
SHARED = (
    *("HEARD_SITE", "HEARD_DATABASE_URL", "HEARD_DOORS", "HEARD_PLAIN", "HEARD_LANGUAGES"),
    *("HEARD_EXIT_URL", "HEARD_MAX_FILE_BYTES", "HEARD_PROXIES", "HEARD_RATE"),
    *("HEARD_MAIL_URL", "HEARD_MAIL_FROM", "HEARD_DIGEST_HOUR", "HEARD_NOTIFY_SCHEMES"),
    *("HEARD_NOTIFY_PRIVATE", "HEARD_REPORTER_FROM", "HEARD_REPORTER_MAIL_URL"),
    *("HEARD_PUSH", "HEARD_PUSH_HOSTS", "HEARD_FIVE_DAY_WEEK", "HEARD_CASELOAD"),
)
# Named by a path, which means nothing on another machine: the text goes along.
PASSWORDS = ("HEARD_MAIL_PASSWORD_FILE", "HEARD_REPORTER_MAIL_PASSWORD_FILE")
OWN = ("HEARD_DATA", "HEARD_SETTINGS", "HEARD_SECRET_KEY_FILE")
_MEMBERS = {"v", "site", "root", "log", "mark", "size", "tree", "keys", "settings", "passwords"}
_HEX = re.compile(r"[0-9a-f]*\Z", re.ASCII)
MARK, HASH = 32, 64  # hexadecimal digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """``size`` and ``tree``: what the first machine last signed; ``mark``: of the sealed files."""

    site: str
    root: str  # vkey
    log: str  # vkey
    mark: str  # 32 hexadecimal digits
    size: int
    tree: str  # root hash, hexadecimal
    keys: Mapping[str, str]  # by name, the text of each
    settings: Mapping[str, str]
    passwords: Mapping[str, str]  # by setting

    def __repr__(self) -> str:
        """Nothing of it: a traceback ends in a log."""
        return f"Node(site={self.site!r})"

    def encode(self) -> bytes:
        """The file."""
        return json_bytes({"v": 1, **asdict(self)}) + b"\n"


def parse(data: bytes) -> Node:
    """Read one. Raises FormatError."""
    if len(data) > MAX_NODE:
        raise FormatError("too_large", "This file is too large to be of heard node pack.")
    try:
        value = json_object(data.removesuffix(b"\n"))
    except ValueError as error:
        raise _malformed() from error
    if value.keys() != _MEMBERS or value["v"] != 1 or not _well_formed(value):
        raise _malformed()
    del value["v"]
    return Node(**value)


def _well_formed(value: dict[str, Any]) -> bool:
    texts = [value[name] for name in ("site", "root", "log", "mark", "tree")]
    return (
        all(isinstance(each, str) for each in texts)
        and len(value["mark"]) == MARK
        and len(value["tree"]) == HASH
        and _HEX.match(value["mark"] + value["tree"]) is not None
        and isinstance(value["size"], int)
        and not isinstance(value["size"], bool)
        and 0 <= value["size"] < 2**63
        and _texts(value["keys"], KEYS)
        and value["keys"].keys() == set(KEYS)
        and _texts(value["settings"], SHARED)
        and _texts(value["passwords"], PASSWORDS)
    )


def _texts(value: object, names: tuple[str, ...]) -> bool:
    """Whether these are texts of one line or more by these names, as a file may have them."""
    return (
        isinstance(value, dict)
        and value.keys() <= set(names)
        and all(isinstance(each, str) and "\0" not in each for each in value.values())
    )


def _malformed() -> FormatError:
    return FormatError("format", "This is not what heard node pack writes. Pack it again.")
