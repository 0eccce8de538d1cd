"""The gate is told who a reporter is: by their signed letter alone, through their desk."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from deskhand import b64
from gateworld import Gate, person
from moving import DIGEST
from taking_back import post, read_by_two, told

from heard.formats import agefile, gateagreed
from heard.formats.ids import new_id
from heard.records.models import Letter, Move, WaitingListing
from heard.rules.refusals import RefusedError

pytestmark = pytest.mark.usefixtures("no_evidence")
LIN = 7  # their number in the directory


class Asked:
    """A case of Amara and Jonas in an organisation with a gate, and a question in it."""

    def __init__(self, world: Any, now: Any, number: int = 1) -> None:
        self.world, self.work = world, read_by_two(world)
        self.firm = Gate(world, now, number=number)
        self.amara = world.desks["Amara"]

    def does(self, move: str, by: Any = None, name: str = "t", **said: Any) -> Any:
        """201, or why not; what was refused has no number."""
        desk, seq = by or self.amara, dict(self.work.file.seq)
        more = {"listing": said.pop("listing")} if "listing" in said else {}
        status, error = self.work.send(desk, self.body(desk, move, name, **said) | more)
        if status != 201:
            self.work.file.seq = seq
        return error.get("reason") or error.get("code") or status

    def body(self, by: Any, move: str, name: str, **said: Any) -> dict[str, Any]:
        """What does not follow from how it stands has no letters: it is refused before."""
        try:
            return self.work.body(by, f"gate.{move}", name, **said)
        except RefusedError:
            return {"id": new_id(), **self.work.said(f"gate.{move}", name, **said), "letters": []}

    def says(self, move: str, name: str = "t", **changed: Any) -> Any:
        """The reporter's letter; ``changed``: of what is sent."""
        seq = dict(self.work.file.seq)
        status, reason = post(
            self.work, self.work.body(self.work.lin, f"gate.{move}", name) | changed
        )
        if status != 201:
            self.work.file.seq = seq
        return reason or status

    @property
    def agreement(self) -> str:
        """The digest of the letter by which it was agreed to last, as the log has it."""
        agreed = Move.objects.filter(object="gate", move="agree").latest("version")
        return str(Letter.objects.get(id=agreed.letter).sha256)

    def tells(self, **said: Any) -> Any:
        listing = said.pop("listing", b64(self.firm.sealed(LIN)))
        digest = said.pop("digest", None) or self.agreement
        return self.does("tell", digest=digest, listing=listing)


@pytest.fixture
def asked(once, world, now):
    def make():
        found = Asked(world, now)
        assert found.does("ask") == 201
        return found

    return once("asked", make)


def listings() -> int:
    return WaitingListing.objects.count()


def test_it_is_told_after_a_signed_yes_and_the_keeper_protects_from_the_next_day(asked, now):
    assert asked.says("agree") == 201
    assert asked.tells() == 201
    assert [each["move"] for each in told(asked.work)["moves"]] == ["ask", "agree", "tell"]
    [row] = WaitingListing.objects.values()
    assert (row["day"], row["taken"]) == (now.date(), None)
    assert {"case", "at", "holder"}.isdisjoint(row)
    [keeper] = asked.firm.keepers
    keeper.round(now.date())
    filed = asked.firm.file(LIN)
    assert keeper.round(now.date() + timedelta(days=1))[filed] == "talk"
    assert bytes(WaitingListing.objects.get().sealed) == b""


def test_the_same_listing_as_who_asks_for_themselves_and_nothing_of_the_case(asked):
    """What is kept of it would be the same, had the reporter told the gate directly."""
    asked.says("agree")
    asked.tells()
    asked.firm.list(LIN + 1)
    one, other = WaitingListing.objects.values()
    same = [name for name in one if name not in {"sha256", "sealed"}]
    assert [one[name] for name in same] == [other[name] for name in same]
    assert len(one["sealed"]) == len(other["sealed"])
    digest = hashlib.sha256(bytes(one["sealed"])).hexdigest()
    page = json.dumps(told(asked.work)) + json.dumps(
        asked.amara.get(f"cases/{asked.work.case}/work").json()
    )
    assert digest not in page
    assert person(LIN) not in page


@pytest.mark.parametrize(
    "answers",
    [[], ["decline"], ["agree", "take_back"]],
    ids=["no answer", "no", "taken back"],
)
def test_without_a_yes_that_stands_nothing_is_told(asked, answers):
    for move in answers:
        assert asked.says(move) == 201
    digest = asked.agreement if "agree" in answers else DIGEST
    assert asked.tells(digest=digest) == "not_from_here"
    assert listings() == 0


def test_a_no_is_not_asked_about_again_and_can_become_a_yes(asked):
    assert asked.says("decline") == 201
    assert asked.does("ask", name="again") == "no_gate_question"
    assert asked.says("agree") == 201
    assert asked.tells() == 201


def test_it_names_the_letter_by_which_it_was_agreed_last(asked):
    asked.says("agree")
    first = asked.agreement
    asked.says("take_back")
    asked.says("agree")
    assert asked.agreement != first
    for other in (DIGEST, first):
        assert asked.tells(digest=other) == "not_agreed_so"
    assert listings() == 0
    assert asked.tells() == 201


def test_of_another_case_no_letter_counts(asked, world):
    asked.says("agree")
    yes = asked.agreement
    case = asked.work
    asked.work = read_by_two(world)
    assert asked.does("ask") == 201
    assert asked.says("agree") == 201
    assert asked.tells(digest=yes) == "not_agreed_so"
    assert asked.work.case != case.case


def test_a_yes_is_signed_in_clear_by_the_key_of_the_report(asked):
    for signature in ("", b64(b"s" * 64)):
        assert asked.says("agree", signature=signature) == "not_signed"
    seed = asked.work.lin.secrets.keys.signing_seed
    said = {"case": asked.work.case, "version": 2, "sealed": b"another letter"}
    elsewhere = gateagreed.sign(seed, record=asked.work.id("t"), **said)
    assert asked.says("agree", signature=elsewhere) == "not_signed"
    assert asked.says("decline", signature=elsewhere) == 400
    assert asked.says("agree") == 201


def test_no_handler_agrees_in_the_place_of_the_reporter(asked):
    assert asked.does("agree") == "not_yours"
    assert asked.does("agree", by=asked.work.world.desks["Jonas"]) == "not_yours"


def test_nothing_is_told_that_is_not_sealed_to_all_keepers_and_nothing_is_moved_then(asked):
    asked.says("agree")
    stranger = agefile.recipient_of(agefile.generate_identity())
    both = [asked.firm.keepers[0].keys.recipient, stranger]
    assert asked.tells(listing=b64(asked.firm.sealed(LIN, both))) == "conflict"
    assert asked.tells(listing=b64(agefile.seal(b"short", both[:1]))) == "bad_request"
    assert asked.tells(listing="") == "bad_request"
    assert Move.objects.filter(object="gate", move="tell").count() == listings() == 0
    assert asked.tells() == 201


def test_no_other_move_brings_a_listing(asked):
    listing = b64(asked.firm.sealed(LIN))
    assert asked.does("drop", listing=listing) == "bad_request"
    assert listings() == 0


def test_what_was_told_is_taken_back_in_the_record_alone_and_nobody_asks_again(asked):
    asked.says("agree")
    asked.tells()
    before = list(WaitingListing.objects.values_list("sha256", flat=True))
    assert asked.says("revoke") == 201
    assert list(WaitingListing.objects.values_list("sha256", flat=True)) == before
    assert asked.tells() == "not_from_here"
    assert asked.does("ask", name="again") == "no_gate_question"


def test_once_the_report_is_taken_back_nothing_is_told(asked):
    asked.says("agree")
    lin, work = asked.work.lin, asked.work
    assert post(work, work.body(lin, "case.withdraw", "case")) == (201, "")
    assert asked.tells() == "not_in_this_course"
    assert asked.says("take_back") == 201


def test_told_twice_is_told_once(asked):
    asked.says("agree")
    work = asked.work
    body = work.body(asked.amara, "gate.tell", "t", digest=asked.agreement)
    body |= {"listing": b64(asked.firm.sealed(LIN))}
    assert [work.send(asked.amara, body)[0] for _ in range(2)] == [201, 201]
    assert listings() == 1
    other = body | {"listing": b64(asked.firm.sealed(LIN + 1))}
    assert work.send(asked.amara, other)[0] == 409
    assert listings() == 1


def test_a_gate_that_is_full_leaves_the_yes_as_it_is(asked, monkeypatch):
    monkeypatch.setattr("heard.access.gate_listings.MOST", 0)
    asked.says("agree")
    assert asked.tells() == "conflict"
    monkeypatch.undo()
    assert asked.tells() == 201


def test_without_a_gate_nothing_can_be_told(once, world, now):
    work = read_by_two(world)
    amara = world.desks["Amara"]
    work.moves(amara, "gate.ask", "t")
    assert post(work, work.body(work.lin, "gate.agree", "t")) == (201, "")
    sealed = agefile.seal(b" " * 1024, [agefile.recipient_of(agefile.generate_identity())])
    agreed = Letter.objects.get(id=Move.objects.get(move="agree").letter).sha256
    body = work.body(amara, "gate.tell", "t", digest=agreed) | {"listing": b64(sealed)}
    assert work.send(amara, body)[0] == 409


def test_who_files_looks_or_oversees_hears_nothing_of_it(asked):
    """Something against the reporter is open all the while, which could show it."""
    firm = asked.firm
    firm.file(LIN)
    paths = ("gate", "oversight/alarms", f"cases/{asked.work.case}/work")

    def heard() -> list[tuple[int, bytes]]:
        answers = (desk.get(path) for desk in (firm.hr, firm.looker, firm.board) for path in paths)
        return [(each.status_code, each.content) for each in answers]

    before = heard()
    assert person(LIN).encode() in before[0][1]
    assert asked.says("agree") == 201
    assert asked.tells() == 201
    assert heard() == before
