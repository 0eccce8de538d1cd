"""What follows where somebody in a case is under age: one condition a function."""

from heard.rules.casework._asked import Asked, have_signed
from heard.rules.casework._state import Casework, row

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


def minor_accompanied(asked: Asked) -> bool:
    """Nobody under age is heard or accused without a guardian or an advocate."""
    if not _is_minor(asked.state, asked.record.party):
        return True
    return any(each.code in _BESIDE and each.state != "left" for each in asked.state.of("party"))


def two_where_minor(asked: Asked) -> bool:
    """Nothing is copied before a second person has looked that it shows nobody under age."""
    if not asked.state.minors or asked.moved.code not in _MULTIPLIES:
        return True
    return bool(have_signed(asked.state, asked.seconds, asked.record, row(asked.moved).second))


def referral_weighed(asked: Asked) -> bool:
    """Whether a law has it passed on was decided by counsel before the case is closed."""
    referrals = [each.state for each in asked.state.of("referral")]
    return not asked.state.minors or (bool(referrals) and _WEIGHED.issuperset(referrals))
