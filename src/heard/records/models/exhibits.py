"""The sealed bytes of exhibits that did not come with the report (docs/spec/casework.md)."""

from django.db import models

from heard.records.fields import digest_field, public_id_field
from heard.records.models.cases import Case
from heard.records.models.channel import File


class ExhibitCopy(models.Model):
    """What Heard keeps of an exhibit: a file of one segment, whose every block was said first.

    ``digest``: as ``exhibit.receive`` has it; ``blocks``: the SHA-256s that it is made of, 32 bytes
    each. ``holder`` said so last, and ``at`` is when something of it came last: what stays
    unfinished is forgotten.
    """

    file = models.OneToOneField(
        File, primary_key=True, on_delete=models.CASCADE, related_name="exhibit"
    )
    # No index of its own: the constraint below begins with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    record = public_id_field()
    digest = digest_field()
    size = models.BigIntegerField()  # bytes, sealed
    blocks = models.BinaryField()
    holder = models.CharField(max_length=32)
    at = models.DateTimeField()
    whole = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "record"), name="one_copy"),)
        indexes = (
            models.Index(fields=("at",), name="copy_unfinished", condition=models.Q(whole=False)),
        )
