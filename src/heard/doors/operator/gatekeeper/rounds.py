"""One round of a keeper: ask the site, keep, put the store back, answer.

The store is put before anything is said to be taken: a crash in between takes it twice, which
changes nothing. Of the site's store and the own copy the one with the higher number counts, so that
neither a restored server nor a lost disk forgets who asked.
"""

import os
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from heard.doors.operator.gatekeeper import folder, keeping, people
from heard.doors.operator.gatekeeper.site import (
    Directory,
    KeeperError,
    Site,
    digest_of,
)
from heard.formats import gatesigned, gatestore
from heard.formats._errors import FormatError
from heard.formats.gatestore import Store

STORE, DIRECTORY = "store.age", "directory.json"
TRIES = 5
PAUSE = 1.1  # seconds: of two requests that are signed alike, in one second, one counts


@dataclass(frozen=True, slots=True)
class Done:
    """What a round did, in numbers; none of them says what was answered."""

    listings: int
    unread: int
    answers: int
    cells: int
    told: people.Counted


@dataclass(frozen=True, slots=True)
class _Change:
    """``there``: what the site holds, and the digest of it sealed."""

    before: Store
    after: Store
    there: Store | None
    digest: str


def one(at: Path, *, today: date) -> Done:
    """Raises KeeperError, OSError."""
    for _ in range(TRIES):
        done = _round(at, today)
        if done is not None:
            return done
        time.sleep(PAUSE)
    raise KeeperError("The other keeper changed the store each time. Try again.")


def _round(at: Path, today: date) -> Done | None:
    keeper = folder.read(at)
    site = Site(keeper)
    known = _known(at)
    day = site.day(known.digest if known else "")
    directory = day.directory or known
    if directory is None:
        raise KeeperError("The site did not say who works there.")
    told = people.note(at, directory.people, today=today)
    _write(at / DIRECTORY, msgspec.json.encode(directory))
    there = _opened(keeper, site.store() if day.store else b"")
    before = _newest(at, keeper, there)
    waiting = keeping.Waiting(
        {each.digest: each.sealed for each in day.listings},
        {each.id: each.person for each in day.open},
    )
    kept = keeping.keep(
        before,
        waiting,
        keeping.Directory(directory.people, dict(directory.units)),
        identity=keeper.identity,
        today=today,
    )
    if not _handed_back(at, keeper, site, _Change(before, kept.store, there, day.store)):
        return None
    taken = {
        digest: gatesigned.taken(digest, seed=keeper.signing_seed) for digest in waiting.listings
    }
    site.answer(kept.answers, taken)
    return Done(len(taken), len(kept.unread), len(kept.answers), len(kept.store.cells), told)


def _known(at: Path) -> Directory | None:
    try:
        return msgspec.json.decode((at / DIRECTORY).read_bytes(), type=Directory)
    except (OSError, msgspec.MsgspecError):
        return None


def _newest(at: Path, keeper: folder.Keeper, there: Store | None) -> Store:
    """The one with the higher number of the site's and our own; a first one where none was seen."""
    own = at / STORE
    stores = [each for each in (there, _opened(keeper, own)) if each is not None]
    if stores:
        return max(stores, key=lambda store: store.number)
    if keeper.number:
        raise KeeperError(f"The gate's store is gone, on the site and here. Bring {own} back.")
    return Store(keeper.site, 0, os.urandom(gatestore.KEY))


def _opened(keeper: folder.Keeper, what: Path | bytes) -> Store | None:
    sealed = what if isinstance(what, bytes) else what.read_bytes() if what.exists() else b""
    if not sealed:
        return None
    try:
        store = gatestore.open_store(
            sealed, identity=keeper.identity, keepers=keeper.keepers, site=keeper.site
        )
    except FormatError as error:
        raise KeeperError(f"The gate's store does not hold: {error}") from error
    if keeper.key and digest_of(store.key) != keeper.key:
        raise KeeperError("The gate's store has another key than this keeper has seen.")
    return store


def _handed_back(at: Path, keeper: folder.Keeper, site: Site, change: _Change) -> bool:
    """There first: two keepers must not differ, and the second of two that put one is refused.

    False where the other was first: then nothing of this round counts.
    """
    before, there = change.before, change.there
    if change.after == before and there is not None and there.number == before.number:
        return True
    store = replace(change.after, number=before.number + 1)
    sealed = gatestore.seal(store, seed=keeper.signing_seed, recipients=keeper.recipients)
    if not site.put_store(sealed, before=change.digest):
        return False
    _write(at / STORE, sealed)
    folder.write(at, msgspec.structs.replace(keeper, number=store.number, key=digest_of(store.key)))
    return True


def _write(path: Path, data: bytes) -> None:
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
