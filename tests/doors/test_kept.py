"""What stands before Django: answers that are kept, and the reporter's API (heard/config/front)."""

import io
import os
import threading
from datetime import timedelta

import pytest

from heard.actions.operations import epochs
from heard.formats import conflicts as format_conflicts
from heard.formats.roster import digest
from heard.records.models import Cosignature, Organisation, RosterVersion

DOCUMENTS = ("/site.json", "/roster", "/conflicts")
PAGES = ("/report/", "/", "/return/", "/manifest.json")
HOST = "localhost:8000"


class Counted:
    """Django's handler, and how often it was asked what."""

    def __init__(self):
        from django.core.handlers.wsgi import WSGIHandler

        self.handler, self.asked = WSGIHandler(), []

    def __call__(self, environ, start):
        self.asked.append(environ["PATH_INFO"])
        return self.handler(environ, start)


@pytest.fixture
def django():
    return Counted()


@pytest.fixture
def front(django):
    from heard.config.front import Front

    return Front(django)


def ask(application, path, *, method="GET", body=b"", **more):
    """Status, headers in order of their names without the time, and body."""
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": HOST,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        **more,
    }
    told = []
    answer = application(environ, lambda status, headers, *_: told.append((status, headers)))
    found = b"".join(answer)
    ((status, headers),) = told
    times = [value for name, value in headers if name == "Heard-Time"]
    return status, sorted(each for each in headers if each[0] != "Heard-Time"), found, times


WAYS = [
    {},
    {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br;q=0.9"},
    {"HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_IF_NONE_MATCH": '"nothing"'},
    {"HTTP_IF_NONE_MATCH": "*"},
    {"HTTP_HOST": "localhost"},
    {"HTTP_HOST": "localhost:"},
    {"HTTP_HOST": "other.example"},
    {"QUERY_STRING": "a=b"},
    {"method": "HEAD"},
    {"method": "POST"},
    {"HTTP_COOKIE": "a=b", "HTTP_RANGE": "bytes=0-9", "HTTP_ORIGIN": "https://other.example"},
]


@pytest.mark.parametrize("more", WAYS, ids=str)
def test_what_is_kept_is_what_django_answers(meridian, clock, front, django, more):
    """All of it: status, every header, every byte; the second time, when it is kept, as well."""
    for path in (*DOCUMENTS, *PAGES, "/nothing", "/report"):
        real = ask(django, path, **more)
        assert [ask(front, path, **more) for _ in range(2)] == [real, real], path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/report/api/reports", "415 Unsupported Media Type"),
        ("/desk/api/sign-in", "415 Unsupported Media Type"),
        ("/scim/v2/Users", "401 Unauthorized"),
        ("/report/plain/", "200 OK"),
        ("/site.json", "200 OK"),
    ],
)
def test_a_type_in_an_encoding_that_nobody_knows_is_answered(meridian, front, path, status):
    method = "GET" if status == "200 OK" else "POST"
    kind = "application/json; x*=nobody'en'%41"
    assert ask(front, path, method=method, CONTENT_TYPE=kind)[0] == status


def test_nothing_that_anybody_sends_makes_what_is_kept_grow(meridian, front):
    odd = [f"x{number}" for number in range(50)]
    for number, each in enumerate(odd):
        ask(front, "/roster", HTTP_HOST=f"localhost:{number}", HTTP_COOKIE=each)
        ask(front, "/roster", HTTP_X_FORWARDED_PROTO=each)
        ask(front, "/roster", HTTP_ACCEPT_ENCODING=each, QUERY_STRING=each)
        ask(front, "/roster", HTTP_IF_NONE_MATCH=f'"{each}"')
        ask(front, f"/roster/{number + 2}")
        ask(front, f"/{each}")
    assert len(front._kept._answers) == 1


def test_it_is_django_once_and_then_no_more(meridian, front, django):
    for path in (*DOCUMENTS, *PAGES):
        first = ask(front, path)
        tag = dict(first[1])["ETag"]
        again = [ask(front, path, HTTP_IF_NONE_MATCH=f'W/"other", {tag}') for _ in range(3)]
        again.append(ask(front, path, HTTP_IF_NONE_MATCH="*"))
        assert {each[0] for each in again} == {"304 Not Modified"}
        assert {each[2] for each in again} == {b""}
        assert again[0][:3] == ask(django.handler, path, HTTP_IF_NONE_MATCH=tag)[:3]
        assert ask(front, path)[:3] == first[:3]
        assert django.asked == [path, path]  # with the tag, and without
        django.asked.clear()


def test_the_time_is_that_of_the_answer_and_not_of_what_is_kept(meridian, clock, front):
    before = [ask(front, path)[3] for path in DOCUMENTS]
    clock.shift(timedelta(seconds=90))
    after = [ask(front, path)[3] for path in DOCUMENTS]
    assert all(len(each) == 1 for each in after)
    assert all(old < new for old, new in zip(before, after, strict=True))


def test_a_new_roster_is_given_out_at_once(world, front):
    """And so is what it changes of the site's facts."""
    before = {path: ask(front, path) for path in DOCUMENTS}
    world.sign_roster()
    newest = RosterVersion.objects.latest("version")
    for more in ({}, {"HTTP_IF_NONE_MATCH": dict(before["/roster"][1])["ETag"]}):
        answer = ask(front, "/roster", **more)
        assert (answer[0], answer[2].decode()) == ("200 OK", newest.note)
    assert digest(newest.note) == newest.sha256
    ask(front, "/site.json")
    Organisation.objects.update(country="DE")
    assert b'"Asia/Shanghai"' in before["/site.json"][2]
    assert b'"Europe/Berlin"' in ask(front, "/site.json")[2]


def test_a_new_key_of_contacts_shows_at_once(world, front):
    from heard.access import notify_key

    assert b'"notify":{' in ask(front, "/site.json")[2]
    notify_key.path().rename(notify_key.path().with_name("gone"))
    assert b'"notify":null' in ask(front, "/site.json")[2]


def test_what_cannot_be_read_is_answered_as_django_does(world, front, django):
    """A roster that does not verify: nothing of it leaves the doors but their own refusal."""
    world.sign_roster()
    newest = RosterVersion.objects.latest("version")
    RosterVersion.objects.filter(pk=newest.pk).update(note="spoilt\n", sha256="ab" * 32)
    for path in DOCUMENTS:
        assert ask(front, path)[:3] == ask(django, path)[:3]
    assert ask(front, "/conflicts")[0] == "503 Service Unavailable"


def test_what_cannot_be_read_keeps_no_server_from_starting(world, monkeypatch, tmp_path):
    from heard.config.front import prepare
    from heard.doors.public import pages

    world.sign_roster()
    newest = RosterVersion.objects.latest("version")
    RosterVersion.objects.filter(pk=newest.pk).update(note="spoilt\n", sha256="ab" * 32)
    prepare()
    (tmp_path / "manifest.json").write_text("half of")
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    prepare()


def test_a_table_is_given_out_once_it_is_proved_and_not_before(meridian, front, now):
    from heard.actions import conflicts

    salts = []
    for day in range(2):
        at = now + timedelta(days=day)
        assert conflicts.publish(now=at)
        unproved = format_conflicts.parse(ask(front, "/conflicts")[2]).salt
        assert epochs.close_epoch(now=at)
        proved = format_conflicts.parse(ask(front, "/conflicts")[2]).salt
        salts += [unproved, proved]
    assert (salts[0], salts[2]) == ("0" * 32, salts[1])
    assert len(set(salts)) == 3
    assert salts[3] == format_conflicts.parse(conflicts.head()).salt
    Cosignature.objects.latest("size").delete()  # as before the second is public
    assert format_conflicts.parse(ask(front, "/conflicts")[2]).salt == salts[1]


def test_a_page_that_is_built_anew_is_read_anew(meridian, front, tmp_path, monkeypatch):
    import json
    import shutil

    from heard.doors.public import pages

    root = tmp_path / "static"
    shutil.copytree(pages.ROOT, root)
    monkeypatch.setattr(pages, "ROOT", root)
    before = ask(front, "/")
    (root / "index.html").write_bytes(b"<!doctype html>other")
    listed = json.loads((root / "manifest.json").read_bytes())
    (root / "manifest.json").write_text(json.dumps(listed))
    os.utime(root / "manifest.json", ns=(1, 1))
    answer = ask(front, "/")
    assert (answer[0], answer[2]) == ("200 OK", b"<!doctype html>other")
    assert before[2] != answer[2]


def test_of_many_that_come_first_at_once_one_asks_django(meridian, front, django):
    start, answers = threading.Barrier(16), []

    def visit():
        from django.db import connections

        start.wait()
        answers.extend(ask(front, path)[:3] for path in (*DOCUMENTS, *PAGES))
        connections.close_all()

    threads = [threading.Thread(target=visit) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(answers) == 16 * 7
    assert sorted(django.asked) == sorted((*DOCUMENTS, *PAGES))


def test_before_there_is_a_roster_nothing_is_kept(database, front, django):
    for path in DOCUMENTS:
        assert ask(front, path)[:3] == ask(django, path)[:3]


def test_the_reporters_door_answers_as_it_does_within_django(meridian, lin, clock, front, django):
    import json

    ways = [
        {"path": "/report/api/inbox"},
        {"path": "/report/api/nothing"},
        {"path": "/report/api/reports", "method": "POST", "body": b"{}"},
        {"path": "/report/api/reports", "method": "POST", "HTTP_ORIGIN": "https://other.example"},
        {"path": "/report/api/reports", "HTTP_HOST": "other.example"},
    ]
    for way in ways:
        assert ask(front, **way) == ask(django, **way), way
    django.asked.clear()
    from datetime import UTC, datetime

    report = lin.report(meridian.roster, now=datetime.now(UTC))
    body = json.dumps(report).encode()
    sent = [ask(front, "/report/api/reports", method="POST", body=body) for _ in range(2)]
    assert [each[0] for each in sent] == ["201 Created", "200 OK"]
    assert json.loads(sent[0][2])["receipt"] == json.loads(sent[1][2])["receipt"]
    assert django.asked == []
