"""What lies among the sealed files and was never counted: refused, broken off, left by a crash."""

from datetime import datetime, timedelta

from heard.access import exhibit_copies, file_store
from heard.records import blobs
from heard.records.models import Part

# Times on disk are cut to the hour, so that this is more than an hour at the least: nobody who
# sends a part waits for its commit as long.
AGE = timedelta(hours=3)


def sweep(*, now: datetime) -> int:
    """Remove what no row knows and is older than three hours; how many parts.

    What was begun of an exhibit, and not gone on with for a week, is known to none from here on.

    Nothing where the store is not seen: what lies there belongs to another database.
    """
    if not file_store.seen():
        return 0
    exhibit_copies.forget_unfinished(now=now)
    before = (now - AGE).timestamp()
    return sum(_sweep(segment, before) for segment in blobs.segments())


def _sweep(segment: str, before: float) -> int:
    counted = Part.objects.filter(segment=segment).values_list("offset", "sha256")
    return blobs.sweep(segment, set(counted), before=before)
