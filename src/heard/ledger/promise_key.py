"""The key that signs promises (docs/spec/receipt.md): a file beside the log's key, and not it.

The newest roster names it; until one does, this log makes no promises.
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from heard.formats import note, promise
from heard.formats._errors import FormatError


class PromiseKeyMissingError(Exception):
    """There is no key to make promises with, or none that can be used."""


class PromiseKey:
    """Signs promises. The same promise gives the same bytes: Ed25519 takes no chance."""

    def __init__(self, signer: note.Signer) -> None:
        self.vkey = signer.verifier.vkey
        self._signer = signer

    def sign(self, said: promise.Promise) -> str:
        """The signed promise."""
        text = said.encode()
        return f"{text}\n{self._signer.line(text)}"


def path() -> Path:
    """Where the key lies."""
    return _in(settings.HEARD.data)


@lru_cache  # each promise asks
def _in(data: Path) -> Path:
    return data / "keys" / "promise"


def ensure(log: str) -> PromiseKey:
    """The key of a log's promises; made where there is none. Processes that start at once agree."""
    if not path().exists():
        _create(promise.key_name(log))
    return load()


def _create(name: str) -> None:
    folder = path().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = folder / f".promise-{secrets.token_hex(8)}"
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(note.Signer.generate(name).encode() + "\n")
        file.flush()
        os.fsync(handle)
    try:
        os.link(new, path())  # fails where another process was faster: its key is taken
    except FileExistsError:
        pass
    finally:
        new.unlink()


def load() -> PromiseKey:
    """The key. Raises PromiseKeyMissingError."""
    here = path()
    try:
        return _load(here, here.stat().st_mtime_ns)
    except (OSError, UnicodeError, FormatError) as error:
        said = getattr(error, "strerror", None) or error
        raise PromiseKeyMissingError(f"The key at {path()} cannot be used: {said}.") from error


def refuse_other(named: str) -> None:
    """Raise PromiseKeyMissingError unless the key here is what the roster names, if it does."""
    if named and load().vkey != named:
        raise PromiseKeyMissingError(
            f"{path()} is not the key of promises that the roster names. Bring that one from"
            " another machine of this Heard or from a backup. If there is none, sign a roster that"
            " names this one (heard roster --help)."
        )


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> PromiseKey:
    return PromiseKey(note.Signer.parse(path.read_text("ascii").strip()))
