"""What travels between reporter and handlers: sealed letters and files."""

from django.db import models

from heard.records.fields import NumberField, code_field, digest_field, id_field, public_id_field
from heard.records.models.cases import Case
from heard.rules.codes.letters import IntakeKind, MessageKind, NoteKind
from heard.rules.codes.requests import Asks


class Letter(models.Model):
    """A sealed letter (docs/spec/sealing.md, section 4). ``author`` is ``reporter`` or a holder."""

    number = NumberField(primary_key=True)
    id = public_id_field()  # made by its author
    # No index of its own: the constraints below begin with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    kind = code_field(MessageKind, NoteKind, IntakeKind, max_length=10)
    author = models.CharField(max_length=32)
    seq = models.PositiveIntegerField()
    sealed = models.BinaryField()
    sha256 = digest_field()
    at = models.DateTimeField()  # cut to the hour where the reporter wrote
    index = models.BigIntegerField(null=True)  # of its event; a ``file-start`` has none
    generation = models.PositiveSmallIntegerField(default=0)  # of the identity it is sealed to
    # What a ``request`` asks her for; empty of any other.
    asks = code_field(Asks, max_length=16, default="")
    # Which questions of the list that must not be asked its author asked all the same, by comma.
    flags = models.CharField(max_length=200, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "author", "seq"), name="one_seq"),
            models.UniqueConstraint(fields=("case", "id"), name="one_letter"),
        )
        indexes = (
            models.Index(fields=("at",), name="letter_asks", condition=~models.Q(asks="")),
            models.Index(fields=("at",), name="letter_flags", condition=~models.Q(flags="")),
        )


class File(models.Model):
    """A file in one or more sealed segments. ``start``: of one that was sent with the report."""

    id = id_field()
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    author = models.CharField(max_length=32)
    start = models.ForeignKey(
        Letter, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    letter = models.ForeignKey(
        Letter, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Segment(models.Model):
    """One age file in the blob store; it grows part by part until the file is finished."""

    id = id_field()
    file = models.ForeignKey(File, on_delete=models.CASCADE, db_index=False)
    place = models.PositiveSmallIntegerField()
    received = models.BigIntegerField(default=0)  # bytes

    class Meta:
        constraints = (models.UniqueConstraint(fields=("file", "place"), name="one_place"),)


class Part(models.Model):
    """A part of a segment that is on disk and acknowledged."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, db_index=False)
    offset = models.BigIntegerField()
    size = models.PositiveIntegerField()
    sha256 = digest_field()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("segment", "offset"), name="one_part"),)
