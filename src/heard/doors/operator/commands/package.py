"""Check a package that was unpacked, and seal it for somebody else: an officer, a court, a lawyer.

It is on the machine of who has the folder, and needs no server and no key of a case. Each file is
held against the manifests; one that is not as it was is named, and nothing is written. What comes
out is the same package under a new key: its digest, by which the log names it, stays.

--to KEY seals it to the age recipient of who gets it; --words to seven words, which are drawn and
shown once: tell them by another way than the package goes. With neither it is only checked. What
was broken off is made from the beginning, under a new key. Exit code: 0 done, 1 it does not hold or
could not be written, 2 the question was wrong.
"""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.formats import agefile, agepassphrase, bagfolder
from heard.formats._errors import FormatError

_Header = Callable[[Sequence[str], bytes], bytes]


def configure(parser: argparse.ArgumentParser) -> None:
    """Which folder, for whom, and where to."""
    parser.add_argument("folder", type=Path, help="heard-package, as it was unpacked")
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--to", metavar="KEY", help="who gets it: age1… or age1pq1…")
    whom.add_argument("--words", action="store_true", help="seal it to seven words")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="default: package.zip.age beside the folder"
    )


def run(options: argparse.Namespace) -> int:
    """Say its digest; write it where somebody is to get it."""
    try:
        folder = bagfolder.read(options.folder)
        if options.words or options.to is not None:
            _seal(folder, options)
        else:
            bagfolder.check(folder)
    except FormatError as error:
        raise ExitError(f"{error} Nothing was written.") from error
    except OSError as error:
        where = error.filename or options.out or "The file"
        raise ExitError(f"{where}: {error.strerror}. Nothing was written.") from error
    console.say(f"{len(folder.digests)} files are as they were. Its digest, as in the log:")
    console.say(folder.digest)
    return 0


def _seal(folder: bagfolder.Folder, options: argparse.Namespace) -> None:
    out: Path = options.out or folder.place.resolve().parent / "package.zip.age"
    if out.exists():
        raise ExitError(f"{out} is there already. Name another file: --out.")
    words = agepassphrase.new_words() if options.words else ""
    header: _Header = agepassphrase.header_for if words else agefile.header_for
    partial = out.with_name(f"{out.name}.partial")
    if partial.exists():
        console.say("What was broken off before is thrown away: it begins again, with a new key.")
        partial.unlink()
    try:
        _write(folder, partial, [words or _key(options.to)], header)
        partial.rename(out)
    finally:
        partial.unlink(missing_ok=True)
    console.say(f"{out}")
    if words:
        console.say(f"The seven words that open it: {words}")


def _key(typed: str) -> str:
    """The recipient that was typed. Raises ExitError; nothing was written then."""
    key = "".join(typed.split())
    if key.upper().startswith("AGE-SECRET-KEY-"):
        raise ExitError("This is the secret half of a key. Ask for the one that begins with age1.")
    return key.lower()


def _write(
    folder: bagfolder.Folder, partial: Path, recipients: Sequence[str], header: _Header
) -> None:
    """All of it, on the disk. What fails has no last chunk, which every reader of age refuses."""
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(handle, "wb") as file,
        agefile.Writer(recipients, file, header=header) as sealed,
    ):
        bagfolder.write_zip(folder, sealed)
        sealed.close()
        file.flush()
        os.fsync(file.fileno())
