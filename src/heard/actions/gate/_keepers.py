"""What a keeper asks and says, by the key that the signed roster names."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from heard.access import law
from heard.access.gate_listings import keepers, today
from heard.formats import gatesigned
from heard.formats._errors import FormatError
from heard.formats.ageheader import check_header
from heard.formats.roster import digest as digest_of
from heard.formats.wire import Answer, Day, Digest, Id, about
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import (
    FiledAction,
    GateStore,
    KeeperAnswer,
    Person,
    Spent,
    Unit,
    WaitingListing,
)
from heard.rules import gate
from heard.rules.codes.gate import Answer as Said
from heard.rules.events.gate import AdverseActionsAnswered
from heard.rules.refusals import AbsentError, MalformedError, RefusedError

MOST = 10_000  # answers of one request
CLOCK = Actor(kind="clock")
KEPT = timedelta(seconds=2 * gatesigned.NEAR)  # that a request is known to have come


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who has signed a request: the SHA-256 of its recipient, and its signing key (base64)."""

    id: str
    key: str


class AskDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST keeper/day``. ``directory``: the digest of the one it has, or empty."""

    v: Literal[1]
    directory: Annotated[str, msgspec.Meta(max_length=64)]


class GiveAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST keeper/answers``. ``taken``: digests of listings, each signed."""

    v: Literal[1]
    answers: Annotated[list[tuple[str, Said]], msgspec.Meta(max_length=MOST)]
    taken: Annotated[list[tuple[str, str]], msgspec.Meta(max_length=MOST)]


class Sealed(Answer, kw_only=True):
    """A listing that no keeper has taken."""

    digest: Digest
    sealed: bytes


class OpenAction(Answer, kw_only=True):
    """An action that this keeper has not answered. The kind is not told."""

    id: Id
    person: Annotated[str, about("Their number in the directory.")]
    day: Annotated[Day, about("On which it was filed.")]


class Directory(Answer, kw_only=True):
    """Who works here, and in which unit."""

    digest: Digest
    people: Annotated[list[tuple[str, str, str]], about("Number, e-mail at work, unit or empty.")]
    units: Annotated[list[tuple[str, str]], about("A unit and the one above it, or empty.")]


class GateDay(Answer, kw_only=True):
    """What a keeper works with. ``directory``: null where the keeper has it as it is."""

    listings: list[Sealed]
    open: list[OpenAction]
    directory: Directory | None
    store: Annotated[str, about("SHA-256 of the sealed store that is held; or empty.")]


def admit(*, signed: str, method: str, path: str, body: bytes, now: datetime) -> Keeper | None:
    """Who has signed this request; None where no keeper has, or it came before.

    ``signed``: the header ``Heard-Gate``.
    """
    named = {each.signing: each for each in keepers() if each.signing}
    try:
        seconds = int(now.timestamp())
        key = gatesigned.check(signed, method, path, body, keepers=named, now=seconds)
    except FormatError:
        return None
    return Keeper(digest_of(named[key].recipient), key) if _is_first(signed, now) else None


def _is_first(signed: str, now: datetime) -> bool:
    """Of two requests with one signature one gets through."""
    Spent.objects.filter(until__lt=now).delete()
    challenge = sha256(signed.encode()).hexdigest()
    row = {"until": now + KEPT}
    _, first = Spent.objects.get_or_create(challenge=challenge, defaults=row)
    return first


def day(*, keeper: Keeper, asked: AskDay) -> GateDay:
    """What waits for this keeper: each of two is asked everything."""
    waiting = WaitingListing.objects.filter(taken=None).order_by("sha256")
    rows = FiledAction.objects.filter(closed=None).exclude(answers__keeper=keeper.id)
    found = _directory()
    return GateDay(
        listings=[Sealed(digest=row.sha256, sealed=bytes(row.sealed)) for row in waiting],
        open=[
            OpenAction(id=row.id, person=row.person_id, day=today(row.filed).isoformat())
            for row in rows.order_by("id")
        ],
        directory=None if found.digest == asked.directory else found,
        store=_held(),
    )


def _directory() -> Directory:
    people = Person.objects.filter(active=True).order_by("id")
    listed = [
        (id, email, unit or "") for id, email, unit in people.values_list("id", "email", "unit_id")
    ]
    above = Unit.objects.order_by("name").values_list("name", "parent_id")
    units = [(name, parent or "") for name, parent in above]
    said = json.dumps([listed, units], ensure_ascii=False, separators=(",", ":"))
    return Directory(digest=sha256(said.encode()).hexdigest(), people=listed, units=units)


def answer(*, keeper: Keeper, given: GiveAnswers, now: datetime) -> None:
    """Keep what it says; the same again changes nothing, and what is not open is passed over.

    Raises MalformedError (a listing that it did not sign to have taken), UnavailableError.
    """
    for digest, signature in given.taken:
        if not gatesigned.is_taken(digest, signature, key=keeper.key):
            raise MalformedError("A listing is said to be taken, and the keeper did not sign it.")

    def action(entry: JournalEntry) -> None:
        count = sum(_keep(keeper, id, said, now) for id, said in given.answers)
        if count:
            said = AdverseActionsAnswered(keeper=keeper.id, count=count)
            entry.log(said, at=now, actor=CLOCK)
        for digest, signature in given.taken:
            waits = WaitingListing.objects.filter(sha256=digest, taken=None)
            waits.update(taken=today(now), sealed=b"", signature=signature)

    write(action)


def _keep(keeper: Keeper, id: str, said: Said, now: datetime) -> bool:
    """Whether this is this keeper's first answer to an action that is open."""
    row = FiledAction.objects.select_for_update().filter(id=id, closed=None).first()
    if row is None or KeeperAnswer.objects.filter(action=row, keeper=keeper.id).exists():
        return False
    talk = said == Said.TALK
    KeeperAnswer.objects.create(action=row, keeper=keeper.id, talk=talk, at=now)
    if row.answers_at is None:
        row.answers_at, row.talk = _given_out(row, now), talk
    elif now < row.answers_at:
        row.talk = row.talk or talk  # of two that differ before it is given out, talk counts
    row.save(update_fields=["answers_at", "talk"])
    return True


def _given_out(row: FiledAction, now: datetime) -> datetime:
    """The nine o'clock of all alike, or where it is past the next one of a working day."""
    here = law.in_force(now)
    return max(row.due, gate.next_answers(now, calendar=here.calendar, zone=here.zone))


def _held() -> str:
    return GateStore.objects.values_list("sha256", flat=True).first() or ""


def store() -> bytes:
    """What the keepers put last, sealed to them. Raises AbsentError."""
    row = GateStore.objects.first()
    if row is None:
        raise AbsentError("No keeper has put a store here.")
    return bytes(row.sealed)


def put_store(*, sealed: bytes, before: str) -> None:
    """Keep this in place of the one whose SHA-256 is ``before``, empty for the first.

    Raises RefusedError (another is there), MalformedError, UnavailableError.
    """
    try:
        check_header(sealed)
    except FormatError as error:
        raise MalformedError(f"The store is not sealed as it must be. {error}") from error
    digest = sha256(sealed).hexdigest()

    def action(_entry: JournalEntry) -> None:
        held = GateStore.objects.select_for_update().first()
        if (held.sha256 if held else "") != before:
            raise RefusedError("Another store was put here meanwhile. Fetch that one first.")
        GateStore.objects.update_or_create(id=1, defaults={"sha256": digest, "sealed": sealed})

    write(action)
