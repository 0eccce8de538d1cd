"""What a reporter is told of a report that was taken in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from heard.formats.wire import Answer, Digest, Id, about, one_of
from heard.rules.codes.duties import DutyState


class PromisedDuty(Answer, kw_only=True):
    """What is owed from now on, or was owed before."""

    id: Id
    kind: str
    due: datetime
    source: Annotated[str, about("Law pack and article.")]
    state: Annotated[str, one_of(DutyState)]
    tier: Annotated[int, about("The last of the tiers that have it together.")]
    from_tier: Annotated[int, about("The first of them.")]


PROMISED = PromisedDuty.__struct_fields__


class Accepted(Answer, kw_only=True):
    """What a reporter is told of a report that was taken in."""

    case: Id
    receipt: Annotated[str, about("A promise (docs/spec/receipt.md).")]
    leaf: Digest
    duties: tuple[PromisedDuty, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """``again``: whether the same report had come before."""

    accepted: Accepted
    again: bool
