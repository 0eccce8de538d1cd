"""Letters by holders: to the reporter a message or a request, or a note among those who read it."""

from collections.abc import Sequence
from datetime import datetime

from heard.access.letters import add_letter, check_letter, letter_of
from heard.access.permission import actor_of, do, lock, require_decider, require_reader, tier_of
from heard.access.updates import owe_update
from heard.ledger.journal import JournalEntry
from heard.records.models import Letter
from heard.rules import requests
from heard.rules.codes.requests import Asks, Flag, Override
from heard.rules.duties import SAFETY_CHECK
from heard.rules.events.letters import RequestMade, WarningOverridden


def write_letter(
    *,
    holder: str,
    case: str,
    letter: str,
    kind: str,
    seq: int,
    sealed: bytes,
    now: datetime,
    generation: int = 0,
    asks: str = "",
    flags: Sequence[str] = (),
    override: str = "",
) -> str:
    """Add a ``message``, ``request`` or ``note``, sealed to ``generation``; its event's leaf hash.

    ``asks``: what a request asks for; ``flags``: what its author was warned of, ``override``: why
    they sent it all the same (heard/rules/requests.py). Raises ``NoSuchCaseError``,
    ``RefusedError``, ``MalformedError``, ``StaleGenerationError``, ``SeqError``,
    ``IdempotencyConflictError``.
    """
    may = require_reader if kind == "note" else require_decider
    found = may(holder=holder, case=case).case
    warned = requests.check(kind=kind, asks=asks, flags=flags, override=override)
    check_letter(sealed)
    row = letter_of(
        case=found, holder=holder, letter=letter, kind=kind, seq=seq, sealed=sealed, now=now,
        generation=generation,
    )  # fmt: skip
    row.asks, row.flags = asks, warned

    def action(entry: JournalEntry) -> None:
        locked = lock(case)
        tier = tier_of(may(holder=holder, case=case))
        add_letter(entry, row, now=now)
        _say_more(entry, row, override, now)
        if requests.turns_to_reporter(kind=kind, asks=asks, flags=flags, override=override):
            entry.fulfil(case=case, kind=SAFETY_CHECK, at=now, tier=tier)
            owe_update(entry, case=locked, now=now)

    # As before there were requests, so that what was sent then may be sent again.
    more = (asks, warned, override) if asks or warned else ()
    content = (kind, letter, str(seq), row.sha256, *more)
    return do(action, holder=holder, case=case, key=letter, content=content).receipts[0].leaf


def _say_more(entry: JournalEntry, letter: Letter, override: str, now: datetime) -> None:
    """Log what the letter asks for and what its author was warned of: oversight counts both."""
    actor, case, digest = actor_of(letter.author), letter.case.id, letter.sha256
    if letter.asks:
        asked = RequestMade(case=case, letter=digest, asks=Asks(letter.asks))
        entry.log(asked, at=now, actor=actor)
    if letter.flags:
        flags = tuple(map(Flag, letter.flags.split(",")))
        warned = WarningOverridden(case=case, letter=digest, flags=flags, reason=Override(override))
        entry.log(warned, at=now, actor=actor)
