"""What may be moved in a case that is worked, and what is refused with which word.

The word that is expected is written by hand here; a maker that finds another stops.
"""

from __future__ import annotations

from typing import Any

from casework_asked import CASE, FORMS
from casework_asked_after import AFTER
from casework_asked_attacked import ATTACKED
from casework_asked_draft import DRAFT
from casework_asked_mended import MENDED
from casework_asked_more import COMMITTEE, FINDING, INQUIRY
from casework_asked_rest import REST
from casework_story import STANDING, STORIES, Json, Story, actor, again, weeks, written

from heard.rules.casework import Casework, after, allowed, audiences

ASKED = (*FORMS, *CASE, *INQUIRY, *FINDING, *COMMITTEE, *REST, *ATTACKED, *MENDED, *AFTER, *DRAFT)


def make_casework() -> Json:
    stories = {story.name: story for story in (each() for each in STORIES)}
    return {
        "standing": STANDING,
        "stories": {name: [written(each) for each in it.moves] for name, it in stories.items()},
        "folds": [{"story": name, **_said(again(it))} for name, it in stories.items()],
        "audiences": {name: _audiences(it) for name, it in stories.items()},
        "asked": [_asked(each, stories) for each in ASKED],
    }


def _said(state: Casework) -> Json:
    states = {
        object: {id: f"{each.state} {each.version}" for id, each in there.items()}
        for object, there in state.records.items()
    }
    flags = sorted(state.flags)
    return {"phase": state.phase, "course": state.course, "flags": flags, "states": states}


def _audiences(story: Story) -> list[Json]:
    """Of each of its moves its letters, with a file key and without."""
    state, found = Casework(), []
    for moved in story.moves:
        both = (audiences(state, moved, has_file=each) for each in (True, False))
        found.append([each._asdict() for each in both])
        state = after(state, moved)
    return found


def _asked(each: tuple[Any, ...], stories: dict[str, Story]) -> Json:
    name, prepare, expect, what, id, by, *rest = each
    seconds: tuple[str, ...] = tuple(one for one in rest if isinstance(one, str))
    said: Json = next((one for one in rest if isinstance(one, dict)), {})
    calendar: Json = said.get("calendar", {})
    said = {key: one for key, one in said.items() if key != "calendar"}
    story = stories[name].on()
    before = len(story.moves)
    prepare(story)
    moved = story.asks(what, id, by, *seconds, **said)
    signing = list(map(actor, seconds))
    found = allowed(story.state, actor(by), moved, seconds=signing, calendar=weeks(calendar))
    if (found or "") != expect:
        raise ValueError(f"{name}: {what} by {by} {said}: {found or 'allowed'}, not {expect!r}")
    also = [written(one) for one in story.moves[before:]]
    told = {"story": name, "also": also, "moved": written(moved), "refused": expect}
    return told | ({"calendar": calendar} if calendar else {})
