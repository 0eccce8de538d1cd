"""Cases that are worked together: who links them, who has their files then, and how it ends."""

import pytest
from deskworld import opened
from filekeys import CaseFile
from linking import Two, floors, linking, made_among, may, post, read, recipient_digests, work

from heard.formats.ids import new_id
from heard.records.models import Case, CaseLink, Event, Move, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def two(once, world):
    return once("two", lambda: Two(world))


def ids(*desks):
    return {each.id for each in desks}


def test_a_link_is_told_to_who_reads_both_and_its_letter_opens_for_them(two):
    link = two.link()
    (said,) = opened("matter_linked")
    row = CaseLink.objects.get()
    assert said | {"at": ""} == {
        "event": "matter_linked", "at": "", "actor": two.amara.id, "link": link,
        "letter": row.sha256,
    }  # fmt: skip
    assert Event.objects.get(kind="matter_linked").case == ""
    for desk, case, other in ((two.amara, two.a, two.b), (two.jonas, two.b, two.a)):
        (told,) = work(desk, case)["links"]
        assert (told["id"], told["case"], told["author"]) == (link, other, two.amara.id)
        assert (told["fault"], told["ended"]) == ("", None)
    letter = read(two, told["sealed"])
    assert [each.id for each in letter.cases] == sorted((two.a, two.b))
    assert {each.file for each in letter.cases} == set(recipient_digests(two))
    for desk, case in ((two.eve, two.a), (two.xu, two.b)):
        assert work(desk, case)["links"] == []


def test_the_next_key_of_each_file_is_for_who_may_have_both(two):
    """K3: nobody reads the one file by way of the other."""
    two.link()
    assert floors(two.amara, two.a, two.b) == [1, 1]
    everybody = ids(two.amara, two.jonas, two.noor, two.ruth, two.ines)
    assert may(two.amara, two.a) == may(two.jonas, two.b) == everybody
    assert two.key(two.file_a, [(two.eve, "")]) == 409
    two.file_a.keys.pop()
    two.file_a.bases.pop()
    two.file_a.seq |= {(two.amara.id, ""): 1, (two.amara.id, "told"): 1}
    assert (two.key(two.file_a), two.key(two.file_b)) == (201, 201)
    assert floors(two.amara, two.a, two.b) == [1, 1]
    assert made_among(two.a) == made_among(two.b) == CaseLink.objects.get().id
    note = two.file_a.letter(two.amara, "note", {"words": "Of both."}, now=two.now)
    body = {"id": new_id(), "kind": "note", "party": "", "letter": note}
    assert two.amara.post(f"cases/{two.a}/file-letters", body).status_code == 201
    assert two.jonas.get(f"cases/{two.a}/file-letters/{note['id']}").status_code == 200
    assert two.eve.get(f"cases/{two.a}/file-letters/{note['id']}").status_code == 404


def test_under_the_key_of_before_only_who_knows_of_no_link_writes(two):
    two.link()

    def writes(desk):
        note = two.file_a.letter(desk, "note", {"words": "More."}, now=two.now)
        body = {"id": new_id(), "kind": "note", "party": "", "letter": note}
        return desk.post(f"cases/{two.a}/file-letters", body).status_code

    assert [writes(each) for each in (two.amara, two.jonas, two.eve)] == [409, 409, 201]


def test_of_two_windows_one_links_and_what_is_sent_again_is_done_once(two):
    body = linking(two.amara, two.file_a, two.file_b, two.now)
    assert post(two.amara, two.a, body) == (201, "")
    assert post(two.amara, two.a, body) == (201, "")
    other = linking(two.jonas, two.file_b, two.file_a, two.now)
    assert post(two.jonas, two.b, other) == (409, "linked_already")
    assert post(two.amara, two.a, other | {"link": body["link"], "id": new_id()})[0] == 409
    assert CaseLink.objects.count() == 1


def test_who_links(two):
    """A foreign case and an absent one are refused alike; who decides nothing links nothing."""
    body = linking(two.amara, two.file_a, two.file_b, two.now)
    absent = body | {"other": new_id()}
    for desk, case in ((two.eve, two.a), (two.ruth, two.a), (two.xu, two.a)):
        assert post(desk, case, body) == (404, "not_found")
        assert post(desk, case, absent) == (404, "not_found")
    assert post(two.amara, two.a, absent) == (404, "not_found")
    assert post(two.amara, two.a, body | {"other": two.a}) == (409, "conflict")
    assert post(two.amara, two.a, body | {"counter": True}) == (409, "not_checked")
    assert post(two.amara, two.a, body | {"sealed": "AAAA"}) == (400, "bad_request")
    Wrap.objects.filter(case__id=two.b, holder=two.amara.id).update(lapsed=two.now)
    assert post(two.amara, two.a, body) == (409, "conflict")
    assert not CaseLink.objects.exists()


def left_out(two, *gone):
    """Somebody of the desk leaves these out of the second case."""
    people = (two.amara, two.jonas, two.noor, two.xu, two.ruth, two.ines)
    body = two.world.renewal(two.b, [each for each in people if each not in gone], gone)
    assert two.amara.post(f"cases/{two.b}/identity", body).status_code == 201


def seated(two, desk):
    """As if somebody had a seat in the team of the first case."""
    of = {"case": Case.objects.get(id=two.a), "object": "seat", "record": new_id(), "at": two.now}
    for version, move in enumerate(("propose", "declare"), start=1):
        said = {"move": move, "version": version, "code": "investigator", "holder": desk.id}
        Move.objects.create(actor=desk.id, **of, **said)


AGAINST = {
    "few_readers": lambda two: left_out(two, two.jonas, two.noor),
    "later_tier_lost": lambda two: Wrap.objects.filter(
        case__id=two.b, holder__in=ids(two.ruth, two.ines)
    ).update(left=two.now),
    "team_outside": lambda two: seated(two, two.eve),
}


@pytest.mark.parametrize("reason", AGAINST)
def test_what_must_not_be_linked_is_refused_and_what_was_binds_nobody_any_more(two, reason):
    """Nor does a forged report shrink the file of another case to its author's accomplices."""
    link = two.link()
    AGAINST[reason](two)
    (told,) = work(two.amara, two.a)["links"]
    assert (told["id"], told["fault"]) == (link, reason)
    assert two.eve.id in may(two.amara, two.a)
    assert floors(two.amara, two.a) == [0]
    assert two.amara.post(f"cases/{two.a}/links/{link}/end", {"id": new_id()}).status_code == 201
    body = linking(two.amara, two.file_a, two.file_b, two.now)
    assert post(two.amara, two.a, body) == (409, reason)


def test_who_has_no_file_links_nothing(two):
    case = two.world.case([two.amara, two.jonas], [two.ruth])
    third = CaseFile(two.world.reporters[case])
    third.keys.append(two.file_b.keys[0])
    assert post(two.amara, two.a, linking(two.amara, two.file_a, third, two.now)) == (
        409, "no_file",
    )  # fmt: skip


def test_who_is_left_out_of_one_case_loses_the_next_key_of_both_and_is_told_nothing(two):
    two.link()
    assert two.key(two.file_a) == 201
    left_out(two, two.jonas)
    there = work(two.jonas, two.a)
    assert (there["links"], there["file"]["floor"]) == ([], 1)
    assert two.eve.id in {each["id"] for each in there["may_hold"]}
    assert floors(two.amara, two.a) == [2]
    assert may(two.amara, two.a) == ids(two.amara, two.noor, two.ruth, two.ines)
    (told,) = work(two.amara, two.a)["links"]
    assert told["fault"] == ""


def test_after_it_is_ended_nobody_is_let_into_what_was_sealed_meanwhile(two):
    link = two.link()
    assert (two.key(two.file_a), two.key(two.file_b)) == (201, 201)
    end = f"/{link}/end"
    for desk, case in ((two.eve, two.a), (two.xu, two.b), (two.ruth, two.a)):
        assert post(desk, case, {"id": new_id()}, end) == (404, "not_found")
    body = {"id": new_id()}
    assert post(two.jonas, two.b, body, end) == (201, "")
    assert post(two.jonas, two.b, body, end) == (201, "")
    assert post(two.amara, two.a, {"id": new_id()}, end) == (404, "not_found")
    (told,) = work(two.amara, two.a)["links"]
    assert (told["ended"] is not None, told["ended_by"]) == (True, two.jonas.id)
    assert [each["link"] for each in opened("matter_unlinked")] == [link]
    assert floors(two.amara, two.a) == [2]
    given = two.file_a.given(two.amara, [(two.eve, "")], now=two.now, stating=True)
    answer = two.amara.post(f"cases/{two.a}/file-keys/copies", given)
    assert answer.json()["error"]["file_generation"] == 2
    two.file_a.seq[two.amara.id, ""] -= 1
    assert two.key(two.file_a, [(two.eve, "")]) == 201
    assert floors(two.amara, two.a) == [2]
    assert two.eve.id in may(two.amara, two.a)
