"""The key to the file of a case: who may have it, and how it is made and given."""

import datetime as dt
from hashlib import sha256

import cast
import pytest
from deskworld import events, opened
from filekeys import CaseFile
from fileworld import (
    NAMES,
    first,
    is_of,
    made,
    meant,
    owed,
    post,
    row,
    second_copies,
    wraps,
)

from heard.access import file_key
from heard.actions.deadlines import escalation
from heard.actions.intake import inbox
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import FileKey, FileLetter, FileWrap, Letter, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")
DAY = dt.timedelta(days=1)


@pytest.fixture
def desks(world):
    return [world.desks[name] for name in NAMES]


@pytest.fixture
def case(world, desks):
    amara, jonas, ruth, ines = desks
    case = world.case([amara, jonas], [ruth, ines])
    assert amara.post(f"cases/{case}/acknowledge", {"id": new_id()}).status_code == 201
    return case


@pytest.fixture
def file(world, case):
    return CaseFile(world.reporters[case])


# --- who may have it -----------------------------------------------------------------------------


def test_before_there_is_a_team_who_reads_the_case_is_meant_to_read_its_file(world, case):
    assert meant(world, case) == {"Amara": "", "Jonas": "", "Ruth": "tier_2", "Ines": "tier_3"}
    assert file_key.view(row(case), world.desks["Amara"].id) is None
    assert (file_key.newest(row(case)), file_key.floor(row(case), by="")) == (None, 0)
    with pytest.raises(file_key.StaleFileKeyError):
        file_key.check_file_generation(row(case), 0, by="")


def test_where_one_alone_reads_the_next_tier_has_the_file_at_once(world, desks):
    """Two must read, or nobody could be made to wait, and the file would end with the one."""
    amara, _, ruth, ines = desks
    case = world.case([amara], [ruth, ines])
    assert meant(world, case) == {"Amara": "", "Ruth": "", "Ines": "tier_3"}


def test_who_stepped_out_may_not_have_the_file(world, desks, case):
    desks[1].post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert "Jonas" not in meant(world, case)


# --- making it -----------------------------------------------------------------------------------


def test_it_is_kept_logged_and_told(world, now, desks, case, file):
    amara, jonas, ruth, ines = desks
    body = made(file, desks, case, now)
    (key,) = FileKey.objects.all()
    assert (key.matter, key.generation, key.recipient) == (file.matter, 0, file.recipient)
    (said,) = opened("file_key_made")
    (statement,) = FileLetter.objects.all()
    told = Letter.objects.get(kind="file-key")
    assert said["recipients"] == ",".join(sorted((amara.id, jonas.id)))
    assert said["waiting"] == ",".join(sorted((ruth.id, ines.id)))
    assert (said["excluded"], said["statement"]) == ("", body["digest"])
    assert (said["letter"], said["told"]) == (statement.sha256, told.sha256)
    assert said["file_recipient"] == sha256(file.recipient.encode()).hexdigest()
    view = file_key.view(row(case), amara.id)
    assert view.keys[0].event != ""
    assert [each.leaf for each in view.letters] == [view.keys[0].event]


def test_each_opens_their_own_copy_and_who_waits_is_given_none(now, desks, case, file):
    amara, jonas, ruth, _ = desks
    made(file, desks, case, now)
    for desk in (amara, jonas):
        (mine,) = wraps(case, desk)
        assert file.opened(desk, mine) == file.keys[0]
        assert file_key.reads(row(case), desk.id)
    assert wraps(case, ruth) == []
    assert not file_key.reads(row(case), ruth.id)


def test_it_can_be_sent_again_and_is_made_once(now, desks, case, file):
    body = made(file, desks, case, now)
    assert post(desks[0], case, body) == (201, {})
    assert (FileKey.objects.count(), FileLetter.objects.count()) == (1, 1)
    body["copies"] = body["copies"][:3]
    assert post(desks[0], case, body)[0] == 409


def test_of_two_windows_one_makes_it(now, desks, case, file):
    made(file, desks, case, now)
    amara, jonas, ruth, ines = desks
    other = CaseFile(file.lin)
    who = [(amara, ""), (jonas, ""), (ruth, "tier_2"), (ines, "tier_3")]
    body = other.made(jonas, who, now=now, authors=[amara, jonas])
    status, error = post(jonas, case, body)
    assert (status, error["code"], error["file_generation"]) == (409, "conflict", 1)
    assert FileKey.objects.get().matter == file.matter


def without(body, *people):
    gone = {each.id for each in people}
    return body | {"copies": [each for each in body["copies"] if each["holder"] not in gone]}


def changed(body, person, **more):
    return body | {
        "copies": [each | more if each["holder"] == person.id else each for each in body["copies"]]
    }


def refusals(file, desks, now):
    amara, jonas, ruth, ines = desks
    body = first(file, desks, now)
    other = body["told"]["generation"] + 1
    return {
        "sealed to keys that are not theirs": changed(body, jonas, recipient="0" * 64),
        "a later tier reads too soon": changed(body, ruth, until=""),
        "somebody waits who should read": changed(body, jonas, until="draft_shared"),
        "waits for another's turn": changed(body, ruth, until="tier_3"),
        "one alone reads and somebody waits": without(body, jonas),
        "its author does not read it": without(body, amara),
        "no such cause to wait": changed(body, ruth, until="for_ever"),
        "sealed twice to one": body | {"copies": [*body["copies"], body["copies"][1]]},
        "to somebody who is nobody": changed(body, ines, holder=new_id()),
        "a skipped generation": body | {
            "generation": 1, "statement": body["statement"] | {"generation": 1}
        },
        "its statement of another generation": body | {
            "statement": body["statement"] | {"generation": 1}
        },
        "under another case key": body | {
            "case_generation": other, "told": body["told"] | {"generation": other}
        },
        "told under another case key than it cites": body | {"case_generation": other},
        "a recipient that is none": body | {"recipient": "age1pq1" + "q" * 90},
        "a copy that is not sealed": changed(body, jonas, sealed=cast.b64(b"x" * 100)),
        "a letter with the wrong number": body | {"statement": body["statement"] | {"seq": 4}},
    }  # fmt: skip


def test_what_is_refused_leaves_nothing(now, desks, case, file):
    before = events(case)
    for why, body in refusals(file, desks, now).items():
        status, _ = post(desks[0], case, body)
        assert status in {400, 409}, why
        assert not FileKey.objects.exists(), why
        assert not FileWrap.objects.exists(), why
        assert events(case) == before, why


def test_nobody_makes_one_who_does_not_read_the_case_or_let_something_lapse(
    now, world, desks, case, file
):
    body = first(file, desks, now)
    assert post(desks[2], case, body)[0] == 404
    escalation.sweep(now=now + 30 * DAY)
    assert Wrap.objects.get(case__id=case, holder=desks[0].id).lapsed
    assert post(desks[0], case, body)[0] == 409


def test_a_later_one_is_made_by_who_reads_the_one_before(now, world, desks, case, file):
    amara, jonas, ruth, ines = desks
    made(file, desks, case, now)
    who = [(jonas, ""), (amara, ""), (ruth, "tier_2"), (ines, "tier_3")]
    body = file.made(jonas, who, now=now, authors=[amara, jonas])
    assert post(jonas, case, body | {"matter": new_id()})[0] == 400
    assert post(jonas, case, body) == (201, {})
    (mine,) = [each for each in wraps(case, amara) if is_of(file, amara, each, 1)]
    assert file.opened(amara, mine) == file.keys[1]


def test_who_was_not_let_in_asks_who_decides_and_has_it(now, world, desks):
    amara, jonas, ruth, _ = desks
    case = world.case([amara, jonas], [ruth])
    file = CaseFile(world.reporters[case])
    body = file.made(amara, [(amara, ""), (ruth, "")], now=now)
    assert post(amara, case, body)[0] == 409  # Ruth would read too soon: Jonas can be the second
    file = CaseFile(world.reporters[case])
    assert post(amara, case, file.made(amara, [(amara, "")], now=now)) == (201, {})
    body = file.made(jonas, [(jonas, ""), (amara, "")], now=now)
    status, error = post(jonas, case, body)
    assert (status, error["code"]) == (409, "conflict")


# --- copies --------------------------------------------------------------------------------------


def test_the_second_copy_of_who_waits_is_another_readers(now, world, desks, case, file):
    amara, _jonas, ruth, _ines = desks
    made(file, desks, case, now)
    assert owed(world, case) == {"Ruth": (1, "tier_2"), "Ines": (1, "tier_3")}
    body = file.given(amara, [(ruth, "tier_2")], now=now)
    status, error = post(amara, case, body, "/copies")  # hers is there already
    assert (status, "Somebody else makes the next copy" in error["message"]) == (409, True)
    second_copies(file, desks, case, now)
    assert owed(world, case) == {}
    assert FileWrap.objects.filter(released=None).count() == 4


def test_somebody_is_let_in_by_a_statement_and_only_so(now, world, desks, case):
    amara, jonas, _, _ = desks
    file = CaseFile(world.reporters[case])
    assert post(amara, case, file.made(amara, [(amara, "")], now=now)) == (201, {})
    assert owed(world, case)["Jonas"] == (1, "")
    assert post(amara, case, file.given(amara, [(jonas, "")], now=now), "/copies")[0] == 400
    body = file.given(amara, [(jonas, "")], now=now, stating=True)
    assert post(jonas, case, body, "/copies")[0] == 409  # who has no key lets nobody in
    assert post(amara, case, body, "/copies") == (201, {})
    assert post(amara, case, body, "/copies") == (201, {})  # sent again
    assert file.opened(jonas, wraps(case, jonas)[0]) == file.keys[0]
    (said,) = opened("file_key_given")
    assert (said["recipients"], said["statement"]) == (jonas.id, body["digest"])
    assert events(case)[-1] == ("file_key_given", amara.id)
    lin = world.reporters[case].authorization
    told = inbox.read_inbox(authorization=lin, now=now).timeline[-1]
    assert (told.event, told.actor) == ("file_key_given", amara.id)


def test_who_has_new_keys_is_owed_a_copy(now, world, desks, case, file):
    amara, jonas, _, _ = desks
    made(file, desks, case, now)
    second_copies(file, desks, case, now)
    old, jonas.identity = jonas.recipient, agefile.generate_identity()
    type(row(case).lead).objects.filter(id=jonas.id).update(recipient=jonas.recipient)
    assert old != jonas.recipient
    assert owed(world, case) == {"Jonas": (1, "")}
    assert post(amara, case, file.given(amara, [(jonas, "")], now=now), "/copies") == (201, {})
    assert owed(world, case) == {}
    assert file.opened(jonas, wraps(case, jonas)[-1]) == file.keys[0]
