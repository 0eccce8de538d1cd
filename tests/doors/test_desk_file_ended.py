"""What happens to who has the file of a case: turns, leaving, renewal; and no party ever has it."""

import datetime as dt
from base64 import b64decode
from hashlib import sha256

import cast
import pytest
from deskworld import opened
from filekeys import CaseFile
from fileworld import NAMES, is_of, made, owed, post, row, second_copies, wraps
from kept import number

from heard.access import file_copies, file_key
from heard.access.generations import NewWrap
from heard.actions import rosters
from heard.actions.deadlines import escalation
from heard.actions.intake import identity as intake_identity
from heard.formats import FormatError, agefile, partyletter
from heard.formats.ids import new_id
from heard.records.models import Case, FileKey, FileLetter, FileWrap, Invitation, Wrap
from heard.rules.refusals import RefusedError

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


# --- what happens to who has it ------------------------------------------------------------------


def test_a_later_tier_is_given_both_copies_in_the_commit_that_opens_the_case(
    now, world, desks, case, file
):
    """One of the two is nonsense, by a hostile author; the other opens."""
    ruth = desks[2]
    made(file, desks, case, now, junk=[ruth])
    second_copies(file, desks, case, now)
    escalation.sweep(now=now + 8 * DAY)
    assert Wrap.objects.filter(case__id=case, holder=ruth.id, released__isnull=False).exists()
    given = wraps(case, ruth)
    assert len(given) == 2
    assert sorted(is_of(file, ruth, each, 0) for each in given) == [False, True]
    assert file_key.reads(row(case), ruth.id)


def test_of_cases_that_are_opened_at_once_each_gives_out_what_waits_for_its_own_turn(
    now, world, desks, case, file
):
    amara, jonas, ruth, ines = desks
    other = world.case([amara, jonas], [ruth, ines])
    assert amara.post(f"cases/{other}/acknowledge", {"id": new_id()}).status_code == 201
    made(file, desks, case, now)
    made(CaseFile(world.reporters[other]), desks, other, now)
    everybody = [(each, who) for each in (case, other) for who in (ruth, ines)]
    file_copies.open_to({case: 2, other: 2}, {case: [ines.id], other: []}, now=now)
    assert [len(wraps(*each)) for each in everybody] == [0, 0, 0, 0]
    both = [ruth.id, ines.id]
    file_copies.open_to({case: 2, other: 3}, {case: both, other: both}, now=now)
    assert [len(wraps(*each)) for each in everybody] == [1, 0, 0, 1]


def test_of_one_copy_alone_the_other_stays_owed_after_it_is_given_out(
    now, world, desks, case, file
):
    _amara, jonas, ruth, _ = desks
    made(file, desks, case, now, junk=[ruth])
    escalation.sweep(now=now + 8 * DAY)
    assert len(wraps(case, ruth)) == 1
    assert owed(world, case)["Ruth"] == (1, "tier_2")
    # A lapsed reader decides nothing, and can still let in who has the case now.
    body = file.given(jonas, [(ruth, "tier_2")], now=now)
    assert post(jonas, case, body, "/copies") == (201, {})
    assert [is_of(file, ruth, each, 0) for each in wraps(case, ruth)] == [False, True]


def test_what_waits_for_a_draft_or_an_appeal_is_given_out_by_that_alone(now, desks, case, file):
    _amara, _jonas, _ruth, ines = desks
    made(file, desks, case, now)
    FileWrap.objects.filter(holder=ines.id).update(until="draft_shared")
    file_copies.release(cases=[case], until="appeal_lodged", now=now)
    assert wraps(case, ines) == []
    file_copies.release(cases=[case], until="draft_shared", now=now)
    assert len(wraps(case, ines)) == 1


def test_stepping_out_ends_the_file_and_what_is_written_under_its_key(now, desks, case, file):
    amara, jonas, ruth, ines = desks
    made(file, desks, case, now)
    jonas.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert not FileWrap.objects.filter(holder=jonas.id).exclude(sealed=b"").exists()
    assert file_key.floor(row(case), by="") == 1
    with pytest.raises(file_key.StaleFileKeyError) as stale:
        file_key.check_file_generation(row(case), 0, by="")
    assert stale.value.file_generation == 1
    body = file.made(
        amara, [(amara, ""), (ruth, ""), (ines, "tier_3")], now=now, authors=[amara, ruth]
    )
    assert post(amara, case, body) == (201, {})
    file_key.check_file_generation(row(case), 1, by="")
    (_, said) = opened("file_key_made")
    assert said["excluded"] == jonas.id


def test_her_renewal_ends_copies_and_raises_the_floor(now, world, desks, case, file):
    amara, jonas, ruth, ines = desks
    made(file, desks, case, now)
    body = world.renewal(case, [amara, ruth, ines], [jonas])
    assert amara.post(f"cases/{case}/identity", body).status_code == 201
    assert file_key.floor(row(case), by="") == 1
    assert wraps(case, jonas) == []
    who = [(amara, ""), (ruth, ""), (ines, "tier_3")]
    stale = file.made(amara, who, now=now, authors=[amara, ruth])
    status, error = post(amara, case, stale)
    assert (status, error["generation"]) == (409, 1)  # it cites the key that Jonas has
    file.keys.pop()
    file.bases.pop()
    file.seq |= {(amara.id, ""): 1, (amara.id, "told"): 1}
    key = Case.objects.get(id=case).casekey_set.latest("generation").recipient
    body = file.made(amara, who, now=now, authors=[amara, ruth], case_key=key, case_generation=1)
    assert post(amara, case, body) == (201, {})


def test_nobody_uses_up_the_generations_that_renewals_must_have(now, desks, case, file):
    """Or one reader could leave the file without a key, once somebody was left out of the case."""
    amara, jonas, ruth, ines = desks
    made(file, desks, case, now)
    for table in (FileKey, FileWrap):
        table.objects.filter(case__id=case).update(generation=31)
    file.keys *= 32
    who = [(jonas, ""), (amara, ""), (ruth, "tier_2"), (ines, "tier_3")]
    body = file.made(jonas, who, now=now, authors=[amara, jonas])
    status, error = post(jonas, case, body)
    assert (status, FileKey.objects.count()) == (409, 1)
    assert "renewed often" in error["message"]
    file.keys.pop()
    file.bases.pop()
    jonas.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    left = [(amara, ""), (ruth, ""), (ines, "tier_3")]
    must = file.made(amara, left, now=now, authors=[amara, ruth])
    assert post(amara, case, must) == (201, {})


def test_a_new_key_ends_the_invitations_that_are_open(now, desks, case, file):
    """Who is left out by it had what authenticates an answer (docs/spec/channel.md, 7)."""
    amara, jonas, ruth, ines = desks
    made(file, desks, case, now)
    open = Invitation.objects.create(
        id=new_id(), case_id=number(case), party="e" * 32, holder_id=amara.id, locator="a" * 64,
        digest="b" * 64, generation=0, expires=now + DAY, sealed=b"x", kept=b"y", at=now,
    )  # fmt: skip
    who = [(amara, ""), (jonas, ""), (ruth, "tier_2"), (ines, "tier_3")]
    assert post(amara, case, file.made(amara, who, now=now, authors=[amara, jonas])) == (201, {})
    open.refresh_from_db()
    assert (open.ended, bytes(open.sealed)) == (now, b"")


def test_the_last_who_has_it_cannot_step_out_and_nobody_takes_them_off_the_roster(
    now, world, desks
):
    amara, jonas, ruth, _ = desks
    case = world.case([amara, jonas], [ruth])
    file = CaseFile(world.reporters[case])
    assert post(amara, case, file.made(amara, [(amara, "")], now=now)) == (201, {})
    answer = amara.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert answer.status_code == 409
    assert "file" in answer.json()["error"]["message"]
    with pytest.raises(RefusedError, match="file of 1 open"):
        rosters.remove(holder=amara.id, now=now)
    assert wraps(case, amara) != []
    body = file.given(amara, [(jonas, "")], now=now, stating=True)
    assert post(amara, case, body, "/copies") == (201, {})
    rosters.remove(holder=amara.id, now=now)
    assert (wraps(case, amara), len(wraps(case, jonas))) == ([], 1)
    assert file_key.floor(row(case), by="") == 1


def test_no_handler_leaves_out_the_last_who_has_the_file_and_the_reporter_may(now, world, desks):
    amara, jonas, ruth, _ = desks
    case = world.case([amara, jonas], [ruth])
    file = CaseFile(world.reporters[case])
    assert post(amara, case, file.made(amara, [(amara, "")], now=now)) == (201, {})
    body = world.renewal(case, [jonas, ruth], [amara])
    answer = jonas.post(f"cases/{case}/identity", body)
    assert answer.status_code == 409
    assert "can open the file of this case" in answer.json()["error"]["message"]
    assert wraps(case, amara) != []
    lin = world.reporters[case].authorization
    hers = intake_identity.Renewal(**{**sealed(body), "id": new_id()})
    intake_identity.renew(authorization=lin, renewal=hers, now=now)
    assert FileWrap.objects.get(holder=amara.id).left is not None


def sealed(body):
    """What a page sends of a new key, as an action takes it."""
    wraps = tuple(NewWrap(each["holder"], b64decode(each["sealed"])) for each in body["wraps"])
    more = {"wraps": wraps, "reporter_wrap": b64decode(body["reporter_wrap"])}
    return {**body, **more, "exclude": tuple(body["exclude"])}


def test_passing_the_case_on_gives_out_what_waited_for_a_turn(now, world, desks, case, file):
    amara, _, ruth, _ = desks
    made(file, desks, case, now)
    assert amara.post(f"cases/{case}/pass", world.passing(amara, case, ruth)).status_code == 201
    assert len(wraps(case, ruth)) == 1


# --- no party has it -----------------------------------------------------------------------------


@pytest.mark.acceptance("case-work", 3)
def test_no_party_opens_anything_of_the_file_with_the_whole_database(now, world, desks, case, file):
    """What the server keeps after a file was made, given, renewed and written in; all of it."""
    amara, jonas, ruth, ines = desks
    made(file, desks, case, now)
    second_copies(file, desks, case, now)
    gao, witness = cast.GAO, cast.BO
    letters = [file.letter(gao, "message", {"words": "No."}, now=now, party=gao)]
    add_party_letters(case, letters, gao.id)
    jonas.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    body = file.made(
        amara, [(amara, ""), (ruth, ""), (ines, "tier_3")], now=now, authors=[amara, ruth]
    )
    assert post(amara, case, body) == (201, {})
    later = [file.letter(amara, "message", {"words": "Thank you."}, now=now, party=witness)]
    add_party_letters(case, later, witness.id)
    lin = world.reporters[case]
    keys = [lin.secrets.identity, lin.secrets.keys.identity]
    blobs = [bytes(each.sealed) for each in (*FileLetter.objects.all(), *FileWrap.objects.all())]
    blobs = [each for each in blobs if each]
    assert len(blobs) >= 9
    assert [each for each in blobs if opens(each, keys)] == []
    theirs = [bytes(FileLetter.objects.get(party=each.id).sealed) for each in (gao, witness)]
    assert [each for each in blobs if opens(each, [gao.identity])] == theirs[:1]
    assert [each for each in blobs if opens(each, [witness.identity])] == theirs[1:]
    assert opens(theirs[0], [file.keys[0]])


def add_party_letters(case, letters, party):
    for each in letters:
        sealed = b64decode(each["sealed"])
        partyletter.check_sealed(sealed)
        FileLetter.objects.create(
            case_id=number(case), kind="message", party=party, author=party, seq=each["seq"],
            id=each["id"], sealed=sealed, sha256=sha256(sealed).hexdigest(),
            at=dt.datetime.now(dt.UTC), generation=each["generation"],
        )  # fmt: skip


def opens(sealed, identities):
    try:
        agefile.unseal(sealed, identities)
    except FormatError as refusal:
        if refusal.kind != "no_match":
            raise
        return False
    return True
