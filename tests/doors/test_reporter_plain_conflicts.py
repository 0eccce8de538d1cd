"""Without JavaScript, too, no report goes to whom it is about or to who stands close to them."""

import re
from datetime import UTC, datetime

import cast
import pytest
from django.test import Client

from heard.actions import conflicts
from heard.doors.reporter.plain.words import words
from heard.records.models import Case, Person, Wrap

PAGE = "/report/plain/"


@pytest.fixture
def browser(meridian):
    for id, name, manager in (("1", "Gao", None), ("2", "Lin Mei", "1"), ("3", "Teng Bo", None)):
        Person.objects.create(
            id=id, name=name, email="", unit=None, country="", active=True, manager_id=manager
        )
    conflicts.publish(now=datetime.now(UTC))
    return Client(HTTP_HOST=meridian.site, HTTP_SEC_FETCH_SITE="same-origin")


def form(browser, people, readers):
    page = browser.get(PAGE).content.decode()
    (case,) = re.findall(r'name="case"[^>]*value="([^"]*)"', page)
    chosen = [each.id for each in readers]
    return {"case": case, "words": "He came in.", "people": people, "readers": chosen}


def ticked(answer):
    page = answer.content.decode()
    return set(re.findall(r'name="readers"[^>]*value="([^"]*)" checked', page))


@pytest.mark.parametrize(
    "people",
    [
        "gao",
        "Teng Bo\nGao, my manager",
        "Lin Mei (she sat beside me)",
        "the boss Lin Mei",
        "Lin Mei,Sales",
    ],
)
def test_who_is_in_a_conflict_is_taken_out_and_told(browser, people):
    answer = browser.post(PAGE, form(browser, people, cast.ROSTER))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words("en")["error.conflict"] in page
    assert ticked(answer) == {each.id for each in cast.UNINVOLVED}
    assert page.count(words("en")["readers.left_out"]) == 1
    assert (Case.objects.count(), "He came in." in page) == (0, True)
    assert browser.post(PAGE, form(browser, people, cast.UNINVOLVED)).status_code == 201
    assert set(Wrap.objects.exclude(holder=None).values_list("holder", flat=True)) == {
        each.id for each in cast.UNINVOLVED
    }


@pytest.mark.parametrize("people", ["", "Teng Bo", "somebody I do not know"])
def test_whoever_is_in_no_conflict_takes_nobody_out(browser, people):
    assert browser.post(PAGE, form(browser, people, cast.ROSTER)).status_code == 201
    assert Wrap.objects.exclude(holder=None).count() == len(cast.ROSTER)


def test_where_everybody_is_in_a_conflict_nothing_is_sent(browser):
    answer = browser.post(PAGE, form(browser, "Gao", [cast.GAO]))
    assert answer.status_code == 422
    assert words("en")["error.conflict_all"] in answer.content.decode()
    assert (Case.objects.count(), ticked(answer)) == (0, set())


def test_a_long_list_of_people_costs_little(browser):
    people = "\n".join(" ".join(f"w{n}x{m}" for m in range(40)) for n in range(500))
    assert browser.post(PAGE, form(browser, people, cast.ROSTER)).status_code == 201
