"""A case as it is worked: the fold over its moves, what may be moved next, and what is told of it.

Of a case itself alone anything is moved yet; so its moves are in order by their versions.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from heard.access import case_view, law
from heard.access.case_answers import DecisionView
from heard.access.permission import tier_of
from heard.access.tiers import deciders, seats
from heard.ledger.journal import rfc3339
from heard.records.models import Case, Letter, Move, Wrap
from heard.rules import casework
from heard.rules.casework import CASE, Actor, Casework, Moved
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.refusals import RefusedError

KEPT = 256  # cases whose fold is remembered
# By the id of a case: how many moves it had, and what they made of it.
_known: OrderedDict[str, tuple[int, Casework]] = OrderedDict()


class CannotMoveError(RefusedError):
    """The rules are against a move as things stand; ``reason``: a code of ``casework.REFUSALS``."""

    def __init__(self, reason: str) -> None:
        super().__init__(SAID[reason])
        self.reason = reason


_NOT_NOW = "The case has gone on meanwhile. Load the page again and look at how it stands."
# Why not, and the next step, by the code of heard/rules/casework.
SAID = {
    "not_yours": (
        "Somebody else leads this case and decides how it goes on. Write a note to them, or ask"
        " them to pass it to you."
    ),
    "not_in_this_course": (
        "The reporter has taken this report back, so nothing is decided in it. You can still write"
        " a note."
    ),
    "not_in_this_phase": _NOT_NOW,
    "not_from_here": _NOT_NOW,
    "stale": (
        "This was decided in another window, or by somebody else, a moment ago. Load the page"
        " again, read that decision, and decide again if you still want to."
    ),
    "not_signed": (
        "Somebody of the next tier has to sign this with you. Choose another way to go on."
    ),
    "informal_not_for_assault": (
        "An assault is alleged, so there is no informal way. Choose another way to go on."
    ),
    "informal_asked": (
        "Only the reporter can ask for the informal way, and has not. Choose another way to go on."
    ),
    "informal_cooled": (
        "The reporter has 72 hours to think the informal way over. Decide it after that."
    ),
    "silence_waited": (
        "For this the reporter must have been asked three times, on three days, and 30 days must"
        " have passed. Choose another way to go on."
    ),
    "signed_afresh": (
        "Who signs this with you must have asked and decided nothing in this case before. Ask"
        " somebody else of the next tier, or choose another way to go on."
    ),
}


def remember(case: Case) -> None:
    """Fold its moves before the writer's turn, so that its lock is held for one question alone."""
    known = _known.get(case.id)
    if known is None or known[0] != _moves(case).count():
        rows = list(_moves(case))  # committed, so no later reading has fewer of them
        _known[case.id] = len(rows), _fold(rows)
        while len(_known) > KEPT:
            _known.popitem(last=False)


def state_of(case: Case) -> Casework:
    """The case as it stands. To decide by it, lock the case first."""
    known = _known.get(case.id)
    if known is None or known[0] != _moves(case).count():
        return _in_course(case, _fold(_moves(case)))
    return _in_course(case, known[1])


def check(move: Moved, *, wrap: Wrap, case: Case) -> None:
    """Raise ``CannotMoveError`` unless whoever has this wrap may move it. The case must be locked.

    Whoever decides has the part ``lead`` in a case that nobody leads, or that was moved around its
    lead: then a later tier reads it too, and does not wait for the lead.
    """
    standing = {f"tier{tier_of(wrap)}"} | ({"lead"} if _leads(case, wrap) else set())
    assert wrap.holder_id is not None
    actor = Actor(id=wrap.holder_id, standing=frozenset(standing))
    reason = casework.allowed(state_of(case), actor, move)
    if reason is not None:
        raise CannotMoveError(reason)


def _leads(case: Case, wrap: Wrap) -> bool:
    lead = leader(case)
    if lead in {None, wrap.holder_id}:
        return True
    assert case.lead is not None
    return case.lead.tier < tier_of(wrap)


def leader(case: Case) -> str | None:
    """Who leads it and can still act: whoever has gone from the roster since leads nothing."""
    able = deciders(seats([case.id])[case.id]) if case.lead_id else ()
    return case.lead_id if case.lead_id in able else None


def lead(case: Case, *, holder: str) -> None:
    """Whoever decides leads it from then on, as ``check`` let them. It must be locked."""
    Case.objects.filter(pk=case.pk).update(lead=holder)


def moved(
    case: Case, *, move: WorkedMove, actor: str, at: datetime, version: int, code: str
) -> Moved:
    """A move of the case itself, as the rules have it."""
    zone = law.of_case(case, now=at).zone
    return Moved(
        object=CASE,
        id=CASE,
        move=move,
        actor=actor,
        at=at.astimezone(zone),
        version=version,
        code=code,
    )


def row_of(case: Case, move: Moved, *, letter: str, at: datetime) -> Move:
    """The same as the table has it."""
    return Move(
        case=case,
        object=WorkedObject.CASE,
        record=case.id,
        move=move.move,
        version=move.version,
        actor=move.actor,
        at=at,
        code=move.code,
        letter=letter,
    )


def told(case: Case) -> tuple[str, list[DecisionView]]:
    """How far the work on it has come, and each decision how it goes on, oldest first."""
    rows = list(_moves(case))
    leaves = _leaves(case, rows) if rows else {}
    decisions, state = [], Casework()
    for row in rows:
        before, state = state, casework.after(state, _moved(row))
        decisions.append(_decision(row, before.phase, state.phase, leaves[row.letter]))
    return state.phase, decisions


def _leaves(case: Case, rows: Iterable[Move]) -> dict[str, str]:
    """Of each letter that gives the reason of one of these, the leaf of its event."""
    letters = Letter.objects.filter(case=case, id__in=[row.letter for row in rows])
    named = case_view.leaves(case.id)
    places = letters.values_list("id", "index")
    return {id: named.get(index, "") for id, index in places if index is not None}


def _decision(row: Move, before: str, after: str, leaf: str) -> DecisionView:
    return DecisionView(
        letter=row.letter,
        event=leaf,
        at=rfc3339(row.at),
        author=row.actor,
        from_=before,
        to=after,
        code=row.code,
        version=row.version,
    )


def _moves(case: Case) -> QuerySet[Move]:
    return Move.objects.filter(case=case).order_by("version")


def _fold(rows: Iterable[Move]) -> Casework:
    return casework.fold(map(_moved, rows))


def _moved(row: Move) -> Moved:
    return Moved(
        object=row.object,
        id=CASE,
        move=row.move,
        actor=row.actor,
        at=row.at,
        version=row.version,
        code=row.code,
    )


def _in_course(case: Case, state: Casework) -> Casework:
    """The reporter's own button is no move yet, and stops a case all the same."""
    return replace(state, course="withdrawn") if case.state == Case.State.WITHDRAWN else state
