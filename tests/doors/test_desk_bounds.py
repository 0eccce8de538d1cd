"""A handler cannot fill a case, nor the log: each bound is met, said plainly, and loses nothing."""

import datetime as dt

import pytest
from channels import Team
from deskhand import b64
from deskworld import duties
from filekeys import CaseFile
from gateworld import person
from kept import number
from moving import DIGEST, Worked

from heard.formats import agefile
from heard.formats.ids import new_id
from heard.ledger import bounds
from heard.records.models import Duty, Event, FiledAction, Holder, Letter, Move
from heard.rules import events
from heard.rules.clocks import Owed

FAR = 1_000_000  # places that the log does not come to in a test


def happened(kind, times, *, case="", actor, at):
    """As if it had been done before; only the count of it is looked at."""
    first = FAR + Event.objects.count()
    said = {"kind": kind, "case": case, "case_number": number(case) if case else None}
    Event.objects.bulk_create(
        Event(index=first + n, actor=actor, at=at, **said) for n in range(times)
    )


def file_key(world, case):
    """The next key of the case's file, which two read."""
    amara, jonas = world.desks["Amara"], world.desks["Jonas"]
    file = world.files.setdefault(case, CaseFile(world.reporters[case]))
    return file.made(amara, [(amara, ""), (jonas, "")], now=world.now)


def copy(world, case):
    """The file key for Jonas, who has new keys each time."""
    amara, jonas = world.desks["Amara"], world.desks["Jonas"]
    first = case not in world.files
    file = world.files.setdefault(case, CaseFile(world.reporters[case]))
    if first:
        made = file.made(amara, [(amara, "")], now=world.now)
        assert amara.post(f"cases/{case}/file-keys", made).status_code == 201
    jonas.identity = agefile.generate_identity()
    Holder.objects.filter(id=jonas.id).update(recipient=jonas.recipient)
    return file.given(amara, [(jonas, "")], now=world.now, stating=first)


WORKED = {}  # by case


def worked(world, case):
    """A case whose file Amara has."""
    if case not in WORKED:
        WORKED[case] = Worked(world, case)
        WORKED[case].begin(world.desks["Amara"])
    return WORKED[case]


def moved(what, **said):
    """Something new of the case, moved by Amara."""
    return lambda world, case: worked(world, case).body(
        world.desks["Amara"], what, new_id(), **said
    )


def file_letter(world, case, kind="note"):
    return worked(world, case).file.letter(
        world.desks["Amara"], kind, {"words": "For us."}, now=world.now
    )


def assent(world, case):
    """Whether anybody will make the move is another matter."""
    letter = file_letter(world, case, "assent")
    of = {"object": "party", "record": new_id(), "move": "confirm", "version": 1}
    return {"id": new_id(), "shell": new_id() + new_id(), "letter": letter, **of}


class Formed(Team):
    """A case of two with a team, as if it had been moved so."""

    def __init__(self, world, case):
        Worked.__init__(self, world, case)
        amara = world.desks["Amara"]
        self.people, self.at = [amara], world.now
        self.begin(amara)
        names = {"lead": "Amara", "investigator": "Jonas", "decider": "Ruth", "outside": "Ines"}
        self._moved("case", case, "triage", 1, code="investigate")
        for part, name in names.items():
            seat, holder = new_id(), world.desks[name].id
            self._moved("seat", seat, "propose", 1, code=part, holder=holder)
            self._moved("seat", seat, "declare", 2, actor=holder, digest=DIGEST)
        self._moved("case", case, "form_team", 2, code="officer")

    def _moved(self, object, record, move, version, **said):
        row = {"actor": self.people[0].id, "at": self.at, **said}
        Move.objects.create(
            case=self.row, object=object, record=record, move=move, version=version, **row
        )

    def note(self, party, role="witness"):
        self.ids[party] = party
        self._moved("party", party, "note", 1, code=role)


FORMED = {}  # by case


def invitation(world, case):
    """Somebody who is not invited yet."""
    if case not in FORMED:
        FORMED[case] = Formed(world, case)
    team, amara = FORMED[case], world.desks["Amara"]
    return team.inviting(amara, team.invite(amara, new_id(), now=world.now))


DEEDS = {
    "party_invited": ("invitations", invitation),
    "record_moved": ("moves", moved("measure.request", code="employer")),
    "file_record_moved": ("moves", moved("party.note", code="witness")),
    "assent_given": ("assents", assent),
    "file_letter_added": (
        "file-letters",
        lambda world, case: {
            "id": new_id(),
            "kind": "note",
            "party": "",
            "letter": file_letter(world, case),
        },
    ),
    "file_key_made": ("file-keys", file_key),
    "file_key_given": ("file-keys/copies", copy),
    "letter_received": ("letters", lambda world, case: world.letter(world.desks["Amara"], case)),
    "note_added": ("letters", lambda world, case: world.letter(world.desks["Amara"], case, "note")),
    "case_passed": (
        "pass",
        lambda world, case: world.passing(world.desks["Amara"], case, world.desks["Jonas"]),
    ),
    "clock_suspended": (
        "suspensions",
        lambda *_: {
            "id": new_id(),
            "duty": "update",
            "reason": "reporter_asked",
            "until": "2026-03-12",
        },
    ),
    "case_triaged": (
        "triage",
        lambda world, case: world.decision(world.desks["Amara"], case),
    ),
    "evidence_checked": ("evidence/checked", lambda *_: {"id": new_id()}),
}


def test_each_bound_of_a_case_is_tried_here():
    assert set(DEEDS) == set(events.MOST_OF_A_CASE)


@pytest.mark.usefixtures("updates_may_wait")
@pytest.mark.parametrize("kind", DEEDS)
def test_a_case_holds_so_much_of_a_thing_and_says_so(world, now, kind):
    path, body = DEEDS[kind]
    amara, jonas = world.desks["Amara"], world.desks["Jonas"]
    case = world.case([amara, jonas])
    if kind == "clock_suspended":
        Duty.objects.create(
            id=new_id(), case_id=number(case), kind="update", due=now + dt.timedelta(days=9),
            source=Owed("update", now, "Heard default").source, tier=1,
        )  # fmt: skip
    most = events.MOST_OF_A_CASE[kind]
    share = bounds.always(most)
    happened(kind, most - share, case=case, actor=jonas.id, at=now)
    happened(kind, share - 1, case=case, actor=amara.id, at=now)
    happened(kind, 3, case=case, actor="reporter", at=now)  # hers are hers
    last = body(world, case)
    assert amara.post(f"cases/{case}/{path}", last).status_code == 201
    before = Event.objects.count(), Letter.objects.count(), duties(case)
    more = body(world, case)
    more |= {"seq": 1} if path == "letters" else {}
    more = world.decision(amara, case, seq=1, version=2) if path == "triage" else more
    if kind == "clock_suspended":
        there = amara.post(f"cases/{case}/suspensions/{last['id']}/end", {"id": new_id()})
        assert there.status_code == 201
        before = Event.objects.count(), Letter.objects.count(), duties(case)
    answer = amara.post(f"cases/{case}/{path}", more)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "too_often")
    said = answer.json()["error"]["message"]
    assert said.startswith(f"This has been done {most} times in this case")
    assert "Ask whoever runs Heard here" in said
    assert (Event.objects.count(), Letter.objects.count(), duties(case)) == before
    # What was sent is not lost by asking for it again, and another case has room.
    assert amara.post(f"cases/{case}/{path}", last).status_code == 201
    if kind != "clock_suspended":
        other = world.case([amara, jonas])
        assert amara.post(f"cases/{other}/{path}", body(world, other)).status_code == 201


@pytest.mark.usefixtures("updates_may_wait")
@pytest.mark.parametrize("kind", sorted(DEEDS.keys() - {"clock_suspended"}))
def test_no_holder_uses_up_what_a_case_can_hold(world, now, kind):
    """Alone half of it; and what others did together leaves each of them some."""
    path, body = DEEDS[kind]
    amara, jonas = world.desks["Amara"], world.desks["Jonas"]
    most = events.MOST_OF_A_CASE[kind]
    case = world.case([amara, jonas])
    first = body(world, case)
    happened(kind, bounds.alone(most), case=case, actor=amara.id, at=now)
    answer = amara.post(f"cases/{case}/{path}", first)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "too_often")
    assert "as often as one person can" in answer.json()["error"]["message"]
    full = world.case([amara, jonas])
    happened(kind, most, case=full, actor=jonas.id, at=now)
    assert amara.post(f"cases/{full}/{path}", body(world, full)).status_code == 201


def resealed(desk):
    ring = agefile.seal(b"{}", [agefile.recipient_of(agefile.generate_identity())])
    return "keyring", {"keyring": b64(ring), "replaces": desk.replaces()}


def declared(desk):
    return "conflicts", {"declared": [f"Gao {len(desk.get('conflicts').json()['declared'])}"]}


@pytest.mark.parametrize(
    ("kind", "action"), [("keyring_changed", resealed), ("conflicts_declared", declared)]
)
def test_a_day_holds_so_much_of_a_thing_and_says_so(world, now, clock, kind, action):
    amara, jonas = world.desks["Amara"], world.desks["Jonas"]
    most = events.MOST_OF_A_DAY[kind]
    happened(kind, most - 1, actor=amara.id, at=now)
    assert amara.post(*action(amara)).status_code == 200
    before = Event.objects.count()
    path, body = action(amara)
    body = {"declared": ["Gao Ming"]} if path == "conflicts" else body
    answer = amara.post(path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "too_often")
    assert f"You have done this {most} times within a day" in answer.json()["error"]["message"]
    assert Event.objects.count() == before
    assert jonas.post(*action(jonas)).status_code == 200
    clock.shift(dt.timedelta(days=1, seconds=1))
    assert amara.sign_in().status_code == 200
    assert amara.post(path, body).status_code == 200


def test_a_day_holds_so_many_actions_that_are_filed(firm, now):
    """Also where they come together: all of them, or none."""
    most = events.MOST_OF_A_DAY["adverse_action_filed"]
    happened("adverse_action_filed", most - 1, actor=firm.hr.id, at=now)
    lines = ["person,kind,day"]
    lines += [f"{person(number)},pay_cut,{firm.later()}" for number in (7, 8)]
    full = firm.hr.post("gate/csv", {"id": new_id(), "csv": b64("\n".join(lines).encode())})
    assert (full.status_code, full.json()["error"]["code"]) == (409, "too_often")
    assert FiledAction.objects.count() == 0
    firm.file(7)
    body = {"id": new_id(), "person": person(8), "kind": "pay_cut", "day": firm.later()}
    assert firm.hr.post("gate/actions", body).status_code == 409
    assert FiledAction.objects.count() == 1


def test_every_day_has_its_bound_tried_here():
    tried = {"keyring_changed", "conflicts_declared", "adverse_action_filed"}
    assert set(events.MOST_OF_A_DAY) == tried
