"""The organisation: its units, its people with their manager line, and who works with it.

Written by imports (heard/actions/directory) and by an identity provider over SCIM
(heard/actions/scim). The reporter's door and the desk read none of
it: a list of who reports to whom is what somebody who looks for a reporter would want.
"""

from django.db import models
from django.db.models.functions import Lower

from heard.records.fields import KeyField, code_field, digest_field, id_field
from heard.rules.codes.directory import PartyKind


class Unit(models.Model):
    """A part of the organisation, by its name; ``parent`` null: it stands at the top."""

    name = KeyField(primary_key=True, max_length=200)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)


class Person(models.Model):
    """Somebody who works here, or did. Who left stays as a row: old cases may name them."""

    id = KeyField(primary_key=True, max_length=64)  # the employee id
    name = models.CharField(max_length=200)
    other_names = models.CharField(max_length=400, db_default="")  # other spellings, by semicolon
    email = models.CharField(max_length=200)  # at work; empty where there is none
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT)
    country = models.CharField(max_length=2)  # ISO 3166-1, or empty
    manager = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    active = models.BooleanField()
    left = models.DateField(null=True)  # the day of the import that no longer had them

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(active=True, left__isnull=True)
                | models.Q(active=False, left__isnull=False),
                name="left_or_active",
            ),
        )
        # SCIM asks for one person by their address, 254,000 times in a first round.
        indexes = (models.Index(Lower("email"), name="person_email"),)


class Provisioned(models.Model):
    """What an identity provider said of a person and ``Person`` has no column for (RFC 7643)."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    # userName as it is compared; empty once the provider has deleted them, so that it is free.
    key = KeyField(max_length=200, default="")
    external = KeyField(max_length=200, default="")  # externalId
    number = KeyField(max_length=200, default="")  # employeeNumber, which may change; ``id`` not
    manager = KeyField(max_length=64, default="")  # the id of a manager who is not here yet
    said = models.TextField()  # JSON of names, addresses and numbers as they came
    created = models.DateTimeField()
    changed = models.DateTimeField()
    gone = models.BooleanField(default=False)  # deleted by the provider, until they come again

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("key",), name="one_user_name", condition=~models.Q(key="")
            ),
        )
        indexes = (
            models.Index(
                fields=("external",), name="scim_external", condition=~models.Q(external="")
            ),
            models.Index(fields=("number",), name="scim_number", condition=~models.Q(number="")),
            models.Index(fields=("manager",), name="scim_manager", condition=~models.Q(manager="")),
            models.Index(fields=("person",), name="scim_gone", condition=models.Q(gone=True)),
        )


class Token(models.Model):
    """A bearer token that an identity provider writes the directory with; only its digest."""

    id = id_field()
    name = models.CharField(max_length=100)
    sha256 = digest_field(unique=True)
    created = models.DateTimeField()
    until = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    used = models.DateField(null=True)  # the last day


class Synced(models.Model):
    """What SCIM did since it was last logged: one row, counted in each action's transaction."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    joined = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True)  # the first of them

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_synced"),)


class ThirdParty(models.Model):
    """A client, a supplier, or another organisation whose people work with ours."""

    id = KeyField(primary_key=True, max_length=64)  # as the organisation's own books have it
    name = models.CharField(max_length=200)
    kind = code_field(PartyKind, max_length=8)
    country = models.CharField(max_length=2)
    contact_name = models.CharField(max_length=200)
    contact_email = models.CharField(max_length=200)
    active = models.BooleanField()
    left = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(active=True, left__isnull=True)
                | models.Q(active=False, left__isnull=False),
                name="left_or_active_party",
            ),
        )
