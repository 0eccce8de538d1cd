"""Whether several receipts of one case name each other (docs/spec/receipt.md, "Several of a case").

For somebody who holds some of a case's receipts and knows nothing else of it, such as an auditor.
What each proves was verified before; here is what they say together. Pure.

Kinds of refusal: ``too_many``, ``case`` (of several, or of none that is shown).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from heard.formats import history
from heard.formats._errors import FormatError

MOST = 1000  # receipts at once
Link = Literal["first", "follows", "gap", "fork", "older", "late", "hidden", "not first"]
WHOLE = ("first", "follows", "older")


@dataclass(frozen=True, slots=True)
class Held:
    """An event that a receipt proved. ``name``: of the file; ``leaf``: hexadecimal."""

    name: str
    leaf: str
    fields: Mapping[str, str]  # the open ones
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """An event and how it goes on from the others of its chain.

    ``link``: ``first`` names none, and is what a chain begins with; ``follows`` names one that is
    held; ``gap`` names one that is not; ``fork`` names one, or nothing, that another names too;
    ``older`` is from before events named each other; ``late`` is later than some that name one, and
    names none; ``hidden`` does not show what it names; ``not first`` names none, though a case
    begins with the arrival of the report.
    """

    held: Held
    link: Link
    also: tuple[str, ...] = ()  # names of further files of the same event


@dataclass(frozen=True, slots=True)
class Together:
    """``chains``: by audience (heard/formats/history), each in the order in which it happened."""

    case: str
    chains: Mapping[str, Sequence[Linked]] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Nothing is missing between the first and the last of each chain, and nothing forks."""
        return all(each.link in WHOLE for chain in self.chains.values() for each in chain)


def link(held: Collection[Held]) -> Together:
    """Raises ``FormatError``."""
    if len(held) > MOST:
        raise FormatError("too_many", f"At most {MOST:,} receipts can be compared at once.")
    case = _case(held)
    events: dict[str, Held] = {}
    files: dict[str, tuple[str, ...]] = {}
    for each in held:
        events.setdefault(each.leaf, each)
        files[each.leaf] = (*files.get(each.leaf, ()), each.name)
    chains: dict[str, list[Held]] = {}
    for each in events.values():
        chains.setdefault(history.audience(each.fields["event"]), []).append(each)
    return Together(
        case,
        {
            name: [
                Linked(each, _judged(each, chain), files[each.leaf][1:]) for each in _told(chain)
            ]
            for name, chain in sorted(chains.items())
        },
    )


def _case(held: Collection[Held]) -> str:
    unshown = [each.name for each in held if not {"case", "event"} <= each.fields.keys()]
    if unshown:
        raise FormatError("case", f"{unshown[0]} does not show of which case it is, or of no case.")
    cases = {each.fields["case"] for each in held}
    if len(cases) != 1:
        raise FormatError("case", "These receipts are not all of one case: give those of one.")
    return cases.pop()


def _judged(event: Held, chain: Sequence[Held]) -> Link:
    prev = event.fields.get("prev")
    if prev is None:
        return "hidden" if "prev" in event.closed else _unlinked(event, chain)
    if sum(each.fields.get("prev") == prev for each in chain) > 1:
        return "fork"
    if prev:
        return "follows" if any(each.leaf == prev for each in chain) else "gap"
    kind = event.fields["event"]
    return "not first" if history.audience(kind) == "case" and kind != history.FIRST else "first"


def _unlinked(event: Held, chain: Sequence[Held]) -> Link:
    """By the hour: a reporter's actions are logged no finer."""
    begun = min((_hour(each) for each in chain if "prev" in each.fields), default="")
    return "late" if begun and _hour(event) > begun else "older"


def _hour(event: Held) -> str:
    return event.fields.get("at", "")[: len("2026-11-29T10")]


def _told(chain: Collection[Held]) -> list[Held]:
    """Each behind the one that it names; what goes on from none of them, by its time."""
    leaves = {each.leaf for each in chain}
    after: dict[str, list[Held]] = {}
    for each in sorted(chain, key=lambda each: (each.fields.get("at", ""), each.leaf)):
        prev = each.fields.get("prev", "")
        after.setdefault(prev if prev in leaves else "", []).append(each)
    ordered: list[Held] = []
    waiting = after.get("", [])[::-1]
    while waiting:
        ordered.append(waiting.pop())
        waiting += after.get(ordered[-1].leaf, [])[::-1]
    return ordered
