"""Deciding how a case goes on: the first decision of it, or anew."""

from datetime import datetime

from heard.access import casework
from heard.access.letters import check_letter, letter_of, place_letter
from heard.access.permission import actor_of, do, lock, require_decider
from heard.access.updates import owe_update
from heard.formats.shell import digest_of
from heard.ledger.journal import JournalEntry
from heard.ledger.writer import insert_at_once
from heard.records.models import Case
from heard.rules.casework import Moved
from heard.rules.codes.casework import Route, WorkedMove, WorkedObject
from heard.rules.codes.letters import MessageKind
from heard.rules.duties import TRIAGE
from heard.rules.events.cases import CaseTriaged
from heard.rules.refusals import MalformedError


def triage(
    *,
    holder: str,
    case: str,
    key: str,
    route: str,
    version: int,
    letter: tuple[str, int, bytes, int],
    now: datetime,
    agreed: tuple[str, ...] = (),
) -> str:
    """Decide how a case goes on, and tell the reporter why; the leaf hash of the event.

    ``version``: how often the case itself was moved with this; ``letter``: id, seq, sealed bytes
    and generation of the letter to the reporter; ``agreed``: who signed beside, where the way takes
    a second person. Whoever decides in a case that nobody leads, leads
    it from then on. Raises ``NoSuchCaseError``, ``RefusedError`` (``CannotMoveError`` where the
    rules are against it), ``MalformedError``, ``SeqError``, ``StaleGenerationError``,
    ``IdempotencyConflictError``.
    """
    found = require_decider(holder=holder, case=case).case
    if route not in frozenset(Route):
        raise MalformedError("Choose one of the ways in which a case can go on, and send it again.")
    check_letter(letter[2])
    row = letter_of(
        case=found, holder=holder, letter=letter[0], kind=MessageKind.DECISION, seq=letter[1],
        sealed=letter[2], generation=letter[3], now=now,
    )  # fmt: skip
    new = casework.NewMove(
        object=WorkedObject.CASE, record=case, move=WorkedMove.TRIAGE, version=version, code=route,
        agreed=agreed)  # fmt: skip
    casework.remember(found)

    def action(entry: JournalEntry) -> None:
        locked = lock(case)
        move = casework.moved(locked, new, actor=holder, at=now)
        _judge(locked, holder, move)
        place_letter(entry, row, now=now)
        insert_at_once(casework.row_of(locked, move, at=now, letters={"letter": row.id}))
        decided = CaseTriaged(case=case, route=Route(route), letter=row.sha256)
        entry.log(decided, at=now, actor=actor_of(holder), marks=[row])
        casework.lead(locked, holder=holder)
        # Whose turn it was does not matter: it is decided.
        entry.fulfil(case=case, kind=TRIAGE, at=now)
        casework.go_on(entry, case=locked, after=casework.state_of(locked), moved=move, now=now)
        owe_update(entry, case=locked, now=now)

    content = ("triage", route, str(version), row.id, str(row.seq), row.sha256, *agreed)
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


def _judge(case: Case, holder: str, move: Moved) -> None:
    """Raise unless the rules allow it, and whoever it names signed exactly this. It is locked."""
    by = casework.holder_mover(require_decider(holder=holder, case=case.id), case=case)
    state = casework.state_of(case)
    casework.judge(case, state, by, move)
    casework.check_signed(case, move, digest_of(casework.shell_of(case, state, move)))
