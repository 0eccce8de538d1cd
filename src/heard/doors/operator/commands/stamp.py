"""Have a package stamped by an authority that others trust: when it was as it is (RFC 3161).

Takes the tagmanifest-sha256.txt of an unpacked package, or of any BagIt bag: its digest stands for
every byte, and is the one that the log names. The answer of the authority goes beside the folder.
It learns the digest, and nothing of what is inside; it says that this was there at a time, not that
it is true. Where it does not answer, the package is as good as before.

With --check FILE nothing is asked: a stamp that is there is held against the folder. So does
openssl ts -verify -data tagmanifest-sha256.txt -in FILE -CAfile ROOTS. Exit code: 0 it holds, 1 it
does not, 2 the question was wrong.
"""

import argparse
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.formats import stamp
from heard.formats._errors import FormatError

TIMEOUT = 30  # seconds


def configure(parser: argparse.ArgumentParser) -> None:
    """What is stamped, by whom, and whom to trust."""
    parser.add_argument("tagmanifest", type=Path, help="tagmanifest-sha256.txt of the package")
    whence = parser.add_mutually_exclusive_group(required=True)
    whence.add_argument("--at", metavar="URL", help="the authority: https://…")
    whence.add_argument("--check", type=Path, metavar="FILE", help="a stamp that is there")
    roots = "certificates (PEM) that you trust to be its root; they come from the authority"
    parser.add_argument("--roots", type=Path, required=True, metavar="FILE", help=roots)
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the stamp is written")


def run(options: argparse.Namespace) -> int:
    """Ask for it, or look at it; say since when."""
    data = console.read_text(options.tagmanifest, what="The tag manifest").encode()
    roots = console.read_text(options.roots, what="The file of certificates").encode()
    asked = stamp.ask(data)
    answer = _read(options.check) if options.check else _fetch(options.at, asked.request)
    nonce = None if options.check else asked.nonce
    try:
        when = stamp.verify(answer, data, roots=roots, nonce=nonce)
    except FormatError as error:
        raise ExitError(f"This stamp does NOT hold. {error}") from error
    if not options.check:
        _write(options.out or _beside(options.tagmanifest), answer)
    console.say(f"It was as it is at {when:%Y-%m-%d %H:%M:%S} UTC, as the authority says.")
    return 0


def _beside(tagmanifest: Path) -> Path:
    """Next to the folder: inside, the stamp would be of what it stands in."""
    folder = tagmanifest.resolve().parent
    return folder.with_name(f"{folder.name}.tagmanifest.tsr")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()[: stamp.MAX_ANSWER + 1]
    except OSError as error:
        raise ExitError(f"{path} cannot be read: {error.strerror}. Check the path.") from error


def _write(path: Path, answer: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(answer)
    except OSError as error:
        raise ExitError(
            f"{path} cannot be written: {error.strerror}. Name another: --out."
        ) from error
    console.say(f"{path}")


def _fetch(url: str, request: bytes) -> bytes:
    """What the authority answers. Raises ExitError; nothing was written then."""
    parts = urlsplit(url)
    # Many authorities have no other way than http; what they answer is signed.
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise ExitError(f"{url} is no address: give https://host/path.", code=2)
    asked = urllib.request.Request(  # noqa: S310 -- http(s) only, tested above
        url, data=request, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310 -- as above
            found: bytes = answer.read(stamp.MAX_ANSWER + 1)
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise ExitError(
            f"{parts.hostname} gave no stamp: {error}. The package is as good as before; try again,"
            " or another authority."
        ) from error
    return found
