"""What the desk's browsers may send, as types. Bytes are standard base64 in JSON."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from heard.formats import gatelisting
from heard.languages import TAGS

Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Generation = Annotated[int, msgspec.Meta(ge=0, le=2**15 - 1)]
MOST_GENERATIONS = 64  # of one case (heard/access/generations.py)
Credential = dict[str, Any]  # PublicKeyCredentialJSON: checked by keyring, not here


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """An object with exactly these members."""


class Empty(Body):
    """No members."""


class JoinOptions(Body):
    """Who holds an invitation."""

    token: Annotated[str, msgspec.Meta(max_length=100)]


class Join(Body):
    """A new holder's passkey and keys."""

    token: Annotated[str, msgspec.Meta(max_length=100)]
    credential: Credential
    prf: bool
    keyring: bytes
    recipient: str
    signing: str
    recovery: Digest


class SignIn(Body):
    """An assertion."""

    credential: Credential


class SignInRecovery(Body):
    """A recovery code's login verifier: 32 bytes as base64url without padding."""

    verifier: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{43}\Z")]


class Confirm(Body):
    """The digest of an action that is to be confirmed (docs/spec/api.md, "Confirming")."""

    about: Digest


class ReplaceKeyring(Body):
    """A keyring, and the SHA-256 of the sealed one whose place it takes."""

    keyring: bytes
    replaces: Digest


class AddPasskey(ReplaceKeyring):
    """One more passkey, and the keyring sealed to it as well."""

    credential: Credential
    label: Annotated[str, msgspec.Meta(max_length=100)]
    prf: bool


class NewRecovery(ReplaceKeyring):
    """A new recovery code, and the keyring sealed to it."""

    recovery: Digest


class NewKeys(ReplaceKeyring):
    """A holder's new keys, signed for by the one in use, and the keyring that has them too."""

    recipient: Annotated[str, msgspec.Meta(max_length=2100)]
    signing: Annotated[str, msgspec.Meta(max_length=44)]
    signature: Annotated[str, msgspec.Meta(max_length=88)]


class OwnWrap(Body):
    """One generation of a case, sealed to other keys of the same holder."""

    case: Id
    generation: Generation
    was: Digest
    wrap: bytes


class Reseal(Body):
    """A page of them."""

    wraps: Annotated[list[OwnWrap], msgspec.Meta(min_length=1, max_length=100)]


class Action(Body):
    """An action that needs nothing but its id."""

    id: Id


Code = Annotated[str, msgspec.Meta(max_length=32)]  # of a vocabulary: actions know which


class Letter(Body):
    """A sealed letter to the reporter, or a note among handlers.

    ``generation``: of the case identity that it is sealed to; ``asks``, ``flags``, ``override``:
    what a request is for and what its author was warned of (heard/rules/requests.py).
    """

    id: Id
    kind: Literal["message", "request", "note"]
    seq: Count
    sealed: bytes
    generation: Generation = 0
    asks: Code = ""
    flags: Annotated[tuple[Code, ...], msgspec.Meta(max_length=32)] = ()
    override: Code = ""


class OneWrap(Body):
    """One generation of the case identity, sealed to a holder."""

    generation: Generation
    wrap: bytes


class Pass(Body):
    """The case identity, sealed to the next holder: every generation."""

    id: Id
    to: Id
    wraps: Annotated[list[OneWrap], msgspec.Meta(min_length=1, max_length=MOST_GENERATIONS)]


class NewWrap(Body):
    """The new case identity, sealed to a holder."""

    holder: Id
    sealed: bytes


class FirstNote(Body):
    """A note that goes with a new case identity and is sealed to it."""

    id: Id
    seq: Count
    sealed: bytes


People = Annotated[list[Id], msgspec.Meta(max_length=64)]


class Renewal(Body):
    """A new case identity."""

    id: Id
    generation: Generation
    case_recipient: Annotated[str, msgspec.Meta(max_length=2100)]
    wraps: Annotated[list[NewWrap], msgspec.Meta(max_length=64)]
    reporter_wrap: bytes
    exclude: People
    letter: FirstNote | None = None


class Suspension(Body):
    """A clock that stands still to the end of a day, for a reason of heard/rules/suspension.py."""

    id: Id
    duty: Annotated[str, msgspec.Meta(max_length=32)]
    reason: Annotated[str, msgspec.Meta(max_length=32)]
    until: date


class Note(FirstNote):
    """A sealed note that goes with an action; ``generation`` as in ``Letter``."""

    generation: Generation = 0


class StepOut(Body):
    """Stepping out, with a note for those who stay."""

    id: Id
    note: Note | None


class Evidence(Body):
    """Something that somebody holds, and the sealed letter that says what and who."""

    id: Id
    evidence: Id
    kind: Code
    overwritten: date | None
    letter: Note


class Triage(Body):
    """How the case goes on, and the sealed letter to the reporter that says why.

    ``version``: how often the case itself was moved, with this. ``agreed``: who signed beside,
    where the way takes a second person.
    """

    id: Id
    route: Code
    version: Count
    letter: Note
    agreed: Annotated[tuple[Id, ...], msgspec.Meta(max_length=8)] = ()


Said = Annotated[str, msgspec.Meta(max_length=64)]  # the rules know what each can say


class SealedLetter(Body):
    """A letter that goes with a move: ``case`` to the reporter, ``file`` to the file key alone.

    ``party`` to the party whose record it is and to the file key. ``generation``: of the case key
    or of the file key.
    """

    to: Literal["case", "file", "party"]
    id: Id
    seq: Count
    sealed: bytes
    generation: Generation


class Move(Body):
    """A move of one record (docs/spec/casework.md), and its sealed letters.

    What a row of the table does not name stays empty. ``record``: of the case itself, the case's
    id. ``due``: where the rules count it, the server does and nothing is said. ``listing``: with
    ``gate.tell`` alone, who is to be protected, sealed to the gate's keepers.
    """

    id: Id
    object: Code
    record: Id
    move: Code
    version: Count
    letters: Annotated[list[SealedLetter], msgspec.Meta(max_length=3)]
    code: Code = ""
    agreed: Annotated[tuple[Id, ...], msgspec.Meta(max_length=8)] = ()
    party: Said = ""
    about: Annotated[tuple[Id, ...], msgspec.Meta(max_length=64)] = ()
    holder: Said = ""
    digest: Said = ""
    number: Count = 0
    when: Said = ""
    due: Said = ""
    basis: Code = ""
    listing: Annotated[bytes, msgspec.Meta(max_length=gatelisting.MAX_SEALED)] = b""


class Exhibit(Body):
    """The sealed bytes of an exhibit, before they come: how many, and the SHA-256 of each block."""

    size: Annotated[int, msgspec.Meta(ge=1, le=2**40)]
    blocks: Annotated[tuple[Digest, ...], msgspec.Meta(min_length=1, max_length=3500)]


class Assent(Body):
    """A signature beside a move that somebody else will make; ``shell``: the digest of which."""

    id: Id
    object: Code
    record: Id
    move: Code
    version: Count
    shell: Digest
    letter: SealedLetter


class FileCopy(Body):
    """The file key sealed to a holder; ``until``: what must happen before it is given out."""

    holder: Id
    until: Code
    recipient: Digest
    sealed: bytes


class NewFileKey(Body):
    """A generation of the file key: the statement of who reads it, copies, and a letter of it.

    ``digest``: of the statement; ``told``: the letter under the case key that says the recipient.
    """

    id: Id
    matter: Id
    generation: Generation
    recipient: Annotated[str, msgspec.Meta(max_length=2100)]
    case_generation: Generation
    digest: Digest
    statement: SealedLetter
    told: SealedLetter
    copies: Annotated[list[FileCopy], msgspec.Meta(min_length=1, max_length=128)]


class MoreCopies(Body):
    """Copies of the newest file key for those who are owed one, with a statement that names them.

    ``statement`` and ``digest`` only where somebody is let in who was not named before.
    """

    id: Id
    generation: Generation
    copies: Annotated[list[FileCopy], msgspec.Meta(min_length=1, max_length=128)]
    statement: SealedLetter | None = None
    digest: Digest | None = None


class FileLetter(Body):
    """A letter among those who read the file, or between them and a party."""

    id: Id
    kind: Literal["note", "message"]
    party: Said
    letter: SealedLetter


class Invitation(Body):
    """An invitation of a party (docs/spec/channel.md, 7), with the move that it is."""

    move: Move
    locator: Digest
    digest: Digest
    expires: Said
    generation: Generation
    sealed: bytes
    kept: bytes


class Ordered(Body):
    """The SHA-256 of the preservation letter that was sent."""

    id: Id
    document: Digest


Spoken = Annotated[str, msgspec.Meta(pattern=rf"\A(?:{'|'.join(TAGS)})\Z")]
Line = Annotated[str, msgspec.Meta(max_length=500)]
Needed = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Document(Body, rename={"from_": "from"}):
    """What a preservation letter says. It is typeset in memory, and nothing of it is kept."""

    language: Spoken
    to: Needed
    place: Line
    what: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    from_: Line
    until: Line
    keep_until: Needed
    reply: Needed
    name: Needed
    role: Line


class Declare(Body):
    """Whom a holder cannot judge, each as they would write it."""

    declared: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=200)]], msgspec.Meta(max_length=50)
    ]


Hour = Annotated[int, msgspec.Meta(ge=0, le=23)]
Room = Annotated[str, msgspec.Meta(max_length=500)]


class Notifications(Body):
    """Where a holder is told: addresses of rooms, or ids of rooms that are kept."""

    targets: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=500)]], msgspec.Meta(max_length=5)
    ]
    quiet: tuple[Hour, Hour] | None
