"""What state a case is in, from the kinds of its events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import cases, events
from heard.rules.codes.cases import CaseState

MOVES = ["case.withdraw", "case.come_back", "case.stop", "case.continue_without"]
KINDS = st.sampled_from([
    *("report_received", "case_acknowledged", "case_withdrawn"), *MOVES, *events.KINDS,
])  # fmt: skip
FROM = {
    "case_acknowledged": {"received"},
    "case_withdrawn": {"received", "acknowledged"},
    "case.withdraw": {"received", "acknowledged"},
    "case.stop": {"withdrawn"},
    "case.come_back": {"withdrawn"},
    "case.continue_without": {"withdrawn"},
}


def test_a_case_begins_with_a_report():
    assert cases.state(["report_received", "letter_received"]) == "received"
    assert cases.state(["case_acknowledged", "report_received"]) == "received"
    for none in ([], ["letter_received"], ["case_withdrawn"]):
        with pytest.raises(ValueError, match="no report"):
            cases.state(none)


def test_what_was_taken_back_before_is_stopped_and_nothing_brings_it_back():
    assert cases.state(["report_received", "case_acknowledged"]) == "acknowledged"
    told = ["report_received", "case_withdrawn", "case_acknowledged", "report_received"]
    assert cases.state([*told, "case.come_back"]) == "stopped"


@pytest.mark.parametrize("back", ["case.come_back", "case.continue_without"])
@pytest.mark.parametrize(
    ("happened", "then"),
    [
        (["case.withdraw"], "received"),
        (["case_acknowledged", "case.withdraw"], "acknowledged"),
        (["case.withdraw", "case_acknowledged"], "acknowledged"),
    ],
)
def test_what_goes_on_is_what_it_was_or_what_somebody_made_of_it_meanwhile(happened, then, back):
    before = ["report_received", *happened]
    assert cases.state(before) == "withdrawn"
    assert cases.state([*before, back]) == then
    assert cases.state([*before, "case.stop", back]) == "stopped"


@given(st.lists(KINDS, max_size=30))
def test_moving_a_row_thing_by_thing_gives_the_same(happened):
    """As the journal does it: from which states, and to which."""
    row, acknowledged = CaseState.RECEIVED, False
    for name in happened:
        acknowledged = acknowledged or name == "case_acknowledged"
        if (move := cases.moves(name, acknowledged=acknowledged)) and row in move[0]:
            row = move[1]
    assert row == cases.state(["report_received", *happened])


@given(st.lists(KINDS, max_size=30))
def test_a_state_is_left_by_what_leads_from_it_alone(happened):
    before = cases.state(["report_received", *happened])
    for name in {*events.KINDS, *MOVES}:
        left = cases.state(["report_received", *happened, name]) != before
        assert left == (before in FROM.get(name, ()))


def test_a_move_of_the_case_has_a_name_of_its_own_and_no_other_has():
    for kind in ("record_moved", "file_record_moved"):
        assert cases.name_of(kind, "case", "withdraw") == "case.withdraw"
    assert cases.name_of("case_withdrawn") == "case_withdrawn"
    assert cases.moves(cases.name_of("record_moved", "seat", "stop"), acknowledged=False) is None
    assert cases.after(None, "report_received", acknowledged=False) == CaseState.RECEIVED
