"""To which keys the letters of a move are sealed: worked out from its row and who is a party."""

from typing import NamedTuple

from heard.rules.casework._asked import CONFIRMED, protected
from heard.rules.casework._state import Casework, Moved, Record, after, row
from heard.rules.casework._table import REPORTER

# A party answers an invitation by keys that they sign (docs/spec/channel.md), and by no words.
_UNSAID = frozenset({("party", "open")})


class Audiences(NamedTuple):
    """The letters that a move has.

    ``case``: one to the reporter's correspondence; ``file``: one to the file key; ``party``: one to
    the party of this id and the file key, which stands for ``file``; empty for none.
    """

    case: bool
    file: bool
    party: str


def audiences(state: Casework, moved: Moved, *, has_file: bool) -> Audiences:
    """Exactly the letters that go with this move, which follows ``state``.

    ``has_file``: there is a file key, and it may be written to. What the reporter moves is said to
    who reads the case, and to the file as soon as that can be; what another party moves, in one
    letter of their own, to themselves and the file. A party whose keys two people have not
    confirmed is sealed nothing: what only they would be told goes to the file. Of two others, who
    bears a measure is written to, and not whom it protects. Raises as ``after`` does.
    """
    if (moved.object, moved.move) in _UNSAID:
        return Audiences(case=False, file=False, party="")
    record = after(state, moved).get(moved.object, moved.id)
    assert record is not None  # it was moved
    if moved.actor == REPORTER:
        return Audiences(case=True, file=has_file, party="")
    if _is_confirmed(state, moved.actor):
        return Audiences(case=False, file=False, party=moved.actor)
    keys = row(moved).keys
    concerned = _concerned(record) if "party" in keys else ""
    spared = protected(state, record) if "protected" in keys else ""
    told = [each for each in (concerned, spared) if each and each != REPORTER]
    party = next((each for each in told if _is_confirmed(state, each)), "")
    case = "case" in keys or REPORTER in {concerned, spared}
    file = "file" in keys or (bool(told) and not case)
    return Audiences(case=case, file=file and not party, party=party)


def _concerned(record: Record) -> str:
    return record.id if record.object == "party" else record.party


def _is_confirmed(state: Casework, party: str) -> bool:
    found = state.get("party", party)
    return found is not None and found.state == CONFIRMED
