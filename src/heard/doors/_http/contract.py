"""What each view answers and refuses, said where it stands.

With the tables of the doors, which know address, role and body, this is all that a client has to
know: script/wire writes docs/spec/openapi.json and client/lib/wire.ts of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

Refusals = tuple[type[Exception], ...]
View = TypeVar("View", bound=Callable[..., Any])


class Media(NamedTuple):
    """An answer that is no JSON. ``ranged``: a part of it may be asked for (RFC 9110, 14)."""

    kind: str
    ranged: bool = False


BINARY: Final = Media("application/octet-stream")
RANGED: Final = Media("application/octet-stream", ranged=True)
TEXT: Final = Media("text/plain")
PDF: Final = Media("application/pdf")
CSV: Final = Media("text/csv")
CALENDAR: Final = Media("text/calendar")


@dataclass(frozen=True, kw_only=True)
class Contract:
    """``answer``: a Struct, a union of them, or a ``Media``; ``statuses``: what it comes with.

    ``refuses``: what it may raise, by the table of errors; what every address of its door may
    refuse is not among them. ``query``: parameters, each with what it is.
    """

    answer: object
    statuses: tuple[int, ...]
    refuses: Refusals
    query: dict[str, str]


CONTRACTS: Final[dict[Callable[..., Any], Contract]] = {}


def answers(
    answer: object,
    *refuses: type[Exception],
    statuses: tuple[int, ...] = (200,),
    query: dict[str, str] | None = None,
) -> Callable[[View], View]:
    """Say what a view answers, and what it refuses beside that."""

    def said(view: View) -> View:
        CONTRACTS[view] = Contract(
            answer=answer, statuses=statuses, refuses=refuses, query=query or {}
        )
        return view

    return said
