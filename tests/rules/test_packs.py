"""Law packs: what the package brings, and what is refused before it can come into force."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import FOLDER, TODAY, packs

from heard.rules import lawpack
from heard.rules.clocks import Law, strictest
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


COUNTRIES = {
    "default": "", "eu-2019-1937": "AT", "eu-gdpr": "AT", "de-hinschg": "DE", "de-bgb": "DE",
    "fr": "FR", "fr-travail": "FR", "in-posh": "IN", "uk": "GB", "uk-era-2025": "GB",
    "us-eeoc": "US", "cn": "CN", "au": "AU", "jp": "JP", "jp-2025": "JP", "kr": "KR",
    "es-2-2023": "ES", "it-24-2023": "IT", "nl-wbk": "NL", "se-2021-890": "SE", "pl-2024": "PL",
    "cz-171-2023": "CZ", "hu-2023-25": "HU", "hr-dignity": "HR", "hr-whistle": "HR",
    "ph-11313": "PH", "pk-2010": "PK", "my-81b": "MY", "tw-gee": "TW", "cl-karin": "CL",
    "pe-27942": "PE", "ca-2020-130": "CA", "br-14457": "BR", "il-1998": "IL",
    "be-wellbeing": "BE", "gr-4990": "GR", "sg-wfa": "SG", "za-2022": "ZA",
}  # fmt: skip


def test_the_package_brings_these() -> None:
    first = {id: min(pack.countries, default="") for id, pack in packs().items()}
    assert first == COUNTRIES
    assert len(packs()["eu-2019-1937"].countries) == 27


def test_the_default_knows_every_duty_but_those_of_laws_alone() -> None:
    """Nobody but a law may ask that a complaint is copied to the person it is about."""
    assert KINDS.keys() - {limit.kind for limit in packs()["default"].limits} == {
        "authority_notice",
        "copy_to_respondent",
        "discipline",
        "meeting",
        "resolution",
        "support",
    }


# Where the law's date can be the earlier one, and so is owed instead of ours.
STRICTER = {
    ("cl-karin", "action"),
    ("cl-karin", "finding"),
    ("cl-karin", "interim_measures"),
    ("cl-karin", "triage"),
    ("cz-171-2023", "finding"),
    ("es-2-2023", "referral"),
    ("hr-whistle", "feedback"),
    ("hu-2023-25", "finding"),
    ("il-1998", "action"),
    ("pe-27942", "action"),
    ("pe-27942", "finding"),
    ("ph-11313", "finding"),
    ("pk-2010", "action"),
    ("pk-2010", "finding"),
    ("tw-gee", "finding"),
}
BOTH = [
    (pack.id, limit.kind)
    for pack in packs().values()
    for limit in pack.limits
    if pack.countries
    and limit.within is not None
    and limit.kind in {each.kind for each in packs()["default"].limits}
]


def first_of(pack: str, kind: str, at: datetime, calendar: Calendar) -> datetime:
    law = Law((packs()[pack],), calendar)
    found = strictest(kind, start=at, law=law)
    assert found is not None
    return found.due


@pytest.mark.parametrize(("pack", "kind"), sorted(set(BOTH) - STRICTER))
@pytest.mark.parametrize("calendar", [Calendar(), Calendar(weekend=frozenset())])
@given(start=st.integers(0, 3 * 365 * 24))
def test_no_other_law_is_stricter_than_the_default(
    pack: str, kind: str, calendar: Calendar, start: int
) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=start)
    assert first_of("default", kind, at, calendar) <= first_of(pack, kind, at, calendar)


@pytest.mark.parametrize(("pack", "kind"), sorted(STRICTER))
def test_these_laws_are_stricter(pack: str, kind: str) -> None:
    starts = (datetime(2026, 12, 15, 9, tzinfo=UTC) + timedelta(days=each) for each in range(30))
    assert any(
        first_of(pack, kind, at, Calendar()) < first_of("default", kind, at, Calendar())
        for at in starts
    )


def test_each_country_has_the_default_first_and_its_own() -> None:
    def named(country: str, day: date = TODAY) -> list[str]:
        return [pack.id for pack in lawpack.in_force(packs().values(), country, day=day)]

    assert named("ES") == ["default", "es-2-2023", "eu-2019-1937", "eu-gdpr"]
    assert named("CN") == ["default", "cn"]
    assert named("") == named("AE") == ["default"]
    with pytest.raises(BadPackError, match="the default is missing"):
        lawpack.in_force([packs()["cn"]], "CN", day=TODAY)


def test_a_directive_stands_back_where_a_national_law_has_a_verified_number() -> None:
    """HinSchG has both of its duties, the Spanish law one; the French number was not read."""

    def european(country: str) -> list[list[str]]:
        found = lawpack.in_force(packs().values(), country, day=TODAY)
        return [[each.kind for each in pack.limits] for pack in found if pack.fallback]

    assert european("DE") == []
    assert european("ES") == [["feedback"]]
    assert european("FR") == [["feedback"]]
    assert european("GR") == [["acknowledge", "feedback"]]


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_law_binds_from_its_first_day(day: date) -> None:
    for country, id in (("JP", "jp-2025"), ("GB", "uk-era-2025"), ("SG", "sg-wfa")):
        first = packs()[id].in_force
        assert first is not None
        for each in (day, first - timedelta(days=1), first):
            found = {pack.id for pack in lawpack.in_force(packs().values(), country, day=each)}
            assert (id in found) == (each >= first)


def test_who_did_not_read_a_law_says_so() -> None:
    """What only a firm, a newspaper or nobody read is never said to be verified."""
    found = lawpack.unverified(packs().values())
    assert set(packs()) - found.keys() == {
        "au", "ca-2020-130", "cn", "default", "de-hinschg", "hr-dignity", "in-posh", "jp", "kr",
        "my-81b", "sg-wfa", "uk", "us-eeoc", "za-2022",
    }  # fmt: skip
    assert found["fr"] == ("Art. 4(III)",)
    assert found["es-2-2023"] == ("Art. 7(2)",)


def test_how_long_records_are_kept_is_read() -> None:
    kept = {
        id: {each.outcome: (each.least, each.most) for each in pack.retention}
        for id, pack in packs().items()
        if pack.retention
    }
    assert kept == {
        "be-wellbeing": {"any": (None, 60)},
        "cz-171-2023": {"any": (60, None)},
        "de-hinschg": {"any": (None, 36)},
        "es-2-2023": {"no_inquiry": (None, 3), "any": (None, 120)},
        "it-24-2023": {"any": (None, 60)},
        "se-2021-890": {"any": (None, 24)},
    }


def test_a_pack_is_read() -> None:
    pack = lawpack.read("a-law", PACK)
    (limit,) = pack.limits
    assert (pack.in_force, pack.rest, pack.fallback, pack.note) == (None, None, False, "")
    assert (pack.id, pack.title, pack.countries) == ("a-law", "A law", {"DE"})
    assert (limit.kind, limit.within, limit.verified) == (
        "acknowledge",
        Deadline(7, "days"),
        True,
    )
    assert [pack.applies(country) for country in ("DE", "FR", "")] == [True, False, False]
    assert lawpack.read("a-law", PACK.replace('"DE"', '"everywhere"')).applies("FR")


BESIDE = "\n" + DUTY
HEADED = PACK.replace("\n\n", "\n{}\n\n", 1)
KEPT = """
[[retention]]
outcome = "any"
most = "3 years"
article = "Art. 9"
source = "the law"
verified = true
"""


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
        (PACK.replace("source", "origin"), r"unknown: origin \(line 11\)$"),
        (PACK.replace("title", '"name"'), r"^a-law: unknown: name \(line 1\)$"),
        (PACK + 'colour = "red"\n', r"line 4, duty 'acknowledge': unknown: colour \(line 13\)$"),
        (HEADED.format('in_force = "2026-10-01"'), r"^a-law: 'in_force' is missing or not a date"),
        (HEADED.format("in_force = 2026-10-01T00:00:00Z"), r"^a-law: 'in_force' is missing or not"),
        (HEADED.format("fallback = 1"), r"^a-law: 'fallback' is missing or not a bool"),
        (HEADED.format('note = ""'), r"^a-law: 'note' is empty"),
        (HEADED.format('rest = "monday"'), r"^a-law: rest 'monday': choose from friday, saturday"),
        (HEADED.format('rest = "sunday"'), r"^a-law: 'rest' says which weekday"),
        (PACK.replace("7 days", "7 working days"), r"^a-law: 'rest' says which weekday"),
        (
            HEADED.format("fallback = true").replace('"DE"', '"everywhere"'),
            r"^a-law: contradictory: what is for everywhere has no 'rest'",
        ),
        (
            PACK.replace('"acknowledge"', '"feedback"').replace(
                "report_received", "acknowledge_due"
            ),
            r"^a-law: contradictory: 'acknowledge_due' is of the pack's own time",
        ),
        (
            PACK + KEPT.replace('"any"', '"lost"'),
            r"line 14, retention 'lost': outcome: choose from",
        ),
        (PACK + KEPT.replace("3 years", "3 days"), r"line 14, retention 'any': '3 days' is no per"),
        (
            PACK + KEPT.replace('most = "3 years"\n', ""),
            r"retention 'any': give 'least', 'most' or",
        ),
        (
            PACK + KEPT.replace("most", 'least = "37 months"\nmost', 1),
            r"line 14, retention 'any': contradictory: 'least' is longer",
        ),
        (PACK + KEPT + "days = 3\n", r"line 14, retention 'any': unknown: days \(line 20\)"),
        (PACK + "#" * 65_536, r"^a-law: longer than 65536"),
    ],
)
def test_a_bad_pack_is_named_and_refused(text: str, said: str) -> None:
    with pytest.raises(BadPackError, match=said):
        lawpack.read("a-law", text)


def test_a_pack_says_from_when_and_by_which_week() -> None:
    head = 'in_force = 2026-10-01\nrest = "sunday"\nfallback = true\nnote = "Read it."'
    text = HEADED.format(head).replace("7 days", "7 working days") + KEPT
    pack = lawpack.read("a-law", text)
    assert (pack.in_force, pack.rest, pack.fallback) == (date(2026, 10, 1), 6, True)
    assert pack.note == "Read it."
    assert [(each.outcome, each.least, each.most) for each in pack.retention] == [("any", None, 36)]


def test_one_kind_may_start_with_each_of_its_events() -> None:
    told = PACK.replace('"acknowledge"', '"authority_notice"')
    both = told + "\n" + told.partition("\n\n")[2].replace("report_received", "finding_made")
    assert [each.trigger for each in lawpack.read("a-law", both).limits] == [
        "report_received",
        "finding_made",
    ]


PARTS = st.sampled_from(
    [
        *("[[duty]]", "[[retention]]", "[duty]", "duty = []", "retention = 3", "[[duty.x]]", "]"),
        *('"', "'", '"""', "\\u0000", "=", "\n", "\t", "#", "in_force", "rest", "note", "least"),
        *(
            "2026-10-01",
            "9999-12-31",
            "0001-01-01",
            "nan",
            "1e999",
            "true",
            "{}",
            "[]",
            "é",
            "\x00",
        ),
        *('within = "1100 days"', 'within = "36 months"', 'most = "999 years"', "7 days"),
    ]
)


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 60), PARTS), max_size=6))
@settings(max_examples=400)
def test_a_pack_that_is_cut_and_mended_is_read_or_refused(
    changes: list[tuple[int, int, str]],
) -> None:
    """Nothing but BadPackError leaves the reader."""
    text = PACK + KEPT
    for at, gone, part in changes:
        text = text[:at] + part + text[at + gone :]
    with suppress(BadPackError):
        for limit in lawpack.read("a-law", text).limits:
            assert limit.trigger in KINDS[limit.kind].triggers


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
