"""Which duties each move of a story ends and begins, and what is owed after it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heard.rules.casework import TABLE, Casework, Moved, Record, after, owing
from heard.rules.duties import OF_RECORDS

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "vectors"))

import casework_story as stories  # noqa: E402 -- its folder is no package

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
# What the stories put into effect: the accused person bears it, and was not asked.
BOUND = {"measure_review m1", "measure_hearing m1"}


def open_after(moves: list[Moved]) -> set[str]:
    """What is open after these, of a record with its id, as the server's rows would have it."""
    state, found = Casework(), set()
    for moved in moves:
        state = after(state, moved)
        now = owing(state, moved)
        found -= {name(kind, moved) for kind in (*now.ends, *now.cancels)}
        found -= {f"{kind} {id}" for kind in now.cancels for id in now.of or ()}
        found |= {name(kind, moved) for kind in now.starts}
    return found


def name(kind: str, moved: Moved) -> str:
    return f"{kind} {moved.id}" if kind in OF_RECORDS else kind


@pytest.mark.parametrize(
    ("story", "owed"),
    [
        ("empty", set()),
        # A protection was granted before the decision: nothing of it is owed.
        ("reported", set(BOUND)),
        ("triaged", {*BOUND, "plan", "finding"}),
        ("planned", {*BOUND, "notice", "finding"}),
        ("sent", {*BOUND, "finding"}),
        ("interviewed", {*BOUND, "finding"}),
        ("drafted", {*BOUND, "finding"}),
        ("found", {*BOUND, "outcome_letter", "action"}),
        ("told", {*BOUND, "action"}),
        ("appealed", {*BOUND, "action", "appeal_decision ap1"}),
        ("closed", set(BOUND)),
    ],
)
def test_what_is_owed_in_each_story(story: str, owed: set[str]) -> None:
    assert open_after(getattr(stories, story)().moves) == owed


def test_protection_is_owed_with_the_decision_to_investigate_until_it_is_weighed() -> None:
    story = stories.noted().do("case.triage", "case", "ada", code="investigate")
    assert open_after(story.moves) == {"interim_measures", "plan", "finding"}
    weighed = story.on().do("case.weigh_measures", "case", "ada")
    assert open_after(weighed.moves) == {"plan", "finding"}
    again = weighed.do("case.triage", "case", "ada", code="investigate")
    assert open_after(again.moves) == {"plan", "finding"}
    other = story.do("case.triage", "case", "ada", code="redirect")
    assert open_after(other.moves) == set()


def test_what_a_respondent_asks_for_fulfils_nothing_that_is_owed_to_the_reporter() -> None:
    """Else one refusal of it, and nobody has weighed what protects who reported."""
    story = stories.noted().do("case.triage", "case", "ada", code="investigate")
    for part, holder in stories.SEATS.items():
        stories.seat(story, part, holder)
    story.do("case.form_team", "case", "ada", code="officer")
    for id, role in (("gao", "respondent"), ("wei", "witness")):
        stories.party(story, id, role)
        story.do("measure.request", f"of-{id}", id, code="employer")
    story.do("measure.refuse", "of-gao", "ada", code="not_necessary")
    assert "interim_measures" in open_after(story.moves)
    story.do("measure.refuse", "of-wei", "ada", code="not_necessary")
    assert "interim_measures" not in open_after(story.moves)


@pytest.mark.parametrize(("story", "owed"), [("found", "outcome_letter"), ("told", "action")])
def test_of_an_outcome_that_is_looked_into_again_nothing_is_owed(story: str, owed: str) -> None:
    """Nobody could keep it: no letter goes out and nothing is carried out before it is found."""
    told = getattr(stories, story)()
    assert owed in open_after(told.moves)
    told.do("case.reopen", "case", "tess", code="tier_decision")
    assert open_after(told.moves) == {*BOUND, "finding"}


def test_an_interview_that_was_held_owes_its_own_transcript() -> None:
    story = stories.interviewed()
    assert "transcript i1" not in open_after(story.moves)
    assert "transcript i1" in open_after(story.moves[:-1])


def two_allegations() -> stories.Story:
    story = stories.triaged()
    story.do("party.note", "bo", "ada", code="respondent")
    return story.do("allegation.note", "a2", "ada", code="other", party="bo", when="2026-Q1")


def test_a_notice_is_owed_until_everything_was_put() -> None:
    """And a finding until everything is found: the first of two ends neither."""
    state = two_allegations().state
    for object, move, kind, put in (
        ("notice", "send", "notice", "put"), ("finding", "make", "finding", "found"),
    ):  # fmt: skip
        moved = made(object, move)
        assert kind not in owing(with_states(state, a1=put), moved).ends
        assert kind in owing(with_states(state, a1=put, a2=put), moved).ends


def made(object: str, move: str, **said: str) -> Moved:
    code = {"finding": "substantiated"}.get(object, "")
    return Moved(
        object=object, id="r1", move=move, actor="dora", at=NOW, version=1, **{"code": code, **said}
    )


def with_states(state: Casework, **states: str) -> Casework:
    there = dict(state.records["allegation"])
    there |= {id: replace(there[id], state=each) for id, each in states.items()}
    return replace(state, records={**state.records, "allegation": there})


def finding(code: str, about: str) -> Record:
    return Record(object="finding", id=f"f-{about}", state="made", code=code, about=(about,))


@pytest.mark.parametrize(
    ("codes", "starts"),
    [
        (("substantiated", "not_substantiated"), ("outcome_letter", "action")),
        (("partly", "unfounded"), ("outcome_letter", "action")),
        (("conduct_concern", "inconclusive"), ("outcome_letter", "action")),
        (("not_substantiated", "inconclusive"), ("outcome_letter",)),
    ],
)
def test_what_asks_for_nothing_owes_no_action(codes: tuple[str, str], starts: tuple[str]) -> None:
    state = with_states(two_allegations().state, a1="found", a2="found")
    findings = {each.id: each for each in map(finding, codes, ("a1", "a2"))}
    state = replace(state, records={**state.records, "finding": findings})
    assert owing(state, made("finding", "make")).starts == starts
    assert owing(with_states(state, a2="answered"), made("finding", "make")).starts == ()
    # What was found before a case was looked into again asks for nothing any more.
    again = {f"again {each}": replace(finding("unfounded", each), id=f"again {each}")
             for each in ("a1", "a2")}  # fmt: skip
    state = replace(state, records={**state.records, "finding": {**findings, **again}})
    assert owing(state, made("finding", "make")).starts == ("outcome_letter",)


@pytest.mark.parametrize(
    ("states", "ends"),
    [
        (("done",), True),
        (("done", "waived"), True),
        (("done", "stayed"), True),
        (("done", "decided"), False),
        (("done", "proposed"), False),
    ],
)
def test_an_action_is_owed_until_each_outcome_is_settled(
    states: tuple[str, ...],
    ends: bool,  # noqa: FBT001 -- one of the table's cells
) -> None:
    outcomes = {
        str(place): Record(object="outcome", id=str(place), state=each)
        for place, each in enumerate(states)
    }
    appeals = {"a": Record(object="appeal", id="a", state="lodged")}
    records = {**Casework().records, "outcome": outcomes, "appeal": appeals}
    state = replace(Casework(), records=records)
    assert (owing(state, made("outcome", "do")).ends == ("action",)) is ends
    assert owing(state, made("outcome", "go_on")).starts == ("action",)


def test_letters_are_owed_until_the_last_who_was_accused_has_theirs() -> None:
    story = stories.told()
    assert story.moves[-1].move == "send_letters"
    before, last = story.moves[:-2], story.moves[-2]
    assert "outcome_letter" in open_after(before)
    assert last.move == "tell_outcome"
    assert "outcome_letter" not in open_after([*before, last])


@pytest.mark.parametrize("decided", ["allow", "vary", "remit", "dismiss", "take_back"])
def test_what_waited_for_an_appeal_is_owed_once_none_is_open(decided: str) -> None:
    """Or it waits for ever, and so does the time afterwards."""
    outcomes = {"o": Record(object="outcome", id="o", state="stayed", code="respondent")}
    over = {"a": Record(object="appeal", id="a", state="dismissed")}
    for other, owed in (("heard", ()), ("dismissed", ("action",))):
        appeals = {**over, "b": Record(object="appeal", id="b", state=other)}
        state = replace(
            Casework(), records={**Casework().records, "outcome": outcomes, "appeal": appeals}
        )
        assert owing(state, made("appeal", decided)).starts == owed
    assert owing(state, made("outcome", "do")).ends == ()
    nothing = replace(Casework(), records={**Casework().records, "appeal": appeals})
    assert owing(nothing, made("appeal", decided)).starts == ()


def test_a_protection_that_was_looked_at_goes_on_or_ends_by_a_day() -> None:
    story = stories.reported()
    assert open_after(story.moves) == BOUND
    story.do("measure.review", "m1", "tess")
    looked = owing(story.state, story.moves[-1])
    assert (looked.ends, looked.starts) == (("measure_review",), ("measure_review",))
    story.do("measure.keep", "m1", "ada", days=14)
    assert owing(story.state, story.moves[-1]).ends == ("measure_review",)
    assert open_after(story.moves) == BOUND


def test_who_bears_something_without_a_yes_is_owed_to_be_heard() -> None:
    told = stories.reported()
    assert open_after(told.moves) == BOUND
    told.do("measure.request", "m2", "ada", code="employer").do("measure.grant", "m2", "ada")
    told.do("measure.impose", "m2", "ada", days=14)
    assert "measure_hearing m2" not in open_after(told.moves)
    told.do("measure.review", "m1", "tess")
    assert "measure_hearing m1" in open_after(told.moves)
    told.do("measure.hear", "m1", "ada")
    assert "measure_hearing m1" not in open_after(told.moves)


OBJECTIONS = [("previewed", "notice", "n1", {"code": "plain"}), ("staffed", "seat", "s-ivo", {})]


@pytest.mark.parametrize("answer", ["uphold", "overrule"])
@pytest.mark.parametrize(("story", "what", "id", "said"), OBJECTIONS)
def test_an_objection_is_owed_an_answer_of_its_own(
    story: str, what: str, id: str, said: dict[str, str], answer: str
) -> None:
    told = getattr(stories, story)()
    told.do(f"{what}.object", id, "reporter", **said)
    assert f"objection {id}" in open_after(told.moves)
    told.do(f"{what}.{answer}", id, "tess")
    assert f"objection {id}" not in open_after(told.moves)


def test_nobody_decides_on_an_objection_to_who_has_gone_or_after_all_is_done() -> None:
    told = stories.staffed()
    told.do("seat.object", "s-ivo", "reporter").do("seat.step_out", "s-ivo", "ivo")
    assert "objection s-ivo" not in open_after(told.moves)
    for move in ("start_aftercare", "close", "close_stopped", "close_unworked"):
        assert owing(told.state, made("case", move)).cancels == ("objection",)


def test_every_kind_of_a_record_is_the_tables() -> None:
    assert not OF_RECORDS - TABLE.duties


def test_what_the_reporter_wants_no_more_is_owed_no_more() -> None:
    """One that is declined, and with the end all that were due; what another has goes on."""
    story = stories.triaged()
    owed = open_after(story.moves)
    mine, theirs = {"party": "reporter"}, stories.told()
    for id, day in (("w1", 18), ("w2", 19), ("w3", 20)):
        due = datetime(2026, 3, day, 12, tzinfo=UTC)
        said = mine | {"when": due.date().isoformat(), "due": due}
        story.do("checkin.request", id, "reporter", **said)
    assert open_after(story.moves) - owed == {"checkin w1", "checkin w2", "checkin w3"}
    story.do("checkin.decline", "w2", "reporter")
    assert open_after(story.moves) - owed == {"checkin w1", "checkin w3"}
    story.do("checkin.end", "w4", "reporter", **mine)
    assert open_after(story.moves) == owed
    stories.seat(theirs, "checkin", "cleo")
    for id, party in (("c1", "reporter"), ("c2", "wei")):
        theirs.do("checkin.lay_down", id, "cleo", party=party, number=1, days=14)
    theirs.do("checkin.end", "w1", "reporter", **mine)
    left = {each for each in open_after(theirs.moves) if each.startswith("checkin")}
    assert left == {"checkin c2"}
