"""What state a case is in, from the kinds of its events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import cases, events
from heard.rules.codes.cases import CaseState

KINDS = st.sampled_from(["report_received", "case_acknowledged", "case_withdrawn", *events.KINDS])


def test_a_case_begins_with_a_report():
    assert cases.state(["report_received", "letter_received"]) == "received"
    assert cases.state(["case_acknowledged", "report_received"]) == "received"
    for none in ([], ["letter_received"], ["case_withdrawn"]):
        with pytest.raises(ValueError, match="no report"):
            cases.state(none)


def test_withdrawal_is_the_last_word():
    assert cases.state(["report_received", "case_acknowledged"]) == "acknowledged"
    told = ["report_received", "case_withdrawn", "case_acknowledged", "report_received"]
    assert cases.state(told) == "withdrawn"


@given(st.lists(KINDS, max_size=30))
def test_any_order_of_events_has_the_state_that_its_last_word_gives(happened):
    if "report_received" not in happened:
        with pytest.raises(ValueError, match="no report"):
            cases.state(happened)
        return
    since = happened[happened.index("report_received") :]
    words = {"case_withdrawn": "withdrawn", "case_acknowledged": "acknowledged"}
    expected = next((said for kind, said in words.items() if kind in since), "received")
    assert cases.state(happened) == expected


@given(st.lists(KINDS, max_size=30))
def test_moving_a_row_event_by_event_gives_the_same(happened):
    """As the journal does it: from which states, and to which."""
    row = CaseState.RECEIVED
    for kind in happened:
        if (move := cases.moves(kind)) and row in move[0]:
            row = move[1]
    assert row == cases.state(["report_received", *happened])


def test_two_kinds_of_event_alone_move_a_case_that_is_there():
    moved = {kind: cases.moves(kind) for kind in events.KINDS if cases.moves(kind)}
    assert moved == {
        "case_acknowledged": ({CaseState.RECEIVED}, CaseState.ACKNOWLEDGED),
        "case_withdrawn": ({CaseState.RECEIVED, CaseState.ACKNOWLEDGED}, CaseState.WITHDRAWN),
    }
    assert cases.after(None, "report_received") == CaseState.RECEIVED
