"""Letters, and what their authors ask a reporter for."""

from typing import ClassVar

from heard.rules.codes.letters import MessageKind, NoteKind
from heard.rules.codes.requests import Asks, Flag, Override
from heard.rules.events._event import EndsByItself, MostOfACase, OfACase, Sha256


class LetterReceived(OfACase, frozen=True, kw_only=True):
    """A letter between the reporter and who reads her case. ``letter``: of its sealed bytes."""

    event: ClassVar = "letter_received"
    bound: ClassVar = MostOfACase(3000)
    told_to_reporter: ClassVar = True
    letter: Sha256
    kind: MessageKind


class NoteAdded(OfACase, frozen=True, kw_only=True):
    """A letter among handlers; the reporter is not told of it."""

    event: ClassVar = "note_added"
    bound: ClassVar = MostOfACase(3000)
    letter: Sha256
    kind: NoteKind


class RequestMade(OfACase, frozen=True, kw_only=True):
    """A letter of kind ``request`` asks her for something."""

    event: ClassVar = "request_made"
    bound: ClassVar = EndsByItself("one for a letter")
    told_to_reporter: ClassVar = True
    letter: Sha256
    asks: Asks


class WarningOverridden(OfACase, frozen=True, kw_only=True):
    """A letter was sent although its author was warned. ``flags``: of what, sorted."""

    event: ClassVar = "warning_overridden"
    bound: ClassVar = EndsByItself("one for a letter")
    letter: Sha256
    flags: tuple[Flag, ...]
    reason: Override
