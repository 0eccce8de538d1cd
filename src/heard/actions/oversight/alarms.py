"""What is wrong with Heard itself, for those who oversee: no case, no count, days alone."""

from datetime import date
from typing import Annotated

from heard.actions.oversight.weeks import check_overseer
from heard.formats.wire import Answer, about, one_of
from heard.ledger import alarms as ledger_alarms


class Alarm(Answer):
    """Something that is wrong with Heard itself."""

    kind: Annotated[str, one_of(("clock", "epoch", "file", "gate", "witness"))]
    subject: Annotated[
        str, about("A witness, a machine, or a part of the gate by its name; empty for files.")
    ]
    what: Annotated[str, about("A code.")]
    since: date


def alarms(*, holder: str) -> list[Alarm]:
    """What stands now, oldest first. Raises NotOverseerError.

    DamagedError files are one line, whatever their number: who reads a case is told of its own.
    """
    check_overseer(holder)
    files = ledger_alarms.standing(ledger_alarms.Kind.FILE)[:1]
    witnesses = ledger_alarms.standing(ledger_alarms.Kind.WITNESS)
    found = [Alarm("file", "", "damaged", each.since.date()) for each in files]
    clocks = ledger_alarms.standing(ledger_alarms.Kind.CLOCK)
    found += [Alarm("clock", one.subject, one.what, one.since.date()) for one in clocks]
    epochs = ledger_alarms.standing(ledger_alarms.Kind.EPOCH)
    found += [Alarm("epoch", one.subject, one.what, one.since.date()) for one in epochs]
    gate = ledger_alarms.standing(ledger_alarms.Kind.GATE)
    found += [Alarm("gate", one.subject, one.what, one.since.date()) for one in gate]
    found += [Alarm("witness", one.subject, one.what, one.since.date()) for one in witnesses]
    return sorted(found, key=lambda each: each.since)
