"""Every case against its own chain: each event names the one before it (heard/formats/history).

The log's entries look alike and the walk over them needs their places; this needs none, so it
finds what is gone also where nothing of it is left in the log's tables. That an opening, and the
leaf beside it, is what was logged, that walk says (``_log_whole``): here it is taken as it stands.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from heard.actions.operations.health._log_whole import ENOUGH, Progress
from heard.formats import history
from heard.formats.history import HistoryError, Told
from heard.ledger import numbers
from heard.ledger.journal import rfc3339
from heard.records.models import Event, Letter, Opening

BATCH = 2048  # events that are held at once, or those of one case


class Row(NamedTuple):
    """An event of a case, as the database has it."""

    case: str
    number: int | None
    place: int
    told: Told


def check_histories(*, progress: Progress) -> list[str]:
    """Faults of the cases' chains as sentences, one a case; empty where each is whole.

    Without the log's key. At most the events of one case are held at once, or ``BATCH``.
    """
    faults = list(_unnumbered())
    total, done = Event.objects.exclude(case="").count(), 0
    for batch in _whole_cases():
        letters = _letters({row.case for row in batch})
        named = numbers.found(*{row.case for row in batch})
        for _, rows in groupby(batch, key=lambda row: row.number):
            theirs = list(rows)
            case = theirs[0].case
            faults.extend(_misplaced(theirs, named))
            faults.extend(_fault(case, theirs, letters.get(case, ())))
        done += len(batch)
        progress("cases", done, max(total, done))
        if len(faults) > ENOUGH:
            return [*faults[:ENOUGH], "and more"]
    return faults


def _unnumbered() -> Iterator[str]:
    """What would be found by nobody who looks for its case."""
    for event in Event.objects.exclude(case="").filter(case_number=None).order_by("index")[:1]:
        yield f"case {event.case}, at its event {event.index}: it lacks the number of its case"


def _misplaced(rows: list[Row], named: Mapping[str, int]) -> Iterator[str]:
    """Whether they are all of one case, and of the one that has this number."""
    for row in rows:
        if row.case != rows[0].case or named.get(row.case, row.number) != row.number:
            yield f"case {row.case}, at its event {row.place}: it has the number of another case"
            return


def _fault(case: str, rows: list[Row], letters: Collection[str]) -> Iterator[str]:
    told = [row.told for row in rows]
    try:
        history.join(told, _said, letters=letters, reader=history.DESK)
    except HistoryError as error:
        at = next((row for row in rows if row.told.leaf == error.leaf), rows[0])
        where = f"at its event {at.place} ({at.told.event}, {at.told.at})"
        yield f"case {case}, {where}: {_WORDS.get(error.kind) or str(error)}"


def _said(told: Told) -> dict[str, str]:
    """The open fields. Raises HistoryError where there are none to be read."""
    try:
        fields = json.loads(told.opening)["fields"]
        values = {name: each["value"] for name, each in fields.items() if "value" in each}
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise HistoryError("opening", "its opening is missing or damaged") from error
    return {**values, "event": told.event}


# A reader is told what is kept from them; the operator, what is wrong with the database.
_WORDS = {
    "fork": "another goes on from the same event, or it is there twice",
    "gap": "the event before it is missing, or this one does not say which it was",
    "letter": "the letter that it names is missing",
    "too_large": f"it has more than {history.MOST} events, which no case can have",
}


def _whole_cases() -> Iterator[list[Row]]:
    """All events of cases, in the order of each; no case is cut in two."""
    held: list[Row] = []
    for page in _pages():
        held += page
        if len(held) >= BATCH and held[0].number != held[-1].number:
            last = held[-1].number
            yield [row for row in held if row.number != last]
            held = [row for row in held if row.number == last]
        # One that goes on for ever is told by its first events: more would only fill the memory.
        del held[history.MOST + BATCH :]
    if held:
        yield held


def _pages() -> Iterator[list[Row]]:
    """By place after place in the index of cases: no query reads what another has read."""
    number, place = 0, -1
    while True:
        rest = Event.objects.filter(case_number=number, index__gt=place)
        page = list(rest.order_by("index")[:BATCH])
        if len(page) < BATCH:
            further = Event.objects.filter(case_number__gt=number)
            page += further.order_by("case_number", "index")[: BATCH - len(page)]
        if not page:
            return
        yield _rows(page)
        number, place = page[-1].case_number or 0, page[-1].index


def _rows(events: list[Event]) -> list[Row]:
    openings = Opening.objects.filter(index__in=[each.index for each in events])
    matches = {place: (leaf, text) for place, leaf, text in openings.values_list(*_OPENING)}
    return [_row(each, *matches.get(each.index, ("", ""))) for each in events]


_OPENING = ("index", "leaf", "fields")


def _row(event: Event, leaf: str, text: str) -> Row:
    told = Told(leaf, event.kind, rfc3339(event.at), event.actor, text)
    return Row(event.case, event.case_number, event.index, told)


def _letters(cases: Collection[str]) -> dict[str, set[str]]:
    """SHA-256 of each letter, by its case."""
    matches: dict[str, set[str]] = {}
    for case, sha256 in Letter.objects.filter(case__id__in=cases).values_list("case__id", "sha256"):
        matches.setdefault(case, set()).add(sha256)
    return matches
