"""Cases, the sealed case identities, and the duties that run on them."""

from django.db import models

from heard.records.fields import (
    NumberField,
    code_field,
    digest_field,
    id_field,
    public_id_field,
    tier_field,
)
from heard.records.models.keyring import Holder
from heard.rules.codes.cases import CaseState
from heard.rules.codes.contacts import ContactKind
from heard.rules.codes.duties import DutyKind, DutyState
from heard.rules.codes.evidence import EvidenceKind, EvidenceState
from heard.rules.codes.suspension import SuspensionReason


class Case(models.Model):
    """One report and all that follows from it. Its id is random: no order, no count.

    ``number`` is what all of it is kept by; it is told to nobody (docs/adr/0049).
    """

    State = CaseState

    number = NumberField(primary_key=True)
    id = public_id_field(unique=True)
    state = code_field(CaseState, max_length=12, default="received")
    received = models.DateTimeField()  # cut to the hour
    roster = digest_field()
    code = digest_field(unique=True)  # SHA-256 of the return code's login verifier
    reporter_recipient = models.TextField()
    reporter_signing = models.CharField(max_length=44)
    # The law and the days that it was taken under (access/law.Kept); null in one from before 0021.
    country = models.CharField(max_length=2, null=True)
    zone = models.CharField(max_length=64, null=True)
    disclosed = models.DateField(null=True)  # first disclosure to anyone, if she says
    urgent = models.BooleanField()  # she said that she is not safe
    lead = models.ForeignKey(Holder, null=True, on_delete=models.PROTECT, db_index=False)


class CaseKey(models.Model):
    """The recipient of one generation of the case identity."""

    id = models.BigAutoField(primary_key=True)
    # No index of its own: the constraint below begins with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    generation = models.PositiveSmallIntegerField(default=0)
    recipient = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "generation"), name="one_case_key"),)


class Wrap(models.Model):
    """The case identity sealed to one holder, or to the reporter where ``holder`` is null."""

    id = models.BigAutoField(primary_key=True)
    # No index of its own: the constraint below begins with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    generation = models.PositiveSmallIntegerField(default=0)
    holder = models.ForeignKey(Holder, null=True, on_delete=models.PROTECT, db_index=False)
    sealed = models.BinaryField()
    released = models.DateTimeField(null=True)  # served to the holder from then on
    opened = models.DateTimeField(null=True)
    read = models.BigIntegerField(default=-1)  # newest event index this holder has seen
    looked = models.DateTimeField(null=True)  # of the last day on which they opened it
    left = models.DateTimeField(null=True)  # stepped out or excluded: never served again
    # They let a duty lapse and the next tier has the case: they read on and decide nothing.
    lapsed = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "generation", "holder"), name="one_wrap"),
            models.UniqueConstraint(
                fields=("case", "generation"),
                name="one_reporter_wrap",
                condition=models.Q(holder=None),
            ),
        )
        indexes = (
            # The desk's queue: what is open to this holder, newest first, without touching
            # a row of anybody else's.
            models.Index(
                fields=("holder", "-released", "case"),
                name="wrap_queue",
                condition=models.Q(released__isnull=False, left__isnull=True),
            ),
        )


class SecondWrap(models.Model):
    """The identity of a generation that a holder made, as the reporter sealed it to who waits.

    It is served where their ``Wrap`` of that generation is, and goes with it: a holder who seals
    nonsense to a later tier would else be found out when the case is moved to it.
    """

    id = models.BigAutoField(primary_key=True)
    # No index of its own: the constraint below begins with the case.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    generation = models.PositiveSmallIntegerField()
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, db_index=False)
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "generation", "holder"), name="one_second_wrap"
            ),
        )


class Duty(models.Model):
    """Something somebody owes by a time (docs/spec/clocks.md)."""

    State = DutyState
    # Over undone: ``done`` is when somebody made it good.
    PAST = (State.MISSED, State.BEFORE)

    number = models.BigAutoField(primary_key=True)
    id = public_id_field()  # random; nothing is looked for by it
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    kind = code_field(DutyKind, max_length=32)
    due = models.DateTimeField()
    state = code_field(DutyState, max_length=9, default="open")
    done = models.DateTimeField(null=True)
    source = models.CharField(max_length=100)  # pack and article
    tier = tier_field(1, 2, 3, default=1)  # whose turn it was when it was laid down
    # The first of the tiers that were given it together; ``tier`` itself where it was one alone.
    from_tier = tier_field(1, 2, 3, default=1)
    # Of what is owed once for each record of a case, which one: its public id. Null elsewhere, so
    # that SQLite adds the column in place.
    record = models.CharField(max_length=32, null=True)

    class Meta:
        indexes = (
            models.Index(fields=("due",), name="duty_due", condition=models.Q(state="open")),
            # Missed and not made good since: ``done`` of a missed duty is when somebody did it.
            models.Index(
                fields=("due",),
                name="duty_overdue",
                condition=models.Q(state="missed", done__isnull=True),
            ),
            models.Index(
                fields=("done",),
                name="duty_made_good",
                condition=models.Q(state="missed", done__isnull=False),
            ),
            models.Index(fields=("case",), name="duty_before", condition=models.Q(state="before")),
        )


class Suspension(models.Model):
    """A clock that stands still: for a typed reason, with an end, shown to her."""

    id = id_field()
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    duty = code_field(DutyKind, max_length=32)
    reason = code_field(SuspensionReason, max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True)  # before its time, by a holder
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, db_index=False)


class Evidence(models.Model):
    """Something that somebody outside holds. What, where and by whom is in the sealed letter."""

    State = EvidenceState

    id = id_field()
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    kind = code_field(EvidenceKind, max_length=16)
    overwritten = models.DateField(null=True)  # the day from which it may be gone
    state = code_field(EvidenceState, max_length=9, default="needed")
    letter = models.CharField(max_length=32)  # of kind ``evidence``
    document = digest_field()  # SHA-256 of the preservation letter that was sent, or empty
    noted = models.DateTimeField()
    ordered = models.DateTimeField(null=True)
    confirmed = models.DateTimeField(null=True)
    lost = models.DateTimeField(null=True)


class Contact(models.Model):
    """Where she wants to be told that something changed; sealed to the notification key alone."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    kind = code_field(ContactKind, max_length=5)
    sealed = models.BinaryField()
    at = models.DateTimeField()  # cut to the hour

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "kind"), name="one_contact"),)
