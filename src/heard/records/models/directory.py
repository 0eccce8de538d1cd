"""The organisation: its units, its people with their manager line, and who works with it.

Written by imports alone (heard/actions/directory). The reporter's door and the desk read none of
it: a list of who reports to whom is what somebody who looks for a reporter would want.
"""

from django.db import models

from heard.records.fields import KeyField


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


class ThirdParty(models.Model):
    """A client, a supplier, or another organisation whose people work with ours."""

    id = KeyField(primary_key=True, max_length=64)  # as the organisation's own books have it
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8)  # client, supplier or other
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
