"""The page without JavaScript says what was decided, why, by whom; not what was never signed."""

from base64 import b64decode
from html import unescape

import cast
import msgspec
import pytest
from django.test import Client

from heard.actions import casework
from heard.actions.intake import report
from heard.doors.reporter.plain.words import words
from heard.formats import returncode
from heard.languages import TAGS

BACK = "/report/plain/back/"
WHY = "Three people saw the same.\n<b>We speak with them.</b>"


@pytest.fixture
def reported(meridian, lin, now):
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


def decide(lin, route, *, now, signed="", version=1, text=WHY):
    """Amara decides; ``signed``: another way, of which her letter speaks."""
    given = cast.AMARA.decision(
        lin, signed or route, seq=version - 1, now=now, version=version, text=text
    )
    sent = given["letter"]
    casework.triage(
        holder=cast.AMARA.id,
        case=lin.case,
        key=given["id"],
        route=route,
        version=version,
        letter=(sent["id"], sent["seq"], b64decode(sent["sealed"]), sent["generation"]),
        now=now,
    )


def come_back(meridian, lin, language="en"):
    browser = Client(HTTP_HOST=meridian.site, HTTP_SEC_FETCH_SITE="same-origin")
    code = " ".join(returncode.words(lin.secrets.code, "english"))
    return browser.post(f"{BACK}?lang={language}", {"code": code}).content.decode()


@pytest.mark.parametrize("language", TAGS)
def test_nothing_is_said_before_and_all_of_it_after(meridian, reported, now, language):
    w = words(language)
    before = come_back(meridian, reported, language)
    assert w["decided.title"] not in before
    decide(reported, "support_only", now=now)
    page = come_back(meridian, reported, language)
    # Escaped once, its lines apart, and nobody's markup.
    assert "Three people saw the same.<br>&lt;b&gt;We speak" in page
    said = ("title", "support_only", "reason", "write")
    assert [each for each in said if w[f"decided.{each}"] not in unescape(page)] == []
    # Nothing of the work is shown here: what to do instead is said where it begins.
    assert (w["back.work"] in before, w["back.work"] in unescape(page)) == (False, True)
    assert cast.AMARA.name in page[page.index(w["decided.title"]) :]
    assert w["decided.false"] not in page
    assert w["event.case_triaged"] in page


def test_the_newest_stands_first(meridian, reported, now):
    w = words("en")
    decide(reported, "no_action_now", now=now, text="Nobody is here yet.")
    decide(reported, "investigate", now=now, version=2, text="More came.")
    page = come_back(meridian, reported)
    order = ["decided.investigate", "decided.write", "decided.earlier", "decided.no_action_now"]
    found = [page.index(w[each]) for each in order]
    assert found == sorted(found)


@pytest.mark.parametrize(
    "lie",
    [
        {"route": "no_action_now", "signed": "investigate"},
        {"route": "investigate", "text": " \n "},
    ],
)
def test_what_does_not_fit_its_letter_is_not_genuine_and_says_no_way(meridian, reported, now, lie):
    w = words("en")
    decide(reported, now=now, **lie)
    page = come_back(meridian, reported)
    assert w["decided.false"] in page
    assert WHY.split("\n", maxsplit=1)[0] not in page
    ways = [key for key in w if key.startswith("decided.") and w[key] in page]
    assert set(ways) == {"decided.title", "decided.false", "decided.write"}
