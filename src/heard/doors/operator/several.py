"""What `heard verify` says of several receipts of one case: whether each names the one before."""

from collections.abc import Collection, Sequence

from heard.doors.operator import console
from heard.doors.operator.saying import worded
from heard.formats import linked, verify
from heard.formats.linked import Link, Linked, Together

_WHOSE = {
    "case": "What everybody in the case is told",
    "desk": "What its readers write among themselves",
    "reporter": "What the reporter alone is told",
}
_BREAKS = {
    "gap": "MISSING: the next names {prev}, and no file here is of it",
    "fork": "FORK: more than one goes on from {prev}",
    "hidden": "the next does not show what went before it",
    "late": "MISSING: the next does not name what went before it, though earlier ones do",
    "not first": "FORK: the next says that nothing went before it, and is no arrival of a report",
}
_FORKED = ("fork", "not first")
_TWO_LOGS = (
    "These receipts are of two different logs: both are signed for {size} entries, and the entries"
    " are not the same. No honest log does that. Keep all of them, and send them to someone outside"
    " the organisation."
)


def two_logs(found: Sequence[verify.Verified]) -> str:
    """A sentence where two receipts show two trees of one size, which no honest log signs."""
    roots: dict[int, bytes] = {}
    for each in found:
        if roots.setdefault(each.size, each.root) != each.root:
            return _TWO_LOGS.format(size=each.size)
    return ""


def words(together: Together, *, files: int) -> str:
    """What they say together, a line each."""
    parts = [f"Each of these {files} files holds, and all are of the case {together.case}."]
    parts += [f"  {_WHOSE[name]}:\n\n{_lines(chain)}" for name, chain in together.chains.items()]
    links = {each.link for chain in together.chains.values() for each in chain}
    if "older" in links:
        parts.append(
            "Some are from before events named each other: whether one is missing among those,\n"
            "nobody can tell."
        )
    parts.append(_whole(links))
    return "\n\n".join(parts)


def _lines(chain: Sequence[Linked]) -> str:
    rows = console.table([_row(each) for each in chain], indent=4).split("\n")
    return "\n".join(
        line
        for each, row in zip(chain, rows, strict=True)
        for line in ([f"    -- {_break(each)}"] if each.link in _BREAKS else []) + [row]
    )


def _row(each: Linked) -> tuple[str, str, str, str]:
    said = each.held.fields
    names = ", ".join((each.held.name, *each.also))
    actor = worded("actor", said.get("actor", "?"))
    return said.get("at", "?"), worded("event", said["event"]), actor, names


def _break(each: Linked) -> str:
    prev = each.held.fields.get("prev", "")
    return _BREAKS[each.link].format(prev=prev or "nothing, as the first does")


def _whole(links: Collection[Link]) -> str:
    if any(each in _FORKED for each in links):
        return (
            "They do NOT fit together: no honest log has this. Keep all of them, and send them to\n"
            "someone outside the organisation."
        )
    if any(each in _BREAKS for each in links):
        return (
            "An event is missing where it says so. That alone is nobody's fault: you may not have\n"
            "been given its receipt. Ask for it, by what it is named by there. If you are told\n"
            "that there is none, these files show that there was."
        )
    return (
        "Each names the one before it: nothing is missing between them. Whether anything came\n"
        "after the last, they cannot say."
    )


def judge(held: Sequence[linked.Held]) -> tuple[str, int]:
    """The words, and the exit code: 0 where each names the one before it, else 1."""
    together = linked.link(held)
    return words(together, files=len(held)), 0 if together.whole else 1
