"""The sealed files: whether they can be seen, and whether each is as it was acknowledged."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from heard.access import file_store
from heard.actions.operations.health._finding import Finding
from heard.ledger import alarms
from heard.records.models import Part, Store

NAMED = 20  # files; more would only scroll
LONG = timedelta(days=30)  # in which every file should have been read again
BRING = (
    "bring it back from a backup: the same path under blobs; it is looked at again within an hour."
    " Its readers were told"
)


def check_store(*, now: datetime) -> Iterator[Finding]:
    """What is known without reading them all."""
    if not file_store.seen():
        yield _unseen()
        return
    damaged = alarms.standing(alarms.Kind.FILE)
    for alarm in damaged[:NAMED]:
        yield Finding("wrong", "files", f"sealed file {alarm.subject} is {alarm.what}", BRING)
    if len(damaged) > NAMED:
        yield Finding("wrong", "files", f"and {len(damaged) - NAMED} more", BRING)
    store = Store.objects.first()
    if Part.objects.exists() and not damaged:
        yield _walked(store, now)


def _unseen() -> Finding:
    place, mark = settings.HEARD.data / "blobs", Store.objects.get().mark
    return Finding(
        "wrong",
        "files",
        f"{place} is not the store that this database speaks of: no file is taken or given here",
        "mount the disk or share that all machines use there. Is it lost for good, bring blobs back"
        f" from a backup; without one, write {mark} into {place}/mark, and each lost file is told",
    )


def _walked(store: Store | None, now: datetime) -> Finding:
    if store is None or store.finished is None:
        what = "not every sealed file was read again yet"
        return Finding("careful", "files", what, "keep heard serve or worker running")
    when = f"every sealed file was read again by {store.finished:%Y-%m-%d %H:%M} UTC"
    if store.finished < now - LONG:
        return Finding("careful", "files", when, "keep heard serve or worker running")
    return Finding("ok", "files", when)
