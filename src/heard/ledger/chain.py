"""What goes before an event of a case: the newest that the same people are told of (``prev``).

No place and no time of the log is in it, so it says nothing of other cases (docs/spec/log.md).
"""

from collections.abc import Iterable, Mapping

from django.db import connection

from heard.formats import history

Chain = tuple[str, str]  # a case, and whom of it its events are told
Said = Mapping[str, str]  # the fields of an event

_NEWEST = """
SELECT opening.leaf FROM heard_event event JOIN heard_opening opening
    ON opening."index" = event."index"
WHERE event.case_number = (SELECT number FROM heard_case WHERE id = %s) AND {kinds}
ORDER BY event."index" DESC LIMIT 1
"""
_APART = {history.DESK: history.OF_DESK, history.REPORTER: history.OF_REPORTER}
_EVERYBODYS = (*history.OF_DESK, *history.OF_REPORTER)


def chain_of(said: Said) -> Chain | None:
    """The chain that an event stands in; None for what is of no case."""
    case = said.get("case")
    return (case, history.audience(said["event"])) if case else None


class Chains:
    """The ends of those chains that one commit goes on with, asked for under the log's lock.

    Before the lock, two processes would both go on from the same event.
    """

    def __init__(self, committed: Iterable[Said]) -> None:
        new = (each["case"] for each in committed if each["event"] == history.FIRST)
        self._new = frozenset(new)  # nothing of them is in the database
        self._ends: dict[Chain, str] = {}

    def link(self, said: Said) -> dict[str, str]:
        """The fields of an event with ``prev``: the leaf hash of the one before, or empty."""
        chain = chain_of(said)
        return dict(said) if chain is None else {**said, "prev": self._end(chain)}

    def ended(self, said: Said, leaf: str) -> None:
        """The chain of this event ends with it from now on; ``leaf``: its hash, hexadecimal."""
        if chain := chain_of(said):
            self._ends[chain] = leaf

    def _end(self, chain: Chain) -> str:
        if chain not in self._ends:
            self._ends[chain] = "" if chain[0] in self._new else _newest(*chain)
        return self._ends[chain]


def _newest(case: str, audience: str) -> str:
    kinds = _APART.get(audience, _EVERYBODYS)
    marks = ", ".join(["%s"] * len(kinds))
    among = f"event.kind {'IN' if audience in _APART else 'NOT IN'} ({marks})"
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST.format(kinds=among), [case, *kinds])
        row = cursor.fetchone()
    return row[0] if row else ""
