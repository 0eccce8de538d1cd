"""What stands at the head of every action on a case: may this holder, and was it done before."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from heard.access import case_access
from heard.ledger.journal import Actor, JournalEntry, Written, write
from heard.records.models import Case, IdempotencyKey, Wrap
from heard.rules.refusals import RefusedError

T = TypeVar("T")


def require_reader(*, holder: str, case: str) -> Wrap:
    """The wrap by which this holder reads the case, with the case. Raises ``NoSuchCaseError``."""
    return case_access.wrap_for(actor_of(holder), case)


def require_decider(*, holder: str, case: str) -> Wrap:
    """As ``require_reader``, for those alone who let nothing lapse. Raises ``RefusedError``."""
    found = require_reader(holder=holder, case=case)
    if found.lapsed is not None:
        raise RefusedError(
            "A promise of this case was not kept in time, so others have it now. You can still read"
            " it, write notes for them, and step out."
        )
    return found


def tier_of(wrap: Wrap) -> int:
    """The tier of the holder whose wrap this is."""
    assert wrap.holder is not None
    return wrap.holder.tier


def lock(case: str) -> Case:
    """As ``case_access.lock``."""
    return case_access.lock(case)


def actor_of(holder: str) -> Actor:
    """A holder as the journal names them."""
    return Actor(kind="holder", id=holder)


def do(
    action: Callable[[JournalEntry], T],
    *,
    holder: str,
    case: str,
    key: str,
    content: tuple[str, ...],
) -> Written[T]:
    """Do an action that its holder may repeat under ``key``, with the same ``content``.

    The journal's key covers the holder, so that no answer tells whether somebody else used it too.
    """
    return write(action, key=_key(holder, key), sha256=_digest(holder, case, *content))


def done(*, holder: str, case: str, key: str, content: tuple[str, ...]) -> bool:
    """Whether this holder has done exactly this before."""
    same = {"id": _key(holder, key), "sha256": _digest(holder, case, *content)}
    return IdempotencyKey.objects.filter(**same).exists()


def _key(holder: str, key: str) -> str:
    return _digest(holder, key)[:32]


def _digest(*parts: str) -> str:
    # Parts are ids, digests, numbers and words of our own: none holds a line break.
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
