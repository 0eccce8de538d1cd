"""Every way a server can show a short history, tried one by one: who reads it never gains by that.

A bounded model of docs/spec/sealing.md, section 9, over the rules themselves (``readers.follow``):
Lin, two readers, one who is let in later, one who is left out, and a server that withholds any of
what they wrote and adds a letter of its own making, or a word that a holder's keys were changed. It
ends at three actions after the report and one forged letter; longer ones are drawn by chance in
test_readers.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, permutations, product
from typing import NamedTuple

import pytest

from heard.formats import _ed25519, readers
from heard.formats._text import base64_text
from heard.formats.readers import Reader, Readers, Said, Statement, Successor

DEEDS = 3
HERS = base64_text(_ed25519.public_of(bytes(32)))
AMARA, BEN, CHEN, XU, SERVER = (
    Reader(f"{n:032x}", f"{n:064x}", base64_text(_ed25519.public_of(n.to_bytes(32, "big"))))
    for n in range(1, 6)
)


class History(NamedTuple):
    """What honest people wrote. ``gone``: since which generation Xu is left out, if he is."""

    letters: tuple[Said, ...]
    now: tuple[Reader, ...]
    gone: int | None = None

    @property
    def bases(self) -> list[Statement]:
        """The statements that made its generations, in order."""
        made = {each.generation: each.statement for each in reversed(self.letters)}
        return [statement for _, statement in sorted(made.items()) if statement]


def key(generation: int, *, servers: bool = False) -> str:
    """The hash of a case key: that of its generation, or one that the server made."""
    return f"{generation + (100 if servers else 0):064x}"


def letter(author: Reader | None, statement: Statement) -> Said:
    name, signing = (author.id, author.signing) if author else ("reporter", HERS)
    where = {"generation": statement.generation, "recipient": statement.recipient}
    return Said(author=name, key=signing, statement=statement, **where)


def stated(
    generation: int, people: tuple[Reader, ...], *, out: tuple[Reader, ...] = (), prev: str
) -> Statement:
    people = tuple(sorted(people, key=lambda each: each.id))
    gone = tuple(each.id for each in out)
    recipient = key(generation)
    return Statement(
        generation=generation, recipient=recipient, readers=people, excluded=gone, prev=prev
    )


def renewed(history: History, author: Reader | None, *, without: Reader | None) -> History:
    """A new case key by somebody, for all who read it now but one."""
    now = tuple(each for each in history.now if each != without)
    last = history.bases[-1]
    out = (without,) if without else ()
    made = stated(last.generation + 1, now, out=out, prev=last.digest())
    gone = made.generation if without else history.gone
    return History((*history.letters, letter(author, made)), now, gone)


def let_in(history: History, author: Reader, fresh: Reader) -> History:
    last = history.bases[-1]
    made = stated(last.generation, (fresh,), prev=last.digest())
    return History((*history.letters, letter(author, made)), (*history.now, fresh), history.gone)


def after(history: History) -> Iterator[History]:
    """What may happen next."""
    yield renewed(history, BEN, without=None)
    if CHEN not in history.now:
        yield let_in(history, BEN, CHEN)
    if XU in history.now:
        yield renewed(history, None, without=XU)
        yield renewed(history, AMARA, without=XU)


def histories() -> list[History]:
    first = stated(0, (AMARA, BEN, XU), prev="")
    found = [History((letter(None, first),), (AMARA, BEN, XU))]
    level = found
    for _ in range(DEEDS):
        level = [longer for history in level for longer in after(history)]
        found = [*found, *level]
    return found


def forged(history: History, by: Reader) -> Iterator[Said]:
    """One letter of a liar: for each generation, key, predecessor and pretended author."""
    prevs = ["", *(each.digest() for each in history.bases)]
    generations = range(len(history.bases) + 1)
    for generation, prev, servers in product(generations, prevs, (False, True)):
        made = Statement(
            generation=generation,
            recipient=key(generation, servers=servers),
            readers=(by,),
            prev=prev,
        )
        yield letter(by, made)
        yield replace(letter(AMARA, made), key=by.signing)
        yield replace(letter(None, made), key=by.signing)
    for true in history.letters:
        yield replace(true, recipient=key(0, servers=True))
        yield replace(true, generation=len(history.bases))


def shown(history: History) -> Iterator[tuple[Said, ...]]:
    """All that a server may show of what was written: any part of it."""
    sizes = range(len(history.letters) + 1)
    return chain.from_iterable(combinations(history.letters, size) for size in sizes)


def facts(found: Readers) -> dict[int, tuple[str, frozenset[Reader]]]:
    return {
        at: (base.digest(), frozenset(found.members[at].values()))
        for at, base in found.bases.items()
    }


def gained(found: Readers, honest: Readers) -> set[int]:
    """Generations that have another maker than in truth, or a reader whom nobody let in."""
    return {
        at
        for at, (base, members) in facts(found).items()
        if at not in honest.bases
        or base != honest.bases[at].digest()
        or not members <= set(honest.members[at].values())
    }


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same few statements are hashed a million times."""
    monkeypatch.setattr(Statement, "digest", cache(Statement.digest))


def test_the_model_reaches_what_it_is_about() -> None:
    every = histories()
    assert len(every) == len({each.letters for each in every})
    assert {len(each.letters) for each in every} == set(range(1, DEEDS + 2))
    assert any(each.gone is not None and CHEN in each.now for each in every)
    for history in every:
        found = readers.follow(HERS, history.letters)
        assert set(found.members[max(found.members)].values()) == set(history.now)


def test_a_server_alone_gains_nobody() -> None:
    tried = 0
    for history in histories():
        honest = readers.follow(HERS, history.letters)
        lies = list(forged(history, SERVER))
        for part, lie in product(shown(history), lies):
            assert gained(readers.follow(HERS, (*part, lie)), honest) == set()
            tried += 1
    assert tried > 10_000


def own(history: History) -> list[Said]:
    """What Xu can sign himself: he, or the server, reads the next key or is let in."""
    prevs = ["", *(each.digest() for each in history.bases)]
    generations = range(len(history.bases) + 1)
    return [
        letter(XU, stated(generation, (named,), prev=prev))
        for generation, prev, named in product(generations, prevs, (XU, SERVER))
    ]


def test_whoever_was_left_out_gains_nothing_where_everything_is_shown() -> None:
    """While he read it he could let in whom he liked, and nobody can tell when he did."""
    for history in histories():
        if history.gone is None:
            continue
        honest = readers.follow(HERS, history.letters)
        for lies in chain(combinations(own(history), 2), zip(forged(history, XU), strict=False)):
            wrong = gained(readers.follow(HERS, (*history.letters, *lies)), honest)
            assert all(at < history.gone for at in wrong)


def test_with_whoever_was_left_out_a_server_must_hide_what_the_log_names() -> None:
    """Her own statement never changes; the rest can be done, which the documents say."""
    done = 0
    for history in histories():
        if history.gone is None:
            continue
        honest = readers.follow(HERS, history.letters)
        for part, lie in product(shown(history), own(history)):
            found = readers.follow(HERS, (*part, lie))
            wrong = {at for at in gained(found, honest) if at >= history.gone}
            done += bool(wrong)
            hidden = [each.generation for each in history.bases if not is_in(part, each)]
            assert not wrong or min(wrong) >= min(hidden) > 0
            assert not wrong or history.gone in hidden or min(hidden) < history.gone
    assert done


def is_in(part: tuple[Said, ...], base: Statement) -> bool:
    return any(each.statement == base for each in part)


def test_the_order_of_letters_and_repeating_them_change_nothing() -> None:
    for history in histories():
        if len(history.letters) > DEEDS:
            continue
        for lie in [None, *list(forged(history, SERVER))[::7]]:
            letters = (*history.letters, lie) if lie else history.letters
            once = facts(readers.follow(HERS, letters))
            for order in permutations(letters):
                assert facts(readers.follow(HERS, (*order, order[0]))) == once


NEW = base64_text(_ed25519.public_of((9).to_bytes(32, "big")))
STEP = Successor(holder=AMARA.id, before=AMARA.signing, after=NEW, by=AMARA.signing)


def claimed() -> Iterator[Successor]:
    """Every word of a server that somebody's key is its own now, signed by any key but theirs."""
    keys = (HERS, NEW, *(each.signing for each in (AMARA, BEN, CHEN, XU, SERVER)))
    for holder, before, by in product((AMARA, BEN, CHEN, XU), keys, keys):
        if before not in (by, SERVER.signing):
            yield Successor(holder=holder.id, before=before, after=SERVER.signing, by=by)


def test_a_server_brings_in_no_key_of_its_own() -> None:
    tried = 0
    words = list(claimed())
    for history in histories():
        honest = readers.follow(HERS, history.letters)
        for lie in forged(history, SERVER):
            found = readers.follow(HERS, (*history.letters, lie), (STEP, *words))
            assert gained(found, honest) == set()
            for each, generation in product((AMARA, BEN, CHEN, XU), found.bases):
                assert not found.speaks(each.id, SERVER.signing, generation)
            tried += 1
    assert tried > 1_000


def with_key(history: History, key: str) -> tuple[Said, ...]:
    return tuple(
        replace(each, key=key) if each.author == AMARA.id else each for each in history.letters
    )


def test_a_key_that_hers_named_speaks_wherever_hers_does() -> None:
    for history in histories():
        honest = readers.follow(HERS, history.letters)
        anew = with_key(history, NEW)
        assert facts(readers.follow(HERS, anew, (STEP,))) == facts(honest)
        if anew != history.letters:
            assert facts(readers.follow(HERS, anew)) != facts(honest)
        # Whoever took the old one may name a second: then neither does, and nobody gains.
        second = replace(STEP, after=SERVER.signing)
        assert gained(readers.follow(HERS, anew, (STEP, second)), honest) == set()


def test_a_key_that_was_replaced_speaks_in_nothing_that_names_the_new_one() -> None:
    """Whoever stole it: closed to them from the next key of the case on."""
    fresh = replace(AMARA, signing=NEW)
    first = letter(None, stated(0, (fresh, BEN, XU), prev=""))
    history = History((first,), (fresh, BEN, XU))
    honest = readers.follow(HERS, history.letters, (STEP,))
    for lie in forged(history, AMARA):
        found = readers.follow(HERS, (first, lie), (STEP,))
        assert gained(found, honest) == set()
        assert not found.speaks(AMARA.id, AMARA.signing, 0)
