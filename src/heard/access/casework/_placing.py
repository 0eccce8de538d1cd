"""Making a move: judged, sealed to whom it must be, kept, logged, and what is owed by it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from heard.access import exhibit_copies, file_copies, file_key, law, matters
from heard.access.casework import _owed
from heard.access.casework._asked import NOT_SO, Mover, NewLetter, second_mover, shell_of
from heard.access.casework._gate import list_agreed
from heard.access.casework._known import row_of, state_of
from heard.access.casework._lent import check_lent
from heard.access.casework._said import CannotMoveError
from heard.access.file_letters import file_letter_of, place_file_letters, tell_readers
from heard.access.updates import owe_update
from heard.formats.shell import digest_of
from heard.ledger.journal import JournalEntry, next_hour
from heard.ledger.writer import insert_at_once
from heard.records.models import Assent, Case, FileLetter, Letter
from heard.rules import casework
from heard.rules.casework import REPORTER, Casework, Moved
from heard.rules.codes.casework import (
    FileLetterKind,
    Until,
    WorkedCode,
    WorkedMove,
    WorkedObject,
)
from heard.rules.events.casework import FileRecordMoved, RecordMoved
from heard.rules.matters import Fault
from heard.rules.refusals import MalformedError

# What has an address of its own: the first decision, and how a party comes in.
APART = frozenset({
    *(("case", "triage"), ("party", "invite"), ("party", "invite_anew"), ("party", "open")),
})  # fmt: skip
# All of what is made in a worked case; of the case as such, of parties and allegations only these:
# closing, parking and pausing have ways of their own, or none yet.
_WHOLE = (
    "measure", "seat", "plan", "task", "interview", "exhibit", "notice", "finding", "outcome",
    "appeal", "checkin", "preliminary", "data_notice", "law_choice", "referral", "leak",
    "lending", "package", "gate", "settlement",
)  # fmt: skip
_OF_THE_CASE = (
    "weigh_measures", "form_team", "share_draft", "comment", "send_letters", "start_aftercare",
    "reopen",
    "ask_informal", "revoke_informal", "ask_silent",
    "note_police", "police_over", "hold", "review_hold", "release_hold",
    "withdraw", "come_back", "check_withdrawal", "announce_continuing", "stop", "continue_without",
    "close", "close_unworked", "close_stopped",
)  # fmt: skip
_OF_A_PARTY = (
    "note", "place", "note_minor", "note_of_age", "confirm", "leave", "tell_draft", "comment",
    "tell_outcome", "tell_reopened", "tell_closed", "request", "grant",
)  # fmt: skip
# What has keys or duties that nobody could keep yet is not among these.
OFFERED = frozenset({
    *(("case", move) for move in _OF_THE_CASE),
    *(("party", move) for move in _OF_A_PARTY),
    *(("allegation", move) for move in ("note", "reword", "reopen")),
    *((each, move) for each in _WHOLE for move in casework.TABLE.moves[each]),
})  # fmt: skip


# What those wait for who have a copy of the file key and do not read yet, but for tiers.
_GIVES_OUT = {
    ("case", "share_draft"): Until.DRAFT_SHARED,
    ("appeal", "lodge"): Until.APPEAL_LODGED,
}

# What takes somebody's seat from them.
_UNSEATS = frozenset({("seat", "strike"), ("seat", "uphold"), ("seat", "step_out")})


class _Letters(NamedTuple):
    """``readers``: who had the file when letters to it were placed; None where none was."""

    case: Letter | None
    file: FileLetter | None
    party: FileLetter | None
    readers: list[str] | None

    def all(self) -> list[Letter | FileLetter]:
        """Those that there are."""
        return [each for each in (self.case, self.file, self.party) if each]

    def ids(self) -> dict[str, str]:
        """By the columns of a move."""
        named = {"letter": self.case, "file_letter": self.file, "party_letter": self.party}
        return {name: each.id for name, each in named.items() if each}

    def digests(self) -> dict[str, str]:
        """By the fields of an event."""
        named = {"letter": self.case, "file_letter": self.file, "party_letter": self.party}
        return {name: each.sha256 if each else "" for name, each in named.items()}


def place_move(
    entry: JournalEntry,
    *,
    case: Case,
    by: Mover,
    moved: Moved,
    letters: Sequence[NewLetter],
    now: datetime,
    offered: bool = True,
    state: Casework | None = None,
    listing: bytes = b"",
) -> None:
    """Make a move, with its letters, its event and what is owed by it. The case must be locked.

    ``offered``: by the address that is for all; without, by one that is for this move alone.
    ``state``: as it stands, where that was asked since the case was locked. ``listing``: what the
    gate's keepers are told with it, sealed to them. Raises ``CannotMoveError``, ``RefusedError``
    (where the file would be lost by it, or the gate takes nothing), ``MalformedError``,
    ``StaleGenerationError``, ``StaleFileKeyError``, ``SeqError``, and what ``by.keep`` raises.
    """
    if ((moved.object, moved.move) not in OFFERED) if offered else (_pair(moved) not in APART):
        raise MalformedError(NOT_SO)
    state = state or state_of(case)
    judge(case, state, by, moved)
    _check_holder(case, moved)
    check_lent(case, state, moved)
    list_agreed(entry, case, moved, listing, now)
    shell = digest_of(shell_of(case, state, moved))
    check_signed(case, moved, shell)
    kept = _keep(entry, case, state, by, moved, letters, now)
    lost = file_key.lost(case) if _pair(moved) in _UNSEATS else ""
    insert_at_once(row_of(case, moved, at=now, letters=kept.ids()))
    _log(entry, case, by, moved, shell, kept, now)
    _leave_file(case, state, moved, lost, now)
    if _pair(moved) in exhibit_copies.ENDS:
        exhibit_copies.end(case, moved.id)
    if until := _GIVES_OUT.get(_pair(moved)):
        file_copies.release(cases=[case.id], until=until, now=now)
    after = casework.after(state, moved)
    _owed.go_on(entry, case=case, after=after, moved=moved, now=now)
    if kept.case and by.actor.kind == "holder":
        owe_update(entry, case=case, now=now)
    elif not kept.case:
        # A mail server's log must not time what a party does.
        due = next_hour(now) if by.actor.is_hidden else now
        same = _pair(moved) not in _UNSEATS and until is None
        readers = kept.readers if same else None
        tell_readers(entry, case=case, but=by.id, now=due, readers=readers)


def _pair(moved: Moved) -> tuple[str, str]:
    return moved.object, moved.move


def judge(case: Case, state: Casework, by: Mover, moved: Moved) -> None:
    """Raise ``CannotMoveError`` unless the rules allow it. The case must be locked."""
    beside = [(each, second_mover(case, each)) for each in moved.agreed]
    seconds = [mover.asks() if mover else casework.Actor(id=id) for id, mover in beside]
    calendar = law.of_case(case, now=moved.at).calendar
    reason = casework.allowed(state, by.asks(), moved, seconds=seconds, calendar=calendar)
    if reason is None and not all(mover for _, mover in beside):
        reason = "not_signed"
    if reason is not None:
        raise cannot(reason, state, moved)


def cannot(reason: str, state: Casework, moved: Moved) -> CannotMoveError:
    """The refusal of a move; where there was another meanwhile, with how it stands by now."""
    there = state.get(moved.object, moved.id)
    if there is None or reason not in {"stale", "not_from_here"}:
        return CannotMoveError(reason)
    return CannotMoveError(reason, version=there.version, state=there.state)


def check_signed(case: Case, moved: Moved, shell: str) -> None:
    """Raise ``CannotMoveError`` unless everybody whom it names signed exactly this."""
    if not moved.agreed:
        return
    signed = Assent.objects.filter(case=case, shell=shell, holder__in=moved.agreed)
    if signed.count() != len(moved.agreed):
        raise CannotMoveError("not_signed")


def _check_holder(case: Case, moved: Moved) -> None:
    """Nobody is given a seat or a task who could not be given the file."""
    if moved.holder and moved.holder not in matters.bound(case, moved.actor).may:
        raise MalformedError(
            "This case is not sealed to that person, or no longer. Choose somebody who has it."
        )


def _keep(
    entry: JournalEntry,
    case: Case,
    state: Casework,
    by: Mover,
    moved: Moved,
    letters: Sequence[NewLetter],
    now: datetime,
) -> _Letters:
    to = casework.audiences(state, moved, has_file=True)
    given = {each.to: each for each in letters}
    needed = {name for name, wanted in to._asdict().items() if wanted}
    # The reporter's page seals to the file what it can: whoever has the file reads the case, too.
    spare = {"file"} if by.id == REPORTER else set()
    if len(given) != len(letters) or not needed - spare <= given.keys() <= needed:
        raise MalformedError(NOT_SO)
    file, party = (
        _file_letter(case, by, given[name], to.party, now) if name in given else None
        for name in ("file", "party")
    )
    rows = [each for each in (file, party) if each]
    of_file, of_case = place_file_letters(entry, *rows) if rows else (None, None)
    if "case" not in given:
        return _Letters(None, file, party, of_file)
    assert by.keep is not None  # no move of a party goes to the case
    return _Letters(by.keep(entry, case, given["case"], now, of_case), file, party, of_file)


def _file_letter(case: Case, by: Mover, new: NewLetter, party: str, now: datetime) -> FileLetter:
    return file_letter_of(
        case=case,
        author=by.id,
        kind=FileLetterKind.RECORD,
        letter=(new.id, new.seq, new.sealed, new.generation),
        party=party if new.to == "party" else "",
        now=now,
    )


def _leave_file(case: Case, state: Casework, moved: Moved, before: Fault, now: datetime) -> None:
    """Nobody who lost a seat has the file; nor may the file be lost by it (design K8)."""
    if _pair(moved) not in _UNSEATS:
        return
    seat = state.get(moved.object, moved.id)
    assert seat is not None  # it was judged
    file_copies.end(holders=[seat.holder], now=now, case=case.id)
    file_key.check_kept(case, before=before)


def _log(
    entry: JournalEntry,
    case: Case,
    by: Mover,
    moved: Moved,
    shell: str,
    kept: _Letters,
    now: datetime,
) -> None:
    shown = kept.case is not None or by.id == REPORTER
    event = (RecordMoved if shown else FileRecordMoved)(
        case=case.id,
        object=WorkedObject(moved.object),
        record=case.id if moved.id in {casework.CASE, REPORTER} else moved.id,
        move=WorkedMove(moved.move),
        version=moved.version,
        code=WorkedCode(moved.code),
        shell=shell,
        **kept.digests(),
    )
    entry.log(event, at=now, actor=by.actor, marks=kept.all())
