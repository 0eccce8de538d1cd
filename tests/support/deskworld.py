"""A world for tests of the desk: holders joined by passkey, a signed roster, sealed cases."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deskhand import Desk, invited

from heard.actions import rosters
from heard.actions.operations import setup
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.formats.note import Signer
from heard.formats.roster import digest, sign
from heard.ledger.journal import Actor, write
from heard.records.models import (
    Case,
    CaseKey,
    Duty,
    Event,
    Holder,
    Letter,
    Opening,
    RosterVersion,
    Wrap,
)
from heard.rules.clocks import Owed
from heard.rules.codes.letters import MessageKind
from heard.rules.events.letters import LetterReceived

REPORTER = Actor(kind="reporter")
CASE_RECIPIENT = agefile.recipient_of(agefile.generate_identity())
# The server checks the shape of a sealed thing, never its key: one of each will do.
SEALED = agefile.seal(bytes(4096), [CASE_RECIPIENT])
WRAP = agefile.seal(bytes(210), [CASE_RECIPIENT])
NEW_WRAP = agefile.seal(bytes(200), [CASE_RECIPIENT])


@dataclass
class World:
    """An organisation; ``desks`` by name, each signed in."""

    now: datetime
    root: Signer = field(default_factory=lambda: Signer.generate("localhost:8000/root"))
    desks: dict[str, Desk] = field(default_factory=dict)

    def __post_init__(self):
        setup.set_up(name="Meridian", root=self.root.verifier.vkey, country="CN", now=self.now)

    def join(self, name, tier=1):
        """A holder with keys whom no roster names yet."""
        desk = Desk()
        _, token = invited(self.now, name=name, tier=tier)
        desk.join(token)
        self.desks[name] = desk
        return desk

    def sign_roster(self):
        """Everyone who has joined is active from here."""
        drafted = rosters.draft(now=self.now, quorum=None)
        rosters.accept(signed=sign(drafted, self.root), now=self.now)

    def active(self, name, tier=1):
        desk = self.join(name, tier)
        self.sign_roster()
        return desk

    def remove(self, desk):
        Holder.objects.filter(id=desk.id).update(state=Holder.State.REMOVED)

    def case(self, released=(), waiting=(), *, urgent=False, received=None, case=None, code=None):
        """A sealed report; ``released`` and ``waiting`` are desks it is sealed to."""
        case, at = (
            case or new_id(),
            (received or self.now).replace(minute=0, second=0, microsecond=0),
        )
        rows = [
            Case(
                id=case,
                received=at,
                roster=digest(RosterVersion.objects.latest("version").note),
                code=code or secrets.token_hex(32),
                reporter_recipient=CASE_RECIPIENT,
                reporter_signing="A" * 43 + "=",
                urgent=urgent,
            ),
            CaseKey(case_id=case, recipient=CASE_RECIPIENT),
            Wrap(case_id=case, holder=None, sealed=WRAP),
            *(Wrap(case_id=case, holder_id=d.id, sealed=WRAP, released=at) for d in released),
            *(Wrap(case_id=case, holder_id=d.id, sealed=WRAP) for d in waiting),
        ]
        letter = reported(case, at)

        def action(entry):
            entry.add(*rows, letter)
            due = at + timedelta(hours=24)
            entry.duty(case=case, owed=Owed("acknowledge", due, "Heard default"), tier=1)
            came = LetterReceived(case=case, letter=letter.sha256, kind=MessageKind.ADDITION)
            entry.log(came, at=at, actor=REPORTER, marks=[letter])

        write(action)
        return case


def reported(case, at):
    return Letter(
        id=new_id(),
        case_id=case,
        kind="report",
        author="reporter",
        seq=0,
        sealed=SEALED,
        sha256=hashlib.sha256(SEALED).hexdigest(),
        at=at,
    )


def leaf_of(index: int) -> str:
    """By what name an event is told of."""
    return Opening.objects.get(index=index).leaf


def events(case):
    """What the log says of a case: kinds with actors, in order."""
    return list(Event.objects.filter(case=case).order_by("index").values_list("kind", "actor"))


def duties(case):
    return list(Duty.objects.filter(case=case).order_by("due").values_list("kind", "state"))


def opened(kind):
    """What the log's events of this kind say, oldest first."""
    indices = Event.objects.filter(kind=kind).order_by("index").values_list("index", flat=True)
    return [_values(index) for index in indices]


def _values(index):
    fields = json.loads(Opening.objects.get(index=index).fields)["fields"]
    return {name: each["value"] for name, each in fields.items()}
