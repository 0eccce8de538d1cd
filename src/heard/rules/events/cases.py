"""What its holders do with a case, and who reads it."""

from typing import ClassVar

from heard.rules.codes.casework import Route
from heard.rules.codes.escalation import ReleaseReason, Tier
from heard.rules.codes.retention import Kept
from heard.rules.events._event import (
    EndsByItself,
    FieldNames,
    HolderId,
    HolderIds,
    MaybeId,
    MaybeSha256,
    MostOfACase,
    NotAHolders,
    OfACase,
    Rule,
    Sha256,
)


class CaseOpened(OfACase, frozen=True, kw_only=True):
    """A holder has opened it to read."""

    event: ClassVar = "case_opened"
    bound: ClassVar = EndsByItself("once a holder and day")


class CaseAcknowledged(OfACase, frozen=True, kw_only=True):
    """The reporter is told that a person has seen it."""

    event: ClassVar = "case_acknowledged"
    bound: ClassVar = EndsByItself("once, and for each duty that a letter or a tier lays down")
    told_to_reporter: ClassVar = True


class CaseUnreadable(OfACase, frozen=True, kw_only=True):
    """It does not open for this holder."""

    event: ClassVar = "case_unreadable"
    bound: ClassVar = EndsByItself(
        "once a holder, and for each duty that a letter or a tier lays down"
    )
    told_to_reporter: ClassVar = True


class ConflictDeclared(OfACase, frozen=True, kw_only=True):
    """A holder has stepped out."""

    event: ClassVar = "conflict_declared"
    bound: ClassVar = EndsByItself("once a holder: nobody comes back")
    told_to_reporter: ClassVar = True


class CasePassed(OfACase, frozen=True, kw_only=True):
    """A holder has given it to another. ``wrap``: of the newest that is sealed to them."""

    event: ClassVar = "case_passed"
    bound: ClassVar = MostOfACase(500)
    told_to_reporter: ClassVar = True
    to: HolderId
    wrap: Sha256


class CaseTriaged(OfACase, frozen=True, kw_only=True):
    """It is decided how the case goes on, or decided anew. ``letter``: of the reason, sealed."""

    event: ClassVar = "case_triaged"
    bound: ClassVar = MostOfACase(20)
    told_to_reporter: ClassVar = True
    route: Route
    letter: Sha256


class TierReleased(OfACase, frozen=True, kw_only=True):
    """The next tier reads it. ``recipients``: the holders who do from now on."""

    event: ClassVar = "tier_released"
    bound: ClassVar = EndsByItself("once a tier")
    told_to_reporter: ClassVar = True
    tier: Tier
    recipients: HolderIds
    reason: ReleaseReason


class IdentityRenewed(OfACase, frozen=True, kw_only=True):
    """It has a new key. ``generation``: its number, from 1; ``case_recipient``: of the string.

    ``recipients``: to whom it is sealed; ``excluded``: who lost the case; ``letter``: of the
    reporter's own that came with it, or empty. A holder's is a ``note_added``.
    """

    event: ClassVar = "identity_renewed"
    bound: ClassVar = EndsByItself("64 generations")
    told_to_reporter: ClassVar = True
    generation: int
    case_recipient: Sha256
    recipients: HolderIds
    excluded: HolderIds
    letter: MaybeSha256


class Erased(OfACase, frozen=True, kw_only=True):
    """A class of what is kept of it was destroyed, by a rule (docs/spec/retention.md).

    ``fields``: of earlier events, whose value and salt are gone. ``matter``: by which parties know
    the case, empty where it has no file: so one is shown the erasure, and no case. Of a case of
    which nothing of the class was there it is logged, too: nobody learns from it that there was
    something.
    """

    event: ClassVar = "erased"
    bound: ClassVar = NotAHolders()
    what: Kept
    fields: FieldNames
    matter: MaybeId
    ground: Rule
