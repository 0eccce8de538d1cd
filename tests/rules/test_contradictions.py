"""The laws that contradict each other are those of the packs, with their countries and bounds."""

import pytest

from heard.access.law import packs
from heard.rules import _law
from heard.rules.casework import TABLE

SAYS = _law.read("contradictions")["says"]
PACKS = {each.id: each for each in packs()}
MONTHS = {"2 years": 24, "3 years": 36, "5 years": 60}


@pytest.mark.parametrize("says", SAYS, ids=lambda each: f"{each['subject']} {each['law']}")
def test_it_is_said_of_a_pack_and_its_countries(says):
    pack = PACKS[says["law"]]
    assert says["title"] == pack.title
    assert set(says["countries"]) == set(pack.countries)
    assert says["article"]
    assert says["source"]


def test_its_subjects_are_those_that_counsel_is_asked_about():
    assert {each["subject"] for each in SAYS} <= set(TABLE.codes["contradiction"])


def test_each_subject_has_two_sides():
    for subject in {each["subject"] for each in SAYS}:
        assert len({each["side"] for each in SAYS if each["subject"] == subject}) > 1


def test_bounds_of_retention_are_those_of_the_packs():
    for says in (each for each in SAYS if each["subject"] == "retention"):
        kept = [each for each in PACKS[says["law"]].retention if each.outcome == "any"]
        (own,) = kept
        bound = MONTHS[says.get("most") or says["least"]]
        assert bound == (own.most if "most" in says else own.least)
        assert says["verified"] == own.verified
        assert says["article"] == own.article


def test_what_is_short_ends_before_what_is_long_begins():
    of = [each for each in SAYS if each["subject"] == "retention"]
    longest = max(MONTHS[each["most"]] for each in of if each["side"] == "short")
    assert longest < min(MONTHS[each["least"]] for each in of if each["side"] == "long")
