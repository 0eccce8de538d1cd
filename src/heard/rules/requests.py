"""What a handler may ask of her, and what must not be asked: the vocabulary that is counted.

The words themselves are sealed; the desk's browser compares them with its lists before it seals
them (client/lib/wordcheck.ts) and says in codes what it warned of.
"""

from collections.abc import Iterable

from heard.rules.codes.requests import Asks, Flag, Override
from heard.rules.refusals import MalformedError

_ASKS, _FLAGS, _OVERRIDES = frozenset(Asks), frozenset(Flag), frozenset(Override)

# Things she would have to find or bring: she never has to, and they are counted for oversight.
PROOF = frozenset({Asks.DOCUMENT, Asks.PROOF, Asks.WITNESS, Asks.RECORDING})

DEMANDS = frozenset({Flag.PROOF, Flag.WITNESSES})  # flags of a message that asks for proof


def demands_proof(asks: str) -> bool:
    """Whether this asks her for proof of some kind. Such a letter keeps no promise made to her."""
    return asks in PROOF


def turns_to_reporter(*, kind: str, asks: str, flags: Iterable[str], override: str) -> bool:
    """Whether somebody turned to her, which keeps what was promised: a check, an update.

    Asking for proof does not, openly or in a message that was flagged for it: who only asks
    for proof has not asked how she is, and the clock goes on.
    """
    if kind not in {"message", "request"} or demands_proof(asks):
        return False
    return override in {Override.QUOTING, Override.MISREAD} or not DEMANDS.intersection(flags)


def check(*, kind: str, asks: str, flags: Iterable[str], override: str) -> str:
    """The flags as they are logged: sorted, joined by comma. Raises MalformedError.

    ``asks`` belongs to a ``request`` and to nothing else; what was warned of (``flags``) to what
    she reads, and always with the reason it was sent all the same (``override``).
    """
    warned = sorted(flags)
    if (kind == "request") != bool(asks) or not _ASKS.issuperset({asks} - {""}):
        raise MalformedError("Say what the request asks for, and only of a request.")
    if len(set(warned)) != len(warned) or not _FLAGS.issuperset(warned):
        raise MalformedError("Name each thing that was warned of once, by its code.")
    if bool(warned) != bool(override) or not _OVERRIDES.issuperset({override} - {""}):
        raise MalformedError("Say why it is sent although it was warned of.")
    if warned and kind == "note":
        raise MalformedError("Notes are not read by the reporter and are not checked.")
    return ",".join(warned)
