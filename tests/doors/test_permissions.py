"""The permission table holds, and has a row for every address there is."""

import hashlib
import json

import observatory
import pytest
from authenticator import Authenticator, b64u
from deskhand import KEYRING, Desk, as_header, b64, invited
from deskworld import SEALED
from django.apps import apps
from django.test import Client
from django.urls import get_resolver
from permissions import ALONE, CONFIRMED, DESK, ROLES, TABLE, case

from heard.actions import epochs
from heard.doors.desk.gate import Desk as Door
from heard.doors.reporter.ways import WAYS
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records import blobs
from heard.records.models import (
    Event,
    Evidence,
    File,
    Holder,
    Letter,
    Part,
    Passkey,
    Segment,
    Wrap,
)

HERS, THEIRS = b"h" * 32, b"t" * 32  # login verifiers of two return codes


def addresses(patterns, prefix=""):
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, here)
        else:
            for method in getattr(pattern.callback, "rules", ("GET",)):
                yield method, here


def test_every_address_has_a_row():
    there = [*addresses(get_resolver().url_patterns), *((m, p.pattern) for m, p, _ in WAYS)]
    assert sorted((row.method, row.address) for row in TABLE) == sorted(there)


@pytest.fixture
def transport(settings):
    """As on a site of the world's; the middleware reads it once, before anybody asks anything."""
    settings.SECURE_HSTS_SECONDS = observatory.HALF_A_YEAR


@pytest.fixture
def people(transport, world, now):
    """One of each role, by role; and the things that the table's paths name."""
    nadia, omar, ruth, sam = (world.desks[name] for name in ("Nadia", "Omar", "Ruth", "Sam"))
    gone = world.active("Gone")
    here = world.case([nadia, omar, gone], [ruth], code=hashlib.sha256(HERS).hexdigest())
    world.case([sam], code=hashlib.sha256(THEIRS).hexdigest())
    omar.post(f"cases/{here}/step-out", {"id": new_id(), "note": None})
    Holder.objects.filter(id=gone.id).update(state=Holder.State.REMOVED)
    joined = world.join("Bo")
    epochs.close_epoch(now=now)  # the log is published epoch by epoch
    Wrap.objects.create(case_id=here, holder_id=joined.id, sealed=SEALED, released=now)
    roles = {
        "nobody": Desk(),
        "reporter": Desk(),
        "stranger": Desk(),
        "other": sam,
        "left": omar,
        "waiting": ruth,
        "invited": Desk(),
        "joined": joined,
        "removed": gone,
        "holder": nadia,
    }
    return roles, things(here, roles, invited(now, name="Ina")[1])


def things(here, roles, token):
    letter = Letter.objects.get(case=here, kind="report")
    file, segment = a_file(here, letter)
    whole, first = a_file(here, letter, finished=letter)
    roles["holder"].post(f"cases/{here}/open", {"id": new_id()})
    return {
        "case": here,
        "letter": letter.id,
        "file": file,
        "segment": segment,
        "whole": whole,
        "first": first,
        "index": Event.objects.filter(case=here).earliest("index").index,
        "passkey": roles["holder"].passkey.id,
        "waiting": roles["waiting"].id,
        "holder": roles["holder"].id,
        "token": token,
        "new": "0" * 32,
        **held_by_others(here, letter),
    }


def a_file(here, start, finished=None):
    """A file of one segment, by their ids; a reader has none before it is finished."""
    file, segment = new_id(), new_id()
    File.objects.create(id=file, case_id=here, author="reporter", start=start, letter=finished)
    Segment.objects.create(id=segment, file_id=file, place=0, received=len(SEALED))
    digest = hashlib.sha256(SEALED).hexdigest()
    blobs.put(segment, 0, digest, SEALED)
    Part.objects.create(segment_id=segment, offset=0, size=len(SEALED), sha256=digest)
    return file, segment


def held_by_others(here, letter):
    """An item in each state that a deed may follow, by state."""
    found = {"needed": new_id(), "ordered": new_id()}
    for state, id in found.items():
        Evidence.objects.create(
            id=id, case_id=here, kind="camera", state=state, letter=letter.id, noted=letter.at
        )
    return found


def ask(row, role, desk, named):
    """One request by one role. Only who was invited knows the invitation."""
    headers = {"HTTP_HOST": "localhost:8000", "HTTP_ORIGIN": "http://localhost:8000"}
    if role in {"reporter", "stranger"}:
        verifier = HERS if role == "reporter" else THEIRS
        headers["HTTP_AUTHORIZATION"] = f"Heard-Inbox {b64u(verifier)}"
    if role != "invited":
        named = {**named, "token": "x" * 43}
    client: Client = desk.client
    body = row.body(named) if callable(row.body) else row.body
    raw = isinstance(body, bytes)

    def send(**more):
        return client.generic(
            row.method,
            "/" + row.path.format(**named),
            body if raw else json.dumps(body) if body is not None else "",
            content_type="application/octet-stream" if raw else "application/json",
            secure=True,  # as behind a proxy: what browsers are told of TLS is judged too
            **headers,
            **row.headers,
            **more,
        )

    answer = send()
    if row.confirmed and answer.status_code == 403:
        path = row.path.format(**named).removeprefix("desk/api/")
        return send(**desk.touched(path, body))
    return answer


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")
def test_each_role_hears_what_the_table_says(people, row):
    roles, named = people
    assert tuple(roles) == ROLES
    answers = {role: ask(row, role, desk, named) for role, desk in roles.items()}
    assert {role: answer.status_code for role, answer in answers.items()} == row.expected
    for answer in answers.values():  # refusals too; cookies: tests/doors/test_observatory.py
        body = b"".join(answer) if answer.streaming else answer.content
        judged = dict(observatory.found(answer.headers, {}, body))
        assert observatory.score(answer.headers, {}, body) >= observatory.A_PLUS, judged


OF_A_CASE = [row for row in DESK if row.path.startswith("desk/api/cases/{case}")]


@pytest.mark.parametrize("row", OF_A_CASE, ids=lambda row: f"{row.method} {row.path}")
def test_a_foreign_case_and_an_absent_one_are_told_in_the_same_bytes(people, row):
    roles, named = people
    assert row.expected == case(row.expected["holder"])
    absent = {**named, "case": new_id()}
    for role, desk in roles.items():
        if role == "holder":
            continue
        here, there = ask(row, role, desk, named), ask(row, role, desk, absent)
        assert (here.status_code, here.content) == (there.status_code, there.content)
        assert sorted(here.headers.items()) == sorted(there.headers.items())


def test_no_desk_address_answers_another_method(people):
    roles, named = people
    for row in DESK[:-4]:
        here = {each.method for each in DESK if each.path == row.path}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - here:
            path = "/" + row.path.format(**named)
            answer = roles["holder"].client.generic(method, path, HTTP_HOST="localhost:8000")
            assert (method, path, answer.status_code) == (method, path, 405)


def test_only_the_desk_knows_a_session():
    doors = [view for _, view in _views(get_resolver().url_patterns, "")]
    assert any(isinstance(view, Door) for view in doors)
    for address, view in _views(get_resolver().url_patterns, ""):
        assert isinstance(view, Door) is address.startswith("desk/")


def _views(patterns, prefix):
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _views(pattern.url_patterns, here)
        else:
            yield here, pattern.callback


# --- what a session alone must not do ---


WRITING = [row for row in DESK if row.method == "POST"]
BARRED = [row for row in WRITING if row.confirmed]


def test_every_writing_address_is_barred_or_says_why_not():
    alone = {row.path.removeprefix("desk/api/") for row in WRITING if not row.confirmed}
    assert alone == set(ALONE)


def test_the_doors_own_table_says_the_same():
    barred = {
        (method, address)
        for address, view in _views(get_resolver().url_patterns, "")
        if isinstance(view, Door)
        for method, rule in view.rules.items()
        if rule.confirmed
    }
    assert barred == {(row.method, row.address) for row in DESK if row.confirmed}
    assert len(barred) == len(CONFIRMED)


def everything():
    """Every row of every table, but when a session was last seen."""
    models = [each for each in apps.get_models() if each.__name__ != "Session"]
    return {each.__name__: sorted(map(repr, each.objects.values_list())) for each in models}


@pytest.mark.parametrize("row", BARRED, ids=lambda row: row.path)
def test_with_the_cookie_alone_nothing_is_done(people, row):
    roles, named = people
    thief, before = roles["holder"], everything()
    path = row.path.format(**named).removeprefix("desk/api/")
    body = row.body(named)
    stray = Authenticator(rp_id="localhost", user=bytes.fromhex(thief.id))
    asked = thief.bare("confirm/options", {"about": thief.about(path, body)}).json()["options"]
    for header in (
        {},
        {"HTTP_AUTHORIZATION": "Heard-Passkey e30"},
        {"HTTP_AUTHORIZATION": "Heard-Passkey !"},
        {"HTTP_AUTHORIZATION": "Heard-Passkey " + "A" * 9_000},
        {"HTTP_AUTHORIZATION": "Heard-Recovery AAAA"},
        as_header(stray.get(asked)),
        Desk(recovery=bytes(32)).coded(),
    ):
        answer = thief.bare(path, body, **header)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_confirmed")
    assert everything() == before
    # Nor does it tell more to who asks for it from outside.
    assert ask(row, "nobody", roles["nobody"], named).status_code == 401


def test_the_review_thief_gets_nowhere(world):
    """As it was shown: junk sealed to nobody, a new code, and in by it."""
    nadia = world.desks["Nadia"]
    junk = agefile.seal(b"junk", [agefile.recipient_of(agefile.generate_identity())])
    body = {"recovery": "ab" * 32, "keyring": b64(junk), "replaces": nadia.replaces()}
    assert nadia.bare("recovery", body).status_code == 403
    assert nadia.sign_in_by_recovery().json()["keyring"] == b64(KEYRING)
    theirs = Authenticator()
    made = theirs.create(nadia.bare("passkeys/options").json()["options"])
    more = {"credential": made, "label": "", "prf": False, "keyring": b64(junk)}
    assert nadia.bare("passkeys", {**more, "replaces": nadia.replaces()}).status_code == 403
    assert not Passkey.objects.filter(id=theirs.id).exists()
    assert json.loads(nadia.get("keyring").content)["keyring"] == b64(KEYRING)
