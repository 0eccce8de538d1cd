"""Each event of a case names the one before it that the same people are told of."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import cast
import msgspec
import pytest
from operated import without_triggers
from renewing import Renewed
from tests.support.waiting import kept_no_promises

from heard.access.case_answers import CaseView
from heard.actions import cases as desk
from heard.actions.intake import identity, inbox, letters, report
from heard.actions.operations import health
from heard.actions.operations.health import _histories
from heard.formats import entry as entries
from heard.formats import history
from heard.formats.history import History, HistoryError, Told
from heard.ledger import writer as ledger_writer
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import Event, Letter, Opening
from heard.rules.codes.contacts import ContactKind
from heard.rules.events.intake import CaseWithdrawn, ContactChanged

REPORTER = Actor(kind="reporter")


@pytest.fixture
def lin(meridian: Any, now: Any) -> cast.Reporter:
    """Lin, who has reported to Amara, Jonas, Ruth and Ines."""
    lin = meridian.lin()
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


def followed(case: str, view: CaseView, reader: str, without: str = "") -> History:
    """What a door tells of a case, followed; ``without``: a kind of event that is kept back."""
    told = [
        Told(*(getattr(each, name) for name in ("leaf", "event", "at", "actor", "opening")))
        for each in view.timeline
        if each.event != without
    ]
    listed = {each.sha256 for each in view.letters}
    return history.follow(case, told, letters=listed, reader=reader)


def her_view(lin: cast.Reporter, now: Any) -> CaseView:
    return inbox.read_inbox(authorization=lin.authorization, now=now)


def desks_view(lin: cast.Reporter, now: Any) -> CaseView:
    return desk.open_case(holder=cast.AMARA.id, case=lin.case, now=now)


def amara_writes(lin: cast.Reporter, kind: str, seq: int, now: Any) -> None:
    made = cast.AMARA.letter(lin, "Thank you.", seq=seq, now=now)
    sealed = b64decode(made["sealed"])
    desk.write_letter(
        holder=cast.AMARA.id, case=lin.case, letter=made["id"], kind=kind, seq=seq, sealed=sealed,
        now=now, asks="meeting" if kind == "request" else "",
    )  # fmt: skip


def much(lin: cast.Reporter, now: Any) -> None:
    """A bit of everything, notes and contacts between."""
    desk.open_case(holder=cast.JONAS.id, case=lin.case, now=now)
    for seq, kind in enumerate(("note", "request", "note", "message")):
        amara_writes(lin, kind, seq, now)
        gone = ContactChanged(case=lin.case, kind=ContactKind.PUSH, contact="")
        write(lambda entry, gone=gone: entry.log(gone, at=now, actor=REPORTER))
    new = Renewed(lin, (cast.AMARA, cast.RUTH, cast.INES), [cast.JONAS])
    first = identity.FirstAddition(*new.addition("There is more.", now=now))
    said = new.identity
    identity.renew(
        authorization=lin.authorization,
        renewal=identity.Renewal(
            new.id, 1, said.case_recipient, said.wraps, said.reporter_wrap, said.exclude, first
        ),
        now=now,
    )


def test_what_either_is_told_holds_and_neither_chain_runs_through_the_others(
    lin: cast.Reporter, now: Any
) -> None:
    much(lin, now)
    desks, hers = desks_view(lin, now), her_view(lin, now)
    told = {
        "desk": followed(lin.case, desks, "desk"),
        "reporter": followed(lin.case, hers, "reporter"),
    }
    kinds = {
        who: {fields["event"] for fields in found.fields.values()} for who, found in told.items()
    }
    assert kinds["desk"] - kinds["reporter"] == {"note_added"}
    assert kinds["reporter"] - kinds["desk"] == {"contact_changed"}
    assert told["desk"].newest == told["reporter"].newest
    assert not any(found.older for found in told.values())
    apart = {
        leaf
        for found in told.values()
        for leaf, fields in found.fields.items()
        if fields["event"] in {"note_added", "contact_changed"}
    }
    shared = set(told["desk"].fields) & set(told["reporter"].fields)
    assert not {told["desk"].fields[leaf]["prev"] for leaf in shared} & apart


@pytest.mark.parametrize(
    ("kind", "reader", "fault"),
    [("case_opened", "reporter", "gap"), ("request_made", "desk", "gap"),
     ("letter_received", "desk", "gap"), ("report_received", "reporter", "gap")],
)  # fmt: skip
def test_what_is_kept_back_of_it_is_found_out(
    lin: cast.Reporter, now: Any, kind: str, reader: str, fault: str
) -> None:
    much(lin, now)
    view = desks_view(lin, now) if reader == "desk" else her_view(lin, now)
    with pytest.raises(HistoryError) as refused:
        followed(lin.case, view, reader, without=kind)
    assert refused.value.kind == fault


def test_a_letter_that_is_taken_off_the_list_is_found_out(lin: cast.Reporter, now: Any) -> None:
    much(lin, now)
    Letter.objects.filter(case__id=lin.case, kind="message").delete()
    for view, reader in ((desks_view(lin, now), "desk"), (her_view(lin, now), "reporter")):
        with pytest.raises(HistoryError) as refused:
            followed(lin.case, view, reader)
        assert refused.value.kind == "letter"


def test_two_writers_at_once_make_one_chain(lin: cast.Reporter, now: Any) -> None:
    """What goes before is looked up under the lock that orders commits, or both go on from one."""
    writers = [ledger_writer.Writer(), ledger_writer.Writer()]
    gone = ContactChanged(case=lin.case, kind=ContactKind.PUSH, contact="")

    def action(entry: JournalEntry) -> None:
        entry.log(gone, at=now, actor=REPORTER)
        entry.log(CaseWithdrawn(case=lin.case), at=now, actor=REPORTER)

    jobs = [ledger_writer.Job(action, JournalEntry, "", "") for _ in range(60)]
    try:
        for number, job in enumerate(jobs):
            writers[number % 2].submit(job)
        for job in jobs:
            job.answer()
    finally:
        for writer in writers:
            writer.stop()
    found = followed(lin.case, her_view(lin, now), "reporter")
    assert len(found.fields) == 1 + 2 * len(jobs)


def test_the_same_deed_again_names_the_same_one(lin: cast.Reporter, now: Any) -> None:
    made = lin.letter("message", {"words": "Again."}, now=now)
    sent = letters.NewLetter(made["id"], "message", made["seq"], b64decode(made["sealed"]))
    once = letters.add_letter(authorization=lin.authorization, letter=sent, now=now)
    desk.open_case(holder=cast.AMARA.id, case=lin.case, now=now)
    again = letters.add_letter(authorization=lin.authorization, letter=sent, now=now)
    assert again == once


def test_a_case_from_before_goes_on_from_its_last_event(lin: cast.Reporter, now: Any) -> None:
    """Its first events name nothing: as it was logged before there was ``prev``."""
    kept_no_promises()
    for event in Event.of(lin.case):
        row = Opening.objects.get(index=event.index)
        values = entries.parse(row.fields).values
        del values["prev"]
        made, text = entries.write(values)
        leaf = sha256(b"\0" + made).hexdigest()
        Opening.objects.filter(index=event.index).update(fields=text, leaf=leaf)
    before = followed(lin.case, her_view(lin, now), "reporter")
    assert before.older
    desk.open_case(holder=cast.AMARA.id, case=lin.case, now=now)
    after = followed(lin.case, her_view(lin, now), "reporter")
    assert (after.older, after.fields[after.newest]["prev"]) == (True, before.newest)


def twice(place: int) -> None:
    """The event once more, behind all others."""
    behind = 10**6
    event, opening = Event.objects.get(index=place), Opening.objects.get(index=place)
    event.index = opening.index = behind
    Event.objects.bulk_create([event])
    Opening.objects.bulk_create([opening])


def naming_another(place: int) -> None:
    opening = Opening.objects.get(index=place)
    made, text = entries.write({**entries.parse(opening.fields).values, "prev": "a" * 64})
    leaf = sha256(b"\0" + made).hexdigest()
    Opening.objects.filter(index=place).update(fields=text, leaf=leaf)


def gone(place: int) -> None:
    Letter.objects.filter(index=place).delete()
    without_triggers(
        f'DELETE FROM heard_event WHERE "index" = {place}',
        f'DELETE FROM heard_opening WHERE "index" = {place}',
    )


def without_its_letter(place: int) -> None:
    Letter.objects.filter(index=place).delete()


@pytest.mark.parametrize(
    ("fault", "said"),
    [(gone, "the event before it is missing"), (twice, "or it is there twice"),
     (naming_another, "the event before it is missing"),
     (without_its_letter, "the letter that it names is missing")],
)  # fmt: skip
def test_the_doctor_finds_the_case_whose_chain_is_not_whole(
    lin: cast.Reporter, meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[int], None], said: str,
) -> None:  # fmt: skip
    """However many events of how many cases it looks at together."""
    much(lin, now)
    for _ in range(2):
        body = meridian.lin().report(meridian.roster, now=now)
        report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    assert health.check_histories(progress=lambda *_: None) == []
    fault(Letter.objects.get(case__id=lin.case, kind="request").index or 0)
    for batch in (1, 3, 2048):
        monkeypatch.setattr(_histories, "BATCH", batch)
        [found] = health.check_histories(progress=lambda *_: None)
        assert found.startswith(f"case {lin.case}, at its event ")
        assert said in found
