"""The key that signs checkpoints: a file of its own, readable by its owner only."""

import hmac
import os
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

PADDING = b"heard/log-padding/v1\n"


class LogKeyMissing(Exception):
    """There is no key to sign the log with."""


class LogKey:
    """Signs checkpoints, and makes padding that only this key's holder can tell from events."""

    def __init__(self, name: str, seed: bytes) -> None:
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._padding = hmac.digest(seed, PADDING, sha256)
        marked = b"\x01" + self._public  # 0x01: Ed25519 (c2sp.org/signed-note)
        self._id = sha256(f"{name}\n".encode() + marked).digest()[:4]
        self.vkey = f"{name}+{self._id.hex()}+{b64encode(marked).decode()}"

    def checkpoint(self, size: int, root: bytes) -> str:
        """The signed checkpoint of a tree (c2sp.org/tlog-checkpoint)."""
        body = f"{self.name}\n{size}\n{b64encode(root).decode()}\n"
        signed = b64encode(self._id + self._key.sign(body.encode())).decode()
        return f"{body}\n\u2014 {self.name} {signed}\n"

    def padding(self, index: int) -> bytes:
        """The entry of padding at this place: random to everyone without the key.

        Derived, not drawn, so that ``heard doctor`` tells a deleted event from padding.
        """
        return b"\x01" + hmac.digest(self._padding, index.to_bytes(8, "big"), sha256)


def path() -> Path:
    """Where the key lies."""
    keys: Path = settings.HEARD.data / "keys"
    return keys / "log"


def create(name: str) -> LogKey:
    """Make the key. Raises FileExistsError where there is one: a log's key is never replaced."""
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    seed = os.urandom(32)
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"heard/log-key/v1\n{name}\n{seed.hex()}\n")
        file.flush()
        os.fsync(handle)
    return load()


def load() -> LogKey:
    """The key. Raises LogKeyMissing."""
    try:
        return _load(path(), path().stat().st_mtime_ns)
    except FileNotFoundError:
        raise LogKeyMissing(f"No log key at {path()}: run heard init, or restore it.") from None


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> LogKey:
    form, name, seed, end = path.read_text("ascii").split("\n")
    if form != "heard/log-key/v1" or end:
        raise LogKeyMissing(f"{path} is not a log key: restore it from where keys are kept.")
    return LogKey(name, bytes.fromhex(seed))
