"""Case handlers: who they are, the public keys they are sealed to, and their sealed secrets."""

from django.db import models

from heard.records.fields import FixedField, code_field, digest_field, id_field, tier_field
from heard.rules.codes.holders import HolderState
from heard.rules.codes.keyring import KeyringChange


class Holder(models.Model):
    """A person a report can be sealed to, once a signed roster names them."""

    State = HolderState

    id = id_field()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, default="")
    tier = tier_field(0, 1, 2, 3)  # 0: oversight alone, in no roster
    email = models.CharField(
        max_length=254, default=""
    )  # told "there is something for you", no more
    state = code_field(HolderState, max_length=8, default="invited")
    invite = models.CharField(max_length=64, default="")  # SHA-256 of the one-time token
    invite_until = models.DateTimeField(null=True)
    recipient = models.TextField(default="")  # age1pq1…, about 1,960 characters
    signing = models.CharField(max_length=44, default="")  # Ed25519, base64
    keyring = models.BinaryField(default=b"")  # docs/spec/sealing.md, section 7
    recovery = digest_field()  # SHA-256 of the recovery code's login verifier
    since = models.DateField()
    until = models.DateField(null=True)
    oversight = models.BooleanField(default=False)  # sees the figures, in any tier
    targets = models.BinaryField(default=b"")  # chat rooms to tell, sealed to the notification key
    quiet_from = models.PositiveSmallIntegerField(null=True)  # hour of the organisation's day
    quiet_until = models.PositiveSmallIntegerField(null=True)


class Passkey(models.Model):
    """A WebAuthn credential of a holder."""

    id = models.CharField(primary_key=True, max_length=400)  # credential id, base64url
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    label = models.CharField(max_length=100)
    prf = models.BooleanField()  # False: signs in, but cannot unlock the keyring
    created = models.DateTimeField()
    used = models.DateTimeField(null=True)


class KeptKeyring(models.Model):
    """A sealed keyring that was replaced: what undoes junk. The last few of each holder."""

    id = models.BigAutoField(primary_key=True)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE)
    keyring = models.BinaryField()
    change = code_field(KeyringChange, max_length=32)  # what put another in its place
    about = models.CharField(max_length=64, default="")  # digest of the request that did
    ended = models.DateTimeField()


class NewKeys(models.Model):
    """Keys that a holder made and no signed roster names yet (docs/spec/roster.md, "New keys")."""

    holder = models.OneToOneField(Holder, on_delete=models.CASCADE, primary_key=True)
    recipient = models.TextField()
    signing = models.CharField(max_length=44)
    signature = models.CharField(max_length=88)  # base64, by the key before
    made = models.DateTimeField()


class EarlierKeys(models.Model):
    """Keys that a holder had before the ones they have, for every roster from then on."""

    id = models.BigAutoField(primary_key=True)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE)
    recipient = FixedField(max_length=64)  # SHA-256, hexadecimal
    signing = models.CharField(max_length=44)
    signature = models.CharField(max_length=88)
    until = models.DateField()


class Spent(models.Model):
    """A challenge that was answered rightly; forgotten once it could not be answered again."""

    challenge = FixedField(primary_key=True, max_length=64)  # SHA-256, hexadecimal
    until = models.DateTimeField()
