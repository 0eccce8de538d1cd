"""Column types that several tables share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
    _Number = models.BigIntegerField[int, int]
    _Auto = models.BigAutoField[int, int]
else:
    _Number = models.BigIntegerField
    _Auto = models.BigAutoField
    _Text = models.CharField  # not generic when it runs


class PlaceField(_Number):
    """A place in the log as a primary key.

    On SQLite ``integer``, not ``bigint``: only the first is the table's own key, the second would
    carry an index beside it.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Give the column's type."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class NumberField(_Auto):
    """A primary key in the order of commits, which the writer may draw before the row is inserted.

    Rows that belong together lie together by it, however many there are (ADR 0049). It counts what
    others did, so it stays in this house: no answer, no log entry, no message and no file has it.
    """


class FixedField(_Text):
    """Text of exactly ``max_length`` characters, always hexadecimal.

    A column of its own type, because Django gives each unique ``varchar`` of PostgreSQL a second
    index for LIKE, which nobody asks of an id and every report would pay for.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Give the column's type.

        PostgreSQL's own name for ``char``: Django drops the length where it inserts many rows,
        and there ``char`` alone means one character, ``bpchar`` alone any number.
        """
        name = "bpchar" if connection.vendor == "postgresql" else "char"
        return f"{name}({self.max_length})"

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Give the type of a column that points here."""
        return self.db_type(connection)


class KeyField(_Text):
    """Text of at most ``max_length`` characters that names a row; equality alone is asked of it.

    ``varchar`` by its long name, for the reason that FixedField gives.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Give the column's type."""
        del connection
        return f"character varying({self.max_length})"

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Give the type of a column that points here."""
        return self.db_type(connection)


def id_field() -> FixedField:
    """The primary key of a thing, made by its maker: 16 random bytes, hexadecimal."""
    return FixedField(primary_key=True, max_length=32)


def public_id_field(*, unique: bool = False) -> FixedField:
    """The id of a thing that has a number for a key: what all outside of this house call it."""
    return FixedField(max_length=32, unique=unique)


def digest_field(*, unique: bool = False) -> FixedField:
    """A SHA-256, hexadecimal."""
    return FixedField(max_length=64, unique=unique)


def code_field(
    *codes: Iterable[str], max_length: int, default: str | None = None
) -> "models.CharField[str, str]":
    """One of a closed set of codes (heard/rules/codes).

    A step that changes them is an ``AlterCodes`` (heard/records/closed_sets), and one follows the
    step that makes the column: with it the database holds the column to them.
    """
    # In one order, not that of their file: or each move there would be a migration.
    choices = [(code, code) for code in sorted(str(code) for each in codes for code in each)]
    given: dict[str, Any] = {} if default is None else {"default": default}
    return models.CharField(max_length=max_length, choices=choices, **given)


def tier_field(
    *tiers: int, default: int | None = None
) -> "models.PositiveSmallIntegerField[int, int]":
    """One of these tiers, held to them as codes are."""
    given: dict[str, Any] = {} if default is None else {"default": default}
    choices = [(tier, str(tier)) for tier in tiers]
    return models.PositiveSmallIntegerField(choices=choices, **given)
