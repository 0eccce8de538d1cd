"""The key that signs checkpoints: a file of its own, readable by its owner only."""

import hmac
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from heard.formats import checkpoint
from heard.formats._errors import FormatError
from heard.formats.note import Signer

PADDING = b"heard/log-padding/v1\n"
UNCLAIMED = b"heard/log-unclaimed/v1\n"


class LogKeyMissingError(Exception):
    """There is no key to sign the log with, or none that can be used."""


class LogKey:
    """Signs checkpoints, and makes padding that only this key's holder can tell from events."""

    def __init__(self, signer: Signer) -> None:
        self.name = signer.name
        self.vkey = signer.verifier.vkey
        self._signer = signer
        self._padding = hmac.digest(signer.seed, PADDING, sha256)
        self._unclaimed = hmac.digest(signer.seed, UNCLAIMED, sha256)

    def checkpoint(self, size: int, root: bytes) -> str:
        """The signed checkpoint of a tree (c2sp.org/tlog-checkpoint)."""
        return checkpoint.sign(checkpoint.Checkpoint(self.name, size, root), self._signer)

    def padding(self, index: int) -> bytes:
        """The entry of padding at this place: random to everyone without the key.

        Derived, not drawn, so that ``heard doctor`` tells a deleted event from padding.
        """
        return b"\x01" + hmac.digest(self._padding, index.to_bytes(8, "big"), sha256)

    def unclaimed(self, entry: bytes) -> bytes:
        """The seal of an entry that was promised or might have been, and that no event has.

        So that ``heard doctor`` tells it from an event that was deleted.
        """
        return hmac.digest(self._unclaimed, entry, sha256)


def path() -> Path:
    """Where the key lies."""
    keys: Path = settings.HEARD.data / "keys"
    return keys / "log"


def create(name: str) -> LogKey:
    """Make the key. Raises FileExistsError where there is one: a log's key is never replaced."""
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(Signer.generate(name).encode() + "\n")
        file.flush()
        os.fsync(handle)
    return load()


def load() -> LogKey:
    """The key. Raises LogKeyMissingError."""
    here = path()
    try:
        return _load(here, here.stat().st_mtime_ns)
    except FileNotFoundError:
        raise LogKeyMissingError(
            f"No log key at {path()}: run heard init, or restore it."
        ) from None
    except (OSError, UnicodeError, FormatError) as error:
        said = getattr(error, "strerror", None) or error
        raise LogKeyMissingError(f"The log key at {path()} cannot be used: {said}.") from error


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> LogKey:
    return LogKey(Signer.parse(path.read_text("ascii").strip()))
