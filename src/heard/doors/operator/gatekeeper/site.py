"""The site's addresses for its gate keepers (docs/spec/gate.md, 7), each request signed."""

import hashlib
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import msgspec

from heard.doors.operator.gatekeeper.folder import Keeper
from heard.formats import gatesigned

TIMEOUT = 60  # seconds
MANY = 5_000  # answers of one request
_CONFLICT = 409  # RFC 9110, 15.5.10
MOST = 256 * 2**20  # bytes: a million people, or the store of so many


class Listed(msgspec.Struct, frozen=True):
    """A listing that waits."""

    digest: str
    sealed: bytes  # base64 in JSON


class Open(msgspec.Struct, frozen=True):
    """An action that this keeper has not answered."""

    id: str
    person: str


class Directory(msgspec.Struct, frozen=True):
    """``digest``: SHA-256, hexadecimal, of the canonical JSON of ``[people, units]``."""

    digest: str
    people: tuple[tuple[str, str, str], ...]
    units: tuple[tuple[str, str], ...]


class Day(msgspec.Struct, frozen=True):
    """All that the site has for a keeper. ``store``: SHA-256 of what it holds, or empty."""

    listings: tuple[Listed, ...]
    open: tuple[Open, ...]
    directory: Directory | None
    store: str


class KeeperError(Exception):
    """A round came to nothing; the message is for those who run the keeper."""


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """The site answers where it stands: a signature is for one address."""

    def redirect_request(self, *_: object) -> None:
        """Nothing is asked; the answer stays what it is, an error."""


_open = urllib.request.build_opener(_Nowhere).open


class Site:
    """The site as its keeper sees it. Each call raises KeeperError."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def day(self, directory: str) -> Day:
        """What waits; the directory where it is another than the one with this digest."""
        said = msgspec.json.encode({"v": 1, "directory": directory})
        try:
            return msgspec.json.decode(self._ask("POST", "/gate/keeper/day", said), type=Day)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise KeeperError(f"The site's answer cannot be read: {error}") from error

    def store(self) -> bytes:
        """The sealed store that it holds."""
        return self._ask("GET", "/gate/keeper/store", b"")

    def put_store(self, sealed: bytes, *, before: str) -> bool:
        """Hold this in place of the one with this digest; false where there is another by now."""
        try:
            self._ask("PUT", f"/gate/keeper/store?before={before}", sealed)
        except KeeperError as error:
            if getattr(error.__cause__, "code", 0) == _CONFLICT:
                return False
            raise
        return True

    def answer(self, answers: tuple[tuple[str, str], ...], taken: dict[str, str]) -> None:
        """Give answers, and say which listings were read; in parts that the site takes."""
        read = tuple(taken.items())
        for start in range(0, max(len(answers), len(read), 1), MANY):
            part = slice(start, start + MANY)
            said = {"v": 1, "answers": answers[part], "taken": read[part]}
            self._ask("POST", "/gate/keeper/answers", msgspec.json.encode(said))

    def _ask(self, method: str, path: str, body: bytes) -> bytes:
        where = urlsplit(self._keeper.url).path + path
        signed = gatesigned.header(
            method, where, body, seed=self._keeper.signing_seed, now=int(time.time())
        )
        headers = {gatesigned.HEADER: signed, "Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310 -- https, or this machine: checked at init
            self._keeper.url + path, body or None, headers, method=method
        )
        try:
            with _open(request, timeout=TIMEOUT) as answer:
                return _whole(answer.read(MOST + 1))
        except urllib.error.HTTPError as error:
            said = error.read(2000).decode("utf-8", "replace")
            raise KeeperError(f"The site refused ({error.code}): {said}") from error
        except (OSError, ValueError) as error:
            raise KeeperError(f"{self._keeper.url} was not reached: {error}") from error


def _whole(body: bytes) -> bytes:
    if len(body) > MOST:
        raise KeeperError("The site's answer is larger than a gate can read.")
    return body


def digest_of(sealed: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(sealed).hexdigest()
