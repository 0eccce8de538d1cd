"""What a keeper has on its own disk: its keys, whom it keeps the gate with, and how far it is.

``keeper.json`` is its secret: whoever has it and what the server holds reads the gate's store.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from heard.formats import _ed25519, agekeys
from heard.formats._text import base64_bytes, base64_text

NAME = "keeper.json"
SEED = 32


class Beside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another keeper of the same gate, by its public keys."""

    recipient: str
    signing: str


class Keeper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``number``: of the newest store it has seen; ``key``: SHA-256 of its draw key, or empty."""

    v: int
    site: str
    url: str
    identity: str
    seed: str
    beside: tuple[Beside, ...] = ()
    number: int = 0
    key: str = ""

    @property
    def recipient(self) -> str:
        """What listings are sealed to."""
        return agekeys.recipient_of(self.identity)

    @property
    def signing(self) -> str:
        """Its Ed25519 public key, base64."""
        return base64_text(_ed25519.public_of(self.signing_seed))

    @property
    def signing_seed(self) -> bytes:
        """32 bytes."""
        return base64_bytes(self.seed)

    @property
    def recipients(self) -> Sequence[str]:
        """To whom the store is sealed."""
        return (self.recipient, *(each.recipient for each in self.beside))

    @property
    def keepers(self) -> list[bytes]:
        """Whose store is believed."""
        return [
            base64_bytes(each) for each in (self.signing, *(one.signing for one in self.beside))
        ]


def make(*, site: str, url: str) -> Keeper:
    """One with fresh keys."""
    return Keeper(
        v=1,
        site=site,
        url=url.rstrip("/"),
        identity=agekeys.identity_from_seed(os.urandom(SEED)),
        seed=base64_text(os.urandom(SEED)),
    )


def read(folder: Path) -> Keeper:
    """What ``write`` wrote. Raises OSError, msgspec.MsgspecError."""
    return msgspec.json.decode((folder / NAME).read_bytes(), type=Keeper)


def write(folder: Path, keeper: Keeper) -> None:
    """Whole or not at all, for its owner alone. Raises OSError."""
    beside = folder / f"{NAME}.new"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(keeper), indent=1) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    beside.rename(folder / NAME)
