"""Evidence that others hold, and requests to her: what may follow, and what counts as what."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import evidence, requests
from heard.rules.codes.evidence import EvidenceKind
from heard.rules.codes.requests import Asks, Flag
from heard.rules.evidence import CONFIRMED, LOST, NEEDED, ORDERED
from heard.rules.refusals import MalformedError, RefusedError

DEEDS = (ORDERED, CONFIRMED, LOST)


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (NEEDED, [ORDERED, LOST]),
        (ORDERED, [CONFIRMED, LOST]),
        (CONFIRMED, [LOST]),
        (LOST, []),
    ],
)
def test_what_may_follow(state: str, may: list[str]) -> None:
    assert [action for action in DEEDS if evidence.may_follow(state, action)] == may
    for action in DEEDS:
        if action in may:
            assert evidence.after(state, action) == action
        else:
            with pytest.raises(RefusedError):
                evidence.after(state, action)


@given(st.lists(st.sampled_from(DEEDS), max_size=12))
def test_whatever_is_tried_no_state_comes_twice_and_lost_is_the_last(tried: list[str]) -> None:
    state, been = NEEDED, [NEEDED]
    for action in tried:
        if evidence.may_follow(state, action):
            state = evidence.after(state, action)
            been.append(state)
    assert len(set(been)) == len(been)
    assert LOST not in been[:-1]
    assert CONFIRMED not in been or been.index(ORDERED) < been.index(CONFIRMED)


def test_a_camera_is_taken_to_forget_in_a_week_and_a_booking_never() -> None:
    assert evidence.default_overwritten("camera", date(2026, 11, 14)) == date(2026, 11, 21)
    assert evidence.default_overwritten("booking", date(2026, 11, 14)) is None


@given(st.sampled_from(list(EvidenceKind)), st.dates())
def test_no_day_is_too_late_to_be_counted_from(kind: str, day: date) -> None:
    found = evidence.default_overwritten(kind, day)
    assert found is None or found.toordinal() > day.toordinal() - 31


@pytest.mark.parametrize(
    ("states", "checked", "done"),
    [
        ([], False, False),
        ([], True, True),
        ([NEEDED], True, False),
        ([NEEDED, LOST], False, False),
        ([ORDERED], False, True),
        ([LOST], False, True),
        ([CONFIRMED, ORDERED], True, True),
    ],
)
def test_preserving_is_done_when_nothing_waits_and_somebody_looked(
    states: list[str],
    checked: bool,  # noqa: FBT001 a column of the table
    done: bool,  # noqa: FBT001 as above
) -> None:
    assert evidence.is_preserved(states, checked=checked) is done


def said(**changes: object) -> dict[str, object]:
    return {"kind": "message", "asks": "", "flags": (), "override": "", **changes}


@pytest.mark.parametrize(
    ("letter", "logged"),
    [
        (said(), ""),
        (said(kind="note"), ""),
        (said(kind="request", asks="meeting"), ""),
        (said(flags=("why", "proof"), override="law_requires"), "proof,why"),
        (
            said(kind="request", asks="witness", flags=("witnesses",), override="misread"),
            "witnesses",
        ),
    ],
)
def test_flags_are_logged_in_order(letter: dict[str, str], logged: str) -> None:
    assert requests.check(**letter) == logged  # type: ignore[arg-type] -- a row of the table


@pytest.mark.parametrize(
    "letter",
    [
        said(asks="proof"),
        said(kind="note", asks="meeting"),
        said(kind="request"),
        said(kind="request", asks="money"),
        said(flags=("why",)),
        said(override="misread"),
        said(flags=("why", "why"), override="misread"),
        said(flags=("sin",), override="misread"),
        said(flags=("why",), override="because"),
        said(kind="note", flags=("why",), override="misread"),
    ],
)
def test_what_is_no_request_and_no_warning_is_refused(letter: dict[str, str]) -> None:
    with pytest.raises(MalformedError):
        requests.check(**letter)  # type: ignore[arg-type] -- a row of the table


@pytest.mark.parametrize(
    ("letter", "counts"),
    [
        (said(), True),
        (said(kind="note"), False),
        (said(kind="request", asks="question"), True),
        (said(kind="request", asks="consent"), True),
        *((said(kind="request", asks=asks), False) for asks in sorted(requests.PROOF)),
        (said(flags=("why",), override="she_raised_it"), True),
        (said(flags=("proof",), override="law_requires"), False),
        (said(flags=("witnesses", "why"), override="she_raised_it"), False),
        (said(flags=("proof",), override="quoting"), True),
        (said(flags=("proof",), override="misread"), True),
    ],
)
def test_asking_for_proof_is_not_asking_how_she_is(
    letter: dict[str, str],
    counts: bool,  # noqa: FBT001 a column of the table
) -> None:
    assert requests.turns_to_reporter(**letter) is counts  # type: ignore[arg-type] -- as above


def test_all_flags_at_once_fit_the_column() -> None:
    assert len(",".join(Flag)) <= 200
    assert max(map(len, Asks)) <= 16
    assert max(map(len, EvidenceKind)) <= 16


def test_every_kind_of_the_vocabulary_has_its_days() -> None:
    assert set(evidence.DAYS) == set(EvidenceKind)
