"""The reporter's door: reports, letters, the inbox, and every way of asking that is refused."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import cast
import keys_amiss
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from phone import API, Phone, error, verified

from heard.doors.reporter.middleware import ReporterDoor
from heard.formats import agefile
from heard.ledger import tree_store
from heard.records.models import Case, Event, IdempotencyKey, Letter, Opening, Outgoing, Wrap


@pytest.fixture
def phone(lin: cast.Reporter) -> Phone:
    return Phone(lin)


@pytest.fixture
def body(meridian: Any, lin: cast.Reporter, now: Any) -> dict[str, Any]:
    return lin.report(meridian.roster, now=now)


def test_report_is_kept_and_answered_with_a_receipt_that_verifies(
    phone: Phone, body: dict[str, Any]
) -> None:
    answer = phone.post("reports", body)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    proved = verified(told["receipt"])
    assert proved.leaf.hex() == told["leaf"]
    assert proved.fields["event"] == "report_received"
    assert proved.fields["case"] == body["case"]
    assert proved.fields["recipients"] == ",".join(sorted(each.id for each in cast.UNINVOLVED))
    sealed = base64.b64decode(body["letter"]["sealed"])
    assert proved.fields["letter"] == hashlib.sha256(sealed).hexdigest()
    assert {duty["kind"] for duty in told["duties"]} == {
        "acknowledge",
        "preserve_evidence",
        "triage",
    }
    letter = Letter.objects.get(id=body["letter"]["id"])
    assert (bytes(letter.sealed), Opening.objects.get(index=letter.index).leaf) == (
        sealed,
        told["leaf"],
    )


def test_only_the_lowest_tier_may_read_at_once(phone: Phone, body: dict[str, Any]) -> None:
    phone.post("reports", body)
    wraps = Wrap.objects.filter(case__id=body["case"]).exclude(holder=None)
    released = {wrap.holder_id for wrap in wraps if wrap.released}
    assert released == {cast.AMARA.id, cast.JONAS.id}
    assert {wrap.holder_id for wrap in wraps} == {each.id for each in cast.UNINVOLVED}
    assert set(Outgoing.objects.filter(kind="report").values_list("holder", flat=True)) == released
    # At the next full hour: a mail server's log must not time a report.
    at = Letter.objects.get(id=body["letter"]["id"]).at
    assert {row.due - at for row in Outgoing.objects.all()} == {timedelta(hours=1)}


def test_a_repeated_report_gets_the_same_answer_and_is_kept_once(
    phone: Phone, body: dict[str, Any]
) -> None:
    first = phone.post("reports", body)
    second = phone.post("reports", body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["leaf"] == first.json()["leaf"]
    assert second.json()["duties"] == first.json()["duties"]
    assert verified(second.json()["receipt"]).fields == verified(first.json()["receipt"]).fields
    assert (Case.objects.count(), Event.objects.filter(kind="report_received").count()) == (1, 1)


def test_the_same_case_with_other_content_is_refused(phone: Phone, body: dict[str, Any]) -> None:
    phone.post("reports", body)
    assert error(phone.post("reports", {**body, "urgent": not body["urgent"]})) == (409, "conflict")
    assert Case.objects.count() == 1


OTHER_RECIPIENT = agefile.recipient_of(agefile.generate_identity())


def _swap(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    changed = json.loads(json.dumps(body))
    at = changed
    *way, last = path.split(".")
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = value(at[last]) if callable(value) else value
    return changed


def _mistyped(recipient: str) -> str:
    return recipient[:-1] + ("p" if recipient.endswith("q") else "q")


def _b64(change: Any) -> Any:
    return lambda text: base64.b64encode(change(base64.b64decode(text))).decode()


WRONG = {
    "case not an id": ("case", "x" * 32, 400),
    "code not a digest": ("code", "0" * 63, 400),
    "unknown roster": ("roster", "0" * 64, 409),
    "unknown holder": ("wraps.0.holder", "0" * 32, 409),
    "nobody": ("wraps", [], 400),
    "the same holder twice": ("wraps", lambda wraps: [wraps[0], wraps[0]], 409),
    "her letter binds somebody else": ("readers", "0" * 64, 400),
    "her letter binds one more": ("wraps", lambda wraps: wraps[:-1], 400),
    "her letter binds another key": ("case_recipient", OTHER_RECIPIENT, 400),
    "classic recipient": ("case_recipient", "age1" + "q" * 58, 400),
    "recipient with a low-order half": ("case_recipient", keys_amiss.WEAK_RECIPIENT, 400),
    "her recipient with a low-order half": ("reporter.recipient", keys_amiss.WEAK_RECIPIENT, 400),
    "recipient that only looks like one": ("case_recipient", _mistyped, 400),
    "signing key of low order": ("reporter.signing", "A" * 43 + "=", 400),
    "signing key beyond the prime": ("reporter.signing", keys_amiss.NOT_CANONICAL, 400),
    "signing key off the curve": ("reporter.signing", "Ag" + "A" * 41 + "=", 400),
    "signing key written in another way": ("reporter.signing", keys_amiss.spare_bits, 400),
    "signing key short": ("reporter.signing", "AAAA", 400),
    "letter not age": ("letter.sealed", _b64(lambda _: b"hello" * 1000), 400),
    "letter cut": ("letter.sealed", _b64(lambda data: data[:-1]), 400),
    "letter too long": ("letter.sealed", _b64(lambda data: data + bytes(2**21)), 413),
    "wrap too long": ("wraps.0.sealed", _b64(lambda data: data + bytes(8192)), 413),
    "reporter's wrap empty": ("reporter_wrap", "", 400),
    "not base64": ("reporter_wrap", "*", 400),
    "unknown member": ("extra", 1, 400),
    "unknown member of the keys": ("reporter", lambda keys: {**keys, "extra": 1}, 400),
    "unknown member of a wrap": (
        "wraps",
        lambda wraps: [{**wraps[0], "extra": 1}, *wraps[1:]],
        400,
    ),
    "unknown member of the letter": ("letter", lambda letter: {**letter, "extra": 1}, 400),
    # 409 where nobody looked for it, as of any other unknown holder; and taken.
    "a control character": ("wraps.0.holder", "0" * 31 + "\0", 400),
    "a control character in what nobody reads": ("reporter.more", "\x7f", 400),
    "date": ("disclosed", "2026-02-30", 400),
    "day of two digits": ("disclosed", "0026-11-15", 400),
    "day to come": ("disclosed", "2099-11-15", 400),
    "day of six digits": ("disclosed", "202611-11-15", 400),
}


def test_a_page_from_before_statements_still_reports(phone: Phone, body: dict[str, Any]) -> None:
    older = {name: value for name, value in body.items() if name != "readers"}
    assert phone.post("reports", older).status_code == 201


@pytest.mark.parametrize("name", WRONG)
def test_a_report_that_is_not_one_is_refused_and_leaves_nothing(
    phone: Phone, body: dict[str, Any], name: str
) -> None:
    path, value, status = WRONG[name]
    changed = {**body, "extra": 1} if path == "extra" else _swap(body, path, value)
    before = tree_store.size()
    assert phone.post("reports", changed).status_code == status
    assert (Case.objects.count(), IdempotencyKey.objects.count(), tree_store.size()) == (
        0,
        0,
        before,
    )
    assert phone.post("reports", body).status_code == 201


@pytest.mark.parametrize("of", ['"code"', '"holder"'])
def test_a_report_that_says_a_thing_twice_is_refused_and_leaves_nothing(
    phone: Phone, body: dict[str, Any], of: str
) -> None:
    """At any depth: it would be read by its last word here, and by its first elsewhere."""
    text = json.dumps(body)
    name, value = of, text.split(f"{of}: ", 1)[1].split('"')[1]
    said = text.replace(f"{name}: ", f'{name}: "{value}", {name}: ', 1)
    kind = {"content_type": "application/json", "HTTP_ORIGIN": "http://localhost:8000"}
    answer = phone.client.post("/report/api/reports", said, **kind)
    assert (answer.status_code, Case.objects.count(), IdempotencyKey.objects.count()) == (400, 0, 0)
    # Nor beside what is no UTF-8, in a member that nobody reads.
    odd = (
        said.replace('"recipient": ', '"z": "?", "recipient": ', 1)
        .encode()
        .replace(b'"?"', b'"\xff"')
    )
    assert phone.client.post("/report/api/reports", odd, **kind).status_code == 400
    assert phone.post("reports", json.loads(said)).status_code == 201


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": "text/plain"}, 415),
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_HOST": "elsewhere.example"}, 400),
        ({"HTTP_HOST": "localhost:9@elsewhere.example"}, 400),
    ],
)
def test_a_stranger_cannot_send(
    phone: Phone, body: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    assert phone.post("reports", body, **headers).status_code == status
    assert Case.objects.count() == 0


def test_the_door_knows_its_host_by_itself(lin: Any) -> None:
    """Not only by what stands before it in MIDDLEWARE."""
    for host, status in (("localhost:9@elsewhere.example", 400), ("localhost:8000", 404)):
        door = ReporterDoor(lambda _request: HttpResponse(status=500))
        asked = RequestFactory().get("/report/api/nothing", HTTP_HOST=host)
        assert door(asked).status_code == status


def test_on_tls_the_door_says_that_it_stays_so(settings: Any) -> None:
    assert "Strict-Transport-Security" not in Client(HTTP_HOST="localhost").get(API + "x").headers
    settings.SECURE_HSTS_SECONDS = 63_072_000
    answer = Client(HTTP_HOST="localhost:8000").get(API + "nothing")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"


def test_her_inbox_shows_what_became_of_it(phone: Phone, body: dict[str, Any], lin: Any) -> None:
    phone.post("reports", body)
    found = phone.inbox().json()
    assert (found["case"], found["state"], found["generation"]) == (body["case"], "received", 0)
    assert found["case_recipient"] == lin.recipient
    assert found["wrap"] == body["reporter_wrap"]
    assert [(each["kind"], each["author"], each["seq"]) for each in found["letters"]] == [
        ("report", "reporter", 0)
    ]
    assert [(each["name"], each["released"]) for each in found["holders"]] == [
        ("Amara", True),
        ("Jonas", True),
        ("Ruth", False),
        ("Ines", False),
    ]
    assert [each["event"] for each in found["timeline"]] == ["report_received"]
    assert all(each["at"].endswith(":00:00Z") for each in found["timeline"] + found["letters"])
    sealed = phone.inbox(f"inbox/letters/{body['letter']['id']}").content
    assert base64.b64encode(sealed).decode() == body["letter"]["sealed"]


def test_unknown_and_malformed_codes_get_one_answer(phone: Phone, body: dict[str, Any]) -> None:
    phone.post("reports", body)
    sent = ["", "Heard-Inbox", "Heard-Inbox é", "Heard-Inbox " + "A" * 43, "Basic x", "x" * 9000]
    answers = [phone.client.get(API + "inbox", HTTP_AUTHORIZATION=each) for each in sent]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert all(answer.headers.pop("Heard-Time") for answer in answers)
    assert len({str(answer.headers) for answer in answers}) == 1


def test_a_letter_is_kept_once_and_its_receipt_verifies(
    phone: Phone, body: dict[str, Any], lin: cast.Reporter, now: Any
) -> None:
    phone.post("reports", body)
    letter = lin.letter("message", {"words": "One more thing."}, now=now)
    first, second = phone.write("inbox/letters", letter), phone.write("inbox/letters", letter)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["leaf"] == second.json()["leaf"]
    assert verified(first.json()["receipt"]).fields["kind"] == "message"
    other = {**lin.letter("message", {"words": "Other."}, now=now), "seq": letter["seq"]}
    assert error(phone.write("inbox/letters", other)) == (409, "conflict")
    newest = phone.inbox(f"inbox/receipts/{first.json()['leaf']}").content.decode()
    assert verified(newest).leaf.hex() == first.json()["leaf"]


@pytest.mark.parametrize("seq", [-1, 2**31, 2**70, "1", None])
def test_a_number_that_no_letter_can_have_is_refused(
    phone: Phone, body: dict[str, Any], lin: cast.Reporter, now: Any, seq: Any
) -> None:
    phone.post("reports", body)
    letter = lin.letter("message", {"words": "One more thing."}, now=now)
    assert error(phone.write("inbox/letters", {**letter, "seq": seq})) == (400, "bad_request")
    assert phone.write("inbox/letters", letter).status_code == 201


@pytest.mark.parametrize(
    "odd", [b'{"wraps":[{"more":' + b"[" * 200_000, b'{"case":"\xff"}', b'{"case":"\xed\xa0\x80"}']
)
def test_json_that_is_none_of_ours_is_refused(phone: Phone, odd: bytes) -> None:
    """Deeper than any, or with a text that is no UTF-8: no fault, and no asking to try again."""
    answer = phone.client.post(API + "reports", odd, content_type="application/json")
    assert error(answer) == (400, "bad_request")


def test_a_case_holds_so_many_letters_and_no_more(
    phone: Phone,
    body: dict[str, Any],
    lin: cast.Reporter,
    now: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from heard.actions.intake import letters

    monkeypatch.setattr(letters, "MOST_LETTERS", 2)
    phone.post("reports", body)
    sent = [lin.letter("message", {"words": "Again."}, now=now) for _ in range(2)]
    assert phone.write("inbox/letters", sent[0]).status_code == 201
    assert error(phone.write("inbox/letters", sent[1])) == (413, "too_large")
    assert phone.write("inbox/letters", sent[0]).status_code == 201


def test_another_code_opens_nothing_of_hers(
    phone: Phone, body: dict[str, Any], meridian: Any, now: Any
) -> None:
    leaf = phone.post("reports", body).json()["leaf"]
    other = Phone(meridian.lin())
    other.post("reports", other.lin.report(meridian.roster, now=now))
    for path in (f"inbox/letters/{body['letter']['id']}", f"inbox/receipts/{leaf}"):
        assert phone.inbox(path).status_code == 200
        assert error(other.inbox(path)) == (404, "not_found")


def test_she_can_take_it_back(phone: Phone, body: dict[str, Any], now: Any) -> None:
    phone.post("reports", body)
    turned = phone.lin.turns(now=now)
    answer = phone.write("inbox/moves", turned)
    assert answer.status_code == 201
    fields = verified(answer.json()["receipt"]).fields
    assert (fields["event"], fields["move"], fields["actor"]) == (
        "record_moved", "withdraw", "reporter",
    )  # fmt: skip
    assert phone.inbox().json()["state"] == "withdrawn"
    told = Outgoing.objects.count()
    assert phone.write("inbox/moves", turned).json()["leaf"] == answer.json()["leaf"]
    assert Outgoing.objects.count() == told
    # By an id alone, as it was once, nobody ends a case.
    assert phone.write("inbox/withdraw", {"id": "a" * 32}).status_code == 404
