"""What she took away stands in her list and in the log, and nobody else of the case is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import cast
import pytest
from phone import Phone, verified

from heard.actions import cases
from heard.actions.intake import packages
from heard.formats.ids import new_id
from heard.records.models import Event, Outgoing

DIGEST = "5e" * 32


@pytest.fixture
def phone(lin: cast.Reporter) -> Phone:
    return Phone(lin)


@pytest.fixture
def sent(meridian: Any, phone: Phone, lin: cast.Reporter, now: datetime) -> str:
    """Lin's case."""
    assert phone.post("reports", lin.report(meridian.roster, now=now)).status_code == 201
    return lin.case


def note(phone: Phone, digest: str = DIGEST, id: str = "") -> Any:
    return phone.write("inbox/packages", {"id": id or new_id(), "digest": digest})


def hers(phone: Phone) -> list[str]:
    return [each["event"] for each in phone.inbox().json()["timeline"]]


def test_she_gets_a_receipt_that_names_its_digest(sent: str, phone: Phone) -> None:
    answer = note(phone)
    assert answer.status_code == 201
    fields = verified(answer.json()["receipt"]).fields
    assert fields["event"] == "package_taken"
    assert (fields["package"], fields["case"], fields["actor"]) == (DIGEST, sent, "reporter")
    assert hers(phone)[-1] == "package_taken"
    leaf = answer.json()["leaf"]
    assert phone.inbox(f"inbox/receipts/{leaf}").content.decode() == answer.json()["receipt"]


def test_nobody_else_is_told_by_event_notice_or_count(
    sent: str, phone: Phone, now: datetime
) -> None:
    def seen() -> Any:
        view = cases.open_case(holder=cast.AMARA.id, case=sent, now=now)
        queue = cases.queue(holder=cast.AMARA.id, after=None, closed=False)
        return [each.event for each in view.timeline], queue

    seen()  # the first time is an event itself
    before, notices = seen(), Outgoing.objects.count()
    assert note(phone).status_code == 201
    assert seen() == before
    assert "case_opened" in before[0]
    assert Outgoing.objects.count() == notices


def test_twice_the_same_is_one(sent: str, phone: Phone) -> None:
    id = new_id()
    first, second = note(phone, id=id), note(phone, id=id)
    assert first.json() == second.json()
    assert note(phone, "a" * 64, id=id).status_code == 409
    assert hers(phone).count("package_taken") == 1


def test_it_ends_somewhere(sent: str, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_PACKAGES", 2)
    assert [note(phone).status_code for _ in range(3)] == [201, 201, 413]
    assert Event.objects.filter(case=sent, kind="package_taken").count() == 2


@pytest.mark.parametrize("digest", ["", "5e" * 31, "5E" * 32, "5e" * 32 + "\n"])
def test_what_is_no_digest_is_refused(sent: str, phone: Phone, digest: str) -> None:
    assert note(phone, digest).status_code == 400
    assert "package_taken" not in hers(phone)


def test_who_took_the_report_back_can_still_take_a_package(
    sent: str, phone: Phone, now: Any
) -> None:
    assert phone.write("inbox/moves", phone.lin.turns(now=now)).status_code == 201
    assert note(phone).status_code == 201
