"""Who cannot receive a report about whom, as it is given out: salted, padded, in buckets.

Computed from directory, roster and declarations (heard/actions/conflicts); docs/spec/conflicts.md.
"""

from django.db import models

from heard.records.fields import PlaceField, digest_field, id_field
from heard.records.models.keyring import Holder


class ConflictTable(models.Model):
    """A whole answer with its own salt. The newest that is proved is given out."""

    id = id_field()  # its salt
    head = models.TextField()  # the JSON of ``GET /conflicts``
    # What it was computed from: half a SHA-256 of the directory, half of one of all else.
    basis = digest_field()
    built = models.DateTimeField()
    # Over head and buckets, as the log has it; empty of a table made before heads were logged.
    sha256 = models.CharField(max_length=64, default="")


class LoggedTable(models.Model):
    """A table that the log has, with number and place of the event that published it."""

    index = PlaceField(primary_key=True)
    place = models.BigIntegerField()
    table = models.OneToOneField(ConflictTable, on_delete=models.CASCADE)


class Bucket(models.Model):
    """Every entry whose hash begins with ``prefix``; all buckets of a table have one size."""

    id = models.BigAutoField(primary_key=True)
    # No index of its own: the constraint below begins with the table.
    table = models.ForeignKey(ConflictTable, on_delete=models.CASCADE, db_index=False)
    prefix = models.PositiveIntegerField()
    entries = models.BinaryField()  # as they are given out, with the path behind them

    class Meta:
        constraints = (models.UniqueConstraint(fields=("table", "prefix"), name="one_bucket"),)


class WholeTable(models.Model):
    """The same table in few bytes, for desks. Apart from its head, which is read often."""

    table = models.OneToOneField(ConflictTable, primary_key=True, on_delete=models.CASCADE)
    body = models.BinaryField()


class Declared(models.Model):
    """Somebody a holder says they cannot judge: a work e-mail, an employee id, or a name."""

    id = models.BigAutoField(primary_key=True)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE)
    who = models.CharField(max_length=200)
    at = models.DateTimeField()
