"""What follows where somebody in a case is under age: one condition a function."""

from heard.rules.casework._asked import Asked, have_signed
from heard.rules.casework._state import Casework, Record, row

_BESIDE = frozenset({"guardian", "advocate"})
_MULTIPLIES = frozenset({"copied", "exported"})
_WEIGHED = frozenset({"chosen", "told", "referred"})


def _is_minor(state: Casework, party: str) -> bool:
    return party in state.minors


def noted_minor(asked: Asked) -> bool:
    """It was noted that they are under age."""
    return _is_minor(asked.state, asked.record.id)


def not_noted_minor(asked: Asked) -> bool:
    """It is not noted yet."""
    return not _is_minor(asked.state, asked.record.id)


def beside_whom(asked: Asked) -> bool:
    """A guardian or an advocate stands beside somebody of the case; nobody else is said to."""
    beside = asked.moved.party
    there = asked.state.get("party", beside) is not None
    return not beside or (asked.moved.code in _BESIDE and there)


def minor_accompanied(asked: Asked) -> bool:
    """Nobody under age is heard or accused without a guardian or an advocate of their own."""
    state, minor = asked.state, asked.record.party
    if not _is_minor(state, minor):
        return True
    beside = (each for each in state.of("party") if each.code in _BESIDE and each.state != "left")
    return any(_stands_beside(each, minor, state) for each in beside)


def _stands_beside(guardian: Record, minor: str, state: Casework) -> bool:
    """Noted for nobody, as all were once, they are the only minor's, where there is but one."""
    return guardian.party == minor if guardian.party else state.minors == {minor}


def two_where_minor(asked: Asked) -> bool:
    """Nothing is copied before a second person has looked that it shows nobody under age."""
    if not asked.state.minors or asked.moved.code not in _MULTIPLIES:
        return True
    return bool(have_signed(asked.state, asked.seconds, asked.record, row(asked.moved).second))


def referral_weighed(asked: Asked) -> bool:
    """Whether a law has it passed on was decided by counsel before the case is closed."""
    referrals = [each.state for each in asked.state.of("referral")]
    return not asked.state.minors or (bool(referrals) and _WEIGHED.issuperset(referrals))
