"""The tables, one file a subject; foreign keys run one way (tests/house)."""

from heard.records.models.cases import Case, CaseKey, Duty, Wrap
from heard.records.models.channel import File, Letter, Part, Segment
from heard.records.models.directory import Person, ThirdParty, Unit
from heard.records.models.keyring import Holder, Passkey
from heard.records.models.log import Cosignature, Event, Head, Leaf, Node, Opening
from heard.records.models.outbox import Deed, Outgoing
from heard.records.models.site import Organisation, RosterVersion, Witness

__all__ = [
    "Case",
    "CaseKey",
    "Cosignature",
    "Deed",
    "Duty",
    "Event",
    "File",
    "Head",
    "Holder",
    "Leaf",
    "Letter",
    "Node",
    "Opening",
    "Organisation",
    "Outgoing",
    "Part",
    "Passkey",
    "Person",
    "RosterVersion",
    "Segment",
    "ThirdParty",
    "Unit",
    "Witness",
    "Wrap",
]
