"""The page that ``heard demo`` prints."""

from pathlib import Path
from typing import TYPE_CHECKING

from heard.doors.operator import console

if TYPE_CHECKING:
    from heard.doors.operator.demonstration.seeding import Card, SignIn

PAGE = """
Heard with the invented Meridian Group. All people and reports are made up.

  Report, or come back to a report   {origin}/
  The desk of those who read         {origin}/desk/

Sign in at the desk with a recovery code ("Use my recovery code"):

{people}

Come back to a report with its return code:

{reports}

Xu was struck out of the first and the third report: sign in as Xu, and they are not there.
Noor sees the figures of the board, below five as "fewer than 5", and no report.
{around}Kept in {directory}
"""
AROUND = """\
Name Gao Jun in a report: Xu, who sits in his unit, and Jonas, who stands over him, are left out.
"""


def page(card: "Card", *, origin: str, directory: Path, employed: bool) -> str:
    """Addresses and sign-ins."""
    return PAGE.format(
        origin=origin,
        people=_lines(card["people"]),
        reports=_lines(card["reports"]),
        around=AROUND if employed else "",
        directory=directory,
    )


def _lines(entries: "list[SignIn]") -> str:
    titles = [
        f"{each['name']} ({each['role']})" if each["role"] else each["name"] for each in entries
    ]
    return console.table(list(zip(titles, [each["code"] for each in entries], strict=True)))
