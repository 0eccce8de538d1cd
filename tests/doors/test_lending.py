"""One reporter's account in another's case: asked, given, taken back; and who learns of it."""

from typing import Any

import pytest
from leak_own import Read, own_case
from leaking import Heard, ask, differing
from linking import Two
from moving import DIGEST, Worked
from taking_back import post, told

from heard.actions.intake import inbox
from heard.formats import lending
from heard.formats.ids import new_id
from heard.records.models import Case, Event, Letter, Move, Opening

pytestmark = pytest.mark.usefixtures("no_evidence")
NOT_LINKED, NOT_LENT = (409, "not_linked"), (409, "not_lent")


class Lent:
    """Lin's case ``a``, whose account is asked for, and ``b``, in which it would be used."""

    def __init__(self, two: Two) -> None:
        self.two, self.world = two, two.world
        self.a, self.b = Worked(two.world, two.a), Worked(two.world, two.b)
        self.a.file, self.b.file = two.file_a, two.file_b
        self.pair = lending.digest_of(lender=two.a, user=two.b)

    def link(self) -> None:
        self.two.link()
        assert [self.two.key(each.file) for each in (self.a, self.b)] == [201, 201]

    def tries(self, work: Worked, by: Any, what: str, name: str, **said: Any) -> tuple[int, str]:
        seq = dict(work.file.seq)
        status, error = work.send(by, work.body(by, what, name, **said))
        if status != 201:  # its letters were not kept, so their numbers are free
            work.file.seq = seq
        return status, error.get("reason") or error.get("code", "")

    def asks(self, by: Any = None, digest: str = "", name: str = "q") -> tuple[int, str]:
        by = by or self.two.amara
        return self.tries(self.a, by, "lending.ask", name, digest=digest or self.pair)

    def answers(self, move: str) -> tuple[int, str]:
        seq = dict(self.a.file.seq)
        status, reason = post(self.a, self.a.body(self.a.lin, f"lending.{move}", "q"))
        if status != 201:
            self.a.file.seq = seq
        return status, reason

    def notes(self, name: str = "e", number: int = 1, by: Any = None, **said: Any) -> Any:
        said = {"code": "ordinary", "number": number, "digest": self.pair} | said
        return self.tries(self.b, by or self.two.amara, "exhibit.note", name, **said)

    def verified(self, name: str = "e", number: int = 1) -> None:
        assert self.notes(name, number) == (201, "")
        for move in ("receive", "verify"):
            self.b.moves(self.two.amara, f"exhibit.{move}", name, digest=DIGEST)

    def exhibits(self, name: str = "e", by: Any = None) -> tuple[int, str]:
        return self.tries(self.b, by or self.two.amara, "exhibit.exhibit", name)

    def handled(self, name: str, code: str) -> tuple[int, str]:
        said = {"code": code, "digest": DIGEST}
        return self.tries(self.b, self.two.amara, "exhibit.handle", name, **said)


@pytest.fixture
def lent(once, world):
    return once("lent", lambda: Lent(Two(world)))


@pytest.fixture
def linked(once, world):
    def make():
        found = Lent(Two(world))
        found.link()
        return found

    return once("linked", make)


def exhibited():
    return Move.objects.filter(object="exhibit", move="exhibit").count()


def test_it_is_exhibited_by_a_letter_of_who_gave_it_and_by_nothing_else(linked):
    linked.verified()
    assert linked.exhibits() == NOT_LENT
    assert linked.asks() == (201, "")
    assert linked.exhibits() == NOT_LENT
    assert linked.answers("decline") == (201, "")
    assert linked.exhibits() == NOT_LENT
    assert linked.answers("give") == (201, "")
    assert linked.exhibits() == (201, "")


def test_once_it_is_taken_back_nothing_more_is_used_and_what_was_stays(linked):
    for number, name in enumerate(("e", "f"), start=1):
        linked.verified(name, number)
    linked.asks()
    linked.answers("give")
    assert linked.exhibits("e") == (201, "")
    assert linked.answers("take_back") == (201, "")
    assert (linked.exhibits("f"), exhibited()) == (NOT_LENT, 1)
    assert linked.answers("give") == (201, "")
    assert linked.exhibits("f") == (201, "")


def test_without_a_yes_it_is_looked_at_where_it_was_used_locked_away_and_nothing_else(linked):
    for number, name in enumerate(("used", "unused"), start=1):
        linked.verified(name, number)
    assert linked.handled("used", "viewed") == NOT_LENT
    linked.asks()
    linked.answers("give")
    assert linked.exhibits("used") == (201, "")
    assert linked.handled("unused", "copied") == (201, "")
    assert linked.answers("take_back") == (201, "")
    codes = ("viewed", "copied", "exported", "sealed")
    done = {each: [linked.handled(each, code) for code in codes] for each in ("used", "unused")}
    assert done == {
        "used": [(201, ""), NOT_LENT, NOT_LENT, (201, "")],
        "unused": [NOT_LENT, NOT_LENT, NOT_LENT, (201, "")],
    }


def test_a_report_that_is_taken_back_lends_nothing(linked):
    linked.verified()
    linked.asks()
    linked.answers("give")
    taken_back = linked.a.body(linked.a.lin, "case.withdraw", "case")
    assert post(linked.a, taken_back) == (201, "")
    assert linked.exhibits() == NOT_LENT
    assert linked.answers("take_back") == (201, "")
    assert linked.answers("give") == (409, "not_in_this_course")


def test_a_yes_is_for_the_one_case_and_from_the_other_alone(linked):
    two = linked.two
    back = lending.digest_of(lender=two.b, user=two.a)
    assert linked.asks(digest=back) == NOT_LINKED
    assert linked.notes(digest=back) == NOT_LINKED
    assert linked.notes(digest="e" * 64) == NOT_LINKED
    linked.verified()
    # The other case's reporter gives theirs: it opens nothing here.
    linked.b.moves(two.amara, "lending.ask", "q", digest=back)
    assert post(linked.b, linked.b.body(linked.b.lin, "lending.give", "q")) == (201, "")
    assert linked.exhibits() == NOT_LENT


def test_what_is_of_the_case_itself_needs_no_letter(linked):
    work, amara = linked.b, linked.two.amara
    work.moves(amara, "exhibit.note", "own", code="ordinary", number=1)
    for move in ("receive", "verify"):
        work.moves(amara, f"exhibit.{move}", "own", digest=DIGEST)
    assert linked.exhibits("own") == (201, "")


def test_without_a_link_nothing_is_asked_and_nothing_noted(lent):
    assert lent.asks() == NOT_LINKED
    assert lent.notes() == NOT_LINKED
    lent.link()
    lent.verified()
    assert lent.asks() == (201, "")
    lent.answers("give")
    (link,) = lent.two.amara.get(f"cases/{lent.two.a}/work").json()["links"]
    path = f"cases/{lent.two.a}/links/{link['id']}/end"
    assert lent.two.amara.post(path, {"id": new_id()}).status_code in {200, 201}
    assert lent.two.key(lent.b.file, [(lent.two.xu, "")]) == 201
    assert lent.exhibits() == NOT_LENT


def test_a_reporter_is_asked_once_and_told_of_no_case(linked):
    assert linked.asks() == (201, "")
    assert linked.asks(name="r") == (409, "asked_once")
    page = told(linked.a)
    (shown,) = [each for each in page["moves"] if each["object"] == "lending"]
    assert (shown["move"], shown["digest"]) == ("ask", linked.pair)
    assert linked.two.b not in repr(page)
    assert [each["object"] for each in told(linked.b)["moves"]] == []
    assert linked.answers("decline") == (201, "")
    assert linked.asks(name="r") == (409, "asked_once")


def test_nothing_is_owed_by_it(linked):
    before = inbox.read_inbox(authorization=linked.a.lin.authorization, now=linked.a.now).duties
    linked.asks()
    after = inbox.read_inbox(authorization=linked.a.lin.authorization, now=linked.a.now).duties
    assert [each.kind for each in after] == [each.kind for each in before]


def own(two: Two, case: str) -> Read:
    places = Event.of(case).values("index")
    leaves = Opening.objects.filter(index__in=places).values_list("leaf", flat=True)
    login = two.world.reporters[case].secrets.keys.header
    letter = Letter.objects.get(case__id=case, kind="report").id
    return Read(case, login, letter, tuple(leaves[:2]))


def test_who_reads_the_other_case_alone_cannot_tell_that_it_was_asked_or_given(linked, parting):
    """Nobody leads, and Xu knows even the digest: refused alike with a yes and with none."""
    two = linked.two
    Case.objects.filter(id=two.b).update(lead=None)
    of = own(two, two.b)
    said = {"code": "ordinary", "number": 1, "digest": linked.pair}
    guess = linked.b.body(two.xu, "exhibit.note", "guess", **said)

    def heard(desk: Any) -> list[Heard]:
        path = f"/desk/api/cases/{two.b}/moves"
        return [*own_case(desk, of), ask(desk.client, "POST", path, guess)]

    back = parting()
    assert (linked.asks(), linked.answers("give")) == ((201, ""), (201, ""))
    given = heard(two.xu)
    back()
    nothing = heard(two.xu)
    assert differing(given, nothing) == []
    assert b'"not_linked"' in given[-1].content
