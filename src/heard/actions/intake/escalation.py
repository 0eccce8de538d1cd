"""Her own button: the next tier has the case on her word."""

from datetime import datetime
from typing import Annotated

import msgspec

from heard.access import law as access_law
from heard.access import tiers
from heard.access.case_access import inbox_for, lock
from heard.actions.intake._sealed import check_id, content_of
from heard.actions.intake.letters import Generation, Seq, keep_letter, letter_row
from heard.formats import entry as entries
from heard.ledger.journal import Actor, JournalEntry, Receipt, truncate_to_hour, write
from heard.records.models import Case, Opening
from heard.rules.codes.escalation import ReleaseReason
from heard.rules.codes.letters import MessageKind
from heard.rules.escalation import next_tier, owed_to_look
from heard.rules.events.letters import LetterReceived
from heard.rules.refusals import RefusedError

REPORTER = Actor(kind="reporter")


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A letter of kind ``addition`` that goes with it; ``generation`` as in ``NewLetter``."""

    id: str
    seq: Seq
    sealed: bytes
    generation: Generation = 0


class Escalation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/escalate``. ``tier``: the one that her page showed."""

    id: str
    letter: Reason | None = None
    tier: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None


def escalate(*, authorization: str, escalation: Escalation, now: datetime) -> tuple[Receipt, int]:
    """Open the next tier; the receipt of that and the tier.

    The tier before keeps what it may do and what it owes; the new one owes her an answer of its
    own. Raises NoSuchCaseError, RefusedError, MalformedError, TooLargeError,
    StaleGenerationError, SeqTakenError, IdempotencyConflictError, UnavailableError.
    """
    case, at, letter = inbox_for(authorization), truncate_to_hour(now), escalation.letter
    check_id(escalation.id, *([letter.id] if letter else []))
    row = letter_row(case, letter, MessageKind.ADDITION, at) if letter else None

    def action(entry: JournalEntry) -> None:
        tier = _next(lock(case.id), escalation.tier)
        tiers.open_next(
            entry, cases=[case.id], actor=REPORTER, reason=ReleaseReason.REPORTER, now=at
        )
        _owe(entry, case, tier, at)
        if row:
            keep_letter(entry, row)
            received = LetterReceived(case=case.id, letter=row.sha256, kind=MessageKind.ADDITION)
            entry.log(received, at=at, actor=REPORTER, marks=(row,))

    said = (letter.id, str(letter.seq), letter.sealed) if letter else ()
    content = content_of("escalate", case.id, str(escalation.tier), *said)
    receipt = write(action, key=escalation.id, sha256=content).receipts[0]
    opening = entries.parse(Opening.objects.get(index=receipt.index).fields)
    return receipt, int(opening.values["tier"])


def _next(case: Case, shown: int | None) -> int:
    tier = next_tier(tiers.waiting(tiers.seats([case.id]).get(case.id, ())))
    if case.state == Case.State.WITHDRAWN:
        raise RefusedError("You took this report back. Bring it back first, while that is open.")
    if case.state == Case.State.STOPPED:
        raise RefusedError("You took this report back. Make a new one to have it looked at.")
    if tier is None:
        raise RefusedError("Everyone you sealed this to can read it already. Nobody waits.")
    if shown is not None and shown != tier:
        raise RefusedError("It has moved on meanwhile. Load the page again and look who has it.")
    return tier


def _owe(entry: JournalEntry, case: Case, tier: int, at: datetime) -> None:
    law = access_law.of_case(case, now=at)
    for owed in owed_to_look(urgent=case.urgent, opened=at, law=law):
        entry.duty(case=case.id, owed=owed, tier=tier)
