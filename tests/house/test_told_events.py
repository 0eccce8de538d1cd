"""The return page knows each event of a reporter's with its fields.

What it does not know it calls not genuine, in red: an event more wants its line there.
"""

from __future__ import annotations

import re
from pathlib import Path

from heard.rules import events

PAGE = Path(__file__).parents[2] / "client/lib/verifyReceipts.ts"
LINE = re.compile(r'\["(\w+)", "([\w,]*)"\]')
# Of a case, and logged by the clock or the machine: no receipt on that page is of one of these.
OF_THE_CLOCK = {
    *(
        "duty_missed",
        "erased",
        "exhibit_damaged",
        "file_damaged",
        "file_duty_missed",
        "late_on_arrival",
    ),
}


def known(text: str) -> dict[str, frozenset[str]]:
    table = text.partition("const FIELDS")[2].partition("]);")[0]
    return {
        event: frozenset(filter(None, fields.split(","))) for event, fields in LINE.findall(table)
    }


def unknown(table: dict[str, frozenset[str]]) -> list[str]:
    """What is wrong with a table of events and fields, with what to do."""
    hers = {
        name
        for name, each in events.KINDS.items()
        if issubclass(each, events.OfACase) and isinstance(each.bound, events.NotAHolders)
    }
    missing = [
        f"{name}: add its line to FIELDS of client/lib/verifyReceipts.ts;"
        f" if no reporter does it, to OF_THE_CLOCK here"
        for name in sorted(hers - OF_THE_CLOCK - table.keys())
    ]
    wrong = [
        f"{name}: FIELDS of client/lib/verifyReceipts.ts says {sorted(fields)},"
        f" its class in heard/rules/events {sorted(said)}"
        for name, fields in table.items()
        if (said := events.FIELDS.get(name, frozenset()) - events.OF_A_CASE) != fields
    ]
    return missing + wrong


def test_the_return_page_knows_each_event_of_a_reporter() -> None:
    table = known(PAGE.read_text("utf-8"))
    assert len(table) > 5
    assert unknown(table) == [], "\n".join(unknown(table))


def test_one_more_or_another_field_is_told() -> None:
    table = known(PAGE.read_text("utf-8"))
    before = unknown(table)
    for name in ("file_received", "file_recieved"):
        [told] = set(unknown({**table, name: frozenset({"letter"})})) - set(before)
        assert told.startswith(f"{name}: FIELDS of")
    del table["contact_changed"]
    [told] = set(unknown(table)) - set(before)
    assert told.startswith("contact_changed: add its line")
