"""Column types that several tables share."""

from django.db import models


def id_field() -> "models.CharField[str, str]":
    """The primary key of a thing made by whoever made the thing: 16 random bytes, hexadecimal."""
    return models.CharField(primary_key=True, max_length=32)


def digest_field(*, unique: bool = False) -> "models.CharField[str, str]":
    """A SHA-256, hexadecimal."""
    return models.CharField(max_length=64, unique=unique)
