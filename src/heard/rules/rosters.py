"""Who a report may be sealed to, and who of them may read it at once."""

from collections.abc import Collection
from typing import Protocol


class Listed(Protocol):
    """A person of a roster (docs/spec/roster.md), valid on the day that counts."""

    @property
    def id(self) -> str: ...  # noqa: D102 its name says it
    @property
    def tier(self) -> int: ...  # noqa: D102 its name says it
    @property
    def recipient(self) -> str: ...  # noqa: D102 its name says it


class NotListedError(ValueError):
    """A report is sealed to someone it may not be sealed to, or to nobody."""


def tiers(
    chosen: Collection[str], named: Collection[Listed], newest: Collection[Listed]
) -> dict[str, int]:
    """The tier of each chosen holder. Raises NotListedError.

    Each must stand in the roster that the reporter saw and, with the same key, in the newest:
    who was taken out meanwhile is not handed another report.
    """
    seen = {person.id: person.recipient for person in named}
    now = {person.id: person for person in newest}
    if not chosen or len(set(chosen)) != len(chosen):
        raise NotListedError("Choose at least one person, and each only once.")
    for id in chosen:
        if id not in seen or id not in now or now[id].recipient != seen[id]:
            raise NotListedError(
                "Someone you chose can no longer be written to. Load the page again."
            )
    return {id: now[id].tier for id in chosen}


def reading(tiers: Collection[int], *, late: bool) -> tuple[int, ...]:
    """The tiers that read a report at intake: the lowest that anyone is left in.

    ``late``: something was owed before the report existed. Then the next one reads it too, at once:
    it comes to people who are as far from what was not done as there are.
    """
    return tuple(sorted(set(tiers))[: 2 if late else 1])
