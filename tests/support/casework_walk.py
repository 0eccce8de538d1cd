"""Cases that wander wherever the rules allow."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from casework_told import VECTORS, story

from heard.rules.casework import (
    TABLE,
    Actor,
    Casework,
    Move,
    Moved,
    Record,
    after,
    allowed,
    fold,
    parts_of,
)

HOLDERS = (
    *("ada", "ivo", "dora", "rena", "olu", "cleo", "tess", "tim", "thea", "teo"),
    *("hr", "pia", "cora", "ext", "cy"),
)
PARTIES = ("reporter", "gao", "wei", "sun", "lu")
MOVES = [move for moves in TABLE.moves.values() for move in moves.values()]
DIGESTS = ("c" * 64, "a" * 64, "e" * 64)
# Somebody new, by what they are without a seat.
NEW = {"lead": "new-lead", "tier2": "new-tier2", "": "new"}


def actor(id: str) -> Actor:
    fresh = [each for each, name in NEW.items() if each and id.startswith(name)]
    return Actor(id, frozenset(VECTORS["standing"].get(id, fresh)))


class Walk:
    """A case that goes on from a story by whatever is allowed."""

    def __init__(self, name: str) -> None:
        self.happened: list[Moved] = story(name)
        self.state: Casework = fold(self.happened)
        self.at: datetime = self.happened[-1].at if self.happened else story("noted")[0].at
        self.people = 0

    def someone(self, standing: str = "") -> str:
        self.people += 1
        return f"{NEW[standing]}-{self.people}"

    def tries(self, what: str, id: str, by: str, *seconds: str, **said: Any) -> bool:
        object, move = what.split(".")
        record = self.state.get(object, id)
        if days := said.pop("days", None):
            said["due"] = self.at + timedelta(days=days)
        version = (record.version if record else 0) + 1
        return self.takes(
            Moved(
                object=object, id=id, move=move, actor=by, at=self.at, version=version,
                agreed=seconds, **said,
            )
        )  # fmt: skip

    def waits(self, hours: float) -> None:
        self.at += timedelta(hours=hours)

    def takes(self, asked: Moved) -> bool:
        seconds = list(map(actor, asked.agreed))
        if allowed(self.state, actor(asked.actor), asked, seconds=seconds) is not None:
            return False
        self.state = after(self.state, asked)
        self.happened.append(asked)
        return True

    def having(self, part: str, record: Record | None = None) -> list[str]:
        """Who has a part now."""
        there = record or self.state.case
        people = {each.holder for each in self.state.of("seat")} | {*HOLDERS, *PARTIES}
        return [each for each in sorted(people) if part in parts_of(self.state, actor(each), there)]


def wander(walk: Walk, chance: random.Random, steps: int) -> None:
    """Anybody tries anything, mostly what they have the part for; time passes."""
    for _ in range(steps):
        walk.at += timedelta(hours=chance.choice([0, 0, 1, 25, 73, 200, 400]))
        object = chance.choice(sorted(TABLE.moves))
        possible = [each for each in MOVES if each.object == object and _is_near(walk, each)]
        if possible:
            walk.takes(_any(walk, chance.choice(possible), chance))


def _is_near(walk: Walk, move: Move) -> bool:
    there = walk.state.of(move.object)
    return "" in move.before or any(each.state in move.before for each in there)


def _any(walk: Walk, move: Move, chance: random.Random) -> Moved:
    there = [each.id for each in walk.state.of(move.object) if each.state in move.before]
    new = chance.choice(PARTIES[1:]) if move.object == "party" else f"x{len(walk.happened)}"
    id = new if "" in move.before else chance.choice(there)
    record = walk.state.get(move.object, id) or Record(object=move.object, id=id)
    may = [each for part in sorted(move.who) for each in walk.having(part, record)]
    sign = [each for part in sorted(move.second) for each in walk.having(part, record)]
    return Moved(
        object=move.object,
        id=id,
        move=move.move,
        actor=chance.choice(may or HOLDERS),
        at=walk.at,
        version=record.version + 1,
        code=chance.choice(sorted(move.codes)) if move.codes else "",
        agreed=tuple(chance.sample(sign or HOLDERS, min(len(sign or HOLDERS), move.seconds))),
        **{name: each for name, each in _said(walk, move, chance) if name in move.names},
    )


def _said(walk: Walk, move: Move, chance: random.Random) -> Iterator[tuple[str, Any]]:
    state = walk.state
    alleged = [each.id for each in state.of("allegation")] or ["a1"]
    yield "party", chance.choice([each.id for each in state.of("party")])
    yield "about", (chance.choice(alleged),)
    yield "holder", chance.choice(HOLDERS)
    yield "digest", chance.choice(DIGESTS)
    yield "number", 1 + sum(1 for _ in state.of(move.object))
    yield "when", "2026-Q1" if move.date == "quarter" else walk.at.date().isoformat()
    yield "due", walk.at + timedelta(days=chance.choice([1, 10, 14, 20, 28]))
    yield "basis", chance.choice(["evidence", "evidence", "admission"])


def from_anywhere(seed: int, steps: int) -> Walk:
    """A story, and then whatever chance does with it."""
    chance = random.Random(seed)
    walk = Walk(chance.choice(sorted(VECTORS["stories"])))
    wander(walk, chance, steps)
    return walk
