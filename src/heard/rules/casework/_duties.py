"""Which duties a move ends and begins: the table's word, where it depends on more than the move."""

from collections.abc import Callable
from typing import NamedTuple

from heard.rules.casework._allowed import NEEDS
from heard.rules.casework._asked import Asked, is_respondents
from heard.rules.casework._state import Casework, Moved, Record, all_found, row
from heard.rules.casework._table import CASE, TABLE
from heard.rules.deadlines import Calendar
from heard.rules.duties import (
    ACTION,
    CHECKIN,
    FINDING,
    INTERIM_MEASURES,
    MEASURE_HEARING,
    NOTICE,
    OBJECTION,
    OUTCOME_LETTER,
    PLAN,
    REFERRAL,
    WITHDRAWAL_CHECK,
)

# Outcomes that nobody has to carry out now.
_SETTLED = frozenset({"done", "waived", "stayed"})


class Owing(NamedTuple):
    """Kinds of duty that a move ends, begins, and makes pointless; each in the table's order.

    One of ``duties.OF_RECORDS`` is that of the record that was moved, each other the case's.
    ``of``: the ids of the records of which they are pointless; None where of all.
    """

    ends: tuple[str, ...]
    starts: tuple[str, ...]
    cancels: tuple[str, ...] = ()
    of: frozenset[str] | None = None


def owing(state: Casework, moved: Moved) -> Owing:
    """What follows from ``moved`` for what is owed; ``state`` is the case after it."""
    move = row(moved)
    ends = tuple(each for each in move.fulfils if _holds(_ENDS, each, state, moved))
    starts = tuple(each for each in move.started(moved.code) if _holds(_STARTS, each, state, moved))
    if moved.object == CHECKIN and moved.move in _DECLINES:
        return Owing(ends, starts, (CHECKIN,), _declined(state))
    return Owing(ends, starts, _cancelled(moved, starts))


_Condition = Callable[[Casework, Moved], bool]


def _holds(when: dict[str, _Condition], kind: str, state: Casework, moved: Moved) -> bool:
    return kind not in when or when[kind](state, moved)


def _cancelled(moved: Moved, starts: tuple[str, ...]) -> tuple[str, ...]:
    """Where it is decided to go on without an inquiry, nothing of an inquiry is owed.

    Nor of an outcome where the case is looked into again: until it is found anew nobody could. Nor
    on an objection once the time afterwards has begun, or the case is closed: nothing that it is
    about goes out any more.
    """
    if moved.object == CASE and moved.move in _OVER:
        return (OBJECTION,)
    if (moved.object, moved.move) == (CASE, "reopen"):
        return (OUTCOME_LETTER, ACTION)
    if (moved.object, moved.move) == (CASE, "come_back"):
        return (WITHDRAWAL_CHECK,)
    decided = (moved.object, moved.move) == (CASE, "triage")
    return (INTERIM_MEASURES, PLAN, FINDING) if decided and PLAN not in starts else ()


_DECLINES = frozenset({"decline", "end"})


def _declined(state: Casework) -> frozenset[str]:
    return frozenset(each.id for each in state.of(CHECKIN) if each.state == "declined")


_OVER = frozenset({"start_aftercare", "close", "close_stopped", "close_unworked"})


def _all_put(state: Casework, _moved: Moved) -> bool:
    return all(each.state != "noted" for each in state.of("allegation"))


def _all_found(state: Casework, _moved: Moved) -> bool:
    return all_found(state)


def _found_anew(state: Casework, moved: Moved) -> bool:
    """By the last finding of all, or by one that was varied."""
    return moved.move == "vary" or all_found(state)


def _something_to_do(state: Casework, moved: Moved) -> bool:
    """Something was found to be so, in the end; or a sanction that was stayed goes on, or may."""
    if moved.object == "appeal":
        return _may_go_on(state)
    if moved.object == "outcome":
        return True
    # Of what was found again, what was found last: findings stand in the order in which they began.
    newest = {id: each.code for each in state.of("finding") if each.code for id in each.about}
    return all_found(state) and not _CALLS.isdisjoint(newest.values())


def _undecided(state: Casework, _moved: Moved) -> bool:
    """Nobody has decided yet what protects anybody, nor that nothing has to."""
    decided = any(each.last(*_DECIDES) for each in _protecting(state))
    return not decided and state.case.last("weigh_measures") is None


def _protecting(state: Casework) -> list[Record]:
    """Protections but for those that a respondent asked for: nobody else has any of these."""
    return [each for each in state.of("measure") if not is_respondents(state, each)]


def _protects(state: Casework, moved: Moved) -> bool:
    measure = state.get("measure", moved.id)
    return measure is None or not is_respondents(state, measure)


def _respondent_bears(state: Casework, moved: Moved) -> bool:
    """Nobody else is bound by a measure that they did not agree to."""
    measure = state.get("measure", moved.id)
    return measure is not None and measure.code == "respondent"


def _may_go_on(state: Casework) -> bool:
    """Something waited for an appeal, and there is none any more that is not decided."""
    stayed = any(each.state == "stayed" for each in state.of("outcome"))
    return stayed and "appealed" not in state.flags


_DECIDES = ("grant", "grant_other", "refuse")
_CALLS = frozenset({"substantiated", "partly", "conduct_concern"})


def _is_settled(state: Casework, moved: Moved) -> bool:
    """Each outcome that was decided is done, waived or stayed, and none is still proposed."""
    outcomes = {each.state for each in state.of("outcome")}
    return moved.object == CASE or (outcomes <= _SETTLED and not _may_go_on(state))


def _nothing_to_tell(_state: Casework, moved: Moved) -> bool:
    """Counsel decided that it is not passed on; else the reporter is told first."""
    return moved.code != "refer"


def _all_told(state: Casework, moved: Moved) -> bool:
    """With the last letter, where everything is found."""
    if moved.object == CASE:
        return True
    asked = Asked(state, moved, _NOTHING, frozenset(), (), Calendar())
    return all_found(state) and NEEDS["both_letters"](asked)


_NOTHING = Record(object=CASE, id=CASE)
_ENDS: dict[str, _Condition] = {
    INTERIM_MEASURES: _protects,
    NOTICE: _all_put,
    FINDING: _all_found,
    ACTION: _is_settled,
    OUTCOME_LETTER: _all_told,
    REFERRAL: _nothing_to_tell,
}
_STARTS: dict[str, _Condition] = {
    INTERIM_MEASURES: _undecided,
    MEASURE_HEARING: _respondent_bears,
    OUTCOME_LETTER: _found_anew,
    ACTION: _something_to_do,
}

# The table names what each of these needs (law/casework.toml).
if not {*_ENDS, *_STARTS} <= TABLE.duties:
    raise ValueError("a duty that is not in the table of moves")
