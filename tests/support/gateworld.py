"""An organisation with a retaliation gate: people, keepers with keys, and who files and looks."""

import json
import time
from dataclasses import dataclass, field
from datetime import timedelta

from deskhand import HOST, Desk, b64, invited
from django.test import Client

from heard.actions import gate, oversight, services
from heard.doors.operator.gatekeeper import folder, keeping
from heard.formats import agefile, gatelisting, gatesigned
from heard.formats.gatestore import Store
from heard.formats.ids import new_id
from heard.records.models import Alarm, FiledAction, Person, Unit
from heard.rules.codes.gate import GateSeat

SITE = "localhost:8000"
JSON = "application/json"
UNITS = 4


def alarms():
    """What is wrong with the gate now."""
    return set(Alarm.objects.filter(kind="gate", ended=None).values_list("subject", "what"))


def person(number):
    return f"E{number:04}"


def employ(count):
    """Units of a firm, each with a head who answers to E0000; everybody else to the head."""
    Unit.objects.bulk_create(Unit(name=f"Unit {number}") for number in range(UNITS))
    # The first is nobody's: each is there before those who answer to them.
    for number in range(count):
        boss = None if number == 0 else 0 if number <= UNITS else number % UNITS + 1
        Person.objects.create(
            id=person(number),
            name=f"Person {number}",
            email=f"p{number}@meridian.example",
            unit_id=f"Unit {number % UNITS}",
            country="CN",
            manager_id=None if boss is None else person(boss),
            active=True,
        )


@dataclass
class Keeper:
    """A keeper and what it remembers; it asks by the site's own addresses."""

    keys: folder.Keeper = field(default_factory=lambda: folder.make(site=SITE, url="http://x"))
    store: Store = field(default_factory=lambda: Store(SITE, 0, b"k" * 32))
    client: Client = field(default_factory=Client)
    count: int = 0  # of requests: within one second no two are signed alike

    def sent(self, method, path, body, **more):
        """A request as it signs it; ``signed`` in place of its own signature."""
        signed = more.pop("signed", None) or self.signed(method, path, body)
        kind = "application/octet-stream" if method == "PUT" else JSON
        headers = {**HOST, "HTTP_HEARD_GATE": signed}
        return self.client.generic(method, path, body, content_type=kind, **headers)

    def signed(self, method, path, body, off=0):
        self.count += 1
        seed, now = self.keys.signing_seed, int(time.time()) + off + (0 if off else self.count)
        return gatesigned.header(method, path, body, seed=seed, now=now)

    def post(self, path, said, **more):
        return self.sent("POST", f"/gate/keeper/{path}", json.dumps(said).encode(), **more)

    def day(self, directory=""):
        return self.post("day", {"v": 1, "directory": directory})

    def answer(self, answers, taken=()):
        return self.post("answers", {"v": 1, "answers": answers, "taken": taken})

    def round(self, today):
        """As heard gate run: everything that waits, by what it knows."""
        found = self.day().json()
        people = tuple(map(tuple, found["directory"]["people"]))
        kept = keeping.keep(
            self.store,
            keeping.Waiting(
                {each["digest"]: unb64(each["sealed"]) for each in found["listings"]},
                {each["id"]: each["person"] for each in found["open"]},
            ),
            keeping.Directory(people, dict(found["directory"]["units"])),
            identity=self.keys.identity,
            today=today,
        )
        self.store = kept.store
        taken = [[each["digest"], self.takes(each["digest"])] for each in found["listings"]]
        assert self.answer([list(each) for each in kept.answers], taken).status_code == 200
        return dict(kept.answers)

    def takes(self, digest):
        return gatesigned.taken(digest, seed=self.keys.signing_seed)


def unb64(text):
    import base64

    return base64.b64decode(text)


@dataclass
class Gate:
    """``world`` with a gate; ``keepers`` of the roster, and seats by name."""

    world: object
    now: object
    count: int = 40
    number: int = 1
    keepers: list = field(default_factory=list)
    desks: list = field(default_factory=list)

    def __post_init__(self):
        employ(self.count)
        self.keepers = [Keeper() for _ in range(self.number)]
        for at, each in enumerate(self.keepers):
            services.add(
                use="gate",
                operator=f"Works council {at}",
                recipient=each.keys.recipient,
                signing=each.keys.signing,
            )
        self.world.sign_roster()
        self.hr = self.seated("Hana", GateSeat.FILES, person(5))
        self.looker = self.seated("Lars", GateSeat.LOOKS, person(10))
        self.board = self.joined("Mara")
        oversight.allow(holder=self.board.id, may=True, now=self.now)

    def joined(self, name):
        holder, token = invited(self.now, name=name, tier=0, unit="")
        desk = Desk()
        desk.join(token)
        assert desk.id == holder
        self.desks.append(desk)
        return desk

    def move(self, clock, moment):
        """What time it is; nobody's session lasts so long."""
        clock.move_to(moment)
        for desk in self.desks:
            desk.sign_in()

    def seated(self, name, seat, number=""):
        desk = self.joined(name)
        gate.give(holder=desk.id, seat=seat, person=number, now=self.now)
        return desk

    def sealed(self, number, recipients=None):
        content = gatelisting.write(gatelisting.Listing(v=1, site=SITE, person=person(number)))
        return agefile.seal(content, recipients or [each.keys.recipient for each in self.keepers])

    def list(self, number, **more):
        body = {"sealed": b64(self.sealed(number, **more))}
        return Client().post("/gate/listings", json.dumps(body), content_type=JSON, **HOST)

    def file(self, number, kind="lowered_appraisal", day=None, desk=None):
        """One action; its id."""
        body = {"id": new_id(), "person": person(number), "kind": kind, "day": day or self.later()}
        answer = (desk or self.hr).post("gate/actions", body)
        assert answer.status_code == 201, answer.content
        return answer.json()["filed"][0]["id"]

    def later(self, days=60):
        return (self.now + timedelta(days=days)).date().isoformat()

    def own(self, desk=None):
        """What who files sees, by action."""
        shown = (desk or self.hr).get("gate").json()["filed"]
        return {each["id"]: each for each in shown}

    def given_out(self):
        """The moment at which what is filed now is answered."""
        return max(FiledAction.objects.values_list("due", flat=True))
