"""Cases that are worked together: who links them, who has their files then, and how it ends."""

import pytest
from deskworld import opened
from filekeys import CaseFile
from linking import (
    Two,
    checking,
    floors,
    let_in,
    linking,
    made_among,
    may,
    post,
    read,
    recipient_digests,
    work,
)

from heard.formats.ids import new_id
from heard.records.models import Case, CaseLink, Event, LinkCheck, Move, Wrap

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
    assert post(two.amara, two.a, body | {"sealed": "AAAA"}) == (400, "bad_request")
    Wrap.objects.filter(case__id=two.b, holder=two.amara.id).update(lapsed=two.now)
    assert post(two.amara, two.a, body) == (409, "conflict")
    assert not CaseLink.objects.exists()


def countered(two):
    """A link of a complaint and one against who made it; the body by which it was made."""
    body = linking(two.amara, two.file_a, two.file_b, two.now) | {"counter": True}
    assert post(two.amara, two.a, body) == (201, "")
    return body


def check(two, desk, link, *, retaliation=False, case=None):
    body = checking(desk, two, link, retaliation=retaliation)
    return post(desk, case or two.a, body, f"/{link['link']}/check")


def fault(two):
    (told,) = work(two.amara, two.a)["links"]
    return told["fault"]


def test_a_counter_complaint_is_worked_with_the_other_once_a_later_tier_has_looked(two):
    """Process 34: whether it is retaliation is asked first, by somebody off both lines."""
    link = countered(two)
    assert fault(two) == "not_checked"
    assert two.eve.id in may(two.amara, two.a)
    for desk in (two.ruth, two.eve, two.xu):  # waits yet; reads one of them
        assert check(two, desk, link) == (404, "not_found")
    let_in(two, two.ruth, two.ines)
    assert check(two, two.amara, link) == (409, "not_checked")
    assert check(two, two.jonas, link) == (409, "not_checked")  # of the first tier
    seated(two, two.ines, "decider")
    assert check(two, two.ines, link) == (409, "not_checked")
    body = checking(two.ruth, two, link, retaliation=False)
    for _ in range(2):
        assert post(two.ruth, two.b, body, f"/{link['link']}/check") == (201, "")
    assert fault(two) == ""
    assert two.eve.id not in may(two.amara, two.a)
    (told,) = work(two.jonas, two.b)["links"]
    row = LinkCheck.objects.get()
    assert (told["counter"], told["check"]) == (
        True,
        {
            "author": two.ruth.id, "at": told["check"]["at"], "letter": body["letter"],
            "sealed": body["sealed"], "retaliation": False,
        },
    )  # fmt: skip
    (said,) = opened("matter_checked")
    assert (said["link"], said["letter"], said["actor"]) == (link["link"], row.sha256, two.ruth.id)
    assert Event.objects.get(kind="matter_checked").case == ""
    assert work(two.eve, two.a)["links"] == work(two.xu, two.b)["links"] == []
    assert check(two, two.ruth, link) == (409, "not_checked")


def test_what_is_found_to_be_retaliation_is_worked_apart(two):
    link = countered(two)
    let_in(two, two.ruth)
    assert check(two, two.ruth, link, retaliation=True) == (201, "")
    (told,) = work(two.amara, two.a)["links"]
    assert (told["check"]["retaliation"], told["ended_by"]) == (True, two.ruth.id)
    assert [each["link"] for each in opened("matter_unlinked")] == [link["link"]]


def test_nobody_decides_both_sides_of_a_dispute(two):
    link = countered(two)
    let_in(two, two.ruth)
    assert check(two, two.ruth, link) == (201, "")
    for case in (two.a, two.b):
        seated(two, two.jonas, "decider", case)
    assert fault(two) == "one_decider"
    post(two.amara, two.a, {"id": new_id()}, f"/{link['link']}/end")
    again = linking(two.amara, two.file_a, two.file_b, two.now) | {"counter": True}
    assert post(two.amara, two.a, again) == (409, "one_decider")


def test_a_link_that_answers_nothing_wants_no_look(two):
    link = two.link()
    let_in(two, two.ruth)
    body = {"link": link, "sealed": ""}
    assert check(two, two.ruth, body) == (409, "not_checked")


def left_out(two, *gone):
    """Somebody of the desk leaves these out of the second case."""
    people = (two.amara, two.jonas, two.noor, two.xu, two.ruth, two.ines)
    body = two.world.renewal(two.b, [each for each in people if each not in gone], gone)
    assert two.amara.post(f"cases/{two.b}/identity", body).status_code == 201


def seated(two, desk, code="investigator", case=None):
    """As if somebody had a seat in the team of the first case, or of this one."""
    of = {"case": Case.objects.get(id=case or two.a), "object": "seat", "record": new_id()}
    of["at"] = two.now
    for version, move in enumerate(("propose", "declare"), start=1):
        said = {"move": move, "version": version, "code": code, "holder": desk.id}
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
