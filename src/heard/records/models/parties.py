"""How a party of a case comes to have keys: invitations, and what was answered to them.

In words: docs/spec/channel.md. Who a party is, no table knows.
"""

from django.db import models

from heard.records.fields import NumberField, digest_field, id_field
from heard.records.models.cases import Case
from heard.records.models.keyring import Holder


class Invitation(models.Model):
    """An invite code by the hash of its locator, and what its browser sealed.

    ``sealed`` is emptied once it is answered, and with ``kept`` once nobody can answer it any more:
    replaced, expired, or the file key was renewed. The kept one of an answer stays: each reader's
    browser checks by it.
    """

    id = id_field()  # made by the holder's browser
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    party = models.CharField(max_length=32)
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, db_index=False)
    locator = digest_field(unique=True)
    digest = digest_field()  # of the invitation
    generation = models.PositiveSmallIntegerField()  # of the file key
    expires = models.DateTimeField()
    sealed = models.BinaryField()
    kept = models.BinaryField()
    at = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)  # replaced, expired, or the file key was renewed
    index = models.BigIntegerField(null=True)  # of the event ``party_invited``


class PartyKeys(models.Model):
    """The keys of a party's own, as their answer has them. The newest of a party count.

    ``signature`` and ``mac`` are for each reader's browser, which alone can check the second.
    """

    number = NumberField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    party = models.CharField(max_length=32)
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT)
    recipient = models.TextField()
    signing = models.CharField(max_length=44)
    code = digest_field(unique=True)  # SHA-256 of the twelve words' login verifier
    signature = models.CharField(max_length=88)
    mac = models.CharField(max_length=44)
    own = models.BinaryField()  # the invitation, sealed to the party by themselves
    at = models.DateTimeField()  # cut to the hour
    index = models.BigIntegerField(null=True)  # of the event ``channel_opened``
    replaced = models.DateTimeField(null=True)
