"""Keep the retaliation gate: know who asked for protection, and tell nobody (docs/spec/gate.md).

On a machine of somebody who has no part in decisions on people, such as the works council's:

heard gate init --data DIR --site NAME --url https://…   make the keys that the roster needs
heard gate beside --data DIR KEYS                         keep the gate with this other keeper
heard gate run --data DIR                                 ask each hour, until told to stop
heard gate status --data DIR                              how far it is
heard gate people --data DIR [--since DAY]                who works there, as the site said it

Where Heard itself runs: a keeper for who has nobody else, and who files and looks:

heard gate embed                                          keep the gate in this server
heard gate seat --name NAME --role ROLE --files | --looks --person NUMBER | --outside
heard gate seats, heard gate unseat ID
heard gate token NAME --person NUMBER                     for a personnel system; shown this once
heard gate tokens, heard gate revoke ID
"""

import argparse
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError

if TYPE_CHECKING:
    from heard.doors.operator.gatekeeper.folder import Keeper
    from heard.doors.operator.gatekeeper.people import Counted

HOUR = 3600  # seconds
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def configure(parser: argparse.ArgumentParser) -> None:
    """``init``, ``beside``, ``run``, ``status``, ``people``; and what ``_seats`` says."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
    init = actions.add_parser("init", help="make the keys; prints what the roster needs")
    init.add_argument("--site", required=True, help="HEARD_SITE of the Heard that it is for")
    init.add_argument("--url", required=True, help="where that Heard answers, such as https://…")
    beside = actions.add_parser("beside", help="keep the gate together with another keeper")
    beside.add_argument("keys", nargs=2, help="that keeper's two keys, as its init printed them")
    run_it = actions.add_parser("run", help="ask each hour, until told to stop")
    run_it.add_argument("--once", action="store_true", help="one round, and no more")
    status = actions.add_parser("status", help="how far it is")
    people = actions.add_parser("people", help="who works there, as the site said it: CSV")
    people.add_argument("--since", default="", help="from this day on, such as 2027-03-01")
    for each in (init, beside, run_it, status, people):
        each.add_argument("--data", type=Path, required=True, help="the keeper's own directory")
    _seats(actions)


def _seats(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    embed = actions.add_parser("embed", help="keep the gate here: who runs this server reads it")
    embed.add_argument("--url", default="", help="where this Heard answers itself, if not to all")
    seat = actions.add_parser("seat", help="invite who files or looks; or give a seat by --id")
    seat.add_argument(
        "--id", default="", help="of who has oversight already (heard oversight list)"
    )
    seat.add_argument("--name", default="", help="for your own list")
    seat.add_argument("--role", default="", help="such as Personnel department")
    seat.add_argument("--email", default="", help="told that something waits, never what")
    what = seat.add_mutually_exclusive_group(required=True)
    what.add_argument("--files", action="store_true", help="files what is planned against people")
    what.add_argument("--looks", action="store_true", help="approves or refuses it")
    whose = seat.add_mutually_exclusive_group(required=True)
    whose.add_argument("--person", default="", help="their number in the directory")
    whose.add_argument("--outside", action="store_true", help="they do not work here")
    actions.add_parser("seats", help="everybody with a seat")
    unseat = actions.add_parser("unseat", help="take somebody's seat")
    token = actions.add_parser("token", help="let a personnel system file; shown this once")
    token.add_argument("name", help="which system")
    token.add_argument("--person", required=True, help="number of who answers for what it files")
    token.add_argument("--days", type=int, default=365, help="how long it is good (365)")
    actions.add_parser("tokens", help="which there are")
    revoke = actions.add_parser("revoke", help="shut a system out, at once")
    for each in (unseat, revoke):
        each.add_argument("id", help="as heard gate seats or tokens shows it")


def run(options: argparse.Namespace) -> int:
    """Do one of them; what is of people and systems needs the tables."""
    actions = {"init": init, "beside": beside, "run": keep, "status": status, "people": list_people}
    if options.action in actions:
        return actions[options.action](options)
    from heard.doors.operator import cli

    cli.load_django()
    cli.refuse_doubt()
    from heard.doors.operator import gate_seats

    return gate_seats.run(options)


def init(options: argparse.Namespace) -> int:
    """Make directory and keys."""
    from heard.doors.operator.gatekeeper import folder

    where = urlsplit(options.url)
    if where.scheme != "https" and not (where.scheme == "http" and where.hostname in LOCAL):
        raise ExitError("--url: give an address that begins with https://")
    if (options.data / folder.NAME).exists():
        raise ExitError(f"There is a keeper in {options.data} already. Nothing was changed.")
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keeper = folder.make(site=options.site, url=options.url)
    folder.write(options.data, keeper)
    console.say("The keeper has its keys. Give these two to those who keep the roster:")
    console.say(f"\n  {keeper.recipient}\n\n  {keeper.signing}\n")
    console.say("They name it with: heard roster services --add gate OPERATOR RECIPIENT SIGNING")
    console.say("Once the roster is signed: heard gate run --data DIR")
    return 0


def beside(options: argparse.Namespace) -> int:
    """Believe another keeper's store, and seal ours to them."""
    import msgspec

    from heard.doors.operator.gatekeeper import folder
    from heard.formats import agekeys, signingkeys
    from heard.formats._errors import FormatError

    keeper = load(options)
    recipient, signing = options.keys
    try:
        agekeys.recipient_from(recipient)
    except FormatError as error:
        raise ExitError(f"The first key is none: {error}") from error
    if not signingkeys.is_signing_key(signing):
        raise ExitError("The second key is none. Copy both as heard gate init printed them.")
    if recipient == keeper.recipient or signing == keeper.signing:
        raise ExitError("These are this keeper's own keys. Give those of the other.")
    other = folder.Beside(recipient=recipient, signing=signing)
    folder.write(options.data, msgspec.structs.replace(keeper, beside=(other,)))
    console.say("Do the same there with this keeper's keys.")
    return 0


def keep(options: argparse.Namespace) -> int:
    """Ask each hour. What goes wrong is said, and tried again."""
    load(options)
    if options.once:
        return _round(options.data)
    while True:
        _round(options.data)
        time.sleep(HOUR)


def _round(data: Path) -> int:
    import msgspec

    from heard.doors.operator.gatekeeper import rounds
    from heard.doors.operator.gatekeeper.site import KeeperError

    try:
        done = rounds.one(data, today=datetime.now(UTC).date())
    except (KeeperError, OSError, msgspec.MsgspecError) as error:
        console.warn(str(error))
        return 1
    # How many were answered, and never how: what stands here is read by who runs the machine.
    console.say(f"{done.listings} listings read, {done.answers} actions answered.")
    new = f"{done.told.came} came, {done.told.moved} changed, {done.told.left} left"
    console.say(f"{_size(done.told)}: {new}, as the site says it.")
    return 0


def _size(told: "Counted") -> str:
    return f"People: {told.people}, units: {told.units}"


def status(options: argparse.Namespace) -> int:
    """The keys, and how far."""
    from heard.doors.operator.gatekeeper import people

    keeper = load(options)
    console.say(f"For {keeper.site}, at {keeper.url}.")
    console.say(f"Store: number {keeper.number}. Beside it: {len(keeper.beside)} keeper.")
    console.say(f"{_size(people.count(options.data))}, as the site says it: heard gate people.")
    console.say(f"\n  {keeper.recipient}\n\n  {keeper.signing}")
    return 0


def list_people(options: argparse.Namespace) -> int:
    """Each that came, changed or left, and on which day: a table for a spreadsheet."""
    import sys

    from heard.doors.operator.gatekeeper import people
    from heard.formats import sheet

    load(options)
    told = people.told(options.data, since=_day(options.since))
    rows = [(each.day, each.what, each.id, each.email, each.unit) for each in told]
    sys.stdout.buffer.write(sheet.write([("day", "what", "person", "email", "unit"), *rows]))
    return 0


def _day(text: str) -> str:
    """As it is kept. Another way to write one would leave people out, unsaid. Raises ExitError."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise ExitError("--since: write a day as in 2027-03-01.") from error


def load(options: argparse.Namespace) -> "Keeper":
    """The keeper of a directory. Raises ExitError."""
    import msgspec

    from heard.doors.operator.gatekeeper import folder

    try:
        return folder.read(options.data)
    except FileNotFoundError as error:
        raise ExitError(f"There is no keeper in {options.data}: heard gate init first.") from error
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ExitError(f"{options.data}: {error}") from error
