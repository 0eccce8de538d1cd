"""Law packs: what the package brings, and what is refused before it can come into force."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import FOLDER, packs

from heard.rules import lawpack
from heard.rules.deadlines import MOST, BadDeadlineError, Calendar, Deadline, parse
from heard.rules.duties import KINDS
from heard.rules.lawpack import BadPackError

PACK = """\
title = "A law"
countries = ["DE"]

[[duty]]
id = "acknowledge"
trigger = "report_received"
actor = "handler"
within = "7 days"
demands = "Receipt is acknowledged."
article = "Art. 1"
source = "the law"
verified = true
"""
DUTY = PACK.partition("\n\n")[2]


def test_the_package_brings_these() -> None:
    assert {id: sorted(pack.countries)[:1] for id, pack in packs().items()} == {
        "default": [],
        "eu-2019-1937": ["AT"],
        "de-hinschg": ["DE"],
        "fr": ["FR"],
        "in-posh": ["IN"],
        "uk": ["GB"],
        "us-eeoc": ["US"],
        "cn": ["CN"],
        "au": ["AU"],
        "jp": ["JP"],
        "kr": ["KR"],
    }
    assert len(packs()["eu-2019-1937"].countries) == 27


def test_the_default_knows_every_duty_but_one() -> None:
    """Nobody but a law may ask that a complaint is copied to the person it is about."""
    assert KINDS.keys() - {limit.kind for limit in packs()["default"].limits} == {
        "copy_to_respondent"
    }


@pytest.mark.parametrize("pack", sorted(packs().keys() - {"default"}))
@pytest.mark.parametrize("calendar", [Calendar(), Calendar(weekend=frozenset())])
@given(start=st.integers(0, 3 * 365 * 24))
def test_no_law_is_stricter_than_the_default(pack: str, calendar: Calendar, start: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=start)
    ours = {limit.kind: limit.within for limit in packs()["default"].limits}
    for limit in packs()[pack].limits:
        mine = ours.get(limit.kind)
        if mine is None or limit.within is None:
            continue
        first = mine.after(at, calendar=calendar, zone=UTC)
        assert first < limit.within.after(at, calendar=calendar, zone=UTC)


def test_each_country_has_the_default_first_and_its_own() -> None:
    def named(country: str) -> list[str]:
        return [pack.id for pack in lawpack.in_force(packs().values(), country)]

    assert named("DE") == ["default", "de-hinschg", "eu-2019-1937"]
    assert named("CN") == ["default", "cn"]
    assert named("") == named("BR") == ["default"]
    with pytest.raises(BadPackError, match="the default is missing"):
        lawpack.in_force([packs()["cn"]], "CN")


def test_a_pack_is_read() -> None:
    pack = lawpack.read("a-law", PACK)
    (limit,) = pack.limits
    assert (pack.id, pack.title, pack.countries) == ("a-law", "A law", {"DE"})
    assert (limit.kind, limit.within, limit.verified) == (
        "acknowledge",
        Deadline(7, "days"),
        True,
    )
    assert [pack.applies(country) for country in ("DE", "FR", "")] == [True, False, False]
    assert lawpack.read("a-law", PACK.replace('"DE"', '"everywhere"')).applies("FR")


BESIDE = "\n" + DUTY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PACK + BESIDE, r"^a-law, line 14, duty 'acknowledge': duplicate"),
        (
            PACK + BESIDE.replace("7 days", "8 days"),
            r"^a-law, line 14, duty 'acknowledge': contradictory: it stands above",
        ),
        (
            PACK.replace("report_received", "case_acknowledged"),
            r"^a-law, line 4, duty 'acknowledge': contradictory: it starts with 'report_received'",
        ),
        (
            PACK.replace('"acknowledge"', '"applaud"'),
            r"^a-law, line 4, duty 'applaud': unknown: the duties are acknowledge,",
        ),
        (PACK.replace('"handler"', '"accused"'), r"line 4, duty 'acknowledge': actor 'accused'"),
        (PACK.replace("7 days", "soon"), r"line 4, duty 'acknowledge': 'soon' is no deadline"),
        (PACK.replace("true", '"yes"'), r"line 4, duty 'acknowledge': 'verified' is missing or"),
        (PACK.replace('"the law"', '""'), r"line 4, duty 'acknowledge': 'source' is empty"),
        (PACK.replace("source", "origin"), r"line 4, duty 'acknowledge': unknown: origin"),
        (PACK.replace("Art. 1", "A" * 100), r"line 4, duty 'acknowledge': title and article"),
        (PACK.replace('["DE"]', '["de"]'), r"^a-law: countries: give codes"),
        (PACK.replace('["DE"]', "[1]"), r"^a-law: countries: give codes"),
        (PACK.replace('["DE"]', "[]"), r"^a-law: countries: give codes"),
        (PACK.replace('["DE"]', '["DE", "DE"]'), r"^a-law: countries: one is named twice"),
        (PACK.replace("title", "name"), r"^a-law: unknown: name"),
        (PACK.partition("\n\n")[0] + "\nduty = []", r"^a-law: write each duty under a line"),
        (PACK.partition("\n\n")[0], r"^a-law: 'duty' is missing"),
        (PACK.partition("\n\n")[0] + "\nduty = [3]", r"^a-law: write each duty under a line"),
        (PACK.replace('"7 days"', "7 days"), r"^a-law: no TOML: .*line 8"),
        (PACK + "#" * 65_536, r"^a-law: longer than 65536"),
    ],
)
def test_a_bad_pack_is_named_and_refused(text: str, said: str) -> None:
    with pytest.raises(BadPackError, match=said):
        lawpack.read("a-law", text)


def test_a_file_is_named_as_a_case_will_name_it() -> None:
    with pytest.raises(BadPackError, match="name the file"):
        lawpack.read("A law", PACK)


@given(st.text(max_size=300))
def test_whatever_is_written_is_a_pack_or_is_refused(text: str) -> None:
    for odd in (text, PACK.replace("7 days", text), PACK + text):
        with suppress(BadPackError):
            assert lawpack.read("a-law", odd).limits


@given(st.sampled_from(sorted(MOST)), st.integers(-5, 2000))
def test_a_deadline_is_bounded(unit: str, count: int) -> None:
    text = f"{count} {unit}"
    if 1 <= count <= MOST[unit]:
        assert parse(text) == Deadline(count, unit)
        return
    with pytest.raises(BadDeadlineError):
        parse(text)


def test_what_has_no_number_gives_no_time() -> None:
    assert (parse("no number"), parse("same day")) == (None, Deadline(0, "days"))


def test_every_file_of_the_folder_is_a_pack() -> None:
    assert {file.suffix for file in FOLDER.iterdir()} == {".toml"}
