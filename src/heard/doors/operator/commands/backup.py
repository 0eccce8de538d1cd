"""Write a consistent copy of database, keys and sealed files to a new directory.

Heard may go on working. The copy holds the log's key: keep it as you keep this machine. The
signing guard is left out on purpose (docs/operate/backup.md).
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from heard.doors.operator import console
from heard.doors.operator.refusal import RefusalError


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("directory", type=Path, help="a new or empty directory")


def run(options: argparse.Namespace) -> int:
    """Copy, then say what was copied."""
    from heard.actions import backups

    try:
        made = backups.back_up(
            directory=options.directory.resolve(),
            now=datetime.now(UTC),
            progress=console.Progress(),
        )
    except backups.BackupError as error:
        raise RefusalError(str(error)) from error
    console.say(f"{options.directory}: {made.files} files, {made.bytes:,} bytes,")
    console.say(f"the log up to entry {made.size}. Try it out: heard restore on another machine.")
    return 0
