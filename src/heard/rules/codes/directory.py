"""The lists of the directory (docs/operate/directory.md)."""

from enum import StrEnum


class DirectoryList(StrEnum):
    """Which list an import or a provider has changed."""

    PEOPLE = "people"
    THIRD_PARTIES = "third-parties"


class PartyKind(StrEnum):
    """What a third party is to the organisation."""

    CLIENT = "client"
    SUPPLIER = "supplier"
    OTHER = "other"
