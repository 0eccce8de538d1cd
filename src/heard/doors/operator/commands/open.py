"""Open sealed files offline: a letter, a directory or a zip of letters, segments and a wrap.

The secret is an age identity (--identity FILE, lines AGE-SECRET-KEY-PQ-1…) or the twelve words of
a return or recovery code (--return-code, --recovery-code: asked for, never given as an argument,
because other users can read arguments). A file named wrap.age holds the case's own key, sealed
to you; with it the rest opens. Letters are printed; all else needs --output DIR.
"""

import argparse
import getpass
import sys
from pathlib import Path

from heard.doors.operator import console, opening
from heard.doors.operator.refusal import ExitError
from heard.formats import returncode
from heard.formats._errors import FormatError


def configure(parser: argparse.ArgumentParser) -> None:
    """What to open and with what."""
    parser.add_argument("export", type=Path, help="an .age file, a directory or a .zip of them")
    secret = parser.add_mutually_exclusive_group(required=True)
    secret.add_argument("--identity", type=Path, metavar="FILE", help="with AGE-SECRET-KEY lines")
    secret.add_argument("--return-code", action="store_true", help="ask for the reporter's words")
    secret.add_argument("--recovery-code", action="store_true", help="ask for a handler's words")
    parser.add_argument("--site", help="with a code: the host people typed")
    parser.add_argument("--output", type=Path, metavar="DIR", help="a new directory for files")


def run(options: argparse.Namespace) -> int:
    """Open all that opens; say what did not. Exit code 1 if anything did not."""
    sealed = opening.read_export(options.export)
    identities = opening.with_wrap(sealed, _identities(options))
    failed = 0
    for name in sorted(sealed):
        if opening.is_wrap(name):
            continue
        try:
            _show(name, opening.open_one(sealed[name], identities), options.output)
        except FormatError as error:
            failed += 1
            console.warn(f"{name}: {error}")
    return 1 if failed else 0


def _identities(options: argparse.Namespace) -> list[str]:
    if options.identity:
        text = console.read_text(options.identity, what="The identity")
        matches = [line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")]
        if not matches:
            raise ExitError(f"{options.identity} holds no line AGE-SECRET-KEY-….", code=2)
        return matches
    if not options.site:
        raise ExitError("A code belongs to a site: give --site, the host people typed.", code=2)
    domain = returncode.RETURN if options.return_code else returncode.RECOVERY
    try:
        keys = returncode.derive(returncode.read(_words()), options.site, domain=domain)
    except FormatError as error:
        raise ExitError(str(error)) from error
    return [keys.identity]


def _words() -> str:
    """From the terminal without showing them, or one line from a pipe."""
    if sys.stdin.isatty():
        return getpass.getpass("The twelve words: ")
    return sys.stdin.readline()


def _show(name: str, plain: opening.Plain, output: Path | None) -> None:
    if plain.letter is not None:
        console.say(f"--- {name}\n{plain.letter}")
        return
    if output is None:
        console.warn(
            f"{name}: not a letter, {len(plain.data)} bytes; give --output DIR to keep it."
        )
        return
    output.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = output / Path(name).name.removesuffix(".age")
    try:
        with target.open("xb") as file:
            file.write(plain.data)
    except FileExistsError as error:
        raise ExitError(f"{target} is there already. Give a new --output.") from error
    console.say(f"--- {name}\n{target}")
