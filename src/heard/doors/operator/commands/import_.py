"""Take in the organisation's people, or its third parties, from a CSV file.

Which of the two, the columns say (--columns where they have other names). The file is the whole
truth: who is not in it has left.
  people         employee_id name email unit parent_unit country manager_id [other_names]
  third parties  party_id name kind country contact_name contact_email
All of it is taken in or nothing. Try with --dry-run first (docs/operate/directory.md).
"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError

if TYPE_CHECKING:
    from heard.actions.directory import Outcome
    from heard.rules.directory import Bad


def share(text: str) -> float:
    """``5%`` as a number. Raises argparse.ArgumentTypeError."""
    from heard.rules.directory import leavers

    try:
        return leavers(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def mapping(text: str) -> dict[str, str]:
    """``employee_id=Personalnummer,name=Name``. Raises argparse.ArgumentTypeError."""
    pairs = [pair.partition("=") for pair in text.split(",")]
    matches = {wanted.strip().lower(): given.strip() for wanted, _, given in pairs}
    given_once = len({given.lower() for given in matches.values()}) == len(matches) == len(pairs)
    if not given_once or not all(matches) or not all(matches.values()):
        raise argparse.ArgumentTypeError(
            "give each once, as employee_id=Personalnummer,name=Name: our name, =, the file's"
        )
    return matches


def configure(parser: argparse.ArgumentParser) -> None:
    """A file, and how far to go."""
    from heard.formats.encoded import ENCODINGS

    parser.add_argument("file", type=Path, help="CSV, UTF-8")
    parser.add_argument(
        "--columns",
        type=mapping,
        default={},
        metavar="OURS=THEIRS,…",
        help="what the file calls a column: employee_id=Personalnummer,name=Name",
    )
    parser.add_argument(
        "--encoding", choices=ENCODINGS, default="", help="where the file is not UTF-8"
    )
    parser.add_argument(
        "--renumbered",
        action="store_true",
        help="take ids that differ from known ones by zeros in front alone for new people",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, no more")
    parser.add_argument(
        "--max-leavers",
        type=share,
        default=share("5%"),
        metavar="SHARE",
        help="refuse a file without more than this share of those who are here now (5%%)",
    )
    parser.add_argument(
        "--accept-partial",
        action="store_true",
        help="take in the good rows although others are bad; those people stay as they are",
    )
    parser.add_argument("--show", type=int, default=10, help="examples of each kind (10)")


def run(options: argparse.Namespace) -> int:
    """Take in, or say why not."""
    from heard.actions import conflicts, directory
    from heard.actions.operations import setup

    if missing := setup.not_ready():
        raise ExitError(missing)
    wish = directory.Wish(
        most_leavers=options.max_leavers,
        partial=options.accept_partial,
        trial=options.dry_run,
        show=max(options.show, 0),
        renumbered=options.renumbered,
        spelling=directory.Spelling(columns=options.columns, encoding=options.encoding),
    )
    try:
        outcome = directory.take_in(
            path=options.file, wish=wish, now=datetime.now(UTC), progress=console.Progress()
        )
    except directory.BadRowsError as error:
        console.say(bad_rows(error.bad, wish.show))
        raise ExitError(str(error)) from error
    except RefusedError as error:
        raise ExitError(str(error)) from error
    if outcome.written:
        # Who stands over whom counts from the next epoch on, which logs the table.
        conflicts.publish(now=datetime.now(UTC), at_once=True)
    console.say(words(outcome, trial=wish.trial, show=wish.show))
    return 0


def words(outcome: "Outcome", *, trial: bool, show: int) -> str:
    """What came of it, for a person."""
    change = outcome.difference
    lines = [f"{outcome.name}: {outcome.rows:,} rows; {change.before:,} were here before."]
    if outcome.unread:
        lines.append(f"Not read: the columns {', '.join(outcome.unread)}.")
    lines += _taken(outcome)
    if outcome.bad:
        lines.append(bad_rows(outcome.bad, show))
    lines += _remarkable(outcome, show)
    for each in change.changes:
        lines.append(f"\n{each.what}: {each.count:,}")
        lines += [_example(*example) for example in each.examples]
        if each.count > len(each.examples):
            lines.append(f"  … and {each.count - len(each.examples):,} more")
    if change.units:
        lines.append(f"\nunits that are new or stand elsewhere: {change.units:,}")
    return "\n".join([*lines, "", _end(outcome, trial=trial)])


def _taken(outcome: "Outcome") -> list[str]:
    """What was read otherwise than it stands in the file."""
    from heard.formats import table

    lines = []
    if count := outcome.taken[table.EMPTY]:
        lines.append(f"Left out, rows with nothing in them: {count:,}.")
    if count := outcome.taken[table.GUARDED]:
        lines.append(f'Read without their guard (="…" or \'…), fields: {count:,}.')
    if count := outcome.taken[table.LINKED]:
        lines.append(f"Read without mailto: in front, e-mail addresses: {count:,}.")
    return lines


def _remarkable(outcome: "Outcome", show: int) -> list[str]:
    """What may be right and often is not: one address of several people, one person twice."""
    lines, again = [], outcome.difference.again
    if shared := outcome.shared:
        lines.append(
            f"\nLook: e-mail addresses that several people have: {len(shared):,} (people:"
            f" {sum(shared.values()):,}). Whoever is named by one of these counts as all of them."
        )
        lines += [f"  {email}: {count:,}" for email, count in list(shared.items())[:show]]
        if len(shared) > show:
            lines.append(f"  … and {len(shared) - show:,} more")
    for twins in (outcome.difference.respelt, again):
        if twins.count:
            lines.append(
                f"\nLook: leave and come again under another id ({twins.what}): {twins.count:,}"
            )
            lines += [_example(*example) for example in twins.examples]
    return lines


def _example(id: str, name: str, before: str, after: str) -> str:
    return f"  {id}  {name}" + (f": {before or '–'} → {after or '–'}" if before or after else "")


def _end(outcome: "Outcome", *, trial: bool) -> str:
    if outcome.difference.nothing:
        return "The directory says the same already. Nothing was changed."
    if trial:
        would = f"It would be refused. {outcome.refusal}\n" if outcome.refusal else ""
        return f"{would}Nothing was changed: this was a dry run."
    return f"Taken in and logged. SHA-256 of the file: {outcome.sha256}"


def bad_rows(bad: "Sequence[Bad]", show: int) -> str:
    """Each bad row on a line of its own."""
    lines = [f"  line {each.line}: {each.id + ': ' if each.id else ''}{each.why}" for each in bad]
    if len(lines) > show:
        lines = [*lines[:show], f"  … and {len(lines) - show:,} more (--show {len(lines)})"]
    return "\n".join([f"Kept out: {len(bad):,}", *lines])
