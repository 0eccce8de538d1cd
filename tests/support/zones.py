"""Zones that have surprised somebody, and instants of ninety years, for properties of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "UTC",
            "Europe/Berlin",
            "Europe/Dublin",  # its winter is the time that is put back
            "America/New_York",
            "America/St_Johns",
            "America/Sao_Paulo",  # until 2018 it put clocks forward at midnight
            "Asia/Shanghai",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",  # half an hour
            "Africa/Casablanca",  # back for Ramadan
            "Pacific/Apia",  # without 30 December 2011
            "Pacific/Kiritimati",
        )
    ]
)
SECONDS = st.integers(0, 90 * 366 * 24 * 3600)
STARTS = SECONDS.map(lambda each: datetime(1999, 1, 1, tzinfo=UTC) + timedelta(seconds=each))
