"""What a table is computed from, and whether that has changed, without reading the directory."""

from dataclasses import dataclass
from hashlib import sha256

from django.db.models import QuerySet

from heard.access import roster as access_roster
from heard.formats._text import json_bytes
from heard.formats.policy import Policy
from heard.formats.roster import Entry
from heard.records.models import Declared, Event, Holder, Synced

HALF = 32  # hexadecimal digits
CODE = 4  # raise it where the same basis would give another table
DIRECTORY = ("directory_changed", "directory_imported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """``digest`` changes where a table would: its second half where it must not wait."""

    digest: str
    roster: str  # SHA-256 of its note

    def holders(self) -> tuple[Entry, ...]:
        """Everyone of the roster."""
        return access_roster.roster(self.roster).entries

    def policy(self) -> Policy:
        """Whose signatures make an epoch of the log."""
        return access_roster.roster(self.roster).policy()


def basis() -> Basis | None:
    """What a table would be computed from now; None before there is a roster."""
    try:
        roster = access_roster.newest()
    except access_roster.RosterUnknownError:
        return None
    holders = Holder.objects.order_by("id").values_list("id", "email", "state")
    payload = {
        "code": CODE,
        "roster": roster,
        "holders": [list(each) for each in holders],
        "declared": [list(each) for each in declarations()],
    }
    halves = ({"directory": directory()}, payload)
    digest = "".join(sha256(json_bytes(half)).hexdigest()[:HALF] for half in halves)
    return Basis(digest=digest, roster=roster)


def directory() -> list[str]:
    """What differs after every change of the directory: its newest event, and what SCIM counts.

    A provider's actions are logged by the hour, and counted in a row until then.
    """
    changes = Event.objects.filter(kind__in=DIRECTORY).order_by("-index")
    counted = Synced.objects.values_list("joined", "left", "changed", "since")
    return [str(changes.values_list("index", flat=True).first()), str(counted.first())]


def declarations() -> "QuerySet[Declared, tuple[str, str]]":
    """Holder and whom they declared."""
    return Declared.objects.order_by("holder_id", "id").values_list("holder_id", "who")
