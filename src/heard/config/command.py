"""``heard``: the command line, a door like the others (heard/doors/operator)."""

import os
import sys

from heard.config.reading import SettingsError
from heard.doors.operator import cli


def main() -> int:
    """Run one command; answers the exit status. Wrong settings are named, not traced."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
    try:
        return cli.run(sys.argv[1:])
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
