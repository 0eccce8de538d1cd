"""The world of tests/formats/test_sealing_model.py: what may happen, what a server may offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from heard.formats import (
    FormatError,
    bech32,
    checkpoint,
    conflictproof,
    conflicts,
    entry,
    merkle,
    names,
    note,
    policy,
    readers,
    receipt,
    roster,
)
from heard.formats._ed25519 import public_of
from heard.formats._text import base64_text
from heard.formats.readers import Said, Statement

STEPS = 5
SITE = "model.example"
ROOT, ELSE = (note.Signer(f"{SITE}/root", bytes([seed]) * 32) for seed in (1, 2))
LOG = note.Signer(f"{SITE}/log", bytes([3]) * 32)
WITNESS, STRANGER = (
    note.Signer("union.example", bytes([seed]) * 32, note.COSIGNATURE) for seed in (4, 5)
)
BEGIN = datetime(2026, 12, 1, 9, tzinfo=UTC)
WEEK = 8  # days: more than a table lasts
GAO = names.key_of("Gao Jun")
CLEAN_SALT = "5" * 32  # of the server's own table


def person(number: int, name: str) -> roster.Entry:
    return roster.Entry(
        id=f"{number:032x}", name=name, role="Reader", tier=1, unit="", until=None,
        recipient=bech32.encode("age1pq", bytes([number]) * 1216),
        signing=base64_text(public_of(bytes([number]) * 32)), from_=date(2026, 1, 1),
    )  # fmt: skip


BEN, XU, SERVER = (person(*each) for each in ((11, "Ben"), (12, "Xu"), (13, "Nobody")))
HERS = base64_text(public_of(bytes(32)))


class Table(NamedTuple):
    """One that the log published. ``knows``: that Xu must not judge Gao Jun."""

    day: int
    knows: bool


class Offer(NamedTuple):
    """What the server gives to who asks: texts of a roster, a head, its proof, and the bucket."""

    roster: str
    head: str
    proof: str
    bucket: bytes | None


class Sealed(NamedTuple):
    """To whom, and whether the page says that everybody could be looked up."""

    to: tuple[roster.Entry, ...]
    whole: bool


class State(NamedTuple):
    """``signed``: rosters so far. ``said``: letters with statements; ``gone``: Xu is left out."""

    day: int = 0
    moved: bool = False
    signed: int = 1
    tables: tuple[Table, ...] = ()
    said: tuple[Said, ...] = ()
    gone: int | None = None

    @property
    def now(self) -> datetime:
        return BEGIN + timedelta(days=self.day)


# What is signed and logged.


@cache
def listed(version: int, root: note.Signer = ROOT) -> str:
    """The first list has both; the second no Xu. A stranger's has the server's person too."""
    people = (BEN, XU)[: 3 - version] + ((SERVER,) if root is ELSE else ())
    made = roster.Roster(
        site=SITE, version=version, organisation="Meridian", issued=BEGIN, entries=people,
        previous=None if version == 1 else roster.digest(listed(version - 1)),
        log=LOG.verifier.vkey, quorum=1,
        witnesses=(roster.Witness(name="w", operator="Union", vkey=WITNESS.verifier.vkey),),
    )  # fmt: skip
    return roster.sign(made, root)


@cache
def content(table: Table, salt: str) -> tuple[str, bytes]:
    """Head and bucket."""
    found = [(1, conflicts.RELATIONS.index("manager"))] if table.knows else []
    head = conflicts.Head(
        salt=salt, bits=0, entries=conflicts.STEP, holders=(BEN.id, XU.id), roster="",
        built=stamp(table.day),
    )  # fmt: skip
    at = conflicts.digest(salt, GAO)
    here = conflicts.entries(at, found) if found else ()
    bucket = conflicts.bucket(here, conflicts.STEP, lambda size: b"\xff" * size)
    tree, _ = conflicts.planted([bucket])
    return replace(head, tree=tree).encode(), bucket


def stamp(day: int) -> str:
    return f"{BEGIN + timedelta(days=day):%Y-%m-%dT%H:%M:%SZ}"


def salted(number: int) -> str:
    return f"{number + 1:032x}"


@cache
def published(table: Table, salt: str) -> entry.Opening:
    head, bucket = content(table, salt)
    table_digest = sha256(head.encode() + bucket).hexdigest()
    said = {
        "event": "conflicts_published", "actor": "clock", "at": stamp(table.day),
        "table": table_digest, "head": sha256(head.encode()).hexdigest(), "roster": "",
    }  # fmt: skip
    return entry.make(said, bytes)


@cache
def proved(tables: tuple[tuple[Table, str], ...], index: int, *, by: note.Signer | None) -> str:
    """A receipt of one of these, in a log of an epoch each; ``by``: who cosigned it."""
    log = [published(*each) for each in tables]
    others = [bytes(32)] * (conflictproof.LEAST - 1)
    leaves = [leaf for each in log for leaf in (*others, merkle.leaf_hash(each.entry))]
    place = (index + 1) * conflictproof.LEAST - 1
    head = checkpoint.Checkpoint(LOG.name, len(leaves), merkle.leaves_hash(leaves))
    signed = checkpoint.sign(head, LOG)
    if by:
        signed = note.add(signed, checkpoint.cosign(signed, by, stamp=1_790_000_000))
    path = merkle.inclusion_proof(
        place, len(leaves), lambda start, end: merkle.leaves_hash(leaves[start:end])
    )
    return receipt.write(log[index].encode(), place, path, signed)


# What the server may offer, and what the page makes of it.


def offers(state: State) -> Iterator[Offer]:
    lists = [*(listed(version) for version in range(1, state.signed + 1)), listed(1, ELSE)]
    yield from (Offer(each, *table) for each in lists for table in offered(state))


def offered(state: State) -> Iterator[tuple[str, str, bytes | None]]:
    """Any table of the log, then what is wrong with one: bucket, head, log or witness."""
    log = tuple((table, salted(at)) for at, table in enumerate(state.tables))
    own = Table(state.day, knows=False)
    head, bucket = content(own, CLEAN_SALT)
    yield head, "", bucket
    for by in (None, STRANGER):
        yield head, proved(((own, CLEAN_SALT),), 0, by=by), bucket
    for at, table in enumerate(state.tables):
        proof = proved(log, at, by=WITNESS)
        true, its = content(table, salted(at))
        yield true, proof, its
        yield true, proof, None
        yield true, proof, bucket
        yield head, proof, bucket


def page(offer: Offer, now: datetime) -> Sealed:
    """Raises FormatError: then nothing is sealed."""
    signed = read(offer.roster)
    found = looked_up(offer.head, offer.proof, offer.bucket, signed.log, signed.witnesses, now)
    return Sealed(
        tuple(each for each in signed.valid_on(now.date()) if each.id not in (found or ())),
        found is not None and {BEN.id, XU.id} <= set(conflicts.parse(offer.head).holders),
    )


@cache
def read(text: str) -> roster.Roster:
    return roster.verify(text, root=ROOT.verifier)


@cache
def looked_up(
    head: str, proof: str, bucket: bytes | None, log: str,
    witnesses: tuple[roster.Witness, ...], now: datetime,
) -> set[str] | None:  # fmt: skip
    """Who must not judge Gao Jun; None where the log proves nothing of it."""
    keys = [(each.name, each.operator, note.Verifier.parse(each.vkey)) for each in witnesses]
    key = note.Verifier.parse(log)
    by = conflictproof.By(log=key, policy=policy.by_operator(key, keys, 1), time=now)
    if bucket is None:
        return None
    try:
        conflictproof.prove(head, proof, by)
        parsed = conflicts.parse(head)
        found = conflicts.look(parsed, bucket, conflicts.digest(parsed.salt, GAO))
    except FormatError:
        return None
    return {holder for holder, _ in found}


def sealed(state: State, offer: Offer) -> Sealed | None:
    if offer.roster == listed(1, ELSE):  # tried once, in a test of its own
        return None
    return page(offer, state.now)


# What may happen.


def after(state: State) -> Iterator[State]:
    yield state._replace(day=state.day + WEEK)
    yield state._replace(tables=(*state.tables, Table(state.day, state.moved)))
    if not state.moved:
        yield state._replace(moved=True)
    if state.signed == 1:
        yield state._replace(signed=2)
    if not state.said:
        for to in {done.to for offer in offers(state) if (done := sealed(state, offer))}:
            if to:
                yield state._replace(said=(letter(None, statement(0, to)),))
        return
    found = readers.follow(HERS, state.said)
    newest = max(found.bases)
    if XU.id in found.members[newest] and len(found.members[newest]) > 1:
        for author in (None, BEN):
            made = statement(newest + 1, (BEN,), out=(XU,), prev=found.last)
            yield state._replace(said=(*state.said, letter(author, made)), gone=newest + 1)


def statement(
    generation: int, to: tuple[roster.Entry, ...], *, out: tuple[roster.Entry, ...] = (),
    prev: str = "", servers: bool = False,
) -> Statement:  # fmt: skip
    people = (
        readers.reader(id=each.id, recipient=each.recipient, signing=each.signing) for each in to
    )
    return readers.state(
        generation=generation, recipient=f"age-{generation}-{servers}", readers=people,
        excluded=[each.id for each in out], prev=prev,
    )  # fmt: skip


def letter(author: roster.Entry | None, said: Statement) -> Said:
    name, key = (author.id, author.signing) if author else ("reporter", HERS)
    return Said(
        author=name, key=key, generation=said.generation, recipient=said.recipient, statement=said
    )


@cache
def states() -> set[State]:
    found = level = {State()}
    for _ in range(STEPS):
        level = {later for state in level for later in after(state)} - found
        found = found | level
    return found
