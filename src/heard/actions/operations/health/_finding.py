"""What ``heard doctor`` says of one thing."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class Finding(NamedTuple):
    """``level``: ok, careful, or wrong. ``fix`` is empty for ok."""

    level: str
    about: str
    what: str
    fix: str = ""


def tried(about: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What a look finds; one that breaks is itself a finding, and the others are made still."""
    try:
        yield from look()
    except Exception as error:  # noqa: BLE001 -- whatever is broken here, it is what was asked for
        what = f"could not be looked at: {type(error).__name__}: {error}"
        yield Finding("wrong", about, what, "mend that, then run heard doctor again")
