"""Every sealed file is read again, in turn, by the rounds, and whole by the doctor."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from heard.access import file_store
from heard.ledger import alarms as ledger_alarms
from heard.records import blobs
from heard.records.blobs import DamagedError
from heard.records.models import Alarm, File, Part, Store

A_ROUND = 32 * 2**20  # bytes read in a round of 15 seconds: 180 GiB a day
MANY = 1000  # parts looked up at once
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
Progress = Callable[[str, int, int], None]


class Checked(NamedTuple):
    """``damaged``: file ids with what is wrong; of ``parts`` parts that were read."""

    parts: int
    damaged: dict[str, str]


def ensure_mark() -> None:
    """Mark the store of a Heard that has none yet; what serves or works asks."""
    file_store.ensure_mark()


def seen() -> bool:
    """Whether this machine sees the store that the database belongs to."""
    return file_store.seen()


def mark() -> str:
    """What stands in the store that the database belongs to; empty where there is none yet."""
    return Store.objects.values_list("mark", flat=True).first() or ""


def walk(*, now: datetime) -> int:
    """Read the next parts again; how many."""
    store = Store.objects.first()
    if store is None or not file_store.seen():
        return 0
    batch, read, done = _after(store.walked), 0, 0
    for part in batch:
        if read > A_ROUND:
            break
        if what := _fault(part):
            file_store.tell_damage(part.segment.file, what, now=now)
        read, done = read + part.size, done + 1
    ended = done == len(batch) < MANY
    place = 0 if ended or not done else batch[done - 1].pk
    walk = Store.objects.filter(walked=store.walked)  # another machine may have gone on meanwhile
    walk.update(walked=place, finished=now if ended else store.finished)
    return done


class Mender:
    """Looks whether a damaged file was brought back, less and less often; one file a round."""

    def __init__(self) -> None:
        self._waits: dict[str, tuple[timedelta, datetime]] = {}  # by file: how long, and until when

    def mend(self, *, now: datetime) -> None:
        """End the alarm of a file that somebody brought back."""
        if not file_store.seen():
            return
        alarms = standing()
        self._waits = {each.subject: self._wait(each.subject, now) for each in alarms}
        due = [each for each in alarms if self._waits[each.subject][1] <= now]
        for alarm in sorted(due, key=lambda each: self._waits[each.subject][1])[:1]:
            if not any(_fault(part) for part in _parts_of(alarm.subject)):
                ledger_alarms.end(kind=alarm.kind, subject=alarm.subject, now=now)
            wait = self._waits[alarm.subject][0]
            self._waits[alarm.subject] = (min(wait * 2, LONGEST_WAIT), now + wait)

    def _wait(self, file: str, now: datetime) -> tuple[timedelta, datetime]:
        return self._waits.get(file, (FIRST_WAIT, now))


def check_all(*, progress: Progress) -> Checked:
    """Read every part. Nothing is written."""
    total, damaged, done, last = Part.objects.count(), dict[str, str](), 0, 0
    while batch := _after(last):
        for part in batch:
            if what := _fault(part):
                damaged[part.segment.file_id] = what
            done, last = done + 1, part.pk
            progress("files", min(done, total), total)
    return Checked(done, damaged)


def standing() -> list[Alarm]:
    """The files that are damaged, as far as is known without reading."""
    return ledger_alarms.standing(ledger_alarms.Kind.FILE)


def _after(place: int) -> list[Part]:
    rows = Part.objects.filter(pk__gt=place).order_by("pk").select_related("segment__file")
    return list(rows[:MANY])


def _fault(part: Part) -> str:
    try:
        blobs.whole(part.segment_id, (part.offset, part.size, part.sha256))
    except DamagedError as fault:
        return fault.what
    return ""


def _parts_of(file: str) -> Iterator[Part]:
    yield from Part.objects.filter(segment__file=File(id=file)).iterator()
