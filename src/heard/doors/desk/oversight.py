"""The board's figures and everybody's own calendar (docs/spec/api.md, "Desk")."""

from collections.abc import Iterator

from django.http import HttpResponse

from heard.actions import oversight
from heard.doors._http.answers import json
from heard.doors._http.contract import CALENDAR, CSV, answers
from heard.doors._http.errors import unreadable
from heard.doors.desk.answers import Alarms
from heard.doors.desk.dispatch import Call
from heard.formats import calendar, sheet
from heard.rules.refusals import MalformedError

TITLE = "Reminder"
NAMED = {"title": "What each entry is called."}
Line = tuple[str | int | None, ...]
_MONTHLY = ("missed", "kept", "before", "escalations", "demands", "overridden", "findings", "gate")
_HEADS: Line = ("figure", "period", "by", "item", "reports", "shown")


@answers(oversight.Week, oversight.NotOverseerError)
def figures(call: Call) -> HttpResponse:
    """The figures of this week."""
    return json(_week(call))


@answers(Alarms, oversight.NotOverseerError)
def alarms(call: Call) -> HttpResponse:
    """What is wrong with Heard itself."""
    return json(Alarms(alarms=oversight.alarms(holder=call.me.id)))


@answers(CSV, oversight.NotOverseerError)
def duties_csv(call: Call) -> HttpResponse:
    """The same as a table; a number that is not shown is empty and says so."""
    week = _week(call)
    table = [_HEADS, *_lines(week)]
    return _file(sheet.write(table), "text/csv; charset=utf-8", f"oversight-{week.week}.csv")


@answers(CALENDAR, MalformedError, oversight.NotOverseerError, query=NAMED)
def weeks_ics(call: Call) -> HttpResponse:
    """How much falls due in which week."""
    week, title = _week(call), _title(call)
    events = [
        calendar.Moment(uid=each.uid, title=f"{title}: {each.number}", at=each.week, days=7)
        for each in oversight.weeks_ahead(week)
    ]
    return _calendar(call, events)


@answers(CALENDAR, MalformedError, query=NAMED)
def mine_ics(call: Call) -> HttpResponse:
    """When something is due to the caller."""
    title = _title(call)
    events = [
        calendar.Moment(uid=each.uid, title=title, at=each.due)
        for each in oversight.mine(holder=call.me.id)
    ]
    return _calendar(call, events)


def _week(call: Call) -> oversight.Week:
    return oversight.read(holder=call.me.id, now=call.now)


def _title(call: Call) -> str:
    """What each entry is called. The caller says, who knows who looks at their calendar."""
    if not set(call.request.GET) <= {"title"}:
        raise unreadable()
    return calendar.title_of(call.request.GET.get("title", "")) or TITLE


def _calendar(call: Call, events: list[calendar.Moment]) -> HttpResponse:
    text = calendar.write(events, now=call.now)
    return _file(text, "text/calendar; charset=utf-8", "reminders.ics")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(week: oversight.Week) -> Iterator[Line]:
    now = str(week.week)
    for name in ("open", "overdue", "suspended", "evidence", "copies"):
        if figure := getattr(week, name):
            yield from _figure(name, now, figure)
    for month in week.months:
        for name in _MONTHLY:
            if figure := getattr(month, name):
                yield from _figure(name, month.month, figure)
        taken = month.acknowledged
        yield _line("acknowledged", month.month, "", "cases", taken.cases)
        yield _line("acknowledged", month.month, "hours", "median", taken.median)
        yield _line("acknowledged", month.month, "hours", "slowest_tenth", taken.slowest_tenth)


def _figure(name: str, period: str, figure: oversight.Figure) -> Iterator[Line]:
    yield _line(name, period, "", "all", figure.total)
    for by, cells in figure.by.items():
        for item, number in cells.items():
            if by != "all":
                yield _line(name, period, by, item, number)


def _line(name: str, period: str, by: str, item: str, number: int | None) -> Line:
    return (name, period, by, item, number, "yes" if number is not None else "no")
