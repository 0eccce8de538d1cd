"""Wherever people come by what the rules allow: what must hold there, and that a way leads out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from casework_finish import Finish
from casework_told import VECTORS, moved, story
from casework_walk import Walk, actor, from_anywhere
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.casework import Casework, Moved, after, allowed, fold
from heard.rules.casework import _allowed as judge

Step = tuple[Casework, Moved, Casework]
UNWEIGHED = {"not_investigated", "referred", "withdrawn"}
FINDERS = {"presiding", "committee", "external"}
INQUIRED = {"plan", "notice", "interview"}
TOGETHER = {"outcome.refuse", "outcome.waive", "outcome.decide", "finding.make"}


def steps(happened: list[Moved]) -> Iterator[Step]:
    before = Casework()
    for each in happened:
        now = after(before, each)
        yield before, each, now
        before = now


def name(each: Moved) -> str:
    return f"{each.object}.{each.move}"


def body(state: Casework) -> str:
    formed = state.case.last("form_team")
    return formed.code if formed else ""


def nobody_inquires_and_decides(happened: list[Step]) -> bool:
    """With an officer's team, by whichever part: who inquired before makes no finding."""
    inquired: set[str] = set()
    for before, each, _ in happened:
        if each.object in INQUIRED:
            inquired.add(each.actor)
        decides = name(each) == "finding.make" and body(before) == "officer"
        if decides and each.actor in inquired:
            return False
    return True


def nothing_is_ended_alone(happened: list[Step]) -> bool:
    """Two people sign the end of what protects, and what is found without being weighed."""
    for before, each, _ in happened:
        there = before.get(each.object, each.id)
        active = there is not None and there.state in {"active", "reviewed"}
        unweighed = each.object == "finding" and each.code in UNWEIGHED
        if ((name(each) == "measure.end" and active) or unweighed) and not each.agreed:
            return False
    return True


def committees_end_together(happened: list[Step]) -> bool:
    """No seat of a committee refuses, waives or decides anything by itself."""
    for before, each, _ in happened:
        signed = {each.actor, *each.agreed}
        seats = [it for it in before.of("seat") if it.holder in signed and it.code in FINDERS]
        finding = {it.holder for it in seats if it.state == "declared"}
        ends = name(each) in TOGETHER and body(before) == "committee"
        if ends and len(finding) < len(FINDERS):
            return False
    return True


def who_was_struck_moves_nothing(happened: list[Step]) -> bool:
    """But what names them: what they were to do, and their own way out."""
    for before, each, _ in happened:
        struck = {it.holder for it in before.of("seat") if it.state == "struck"}
        there = before.get(each.object, each.id)
        if each.actor in struck and (there is None or there.holder != each.actor):
            return False
    return True


def appeals_vary_what_they_are_about(happened: list[Step]) -> bool:
    """And each of them once."""
    for before, each, now in happened:
        finding = now.get("finding", each.id)
        if name(each) != "finding.vary" or finding is None:
            continue
        varied = [it for it in before.of("appeal") if it.state == "varied"]
        about = [it for it in varied if set(finding.about) <= set(it.about)]
        if len(finding.every("vary")) > len(about):
            return False
    return True


def no_case_closes_over_an_appeal(happened: list[Step]) -> bool:
    return all(
        before.phase == "closed" or now.phase != "closed" or "appealed" not in before.flags
        for before, _, now in happened
    )


HELD: list[Callable[[list[Step]], bool]] = [
    nobody_inquires_and_decides, nothing_is_ended_alone, committees_end_together,
    who_was_struck_moves_nothing, appeals_vary_what_they_are_about,
    no_case_closes_over_an_appeal,
]  # fmt: skip


@settings(max_examples=16)
@given(seed=st.integers(0, 2**32), long=st.sampled_from([20, 60, 100]))
def test_from_anywhere_a_case_can_be_closed_and_what_must_hold_held(seed: int, long: int) -> None:
    walk = from_anywhere(seed, long)
    wandered = len(walk.happened)
    closed = Finish(walk).finishes()
    happened = list(steps(walk.happened))
    broken = [each.__name__ for each in HELD if not each(happened)]
    assert (broken, closed) == ([], True), [name(each) for each in walk.happened[wandered - 5 :]]


def stopped() -> Walk:
    walk = Walk("staffed")
    for what, by in (("withdraw", "reporter"), ("check_withdrawal", "tess")):
        assert walk.tries(f"case.{what}", "case", by)
    walk.waits(hours=74)
    assert walk.tries("case.stop", "case", "tess")
    return walk


def replaced() -> Walk:
    walk = Walk("previewed")
    assert walk.tries("party.invite_anew", "gao", "ada", "ivo", digest="a" * 64, days=3)
    return walk


def reopened() -> Walk:
    walk = Walk("closed")
    assert walk.tries("case.reopen", "case", "tess", code="tier_decision")
    return walk


@pytest.mark.parametrize("begin", [stopped, replaced, reopened])
def test_what_was_a_dead_end_has_a_way_out(begin: Callable[[], Walk]) -> None:
    assert Finish(begin()).finishes()


@pytest.mark.parametrize("need", ["party_stands", "appeal_terms_over", "checkins_over"])
def test_a_dead_end_is_found(need: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One condition that never holds: nobody comes out, whatever they do."""
    monkeypatch.setattr(judge, "NEEDS", dict(judge.NEEDS) | {need: lambda _: False})
    assert not Finish(replaced()).finishes()


# What must hold, the condition that holds it, and a way on which it would not.
BROKEN = [
    ("nobody_inquires_and_decides", "decider_apart"),
    ("committees_end_together", "found_together"),
    ("appeals_vary_what_they_are_about", "appeal_varied"),
    ("no_case_closes_over_an_appeal", "no_appeal_open"),
]


@pytest.mark.parametrize(("invariant", "need"), BROKEN)
def test_each_of_these_breaks_without_its_condition(
    invariant: str, need: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One condition that always holds: a question of the vectors that it refused breaks it."""
    holds = next(each for each in HELD if each.__name__ == invariant)
    refused = [each for each in VECTORS["asked"] if each["refused"] == need]
    monkeypatch.setattr(judge, "NEEDS", dict(judge.NEEDS) | {need: lambda _: True})
    broken = []
    for each in refused:
        happened = [*story(each["story"]), *map(moved, each["also"])]
        asked = moved(each["moved"])
        by, seconds = actor(asked.actor), list(map(actor, asked.agreed))
        assert holds(list(steps(happened)))
        if allowed(fold(happened), by, asked, seconds=seconds) is None:
            broken.append(not holds(list(steps([*happened, asked]))))
    assert any(broken)
