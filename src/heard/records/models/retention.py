"""What was erased of cases (docs/spec/retention.md)."""

from django.db import models

from heard.records.fields import code_field, public_id_field
from heard.records.models.cases import Case
from heard.rules.codes.retention import Kept


class Erasure(models.Model):
    """That a class of what is kept of a case was destroyed. No row is ever changed.

    ``id``: as the guard's journal has it; ``ground``: by which rule. ``record``: of what names a
    person, which party; null of what is of the whole case.
    """

    number = models.BigAutoField(primary_key=True)
    id = public_id_field(unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    what = code_field(Kept, max_length=15)
    # Null elsewhere, so that SQLite adds the column in place.
    record = models.CharField(max_length=32, null=True)
    ground = models.CharField(max_length=100)
    at = models.DateTimeField()
    index = models.BigIntegerField(null=True)  # of its event
