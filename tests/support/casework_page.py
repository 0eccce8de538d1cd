"""docs/spec/casework.md as tables: what its rows say of each move, without asking the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

PAGE = Path(__file__).parents[2] / "docs/spec/casework.md"
CODE = re.compile(r"`([^`]+)`")
_LINE = re.compile(
    r"From `(?P<since>\w+)`, (?:before `(?P<until>\w+)`|without end);"
    r" in the courses (?P<during>.+)\."
)


class Section(NamedTuple):
    """An object of the page. ``moves``: by name, each with what the columns say."""

    states: list[str]
    clear: list[str]
    moves: dict[str, dict[str, Any]]


def codes(cell: str) -> list[str]:
    return CODE.findall(cell)


def rows(text: str, first: str) -> list[list[str]]:
    """The rows of the table whose first heading this is."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith(f"| {first} |"):
            break
    next(lines, None)
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def names(text: str, first: str) -> list[str]:
    """What stands in backticks in the first column of a table."""
    return [name for row in rows(text, first) for name in codes(row[0])]


def sections(text: str) -> dict[str, Section]:
    body = text[text.index("## Objects") : text.index("## Codes")]
    return dict(map(_section, body.split("\n### ")[1:]))


def _section(text: str) -> tuple[str, Section]:
    line = next(each for each in text.splitlines() if each.startswith("`"))
    states, clear = line.split(". In clear: ")
    name, *there = codes(states)
    usual = _LINE.search(text)
    assert usual, name
    during = codes(usual["during"])
    told = clear.partition(".")[0]
    default = {"since": usual["since"], "until": usual["until"] or "", "during": during}
    moves = dict(_move(row, there, default) for row in rows(text, "move"))
    return name, Section(there, codes(told), moves)


def _move(row: list[str], states: list[str], default: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    move, before, to, who, vocabulary, says, needs, keys, signed, duties, effects = row
    must, _, may = says.partition("perhaps")
    signed, _, second_from = signed.partition(" from ")
    second, _, second_on = signed.partition("where")
    starts = next((each for each in duties.split(";") if "starts" in each), "")
    ends = next((each for each in duties.split(";") if "ends" in each), "")
    begun, _, starts_on = starts.partition("where")
    return codes(move)[0], {
        "from": states if before == "any" else [""] if before == "–" else codes(before),
        "to": "".join(codes(to)),
        "who": codes(who),
        "codes": "".join(codes(vocabulary)),
        "names": codes(must),
        "may": codes(may),
        "needs": codes(needs),
        "keys": codes(keys),
        "seconds": int(signed.partition(" ")[0] or 0),
        "second": codes(second),
        "second_on": codes(second_on),
        "second_from": codes(second_from),
        "starts": codes(begun),
        "starts_on": codes(starts_on),
        "fulfils": codes(ends),
        **default,
        **_effects(effects),
    }


def _effects(cell: str) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(
        ("carries", "sweeps", "phase", "phase_when", "course", "flag", "unflag"), ""
    )
    words = {
        "allegations": "carries",
        "all": "sweeps",
        "course": "course",
        "flag": "flag",
        "no": "unflag",
    }
    words |= {"from": "since", "before": "until"}
    for each in filter(None, map(str.strip, cell.split(";"))):
        word, said = each.split()[0], codes(each)
        if each == "without end":
            found["until"] = ""
        elif word == "in":
            found["during"] = said
        elif word == "phase":
            found["phase"], found["phase_when"] = said if "once" in each else (*said, "")
        else:
            (found[words[word]],) = said
    return found
