"""What can be moved in a case that is worked, how, and as what: as far as it can be moved yet.

``law/casework.toml`` has the whole table (docs/spec/casework.md); here are those of its words that
columns, events and answers name.
"""

from enum import StrEnum


class Phase(StrEnum):
    """How far the work on a case has come."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    STAFFED = "staffed"
    PLANNED = "planned"
    INVESTIGATING = "investigating"
    DRAFT = "draft"
    DECIDED = "decided"
    ACTING = "acting"
    AFTERCARE = "aftercare"
    CLOSED = "closed"
    REOPENED = "reopened"


class WorkedObject(StrEnum):
    """What of a case is moved."""

    CASE = "case"
    PARTY = "party"
    ALLEGATION = "allegation"
    MEASURE = "measure"
    SEAT = "seat"
    PLAN = "plan"
    TASK = "task"


class WorkedMove(StrEnum):
    """How it is moved."""

    ACCEPT = "accept"
    ACTIVATE = "activate"
    ADD = "add"
    APPROVE = "approve"
    ASSIGN = "assign"
    CONFIRM = "confirm"
    DECLARE = "declare"
    DECLINE = "decline"
    DO = "do"
    DRAFT = "draft"
    DROP = "drop"
    END = "end"
    FORM_TEAM = "form_team"
    GIVE_UP = "give_up"
    GRANT = "grant"
    GRANT_OTHER = "grant_other"
    HOLD = "hold"
    IMPOSE = "impose"
    INVITE = "invite"
    INVITE_ANEW = "invite_anew"
    KEEP = "keep"
    LEAVE = "leave"
    NOTE = "note"
    NOTE_POLICE = "note_police"
    OBJECT = "object"
    OFFER = "offer"
    OPEN = "open"
    OVERRULE = "overrule"
    POLICE_OVER = "police_over"
    PROPOSE = "propose"
    RECHECK = "recheck"
    REFUSE = "refuse"
    RELEASE_HOLD = "release_hold"
    REQUEST = "request"
    REVIEW = "review"
    REVISE = "revise"
    REWORD = "reword"
    STEP_OUT = "step_out"
    STRIKE = "strike"
    TAKE_UP = "take_up"
    TRIAGE = "triage"
    UPHOLD = "uphold"


class Route(StrEnum):
    """How a case goes on."""

    INVESTIGATE = "investigate"
    SUPPORT_ONLY = "support_only"
    INFORMAL = "informal"
    REDIRECT = "redirect"
    NO_ACTION_NOW = "no_action_now"
    INSUFFICIENT = "insufficient"


class WorkedCode(StrEnum):
    """As what something is moved: all vocabularies together."""

    NONE = ""
    AFFECTED = "affected"
    ASSAULT = "assault"
    CHECKIN = "checkin"
    COMMITTEE = "committee"
    COMPANION = "companion"
    CONFIDENTIALITY = "confidentiality"
    COUNSEL = "counsel"
    DECIDER = "decider"
    DISCRIMINATION = "discrimination"
    DONE_OTHERWISE = "done_otherwise"
    EMPLOYER = "employer"
    EXTERNAL = "external"
    FAILURE_TO_ACT = "failure_to_act"
    INFORMAL = "informal"
    INSUFFICIENT = "insufficient"
    INTERPRETER = "interpreter"
    INVESTIGATE = "investigate"
    INVESTIGATOR = "investigator"
    LEAD = "lead"
    NO_ACTION_NOW = "no_action_now"
    NOT_NECESSARY = "not_necessary"
    NOT_NEEDED = "not_needed"
    NOT_POSSIBLE = "not_possible"
    OFFICER = "officer"
    OTHER = "other"
    OTHER_HARASSMENT = "other_harassment"
    OTHER_MEASURE_STANDS = "other_measure_stands"
    OUTSIDE = "outside"
    PRESIDING = "presiding"
    REDIRECT = "redirect"
    REPORTER = "reporter"
    RESPONDENT = "respondent"
    RETALIATION = "retaliation"
    REVIEWER = "reviewer"
    SEXUAL_HARASSMENT = "sexual_harassment"
    SUPPORT_ONLY = "support_only"
    SUPPORTER = "supporter"
    TOLD = "told"
    WITNESS = "witness"


class Basis(StrEnum):
    """What a finding stands on."""

    NONE = ""
    EVIDENCE = "evidence"
    ADMISSION = "admission"


class Until(StrEnum):
    """What somebody who has a copy of the file key waits for."""

    NOW = ""
    DRAFT_SHARED = "draft_shared"
    APPEAL_LODGED = "appeal_lodged"
    TIER_2 = "tier_2"
    TIER_3 = "tier_3"


class FileLetterKind(StrEnum):
    """What is sealed to the file key, or to a party and the file key."""

    RECORD = "record"  # a move of a record, in words
    ASSENT = "assent"  # somebody signs beside who will move it
    NOTE = "note"  # among those who read the file; a statement of readers is one
    MESSAGE = "message"  # between a party and the team
