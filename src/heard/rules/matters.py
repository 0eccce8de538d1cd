"""Who may hold the file key of a matter, who is owed it, and who must not be the last of it.

Sets of holders' ids in, sets out (docs/spec/sealing.md, section 10). The server refuses by these
rules and a desk goes by them before it seals; what is stated and signed is for ``filereaders``.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from heard.rules import _law

UNTIL: dict[str, str] = _law.read("matters")["until"]  # by part; empty: they read at once
COPIES_WAITING = 2  # by two readers, or one could seal nonsense and be found out too late
COPIES_READING = 1  # who reads says at once that it does not open
LEAST_READERS = 2

Fault = Literal[
    "", "last_reader", "nobody_outside", "few_readers", "later_tier_lost", "team_outside"
]
LinkFault = Literal[Fault, "not_a_reader", "not_checked", "one_decider"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSide:
    """One case of a matter, as far as it says who may read the file.

    ``sealed_to``: who reads or waits by the newest generation of its key; ``excluded``: whom she
    or a handler ever left out, and who stepped out; ``conflicted``: who must not judge somebody
    named in it; ``team``: who works on it and may, and who leads it.
    """

    sealed_to: frozenset[str]
    excluded: frozenset[str] = frozenset()
    conflicted: frozenset[str] = frozenset()
    team: frozenset[str] = frozenset()


def may_hold(cases: Iterable[CaseSide]) -> frozenset[str]:
    """Who may read the file or wait for it: whom each case allows; of no case, nobody."""
    allowed = [each.sealed_to - each.excluded - each.conflicted for each in cases]
    return frozenset.intersection(*allowed) if allowed else frozenset()


def floor(
    newest: int, holders: Collection[str], may: Collection[str], *, parted: bool = False
) -> int:
    """The lowest generation that may be written to.

    It is the one after ``newest``, which nobody has made yet, once one of its ``holders`` (readers
    and those who wait) may not hold it, or ``parted``: a link that it was made under holds no
    more, so that others come to the file again. Whatever comes under a lower one is refused.
    """
    return newest if set(holders) <= set(may) and not parted else newest + 1


def linking_fault(cases: Iterable[CaseSide], later: Collection[str]) -> Fault:
    """Why these cases must not be worked together, or no longer are; or empty.

    ``later``: ids of everybody of a later tier than those who handle the cases. A forged second
    report would otherwise shrink a matter to those whom its author has on their side. Nor
    does it take anybody from a team: where one of it is left out of the other case, each stands
    alone again.
    """
    sides = list(cases)
    both = may_hold(sides)
    if len(both - set(later)) < LEAST_READERS:
        return "few_readers"
    had = any(not (side.sealed_to - side.excluded).isdisjoint(later) for side in sides)
    if had and both.isdisjoint(later):
        return "later_tier_lost"
    return "" if all(side.team <= both for side in sides) else "team_outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Somebody makes one matter of cases. Ids of holders.

    ``counter``: one is a complaint against who reported the other. ``by``: whose deed it is;
    ``checked``: who, of a later tier than the first by the roster, looked whether it is
    retaliation; ``deciders``: of each case who decides, or finds together; ``inquirers``: who
    investigates in any.
    """

    by: str
    counter: bool = False
    checked: frozenset[str] = frozenset()
    deciders: tuple[frozenset[str], ...] = ()
    inquirers: frozenset[str] = frozenset()


def link_fault(link: Link, cases: Iterable[CaseSide], later: Collection[str]) -> LinkFault:
    """Why this must not be linked, or empty (design K3, process-rules 34).

    It is the deed of somebody who reads each of the cases; the phrase of a report only proposes it.
    """
    sides = list(cases)
    if link.by not in may_hold(sides):
        return "not_a_reader"
    return linking_fault(sides, later) or counter_fault(link)


def counter_fault(link: Link) -> LinkFault:
    """Why a complaint must not be worked with the one that it answers, or empty (process 34).

    They share facts and who finds them, and are decided by different people. Before that somebody
    who decides and investigates in neither, and did not link them, has looked at it.
    """
    if not link.counter:
        return ""
    judging = frozenset[str]().union(*link.deciders)
    if sum(map(len, link.deciders)) != len(judging):
        return "one_decider"
    return "" if link.checked - judging - link.inquirers - {link.by} else "not_checked"


def leaving_fault(
    *,
    readers: Collection[str],
    waiting: Collection[str],
    team: Collection[str],
    leaving: Collection[str] = (),
) -> Fault:
    """Why these must not lose the file key, or empty; with nobody leaving, why there is no team.

    Somebody must be able to read the file, and somebody outside the team must read it or wait for
    it: no party holds its key, so that it would be lost with the team.
    """
    gone = set(leaving)
    if not set(readers) - gone:
        return "last_reader"
    return "" if (set(readers) | set(waiting)) - set(team) - gone else "nobody_outside"


def is_released(until: str, happened: Collection[str]) -> bool:
    """Whether a copy that waits for ``until`` is given out; one that waits for nothing is."""
    return not until or until in happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody who is to have the newest generation. ``recipient``: SHA-256 of today's, hex."""

    holder: str
    recipient: str
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The file key as ``author`` sealed it to a holder's ``recipient`` (SHA-256, hexadecimal)."""

    holder: str
    recipient: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Copies that somebody lacks. ``authors``: who made one already; another makes the next."""

    holder: str
    copies: int
    authors: tuple[str, ...]


def owed(
    seats: Iterable[Seat],
    copies: Iterable[Copy],
    *,
    may: Collection[str],
    happened: Collection[str] = (),
) -> list[Owed]:
    """Who is owed the newest file key, by id: any member's desk pays at unlock.

    A copy for keys that a holder no longer uses is none, nor is one that they made for themselves
    while they wait. Who may not hold it is owed nothing.
    """
    made: dict[tuple[str, str], set[str]] = {}
    for each in copies:
        made.setdefault((each.holder, each.recipient), set()).add(each.author)
    found = []
    for seat in sorted(seats, key=lambda each: each.holder):
        reads = is_released(seat.until, happened)
        authors = made.get((seat.holder, seat.recipient), set())
        authors -= set() if reads else {seat.holder}
        missing = (COPIES_READING if reads else COPIES_WAITING) - len(authors)
        if missing > 0 and seat.holder in may:
            found.append(Owed(holder=seat.holder, copies=missing, authors=tuple(sorted(authors))))
    return found


def payable(debts: Iterable[Owed], by: str) -> list[str]:
    """Whom this reader can seal the key to; the second copy of who waits is for another reader."""
    return [each.holder for each in debts if by not in each.authors]
