"""Whether a clock can be believed: values in, a word out.

No duty is missed on the word of one clock. ``steady`` is what the time must be if the machine's
clock was right before and time has run evenly since; ``last`` is when Heard last made its round.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

AHEAD, BEHIND = "ahead", "behind"
STRAY = timedelta(minutes=1)  # from what even time gives, while Heard runs
PAUSE = timedelta(minutes=5)  # between two rounds that a restart explains
NEAR = timedelta(minutes=5)  # two machines that are both right
LONG = timedelta(days=31)  # nobody leaves a Heard off for longer and wants it to start by itself


def strays(wall: datetime, steady: datetime, most: timedelta = STRAY) -> str:
    """``ahead`` or ``behind`` of even time, or empty."""
    if wall - steady > most:
        return AHEAD
    return BEHIND if steady - wall > most else ""


def at_start(wall: datetime, *, last: datetime | None, newest: datetime | None) -> str:
    """The same as a machine starts, which knows of even time nothing but the last round.

    ``newest``: of the newest event, for a Heard that has made no round yet. A start that comes
    later than a restart takes is ``ahead``: the machine was off, or its clock jumped, and it
    cannot know.
    """
    if last is not None:
        return AHEAD if wall - last > PAUSE else BEHIND if last - wall > STRAY else ""
    return BEHIND if newest is not None and newest - wall > NEAR else ""


def is_too_long(wall: datetime, last: datetime) -> bool:
    """Whether it must not even start by itself."""
    return abs(wall - last) > LONG


def agree(wall: datetime, told: Sequence[datetime]) -> bool:
    """Whether most of those who were asked have this time; nobody asked agrees to nothing."""
    near = sum(abs(each - wall) <= NEAR for each in told)
    return near * 2 > len(told)
