"""Who reads one of two linked cases cannot tell its world from one in which they are not linked.

As in test_leak.py, every byte is compared between two worlds that part at one moment.
"""

from typing import Any

import pytest
from leak_own import Read, own_case
from leaking import Heard, ask, differing
from linking import Two, linking, post

from heard.formats.ids import new_id
from heard.records.models import Event, Letter, Opening

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def two(once, world):
    return once("two", lambda: Two(world))


def own(two: Two, case: str) -> Read:
    """A case with what was logged of it by now."""
    places = Event.of(case).values("index")
    leaves = Opening.objects.filter(index__in=places).values_list("leaf", flat=True)
    login = two.world.reporters[case].secrets.keys.header
    letter = Letter.objects.get(case__id=case, kind="report").id
    return Read(case, login, letter, tuple(leaves[:2]))


def note(two: Two, desk: Any, file: Any) -> Any:
    letter = file.letter(desk, "note", {"words": "More."}, now=two.now)
    return {"id": new_id(), "kind": "note", "party": "", "letter": letter}


def asks(desk: Any, case: str, end: str, body: Any) -> Heard:
    answer = ask(desk.client, "POST", f"/desk/api/cases/{case}/{end}", body)
    return answer._replace(content=b"" if answer.status == 201 else answer.content)


def test_a_link_tells_nothing_to_who_reads_one_of_the_cases(two, parting):
    """Holders of either, and either's reporter: at once, when they act, and after the next keys."""
    writes = [(two.eve, two.a, two.file_a), (two.xu, two.b, two.file_b)]
    of = {desk.id: own(two, case) for desk, case, _ in writes}
    notes = {desk.id: note(two, desk, file) for desk, _, file in writes}
    link = linking(two.amara, two.file_a, two.file_b, two.now)
    guesses = [
        ("links", linking(two.eve, two.file_a, two.file_b, two.now)),
        (f"links/{link['link']}/end", {"id": new_id()}),
    ]
    keys = [(each.lin.case, two.next_key(each)) for each in (two.file_a, two.file_b)]
    late = {desk.id: note(two, desk, file) for desk, _, file in writes}

    def told(desk: Any, case: str) -> list[Heard]:
        return [*own_case(desk, of[desk.id]), *(asks(desk, case, *each) for each in guesses)]

    def heard() -> list[Heard]:
        found: list[Heard] = []
        for desk, case, _ in writes:
            found += told(desk, case)
            found.append(asks(desk, case, "file-letters", notes[desk.id]))
        for case, body in keys:
            assert two.amara.post(f"cases/{case}/file-keys", body).status_code == 201
        for desk, case, _ in writes:
            found += told(desk, case)
            found.append(asks(desk, case, "file-letters", late[desk.id]))
        return found

    back = parting()
    assert post(two.amara, two.a, link) == (201, "")
    there, seen = heard(), own_case(two.amara, of[two.eve.id])
    back()
    nowhere, unseen = heard(), own_case(two.amara, of[two.eve.id])
    assert differing(there, nowhere) == []
    assert {each.status for each in there} == {200, 201, 404, 409}
    assert differing(seen, unseen) != []
