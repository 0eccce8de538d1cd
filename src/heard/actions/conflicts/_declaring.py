"""Whom a holder says they cannot judge."""

from collections.abc import Sequence
from datetime import datetime

from heard.formats import naming
from heard.ledger.journal import Actor, JournalEntry, Row, write
from heard.records.models import Declared, Holder
from heard.rules.events.organisation import ConflictsDeclared
from heard.rules.refusals import MalformedError

MOST, LONGEST = 50, 200  # people, characters


def declared(*, holder: str) -> list[str]:
    """As they wrote it, in their order."""
    rows = Declared.objects.filter(holder=holder).order_by("id")
    return list(rows.values_list("who", flat=True))


def declare(*, holder: str, people: Sequence[str], now: datetime) -> list[str]:
    """Put this list in the place of the one before; the list as it now is.

    Raises MalformedError.

    It says nothing of whether anybody is known by what was written. Only how many they are is
    logged.
    """
    wanted = list(dict.fromkeys(filter(None, map(str.strip, people))))
    if len(wanted) > MOST or any(len(each) > LONGEST for each in wanted):
        raise MalformedError(f"Name at most {MOST} people, each in {LONGEST} characters or fewer.")
    if not all(map(naming.keys_of, wanted)):
        raise MalformedError("Write a name, a work e-mail address or an employee id on each line.")
    write(lambda entry: _replace(entry, holder, wanted, now))
    return wanted


def _replace(entry: JournalEntry, holder: str, wanted: list[str], now: datetime) -> None:
    Holder.objects.select_for_update().get(id=holder)  # two of one person's take turns
    if declared(holder=holder) == wanted:
        return
    Declared.objects.filter(holder=holder).delete()
    entry.add(*(Row(Declared, holder_id=holder, who=each, at=now) for each in wanted))
    actor = Actor(kind="holder", id=holder)
    entry.log(ConflictsDeclared(count=len(wanted)), at=now, actor=actor)
