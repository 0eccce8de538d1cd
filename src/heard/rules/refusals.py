"""What an action refuses with, by what the caller has to do about it.

The sentence says what was wrong and the next step. A refusal has a class of its own, beside what
raises it, only where somebody tells it apart: an ``except``, or a line of the doors' table.
"""


class MalformedError(ValueError):
    """What came is not what a client of Heard sends: it has to be made in another way."""


class TooLargeError(ValueError):
    """What came is larger than it may be."""


class RefusedError(Exception):
    """As things stand, no: the rules or the state of things are against it."""


class AbsentError(Exception):
    """There is no such thing, and the caller may know it."""
