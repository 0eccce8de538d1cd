"""Whether somebody may make a move as things stand: None, or the one reason why not."""

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType

from heard.rules.casework import (
    _needs_after,
    _needs_case,
    _needs_finding,
    _needs_inquiry,
    _needs_minor,
)
from heard.rules.casework._asked import Actor, Asked, have_signed, parts_of
from heard.rules.casework._state import Casework, Moved, Record, is_well_said, row
from heard.rules.casework._table import NOTHING, TABLE, Move
from heard.rules.deadlines import Calendar

# In the order in which they are found. Who may not move a thing learns nothing of its state.
ABSENT, TAKEN, NOT_YOURS = "absent", "taken", "not_yours"
NOT_IN_THIS_COURSE, NOT_IN_THIS_PHASE = "not_in_this_course", "not_in_this_phase"
NOT_FROM_HERE, STALE = "not_from_here", "stale"
BAD_CODE, BAD_MEMBERS, NOT_SIGNED = "bad_code", "bad_members", "not_signed"
_FORMS = (
    *(ABSENT, TAKEN, NOT_YOURS, NOT_IN_THIS_COURSE, NOT_IN_THIS_PHASE, NOT_FROM_HERE, STALE),
    *(BAD_CODE, BAD_MEMBERS, NOT_SIGNED),
)

Need = Callable[[Asked], bool]
_WEEKS = Calendar()


def _conditions(*modules: ModuleType) -> dict[str, Need]:
    found = {
        name: each
        for module in modules
        for name, each in vars(module).items()
        if name[0] != "_" and getattr(each, "__module__", "") == module.__name__
    }
    # The state has a function of this name, without anybody who asks.
    found["all_found"] = found.pop("found_all")
    return found


_FOUND = _conditions(_needs_case, _needs_inquiry, _needs_finding, _needs_after, _needs_minor)
_NAMED = {need for moves in TABLE.moves.values() for move in moves.values() for need in move.needs}
if unknown := sorted(_NAMED - _FOUND.keys()):
    raise ValueError(f"no such condition: {', '.join(unknown)}")
NEEDS: Mapping[str, Need] = {name: _FOUND[name] for name in sorted(_NAMED)}
# All that a move can be refused with.
REFUSALS = frozenset({*_FORMS, *NEEDS})


def allowed(
    state: Casework,
    actor: Actor,
    moved: Moved,
    *,
    seconds: Sequence[Actor] = (),
    calendar: Calendar = _WEEKS,
) -> str | None:
    """Why ``actor`` may not make this move now, a code of ``REFUSALS``; None where they may.

    ``seconds``: who signs it beside them, the same as ``moved.agreed``; ``calendar``: days on which
    the organisation works. Raises MalformedError for an object or a move that there is not.
    """
    move = row(moved)
    record = state.get(moved.object, moved.id) or Record(object=moved.object, id=moved.id)
    parts = parts_of(state, actor, record)
    asked = Asked(state, moved, record, parts, tuple(seconds), calendar)
    return _who(asked, move, actor) or _where(asked, move) or _how(asked, move)


def _who(asked: Asked, move: Move, actor: Actor) -> str | None:
    is_new = move.before == {NOTHING}
    if actor.id != asked.moved.actor or not asked.parts & move.who:
        return NOT_YOURS
    if is_new and asked.record.state:
        return TAKEN
    return None if is_new or asked.record.state else ABSENT


def _where(asked: Asked, move: Move) -> str | None:
    rank, state = TABLE.rank, asked.state
    if state.course not in move.during:
        return NOT_IN_THIS_COURSE
    if rank[state.phase] < rank[move.since]:
        return NOT_IN_THIS_PHASE
    if move.until and rank[state.phase] >= rank[move.until]:
        return NOT_IN_THIS_PHASE
    if asked.record.state not in move.before:
        return NOT_FROM_HERE
    return STALE if asked.moved.version != asked.record.version + 1 else None


def _how(asked: Asked, move: Move) -> str | None:
    moved = asked.moved
    if moved.code not in (move.codes or {""}):
        return BAD_CODE
    if not is_well_said(moved, move) or asked.state.get("party", moved.holder):
        return BAD_MEMBERS  # nor is a party ever a holder: it would come to a seat
    unmet = next((need for need in move.needs if not NEEDS[need](asked)), None)
    return unmet or _signed(asked, move)


def _signed(asked: Asked, move: Move) -> str | None:
    """Each who signs is somebody else; as many as it takes have a part that counts."""
    signed = [each.id for each in asked.seconds]
    people = {asked.moved.actor, *signed}
    if tuple(signed) != asked.moved.agreed or len(people) != len(signed) + 1:
        return NOT_SIGNED
    needed = move.signers(asked.moved.code, asked.record.state)
    having = have_signed(asked.state, asked.seconds, asked.record, move.second)
    return NOT_SIGNED if having < needed else None
