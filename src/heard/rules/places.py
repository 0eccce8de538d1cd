"""Where the events of an hour stand in the log: by chance, among padding, in a fixed width.

An epoch has as many leaves in a quiet hour as in a busy one, so that neither its size nor the
places of one's own events count those of others (docs/spec/log.md, "Epoch").
"""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from datetime import date, timedelta

LEAST = 64  # leaves of an epoch
MOST = 1 << 16  # and at most: it is one commit, for which everybody waits
ROOM = 4  # times the busiest hour
BACK = timedelta(weeks=4)  # how far back the busiest hour is looked for
HOURS = 12  # what waits longer widens the epoch at once
PROMISED = timedelta(hours=25)  # docs/spec/receipt.md
LATE = timedelta(hours=20)  # what waits longer is an alarm, while there is time


def spread(
    chains: Sequence[Hashable | None], leaves: int, below: Callable[[int], int]
) -> list[int | None]:
    """What stands at each of ``leaves`` places: the number of an event, or None for padding.

    ``chains``: of each event, in the order of what happened, what it goes on, or None: the events
    of one chain keep their order, at the places that chance gave them. ``below`` draws a whole
    number from 0 to before its argument.
    """
    places: list[int | None] = [*range(len(chains)), *[None] * (leaves - len(chains))]
    for end in range(leaves - 1, 0, -1):
        other = below(end + 1)
        places[end], places[other] = places[other], places[end]
    waiting: dict[Hashable, deque[int]] = {}
    for number, chain in enumerate(chains):
        if chain is not None:
            waiting.setdefault(chain, deque()).append(number)
    return [at if at is None else _next(waiting, chains[at], at) for at in places]


def _next(waiting: dict[Hashable, deque[int]], chain: Hashable | None, at: int) -> int:
    return at if chain is None else waiting[chain].popleft()


def width(busiest: int) -> int:
    """Leaves of an epoch, for a week: a power of two. ``busiest``: events of the busiest hour."""
    return _power(min(MOST, max(LEAST, ROOM * busiest)))


def widened(leaves: int, *, waiting: int, due: int) -> int:
    """Of epochs that are too narrow: for what waits to fit in ``HOURS``, and ``due`` at once.

    ``due``: how many have waited that long already. Never beyond ``MOST``: what is due then and
    does not fit follows at once, in epochs of the same width.
    """
    wanted = max(due, -(-(waiting - leaves) // HOURS))
    return _power(max(leaves, min(MOST, wanted)))


def week_of(day: date) -> date:
    """The Monday from which a width holds."""
    return day - timedelta(days=day.weekday())


def _power(least: int) -> int:
    return 1 << (least - 1).bit_length()
