"""Days and times in words. Without JavaScript the reader's zone is not known."""

from datetime import date, datetime

from heard.actions import publication
from heard.doors.reporter.plain.words import Words

UTC = "UTC"


def day(w: Words, of: date) -> str:
    """A day with its year."""
    month = w["time.months"].split()[of.month - 1]
    return w["time.day"].format(day=of.day, month=month, year=of.year)


def when(w: Words, text: str) -> str:
    """A time (RFC 3339) where the organisation is, with the name of its zone."""
    zone = publication.zone()
    at = datetime.fromisoformat(text).astimezone(zone)
    city = str(zone).rpartition("/")[2].replace("_", " ")
    offset = at.isoformat()[-len("+00:00") :]
    named = UTC if city == UTC else w["time.zone"].format(city=city, offset=offset)
    return w["time.moment"].format(day=day(w, at.date()), time=f"{at:%H:%M}", zone=named)
