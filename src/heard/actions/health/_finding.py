"""What ``heard doctor`` says of one thing."""

from typing import NamedTuple


class Finding(NamedTuple):
    """``level``: ok, careful, or wrong. ``fix`` is empty for ok."""

    level: str
    about: str
    what: str
    fix: str = ""
