"""The public door: facts, roster, log, and the pages as they were built."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.support.waiting import changed

from heard.actions.operations import epochs
from heard.doors.public import pages
from heard.formats import checkpoint, entry, merkle, receipt, roster
from heard.formats.note import Verifier
from heard.ledger.journal import write
from heard.records.models import Head, Opening, Organisation


@pytest.fixture
def client(meridian: Any) -> Client:
    return Client(HTTP_HOST="localhost:8000")


def test_site_says_what_a_client_pins(client: Client, meridian: Any) -> None:
    told = client.get("/site.json").json()
    assert told["organisation"] == "Meridian Group"
    assert (told["site"], told["origin"]) == ("localhost:8000", "http://localhost:8000")
    assert Verifier.parse(told["root"]).name == "localhost:8000/root"
    assert Verifier.parse(told["log"]).name == "localhost:8000/log"
    assert (told["part_bytes"], told["witnesses"]) == (8 * 2**20, [])
    assert (told["country"], told["zone"]) == ("CN", "Asia/Shanghai")


def test_every_answer_that_a_page_reads_says_what_time_it_is(client: Client) -> None:
    """Refusals too; what may be kept for ever does not, for it would say it late."""
    epochs.close_epoch(now=datetime.now(UTC))
    said = ("site.json", "roster", "roster/9", "log/checkpoint", "conflicts", "desk/api/session")
    for path in (*said, "report/api/inbox", "report/api/nothing"):
        before = datetime.now(UTC).replace(microsecond=0)
        time = datetime.fromisoformat(client.get(f"/{path}").headers["Heard-Time"])
        assert before <= time <= datetime.now(UTC), path
    assert "Heard-Time" not in client.get("/log/tile/0/000.p/64").headers
    assert client.get("/log/tile/0/٠٠٠.p/64").status_code == 404  # each tile has one address


def test_roster_is_the_note_that_was_signed(client: Client, meridian: Any) -> None:
    root = Verifier.parse(client.get("/site.json").json()["root"])
    for path in ("/roster", "/roster/1"):
        answer = client.get(path)
        assert answer.content.decode() == meridian.roster
        assert roster.verify(answer.content, root=root).version == 1
    assert client.get("/roster/2").status_code == 404


def test_the_log_is_shown_epoch_by_epoch_whoever_acts_between(
    client: Client, meridian: Any, lin: Any, now: datetime
) -> None:
    from phone import Phone

    epochs.close_epoch(now=now)
    seen = {path: client.get(path).content for path in ("/log/checkpoint", "/log/tile/0/000.p/64")}
    assert Phone(lin).post("reports", lin.report(meridian.roster, now=now)).status_code == 201
    assert Head.objects.get().size == 64
    assert {path: client.get(path).content for path in seen} == seen
    named = Organisation.objects.get().promise
    Organisation.objects.update(promise="")  # as before a roster named its key: placed at once
    write(changed(now))
    assert Head.objects.get().size > 64
    Organisation.objects.update(promise=named)
    assert {path: client.get(path).content for path in seen} == seen
    for beyond in ("/log/tile/0/000.p/65", "/log/tile/entries/000.p/68"):
        assert client.get(beyond).status_code == 404
    epochs.close_epoch(now=now + timedelta(hours=1))
    assert client.get("/log/checkpoint").content.splitlines()[1] == b"128"
    assert client.get("/log/tile/entries/000.p/68").status_code == 200


def test_nothing_of_the_log_is_shown_before_its_first_epoch(client: Client) -> None:
    for path in ("/log/checkpoint", "/log/tile/0/000.p/4", "/log/tile/entries/000.p/4"):
        assert client.get(path).status_code == 404


def test_tiles_lead_to_the_checkpoint(client: Client, now: datetime) -> None:
    epochs.close_epoch(now=now)
    log = Verifier.parse(client.get("/site.json").json()["log"])
    head = checkpoint.verify(client.get("/log/checkpoint").content.decode(), log).checkpoint
    hashes = client.get(f"/log/tile/0/000.p/{head.size}").content
    bundle = client.get(f"/log/tile/entries/000.p/{head.size}").content
    leaves = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    assert merkle.leaves_hash(leaves) == head.root
    entries = [bundle[at + 2 : at + 35] for at in range(0, len(bundle), 35)]
    assert [merkle.leaf_hash(entry) for entry in entries] == leaves
    assert head.size % 4 == 0


def test_the_newest_proof_of_a_leaf_is_given_to_whoever_knows_its_hash(
    client: Client, meridian: Any, now: datetime
) -> None:
    """Without a login, after the words are lost; of padding too, which looks like an event."""
    row = Opening.objects.order_by("index")[0]
    nobodys = client.get(f"/log/leaf/{'0' * 64}")
    write(changed(now))
    waiting = [client.get(f"/log/leaf/{each.leaf}") for each in Opening.objects.all()]
    assert {each.place is None for each in Opening.objects.all()} == {True, False}
    assert {(each.status_code, each.content) for each in waiting} == {(404, nobodys.content)}
    epochs.close_epoch(now=now)
    log = Verifier.parse(client.get("/site.json").json()["log"])
    opening = entry.parse(row.fields)
    Opening.objects.filter(index=row.index).update(fields="{}")  # erased
    for at in (now, now + timedelta(hours=1)):
        epochs.close_epoch(now=at)
        proof = client.get(f"/log/leaf/{row.leaf}")
        proved = receipt.verify(receipt.complete(proof.content, opening), log=log)
        public = client.get("/log/checkpoint").content
        assert (proved.leaf.hex(), proof.content.partition(b"\n\n")[2]) == (row.leaf, public)
    leaves = client.get("/log/tile/0/000.p/128").content
    told = [client.get(f"/log/leaf/{leaves[at : at + 32].hex()}") for at in range(0, 128 * 32, 32)]
    assert {(each.status_code, each.content.count(b"\n")) for each in told} == {
        (200, proof.content.count(b"\n"))
    }
    assert client.get(f"/log/leaf/{row.leaf.upper()}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/log/tile/0/000",
        "/log/tile/0/001.p/1",
        "/log/tile/1/000.p/1",
        "/log/tile/0/000.p/0",
        "/log/tile/0/000.p/257",
        "/log/tile/64/000",
        "/log/tile/0/0",
        f"/log/tile/0/{'x999/' * 5}999",
        f"/log/tile/0/{'x999/' * 2000}999",
        f"/log/tile/entries/{'x999/' * 2000}999",
        "/nothing",
        "/../settings.py",
        "/static/../manifest.json",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/desk/api/session", "other.example", 400),
        ("GET", "/%00", "localhost:8000", 404),
        ("PUT", "/report/plain/", "localhost:8000", 405),
        ("POST", "/", "localhost:8000", 405),
    ],
)
def test_what_the_framework_refuses_carries_a_policy_too(
    client: Client, method: str, path: str, host: str, status: int
) -> None:
    answer = client.generic(method, path, HTTP_HOST=host)
    assert answer.status_code == status
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    assert answer.headers["Content-Security-Policy"] == policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.fixture
def built(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of one page and one script, as the client's build writes it."""
    root = tmp_path / "static"
    files = {
        "index.html": b"<!doctype html>home",
        "help/index.html": b"<!doctype html>help",
        "static/main-4f2a9c81.js": b"void 0",
        "verify/heard-verify.html": b"<script>0</script>",
    }
    for name, body in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(body)
        (root / f"{name}.br").write_bytes(b"br" + body)
    (root / "secret.txt").write_bytes(b"not listed")
    listed = {name: sha256(body).hexdigest() for name, body in files.items()}
    (root / "manifest.json").write_text(json.dumps({"files": listed}))
    monkeypatch.setattr(pages, "ROOT", root)
    return root


def test_pages_come_under_the_strict_policy(built: Path, client: Client) -> None:
    for path, body in (("/", b"<!doctype html>home"), ("/help/", b"<!doctype html>help")):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (200, body)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "require-trusted-types-for 'script'" in policy
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        again = client.get(path, HTTP_IF_NONE_MATCH=answer.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")


def test_hashed_names_are_kept_for_ever_and_sent_small(built: Path, client: Client) -> None:
    answer = client.get("/static/main-4f2a9c81.js", HTTP_ACCEPT_ENCODING="gzip, br;q=1")
    assert (answer.content, answer.headers["Content-Encoding"]) == (b"brvoid 0", "br")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    refused = client.get("/static/main-4f2a9c81.js", HTTP_ACCEPT_ENCODING="gzip; q=0.0, br;q=0")
    assert "Content-Encoding" not in refused.headers
    assert client.get("/static/main-4f2a9c81.js").content == b"void 0"


def test_only_listed_files_are_served(built: Path, client: Client) -> None:
    assert client.get("/manifest.json").status_code == 200
    assert client.get("/secret.txt").status_code == 404
    assert client.get("/help").headers["Location"] == "/help/"
    assert client.post("/help/").status_code == 405


@pytest.mark.parametrize(("shown", "answer", "led"), [(False, 404, 404), (True, 200, 308)])
def test_the_page_of_the_kit_is_the_demonstrations_alone(
    client: Client, settings: Any, *, shown: bool, answer: int, led: int
) -> None:
    """As it was built: its page and its scripts are there, and nowhere but in their own list."""
    assert settings.KIT_PAGE is False
    settings.KIT_PAGE = shown
    lists = ("ui.json", "manifest.json")
    own, others = (json.loads((pages.ROOT / name).read_bytes())["files"] for name in lists)
    assert "ui/index.html" in own
    assert any(name.startswith("static/ui-") for name in own)
    assert not set(own) & set(others)
    paths = ["/ui/", *(f"/{name}" for name in own)]
    assert {client.get(path).status_code for path in paths} == {answer}
    assert client.get("/ui").status_code == led
    assert client.get("/ui.json").status_code == 404


def test_the_offline_verifier_is_a_download(built: Path, client: Client) -> None:
    answer = client.get("/verify/heard-verify.html")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="heard-verify.html"'
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")


def test_health(client: Client) -> None:
    assert client.get("/health").json() == {"ok": True}
