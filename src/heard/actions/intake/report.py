"""A report comes in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import msgspec

from heard.access import law
from heard.access.roster import listed, readers_of, standing
from heard.actions.intake._sealed import (
    check_digest,
    check_id,
    check_key,
    check_letter,
    check_recipient,
    check_wrap,
    content_of,
)
from heard.actions.intake.accepted import PROMISED, Accepted, PromisedDuty, Taken
from heard.formats import readers
from heard.ledger.duty_rows import duty_row
from heard.ledger.journal import (
    Actor,
    JournalEntry,
    Row,
    next_hour,
    truncate_to_hour,
    write,
)
from heard.ledger.writer import once
from heard.records.models import Case, CaseKey, Duty, Letter, Wrap
from heard.rules import cases
from heard.rules.clocks import Intake
from heard.rules.codes.duties import DutyKind
from heard.rules.codes.escalation import ReleaseReason, Tier
from heard.rules.codes.letters import IntakeKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.days import check_telling
from heard.rules.duties import ACKNOWLEDGE
from heard.rules.events.cases import TierReleased
from heard.rules.events.intake import IdentityReceived, LateOnArrival, ReportReceived
from heard.rules.refusals import MalformedError
from heard.rules.rosters import NotListedError, reading, tiers

REPORTER = Actor(kind="reporter")
CLOCK = Actor(kind="clock")
MOST_HOLDERS = 62  # of an age file's 64 recipients


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reporter's public keys."""

    recipient: str
    signing: str


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrap for one holder."""

    holder: str
    sealed: bytes


class FirstLetter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The report's own letter."""

    id: str
    sealed: bytes


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who she is, sealed to some holders only."""

    id: str
    sealed: bytes
    holders: tuple[str, ...]


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST reports`` (docs/spec/api.md)."""

    case: str
    roster: str
    code: str
    reporter: Keys
    case_recipient: str
    wraps: tuple[Sealed, ...]
    reporter_wrap: bytes
    letter: FirstLetter
    urgent: bool
    identity: Identity | None = None
    disclosed: date | None = None
    readers: str = ""  # digest of what her letter states of who reads it


@dataclass(frozen=True, slots=True)
class Reading:
    """The tier of each holder; those from ``first`` to ``last`` read it at once."""

    tiers: dict[str, int]
    first: int
    last: int

    def of(self, tier: int) -> list[str]:
        """The holders of a tier, by id."""
        return sorted(id for id, theirs in self.tiers.items() if theirs == tier)


def prepare(*, now: datetime) -> None:
    """Read what every report asks for, before the first one comes. Raises what any of it raises."""
    newest, _ = standing()
    readers_of(newest, now.date())
    listed(newest, now.date())
    law.in_force(now)


def accept_report(*, report: Report, now: datetime) -> Taken:
    """Take a report in, durably, and answer with its receipt.

    Raises MalformedError, TooLargeError, ImpossibleDayError, RosterUnknownError, NotListedError,
    IdempotencyConflictError, UnavailableError.
    """
    check_telling(report.disclosed, now=now)
    at = truncate_to_hour(now)
    letter_sha256 = _check(report)
    intake = law.at_intake(received=at, disclosed=report.disclosed, urgent=report.urgent, now=now)
    _check_chosen(report, at.date())
    _check_readers(report, at.date())

    def action(entry: JournalEntry) -> list[Row]:
        found = _reading(_tiers(report, at.date()), intake)
        number = entry.numbers.new_case(report.case)
        rows = _duties(number, intake, found)
        letter = _add_rows(entry, report, number, letter_sha256, found, at)
        entry.add(*rows)
        _add_events(entry, report, letter, intake, at)
        _let_in(entry, report.case, intake, found, at)
        return rows

    # By a party's words it is refused (docs/spec/channel.md, 7): each reader of their case is told
    # the digest, and could so shut them out of their room.
    written = write(action, key=report.case, sha256=_content(report), words=report.code)
    receipt = written.receipts[0]
    # What stands in the rows that were just written need not be read back.
    owed = _owed(report.case) if written.value is None else tuple(map(_told, written.value))
    accepted = Accepted(case=report.case, receipt=receipt.text, leaf=receipt.leaf, duties=owed)
    return Taken(accepted, written.again)


def _reading(found: dict[str, int], intake: Intake) -> Reading:
    at_once = reading(found.values(), late=bool(intake.before))
    return Reading(found, at_once[0], at_once[-1])


def _duties(case: int, intake: Intake, found: Reading) -> list[Row]:
    """What is owed, to be kept by an action of its readers; and what was owed before that."""
    first, last = found.first, found.last
    rows = [duty_row(case, owed, tier=last, from_tier=first) for owed in intake.owed]
    state = Duty.State.BEFORE
    rows += [
        duty_row(case, owed, tier=first, from_tier=first, state=state) for owed in intake.before
    ]
    # As _owed tells them.
    return sorted(rows, key=lambda row: (row.values["due"], row.values["id"]))


def _told(duty: Row) -> PromisedDuty:
    return PromisedDuty(**{name: duty.values[name] for name in PROMISED})


def _owed(case: str) -> tuple[PromisedDuty, ...]:
    found = Duty.objects.filter(case__id=case).order_by("due", "id")
    return tuple(PromisedDuty(**each) for each in found.values(*PROMISED))


def _check(report: Report) -> str:
    """Raise MalformedError or TooLargeError; the letter's SHA-256."""
    if not 1 <= len(report.wraps) <= MOST_HOLDERS:
        raise MalformedError("Seal the report to at least one person and at most 62.")
    check_id(report.case, report.letter.id)
    check_digest(report.roster, report.code)
    check_recipient(report.reporter.recipient, report.case_recipient)
    check_key(report.reporter.signing)
    for wrap in report.wraps:
        check_wrap(wrap.sealed)
    check_wrap(report.reporter_wrap)
    if report.identity is not None:
        check_id(report.identity.id)
        holders = set(report.identity.holders)
        each_once = len(holders) == len(report.identity.holders)
        if not each_once or not holders <= {wrap.holder for wrap in report.wraps} or not holders:
            raise MalformedError(
                "A name may be sealed only to people whom the report is sealed to."
            )
        check_letter(report.identity.sealed, recipients=len(holders) + 1)
    return check_letter(report.letter.sealed)


def _check_chosen(report: Report, day: date) -> None:
    """Raise NotListedError where somebody chosen does not stand in the roster that she saw."""
    seen = listed(report.roster, day)
    tiers([wrap.holder for wrap in report.wraps], seen, seen)


def _tiers(report: Report, day: date) -> dict[str, int]:
    """The tier of each who was chosen and may read. Raises NotListedError.

    Who was removed stands in the roster until the next is signed. They are sealed to all the same,
    as she chose; but their tier is not kept waiting for them.
    """
    chosen = [wrap.holder for wrap in report.wraps]
    latest, removed = once(standing)
    found = tiers(chosen, listed(report.roster, day), listed(latest, day))
    there = {id: tier for id, tier in found.items() if id not in removed}
    if not there:
        raise NotListedError(
            "Nobody you chose handles reports any more. Choose somebody else as well."
        )
    return there


def _check_readers(report: Report, day: date) -> None:
    """Raise MalformedError where her letter binds other people or keys than the rows will have.

    The letter is sealed, but its statement follows from roster, wraps and key. Pages from before
    statements send none.
    """
    if not report.readers:
        return
    there = readers_of(report.roster, day)
    stated = readers.state(
        generation=0,
        recipient=report.case_recipient,
        readers=(there[wrap.holder] for wrap in report.wraps),
    )
    if stated.digest() != report.readers:
        raise MalformedError(
            "Your report names other readers than it is sealed to. Reload the page."
        )


def _add_rows(
    entry: JournalEntry,
    report: Report,
    case: int,
    letter_sha256: str,
    found: Reading,
    at: datetime,
) -> Row:
    letter = Row(
        Letter,
        id=report.letter.id,
        case_id=case,
        kind=IntakeKind.REPORT,
        author="reporter",
        seq=0,
        sealed=report.letter.sealed,
        sha256=letter_sha256,
        at=at,
    )
    entry.add(
        Row(
            Case,
            number=case,
            id=report.case,
            state=cases.state([ReportReceived.event]),
            received=at,
            roster=report.roster,
            code=report.code,
            urgent=report.urgent,
            reporter_recipient=report.reporter.recipient,
            **law.home(),
            disclosed=report.disclosed,
            reporter_signing=report.reporter.signing,
        ),
        Row(CaseKey, case_id=case, recipient=report.case_recipient),
        Row(Wrap, case_id=case, sealed=report.reporter_wrap, released=at),
        *_wraps(report, case, found, at),
        letter,
    )
    return letter


def _wraps(report: Report, case: int, found: Reading, at: datetime) -> Iterator[Row]:
    at_once = {*found.of(found.first), *found.of(found.last)}
    for wrap in report.wraps:
        opened = at if wrap.holder in at_once else None
        yield Row(Wrap, case_id=case, holder_id=wrap.holder, sealed=wrap.sealed, released=opened)


def _add_events(
    entry: JournalEntry, report: Report, letter: Row, intake: Intake, at: datetime
) -> None:
    due = next(owed.due for owed in intake.owed if owed.kind == ACKNOWLEDGE)
    received = ReportReceived(
        case=report.case,
        letter=letter.values["sha256"],
        recipients=[wrap.holder for wrap in report.wraps],
        roster=report.roster,
        case_recipient=sha256(report.case_recipient.encode()).hexdigest(),
        reporter_key=report.reporter.signing,
        disclosed=report.disclosed,
        acknowledge_by=due,
    )
    entry.log(received, at=at, actor=REPORTER, marks=(letter,))
    if report.identity is not None:
        _add_identity(entry, report.case, report.identity, at)


def _let_in(entry: JournalEntry, case: str, intake: Intake, found: Reading, at: datetime) -> None:
    """Tell who reads it. What it says of the time before is one event, however much that was."""
    if intake.before:
        late = LateOnArrival(
            case=case,
            duties=tuple(DutyKind(owed.kind) for owed in intake.before),
            since=tuple(owed.due for owed in intake.before),
        )
        entry.log(late, at=at, actor=CLOCK)
    if found.last != found.first:
        released = TierReleased(
            case=case,
            tier=Tier(found.last),
            recipients=found.of(found.last),
            reason=ReleaseReason.LATE_ON_ARRIVAL,
        )
        entry.log(released, at=at, actor=CLOCK)
    for tier in sorted({found.first, found.last}):
        for holder in found.of(tier):
            entry.tell(kind=NoticeKind.REPORT, holder=holder, case=case, due=next_hour(at))


def _add_identity(entry: JournalEntry, case: str, identity: Identity, at: datetime) -> None:
    digest = sha256(identity.sealed).hexdigest()
    letter = Row(
        Letter,
        id=identity.id,
        case_id=entry.numbers.of(case),
        kind=IntakeKind.IDENTITY,
        author="reporter",
        seq=1,
        sealed=identity.sealed,
        sha256=digest,
        at=at,
    )
    received = IdentityReceived(case=case, letter=digest, recipients=identity.holders)
    entry.add(letter)
    entry.log(received, at=at, actor=REPORTER, marks=(letter,))


def _content(report: Report) -> str:
    identity = report.identity
    of_reporter: tuple[str | bytes, ...] = ()
    if identity is not None:
        of_reporter = (identity.id, identity.sealed, *identity.holders)
    return content_of(
        "report",
        report.case,
        report.roster,
        report.code,
        report.reporter.recipient,
        report.reporter.signing,
        report.case_recipient,
        report.reporter_wrap,
        *(part for wrap in report.wraps for part in (wrap.holder, wrap.sealed)),
        report.letter.id,
        report.letter.sealed,
        str(report.disclosed),
        str(report.urgent),
        *([report.readers] if report.readers else ()),
        *of_reporter,
    )
