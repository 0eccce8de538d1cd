"""What is said and when: equal lengths, quiet hours, digests, and how often she is written to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.languages import TAGS
from heard.rules import notifications
from heard.rules.duties import KINDS

DESK = "https://speak.example.org/desk/"
ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- the strategy adds the zone
hours = st.integers(0, 23)
zones = st.sampled_from(ZONES).map(ZoneInfo)


def kinds_of(text: str) -> tuple[int, int, int, int]:
    """Characters by their bytes in UTF-8: equal here is equal in every encoding."""
    return tuple(sum(len(each.encode()) == size for each in text) for size in (1, 2, 3, 4))


@pytest.mark.parametrize("language", TAGS)
def test_the_two_texts_are_of_one_length_in_every_encoding(language: str) -> None:
    waits, nothing = (
        notifications.to_handler(waits=waits, desk=DESK, languages=[language])
        for waits in (True, False)
    )
    assert waits != nothing
    assert kinds_of(waits) == kinds_of(nothing)


@pytest.mark.parametrize("language", TAGS)
def test_what_she_is_sent_names_nobody_and_leads_nowhere(language: str) -> None:
    said = "".join(notifications.to_reporter(language)).lower()
    for word in ("heard", "http", "report", "case", "@", "举报", "报告", "بلاغ", "شكوى"):
        assert word not in said


@given(moments, hours, hours, zones)
def test_quiet_hours_end_at_their_end(now: datetime, start: int, end: int, zone: ZoneInfo) -> None:
    until = notifications.quiet_until(now, start=start, end=end, zone=zone)
    local = now.astimezone(zone)
    quiet = (local.hour - start) % 24 < (end - start) % 24
    assert (until is not None) is quiet
    if until is not None:
        assert now < until < now + timedelta(hours=25)
        # Where a clock jumps over the hour that they end at, they end at the next there is.
        assert until.astimezone(zone).hour in {end, (end + 1) % 24}
        assert notifications.quiet_until(until, start=start, end=end, zone=zone) is None


@given(moments, st.none() | hours)
def test_without_both_hours_it_is_never_quiet(now: datetime, hour: int | None) -> None:
    for start, end in ((None, hour), (hour, None), (hour, hour)):
        assert notifications.quiet_until(now, start=start, end=end, zone=UTC) is None


@given(moments, hours, zones)
def test_the_digest_of_a_day_is_of_that_day(now: datetime, hour: int, zone: ZoneInfo) -> None:
    due = notifications.digest_at(now, hour=hour, zone=zone)
    assert due.astimezone(zone).date() == now.astimezone(zone).date()
    assert due.astimezone(zone).hour in {hour, (hour + 1) % 24}


def test_each_kind_of_duty_is_called_to_mind_twice() -> None:
    for kind in KINDS:
        found = sorted(lead for lead, kinds in notifications.leads().items() if kind in kinds)
        assert found[0] == timedelta(hours=1)
        assert len(found) == 2
    assert notifications.leads()[timedelta(hours=2)] == {"safety_check"}


@given(moments, st.lists(st.integers(0, 60 * 30), max_size=8))
def test_she_is_written_to_once_an_hour_and_three_times_a_day(
    now: datetime, minutes: list[int]
) -> None:
    """Let it happen: try at each of these minutes, send where it is allowed."""
    sent: list[datetime] = []
    for at in (now + timedelta(minutes=each) for each in sorted(minutes)):
        later = notifications.next_to_reporter(at, sent=sent)
        if later is None:
            sent.append(at.replace(minute=0, second=0, microsecond=0))
        else:
            assert later > at
    assert len(set(sent)) == len(sent)
    for each in sent:
        assert len([one for one in sent if each <= one < each + timedelta(hours=23)]) <= 3
