"""What a table is computed from, and whether that has changed, without reading the directory."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.db.models import QuerySet

from heard.formats import roster as rosters
from heard.formats._text import json_bytes
from heard.formats.note import Verifier
from heard.records.models import (
    ConflictTable,
    Declared,
    Event,
    Holder,
    Organisation,
    RosterVersion,
)

CODE = 1  # raise it where the same basis would give another table
DIRECTORY = ("directory_changed", "directory_imported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """``sha256`` changes where a table would."""

    sha256: str
    roster: str  # SHA-256 of its note
    note: str
    root: str


def basis() -> Basis | None:
    """What a table would be computed from now; None before there is a roster."""
    newest = RosterVersion.objects.order_by("-version").first()
    if newest is None:
        return None
    holders = Holder.objects.order_by("id").values_list("id", "email", "state")
    told = {
        "code": CODE,
        "roster": newest.sha256,
        "holders": [list(each) for each in holders],
        "declared": [list(each) for each in declarations()],
        "directory": directory(),
    }
    return Basis(
        sha256=sha256(json_bytes(told)).hexdigest(),
        roster=newest.sha256,
        note=newest.note,
        root=Organisation.objects.get().root,
    )


def directory() -> int:
    """The place of the newest event that changed the directory, or -1."""
    changes = Event.objects.filter(kind__in=DIRECTORY).order_by("-index")
    found = changes.values_list("index", flat=True).first()
    return -1 if found is None else found


def declarations() -> "QuerySet[Declared, tuple[str, str]]":
    """Holder and whom they declared."""
    return Declared.objects.order_by("holder_id", "id").values_list("holder_id", "who")


@lru_cache(maxsize=2)
def read_roster(note: str, root: str) -> rosters.Roster:
    """The signed roster."""
    return rosters.verify(note, root=Verifier.parse(root))


def newest() -> ConflictTable | None:
    """The table that is given out now."""
    return ConflictTable.objects.order_by("-built").first()
