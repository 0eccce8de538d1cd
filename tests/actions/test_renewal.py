"""Leaving somebody out: they lose the case at once, and what comes after is closed to them."""

import datetime as dt
from base64 import b64decode
from hashlib import sha256

import cast
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from renewing import Renewed

from heard.access import generations
from heard.access.case_access import NoSuchCaseError
from heard.access.case_access import StaleGenerationError as KeyRenewed
from heard.actions import cases as desk
from heard.actions.deadlines import escalation
from heard.actions.intake import files, identity, inbox, letters, report
from heard.formats import FormatError, agefile, letter
from heard.formats import entry as entries
from heard.formats.ids import new_id
from heard.records.models import CaseKey, Event, Letter, Opening, Outgoing, Wrap
from heard.rules.refusals import MalformedError, RefusedError

DAY = dt.timedelta(days=1)
STAYING = (cast.AMARA, cast.RUTH, cast.INES)


@pytest.fixture
def sent(meridian, lin, now):
    """Lin's report, sealed to Amara, Jonas, Ruth and Ines."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


def by_her(new, *, now, letter=None):
    said = new.identity
    body = identity.Renewal(
        new.id,
        said.generation,
        said.case_recipient,
        said.wraps,
        said.reporter_wrap,
        said.exclude,
        identity.FirstAddition(*letter) if letter else None,
    )
    return identity.renew(authorization=new.lin.authorization, renewal=body, now=now)


def by(who, new, *, now, note=None):
    return desk.renew(
        holder=who.id, case=new.lin.case, key=new.id, identity=new.identity, note=note, now=now
    )


def may_read(case):
    rows = Wrap.objects.filter(case__id=case, released__isnull=False, left=None).exclude(
        holder=None
    )
    return {row.holder.name for row in rows.select_related("holder")}


def queue(who):
    return [line.id for line in desk.queue(holder=who.id, after=None, closed=False).cases]


def said_of(case, kind):
    events = Event.of(case).filter(kind=kind).order_by("index")
    openings = Opening.objects.filter(index__in=[event.index for event in events])
    return [entries.parse(each.fields).values for each in openings.order_by("index")]


def test_who_is_left_out_loses_the_case_at_once(sent, now):
    desk.open_case(holder=cast.JONAS.id, case=sent.case, now=now)
    by_her(Renewed(sent, STAYING, [cast.JONAS]), now=now)
    assert may_read(sent.case) == {"Amara"}
    assert (queue(cast.JONAS), queue(cast.AMARA)) == ([], [sent.case])
    with pytest.raises(NoSuchCaseError):
        desk.open_case(holder=cast.JONAS.id, case=sent.case, now=now)
    assert {bytes(row.sealed) for row in Wrap.objects.filter(holder=cast.JONAS.id)} == {b""}


def test_she_is_told_what_they_may_have_read(sent, now):
    desk.open_case(holder=cast.JONAS.id, case=sent.case, now=now)
    seen = Opening.objects.get(index=Event.of(sent.case).latest("index").index).leaf
    by_her(Renewed(sent, STAYING, [cast.JONAS]), now=now + DAY)
    told = inbox.read_inbox(authorization=sent.authorization, now=now).holders
    jonas = next(each for each in told if each.id == cast.JONAS.id)
    assert (jonas.read, jonas.opened[:10]) == (seen, now.date().isoformat())
    assert jonas.left[:10] == (now + DAY).date().isoformat()
    assert [each.id for each in told].count(cast.AMARA.id) == 1


def test_what_comes_after_opens_with_the_new_identity_alone(sent, now):
    new = Renewed(sent, STAYING, [cast.JONAS])
    id, seq, sealed = new.addition("There is more, and Jonas knows him.", now=now)
    receipt = by_her(new, now=now, letter=(id, seq, sealed))
    view = desk.open_case(holder=cast.AMARA.id, case=sent.case, now=now)
    assert [key.generation for key in view.keys] == [0, 1]
    assert (view.generation, view.case_recipient) == (1, new.recipient)
    assert new.opened(view.keys[1].wrap, cast.AMARA.identity) == new.secret
    row = Letter.objects.get(id=id)
    assert (row.generation, row.kind, row.index) == (1, "addition", receipt.index)
    kept = desk.read_letter(holder=cast.AMARA.id, case=sent.case, letter=id)
    assert "Jonas knows" in letter.unseal(kept, [new.secret]).content["words"]
    with pytest.raises(FormatError):
        letter.unseal(kept, [sent.secrets.identity])


def test_her_inbox_has_both_and_the_log_has_it(sent, now):
    new = Renewed(sent, STAYING, [cast.JONAS])
    by_her(new, now=now)
    told = inbox.read_inbox(authorization=sent.authorization, now=now)
    assert [key.case_recipient for key in told.keys] == [sent.recipient, new.recipient]
    assert new.opened(told.wrap, sent.secrets.keys.identity) == new.secret
    [said] = said_of(sent.case, "identity_renewed")
    assert (said["excluded"], said["letter"], said["actor"]) == (cast.JONAS.id, "", "reporter")
    assert said["recipients"] == ",".join(sorted(who.id for who in STAYING))


def test_unsent_notices_about_it_are_withdrawn_and_no_others(meridian, sent, now):
    other = meridian.lin()
    body = other.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    by_her(Renewed(sent, STAYING, [cast.JONAS]), now=now)
    waiting = Outgoing.objects.filter(holder=cast.JONAS.id).values_list("case", flat=True)
    assert list(waiting) == [other.case]


def test_the_same_deed_twice_is_done_once_and_another_identity_is_refused(sent, now):
    new = Renewed(sent, STAYING, [cast.JONAS])
    first, again = (by_her(new, now=now) for _ in range(2))
    assert first.index == again.index
    assert CaseKey.objects.filter(case__id=sent.case).count() == 2
    with pytest.raises(KeyRenewed) as wanted:
        by_her(Renewed(sent, STAYING), now=now)
    assert wanted.value.generation == 2


def test_nothing_changes_where_it_is_refused(sent, now):
    before = list(Wrap.objects.order_by("id").values())
    for new in (
        Renewed(sent, (cast.RUTH, cast.INES), [cast.JONAS]),  # Amara is forgotten
        Renewed(sent, (*STAYING, cast.GAO), [cast.JONAS]),  # she struck Gao out
        Renewed(sent, (*STAYING, cast.BO), [cast.JONAS]),  # in no roster
        Renewed(sent, STAYING, [cast.JONAS], generation=2),
        Renewed(sent, STAYING, [cast.JONAS], generation=0),
    ):
        with pytest.raises((RefusedError, KeyRenewed)):
            by_her(new, now=now)
    assert list(Wrap.objects.order_by("id").values()) == before
    assert said_of(sent.case, "identity_renewed") == []


def test_where_intake_is_left_out_the_next_tier_has_it_at_once(sent, now):
    by_her(Renewed(sent, (cast.RUTH, cast.INES), [cast.AMARA, cast.JONAS]), now=now)
    assert may_read(sent.case) == {"Ruth"}
    [opened] = said_of(sent.case, "tier_released")
    assert (opened["tier"], opened["reason"]) == ("2", "conflict")
    assert [key.generation for key in desk.open_case(
        holder=cast.RUTH.id, case=sent.case, now=now).keys] == [0, 1]  # fmt: skip


def test_somebody_must_be_left(sent, now):
    everyone = [cast.AMARA, cast.JONAS, cast.RUTH, cast.INES]
    for left, out in (((), everyone), ((cast.INES,), everyone)):
        with pytest.raises((RefusedError, MalformedError, ValueError)):
            by_her(Renewed(sent, left, out), now=now)
    by_her(Renewed(sent, (cast.INES,), [cast.AMARA, cast.JONAS, cast.RUTH]), now=now)
    assert may_read(sent.case) == {"Ines"}


def test_a_handler_leaves_another_out_but_not_themself(sent, now):
    with pytest.raises(RefusedError):
        by(cast.AMARA, Renewed(sent, (cast.JONAS, cast.RUTH, cast.INES), [cast.AMARA]), now=now)
    new = Renewed(sent, STAYING, [cast.JONAS])
    posted = cast.AMARA.author.letter(
        case=sent.case, kind="note", seq=0, content={"words": "He is his cousin."}, now=now
    )
    sealed = letter.seal(posted, cast.AMARA.author.seed, [new.recipient])
    by(cast.AMARA, new, now=now, note=(posted.id, 0, sealed, 1))
    told = inbox.read_inbox(authorization=sent.authorization, now=now)
    assert "note" not in [each.kind for each in told.letters]
    assert "identity_renewed" in [each.event for each in told.timeline]
    assert may_read(sent.case) == {"Amara"}


def test_a_handler_cannot_keep_it_from_everybody_who_would_have_it_next(sent, now):
    before = list(Wrap.objects.order_by("id").values())
    for stay, out in (
        ((cast.AMARA, cast.JONAS), [cast.RUTH, cast.INES]),
        ((cast.AMARA,), [cast.JONAS, cast.RUTH, cast.INES]),
    ):
        with pytest.raises(RefusedError, match="if nothing is done"):
            by(cast.AMARA, Renewed(sent, stay, out), now=now)
    assert list(Wrap.objects.order_by("id").values()) == before
    by(cast.AMARA, Renewed(sent, (cast.AMARA, cast.INES), [cast.JONAS, cast.RUTH]), now=now)
    with pytest.raises(RefusedError, match="if nothing is done"):
        by(cast.AMARA, Renewed(sent, (cast.AMARA,), [cast.INES], 2), now=now)
    by_her(Renewed(sent, (cast.AMARA,), [cast.INES], 2), now=now)  # she may
    assert may_read(sent.case) == {"Amara"}


def test_handlers_cannot_use_up_the_renewals_that_are_hers(sent, now, monkeypatch):
    monkeypatch.setattr(generations, "MOST_BY_HOLDERS", 3)
    monkeypatch.setattr(generations, "MOST_GENERATIONS", 4)
    everyone = (cast.AMARA, cast.JONAS, cast.RUTH, cast.INES)
    for generation in (1, 2):
        by(cast.AMARA, Renewed(sent, everyone, generation=generation), now=now)
    with pytest.raises(RefusedError, match="The reporter still can"):
        by(cast.AMARA, Renewed(sent, everyone, generation=3), now=now)
    by_her(Renewed(sent, STAYING, [cast.JONAS], generation=3), now=now)
    with pytest.raises(RefusedError, match="Make a new report"):
        by_her(Renewed(sent, STAYING, generation=4), now=now)
    assert may_read(sent.case) == {"Amara"}


def test_who_let_it_lapse_cannot_renew_and_stays_so_in_the_new_generation(sent, hour):
    escalation.sweep(now=hour + DAY)
    everyone = (cast.AMARA, cast.JONAS, cast.RUTH, cast.INES)
    with pytest.raises(RefusedError, match="not kept in time"):
        by(cast.AMARA, Renewed(sent, everyone), now=hour + DAY)
    by(cast.RUTH, Renewed(sent, everyone), now=hour + DAY)
    view = desk.open_case(holder=cast.AMARA.id, case=sent.case, now=hour + DAY)
    assert (view.lapsed, view.generation) == (True, 1)


def test_what_is_sealed_to_the_older_identity_is_not_taken(sent, now):
    start = sent.letter("file-start", {}, now=now)
    segment, file = new_id(), new_id()
    begun = files.FileLetter(start["id"], start["seq"], b64decode(start["sealed"]))
    files.start_file(authorization=sent.authorization, file=files.NewFile(file, begun), now=now)
    by_her(Renewed(sent, STAYING, [cast.JONAS]), now=now)
    hers = sent.letter("message", {"words": "late"}, now=now)
    late = letters.NewLetter(hers["id"], "message", hers["seq"], b64decode(hers["sealed"]))
    data = agefile.seal(b"video", [sent.recipient])
    digest = sha256(data).hexdigest()
    theirs = cast.AMARA.letter(sent, "late", seq=0, now=now)
    for action in (
        lambda: letters.add_letter(authorization=sent.authorization, letter=late, now=now),
        lambda: files.put_part(
            authorization=sent.authorization, file=file, segment=segment, offset=0,
            data=data, digest=digest,
        ),
        lambda: desk.write_letter(
            holder=cast.AMARA.id, case=sent.case, letter=theirs["id"], kind="message", seq=0,
            sealed=b64decode(theirs["sealed"]), now=now,
        ),
    ):  # fmt: skip
        with pytest.raises(KeyRenewed) as newest:
            action()
        assert newest.value.generation == 1


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(actions=st.lists(st.sampled_from(["JONAS", "RUTH", "INES", "lapse", "none"]), max_size=5))
def test_a_case_is_one_line_for_each_who_reads_it_whatever_was_done(meridian, now, actions):
    """Any number of generations, exclusions and openings: one line, one seat, one way of seeing."""
    lin = meridian.lin()
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    people, generation = {p.name.upper(): p for p in cast.UNINVOLVED}, 0
    for action in actions:
        if action == "lapse":
            escalation.sweep(now=now + DAY)
            continue
        out = [person for name, person in people.items() if name == action]
        stay = {name: person for name, person in people.items() if name != action}
        try:
            by_her(Renewed(lin, tuple(stay.values()), out, generation + 1), now=now)
        except RefusedError:  # who would be left has let a duty lapse
            continue
        people, generation = stay, generation + 1
    for person in cast.UNINVOLVED:
        lines = [each for each in queue(person) if each == lin.case]
        reads = person.name in may_read(lin.case) and person.name.upper() in people
        assert len(lines) == reads
        if reads:
            view = desk.open_case(holder=person.id, case=lin.case, now=now)
            assert [key.generation for key in view.keys] == list(range(generation + 1))
    told = inbox.read_inbox(authorization=lin.authorization, now=now)
    ids = [each.id for each in told.holders]
    assert sorted(ids) == sorted(person.id for person in cast.UNINVOLVED)
    assert {each.id for each in told.holders if each.left} == {
        person.id for person in cast.UNINVOLVED if person.name.upper() not in people
    }
