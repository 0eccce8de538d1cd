"""Show somebody of the directory with everyone above them.

By employee id or work e-mail, both whole, or by any part of the name.
"""

import argparse
from typing import TYPE_CHECKING

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError

if TYPE_CHECKING:
    from heard.actions.directory import Found


def configure(parser: argparse.ArgumentParser) -> None:
    """Whom to look for."""
    parser.add_argument("find", help="employee id, work e-mail, or part of a name")
    parser.add_argument("--most", type=int, default=20, help="people to show (20)")


def run(options: argparse.Namespace) -> int:
    """Print them."""
    from heard.actions import directory

    most = max(options.most, 1)
    found = directory.find(text=options.find.strip(), most=most + 1)
    if not found:
        raise ExitError(f"Nobody in the directory is found by {options.find!r}.")
    for person in found[:most]:
        console.say(shown(person))
    if len(found) > most:
        console.say(f"There are more than {most}: look for a whole id or e-mail, or give --most.")
    return 0


def shown(person: "Found") -> str:
    """A person, then the line up."""
    where = " < ".join(person.units) or "no unit"
    lines = [
        f"{_name(person)}  {person.email or 'no e-mail'}  {person.country or 'no country'}",
        f"  {where}",
    ]
    above = [f"{'  ' * (depth + 1)}↑ {_name(each)}" for depth, each in enumerate(person.line)]
    return "\n".join([*lines, *(above or ["  nobody above"])])


def _name(person: "Found") -> str:
    return f"{person.id}  {person.name}" + ("" if person.active else " (left)")
