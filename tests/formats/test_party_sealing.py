"""No party's keys, with the whole database, open anything of another's, in either direction.

A database is all that real sealing made in a matter, drawn by chance: letters of the case, of the
file and of each party, names, wraps (those too that wait), exhibits, under several generations of
both keys. Whoever has some identities opens with them all that opens, takes the keys out of the
wraps that did, and begins again. What is open then is exactly what is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats import (
    FormatError,
    _ed25519,
    agefile,
    letter,
    partyletter,
    partyroom,
    partyvouch,
    wrap,
)
from heard.formats._text import base64_text
from heard.formats.invitation import Member
from heard.formats.letter import REPORTER
from heard.formats.partyletter import RoomSaid
from heard.formats.partyroom import Held, Told

CASE, MATTER = "ca" * 16, "ae" * 16
SEED = b"\7" * 32
PARTIES = ("respondent", "witness", "supporter")
TEAM = ("lead", "investigator")
LATER = ("decider", "reviewer", "tier_2")
ONLY_CASE = "intake"  # a handler of the case who is not of the team
HOLDERS = (*TEAM, *LATER, ONLY_CASE)
PEOPLE = (REPORTER, *PARTIES, *HOLDERS)
IDENTITIES = {
    name: agefile.identity_from_seed(bytes([at + 1]) * 32) for at, name in enumerate(PEOPLE)
}
RECIPIENTS = {name: agefile.recipient_of(each) for name, each in IDENTITIES.items()}


@dataclass
class Key:
    """A generation of the case's key or of the file's. ``holders``: who has a wrap of it."""

    object: str
    generation: int
    identity: str
    holders: tuple[str, ...]

    @property
    def recipient(self) -> str:
        return agefile.recipient_of(self.identity)


@dataclass
class Database:
    """``blobs``: sealed bytes by name; ``theirs``: the names of what each person may open."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    theirs: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in PEOPLE})
    keys: dict[str, list[Key]] = field(default_factory=lambda: {wrap.CASE: [], wrap.FILE: []})
    rooms: dict[str, list[Told]] = field(default_factory=lambda: {name: [] for name in PARTIES})

    def keep(self, name: str, sealed: bytes, *whose: str) -> None:
        name = f"{len(self.blobs)} {name}"
        self.blobs[name] = sealed
        for each in whose:
            self.theirs[each].add(name)

    def renew(self, object: str, holders: tuple[str, ...]) -> None:
        """A new generation: wraps to everybody who has it, at once or later."""
        made = self.keys[object]
        seed = bytes([100 + len(made) + 50 * (object == wrap.FILE)]) * 32
        key = Key(object, len(made), agefile.identity_from_seed(seed), holders)
        made.append(key)
        of = CASE if object == wrap.CASE else MATTER
        for each in holders:
            plain = wrap.Wrap(of, key.generation, key.identity, object)
            self.keep(f"{object} wrap for {each}", wrap.seal(plain, RECIPIENTS[each]), each)

    def write(self, object: str, kind: str = "note") -> None:
        """A letter to whoever has the newest key of the case or of the file."""
        key = self.keys[object][-1]
        content = VOUCH if (object, kind) == (wrap.FILE, "note") else {"words": object}
        sealed = letter.seal(_letter(content, kind), SEED, [key.recipient])
        self.keep(f"{object} letter", sealed, *key.holders)

    def exhibit(self) -> None:
        """A piece of a file, sealed to the file key."""
        key = self.keys[wrap.FILE][-1]
        self.keep("exhibit", agefile.seal(b"picture" * 100, [key.recipient]), *key.holders)

    def correspond(self, party: str, kind: str = "message") -> None:
        """A letter to or from a party, which names those of their room before it."""
        key, room = self.keys[wrap.FILE][-1], self.rooms[party]
        between = {"party": RECIPIENTS[party], "file": key.recipient}
        said = RoomSaid(partyroom.heads(room), (Member(CASE, base64_text(PUBLIC)),))
        sealed = partyletter.seal(
            *(_letter({"words": party}, kind), SEED),
            **between, generation=key.generation, room=said,
        )  # fmt: skip
        partyletter.check_sealed(sealed)
        to = partyletter.to(**between, generation=key.generation)
        room.append(Told(sha256(sealed).hexdigest(), Held(CASE, "", to, said)))
        self.keep(f"letter of the {party}", sealed, party, *key.holders)

    def name(self, holder: str) -> None:
        """Her name, which is sealed to whom she chose and not to the case."""
        to = [RECIPIENTS[holder], RECIPIENTS[REPORTER]]
        self.keep("name", letter.seal(_letter({"words": "Lin"}), SEED, to), holder, REPORTER)


PUBLIC = _ed25519.public_of(SEED)
# What a reader says of a party's keys.
VOUCH = partyvouch.Vouch(
    MATTER, 0, (partyvouch.PartyKeysSaid(CASE, "0" * 64, "1" * 64, base64_text(PUBLIC)),)
).value()


def _letter(content: dict[str, object], kind: str = "note") -> letter.Letter:
    return letter.Letter(
        case=MATTER, id=CASE, seq=0, kind=kind, author=CASE, key=PUBLIC,
        sent="2026-11-29T22:00:00Z", content=content,
    )  # fmt: skip


def opened(database: Database, identities: list[str]) -> dict[str, bytes]:
    """All that opens with these identities, and with those that are found in what opens."""
    found: dict[str, bytes] = {}
    while True:
        new = {
            name: plaintext
            for name, sealed in database.blobs.items()
            if name not in found and (plaintext := _open(sealed, identities)) is not None
        }
        if not new:
            return found
        found |= new
        identities = [*identities, *_keys_in(new.values())]


def _open(sealed: bytes, identities: list[str]) -> bytes | None:
    try:
        return agefile.unseal(sealed, identities)
    except FormatError as refusal:
        if refusal.kind != "no_match":
            raise
        return None


def _keys_in(plaintexts: object) -> Iterator[str]:
    """Whatever in it looks like an identity, in whatever it stands."""
    for each in plaintexts:  # type: ignore[attr-defined]
        for line in each.decode("latin-1").split("\n"):
            if line.startswith("AGE-SECRET-KEY-"):
                yield line


OF_FILE = st.sampled_from(("note", "record", "assent", "file-key", "decision"))
OF_ROOM = st.sampled_from(("message", "record"))
DEEDS = st.one_of(
    st.tuples(st.just("case"), st.sets(st.sampled_from(HOLDERS), max_size=3)),
    st.tuples(st.just("file"), st.sets(st.sampled_from((*TEAM, *LATER)), max_size=3)),
    st.tuples(st.just("write"), st.sampled_from((wrap.CASE, wrap.FILE)), OF_FILE),
    st.tuples(st.just("exhibit"), st.none()),
    st.tuples(st.just("correspond"), st.sampled_from(PARTIES), OF_ROOM),
    st.tuples(st.just("name"), st.sampled_from(HOLDERS)),
)


def made(deeds: list[tuple[str, object, *tuple[str, ...]]]) -> Database:
    """A matter in which each party was written to, and then this happened."""
    database = Database()
    database.renew(wrap.CASE, (REPORTER, *HOLDERS))
    database.renew(wrap.FILE, (*TEAM, *LATER))
    database.write(wrap.CASE)
    database.write(wrap.FILE)
    for party in PARTIES:
        database.correspond(party)
    for deed, what, *more in deeds:
        if deed in (wrap.CASE, wrap.FILE):
            everybody = (REPORTER, *HOLDERS) if deed == wrap.CASE else (*TEAM, *LATER)
            database.renew(deed, tuple(each for each in everybody if each not in what))  # type: ignore[operator]
        elif what is None:
            database.exhibit()
        else:
            getattr(database, deed)(what, *more)
    return database


@pytest.mark.acceptance("case-work", 3)
@settings(max_examples=12, deadline=None)
@given(st.lists(DEEDS, max_size=8))
def test_each_opens_what_is_theirs_with_the_whole_database_and_nothing_else(deeds):
    database = made(deeds)
    for name, identity in IDENTITIES.items():
        found = opened(database, [identity])
        assert found.keys() == database.theirs[name], name
        if name in PARTIES:  # nor does what opens name anything of another's room
            words = b"".join(found.values())
            others = [sealed for each, sealed in database.blobs.items() if each not in found]
            assert not any(sha256(each).hexdigest().encode() in words for each in others), name


@pytest.mark.acceptance("case-work", 3)
def test_no_party_opens_anything_of_the_file_or_of_another_and_no_file_key_anything_of_hers():
    """In words, for one matter: whoever may open it is named here, not worked out by the world."""
    database = made(
        [("exhibit", None), ("name", "lead"), ("file", {"decider"}), ("correspond", "witness")]
    )
    seen = {
        name: sorted(each.partition(" ")[2] for each in opened(database, [identity]))
        for name, identity in IDENTITIES.items()
    }
    assert seen["respondent"] == ["letter of the respondent"]
    assert seen["supporter"] == ["letter of the supporter"]
    assert seen["witness"] == ["letter of the witness"] * 2
    assert seen[REPORTER] == ["case letter", "case wrap for reporter", "name"]
    assert seen["intake"] == ["case letter", "case wrap for intake"]
    # With every file key there is, and no wrap: nothing of the case, and no key of anybody.
    of_file = opened(database, [each.identity for each in database.keys[wrap.FILE]])
    kinds = {each.partition(" ")[2] for each in of_file}
    assert kinds == {"file letter", "exhibit", *(f"letter of the {each}" for each in PARTIES)}
    of_case = opened(database, [each.identity for each in database.keys[wrap.CASE]])
    assert {each.partition(" ")[2] for each in of_case} == {"case letter"}
    # Who was left out of the file keeps what they could read, and no more.
    assert seen["decider"].count("letter of the witness") == 1
    assert seen["lead"].count("letter of the witness") == 2
