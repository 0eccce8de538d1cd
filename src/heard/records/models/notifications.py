"""What must leave the house after a commit, and which actions have been done already."""

from django.db import models

from heard.records.fields import code_field
from heard.rules.codes.notifications import NoticeKind


class Outgoing(models.Model):
    """Something to tell someone, written in the transaction that makes it true."""

    id = models.BigAutoField(primary_key=True)
    kind = code_field(NoticeKind, max_length=32)
    holder = models.CharField(max_length=32)  # empty where it goes to the reporter of ``case``
    case = models.CharField(max_length=32, default="")
    due = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    # The ways (of several) by which it has arrived: what failed is tried again, and nothing else.
    reached = models.CharField(max_length=100, default="")
    once = models.CharField(max_length=100, default="")  # of two rows with the same, one is kept

    class Meta:
        indexes = (
            models.Index(fields=("due",), name="outgoing_due", condition=models.Q(sent=None)),
            models.Index(fields=("case",), name="outgoing_hers", condition=~models.Q(case="")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("once",), name="outgoing_once", condition=~models.Q(once="")
            ),
        )
