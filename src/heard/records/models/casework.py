"""What was moved in a case that is worked (docs/spec/casework.md)."""

from django.db import models

from heard.records.fields import code_field, public_id_field
from heard.records.models.cases import Case
from heard.rules.codes.casework import Route, WorkedMove, WorkedObject


class Move(models.Model):
    """One move of one record: all that the server sees of it. Why is in the sealed letter.

    ``record``: the id of what is moved; of the case itself the case's. No row is ever changed.
    """

    number = models.BigAutoField(primary_key=True)
    # No index of its own: the constraint below begins with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    object = code_field(WorkedObject, max_length=16)
    record = public_id_field()
    move = code_field(WorkedMove, max_length=32)
    version = models.PositiveIntegerField()  # how often the record was moved with this
    actor = models.CharField(max_length=32)
    at = models.DateTimeField()
    code = code_field(Route, max_length=32, default="")
    letter = models.CharField(max_length=32)  # its id

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "object", "record", "version"), name="one_version"
            ),
        )
