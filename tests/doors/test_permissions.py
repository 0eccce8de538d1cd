"""The permission table holds, and has a row for every address there is."""

import json

import observatory
import pytest
from authenticator import Authenticator
from deskhand import Desk, as_header, b64
from django.apps import apps
from django.urls import get_resolver
from permission_alone import ALONE, CONFIRMED
from permissions import DESK, ROLES, TABLE, case
from roles import ask

from heard.doors.desk.dispatch import Desk as Door
from heard.doors.reporter.routes import ROUTES
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import (
    Passkey,
    Wrap,
)


def addresses(patterns, prefix=""):
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, here)
        else:
            for method in getattr(pattern.callback, "rules", ("GET",)):
                yield method, here


def test_every_address_has_a_row():
    there = [
        *addresses(get_resolver().url_patterns),
        *((route.method, route.address) for route in ROUTES),
    ]
    rows = [(row.method, row.address) for row in TABLE]
    assert [each for each in there if each not in rows] == [], (
        "Add a Row to tests/support/permissions.py: what does each role hear at this address?"
    )
    assert sorted(rows) == sorted(there), "A Row of tests/support/permissions.py has no address."


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")
def test_each_role_hears_what_the_table_says(each_role, row):
    roles, named = each_role
    assert tuple(roles) == ROLES
    answers = {role: ask(row, role, desk, named) for role, desk in roles.items()}
    assert {role: answer.status_code for role, answer in answers.items()} == row.expected
    for answer in answers.values():  # refusals too; cookies: tests/doors/test_observatory.py
        body = b"".join(answer) if answer.streaming else answer.content
        judged = dict(observatory.found(answer.headers, {}, body))
        assert observatory.score(answer.headers, {}, body) >= observatory.A_PLUS, judged
        assert min(judged.values()) >= 0, judged  # a bonus would hide a small loss
        if row.path.startswith(("desk/", "report/")):
            assert answer.headers["Cache-Control"] == "no-store"


OF_A_CASE = [row for row in DESK if row.path.startswith("desk/api/cases/{case}")]


@pytest.mark.parametrize("row", OF_A_CASE, ids=lambda row: f"{row.method} {row.path}")
def test_a_foreign_case_and_an_absent_one_are_told_in_the_same_bytes(each_role, row):
    roles, named = each_role
    assert row.expected == case(row.expected["holder"])
    absent = {**named, "case": new_id()}
    for role, desk in roles.items():
        if role == "holder":
            continue
        here, there = ask(row, role, desk, named), ask(row, role, desk, absent)
        assert (here.status_code, here.content) == (there.status_code, there.content)
        assert sorted(here.headers.items()) == sorted(there.headers.items())


THINGS = ("letter", "whole", "first", "leaf", "needed", "ordered")


def test_a_case_of_ones_own_leads_to_nothing_of_another(each_role):
    """With every id of the other case in hand, and as if none of them was anybody's."""
    roles, named = each_role
    ines, holder = roles["other"], roles["holder"]
    case_of_ines = Wrap.objects.get(holder=ines.id).case.id
    assert ines.post(f"cases/{case_of_ines}/open", {"id": new_id()}).status_code == 200
    own, nobodys = {**named, "case": case_of_ines}, dict.fromkeys(THINGS, "9" * 32)
    nobodys["leaf"] = "9" * 64
    rows = [row for row in OF_A_CASE if any(f"{{{each}}}" in row.path for each in THINGS)]
    assert len(rows) == 6
    for row in rows:
        there, nowhere = (ask(row, "other", ines, {**own, **more}) for more in ({}, nobodys))
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
        assert there.status_code == 404
        assert ask(row, "holder", holder, named).status_code in {200, 201}


def test_no_desk_address_answers_another_method(each_role):
    roles, named = each_role
    for row in DESK[:-4]:
        address = row.path.partition("?")[0]
        here = {each.method for each in DESK if each.path.partition("?")[0] == address}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - here:
            path = "/" + address.format(**named)
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
    assert alone == set(ALONE), (
        "What may a stolen session do there? Say in ALONE of tests/support/permissions.py why it is"
        " harmless, or list it in CONFIRMED."
    )


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
def test_with_the_cookie_alone_nothing_is_done(each_role, row):
    roles, named = each_role
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
    amara = world.desks["Amara"]
    junk = agefile.seal(b"junk", [agefile.recipient_of(agefile.generate_identity())])
    body = {"recovery": "ab" * 32, "keyring": b64(junk), "replaces": amara.replaces()}
    assert amara.bare("recovery", body).status_code == 403
    assert amara.unlocks(amara.sign_in_by_recovery().json()["keyring"])
    theirs = Authenticator()
    made = theirs.create(amara.bare("passkeys/options").json()["options"])
    more = {"credential": made, "label": "", "prf": False, "keyring": b64(junk)}
    assert amara.bare("passkeys", {**more, "replaces": amara.replaces()}).status_code == 403
    assert not Passkey.objects.filter(id=theirs.id).exists()
    assert amara.unlocks(json.loads(amara.get("keyring").content)["keyring"])
