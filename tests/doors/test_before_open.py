"""Before the first roster is signed, and before there is a Heard at all: no address breaks.

What cannot be given yet is refused as the addresses' own tables say; the page without JavaScript
says that it is not open, and no answer of 500 and no error stands in the log.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

import cast
import pytest
from django.test import Client
from meridian import add_holder, found
from permissions import TABLE

from heard.actions import rosters
from heard.actions.operations import setup
from heard.doors.reporter.plain.words import words
from heard.formats import roster
from heard.formats.ids import new_id
from heard.languages import TAGS as LANGUAGES

SITE, PAGE = "localhost:8000", "/report/plain/"
NAMED = (
    "case",
    "letter",
    "file",
    "whole",
    "segment",
    "first",
    "passkey",
    "waiting",
    "holder",
    "needed",
    "ordered",
    "to_withdraw",
    "to_decide",
    "to_override",
)
THINGS = dict.fromkeys((*NAMED, "new", "party_letter"), "0" * 32) | {
    "leaf": "0" * 64,
    "token": "x" * 43,
}
CODES = ({}, {"HTTP_AUTHORIZATION": "Heard-Inbox " + "A" * 43})
BROKEN = 500


def found_without_roster(country: str = "DE") -> None:
    root = cast.root_key(SITE)
    now = datetime.now(UTC)
    setup.set_up(name=cast.ORGANISATION, root=root.verifier.vkey, country=country, now=now)


def walk() -> dict[str, int]:
    """The status of a request to every address, with and without a code."""
    heard = {}
    for row in TABLE:
        body = row.body(THINGS) if callable(row.body) else row.body
        raw = isinstance(body, bytes)
        for more in CODES:
            answer = Client(raise_request_exception=False).generic(
                row.method,
                "/" + row.path.format(**THINGS),
                body if raw else json.dumps(body) if body is not None else "",
                content_type="application/octet-stream" if raw else "application/json",
                HTTP_HOST=SITE,
                **row.headers,
                **more,
            )
            heard[f"{row.method} {row.path} {sorted(more)}"] = answer.status_code
    return heard


@pytest.mark.parametrize("state", ["no organisation", "no roster", "no conflicts published"])
def test_no_address_breaks_before_heard_is_open(place, fresh_limits, caplog, now, state):
    if state == "no roster":
        found_without_roster()
    if state == "no conflicts published":
        found(now=now)
    with caplog.at_level(logging.ERROR):
        statuses = walk()
    assert len(statuses) == 2 * len(TABLE)
    assert {where: status for where, status in statuses.items() if status >= BROKEN} == {}
    assert caplog.records == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_without_javascript_says_that_it_is_not_open(place, language):
    found_without_roster("DE")
    answer = Client(HTTP_HOST=SITE).get(PAGE, {"lang": language})
    page, w = answer.content.decode(), words(language)
    assert answer.status_code == 200
    assert f"<h1>{w['closed.title']}</h1>" in page
    assert "<form" not in page
    assert 'href="tel:112"' in page
    assert w["lines.emergency"] in page
    assert "116 016" in page


def test_before_there_is_a_country_the_help_page_is_named(place):
    page = Client(HTTP_HOST=SITE).get(PAGE).content.decode()
    assert words("en")["closed.title"] in page
    assert "tel:" not in page
    assert 'class="button" href="/help/"' in page


def test_it_opens_with_the_first_roster(place, now):
    found_without_roster()
    for person in cast.ROSTER:
        add_holder(person)
    signed = roster.sign(rosters.draft(now=now, quorum=None), cast.root_key(SITE))
    rosters.accept(signed=signed, now=now)
    assert b"<form" in Client(HTTP_HOST=SITE).get(PAGE).content


def test_words_that_were_sent_before_it_is_open_come_back(place):
    found_without_roster()
    form = {"words": "He came to my room.", "readers": [new_id()], "case": new_id()}
    answer = Client(HTTP_HOST=SITE, HTTP_SEC_FETCH_SITE="same-origin").post(PAGE, form)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert words("en")["error.closed"] in page
    assert "He came to my room." in page


def test_it_is_not_open_while_nobody_may_be_sealed_to(place, now):
    from heard.records.models import Holder

    found_without_roster()
    for person in cast.ROSTER:
        add_holder(person)
    Holder.objects.update(until=now.date() - timedelta(days=1))
    signed = roster.sign(rosters.draft(now=now, quorum=None), cast.root_key(SITE))
    rosters.accept(signed=signed, now=now)
    assert words("en")["closed.title"] in Client(HTTP_HOST=SITE).get(PAGE).content.decode()
