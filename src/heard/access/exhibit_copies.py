"""The sealed bytes of exhibits that Heard keeps: how much of each is here, and their end.

They come block by block, each held against the digest that ``exhibit.receive`` has in the log
(``actions/casework/exhibits.py``), and go with the exhibit: in the commit by which two persons give
it back or destroy it.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from heard.access.casework_answers import KeptView
from heard.ledger.journal import JournalEntry, write
from heard.records import blobs
from heard.records.models import Case, ExhibitCopy, File, Segment
from heard.records.questions import Question
from heard.rules.codes.casework import WorkedMove, WorkedObject

# An upload to which nothing was added for so long is forgotten.
FORGOTTEN_AFTER = timedelta(days=7)
ENDS = frozenset({
    (WorkedObject.EXHIBIT.value, WorkedMove.GIVE_BACK.value),
    (WorkedObject.EXHIBIT.value, WorkedMove.DESTROY.value),
})  # fmt: skip


def views(case: Case) -> list[KeptView]:
    """What there is of each exhibit, by the number of its bytes."""
    rows = _copies(case.pk)
    segments = Segment.objects.filter(file__exhibit__case=case) if rows else Segment.objects.none()
    received = dict(segments.values_list("file", "received"))
    return [
        KeptView(record=row.record, size=row.size, received=received[row.pk], whole=row.whole)
        for row in rows
    ]


@Question
def _copies(case: int) -> QuerySet[ExhibitCopy]:
    return ExhibitCopy.objects.filter(case_id=case).order_by("record")


def segment_of(case: Case, record: str) -> Segment | None:
    """The segment in which an exhibit is kept, or is coming; None where none was announced."""
    rows = Segment.objects.filter(file__exhibit__case=case, file__exhibit__record=record)
    return rows.select_related("file__case", "file__exhibit").first()


def end(case: Case, record: str) -> None:
    """Nothing of it is kept from this commit on; then ``drop`` takes the bytes from the disk.

    The case must be locked.
    """
    File.objects.filter(exhibit__case=case, exhibit__record=record).delete()


def drop(segment: Segment | None) -> None:
    """Remove the bytes, if the commit that ended them was made. A crash before that: leftovers."""
    if segment is not None and not Segment.objects.filter(pk=segment.pk).exists():
        blobs.forget(segment.pk)


def forget_unfinished(*, now: datetime) -> None:
    """Forget uploads that nobody went on with. Their bytes are leftovers then."""
    over = ExhibitCopy.objects.filter(whole=False, at__lt=now - FORGOTTEN_AFTER)

    def action(_entry: JournalEntry) -> None:
        # Asked for again in the writer's turn: somebody may have gone on meanwhile.
        File.objects.filter(pk__in=[each.pk for each in over.all()]).delete()

    if over.exists():
        write(action)
