"""Calendar files (RFC 5545) that say when and not what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import icalendar

MOST_TITLE = 60  # characters
PRODUCT = "-//Reminders//EN"  # the file tells no more than its titles


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment, or ``days`` whole days from a day. ``uid`` stays the same for the same thing."""

    uid: str
    title: str
    at: datetime | date
    days: int = 0


def title_of(text: str) -> str:
    """A title that a person chose: one line, MOST_TITLE characters at most, or empty."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MOST_TITLE]


def write(events: Iterable[Moment], *, now: datetime) -> bytes:
    """The file. Private, and not shown as busy: colleagues who see the calendar see nothing."""
    from icalendar import Calendar  # noqa: PLC0415 half as long to load as all the rest of Heard

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(_component(event, now))
    return bytes(calendar.to_ical())


def _component(event: Moment, now: datetime) -> "icalendar.Event":
    import icalendar  # noqa: PLC0415 as above

    created = icalendar.Event()
    created.add("uid", event.uid)
    created.add("dtstamp", now.replace(microsecond=0))
    created.add("summary", event.title)
    created.add("dtstart", event.at)
    if event.days:
        created.add("dtend", event.at + timedelta(days=event.days))
    created.add("class", "PRIVATE")
    created.add("transp", "TRANSPARENT")
    return created
