"""The tables, one file a subject; foreign keys run one way (tests/house)."""

from heard.records.models.alarms import Alarm, Round, Store
from heard.records.models.cases import (
    Case,
    CaseKey,
    Contact,
    Duty,
    Evidence,
    SecondWrap,
    Suspension,
    Wrap,
)
from heard.records.models.casework import (
    Assent,
    CaseLink,
    FileKey,
    FileLetter,
    FileWrap,
    LinkCheck,
    Move,
)
from heard.records.models.channel import File, Letter, Part, Segment
from heard.records.models.conflicts import (
    Bucket,
    ConflictTable,
    Declared,
    LoggedTable,
    WholeTable,
)
from heard.records.models.directory import (
    Person,
    Provisioned,
    Synced,
    ThirdParty,
    Token,
    Unit,
)
from heard.records.models.exhibits import ExhibitCopy
from heard.records.models.idempotency import IdempotencyKey
from heard.records.models.keyring import (
    EarlierKeys,
    Holder,
    KeptKeyring,
    NewKeys,
    Passkey,
    Spent,
)
from heard.records.models.log import (
    Cosignature,
    Event,
    Head,
    Leaf,
    LeafPlace,
    LostEntry,
    Node,
    Opening,
    PendingEntry,
    Unclaimed,
)
from heard.records.models.notifications import Outgoing
from heard.records.models.parties import Invitation, PartyKeys
from heard.records.models.retention import Erasure
from heard.records.models.site import (
    Machine,
    Organisation,
    OversightWeek,
    RosterVersion,
    Witness,
)

__all__ = [
    "Alarm",
    "Assent",
    "Bucket",
    "Case",
    "CaseKey",
    "CaseLink",
    "ConflictTable",
    "Contact",
    "Cosignature",
    "Declared",
    "Duty",
    "EarlierKeys",
    "Erasure",
    "Event",
    "Evidence",
    "ExhibitCopy",
    "File",
    "FileKey",
    "FileLetter",
    "FileWrap",
    "Head",
    "Holder",
    "IdempotencyKey",
    "Invitation",
    "KeptKeyring",
    "Leaf",
    "LeafPlace",
    "Letter",
    "LinkCheck",
    "LoggedTable",
    "LostEntry",
    "Machine",
    "Move",
    "NewKeys",
    "Node",
    "Opening",
    "Organisation",
    "Outgoing",
    "OversightWeek",
    "Part",
    "PartyKeys",
    "Passkey",
    "PendingEntry",
    "Person",
    "Provisioned",
    "RosterVersion",
    "Round",
    "SecondWrap",
    "Segment",
    "Spent",
    "Store",
    "Suspension",
    "Synced",
    "ThirdParty",
    "Token",
    "Unclaimed",
    "Unit",
    "WholeTable",
    "Witness",
    "Wrap",
]
