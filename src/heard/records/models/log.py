"""The tamper-evident log (docs/spec/log.md). Events, leaves and nodes refuse change by trigger."""

from django.db import models

from heard.records.fields import PlaceField, code_field, digest_field
from heard.records.models.cases import Case
from heard.rules.events import KINDS


class Leaf(models.Model):
    """One entry of the log, an event or padding: 33 bytes that look alike."""

    index = PlaceField(primary_key=True)
    entry = models.BinaryField(max_length=33)


class LeafPlace(models.Model):
    """Where a leaf stands, by its hash: of events and padding alike, so that it tells neither."""

    hash = models.BinaryField(primary_key=True, max_length=32)  # RFC 6962, 2.1
    place = models.BigIntegerField()


class Node(models.Model):
    """The hash over a complete run of 256 ** level leaves; all else is computed from leaves."""

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("level", "index"), name="one_node"),)


class Head(models.Model):
    """The newest signed checkpoint: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    events = models.BigIntegerField(default=0)  # how many there were: the next one's number
    leaves = models.BigIntegerField(default=64)  # of an epoch, in the week that begins at ``week``
    week = models.DateField(null=True)
    # Right edge of the tree as concatenated 32-byte hashes, largest subtree first (RFC 6962, 2.1).
    edge = models.BinaryField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_head"),)


class PendingEntry(models.Model):
    """The entry of an event that has no place yet: the next epochs place it, oldest first."""

    index = PlaceField(primary_key=True)  # of its event
    entry = models.BinaryField(max_length=33)


class LostEntry(models.Model):
    """The entry of an event that was promised and is lost, as the operator has accepted.

    Here as well as in the guard of the machine that promised it, since another may close the epoch.
    """

    id = models.BigAutoField(primary_key=True)
    entry = models.BinaryField(max_length=33, unique=True)


class Unclaimed(models.Model):
    """A leaf that no event here has: a crash came before its commit, or the database was lost.

    ``seal`` is made with the log's key, so that nobody makes a deleted event look like one.
    """

    place = PlaceField(primary_key=True)
    seal = models.BinaryField(max_length=32)


class Cosignature(models.Model):
    """A checkpoint of an epoch with the signatures that witnesses have added to it so far."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()  # the log's signature and every cosignature
    witnesses = models.PositiveSmallIntegerField(default=0)  # distinct operators
    at = models.DateTimeField()


class Event(models.Model):
    """What happened, in the past tense; its key counts all events in the order of commits."""

    index = PlaceField(primary_key=True)
    kind = code_field(KINDS, max_length=32)
    case = models.CharField(max_length=32, default="")  # no foreign key: events outlive cases
    # That of the case, by which its events are found; it is never given to another.
    case_number = models.BigIntegerField(null=True)
    at = models.DateTimeField()  # cut to the hour where a reporter acted
    actor = models.CharField(max_length=32)

    class Meta:
        indexes = (
            models.Index(
                fields=("case_number", "index"),
                name="event_by_case",
                condition=models.Q(case_number__isnull=False),
            ),
            # Whether the directory has changed, asked every few seconds.
            models.Index(
                fields=("index",),
                name="event_directory",
                condition=models.Q(kind__in=("directory_changed", "directory_imported")),
            ),
            # What the board sees of a month.
            models.Index(
                fields=("at",), name="event_escalated", condition=models.Q(kind="tier_released")
            ),
            models.Index(
                fields=("at",),
                name="event_acknowledged",
                condition=models.Q(kind="case_acknowledged"),
            ),
            # What somebody did lately that is of no case: it is bounded by the day.
            models.Index(fields=("actor", "at"), name="event_of_none", condition=models.Q(case="")),
        )

    @classmethod
    def of(cls, *cases: str) -> "models.QuerySet[Event]":
        """What happened in these cases, by their ids."""
        return cls.objects.filter(case_number__in=Case.objects.filter(id__in=cases).values("pk"))

    @classmethod
    def of_none(cls) -> "models.QuerySet[Event]":
        """What is of no case, in the words of its index."""
        return cls.objects.filter(case="")


class Opening(models.Model):
    """The salts and values that open an event's leaf. Erasing a field leaves its digest."""

    index = PlaceField(primary_key=True)
    fields = models.TextField()  # JSON, docs/spec/log.md, "Entry"
    place = models.BigIntegerField(null=True, unique=True)  # in the tree, once an epoch gave it one
    leaf = digest_field()  # hash of its entry (RFC 6962, 2.1): its name outside
    # The size of the newest public checkpoint at its commit, and by when it is promised to be in
    # one: of these a promise is made again byte for byte.
    after = models.BigIntegerField(null=True)
    by = models.DateTimeField(null=True)
    # Without a promise, the checkpoint that its commit signed: the first receipt, the same way.
    checkpoint = models.TextField(default="")
