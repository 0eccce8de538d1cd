"""A server that tells two people two ends of one case: who finds it out, and from what.

A bounded model of docs/spec/sealing.md, 4 (``seen``) and 9, and docs/spec/log.md, "What went
before", over the rules themselves (``history.follow``, ``readers.follow``). Lin and Ben write
messages and renewals that leave Xu out; before each the server shows its author any beginning of
any of its histories, and afterwards logs it behind any one or two events. Every such course to
three actions after the report, every end that may then be shown to either, and any one letter
beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

from heard.formats import _ed25519, entry, history, merkle, readers
from heard.formats._text import base64_text
from heard.formats.history import History, Told
from heard.formats.readers import Reader, Readers, Said, Statement

DEEDS = 3
CASE = "c" * 32
HERS = base64_text(_ed25519.public_of(bytes(32)))
BEN, XU = (
    Reader(f"{n:032x}", f"{n:064x}", base64_text(_ed25519.public_of(n.to_bytes(32, "big"))))
    for n in (1, 2)
)
AUTHORS = ("reporter", BEN.id)


class Letter(NamedTuple):
    """``number``: which of all that were written; ``view``: all events that its author was told."""

    number: int
    author: str
    view: tuple[Node, ...]
    renews: bool

    @property
    def seen(self) -> str:
        return leaf(self.view) if self.view else ""


class Node(NamedTuple):
    """An event of the server's: it logs a letter behind the event ``before``."""

    letter: Letter
    before: tuple[Node, ...]


Path = tuple[Node, ...]  # what somebody is told: an event and all before it
Shown = tuple[Path, tuple[Letter, ...]]  # an end, and the letters that come with it
World = frozenset[Path]  # every event that the server logged, each with all before it


@cache
def told(path: Path) -> Told:
    """The last event of a path as it is told, with its opening."""
    letter = path[-1].letter
    kind = "letter_received" if letter.number else history.FIRST
    said = {"event": kind, "at": "2026-12-01T09:00:00Z", "actor": letter.author, "case": CASE}
    prev = leaf(path[:-1]) if path[1:] else ""
    named = {"prev": prev, "letter": sealed(letter)}
    opening = entry.make({**said, **named}, bytes)
    found = merkle.leaf_hash(opening.entry).hex()
    return Told(found, kind, said["at"], letter.author, opening.encode())


def leaf(path: Path) -> str:
    return told(path).leaf


def sealed(letter: Letter) -> str:
    return f"{letter.number:064x}"


def stated(letter: Letter) -> Statement | None:
    """The first lets Xu read; a renewal is made of what its author was shown."""
    if not letter.number:
        return statement(0, (BEN, XU), "")
    if not letter.renews:
        return None
    found = readable(tuple(node.letter for node in letter.view))
    return statement(max(found.bases) + 1, (BEN,), found.last, letter.number)


def statement(at: int, people: tuple[Reader, ...], prev: str, number: int = 0) -> Statement:
    gone = () if XU in people else (XU.id,)
    return Statement(
        generation=at, recipient=f"{number:064x}", readers=people, excluded=gone, prev=prev
    )


@cache
def readable(letters: tuple[Letter, ...]) -> Readers:
    return readers.follow(HERS, map(said, letters))


@cache
def said(letter: Letter) -> Said:
    made = stated(letter)
    under = made or statement(0, (BEN, XU), "")
    key = HERS if letter.author == "reporter" else BEN.signing
    return Said(
        author=letter.author, key=key, statement=made,
        generation=under.generation, recipient=under.recipient,
    )  # fmt: skip


@cache
def followed(path: Path) -> History:
    """What the client of whoever is told this path makes of it. Raises HistoryError."""
    events = [told(path[: at + 1]) for at in range(len(path))]
    letters = [sealed(node.letter) for node in path]
    return history.follow(CASE, events, letters=letters, reader="reporter")


def after(world: World, number: int) -> Iterator[World]:
    """What may happen next: somebody writes from what they are shown, and it is logged."""
    spots = [spot for count in (1, 2) for spot in combinations(sorted(world, key=leaf), count)]
    for author, renews, view in product(AUTHORS, (False, True), world):
        letter = Letter(number, author, view, renews)
        for spot in spots:
            yield world | {(*path, Node(letter, path)) for path in spot}


@cache
def worlds() -> list[World]:
    first = Letter(0, "reporter", (), renews=False)
    level = {frozenset([(Node(first, ()),)])}
    found = list(level)
    for number in range(1, DEEDS + 1):
        level = {later for world in level for later in after(world, number)}
        found += level
    return found


def shown(world: World) -> Iterator[Shown]:
    """Any end of any history, with all letters that its events name, and one more or none."""
    written = {node.letter for path in world for node in path}
    for path in world:
        named = tuple(node.letter for node in path)
        yield path, named
        for other in written.difference(named):
            yield path, (*named, other)


@cache
def every() -> set[Shown]:
    return {each for world in worlds() for each in shown(world)}


def says_more(path: Path, letters: tuple[Letter, ...]) -> list[str]:
    return followed(path).unseen([each.seen for each in letters if each.number])


def knew(letters: tuple[Letter, ...]) -> set[Path]:
    """Every event that the authors of these had been told when they wrote."""
    return {each.view[: at + 1] for each in letters for at in range(len(each.view))}


def beginnings(path: Path) -> set[Path]:
    return {path[: at + 1] for at in range(len(path))}


def test_a_letter_of_whoever_was_told_more_says_so_and_no_other_does() -> None:
    """Of each event, not of the newest alone: the newest binds those before it."""
    for path, letters in every():
        hidden = knew(letters) - beginnings(path)
        assert bool(says_more(path, letters)) == bool(hidden)
    assert (len(worlds()), len(every())) == (9829, 4761)  # as docs/soundness.md says


def test_a_server_that_hides_nothing_is_never_called_so() -> None:
    """One history, and each is told all of it when they write."""
    honest = {
        path
        for world in worlds()
        for path in world
        if all(node.letter.view == node.before for node in path)
    }
    assert max(map(len, honest)) == DEEDS + 1
    for path in honest:
        assert says_more(path, tuple(node.letter for node in path)) == []


def test_whoever_would_seal_to_one_who_was_left_out_is_told_of_it_by_any_letter_that_knew() -> None:
    """Lin told of no renewal would seal on under the key that Xu has."""
    for path, letters in every():
        hidden = {end for end in knew(letters) if end[-1].letter.renews} - beginnings(path)
        if seals_to_xu(path) and hidden:
            assert says_more(path, letters)


def test_a_server_that_cuts_two_people_off_from_each_other_for_good_is_not_found_out() -> None:
    """What is left to it (docs/threats.md): it shows no letter of anybody who knew."""
    assert any(
        seals_to_xu(path) and not says_more(path, letters)
        for world in worlds()
        if any(end[-1].letter.renews for end in world)
        for path, letters in shown(world)
    )


def seals_to_xu(path: Path) -> bool:
    found = readable(tuple(node.letter for node in path))
    return XU.id in found.members[max(found.members)]
