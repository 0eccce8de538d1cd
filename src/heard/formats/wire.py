"""What JSON on the wire is made of: the types that answers and bodies of every door share.

An answer is an ``Answer``. Its types say what a page may rely on (docs/spec/openapi.json,
client/lib/wire.ts): lengths, formats and the words that a code may be.
"""

from collections.abc import Iterable
from typing import Annotated, dataclass_transform

import msgspec
from msgspec import Meta

Id = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
# RFC 3339 in UTC, to the second; a day as RFC 3339's full-date.
Time = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Day = Annotated[str, Meta(extra_json_schema={"format": "date"})]


# msgspec inherits frozen; a type checker has to be told.
@dataclass_transform(frozen_default=True)
class Answer(msgspec.Struct, frozen=True):
    """What a door answers, or a part of it; each says ``kw_only``. Bytes become base64."""


def about(what: str) -> Meta:
    """What a member is, where its name and its type do not say it."""
    return Meta(description=what)


def one_of(values: Iterable[str | int], what: str = "") -> Meta:
    """A code or a small number: one of these."""
    return Meta(description=what or None, extra_json_schema={"enum": list(values)})


class Nothing(Answer, kw_only=True):
    """Done; there is nothing to tell."""
