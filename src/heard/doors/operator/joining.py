"""What a new machine is given, and how it takes it: all of it, or nothing stays."""

import argparse
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from heard.doors.operator import cli, console
from heard.doors.operator.refusal import ExitError
from heard.formats import FormatError, node
from heard.formats.node import Node
from heard.rules.refusals import RefusedError

ROOMS = ("keys", "guard")


def pack(options: argparse.Namespace) -> int:
    """Write the file."""
    cli.load_django()
    from heard.actions.operations import nodes, setup

    if missing := setup.not_ready() or setup.closed():
        raise ExitError(missing)
    setup.make_keys()
    try:
        created = nodes.pack()
    except RefusedError as refused:
        raise ExitError(str(refused)) from refused
    console.write_new(options.file, created.encode().decode(), secret=True)
    console.say(
        f"{options.file} holds every secret of this server. Carry it to the new machine as you"
        " would a key, run heard node add there, then remove it here."
    )
    return 0


def add(options: argparse.Namespace, *, begin_time: Callable[[], None]) -> int:
    """Take it, check everything, and only then write the settings.

    ``begin_time`` refuses a clock that cannot be right, as where this machine serves.
    """
    made = _read(options.file)
    data: Path = options.data.absolute()
    with _undone_unless_whole(data):
        _place(made, data)
        chosen = _choose(made, data)
        answered = _join(made, options.wait)
        begin_time()
        console.write_new(options.settings, chosen, secret=True)
    options.file.unlink(missing_ok=True)
    console.say(
        f"This machine is one of {made.site}. {answered} sees what is written here, and is seen."
        f" Now: export HEARD_SETTINGS={options.settings.absolute()}, heard doctor, heard serve and"
        f" heard worker. {options.file} was removed here: remove it on the first machine too."
    )
    return 0


def _read(file: Path) -> Node:
    try:
        mode, data = file.stat().st_mode, file.read_bytes()
    except OSError as error:
        raise ExitError(f"{file} cannot be read: {error.strerror}.") from error
    if stat.S_IMODE(mode) & 0o077:
        raise ExitError(
            f"Others can read {file}, and it holds every key of the server: chmod go= {file}. If"
            " they may have, make a new Heard's keys: docs/operate/nodes.md."
        )
    try:
        return node.parse(data)
    except FormatError as error:
        raise ExitError(str(error)) from error


@contextmanager
def _undone_unless_whole(data: Path) -> Iterator[None]:
    """A machine that was refused has no key of the server."""
    for room in ROOMS:
        if (data / room).exists():
            raise ExitError(f"{data / room} is there: this machine is one of a Heard already.")
    try:
        yield
    except BaseException:
        for room in ROOMS:
            shutil.rmtree(data / room, ignore_errors=True)
        raise


def _place(made: Node, data: Path) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for room in ROOMS:
        (data / room).mkdir(mode=0o700)
    for name, text in made.keys.items():
        console.write_new(data / "keys" / name, text, secret=True)
    for name, text in made.passwords.items():
        console.write_new(_password(data, name), text, secret=True)


def _password(data: Path, name: str) -> Path:
    return data / "keys" / name.removeprefix("HEARD_").removesuffix("_FILE").lower()


def _choose(made: Node, data: Path) -> str:
    """The settings of this machine, in force from now on, and as the text of a file.

    What stands in the environment here goes before what was packed.
    """
    here = {name: os.environ[name] for name in node.SHARED if name in os.environ}
    files = {name: str(_password(data, name)) for name in made.passwords}
    chosen = {**made.settings, **here, **files, "HEARD_DATA": str(data)}
    for name in node.OWN:
        os.environ.pop(name, None)
    os.environ.update(chosen)
    return "".join(f"{name}={quoted(text)}\n" for name, text in chosen.items())


def quoted(text: str) -> str:
    r"""As a settings file has it: in single quotes, where only ``\`` and ``'`` are written so."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _join(made: Node, patience: float) -> str:
    cli.load_django()
    from heard.actions.operations import nodes, setup

    try:
        nodes.refuse_sqlite()
        if missing := setup.tables():
            raise ExitError(missing)
        answered = nodes.join(made, patience=patience)
    except RefusedError as refused:
        raise ExitError(str(refused)) from refused
    if missing := setup.not_ready():
        raise ExitError(missing)
    return answered
