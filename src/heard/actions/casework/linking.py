"""Linking two cases that are worked together, and ending that.

A link lets nobody in. From then on the key of either file is made for those alone who may have it
in both cases; what came before stays as it was sealed (docs/spec/sealing.md, 10).
"""

import hashlib
from datetime import datetime

import msgspec

from heard.access import file_key, matters
from heard.access.case_access import NoSuchCaseError
from heard.access.letters import UNSEALED
from heard.access.permission import actor_of, do, lock, require_decider
from heard.formats import letter as letter_format
from heard.formats._errors import FormatError
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, CaseLink, LinkCheck
from heard.rules.events.casework import MatterChecked, MatterLinked, MatterUnlinked
from heard.rules.refusals import MalformedError, RefusedError

MOST_LINKS = 15  # of one case, of those that whoever links knows of
MOST_TIMES = 8  # that the same two are linked: or one holder could fill the log
RECIPIENTS = 2  # of the letter: the newest file key of either case

SAID = {
    "linked_already": "These cases are linked already. Load the page again.",
    "no_file": "Both cases need a file first, and you the key to either.",
    "too_many": "One of these cases is linked to as many as it can be, or both were too often.",
    "not_a_reader": "Only who may have the file of both cases can link them.",
    "few_readers": (
        "Fewer than two people would be left who may have the files of both. Pass one of the cases"
        " to somebody who reads the other, and link them then."
    ),
    "later_tier_lost": (
        "Nobody of a later tier has both cases, so nobody could take over from you. Keep them"
        " apart."
    ),
    "team_outside": (
        "Somebody of a team does not have both cases, and would lose the file that they work on."
        " Keep them apart, or form the teams of people who have both."
    ),
    "not_checked": (
        "A complaint against who reported the other case is first looked at by somebody of a later"
        " tier, who decides and investigates in neither: it may be retaliation."
    ),
    "one_decider": "Nobody decides about both sides of one another's complaints.",
}


class CannotLinkError(RefusedError):
    """The rules are against a link. ``reason``: a key of ``SAID``."""

    def __init__(self, reason: str) -> None:
        super().__init__(SAID[reason])
        self.reason = reason


class NewLink(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of a link. ``counter``: one is against who reported the other.

    ``letter``: id and sealed bytes, to the newest file key of either case.
    """

    link: str
    other: str
    counter: bool
    letter: tuple[str, bytes]


def link(*, holder: str, case: str, key: str, new: NewLink, now: datetime) -> str:
    """Link two cases; the leaf hash of the event.

    Raises ``NoSuchCaseError`` where either is not the holder's, ``CannotLinkError`` where the rules
    are against it, ``RefusedError``, ``MalformedError``, ``IdempotencyConflictError``.
    """
    for each in (case, new.other):
        require_decider(holder=holder, case=each)
    if case == new.other:
        raise RefusedError("A case is not linked with itself. Choose another.")
    letter, sealed = new.letter
    digest = _digest(sealed)

    def action(entry: JournalEntry) -> None:
        first, second = _lock(holder, case, new.other)
        if CaseLink.objects.filter(id=new.link).exists():
            raise MalformedError("A link has an id of its own. Load the page again.")
        _check(first, second, holder, counter=new.counter)
        row = CaseLink(
            id=new.link, case=first, other=second, holder_id=holder, letter=letter, sealed=sealed,
            sha256=digest, at=now, counter=new.counter,
        )  # fmt: skip
        entry.add(row)
        linked = MatterLinked(link=new.link, letter=digest)
        entry.log(linked, at=now, actor=actor_of(holder))

    content = ("link", new.link, new.other, str(new.counter), letter, digest)
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


class NewCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody found who looked whether a complaint is retaliation.

    ``letter``: id and sealed bytes, to the newest file key of either case.
    """

    link: str
    retaliation: bool
    letter: tuple[str, bytes]


def check_link(*, holder: str, case: str, key: str, check: NewCheck, now: datetime) -> str:
    """Say of a counter-complaint whether it is retaliation; the leaf hash of the event.

    If it is, the link ends with it: the cases are worked apart. Raises ``NoSuchCaseError`` where
    there is no such link that the holder may know of, ``CannotLinkError`` where they may not look
    at it, ``RefusedError``, ``MalformedError``, ``IdempotencyConflictError``.
    """
    found = require_decider(holder=holder, case=case)
    if matters.known_link(found.case, holder, check.link) is None:
        raise NoSuchCaseError
    digest = _digest(check.letter[1])

    def action(entry: JournalEntry) -> None:
        row = matters.known_link(found.case, holder, check.link)
        if row is None:
            raise NoSuchCaseError
        cases = _lock(holder, row.case.id, row.other.id)
        if found.holder is None or not matters.may_check(row, found.holder):
            raise CannotLinkError("not_checked")
        if not all(file_key.reads(each, holder) for each in cases):
            raise CannotLinkError("no_file")
        letter, sealed = check.letter
        made = LinkCheck(
            link=row, holder_id=holder, letter=letter, sealed=sealed, sha256=digest, at=now,
            retaliation=check.retaliation,
        )  # fmt: skip
        entry.add(made)
        looked = MatterChecked(link=check.link, letter=digest)
        entry.log(looked, at=now, actor=actor_of(holder))
        if check.retaliation:
            _end(entry, row, holder, now)

    content = ("check link", check.link, str(check.retaliation), check.letter[0], digest)
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


def _digest(sealed: bytes) -> str:
    try:
        letter_format.check_sealed(sealed, recipients=RECIPIENTS)
    except FormatError as unsealed:
        raise MalformedError(UNSEALED) from unsealed
    return hashlib.sha256(sealed).hexdigest()


def _end(entry: JournalEntry, row: CaseLink, holder: str, now: datetime) -> None:
    # At once: of two windows one ends it.
    if not CaseLink.objects.filter(pk=row.pk, ended=None).update(ended=now, ended_by_id=holder):
        raise NoSuchCaseError
    entry.log(MatterUnlinked(link=row.id), at=now, actor=actor_of(holder))


def end_link(*, holder: str, case: str, key: str, link: str, now: datetime) -> str:
    """End a link; the leaf hash of the event. Nobody is let into what was sealed under it.

    Raises ``NoSuchCaseError`` where there is none that the holder may know of, ``RefusedError``,
    ``IdempotencyConflictError``, ``TooOftenError``.
    """
    found = require_decider(holder=holder, case=case).case

    def action(entry: JournalEntry) -> None:
        row = matters.known_link(found, holder, link)
        if row is None:
            raise NoSuchCaseError
        _lock(holder, row.case.id, row.other.id)
        _end(entry, row, holder, now)

    return (
        do(action, holder=holder, case=case, key=key, content=("end link", link)).receipts[0].leaf
    )


def _lock(holder: str, *cases: str) -> tuple[Case, Case]:
    """Both, in one order whoever asks: the lesser id first."""
    first, second = (lock(each) for each in sorted(cases))
    for each in (first, second):
        require_decider(holder=holder, case=each.id)
    return first, second


def _check(first: Case, second: Case, holder: str, *, counter: bool) -> None:
    if fault := matters.fault_of(first, second, by=holder, counter=counter):
        raise CannotLinkError(fault)
    if matters.between(first, second):
        raise CannotLinkError("linked_already")
    if not all(file_key.reads(each, holder) for each in (first, second)):
        raise CannotLinkError("no_file")
    often = CaseLink.objects.filter(case=first, other=second).count() >= MOST_TIMES
    if often or any(matters.count(each, by=holder) >= MOST_LINKS for each in (first, second)):
        raise CannotLinkError("too_many")
