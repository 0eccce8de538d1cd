"""One event of the log for what a provider did in an hour, not one for each of 254,000 people."""

from datetime import datetime, timedelta

from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import Synced
from heard.rules.codes.directory import DirectoryList
from heard.rules.events.organisation import DirectoryChanged

EVERY = timedelta(hours=1)
CLOCK = Actor(kind="clock")


def log_changes(*, now: datetime) -> bool:
    """Log what was counted once the first of it is an hour old. Whether there was anything.

    Counts and their event change hands in one transaction: what was counted is logged once,
    also where a worker is killed; of two workers one finds nothing left.
    """
    if not Synced.objects.filter(since__lte=now - EVERY).exists():
        return False
    return bool(write(lambda entry: _log(entry, now)).value)


def _log(entry: JournalEntry, now: datetime) -> bool:
    counts = Synced.objects.select_for_update().filter(since__lte=now - EVERY).first()
    if counts is None:
        return False
    changed = DirectoryChanged(
        list=DirectoryList.PEOPLE, joined=counts.joined, left=counts.left, changed=counts.changed
    )
    entry.log(changed, at=now, actor=CLOCK)
    Synced.objects.filter(pk=1).update(joined=0, left=0, changed=0, since=None)
    return True
