"""Evidence that somebody outside holds. ``evidence``: the id of the item."""

from datetime import date
from typing import ClassVar

from heard.rules.codes.evidence import EvidenceKind
from heard.rules.events._event import EndsByItself, Id, MostOfACase, OfACase, Sha256


class EvidenceNoted(OfACase, frozen=True, kw_only=True):
    """Somebody holds something. What, where and who is in the sealed ``letter``.

    ``overwritten``: the day from which it may be gone, where there is one.
    """

    event: ClassVar = "evidence_noted"
    bound: ClassVar = EndsByItself("200 items")
    evidence: Id
    kind: EvidenceKind
    overwritten: date | None
    letter: Sha256


class PreservationOrdered(OfACase, frozen=True, kw_only=True):
    """Its holder was told to keep it. ``document``: of the letter that said so."""

    event: ClassVar = "preservation_ordered"
    bound: ClassVar = EndsByItself("once an item")
    evidence: Id
    document: Sha256


class PreservationConfirmed(OfACase, frozen=True, kw_only=True):
    """They said that they keep it."""

    event: ClassVar = "preservation_confirmed"
    bound: ClassVar = EndsByItself("once an item")
    told_to_reporter: ClassVar = True
    evidence: Id


class EvidenceLost(OfACase, frozen=True, kw_only=True):
    """It is gone, or was never there."""

    event: ClassVar = "evidence_lost"
    bound: ClassVar = EndsByItself("once an item")
    told_to_reporter: ClassVar = True
    evidence: Id


class EvidenceChecked(OfACase, frozen=True, kw_only=True):
    """Nothing more is held elsewhere, as far as is known."""

    event: ClassVar = "evidence_checked"
    bound: ClassVar = MostOfACase(200)
