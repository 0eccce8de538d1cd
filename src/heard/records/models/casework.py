"""What was moved in a case that is worked, its file key, and the letters under it.

In words: docs/spec/casework.md and docs/spec/sealing.md, 10 to 12.
"""

from django.db import models

from heard.records.fields import (
    NumberField,
    code_field,
    digest_field,
    public_id_field,
)
from heard.records.models.cases import Case
from heard.records.models.keyring import Holder
from heard.rules.codes.casework import (
    Basis,
    FileLetterKind,
    Until,
    WorkedCode,
    WorkedMove,
    WorkedObject,
)


class Move(models.Model):
    """One move of one record: all that the server sees of it. Why is in the sealed letters.

    ``record``: the id of what is moved; of the case itself the case's. No row is ever changed.
    ``agreed``: ids of who signed beside the actor, and ``about``: of allegations, with commas
    between. ``ordinal`` and ``period`` are ``number`` and ``when`` of rules/casework.
    """

    number = models.BigAutoField(primary_key=True)
    # No index of its own: the constraint below begins with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    object = code_field(WorkedObject, max_length=16)
    record = public_id_field()
    move = code_field(WorkedMove, max_length=32)
    version = models.PositiveIntegerField()  # how often the record was moved with this
    actor = models.CharField(max_length=32)  # ``reporter``, or the id of a holder or a party
    at = models.DateTimeField()  # cut to the hour where no holder moved it
    code = code_field(WorkedCode, max_length=32, default="")
    agreed = models.TextField(default="")
    party = models.CharField(max_length=32, default="")
    about = models.TextField(default="")
    holder = models.CharField(max_length=32, default="")
    digest = models.CharField(max_length=64, default="")
    ordinal = models.PositiveIntegerField(default=0)
    period = models.CharField(max_length=10, default="")
    due = models.DateTimeField(null=True)
    basis = code_field(Basis, max_length=9, default="")
    letter = models.CharField(max_length=32, default="")  # the id of the one to the reporter
    file_letter = models.CharField(max_length=32, default="")  # of the one under the file key
    party_letter = models.CharField(max_length=32, default="")  # of the one to a party and the file

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "object", "record", "version"), name="one_version"
            ),
        )
        indexes = (
            # How many cases somebody has a place in is asked wherever one is given.
            models.Index(
                fields=("holder",),
                name="move_seating",
                condition=models.Q(object="seat", move="propose"),
            ),
            # What is erased is counted from these.
            models.Index(
                fields=("number",),
                name="move_closing",
                condition=models.Q(
                    object="case", move__in=("close", "close_unworked", "close_stopped")
                ),
            ),
        )


class FileLetter(models.Model):
    """A sealed letter that the reporter's case key does not open.

    Sealed to the file key alone where ``party`` is empty, else to that party and the file key.
    ``author``: ``reporter``, or the id of a holder or a party. Of each author and party its own
    ``seq``, so that nobody learns from a gap how much is written elsewhere.
    """

    number = NumberField(primary_key=True)
    id = public_id_field()  # made by its author
    # No index of its own: the constraints below begin with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    kind = code_field(FileLetterKind, max_length=8)
    party = models.CharField(max_length=32, default="")
    author = models.CharField(max_length=32)
    seq = models.PositiveIntegerField()
    sealed = models.BinaryField()
    sha256 = digest_field()
    at = models.DateTimeField()  # cut to the hour where no holder wrote
    index = models.BigIntegerField(null=True)  # of its event
    generation = models.PositiveSmallIntegerField()  # of the file key

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "party", "author", "seq"), name="one_file_seq"),
            models.UniqueConstraint(fields=("case", "id"), name="one_file_letter"),
        )


class FileKey(models.Model):
    """The recipient of one generation of a matter's file key, and who stated its readers.

    ``matter``: made by who makes generation 0. ``statement``: the id of the file letter whose words
    state who reads and who waits; ``digest``: of that statement, which the log names.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    matter = public_id_field()
    generation = models.PositiveSmallIntegerField()
    recipient = models.TextField()
    author = models.ForeignKey(Holder, on_delete=models.PROTECT, db_index=False)
    statement = models.CharField(max_length=32)
    digest = digest_field()
    at = models.DateTimeField()
    # Of the case key, which the statement cites.
    case_generation = models.PositiveSmallIntegerField()
    among = models.TextField(default="")  # ids of the links it was made under, with commas

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "generation"), name="one_file_key"),)


class FileWrap(models.Model):
    """One generation of the file key, sealed to a holder by somebody who reads it.

    ``until``: what must happen before it is served; empty: nothing. Who waits has two, by two
    authors, and both are released together.
    """

    id = models.BigAutoField(primary_key=True)
    # No index of its own: the constraint below begins with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    generation = models.PositiveSmallIntegerField()
    holder = models.ForeignKey(
        Holder, on_delete=models.PROTECT, db_index=False, related_name="file_wraps"
    )
    author = models.ForeignKey(
        Holder, on_delete=models.PROTECT, db_index=False, related_name="file_wraps_made"
    )
    recipient = digest_field()  # SHA-256 of the holder's, to which it is sealed
    until = code_field(Until, max_length=13, default="")
    sealed = models.BinaryField()
    released = models.DateTimeField(null=True)  # served to the holder from then on
    left = models.DateTimeField(null=True)  # never served again

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "generation", "holder", "author", "recipient"),
                name="one_file_wrap",
            ),
        )


class CaseLink(models.Model):
    """That two cases are worked together, until it is ended.

    ``case`` has the lesser id of the two. ``sealed``: a letter to the file key that either had,
    with the id ``letter``. Who reads one of the cases alone is never told of it.
    """

    number = models.BigAutoField(primary_key=True)
    id = public_id_field(unique=True)  # made by who links them
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked")
    holder = models.ForeignKey(
        Holder, on_delete=models.PROTECT, db_index=False, related_name="links_made"
    )
    letter = public_id_field()
    sealed = models.BinaryField()
    sha256 = digest_field()
    at = models.DateTimeField()
    # One is a complaint against who reported the other: it holds once it was looked at.
    counter = models.BooleanField(default=False)
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Holder, on_delete=models.PROTECT, db_index=False, null=True, related_name="links_ended"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "other"), condition=models.Q(ended=None), name="one_link"
            ),
        )


class LinkCheck(models.Model):
    """That somebody of a later tier looked whether a counter-complaint is retaliation.

    ``sealed``: a letter to the file key that either case had, with the id ``letter``.
    """

    link = models.OneToOneField(
        CaseLink, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    holder = models.ForeignKey(
        Holder, on_delete=models.PROTECT, db_index=False, related_name="links_checked"
    )
    letter = public_id_field()
    sealed = models.BinaryField()
    sha256 = digest_field()
    at = models.DateTimeField()
    retaliation = models.BooleanField()


class Assent(models.Model):
    """That somebody signs a move of somebody else's, before it is made; ``shell``: which one.

    It counts for exactly this shell (docs/spec/sealing.md, 11), so for one version of one record.
    """

    number = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, db_index=False)
    object = code_field(WorkedObject, max_length=16)
    record = public_id_field()
    move = code_field(WorkedMove, max_length=32)
    version = models.PositiveIntegerField()
    shell = digest_field()
    file_letter = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "shell", "holder"), name="one_assent"),
        )
