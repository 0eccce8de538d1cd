"""The reporter seals a key that a holder made once more, to those who wait for their turn."""

from typing import Annotated

import msgspec

from heard.access import second_wraps
from heard.access.case_access import inbox_for, lock
from heard.access.letters import UNSEALED
from heard.actions.intake._sealed import check_id
from heard.actions.intake.letters import Generation
from heard.formats import wrap as wraps
from heard.formats._errors import FormatError
from heard.ledger import closed
from heard.ledger.journal import JournalEntry, write
from heard.records.models import SecondWrap
from heard.rules.refusals import MalformedError

MOST = 62  # in one request; what is owed beyond that is told again


class OneSecondWrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The identity of a generation, sealed to a holder."""

    generation: Generation
    holder: str
    sealed: bytes


class SecondWraps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/wraps``."""

    wraps: Annotated[tuple[OneSecondWrap, ...], msgspec.Meta(min_length=1, max_length=MOST)]


def add(*, authorization: str, second: SecondWraps) -> None:
    """Keep those that are owed; what is there already, or is owed no more, stays as it is.

    Nothing is logged: a copy says nothing but to whom it is sealed, which the renewal said. Raises
    NoSuchCaseError, MalformedError, UnavailableError, ClosedError.
    """
    closed.refuse()  # where nothing is owed any more, too: it would say that it was kept
    case = inbox_for(authorization)
    check_id(*(each.holder for each in second.wraps))
    try:
        for each in second.wraps:
            wraps.check_sealed(each.sealed)
    except FormatError as unsealed:
        raise MalformedError(UNSEALED) from unsealed
    made = {(each.generation, each.holder): each.sealed for each in second.wraps}

    def action(entry: JournalEntry) -> None:
        locked = lock(case.id)
        for owed in second_wraps.owed(locked):
            sealed = made.get((owed.generation, owed.holder))
            if sealed is not None:
                where = {"generation": owed.generation, "holder_id": owed.holder}
                entry.add(SecondWrap(case=locked, sealed=sealed, **where))

    write(action)
