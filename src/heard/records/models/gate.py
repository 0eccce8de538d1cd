"""The retaliation gate: who sits at it, what is filed, and what is sealed to its keepers.

docs/spec/gate.md. Who is protected stands in none of these: the keepers alone have it.
"""

from django.db import models

from heard.records.fields import FixedField, code_field, digest_field, id_field
from heard.records.models.directory import Person
from heard.records.models.keyring import Holder
from heard.rules.codes.gate import ActionDecision, AdverseAction
from heard.rules.codes.gate import GateSeat as Seat


class GateSeat(models.Model):
    """A holder of no tier who files actions, or looks at them.

    ``person`` null: they do not work here.
    """

    holder = models.OneToOneField(Holder, primary_key=True, on_delete=models.CASCADE)
    seat = code_field(Seat, max_length=8)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT)


class GateToken(models.Model):
    """A bearer token that a personnel system files with; only its digest.

    ``person``: who answers for what it files.
    """

    id = id_field()
    name = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    sha256 = digest_field(unique=True)
    created = models.DateTimeField()
    until = models.DateTimeField()
    revoked = models.DateTimeField(null=True)


class FiledAction(models.Model):
    """Something that is to be done against somebody at work, filed before it takes effect.

    ``filer``: a holder, or null where a token filed it; ``by``: the person who stands behind
    either. ``due``: the nine o'clock before which no answer is given out; ``answers_at``: when it
    is, null until a keeper has answered. ``talk``: what counts then. ``closed``: when nothing was
    open any more.
    """

    id = id_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = code_field(AdverseAction, max_length=20)
    effective = models.DateField()
    filed = models.DateTimeField()
    late = models.BooleanField()
    filer = models.ForeignKey(Holder, null=True, on_delete=models.PROTECT, related_name="+")
    token = models.ForeignKey(GateToken, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateTimeField()
    answers_at = models.DateTimeField(null=True)
    talk = models.BooleanField(default=False)
    decision = code_field(ActionDecision, max_length=10, default="")
    decider = models.ForeignKey(Holder, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(default="")  # the reason of who looked
    asked = models.TextField(default="")  # what the one who looked was told, where asked
    overruled = models.TextField(default="")  # the board's reason
    closed = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), name="one_open_action", condition=models.Q(closed=None)
            ),
        )
        indexes = (models.Index(fields=("filed",), name="action_filed"),)


class KeeperAnswer(models.Model):
    """What one keeper said of one action: ``go`` with two spaces, or ``talk``."""

    id = models.BigAutoField(primary_key=True)
    action = models.ForeignKey(FiledAction, on_delete=models.CASCADE, related_name="answers")
    keeper = FixedField(max_length=64)  # SHA-256 of its recipient
    talk = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("action", "keeper"), name="one_answer_of_a_keeper"),
        )


class WaitingListing(models.Model):
    """Sealed to the keepers: that somebody is to be protected. No case and no hour.

    ``taken``: the day on which a keeper said that it has it, by its ``signature``; ``sealed`` is
    empty then.
    """

    sha256 = FixedField(primary_key=True, max_length=64)
    sealed = models.BinaryField()
    day = models.DateField()
    taken = models.DateField(null=True)
    signature = models.CharField(max_length=88, default="")  # base64


class GateStore(models.Model):
    """What the keepers remember, sealed to them: one row, which they replace."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sha256 = digest_field()
    sealed = models.BinaryField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_gate_store"),)
