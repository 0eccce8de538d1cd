"""The root key: made, read, printed. Needs no database, so that it works on an offline machine."""

from pathlib import Path

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.formats import note, roster
from heard.formats._errors import FormatError


def new_root(*, site: str, path: Path) -> str:
    """Make ``<site>/root``, write its secret to a new file, give its vkey. Raises ExitError."""
    try:
        signer = note.Signer.generate(f"{site}/root")
    except FormatError as error:
        raise ExitError(f"The site {site!r} cannot name a key: {error}") from error
    console.write_new(path, signer.encode() + "\n", secret=True)
    return signer.verifier.vkey


def read_root(path: Path) -> note.Signer:
    """The root key from its file. Raises ExitError."""
    try:
        return note.Signer.parse(console.read_text(path, what="The root key").strip())
    except FormatError as error:
        raise ExitError(f"{path} is not a root key: {error}") from error


def poster(root: str) -> str:
    """What goes on posters and into the policy."""
    return (
        "The root key's fingerprint. Print it on posters and in the policy: reporters compare it\n"
        "with what the page shows, and so find out when somebody else's keys are given to them.\n\n"
        f"  {roster.fingerprint(root)}\n\n"
        f"Its full public form:\n\n  {root}\n"
    )
