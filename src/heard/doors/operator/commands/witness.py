"""Run a witness: it cosigns each new head of a log that only adds to what it saw before.

A witness belongs to somebody who does not depend on the log's owner (a union, a board, counsel)
and runs on that somebody's machine. It needs no Heard, no database server and no mail: its state
and its key are two files in one directory. Lose the state and the witness must take a new key.
"""

import argparse
import logging
from pathlib import Path

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.formats import note
from heard.formats._errors import FormatError

KEY, STATE = "key", "state.sqlite3"


def configure(parser: argparse.ArgumentParser) -> None:
    """``init``, ``watch``, ``list``, ``serve``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="init|watch|list|serve")
    init = actions.add_parser("init", help="make the key; prints what the log's operator needs")
    init.add_argument("--name", required=True, help="of this witness, such as union.example/w1")
    watch = actions.add_parser("watch", help="cosign this log from now on")
    watch.add_argument("--key", required=True, help="the log's key, from its roster or site.json")
    listing = actions.add_parser("list", help="the logs that are watched, and how far")
    serve = actions.add_parser("serve", help="answer the logs")
    serve.add_argument("--address", default="127.0.0.1", help="to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, default=7380, help="to listen on (7380)")
    for each in (init, watch, listing, serve):
        each.add_argument("--data", type=Path, required=True, help="the witness's own directory")


def run(options: argparse.Namespace) -> int:
    """Do one of the four."""
    actions = {"init": init, "watch": watch, "list": listing, "serve": serve}
    return actions[options.action](options)


def init(options: argparse.Namespace) -> int:
    """Make directory, key and state."""
    from heard.doors.operator.witness.state import State

    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        signer = note.Signer.generate(options.name, note.COSIGNATURE)
    except FormatError as error:
        raise ExitError(f"--name: {error}") from error
    console.write_new(options.data / KEY, signer.encode() + "\n", secret=True)
    State(options.data / STATE)
    console.say(f"The witness {options.name} has its key. Give this line to each log's operator:")
    console.say(f"\n  {signer.verifier.vkey}\n")
    console.say("Next: heard witness watch --data DIR --key LOG-KEY, then heard witness serve.")
    return 0


def watch(options: argparse.Namespace) -> int:
    """Add a log, or give a known one its new key."""
    from heard.doors.operator.witness.state import State

    try:
        log = note.Verifier.parse(options.key)
    except FormatError as error:
        raise ExitError(f"--key: {error}") from error
    if log.kind != note.ED25519:
        raise ExitError("--key: this is a witness's key, not a log's. Ask for the log's key.")
    load(options)
    State(options.data / STATE).watch(origin=log.name, vkey=log.vkey)
    console.say(f"Watching {log.name}.")
    return 0


def listing(options: argparse.Namespace) -> int:
    """One line a log."""
    from heard.doors.operator.witness.state import State

    load(options)
    rows = [(seen.origin, f"{seen.size} entries") for seen in State(options.data / STATE).logs()]
    console.say(console.table(rows) if rows else "No log is watched yet: heard witness watch.")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Answer until told to stop. What is cosigned and refused is logged on standard error."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    from heard.doors.operator.server import serve_here
    from heard.doors.operator.witness.app import application
    from heard.doors.operator.witness.state import State

    key = load(options)
    serve_here(
        application(state=State(options.data / STATE), key=key),
        address=options.address,
        port=options.port,
        threads=2,
        started=lambda: console.say(
            f"The witness {key.name} answers on http://{options.address}:{options.port}/."
        ),
        stopped=lambda: None,
    )
    return 0


def load(options: argparse.Namespace) -> note.Signer:
    """The witness's key. Raises ExitError."""
    path = options.data / KEY
    if not path.is_file():
        raise ExitError(f"There is no witness in {options.data}: heard witness init first.")
    try:
        return note.Signer.parse(console.read_text(path, what="The witness's key").strip())
    except FormatError as error:
        raise ExitError(f"{path}: {error}") from error
