"""Moves out of vectors/casework.json, and who makes them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from heard.rules.casework import Actor, Moved
from heard.rules.deadlines import Calendar

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors/casework.json").read_text("utf-8")
)


def moved(said: dict[str, Any]) -> Moved:
    """A move out of its JSON."""
    given = dict(said)
    for name in ("at", "due"):
        if name in given:
            given[name] = datetime.fromisoformat(given[name])
    for name in ("about", "agreed"):
        given[name] = tuple(given.get(name, ()))
    return Moved(**given)


def weeks(said: dict[str, Any] | None) -> Calendar:
    """Days that are worked; where nothing is said, Monday to Friday."""
    if said is None:
        return Calendar()
    listed = {name: set(map(date.fromisoformat, said[name])) for name in ("holidays", "worked")}
    return Calendar(weekend=set(said["weekend"]), **listed)


def actor(id: str) -> Actor:
    return Actor(id, frozenset(VECTORS["standing"].get(id, ())))


def story(name: str) -> list[Moved]:
    return [moved(each) for each in VECTORS["stories"][name]]
