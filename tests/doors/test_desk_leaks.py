"""Nothing at the desk tells a case that is hidden from one that does not exist.

Two worlds are compared byte by byte: in one the case exists, with letters, notes, receipts and
actions that have been done; in the other it never was. Whoever is not its holder asks everything
that can be asked, and must hear the same, headers included.
"""

import pytest
from deskhand import b64
from deskworld import SEALED, WRAP, events
from kept import number

from heard.formats.ids import new_id
from heard.records.models import Event, Holder, Letter, Opening, Wrap

CASE, LETTER, DEED = "ca5e" * 8, "1e77e4" * 5 + "00", "deed" * 8


def requests(case, letter, leaf, action, to):
    """Every way to ask about a case: method, path, body."""
    yield "post", f"cases/{case}/open", {"id": action}
    yield "post", f"cases/{case}/acknowledge", {"id": action}
    yield "get", f"cases/{case}/letters/{letter}", None
    yield "get", f"cases/{case}/receipts/{leaf}", None
    for kind in ("message", "note"):
        body = {"id": letter, "kind": kind, "seq": 0, "sealed": b64(SEALED)}
        yield "post", f"cases/{case}/letters", body
        yield "post", f"cases/{case}/letters", {**body, "id": action}
        yield "post", f"cases/{case}/letters", {**body, "sealed": b64(b"unsealed")}
    for generation, wrap in ((0, WRAP), (0, b"unsealed"), (7, WRAP)):
        wraps = [{"generation": generation, "wrap": b64(wrap)}]
        yield "post", f"cases/{case}/pass", {"id": action, "to": to, "wraps": wraps}
    yield "post", f"cases/{case}/step-out", {"id": action, "note": None}
    note = {"id": letter, "seq": 0, "sealed": b64(b"unsealed")}
    yield "post", f"cases/{case}/step-out", {"id": action, "note": note}
    yield "get", f"cases/{case}/files/{letter}/segments/{letter}", None
    for path in ("", "/", "/open", "/letters", "/receipts", "/files/x", "/nothing"):
        yield "get", f"cases/{case}{path}", None
    yield "get", "cases", None
    yield "get", "cases?state=closed", None
    yield "get", "session", None


def heard(desk, method, path, body):
    """All that can be told from an answer: status, headers, body."""
    answer = desk.get(path) if method == "get" else desk.post(path, body)
    return method, path, answer.status_code, sorted(answer.headers.items()), answer.content


def hidden_case(world, eve):
    """The case that exists: Amara has written in it, Eve has no part in it (any more)."""
    amara = world.desks["Amara"]
    world.case([amara], case=CASE)
    amara.post(f"cases/{CASE}/open", {"id": new_id()})
    amara.post(f"cases/{CASE}/acknowledge", {"id": DEED})
    body = {"id": LETTER, "kind": "note", "seq": 0, "sealed": b64(SEALED)}
    assert amara.post(f"cases/{CASE}/letters", body).status_code == 201


def nothing(world, eve):
    """Eve is simply somebody else."""


def unreleased(world, eve):
    Wrap.objects.create(case_id=number(CASE), holder_id=eve.id, sealed=WRAP)


def stepped_out(world, eve):
    Wrap.objects.create(case_id=number(CASE), holder_id=eve.id, sealed=WRAP, released=world.now)
    assert eve.post(f"cases/{CASE}/open", {"id": DEED}).status_code == 200
    answer = eve.post(f"cases/{CASE}/step-out", {"id": new_id(), "note": None})
    assert answer.status_code == 201


def not_in_the_roster(world, eve):
    Wrap.objects.create(case_id=number(CASE), holder_id=eve.id, sealed=WRAP, released=world.now)
    Holder.objects.filter(id=eve.id).update(state=Holder.State.JOINED)


def newest_leaf():
    return Opening.objects.get(index=Event.objects.filter(case=CASE).latest("index").index).leaf


@pytest.mark.parametrize("part", [nothing, unreleased, stepped_out, not_in_the_roster])
def test_a_hidden_case_answers_as_one_that_never_was(world, part):
    eve = world.active("Eve")
    if part is not_in_the_roster:  # the same in both worlds
        Holder.objects.filter(id=eve.id).update(state=Holder.State.JOINED)
    amara = world.desks["Amara"].id
    asked = list(requests(CASE, LETTER, "3" * 64, DEED, amara))
    absent = [heard(eve, *request) for request in asked]

    Holder.objects.filter(id=eve.id).update(state=Holder.State.ACTIVE)
    hidden_case(world, eve)
    part(world, eve)
    leaf = newest_leaf()
    before = len(events(CASE)), Letter.objects.count()
    hidden = [heard(eve, *request) for request in asked]
    assert hidden == absent
    [(_, _, status, _, content)] = [heard(eve, "get", f"cases/{CASE}/receipts/{leaf}", None)]
    assert (status, content) == (404, absent[0][4])
    assert (len(events(CASE)), Letter.objects.count()) == before


def test_there_is_something_that_could_leak(world):
    """The same requests by the case's holder are answered, or the test above proves nothing."""
    eve = world.active("Eve")
    hidden_case(world, eve)
    amara = world.desks["Amara"]
    leaf = newest_leaf()
    asked = requests(CASE, LETTER, leaf, new_id(), eve.id)
    statuses = [heard(amara, *request)[2] for request in asked]
    assert statuses[:4] == [200, 201, 200, 200]
    assert {400, 409} <= set(statuses)


def test_who_is_not_signed_in_hears_one_thing(world):
    hidden_case(world, None)
    world.desks["Amara"].client.cookies.clear()
    nobody = world.desks["Amara"]
    asked = requests(CASE, LETTER, 1, DEED, nobody.id)
    answers = [heard(nobody, *request)[2:] for request in asked if request[1] != "session"]
    known = [answer for answer in answers if answer[0] != 405]  # said from the address alone
    assert {answer[0] for answer in known} == {401}
    assert [answer for answer in known if answer != known[0]] == []


def test_a_queue_has_no_gap_where_others_cases_are(world):
    """Order, cursors and counts of one queue stay the same while another's grows."""
    amara, jonas = world.desks["Amara"], world.desks["Jonas"]
    for _ in range(101):
        world.case([jonas])
    before = jonas.get("cases").content
    for _ in range(3):
        world.case([amara], [world.desks["Ruth"]])
    assert jonas.get("cases").content == before
