"""What happened in a case, by what the log has of it (docs/spec/log.md, "What went before"). Pure.

The rules, all of them:

1. An event is told with its opening, whose entry hashes to its leaf; event, time, who and case are
   those that the opening shows. No leaf comes twice.
2. The events of one audience are a chain, in the order in which they are told: each names the leaf
   of the one before it (``prev``), the first names none. The first that everybody is told of is the
   arrival of the report.
3. Events from before ``prev`` name nothing. They come first in their chain, and the next names the
   last of them: what is missing among them nobody can tell.
4. The letter of an event is listed, unless it is none of the reader's.

So a reader who is told the newest event is told all, or finds out. Only somebody who was shown the
newest can tell that they are withheld: a letter says what its author had seen (``seen``).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from heard.formats import entry, merkle
from heard.formats._errors import FormatError
from heard.formats.entry import Field

# Of a case's events all are told to its reporter and to its readers, but what stands here. Each
# audience has a chain of its own: one that ran through what somebody is not told of would tell
# them that it happened.
DESK = "desk"
REPORTER = "reporter"
# What handlers say among themselves, and what happens in the file and with other parties.
OF_DESK = (
    *("note_added", "file_record_moved", "assent_given", "file_letter_added"),
    *("party_invited", "channel_opened", "file_duty_missed", "exhibit_kept", "exhibit_damaged"),
)
# Whether she can be reached at all, and what she took away to show to others.
OF_REPORTER = ("contact_changed", "package_taken")
FIRST = "report_received"
MOST = 100_000  # events of one case: above what its bounds add up to, with all that stays possible
_SHOWN = ("event", "at", "actor", "case")
# The letters that an event may name, and those of them that are for the desk alone.
CARRIES = (
    *(FIRST, "letter_received", "file_received", "identity_received", "identity_renewed"),
    "case_triaged",
)
DESK_CARRIES = ("note_added", "evidence_noted")


class HistoryError(FormatError):
    """Something is kept from the one who is told this, or it is not what was logged.

    Kinds: ``too_large``, ``opening`` (malformed, or of another leaf), ``field`` (the log says
    something else), ``gap`` (an event is missing), ``fork`` (two go on from the same one),
    ``letter`` (one that an event names is not listed). ``leaf``: of the event at which it shows.
    """

    leaf = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a server tells it. ``leaf``: hexadecimal; ``opening``: its text."""

    leaf: str
    event: str
    at: str
    actor: str
    opening: str


@dataclass(frozen=True, slots=True)
class History:
    """What ``follow`` found. ``newest``: the last leaf that everybody is told of, or empty.

    ``older``: it begins with events from before ``prev``, so that of those some may be missing.
    """

    fields: Mapping[str, Mapping[str, str]]  # the open fields of each event, by its leaf
    newest: str
    older: bool

    def unseen(self, seen: Iterable[str]) -> list[str]:
        """Which of the leaves that authors had seen are not among what is told, in their order.

        One who had seen nothing (an empty one) began a case in which every event is linked.
        """
        return [leaf for leaf in seen if (leaf not in self.fields if leaf else self.older)]


def audience(kind: str) -> str:
    """Whose chain an event stands in: ``case`` (everybody's), ``desk`` or ``reporter``."""
    if kind in OF_DESK:
        return DESK
    return REPORTER if kind in OF_REPORTER else "case"


def follow(case: str, told: Collection[Told], *, letters: Collection[str], reader: str) -> History:
    """Check what a reader of a case is told, by the rules above. Raises HistoryError.

    ``letters``: SHA-256 of every sealed letter that is listed, hexadecimal; ``reader``: ``desk`` or
    ``reporter``.
    """
    return join(told, lambda each: _read(case, each), letters=letters, reader=reader)


def join(
    told: Collection[Told],
    read: Callable[[Told], Mapping[str, str]],
    *,
    letters: Collection[str],
    reader: str,
) -> History:
    """As ``follow``, where ``read`` holds an event against its opening and gives the open fields.

    For a caller that has compared every opening with the log already. Raises HistoryError.
    """
    if len(told) > MOST:
        raise HistoryError("too_large", "More is told of this case than any case can have.")
    if not told:
        raise HistoryError(*_GAP)
    so_far = _SoFar()
    for each in told:
        try:
            so_far.add(each, read(each), letters, reader)
        except HistoryError as error:
            error.leaf = each.leaf
            raise
    return History(so_far.fields, so_far.ends.get("case", ""), so_far.older)


class _SoFar:
    """What was told until now. ``ends``: the last leaf of each chain."""

    def __init__(self) -> None:
        self.fields: dict[str, Mapping[str, str]] = {}
        self.ends: dict[str, str] = {}
        self.older = False
        self._linked: set[str] = set()

    def add(
        self, told: Told, said: Mapping[str, str], letters: Collection[str], reader: str
    ) -> None:
        if told.leaf in self.fields:
            raise HistoryError("fork", "One event is told twice.")
        chain = audience(told.event)
        if "prev" in said:
            _link(said, self.ends.get(chain), self.fields)
            self._linked.add(chain)
            _check_letter(said, letters, reader)
        elif chain in self._linked:
            raise HistoryError("gap", "An event does not say what went before it.")
        else:
            self.older = True
        self.fields[told.leaf] = said
        self.ends[chain] = told.leaf


def _read(case: str, told: Told) -> Mapping[str, str]:
    """The open fields of an event, held against what is told of it."""
    try:
        opening = entry.parse(told.opening)
    except FormatError as error:
        raise HistoryError("opening", f"An event does not open. {error}") from error
    if merkle.leaf_hash(opening.entry).hex() != told.leaf:
        raise HistoryError("opening", "An event is told with what opens another one.")
    fields = {"event": told.event, "at": told.at, "actor": told.actor, "case": case}
    values = opening.values
    for name in _SHOWN:
        if values.get(name) != fields[name]:
            raise HistoryError("field", f"The log says another {name} of an event.")
    if not isinstance(opening.fields.get("prev", Field(b"", "")), Field):
        raise HistoryError("field", "An event does not show what went before it.")
    return values


def _link(said: Mapping[str, str], end: str | None, fields: Collection[str]) -> None:
    """The event goes on from the end of its chain, and from nothing else."""
    prev = said["prev"]
    if prev != (end or ""):
        known = prev == "" or prev in fields
        kind, what = ("fork", "Two events go on from the same one.") if known else _GAP
        raise HistoryError(kind, what)
    if end is None and audience(said["event"]) == "case" and said["event"] != FIRST:
        raise HistoryError(*_GAP)


_GAP = ("gap", "An event is missing: something that happened is not told.")


def _check_letter(said: Mapping[str, str], letters: Collection[str], reader: str) -> None:
    kind, letter = said["event"], said.get("letter")
    listed = kind in CARRIES or (reader == DESK and kind in DESK_CARRIES)
    if listed and letter != "" and letter not in letters:
        raise HistoryError("letter", "A letter is missing that the log says has come.")
