"""The vocabulary of duties: what can be owed, what starts it, and which action fulfils it."""

from dataclasses import dataclass
from datetime import timedelta

from heard.rules.codes.duties import DutyKind

ACKNOWLEDGE = DutyKind.ACKNOWLEDGE
SAFETY_CHECK = DutyKind.SAFETY_CHECK
UPDATE = DutyKind.UPDATE
PRESERVE = DutyKind.PRESERVE
TRIAGE = DutyKind.TRIAGE
INTERIM_MEASURES = DutyKind.INTERIM_MEASURES
PLAN = DutyKind.PLAN
NOTICE = DutyKind.NOTICE
MEASURE_REVIEW = DutyKind.MEASURE_REVIEW
MEASURE_HEARING = DutyKind.MEASURE_HEARING
LEAK_CHECK = DutyKind.LEAK_CHECK
REFERRAL = DutyKind.REFERRAL
HOLD_REVIEW = DutyKind.HOLD_REVIEW
TRANSCRIPT = DutyKind.TRANSCRIPT
FINDING = DutyKind.FINDING
DATA_NOTICE = DutyKind.DATA_NOTICE
OUTCOME_LETTER = DutyKind.OUTCOME_LETTER
ACTION = DutyKind.ACTION
APPEAL_DECISION = DutyKind.APPEAL_DECISION
CHECKIN = DutyKind.CHECKIN
RETALIATION = DutyKind.RETALIATION
OBJECTION = DutyKind.OBJECTION
WITHDRAWAL_CHECK = DutyKind.WITHDRAWAL_CHECK

REPORTED = "report_received"
ACKNOWLEDGED = "case_acknowledged"
FOUND = "finding_made"
# A letter that the reporter writes and signs to be their complaint, copies for the respondent
# included: the report itself is never that (POSH Rule 7).
COMPLAINED = "complaint_filed"
# The acknowledgement, or the end of the same pack's time for it, whichever is first: without it,
# whoever never acknowledges would never owe an answer.
ANSWER_DUE = "acknowledge_due"
TRIAGED = "case_triaged"
PLANNED = "plan_approved"
EMPLOYER_TOLD = "report_to_employer"
MEASURE_BEGAN = "measure_active"
# What the respondent has to bear was put into effect, without a yes of theirs.
MEASURE_IMPOSED = "measure_imposed"
# Something of a case became known to people who should not know it.
LEAKED = "leak_raised"
# A law may have something of a case passed on to an authority.
REFERRING = "referral_raised"
# Nothing of a case may be erased, or it was looked at again that this is so.
HOLDING = "hold_stands"
INTERVIEWED = "interview_held"
APPEALED = "appeal_lodged"
# A move of a record ends what the table of moves says of it (law/casework.toml, ``fulfils``).
MOVED = "record_moved"
MEETING_ASKED = "meeting_asked"
DATA_OBTAINED = "data_obtained"
EMPLOYER_KNOWS = "employer_knows"
CHECKIN_DUE = "checkin_due"
CHANGED = "changed_for_the_worse"
OBJECTED = "reporter_objected"
TAKEN_BACK = "reporter_withdrew"

ACTORS = frozenset({"handler", "committee", "employer"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of duty. ``triggers``: the events of which a law may let it start with each.

    ``fulfilled``: the event that ends it, or one of them; empty where Heard has no action for it.
    Such a duty is read, checked and shown to operators, and starts no clock: a promise nobody can
    keep is worse than none. ``awaits``: the event that will end it once there is that action.
    ``least``: what anybody is given, however late in the day it begins. What a move ends, a move
    lays down, too (law/casework.toml), by whatever its limits are counted from.
    """

    triggers: tuple[str, ...]
    fulfilled: str = ""
    awaits: str = ""
    urgent_only: bool = False
    least: timedelta = timedelta(0)


# Owed once for each record of a case, by the record's id.
OF_RECORDS = frozenset({
    *(MEASURE_REVIEW, TRANSCRIPT, DATA_NOTICE, APPEAL_DECISION, CHECKIN, RETALIATION, OBJECTION),
    *(MEASURE_HEARING, LEAK_CHECK, REFERRAL),
})  # fmt: skip
# Owed to whom the record concerns, and no promise to the reporter, who is not told of it.
NOT_TO_REPORTERS = frozenset({MEASURE_HEARING})
# Nobody of the first tier can do it.
OF_LATER_TIERS = frozenset({WITHDRAWAL_CHECK, HOLD_REVIEW})

KINDS: dict[str, Kind] = {
    ACKNOWLEDGE: Kind((REPORTED,), fulfilled=ACKNOWLEDGED),
    SAFETY_CHECK: Kind((REPORTED,), fulfilled="letter_received", urgent_only=True),
    UPDATE: Kind((ACKNOWLEDGED,), fulfilled="letter_received"),
    PRESERVE: Kind(
        # Of what is reported at eleven at night, "the same day" leaves nobody a chance; no law that
        # is known here sets a time at all.
        (REPORTED,),
        fulfilled="evidence_checked",
        least=timedelta(hours=12),
    ),
    INTERIM_MEASURES: Kind((REPORTED,), fulfilled=MOVED),
    TRIAGE: Kind((REPORTED,), fulfilled=TRIAGED),
    PLAN: Kind((TRIAGED,), fulfilled=MOVED),
    NOTICE: Kind((PLANNED,), fulfilled=MOVED),
    "copy_to_respondent": Kind((COMPLAINED,), awaits="complaint_copied"),
    MEASURE_REVIEW: Kind((MEASURE_BEGAN,), fulfilled=MOVED),
    MEASURE_HEARING: Kind((MEASURE_IMPOSED,), fulfilled=MOVED),
    TRANSCRIPT: Kind((INTERVIEWED,), fulfilled=MOVED),
    "meeting": Kind((MEETING_ASKED,), awaits="meeting_held"),
    "support": Kind((REPORTED,), awaits="support_offered"),
    FINDING: Kind((REPORTED, COMPLAINED), fulfilled=MOVED),
    "feedback": Kind((ANSWER_DUE,), awaits="feedback_given"),
    "authority_notice": Kind((REPORTED, FOUND), awaits="authority_told"),
    DATA_NOTICE: Kind((DATA_OBTAINED,), fulfilled=MOVED),
    OUTCOME_LETTER: Kind((FOUND,), fulfilled=MOVED),
    ACTION: Kind((FOUND, EMPLOYER_TOLD), fulfilled=MOVED),
    "discipline": Kind((EMPLOYER_KNOWS, FOUND), awaits="outcome_decided"),
    APPEAL_DECISION: Kind((APPEALED,), fulfilled=MOVED),
    CHECKIN: Kind((CHECKIN_DUE,), fulfilled=MOVED),
    RETALIATION: Kind((CHANGED,), fulfilled=MOVED),
    OBJECTION: Kind((OBJECTED,), fulfilled=MOVED),
    LEAK_CHECK: Kind((LEAKED,), fulfilled=MOVED),
    REFERRAL: Kind((REFERRING,), fulfilled=MOVED),
    HOLD_REVIEW: Kind((HOLDING,), fulfilled=MOVED),
    WITHDRAWAL_CHECK: Kind((TAKEN_BACK,), fulfilled=MOVED),
    "resolution": Kind((REPORTED,), awaits="case_closed"),
}
