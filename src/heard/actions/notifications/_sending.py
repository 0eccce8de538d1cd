"""A few threads that speak to the network, for a bounded time, and touch no database.

Threads and not a pool of the library's: what hangs at the end of a round is left behind, and must
not be waited for when the process stops.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from queue import Empty, SimpleQueue

THREADS = 8
GRACE = 20.0  # seconds for what has begun, after the last may begin
logger = logging.getLogger("heard.outbox")


class Outcome(Enum):
    """What became of one message by one way."""

    SENT = "sent"
    FAILED = "failed"
    GONE = "gone"  # nobody is there any more, nor will be
    UNTRIED = "untried"  # its turn did not come


@dataclass(frozen=True, slots=True)
class Way:
    """One way to one person; ``send`` does it, and may raise anything."""

    id: str
    send: Callable[[], Outcome]


@dataclass(slots=True)
class _Turn:
    way: Way
    place: int
    begun: bool = field(default=False)


def send_each(ways: Sequence[Way], *, until: float) -> Iterator[tuple[int, Outcome]]:
    """The place of each way with what became of it, as it becomes known; each place once.

    None begins after ``until`` (of ``time.monotonic``), and none is waited for ``GRACE`` longer.
    """
    waiting: SimpleQueue[_Turn] = SimpleQueue()
    known: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
    turns = [_Turn(way, place) for place, way in enumerate(ways)]
    for turn in turns:
        waiting.put(turn)
    for _ in range(min(THREADS, len(ways))):
        name, work = "heard-outbox", _worker(waiting, known, until)
        threading.Thread(target=work, name=name, daemon=True).start()
    left = set(range(len(ways)))
    while left:
        try:
            place, outcome = known.get(timeout=max(until + GRACE - time.monotonic(), 0))
        except Empty:
            break
        left.discard(place)
        yield place, outcome
    for place in left:  # begun and not ended is a failure: its turn must not come first again
        yield place, Outcome.FAILED if turns[place].begun else Outcome.UNTRIED


def _worker(
    waiting: "SimpleQueue[_Turn]", known: "SimpleQueue[tuple[int, Outcome]]", until: float
) -> Callable[[], None]:
    def work() -> None:
        while True:
            try:
                turn = waiting.get_nowait()
            except Empty:
                return
            if time.monotonic() >= until:
                known.put((turn.place, Outcome.UNTRIED))
                continue
            turn.begun = True
            known.put((turn.place, _outcome(turn.way)))

    return work


def _outcome(way: Way) -> Outcome:
    try:
        return way.send()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others wait
        # The type only: an error's text may hold an address.
        logger.warning("a message could not be sent: %s", type(error).__qualname__)
        return Outcome.FAILED
