"""Who has a seat at the retaliation gate, and has oversight, for the permission table.

And an action in each state that one of them may change, by what they do with it.
"""

from datetime import timedelta

from deskhand import Desk, invited

from heard.actions import gate, oversight
from heard.formats.ids import new_id
from heard.records.models import FiledAction, Person, Unit
from heard.rules.codes.gate import GateSeat

NEW = "E5"  # nothing is filed against them


def seated(now):
    """By role. They stand in no roster, and not above or under anybody."""
    names = {"files": "Fay", "looks": "Lars", "oversees": "Mara"}
    roles = {role: _joined(name, now) for role, name in names.items()}
    gate.give(holder=roles["files"].id, seat=GateSeat.FILES, person="", now=now)
    gate.give(holder=roles["looks"].id, seat=GateSeat.LOOKS, person="", now=now)
    oversight.allow(holder=roles["oversees"].id, may=True, now=now)
    return roles


def _joined(name, now):
    desk = Desk()
    desk.join(invited(now, name=name, tier=0, unit="")[1])
    return desk


def filed(roles, now):
    """The ids of actions: one to take back, one to look at, one that was refused."""
    unit = Unit.objects.create(name="Ops")
    for number in range(1, 6):
        Person.objects.create(
            id=f"E{number}", name=f"P{number}", email="", country="CN", unit=unit, active=True
        )
    states = {
        "to_withdraw": {},
        "to_decide": {"answers_at": now - timedelta(hours=1)},
        "to_override": {"decision": "refused", "closed": now, "decider_id": roles["looks"].id},
    }
    return {name: _filed(roles, at, now, more) for at, (name, more) in enumerate(states.items(), 1)}


def _filed(roles, number, now, more):
    action = FiledAction.objects.create(
        id=new_id(), person_id=f"E{number}", kind="dismissal", late=False, filed=now, due=now,
        effective=(now + timedelta(days=30)).date(), filer_id=roles["files"].id, **more,
    )  # fmt: skip
    return action.id
