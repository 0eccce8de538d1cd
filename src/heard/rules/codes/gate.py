"""The retaliation gate: what is filed, what the keeper says of it, and what comes of it."""

from enum import StrEnum


class AdverseAction(StrEnum):
    """What is filed before it takes effect, about anybody."""

    DISMISSAL = "dismissal"
    DEMOTION = "demotion"
    PAY_CUT = "pay_cut"
    NON_RENEWAL = "non_renewal"
    FORCED_TRANSFER = "forced_transfer"
    LOWERED_APPRAISAL = "lowered_appraisal"
    DISCIPLINARY_STEP = "disciplinary_step"


class Answer(StrEnum):
    """What the keeper says; each is as long as the other."""

    GO = "go  "
    TALK = "talk"


class ActionDecision(StrEnum):
    """What became of an action that was filed."""

    GO = "go"  # nobody had to look at it
    APPROVED = "approved"
    REFUSED = "refused"
    OVERRIDDEN = "overridden"  # refused, and done all the same, by the board
    WITHDRAWN = "withdrawn"


class GateSeat(StrEnum):
    """What a holder may do at the gate."""

    FILES = "files"
    LOOKS = "looks"
