"""The permission table holds, and has a row for every address there is."""

import hashlib
import json

import pytest
from authenticator import b64u
from deskhand import Desk, invited
from deskworld import SEALED
from django.test import Client
from django.urls import get_resolver
from permissions import DESK, ROLES, TABLE, case

from heard.actions import epochs
from heard.doors.desk.gate import Desk as Door
from heard.doors.reporter.ways import WAYS
from heard.formats.ids import new_id
from heard.records import blobs
from heard.records.models import Event, Evidence, File, Holder, Letter, Part, Segment, Wrap

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
def people(world, now):
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
    return client.generic(
        row.method,
        "/" + row.path.format(**named),
        body if raw else json.dumps(body) if body is not None else "",
        content_type="application/octet-stream" if raw else "application/json",
        **headers,
        **row.headers,
    )


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")
def test_each_role_hears_what_the_table_says(people, row):
    roles, named = people
    assert tuple(roles) == ROLES
    heard = {role: ask(row, role, desk, named).status_code for role, desk in roles.items()}
    assert heard == row.expected


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
