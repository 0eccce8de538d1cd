"""What a gate keeper keeps, and how two keepers hand it to each other (docs/spec/gate.md, 6).

Signed by the keeper that wrote it and sealed to both: the server holds it for them and can neither
read it nor make one. Kinds of refusal: ``too_large``, ``format``, ``signature``, ``site``,
``version``, ``sealed``.
"""

import re
from base64 import b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

import msgspec

from heard.formats import _ed25519, agefile
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes
from heard.formats.members import has_twice

MAX_STORE = 64 * 2**20  # bytes, of a million people
BUCKET = 64 * 1024  # a store is filled up to a multiple: one day more of a cell does not show
KEY = 32
_CONTEXT = b"heard/gate-store/v1\n"
_ID, _DAY = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class StoredCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """``people``: keyed hashes, never who they are; ``held``: days."""

    id: str
    unit: str
    people: tuple[str, ...]
    held: tuple[str, ...]


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: int
    site: str
    number: int
    key: str
    cells: tuple[StoredCell, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """``number``: one more with each change; ``key``: 32 bytes by which cells are put and drawn."""

    site: str
    number: int
    key: bytes = field(repr=False)
    cells: tuple[StoredCell, ...] = ()


def seal(store: Store, *, seed: bytes, recipients: Iterable[str]) -> bytes:
    """Signed with the keeper's ``seed`` and sealed to ``recipients``. Raises FormatError."""
    said = _Said(1, store.site, store.number, b64encode(store.key).decode(), store.cells)
    body = msgspec.json.encode(said)
    body = body.ljust(-(-(len(body) + _ed25519.SIGNATURE) // BUCKET) * BUCKET - _ed25519.SIGNATURE)
    if len(body) > MAX_STORE:
        raise FormatError("too_large", "There are more people than a gate can keep.")
    signature = _ed25519.sign(seed, _CONTEXT + body)
    return agefile.seal(signature + body, list(recipients))


def open_store(sealed: bytes, *, identity: str, keepers: Collection[bytes], site: str) -> Store:
    """What ``seal`` made, by one of ``keepers`` (Ed25519 public keys). Raises FormatError."""
    if len(sealed) > MAX_STORE * 2:
        raise FormatError("too_large", "This is larger than what a gate can keep.")
    plain = agefile.unseal(sealed, [identity])
    signature, body = plain[: _ed25519.SIGNATURE], plain[_ed25519.SIGNATURE :]
    if not any(_ed25519.is_signed(key, signature, _CONTEXT + body) for key in keepers):
        raise FormatError("signature", "No keeper of this gate signed what the server keeps.")
    return _read(body, site)


def _read(body: bytes, site: str) -> Store:
    try:
        said = msgspec.json.decode(body, type=_Said)
        key = base64_bytes(said.key)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise FormatError("format", "What the gate keeps cannot be read.") from error
    if has_twice(body):
        raise FormatError("format", "What the gate keeps can be read in two ways.")
    if said.v != 1:
        raise FormatError("version", "A newer Heard wrote what the gate keeps.")
    if said.site != site:
        raise FormatError("site", "This is what another organisation's gate keeps.")
    if len(key) != KEY or said.number < 1 or not all(map(_is_sound, said.cells)):
        raise FormatError("format", "What the gate keeps is malformed.")
    return Store(said.site, said.number, key, said.cells)


def _is_sound(cell: StoredCell) -> bool:
    return _ID.fullmatch(cell.id) is not None and all(map(_is_day, cell.held))


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False
