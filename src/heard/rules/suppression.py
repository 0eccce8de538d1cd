"""Small numbers that could point at a person: what of a count of cases may be shown.

All that is counted here is cases, each once in a breakdown: of what one case brings several of,
promises or letters, five may be one case.

A number below LEAST, 0 included, is never shown, so that nobody sees a first report come. With it
goes whatever it could be worked out from (complementary suppression; Willenborg and de Waal,
Elements of Statistical Disclosure Control, 2001, chapter 4): a hidden number is one of at least
two whose sum is known. None stands for both, or the mark itself would give bounds.

Which number is hidden beside a small one follows from its place and not from its size: a choice
by size could be reasoned backwards by somebody who knows this file. tests/rules/test_suppression
does just that, for every table there is up to a size: each number below LEAST that is hidden
could be any other number below LEAST.
"""

from collections.abc import Mapping, Sequence

import msgspec

LEAST = 5
# The least sum of hidden numbers in which one of them can be 0 to LEAST - 1 and another LEAST.
ENOUGH = 2 * LEAST - 1
SLOWEST_TENTH = 4 * LEAST  # cases behind a 90th percentile: two lie beyond it
STEPS = (1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120, 168, 240, 336, 672)  # hours

Cells = Mapping[str, int]
Shown = dict[str, int | None]


class Figure(msgspec.Struct, frozen=True):
    """A count and its breakdowns as they may be shown; None: not shown."""

    total: int | None
    by: dict[str, Shown]


class Delay(msgspec.Struct, frozen=True):
    """How long something took, in hours, each rounded up to one of STEPS; None: not shown."""

    cases: int | None
    median: int | None
    slowest_tenth: int | None


def protect(breakdowns: Mapping[str, Cells]) -> Figure:
    """One count of cases, broken down in one or more ways. Raises ValueError.

    Each breakdown has every category there is, also those that count 0. Counts of different
    things that overlap must not be given to two calls: one could be subtracted from the other.
    """
    totals = {sum(cells.values()) for cells in breakdowns.values()}
    if len(totals) != 1:
        raise ValueError(f"totals of one count differ: {sorted(totals)}")
    total = totals.pop()
    shown = total >= LEAST
    by = {
        name: _shown(cells) if shown else dict.fromkeys(cells) for name, cells in breakdowns.items()
    }
    return Figure(total if shown else None, by)


def _shown(cells: Cells) -> Shown:
    small = [name for name, number in cells.items() if number < LEAST]
    hidden = set(small)
    others = (name for name in cells if cells[name] >= LEAST)
    # The first beside them, and the next where both together are still too few to hide in.
    for name in others:
        if not small or (len(hidden) > len(small) and _sum(cells, hidden) >= ENOUGH):
            break
        hidden.add(name)
    return {name: None if name in hidden else number for name, number in cells.items()}


def _sum(cells: Cells, names: set[str]) -> int:
    return sum(cells[name] for name in names)


def delays(hours: Sequence[float]) -> Delay:
    """The time that half of the cases took at most, and nine tenths (nearest rank)."""
    ordered = sorted(hours)
    return Delay(
        cases=len(ordered) if len(ordered) >= LEAST else None,
        median=_at(ordered, 50, least=LEAST),
        slowest_tenth=_at(ordered, 90, least=SLOWEST_TENTH),
    )


def _at(ordered: Sequence[float], percent: int, *, least: int) -> int | None:
    if len(ordered) < least:
        return None
    return rounded(ordered[-(-len(ordered) * percent // 100) - 1])


def rounded(hours: float) -> int:
    """Up to the next of STEPS, so that no single case's time is told; beyond them, the last."""
    return next((step for step in STEPS if hours <= step), STEPS[-1])
