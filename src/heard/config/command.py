"""``heard``: the operator's commands (heard/doors/operator/cli)."""

import os
import sys

from heard.config.reading import SettingsError
from heard.doors.operator import cli


def main(argv: list[str] | None = None) -> int:
    """Run one command; answers the exit status. Wrong settings are named, never a traceback."""
    os.umask(0o077)  # database, journal and sealed files are nobody else's on this machine
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
    try:
        return cli.run(sys.argv[1:] if argv is None else argv)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
