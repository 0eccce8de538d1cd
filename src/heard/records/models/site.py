"""The organisation that runs this Heard, and every roster its root key has signed."""

from django.db import models

from heard.records.fields import FixedField, digest_field


class Organisation(models.Model):
    """One row, written by ``heard init``."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    site = models.CharField(max_length=253)
    root = models.CharField(max_length=400)  # vkey of the root key; the secret is kept offline
    log = models.CharField(max_length=400)  # vkey of the log key
    # vkey of the key that makes promises, as the newest roster names it; empty: none are made
    promise = models.CharField(max_length=400, default="")
    country = models.CharField(max_length=2, default="")
    created = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_organisation"),)


class Witness(models.Model):
    """Who is asked to cosign the log; the next roster names them for everyone's verifier."""

    name = models.CharField(primary_key=True, max_length=200)
    operator = models.CharField(max_length=200)  # a quorum counts operators, not keys
    vkey = models.CharField(max_length=400)
    url = models.CharField(max_length=400)  # submission prefix of the tlog-witness protocol


class Machine(models.Model):
    """What pages may seal to beside this server's own keys; the next roster names it."""

    sha256 = FixedField(max_length=64, primary_key=True)  # of the recipient, hexadecimal
    use = models.CharField(max_length=16)
    operator = models.CharField(max_length=200)
    recipient = models.TextField()  # age1pq1…
    signing = models.CharField(max_length=64)  # Ed25519, base64


class RosterVersion(models.Model):
    """A signed roster exactly as the root key signed it (docs/spec/roster.md)."""

    version = models.PositiveIntegerField(primary_key=True)
    note = models.TextField()
    sha256 = digest_field(unique=True)
    signed = models.DateTimeField()


class OversightWeek(models.Model):
    """The figures of a week as the board sees them: made once, already without small numbers."""

    week = models.DateField(primary_key=True)  # its Monday
    figures = models.TextField()  # JSON of ``GET oversight``
    made = models.DateTimeField()
