"""Cases and duties by the dozen, for tests of what the board sees."""

from __future__ import annotations

import secrets

from kept import number

from heard.formats.ids import new_id
from heard.ledger.journal import Actor, write
from heard.records.models import Case, Duty, Holder, Move, Wrap
from heard.rules.codes.casework import WorkedCode, WorkedMove, WorkedObject
from heard.rules.events.cases import CaseAcknowledged, TierReleased


def seed_duties(now, number):
    """Cases that Amara leads; Amara and Jonas read them, nobody owes anything yet."""
    amara, jonas = (Holder.objects.get(name=name).id for name in ("Amara", "Jonas"))
    return [seed_at(now, amara, jonas) for _ in range(number)]


def seed_at(now, lead, *others):
    """A case that ``lead`` leads and ``others`` read as well."""
    case = Case.objects.create(
        id=new_id(),
        received=now.replace(minute=0, second=0, microsecond=0),
        roster="0" * 64,
        code=secrets.token_hex(32),
        reporter_recipient="x",
        reporter_signing="x",
        urgent=False,
        lead_id=lead,
    )
    for holder in (lead, *others):
        Wrap.objects.create(case=case, holder_id=holder, sealed=b"", released=now)
    return case.id


def duty(case, *, due, kind="acknowledge", state="open", done=None, tier=1):
    said = {"kind": kind, "due": due, "state": state, "done": done, "tier": tier}
    return Duty.objects.create(id=new_id(), case_id=number(case), source="Heard default", **said)


def acknowledged(case, *, now):
    _happened(CaseAcknowledged(case=case), now)


def found(case, code, *, now, move=WorkedMove.MAKE):
    """A finding of that case; as a row alone."""
    said = {"object": WorkedObject.FINDING, "record": new_id(), "move": move, "version": 2}
    return Move.objects.create(
        case_id=number(case), actor="x", at=now, code=WorkedCode(code), basis="evidence", **said
    )


def tier_released(case, *, reason, now):
    _happened(TierReleased(case=case, tier=2, recipients=(), reason=reason), now)


def _happened(event, now):
    write(lambda entry: entry.log(event, at=now, actor=Actor(kind="clock")))
