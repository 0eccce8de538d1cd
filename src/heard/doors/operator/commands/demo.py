"""Start Heard with the invented Meridian Group: people with real keys, and reports sealed to them.

Everything is on this machine: it answers on the loopback address only, on SQLite, in one
directory. It reads and touches no real Heard. Give --directory to keep it for next time.
"""

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from heard.doors.operator import cli, console
from heard.doors.operator.demonstration import printing
from heard.doors.operator.demonstration.environment import settings_for, show_the_kit
from heard.doors.operator.refusal import ExitError

if TYPE_CHECKING:
    from heard.doors.operator.demonstration.seeding import Card


def configure(parser: argparse.ArgumentParser) -> None:
    """Where, and whether to stay."""
    parser.add_argument("--port", type=int, default=8000, help="on 127.0.0.1 (8000)")
    parser.add_argument("--directory", type=Path, help="to keep it in (a fresh temporary one)")
    parser.add_argument("--people", action="store_true", help="with a directory of who works there")
    parser.add_argument("--seed-only", action="store_true", help="make it, print it, do not serve")


def run(options: argparse.Namespace) -> int:
    """Seed if needed, print the card, serve."""
    directory = (options.directory or Path(tempfile.mkdtemp(prefix="heard-demo-"))).resolve()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    site = f"localhost:{options.port}"
    settings_for(directory, site=site)
    cli.load_django()
    show_the_kit()
    card = _card(directory, site, people=options.people)
    employed = (directory / "people.csv").is_file()
    origin = f"http://{site}"
    console.say(printing.page(card, origin=origin, directory=directory, employed=employed))
    if options.seed_only:
        return 0
    from heard.doors.operator.commands import serve

    parser = argparse.ArgumentParser()
    serve.configure(parser)
    serve.begin_time()
    serve.answer(parser.parse_args(["--port", str(options.port)]), rounds=True)
    return 0


def _card(directory: Path, site: str, *, people: bool) -> "Card":
    from django.core.management import call_command

    from heard.actions.operations import epochs, setup
    from heard.doors.operator.demonstration import seeding

    call_command("migrate", verbosity=0)
    card = seeding.read_card(directory)
    if card is None and setup.is_set_up():
        raise ExitError(f"{directory} was left half made. Remove it and start again.")
    if card is None:
        card = seeding.seed(directory=directory, site=site, now=seeding.the_time())
        if people:
            seeding.employ(directory=directory, now=seeding.the_time())
        # The pages look up who works with whom from the start, not from the first round on.
        epochs.close_epoch(now=seeding.the_time())
    elif setup.site() != site:
        raise ExitError(f"{directory} was made for {setup.site()}: start it with that port.")
    return card
