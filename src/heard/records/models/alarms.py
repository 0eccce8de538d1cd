"""What watches Heard itself: what is wrong now, and how far the sealed files have been read."""

from django.db import models

from heard.records.fields import FixedField, code_field
from heard.rules.codes.alarms import AlarmKind


class Alarm(models.Model):
    """Something that is wrong with this Heard, from ``since`` until it has ``ended``.

    ``kind`` and ``subject`` say of what: a file by its id, a witness or a machine by its name.
    ``what`` is a code. A thing has one alarm at a time.
    """

    kind = code_field(AlarmKind, max_length=16)
    subject = models.CharField(max_length=200)
    what = models.CharField(max_length=32)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject"), name="one_alarm", condition=models.Q(ended=None)
            ),
        )


class Store(models.Model):
    """One row: which blob store this database belongs to, and how far its walk has come.

    ``mark`` also stands in the store itself, so that a machine that sees another one, or an empty
    folder where a disk should be, knows it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = FixedField(max_length=32)
    walked = models.BigIntegerField(default=0)  # the last part that was read again
    finished = models.DateTimeField(null=True)  # when the last one of all was

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_store"),)


class Round(models.Model):
    """One row: what time it was, for Heard, when the last round was made.

    ``frame``: how often it was said since that the time is another. ``keeper``: which process made
    the round; empty where that one was not sure of its clock.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    frame = models.PositiveIntegerField(default=0)
    keeper = models.CharField(max_length=32, default="")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_round"),)
