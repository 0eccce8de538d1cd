"""Each event says in the log what it said before it was a class, and what repeats ends."""

import importlib
import pkgutil
import types
from datetime import UTC, date, datetime

import msgspec
import pytest
from casework_events import OF_CASEWORK, OF_GATE, OF_LINKS

from heard.formats import history
from heard.rules import events
from heard.rules.codes.casework import Route
from heard.rules.codes.contacts import ContactKind
from heard.rules.codes.directory import DirectoryList
from heard.rules.codes.duties import DutyKind
from heard.rules.codes.escalation import ReleaseReason, Tier
from heard.rules.codes.evidence import EvidenceKind
from heard.rules.codes.keyring import KeyringChange
from heard.rules.codes.letters import MessageKind, NoteKind
from heard.rules.codes.requests import Asks, Flag, Override
from heard.rules.codes.retention import Kept
from heard.rules.codes.suspension import SuspensionReason
from heard.rules.duties import KINDS
from heard.rules.events.cases import (
    CaseAcknowledged,
    CaseOpened,
    CasePassed,
    CaseTriaged,
    CaseUnreadable,
    ConflictDeclared,
    Erased,
    IdentityRenewed,
    TierReleased,
)
from heard.rules.events.deadlines import (
    ClockResumed,
    ClockSuspended,
    DutyMissed,
    FileDutyMissed,
)
from heard.rules.events.evidence import (
    EvidenceChecked,
    EvidenceLost,
    EvidenceNoted,
    PreservationConfirmed,
    PreservationOrdered,
)
from heard.rules.events.intake import (
    CaseWithdrawn,
    ContactChanged,
    FileDamaged,
    FileReceived,
    IdentityReceived,
    LateOnArrival,
    PackageTaken,
    ReportReceived,
)
from heard.rules.events.letters import LetterReceived, NoteAdded, RequestMade, WarningOverridden
from heard.rules.events.organisation import (
    ClockAccepted,
    ConflictsDeclared,
    ConflictsPublished,
    DirectoryChanged,
    DirectoryImported,
    KeyringChanged,
    KeysRotated,
    LogCreated,
    ManifestPublished,
    OversightChanged,
    PromisesLost,
    RosterSigned,
)

AT = datetime(2026, 11, 29, 9, 41, 27, 500, tzinfo=UTC)
DUE = datetime(2026, 12, 1, tzinfo=UTC)
STAMP = "2026-12-01T00:00:00Z"
CASE, ITEM, ADE, NOOR = "ca" * 16, "1e" * 16, "ad" * 16, "ee" * 16
ONE, TWO, THREE = "1" * 64, "2" * 64, "3" * 64
BOTH = {ADE, NOOR}
SAID = f"{ADE},{NOOR}"

# What was built as a dict, field by field, before 30 November 2026; ``at``, ``actor`` beside it.
OF_A_CASE = [
    (
        ReportReceived(
            case=CASE, letter=ONE, recipients=[NOOR, ADE], roster=TWO, case_recipient=THREE,
            reporter_key="key=", disclosed=date(2026, 11, 3), acknowledge_by=DUE,
        ),
        {
            "event": "report_received", "letter": ONE, "recipients": SAID, "roster": TWO,
            "case_recipient": THREE, "reporter_key": "key=", "disclosed": "2026-11-03",
            "acknowledge_by": STAMP,
        },
    ),
    (
        LetterReceived(case=CASE, letter=ONE, kind=MessageKind.ADDITION),
        {"event": "letter_received", "letter": ONE, "kind": "addition"},
    ),
    (
        NoteAdded(case=CASE, letter=ONE, kind=NoteKind.NOTE),
        {"event": "note_added", "letter": ONE, "kind": "note"},
    ),
    (
        IdentityReceived(case=CASE, letter=ONE, recipients=(NOOR, ADE)),
        {"event": "identity_received", "letter": ONE, "recipients": SAID},
    ),
    (
        FileReceived(case=CASE, letter=ONE, file=ITEM, content=TWO),
        {"event": "file_received", "letter": ONE, "file": ITEM, "content": TWO},
    ),
    (FileDamaged(case=CASE, file=ITEM), {"event": "file_damaged", "file": ITEM}),
    (CaseOpened(case=CASE), {"event": "case_opened"}),
    (CaseAcknowledged(case=CASE), {"event": "case_acknowledged"}),
    (CaseUnreadable(case=CASE), {"event": "case_unreadable"}),
    (ConflictDeclared(case=CASE), {"event": "conflict_declared"}),
    (CaseWithdrawn(case=CASE), {"event": "case_withdrawn"}),
    (
        CasePassed(case=CASE, to=ADE, wrap=ONE),
        {"event": "case_passed", "to": ADE, "wrap": ONE},
    ),
    (
        CaseTriaged(case=CASE, route=Route.NO_ACTION_NOW, letter=ONE),
        {"event": "case_triaged", "route": "no_action_now", "letter": ONE},
    ),
    (
        Erased(
            case=CASE, what=Kept.CONTACTS, fields="contact", matter="", ground="GDPR Art. 5(1)(e)"
        ),
        {
            "event": "erased", "what": "contacts", "fields": "contact", "matter": "",
            "ground": "GDPR Art. 5(1)(e)",
        },
    ),
    (
        TierReleased(
            case=CASE, tier=Tier.INDEPENDENT, recipients=BOTH, reason=ReleaseReason.DUTY_MISSED
        ),
        {"event": "tier_released", "tier": "2", "recipients": SAID, "reason": "duty_missed"},
    ),
    (
        DutyMissed(case=CASE, duty=DutyKind.PRESERVE, due=DUE),
        {"event": "duty_missed", "duty": "preserve_evidence", "due": STAMP},
    ),
    (
        FileDutyMissed(case=CASE, duty=DutyKind.CHECKIN, due=DUE, record=ITEM),
        {"event": "file_duty_missed", "duty": "checkin", "due": STAMP, "record": ITEM},
    ),
    (
        LateOnArrival(case=CASE, duties=(DutyKind.UPDATE, DutyKind.ACKNOWLEDGE), since=(DUE, AT)),
        {
            "event": "late_on_arrival", "duties": "update,acknowledge",
            "since": f"{STAMP},2026-11-29T09:41:27Z",
        },
    ),
    (
        IdentityRenewed(
            case=CASE, generation=1, case_recipient=ONE, recipients=BOTH, excluded=(), letter=""
        ),
        {
            "event": "identity_renewed", "generation": "1", "case_recipient": ONE,
            "recipients": SAID, "excluded": "", "letter": "",
        },
    ),
    (
        ClockSuspended(
            case=CASE, duty=DutyKind.UPDATE, reason=SuspensionReason.POLICE_ASKED, until=DUE
        ),
        {"event": "clock_suspended", "duty": "update", "reason": "police_asked", "until": STAMP},
    ),
    (ClockResumed(case=CASE, duty=DutyKind.UPDATE), {"event": "clock_resumed", "duty": "update"}),
    (
        RequestMade(case=CASE, letter=ONE, asks=Asks.QUESTION),
        {"event": "request_made", "letter": ONE, "asks": "question"},
    ),
    (
        WarningOverridden(
            case=CASE, letter=ONE, flags=(Flag.BLAME, Flag.WHY), reason=Override.REPORTER_RAISED_IT
        ),
        {
            "event": "warning_overridden", "letter": ONE, "flags": "blame,why",
            "reason": "she_raised_it",
        },
    ),
    (
        EvidenceNoted(
            case=CASE, evidence=ITEM, kind=EvidenceKind.ACCESS_LOG, overwritten=None, letter=ONE
        ),
        {
            "event": "evidence_noted", "evidence": ITEM, "kind": "access_log", "overwritten": "",
            "letter": ONE,
        },
    ),
    (
        PreservationOrdered(case=CASE, evidence=ITEM, document=ONE),
        {"event": "preservation_ordered", "evidence": ITEM, "document": ONE},
    ),
    (
        PreservationConfirmed(case=CASE, evidence=ITEM),
        {"event": "preservation_confirmed", "evidence": ITEM},
    ),
    (EvidenceLost(case=CASE, evidence=ITEM), {"event": "evidence_lost", "evidence": ITEM}),
    (EvidenceChecked(case=CASE), {"event": "evidence_checked"}),
    (
        ContactChanged(case=CASE, kind=ContactKind.PUSH, contact=""),
        {"event": "contact_changed", "kind": "push", "contact": ""},
    ),
    (PackageTaken(case=CASE, package=ONE), {"event": "package_taken", "package": ONE}),
    *OF_CASEWORK,
]  # fmt: skip
OF_NONE = [
    *OF_LINKS,
    *OF_GATE,
    (
        RosterSigned(roster=ONE, version=12),
        {"event": "roster_signed", "roster": ONE, "version": "12"},
    ),
    (
        DirectoryImported(
            list=DirectoryList.THIRD_PARTIES, file=ONE, rows=5, joined=4, left=3, changed=2,
            kept_out=0,
        ),
        {
            "event": "directory_imported", "list": "third-parties", "file": ONE, "rows": "5",
            "joined": "4", "left": "3", "changed": "2", "kept_out": "0",
        },
    ),
    (
        DirectoryChanged(list=DirectoryList.PEOPLE, joined=1, left=0, changed=254_000),
        {
            "event": "directory_changed", "list": "people", "joined": "1", "left": "0",
            "changed": "254000",
        },
    ),
    (
        ConflictsPublished(table=ONE, head=TWO, roster=""),
        {"event": "conflicts_published", "table": ONE, "head": TWO, "roster": ""},
    ),
    (ConflictsDeclared(count=0), {"event": "conflicts_declared", "count": "0"}),
    (
        OversightChanged(holder=ADE, may=True),
        {"event": "oversight_changed", "holder": ADE, "may": "yes"},
    ),
    (
        KeyringChanged(change=KeyringChange.KEYS_MADE, keyring=ONE),
        {"event": "keyring_changed", "change": "keys_made", "keyring": ONE},
    ),
    (
        KeysRotated(holder=ADE, before="old=", after="new=", roster=ONE),
        {
            "event": "keys_rotated", "holder": ADE, "before": "old=", "after": "new=",
            "roster": ONE,
        },
    ),
    (
        ClockAccepted(before=DUE, to=AT),
        {"event": "clock_accepted", "from": STAMP, "to": "2026-11-29T09:41:27Z"},
    ),
    (PromisesLost(count=3), {"event": "promises_lost", "count": "3"}),
    (LogCreated(), {"event": "log_created"}),
    (ManifestPublished(manifest=ONE), {"event": "manifest_published", "manifest": ONE}),
]  # fmt: skip
OF_CASES = [(event, {**fields, "case": CASE, "prev": ""}) for event, fields in OF_A_CASE]


@pytest.mark.parametrize(
    ("event", "fields"), [*OF_CASES, *OF_NONE], ids=lambda each: getattr(each, "event", "")
)
def test_an_event_says_what_it_said_as_a_dict(event, fields):
    told = events.said(event, at=AT, actor=ADE)
    assert told == {**fields, "at": "2026-11-29T09:41:27Z", "actor": ADE}
    assert {type(value) for value in told.values()} == {str}  # no code is more than its letters
    assert told.keys() == events.FIELDS[event.event]


def test_each_event_there_is_is_tried():
    tried = {event.event for event, _ in [*OF_CASES, *OF_NONE]}
    assert tried == set(events.KINDS), "Add it to OF_A_CASE or OF_NONE here, as the log has it."


def test_each_subject_of_events_is_in_the_vocabulary():
    """An event of a file that the vocabulary does not name would be none for who reads it."""
    for each in pkgutil.iter_modules(events.__path__):
        importlib.import_module(f"heard.rules.events.{each.name}")
    known = {events.Event, events.OfACase, *events.KINDS.values()}
    found = {*events.Event.__subclasses__(), *events.OfACase.__subclasses__()}
    found = {each for each in found if each.__name__[0] != "_"}
    assert sorted(each.__name__ for each in found - known) == [], (
        "Add its file to _SUBJECTS of heard/rules/events/__init__.py."
    )


@pytest.mark.parametrize("missing", ["event", "bound"])
def test_an_event_without_its_name_or_its_bound_is_refused(missing):
    said = {"event": "planted", "bound": events.NotAHolders()}
    del said[missing]
    subject = types.ModuleType("planted")
    subject.Planted = type("Planted", (events.Event,), {"__module__": "planted", **said})
    with pytest.raises(TypeError, match=rf"planted\.Planted does not say {missing}"):
        list(events._classes([subject]))


def test_a_false_that_oversight_takes_away_is_a_no():
    told = events.said(OversightChanged(holder=ADE, may=False), at=AT, actor="operator")
    assert told["may"] == "no"


@pytest.mark.parametrize(
    "event",
    [
        LetterReceived(case=CASE, letter=ONE, kind="hologram"),
        LateOnArrival(case=CASE, duties=("acknowledge", ""), since=()),
        DutyMissed(case=CASE, duty="feedback", due=DUE),
        DirectoryChanged(list=DirectoryList.THIRD_PARTIES, joined=0, left=0, changed=0),
        CaseOpened(case="é" * 2049),
        IdentityReceived(case=CASE, letter=ONE, recipients=[ADE] * 125),
    ],
)
def test_what_is_no_code_or_too_long_is_not_logged(event):
    with pytest.raises(ValueError, match=event.event):
        events.said(event, at=AT, actor="clock")


def test_what_is_as_long_as_it_may_be_is_logged():
    assert events.said(CaseOpened(case="é" * 2048), at=AT, actor="clock")["case"] == "é" * 2048


def test_an_event_is_frozen_and_needs_each_field():
    with pytest.raises(AttributeError):
        OF_CASES[0][0].letter = TWO
    for wrong in ({"case": CASE}, {"case": CASE, "file": ITEM, "more": ""}):
        with pytest.raises(TypeError):
            FileDamaged(**wrong)


def test_a_field_says_what_it_is():
    class Vague(events.Event, frozen=True, kw_only=True):
        event = "vague"
        what: str

    with pytest.raises(TypeError, match="Say what a field is"):
        events.said(Vague(what=""), at=AT, actor="clock")


def test_each_event_is_bounded_or_says_what_ends_it():
    for each in events.KINDS.values():
        match each.bound:
            case events.MostOfACase(most) | events.MostOfADay(most):
                assert most > 0
            case events.EndsByItself(how):
                assert how
            case bound:
                assert bound == events.NotAHolders()


def test_the_bounds_of_a_case_are_of_events_of_a_case():
    assert events.MOST_OF_A_CASE.keys() >= {"letter_received", "evidence_checked"}
    assert events.MOST_OF_A_DAY.keys() == {
        "adverse_action_filed",
        "conflicts_declared",
        "keyring_changed",
    }
    assert all(issubclass(events.KINDS[kind], events.OfACase) for kind in events.MOST_OF_A_CASE)
    assert not any(issubclass(events.KINDS[kind], events.OfACase) for kind in events.MOST_OF_A_DAY)


def test_no_case_has_more_events_than_a_page_follows():
    """All holders together at most twice each bound (ledger/bounds.py), and what else happens."""
    assert 2 * sum(events.MOST_OF_A_CASE.values()) + 20_000 < history.MOST


def test_a_duty_has_a_code_where_it_has_an_action():
    assert set(DutyKind) == {kind for kind, each in KINDS.items() if each.fulfilled}


def test_the_codes_of_a_field_follow_from_its_type():
    assert events.CODES["evidence_noted"] == {"kind": set(EvidenceKind)}
    assert events.CODES["tier_released"] == {"tier": {"1", "2", "3"}, "reason": set(ReleaseReason)}
    assert events.CODES["directory_changed"] == {"list": {"people"}}
    assert events.CODES["oversight_changed"] == {"may": {"yes", "no"}}
    assert events.CODES["case_opened"] == {}
    assert {"duties", "flags"} == events.LISTS


def test_events_are_structs_of_the_library_that_answers_are_made_of():
    assert all(issubclass(each, msgspec.Struct) for each in events.KINDS.values())
