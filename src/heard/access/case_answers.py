"""A case in the words of the API: what its reporter and its readers are told of it, as types."""

from typing import Annotated

from heard.formats.wire import Answer, Day, Digest, Id, Time, about, one_of
from heard.rules.codes.cases import CaseState
from heard.rules.codes.casework import Course, Phase, Route
from heard.rules.codes.contacts import ContactKind
from heard.rules.codes.duties import DutyState
from heard.rules.codes.evidence import EvidenceState

Leaf = Annotated[str, about("The hash of its entry in the log; empty where there is none yet.")]
Generation = Annotated[int, about("Of the case identity that it is sealed to.")]


class ReporterKeys(Answer, kw_only=True):
    """The reporter's public keys."""

    recipient: Annotated[str, about("age1pq1…")]
    signing: Annotated[str, about("Ed25519, base64.")]


class KeyView(Answer, kw_only=True):
    """One generation of the case identity, sealed to the caller."""

    generation: int
    case_recipient: str
    wrap: bytes
    second: Annotated[
        bytes | None, about("As the reporter sealed it, where that was needed; else null.")
    ] = None


class OwedWrapView(Answer, kw_only=True):
    """A generation that a holder made, and somebody who waits, for whom the reporter seals it."""

    generation: int
    holder: Id


class LetterView(Answer, kw_only=True):
    """A letter, but for its sealed words."""

    id: Id
    kind: str
    author: Annotated[str, about("`reporter`, or the id of a holder.")]
    seq: int
    at: Time
    size: Annotated[int, about("Bytes, sealed.")]
    sha256: Digest
    leaf: Annotated[str | None, about("The leaf hash of its event; a `file-start` has none.")]
    generation: Generation
    asks: Annotated[str, about("What a request asks for; empty for every other kind.")]
    flags: Annotated[list[str], about("What its author was warned of and sent all the same.")]


class SegmentView(Answer, kw_only=True):
    """What is here of one segment of a file."""

    id: Id
    received: Annotated[int, about("Bytes.")]
    parts: int


class FileView(Answer, kw_only=True):
    """A file, by the letters that announce and close it."""

    id: Id
    state: Annotated[str, one_of(("open", "complete"))]
    start: Annotated[Id, about("Of the letter that announced it.")]
    letter: Annotated[Id | None, about("Of the letter that closed it.")]
    segments: list[SegmentView]


class HolderView(Answer, kw_only=True):
    """Somebody whom the case is sealed to."""

    id: Id
    name: str
    role: str
    tier: Annotated[int, one_of((1, 2, 3))]
    released: Annotated[bool, about("Whether they may read it by now.")]
    opened: Time | None
    acknowledged: bool
    read: Annotated[
        str, about("The newest event of this list that they have seen, by its leaf; or empty.")
    ]
    left: Time | None
    lapsed: Annotated[
        Time | None, about("When a duty of theirs was missed and the case went on to others.")
    ]


class PersonView(Answer, kw_only=True):
    """A holder by name."""

    id: Id
    name: str
    role: str


class NextTier(Answer, kw_only=True):
    """Whom the next escalation would open it to."""

    tier: int
    holders: list[PersonView]


class PauseView(Answer, kw_only=True):
    """Why a clock stands still, and until when nothing is due."""

    reason: str
    until: Time


class DutyView(Answer, kw_only=True):
    """What is owed, by when, and whether it was done."""

    id: Id
    kind: str
    record: Annotated[Id | None, about("Of what is owed for each record: which one's; else null.")]
    due: Time
    state: Annotated[
        str,
        one_of(
            DutyState,
            "`before`: due before the report came; nobody who reads it missed it.",
        ),
    ]
    done: Annotated[Time | None, about("Of a missed one: when somebody made it good.")]
    source: Annotated[str, about("Law pack and article.")]
    tier: Annotated[int, about("Whose turn it was when it was laid down.")]
    from_tier: Annotated[
        int, about("The first of the tiers that have it together; an action of any keeps it.")
    ]
    suspended: Annotated[PauseView | None, about("Its clock stands still.")]


class SuspensionView(Answer, kw_only=True):
    """One time that a clock was made to stand still."""

    id: Id
    duty: Annotated[str, about("A kind of duty.")]
    reason: str
    since: Time
    until: Time
    ended: Annotated[Time | None, about("Before its time, by a holder.")]
    holder: Id


class EvidenceView(Answer, kw_only=True):
    """Something that somebody outside holds; what it is stands in the sealed letter."""

    id: Id
    kind: str
    overwritten: Annotated[Day | None, about("The day from which it may be gone.")]
    state: Annotated[str, one_of(EvidenceState)]
    letter: Id
    noted: Time
    ordered: Time | None
    confirmed: Time | None
    lost: Time | None


class DecisionView(Answer, kw_only=True, rename={"from_": "from"}):
    """A time that it was decided how the case goes on; why is in the sealed letter."""

    letter: Annotated[Id, about("Of kind `decision`.")]
    event: Annotated[Leaf, about("Of the event.")]
    at: Time
    author: Annotated[Id, about("The holder who decided.")]
    from_: Annotated[str, one_of(Phase, "The phase before.")]
    to: Annotated[str, one_of((Phase.TRIAGED,), "The phase after.")]
    code: Annotated[str, one_of(Route)]
    version: Annotated[int, about("How often the case itself was moved with this.")]


class ContactView(Answer, kw_only=True):
    """One way by which the reporter is told; the address is sealed."""

    kind: Annotated[str, one_of(ContactKind)]
    at: Time


class TimelineView(Answer, kw_only=True):
    """Something that happened."""

    leaf: Leaf
    event: str
    at: Time
    actor: Annotated[str, about("`reporter`, `clock`, `operator`, or the id of a holder.")]
    name: Annotated[str, about("Of the holder; else empty.")]
    role: str
    opening: Annotated[str, about('What the log has of it, as text (docs/spec/log.md, "Entry").')]


class CaseView(Answer, kw_only=True):
    """What reporter and readers are both told; lists are in the order of what happened."""

    case: Id
    state: Annotated[str, one_of(CaseState)]
    received: Time
    generation: Annotated[int, about("Of the newest case identity.")]
    case_recipient: Annotated[str, about("Of the newest case identity.")]
    wrap: Annotated[bytes, about("The newest case identity, sealed to the caller.")]
    keys: Annotated[list[KeyView], about("Every generation, oldest first.")]
    reporter: ReporterKeys
    letters: list[LetterView]
    files: list[FileView]
    holders: list[HolderView]
    next: Annotated[NextTier | None, about("Null where no tier waits.")]
    duties: list[DutyView]
    suspensions: list[SuspensionView]
    evidence: list[EvidenceView]
    phase: Annotated[str, one_of(Phase)]
    decisions: list[DecisionView]
    timeline: list[TimelineView]
    course: Annotated[str, one_of(Course, "Whether it goes on (docs/spec/casework.md).")]
    returns_until: Annotated[
        Time | None,
        about("Of a report that is taken back: until when it can be brought back; past or not."),
    ]
    urgent: bool
    disclosed: Annotated[Day | None, about("The day on which anybody was told first.")]
