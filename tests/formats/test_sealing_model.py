"""Whom a reporter's page seals to, in every short course of a case with a server that lies.

A bounded model of docs/spec/conflicts.md, 5 and 6, docs/spec/roster.md and docs/spec/sealing.md, 9,
over the modules themselves: ``roster``, ``conflicts``, ``conflictproof``, ``readers``. Lin names
Gao Jun and reports to Ben and Xu; Xu may come to be Gao Jun's manager, the root may sign a list
without Xu, tables are logged and one witness cosigns, weeks pass, she or Ben leave Xu out. The
server offers any list and any table that ever was, and lies about either; it shows any of the
letters and one of its own or of Xu's. Every course to five steps.

What the page does is put together here as client/lib/conflicts.ts and client/pages do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from sealing_world import (
    BEN,
    ELSE,
    HERS,
    SERVER,
    XU,
    State,
    Table,
    content,
    letter,
    listed,
    offers,
    read,
    salted,
    sealed,
    statement,
    states,
)

from heard.formats import FormatError, readers
from heard.formats.readers import Readers, Said, Statement


def fresh(state: State) -> list[Table]:
    return [each for each in state.tables if state.day - each.day <= 7]


def test_the_model_reaches_what_it_is_about() -> None:
    asked = [(state, offer) for state in states() if not state.said for offer in offers(state)]
    cases = {(state.now, offer): sealed(state, offer) for state, offer in asked}
    # The figures of docs/soundness.md.
    assert (len(states()), len(asked)) == (416, 4901)
    every = {(each.whole, XU in each.to) for each in cases.values() if each}
    assert every == {(True, False), (True, True), (False, True), (False, False)}
    assert None in cases.values()


def test_nobody_is_sealed_to_who_must_not_judge_whom_she_named_by_a_proved_table() -> None:
    """Where the page says that all were looked up, it was in a table of the log's last week."""
    for state in states():
        for offer in offers(state) if not state.said else ():
            done = sealed(state, offer)
            if done is None or not done.whole:
                continue
            shown = [
                each
                for at, each in enumerate(state.tables)
                if content(each, salted(at)) == (offer.head, offer.bucket)
            ]
            assert shown
            assert set(shown) <= set(fresh(state))
            assert XU not in done.to or not any(each.knows for each in shown)


def test_what_the_log_knew_all_week_is_never_missed() -> None:
    """A server can give an old table of the week; nothing in which none of its tables agree."""
    for state in states():
        known = [each.knows for each in fresh(state)]
        for offer in offers(state) if not state.said and all(known) else ():
            done = sealed(state, offer)
            assert done is None or not done.whole or XU not in done.to


def test_nobody_is_sealed_to_whom_the_root_did_not_name() -> None:
    """By report or renewal, under the very keys of the list."""
    with pytest.raises(FormatError):
        read(listed(1, ELSE))
    for state in states():
        for offer in offers(state) if not state.said else ():
            done = sealed(state, offer)
            assert done is None or set(done.to) <= {BEN, XU}


def lies(state: State, found: Readers) -> Iterator[Said]:
    """A letter of the server's, or of Xu's, who makes a key or lets somebody in."""
    prevs = ["", *(base.digest() for base in found.bases.values())]
    for at, prev, named in product(range(max(found.bases) + 2), prevs, (XU, SERVER)):
        made = statement(at, (named,), prev=prev, servers=True)
        yield letter(SERVER, made)
        yield replace(letter(BEN, made), key=SERVER.signing)
        yield replace(letter(None, made), key=SERVER.signing)
        yield letter(XU, made)


def written(said: tuple[Said, ...], handed: int, log: tuple[Said, ...]) -> set[str] | None:
    """Who reads what she writes next, where keys are handed to her up to this generation.

    Letters of later ones do not open. None where nobody's word proves the newest that she has, or
    the log tells of another (``log``: what she is told of renewals): then she makes one, ``made``.
    """
    heard = opened(said, handed)
    found = readers.follow(HERS, heard)
    if handed not in found.bases or any(x.generation <= handed for x in others(log, heard, found)):
        return None
    return set(found.members[handed])


def opened(said: tuple[Said, ...], handed: int) -> list[Said]:
    return [each for each in said if each.generation <= handed]


def others(log: tuple[Said, ...], heard: list[Said], found: Readers) -> list[Said]:
    """Renewals of the log since her own that are not what was found: client/lib/history.ts."""
    hers = max((each.generation for each in heard if each.key == HERS), default=-1)
    later = [each for each in log if each.generation > hers]
    return [each for each in later if not says_so(found, each)]


def says_so(found: Readers, logged: Said) -> bool:
    base = found.bases.get(logged.generation)
    return base is not None and logged.statement is not None and same(base, logged.statement)


def same(one: Statement, other: Statement) -> bool:
    """Key, readers and who was left out: what the log has of a renewal."""
    told = [(x.recipient, [each.id for each in x.readers], x.excluded) for x in (one, other)]
    return told[0] == told[1]


def made(said: tuple[Said, ...], handed: int, log: tuple[Said, ...]) -> set[str]:
    """To whom she seals a key of her own, as client/lib/renewal.ts; the server says nobody left."""
    heard = opened(said, handed)
    found = readers.follow(HERS, heard)
    meant = set(found.members[max(found.bases)]) if found.bases else set[str]()
    out = {
        id for each in others(log, heard, found) if each.statement for id in each.statement.excluded
    }
    return (meant & {BEN.id, XU.id}) - out


def courses() -> set[tuple[tuple[Said, ...], int | None]]:
    return {(state.said, state.gone) for state in states() if state.said}


def lied(said: tuple[Said, ...]) -> Iterator[tuple[tuple[Said, ...], int]]:
    """Any of the letters, one lie or none, and keys up to any generation."""
    honest = readers.follow(HERS, said)
    parts = chain.from_iterable(combinations(said, size) for size in range(len(said) + 1))
    more = [(), *((lie,) for lie in lies(State(said=said), honest))]
    for part, lie, handed in product(parts, more, range(max(honest.bases) + 2)):
        yield (*part, *lie), handed


def renewals(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """What the log has, and her page follows: none can be kept back but the newest."""
    return tuple(each for each in said if each.generation)


def test_whoever_was_left_out_reads_nothing_more_where_the_log_is_told() -> None:
    """Whatever letters and keys the server shows or hides, and whatever Xu and it add."""
    tried = 0
    for said, gone in courses():
        for shown, handed in lied(said) if gone is not None else ():
            to = written(shown, handed, renewals(said))
            # A key of before is none that she takes: the page has the newest of the view, or none.
            assert to is None or handed < gone or not to & {XU.id, SERVER.id}
            tried += 1
    assert tried > 100


def test_nor_does_a_key_that_she_makes_bring_them_back() -> None:
    remade = 0
    for said, gone in courses():
        for shown, handed in lied(said) if gone is not None else ():
            if written(shown, handed, renewals(said)) is None:
                to = made(shown, handed, renewals(said))
                assert not to & {XU.id, SERVER.id}
                remade += BEN.id in to
    assert remade > 10


def twisted(said: tuple[Said, ...]) -> Iterator[tuple[int, tuple[Said, ...]]]:
    """One renewal of the log told otherwise than it was signed, under the same key; which one."""
    log = renewals(said)
    for at, each in enumerate(log):
        true = each.statement
        assert true is not None
        for to, out in product(((BEN,), (BEN, XU), (BEN, SERVER)), ((), (XU,), (BEN,))):
            to_them = statement(true.generation, to).readers
            told = replace(true, readers=to_them, excluded=tuple(each.id for each in out))
            if (told.readers, told.excluded) != (true.readers, true.excluded):
                yield each.generation, (*log[:at], replace(each, statement=told), *log[at + 1 :])


def test_a_log_that_tells_of_a_key_otherwise_than_its_maker_signed_is_believed_by_nobody() -> None:
    """Nothing is sealed to a holder's key; to one of her own only as she made it herself."""
    tried = theirs = 0
    for said, gone in courses():
        for told, log in twisted(said) if gone is not None else ():
            hers = next(each for each in log if each.generation == told).key == HERS
            for shown, handed in lied(said):
                to = written(shown, handed, log)
                assert to is None or handed < told or (hers and not to & {XU.id, SERVER.id})
                tried += 1
                theirs += not hers and handed >= told and shown == said
    assert tried > 1000
    assert theirs > 10


def told_out(log: tuple[Said, ...]) -> set[str]:
    """Whom the log says that others left out; of her own renewals she goes by her own word."""
    theirs = [each.statement for each in log if each.statement and each.key != HERS]
    return {id for each in theirs for id in each.excluded}


def test_the_key_that_she_makes_then_leaves_out_whom_either_leaves_out() -> None:
    """Where her page has the maker's word; without it, the log's is all there is."""
    out, back = set[str](), set[str]()
    for said, gone in courses():
        for _, log in twisted(said) if gone is not None else ():
            for shown, handed in lied(said):
                if written(shown, handed, log) is not None:
                    continue
                to = made(shown, handed, log)
                if shown == said and handed >= gone:
                    left = {XU.id, *told_out(log)}
                    assert not to & left
                    out |= left
                elif handed >= gone:
                    back |= to
    assert out == {XU.id, BEN.id}
    assert XU.id in back


def test_where_the_log_is_not_told_they_can_go_on() -> None:
    """What is left: the renewal and all that came after it are kept back (``seen`` tells)."""
    assert any(
        XU.id in (written(shown, handed, ()) or ())
        for said, gone in courses()
        if gone is not None
        for shown, handed in lied(said)
        if handed >= gone
    )


def test_a_server_alone_writes_itself_into_no_key() -> None:
    for said, _ in courses():
        for shown, handed in lied(said):
            if any(each.author == XU.id and each.key == XU.signing for each in shown):
                continue
            to = written(shown, handed, renewals(said))
            assert to is None or SERVER.id not in to
