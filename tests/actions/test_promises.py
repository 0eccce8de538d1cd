"""What is given at once says nothing of others, is given again byte for byte, and is kept."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import cast
import pytest

from heard.actions import rosters
from heard.actions.operations import epochs, health, setup
from heard.formats import kept, note, promise, roster
from heard.formats import receipt as receipts
from heard.formats.note import Verifier
from heard.ledger import log_key, promise_key, tree_store
from heard.ledger import receipts as ledger_receipts
from heard.ledger.journal import Actor, write
from heard.ledger.promise_key import PromiseKeyMissingError
from heard.records.models import Cosignature, Event, Organisation
from heard.rules.events.cases import CaseOpened
from heard.rules.refusals import RefusedError

CASE = "c" * 32


def opened(now: Any, case: str = CASE) -> Any:
    actor = Actor(kind="operator")
    return lambda entry: entry.log(CaseOpened(case=case), at=now, actor=actor)


def verify(text: str) -> promise.Promised:
    key = Verifier.parse(Organisation.objects.get().promise)
    return promise.verify(text, key=key, log=log_key.load().name)


def test_a_log_makes_no_promises_before_the_roster_names_their_key(meridian: Any, now: Any) -> None:
    """What it gave before is a receipt, and stays one whatever is signed since."""
    named = Organisation.objects.get().promise
    Organisation.objects.update(promise="")
    old = write(opened(now), key="a" * 32, sha256="b" * 64).receipts[0]
    proved = receipts.verify(old.text, log=Verifier.parse(log_key.load().vkey))
    assert (proved.size, proved.leaf.hex()) == (tree_store.size(), old.leaf)
    write(opened(now, "e" * 32))  # somebody else's: the log has grown, and no receipt may tell it
    assert tree_store.size() > proved.size
    assert ledger_receipts.receipt(old.index, quorum=1) == old.text
    Organisation.objects.update(promise=named)
    assert verify(write(opened(now, "d" * 32)).receipts[0].text).size == 0
    again = write(opened(now), key="a" * 32, sha256="b" * 64)
    assert (again.again, again.receipts) == (True, (old,))


def test_a_promise_tells_no_size_but_a_public_one(meridian: Any, now: Any) -> None:
    """Whatever others do in between: the same promise but for its entry."""
    assert epochs.close_epoch(now=now)
    write(opened(now))  # so that something goes before both
    first = write(opened(now)).receipts[0]
    for number in range(9):
        write(opened(now, f"{number:032x}"))
    second = write(opened(now)).receipts[0]
    told = [verify(each.text) for each in (first, second)]
    public = Cosignature.objects.get()
    assert {(each.size, each.by) for each in told} == {(public.size, told[0].by)}
    assert tree_store.root(public.size) == told[0].root == told[1].root
    assert len(first.text) == len(second.text)
    # An hour later it is kept: nothing is before what was public then, and the log goes on from it.
    assert epochs.close_epoch(now=now + timedelta(hours=1))
    kept_by = receipts.verify(
        ledger_receipts.receipt(first.index, quorum=1), log=Verifier.parse(log_key.load().vkey)
    )
    hashes = tree_store.consistency(public.size, kept_by.size)
    assert kept.check(told[0], kept_by).reached is None
    kept.extended(told[0], kept_by, hashes)


def test_nothing_is_promised_without_the_key(meridian: Any, now: Any) -> None:
    promise_key.path().unlink()
    before = Event.objects.count()
    with pytest.raises(PromiseKeyMissingError):
        write(opened(now))
    assert Event.objects.count() == before
    assert "promise" in setup.not_ready()
    assert said(now)[0] == "wrong"
    promise_key.ensure(log_key.load().name)  # another: what the roster names is gone
    assert "is not the key" in setup.not_ready()
    assert said(now) == ("wrong", "bring keys/promise back from a backup")
    # Where no backup has it, a roster that names the new one is the way out that is told.
    signed = roster.sign(rosters.draft(now=now, quorum=None), cast.root_key(meridian.site))
    assert verify(rosters.accept(signed=signed, now=now).text).fields["event"] == "roster_signed"
    assert setup.not_ready() == ""
    assert said(now) == ("ok", "")


def test_the_operator_is_told_to_sign_a_roster_with_the_key(meridian: Any, now: Any) -> None:
    assert said(now) == ("ok", "")
    Organisation.objects.update(promise="")
    assert said(now) == ("careful", "sign the next roster: heard roster --help")
    # Made at the start of an older Heard; a roster with another one, or none, is refused.
    setup.make_keys()
    drafted = rosters.draft(now=now, quorum=None)
    assert drafted.promise == promise_key.load().vkey
    root = cast.root_key(meridian.site)
    for other in (None, note.Signer(f"{meridian.site}/promise", bytes(32)).verifier.vkey):
        services = drafted.services if other else None  # an older roster names neither
        signed = roster.sign(dataclasses.replace(drafted, promise=other, services=services), root)
        with pytest.raises(RefusedError, match="key of promises"):
            rosters.accept(signed=signed, now=now)
    receipt = rosters.accept(signed=roster.sign(drafted, root), now=now)
    assert verify(receipt.text).fields["event"] == "roster_signed"
    assert said(now) == ("ok", "")


def said(now: Any) -> tuple[str, str]:
    """What the doctor finds of promises, and the fix."""
    findings = health.check_state(now=now, mail=False)
    return next((each.level, each.fix) for each in findings if each.about == "promises")
