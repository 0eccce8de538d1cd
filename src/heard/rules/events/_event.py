"""What every event has: how it is bounded, whom it is of, and how it is written into the log."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin, get_type_hints

import msgspec

# What a field is, where it is no code, number, day or instant: a class says it of each.
Id = Annotated[str, "an id of this house: 32 hexadecimal digits"]
HolderId = Annotated[str, "the id of a holder"]
MaybeId = Annotated[str, "an id of this house, or empty"]
Sha256 = Annotated[str, "a SHA-256, hexadecimal"]
MaybeSha256 = Annotated[str, "a SHA-256, hexadecimal, or empty"]
PublicKey = Annotated[str, "an Ed25519 public key, base64"]
Rule = Annotated[str, "title and article of a law"]
FieldNames = Annotated[str, "names of fields of the log, sorted, with commas, or empty"]
HolderIds = Annotated[Collection[str], "ids of holders, each once; written sorted, with commas"]

MAX_VALUE = 4096  # bytes of UTF-8


@dataclass(frozen=True, slots=True)
class MostOfACase:
    """How often it can be in a case, by all its holders together."""

    count: int


@dataclass(frozen=True, slots=True)
class MostOfADay:
    """How often one holder can do it in a day."""

    count: int


@dataclass(frozen=True, slots=True)
class EndsByItself:
    """What ends it, in words."""

    how: str


@dataclass(frozen=True, slots=True)
class NotAHolders:
    """It is of the reporter (with bounds of hers), the clock, the operator, or the machine."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, by what the log says of it beside ``event``, ``at`` and ``actor``.

    ``event``: its name in the log. ``bound``: what a holder can do again and again ends somewhere,
    for nothing of the log is ever removed. ``told_to_reporter``: done by anybody but her, she is
    told of it where she left a contact.
    """

    event: ClassVar[str]
    bound: ClassVar[MostOfACase | MostOfADay | EndsByItself | NotAHolders]
    told_to_reporter: ClassVar[bool] = False


class OfACase(Event, frozen=True, kw_only=True):
    """Something that happened in a case, by its id."""

    case: Id


def rfc3339(at: datetime) -> str:
    """RFC 3339, UTC, whole seconds."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def said(event: Event, *, at: datetime, actor: str) -> dict[str, str]:
    """The fields of an event as the log has them (docs/spec/log.md, "Fields").

    ``prev`` of an event of a case is empty: what goes before is known under the lock alone.
    Raises ValueError for what is none of a field's codes, or is longer than ``MAX_VALUE``.
    """
    fields = {"event": event.event, "at": rfc3339(at), "actor": actor}
    try:
        for name, attribute, write in _plan(type(event)):
            value = getattr(event, attribute)
            fields[name] = write(value) if write else value
    except KeyError as foreign:
        raise ValueError(f"{event.event}: {foreign} is no code of heard/rules/codes") from None
    if isinstance(event, OfACase):
        fields["prev"] = ""
    _refuse_long(fields)
    return fields


def _refuse_long(fields: Mapping[str, str]) -> None:
    if sum(map(len, fields.values())) * 4 <= MAX_VALUE:
        return  # as nearly all: no character has more than four bytes
    if any(len(value.encode()) > MAX_VALUE for value in fields.values()):
        raise ValueError(f"a value of {fields['event']} is longer than {MAX_VALUE} bytes")


# The name of a field in the log, of its attribute, and what writes its value; None: as it is.
_Writer = Callable[[Any], str]
_Plan = tuple[tuple[str, str, _Writer | None], ...]


@cache
def _plan(kind: type[Event]) -> _Plan:
    return tuple(
        (name, attribute, _writer(annotation)) for name, attribute, annotation in annotations(kind)
    )


def annotations(kind: type[Event]) -> list[tuple[str, str, Any]]:
    """Of each field of a class: its name in the log, its attribute, and what it is."""
    hints = get_type_hints(kind, include_extras=True)
    names = zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
    return [(name, attribute, hints[attribute]) for name, attribute in names]


def codes(annotation: object) -> dict[Any, str] | None:
    """Each value that a field can have, as the log has it; None where that is no closed set.

    Of a field with several values in it, those that each can have.
    """
    (each, *_) = get_args(annotation) if get_origin(annotation) is tuple else (annotation,)
    if get_origin(each) is Literal:
        return {code: str(code.value) for code in get_args(each)}
    if isinstance(each, type) and issubclass(each, StrEnum | IntEnum):
        return {code: str(code.value) for code in each}
    return {True: "yes", False: "no"} if each is bool else None


def _writer(annotation: object) -> _Writer | None:
    if get_origin(annotation) is tuple:
        return _several(get_args(annotation)[0])
    if closed := codes(annotation):
        return closed.__getitem__
    if annotation is HolderIds:
        return _sorted
    if annotation in _WRITERS:
        return _WRITERS[annotation]
    if get_origin(annotation) is Annotated and get_args(annotation)[0] is str:
        return None
    raise TypeError(f"Say what a field is, not {annotation}: see heard/rules/events/_event.py.")


def _several(each: object) -> _Writer:
    one = _writer(each)
    assert one is not None
    return lambda values: ",".join(map(one, values))


def _sorted(values: Collection[str]) -> str:
    return ",".join(sorted(values))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


_WRITERS: dict[object, _Writer] = {int: str, datetime: rfc3339, date | None: _day}
