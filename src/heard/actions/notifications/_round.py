"""One round of sending."""

import logging
import time
from datetime import datetime
from typing import NamedTuple

from heard.actions.notifications import _claiming
from heard.actions.notifications._claiming import Claimed, claim, lacking
from heard.actions.notifications._people import PUSH, Post, plan
from heard.actions.notifications._sending import Outcome, Way, send_each
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import Contact
from heard.rules.codes.contacts import ContactKind
from heard.rules.events.intake import ContactChanged

SECONDS = 20.0  # in which messages may begin; the clocks wait for the end of a round
CLOCK = Actor(kind="clock")
logger = logging.getLogger("heard.outbox")


class Sent(NamedTuple):
    """What one round did, in messages."""

    sent: int
    failed: int


class _Errand:
    """One person's rows on their way."""

    def __init__(self, claimed: Claimed, ways: list[Way]) -> None:
        self.claimed, self.ways = claimed, ways
        self.open = {way.id for way in ways if lacking(claimed.rows, way.id)}
        self.failed = self.untried = False

    def settle(self, way: str, outcome: Outcome, *, now: datetime) -> None:
        """Note what became of one way; after the last, what becomes of the rows."""
        self.open.discard(way)
        if outcome is Outcome.SENT:
            _claiming.arrived(self.claimed.rows, way, ways=[each.id for each in self.ways])
        elif outcome is Outcome.GONE:
            _forget_push(self.claimed.case, now)
        self.failed |= outcome is Outcome.FAILED
        self.untried |= outcome is Outcome.UNTRIED
        if not self.open:
            self.finish(now=now)

    def finish(self, *, now: datetime) -> None:
        """Everything that could be tried was."""
        if self.failed:
            _claiming.put_off(self.claimed.rows, now=now)
        elif self.untried:
            _claiming.give_back(self.claimed.rows, due=now)
        else:
            _claiming.done(self.claimed.rows, now=now)


def send_due(*, now: datetime) -> Sent:
    """Send one message to each person with a due notice. A failure is tried again, later each time.

    It takes a minute at most; what is left is for the next round.
    """
    until, post, total = time.monotonic() + SECONDS, Post(now), Sent(0, 0)
    while time.monotonic() < until and (batch := claim(now=now)):
        errands = [found for each in batch if (found := _errand(each, post))]
        done = _run(errands, now=now, until=until)
        total = Sent(total.sent + done.sent, total.failed + done.failed)
    return total


def _errand(claimed: Claimed, post: Post) -> _Errand | None:
    try:
        planned = plan(claimed, post=post)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others wait
        # The type only: an error's text may hold an address.
        logger.error("a notice cannot be read: %s", type(error).__qualname__)  # noqa: TRY400 -- as above
        _claiming.put_off(claimed.rows, now=post.at)
        return None
    if planned.later:
        _claiming.give_back(claimed.rows, due=planned.later)
        return None
    errand = _Errand(claimed, list(planned.ways))
    if not errand.open:  # nobody to write to: the desk shows the same thing
        errand.finish(now=post.at)
        return None
    return errand


def _run(errands: list[_Errand], *, now: datetime, until: float) -> Sent:
    turns = [(errand, way) for errand in errands for way in errand.ways if way.id in errand.open]
    sent = failed = 0
    for place, outcome in send_each([way for _, way in turns], until=until):
        errand, way = turns[place]
        errand.settle(way.id, outcome, now=now)
        sent += outcome is Outcome.SENT
        failed += outcome is Outcome.FAILED
    return Sent(sent, failed)


def _forget_push(case: str, now: datetime) -> None:
    """A browser that is no more is no contact; she reads in her timeline that it ended."""

    def action(entry: JournalEntry) -> None:
        if Contact.objects.filter(case__id=case, kind=PUSH).delete()[0]:
            gone = ContactChanged(case=case, kind=ContactKind.PUSH, contact="")
            entry.log(gone, at=now, actor=CLOCK)

    write(action)
