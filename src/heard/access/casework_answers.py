"""A case as it is worked, in the words of the API: what is told of it, as types."""

from typing import Annotated, Literal

from heard.access.case_answers import Leaf
from heard.formats.wire import Answer, Day, Digest, Id, Time, about, one_of
from heard.rules.codes.casework import (
    Basis,
    FileLetterKind,
    Phase,
    Until,
    WorkedCode,
    WorkedMove,
    WorkedObject,
)
from heard.rules.codes.duties import DutyKind
from heard.rules.codes.retention import Kept

LINK_FAULTS = (
    *("", "few_readers", "later_tier_lost", "team_outside"),
    *("not_checked", "one_decider"),
)

Party = Annotated[str, about("`reporter`, or the id of a party; empty for none.")]


class MoveView(Answer, kw_only=True):
    """A move of a record: all that the server sees of it."""

    object: Annotated[str, one_of(WorkedObject)]
    record: Annotated[Id, about("Of the case itself, and of its reporter as a party, the case's.")]
    move: Annotated[str, one_of(WorkedMove)]
    version: Annotated[int, about("How often the record was moved with this.")]
    actor: Annotated[str, about("`reporter`, or the id of a holder or a party.")]
    at: Time
    code: Annotated[str, one_of(WorkedCode)]
    agreed: Annotated[list[Id], about("Who signed beside the actor.")]
    party: Party
    about: Annotated[list[Id], about("Ids of allegations.")]
    holder: Annotated[str, about("The id of a holder, or empty.")]
    digest: Annotated[str, about("A SHA-256, hexadecimal, or empty.")]
    number: int
    when: Annotated[str, about("A day or a quarter, or empty.")]
    due: Time | None
    basis: Annotated[str, one_of(Basis)]
    letter: Annotated[str, about("The id of the letter to the reporter, or empty.")]
    file_letter: Annotated[str, about("Of the one under the file key, or empty.")]
    party_letter: Annotated[str, about("Of the one to a party and the file, or empty.")]
    event: Annotated[Leaf, about("Of its event.")]


class KeptRow(Answer, kw_only=True):
    """One class of what is kept (docs/spec/retention.md, 1)."""

    kind: Kept
    day: Annotated[str, about("The first on which it is erased, YYYY-MM-DD; empty: nobody knows.")]
    source: Annotated[str, about("The rule by which it goes: a law with its article, or ours.")]
    verified: Annotated[bool, about("Whether anybody compared the rule with the law's text.")]
    waits: Annotated[
        list[Literal["open", "hold", "released", "conflict"]],
        about("What keeps it longer than its day."),
    ]


class KeptUntilView(Answer, kw_only=True):
    """What is kept of a case, and until when. Of one that is open: if it is closed today."""

    closed: bool
    held: Annotated[bool, about("Whether nothing is erased, whatever its day.")]
    kept: list[KeptRow]


class PartyMoveView(Answer, kw_only=True):
    """A move of a record that a party is told of, by a letter to them or of theirs.

    The states before and after, and whatever else it says, stand in the letter.
    """

    object: Annotated[str, one_of(WorkedObject)]
    record: Id
    move: Annotated[str, one_of(WorkedMove)]
    version: Annotated[int, about("How often the record was moved with this.")]
    author: Annotated[Id, about("Of a holder, or the party.")]
    on: Annotated[Day, about("The day (UTC): no finer time is told.")]
    code: Annotated[str, one_of(WorkedCode)]
    number: int
    when: Annotated[str, about("A day or a quarter, or empty.")]
    due: Annotated[str, about("The day (of the case) in which it is, or empty.")]
    letter: Annotated[Id, about("Of its letter.")]


class PartyDutyView(Answer, kw_only=True):
    """Something that is owed to a party, of a record that they were told of."""

    kind: Annotated[str, one_of(DutyKind)]
    record: Id
    due: Annotated[Day, about("The day (of the case); of what is late, the one that is over.")]
    late: bool


class EarlierMoveView(Answer, kw_only=True):
    """A move that a party was told of under words that they have no more."""

    object: Annotated[str, one_of(WorkedObject)]
    move: Annotated[str, one_of(WorkedMove)]
    on: Annotated[Day, about("The day (UTC).")]


class FileLetterView(Answer, kw_only=True):
    """A letter under the file key, but for its sealed words."""

    id: Id
    kind: Annotated[str, one_of(FileLetterKind)]
    party: Party
    author: Annotated[str, about("`reporter`, or the id of a holder or a party.")]
    seq: Annotated[int, about("Of its author and party, from 0.")]
    at: Time
    size: Annotated[int, about("Bytes, sealed.")]
    sha256: Digest
    leaf: Leaf
    generation: Annotated[int, about("Of the file key.")]


class FileCopyView(Answer, kw_only=True):
    """Whom the file key is sealed to, by whom, and whether it was given out."""

    holder: Id
    author: Id
    recipient: Annotated[Digest, about("SHA-256 of the recipient that it is sealed to.")]
    until: Annotated[str, one_of(Until, "What it waits for; empty: nothing.")]
    released: Time | None
    left: Time | None


class FileKeyView(Answer, kw_only=True):
    """One generation of the file key."""

    generation: int
    recipient: Annotated[str, about("age1pq1…")]
    author: Id
    statement: Annotated[Id, about("The file letter that states who reads it.")]
    digest: Annotated[Digest, about("Of that statement.")]
    at: Time
    case_generation: Annotated[int, about("Of the case key, which it cites.")]
    event: Annotated[Leaf, about("Of its event.")]
    copies: list[FileCopyView]
    wraps: Annotated[list[bytes], about("The copies for the caller that are given out.")]


class SealedFileLetter(Answer, kw_only=True):
    """A letter under the file key."""

    id: Id
    sealed: bytes


class SealedFileLetters(Answer, kw_only=True):
    """Several of them."""

    letters: Annotated[
        list[SealedFileLetter],
        about(
            "In the order asked for, without those that are not there for the caller; as many as"
            " fit into 2 MiB, at least one."
        ),
    ]


class OwedView(Answer, kw_only=True):
    """Somebody who lacks copies of the newest file key."""

    holder: Id
    recipient: Annotated[str, about("Their own today, age1pq1….")]
    until: Annotated[str, one_of(Until)]
    copies: int
    authors: Annotated[list[Id], about("Who made one already; another makes the next.")]


class WorkedFileView(Answer, kw_only=True):
    """The file of a case, as far as the caller may know it."""

    matter: Id
    floor: Annotated[int, about("The lowest generation that may be written to.")]
    keys: Annotated[list[FileKeyView], about("Oldest first.")]
    letters: Annotated[list[FileLetterView], about("In the order of what happened.")]
    owed: list[OwedView]


class AssentView(Answer, kw_only=True):
    """A signature beside a move that is not made yet, or was."""

    object: Annotated[str, one_of(WorkedObject)]
    record: Id
    move: Annotated[str, one_of(WorkedMove)]
    version: int
    holder: Id
    shell: Digest
    file_letter: Id
    at: Time


class PartyKeysView(Answer, kw_only=True):
    """The keys that a party enrolled, for each reader's browser to check."""

    party: Id
    invitation: Id
    recipient: str
    signing: str
    verifier: Digest
    digest: Annotated[Digest, about("Of the invitation that was answered.")]
    signature: str
    mac: str
    kept: Annotated[bytes, about("The kept invitation, sealed to the file key; or empty.")]
    at: Time
    event: Annotated[Leaf, about("Of its event.")]
    replaced: Time | None


class InvitationView(Answer, kw_only=True):
    """An invitation that was made."""

    id: Id
    party: Id
    holder: Id
    digest: Digest
    generation: int
    expires: Time
    at: Time
    answered: Time | None
    ended: Time | None
    event: Annotated[Leaf, about("Of its event.")]


class SeatView(Answer, kw_only=True):
    """Somebody who may be given the file, or a seat."""

    id: Id
    name: str
    role: str
    tier: Annotated[int, one_of((1, 2, 3))]
    recipient: str
    signing: str
    until: (
        Annotated[str, one_of(Until, "What a copy of the file key waits for; null: none is meant.")]
        | None
    )


class CalendarView(Answer, kw_only=True):
    """Which days are worked in a case: as the server counts them, for the next hundred days."""

    zone: Annotated[str, about("IANA name: where its days begin and end.")]
    weekend: Annotated[list[int], about("Days of the week that are not; 0 is Monday.")]
    holidays: Annotated[list[Day], about("Other days that are not.")]
    worked: Annotated[list[Day], about("Days of a weekend that are.")]


class LinkCheckView(Answer, kw_only=True):
    """That somebody of a later tier looked whether a complaint is retaliation."""

    author: Id
    at: Time
    letter: Annotated[Id, about("Of the letter that says what they found, and why.")]
    sealed: Annotated[bytes, about("That letter, to the file key that either case had then.")]
    retaliation: Annotated[bool, about("Whether they found that it is; then the link is ended.")]


class LinkView(Answer, kw_only=True):
    """A case that this one is worked together with; only for who reads both."""

    id: Id
    case: Annotated[Id, about("The other one.")]
    author: Annotated[Id, about("Who linked them.")]
    at: Time
    letter: Annotated[Id, about("Of the letter that says so, and why.")]
    sealed: Annotated[bytes, about("That letter, to the file key that either case had then.")]
    counter: Annotated[bool, about("Whether one is against who reported the other.")]
    check: LinkCheckView | None
    fault: Annotated[str, one_of(LINK_FAULTS, "Why it does not hold; empty where it does.")]
    ended: Time | None
    ended_by: Annotated[str, about("The id of a holder, or empty.")]


class KeptView(Answer, kw_only=True):
    """How much of the sealed bytes of an exhibit Heard has."""

    record: Annotated[Id, about("Of the exhibit.")]
    size: Annotated[int, about("Bytes, sealed, as was said before the first came.")]
    received: Annotated[int, about("Bytes that are here.")]
    whole: Annotated[bool, about("Whether all of it is here, and can be read.")]


class WorkView(Answer, kw_only=True):
    """A case as it is worked."""

    case: Id
    phase: Annotated[str, one_of(Phase)]
    parts: Annotated[list[str], about("What the caller is in this case (docs/spec/casework.md).")]
    calendar: CalendarView
    struck: Annotated[
        bool, about("Whether the caller was struck from a seat: then all that follows is empty.")
    ]
    moves: Annotated[list[MoveView], about("In the order of what happened.")]
    assents: list[AssentView]
    file: Annotated[WorkedFileView | None, about("Null before it has a key.")]
    may_hold: Annotated[list[SeatView], about("Who may be sealed the file, and no other may.")]
    full: Annotated[
        list[Id],
        about(
            "Of these, who has a place in as many open cases as anybody should. Empty for whom"
            " the case gives none to propose."
        ),
    ]
    invitations: list[InvitationView]
    parties: Annotated[list[PartyKeysView], about("Oldest first.")]
    links: Annotated[list[LinkView], about("Cases that it is worked together with, oldest first.")]
    kept: Annotated[list[KeptView], about("Of exhibits that Heard keeps, or that are coming.")]
