"""What becomes of an action: looked at, overridden by the board, or taken back by who filed it."""

from datetime import datetime

from heard.actions.gate import _rounds
from heard.actions.gate._seats import NO_SEAT, oversees, require
from heard.actions.gate._states import is_answered, must_be_looked_at
from heard.actions.gate._views import NOTHING
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import FiledAction
from heard.rules.codes.gate import ActionDecision, GateSeat
from heard.rules.events.gate import AdverseActionDecided
from heard.rules.refusals import AbsentError, MalformedError, RefusedError

MOST = 2000  # characters of a reason, and of what was asked


def decide(*, holder: str, action: str, approve: bool, why: str, asked: str, now: datetime) -> None:
    """Approve an action or refuse it.

    ``asked``: what was found out where the gate asks, else empty. Raises AbsentError
    (also where they are too near to it, or it was not answered), MalformedError, RefusedError.
    """
    require(holder, GateSeat.LOOKS)
    why, asked = _text(why), asked.strip()
    decision = ActionDecision.APPROVED if approve else ActionDecision.REFUSED

    def act(entry: JournalEntry) -> None:
        row = _locked(action)
        _may_decide(row, holder, now)
        if row.talk is not bool(asked) or len(asked) > MOST:
            raise MalformedError("Answer what is asked of this action, and nothing else.")
        changed = {"decision": decision, "decider_id": holder, "why": why, "asked": asked}
        FiledAction.objects.filter(id=action).update(**changed, closed=now)
        _log(entry, action, decision, holder, now)

    write(act)


def override(*, holder: str, action: str, why: str, now: datetime) -> None:
    """Let the board have done what was refused, with its reason.

    Raises AbsentError, MalformedError, RefusedError.
    """
    if not oversees(holder):
        raise AbsentError(NO_SEAT)
    why = _text(why)

    def act(entry: JournalEntry) -> None:
        row = _locked(action)
        if row.decision != ActionDecision.REFUSED:
            raise RefusedError("This action was not refused, or was overridden. Load it again.")
        if row.decider_id == holder:
            raise RefusedError("You refused this yourself. Somebody else of the board decides.")
        changed = {"decision": ActionDecision.OVERRIDDEN, "overruled": why}
        FiledAction.objects.filter(id=action).update(**changed)
        _log(entry, action, ActionDecision.OVERRIDDEN, holder, now)

    write(act)


def withdraw(*, holder: str, action: str, now: datetime) -> None:
    """Take back what one filed, while it is open. Raises AbsentError, RefusedError."""
    require(holder, GateSeat.FILES)

    def act(entry: JournalEntry) -> None:
        _rounds.close_answered(entry, now)
        row = _locked(action)
        if row.filer_id != holder:
            raise AbsentError(NOTHING)
        if row.closed is not None:
            raise RefusedError("This action is not open any more. Load the page again.")
        changed = {"decision": ActionDecision.WITHDRAWN, "closed": now}
        FiledAction.objects.filter(id=action).update(**changed)
        _log(entry, action, ActionDecision.WITHDRAWN, holder, now)

    write(act)


def _locked(action: str) -> FiledAction:
    row = FiledAction.objects.select_for_update().filter(id=action).first()
    if row is None:
        raise AbsentError(NOTHING)
    return row


def _may_decide(row: FiledAction, holder: str, now: datetime) -> None:
    """Only what was given out, needs it, and is far enough. Raises AbsentError, RefusedError."""
    hidden = not is_answered(row, now) or not must_be_looked_at(row)
    if hidden or holder not in _rounds.looked_at_by([row]).get(row.id, []):
        raise AbsentError(NOTHING)
    if row.closed is not None:
        raise RefusedError("This action is not open any more. Load the page again.")


def _text(why: str) -> str:
    text = why.strip()
    if not text or len(text) > MOST:
        raise MalformedError(f"Give a reason, in at most {MOST:,} characters.")
    return text


def _log(
    entry: JournalEntry, action: str, decision: ActionDecision, holder: str, now: datetime
) -> None:
    actor = Actor(kind="holder", id=holder)
    entry.log(AdverseActionDecided(action=action, decision=decision), at=now, actor=actor)
