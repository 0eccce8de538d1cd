"""Write a consistent copy of database, keys and sealed files to a new directory.

Heard may go on working. Every sealed file is compared with what was acknowledged: exit code 1
where one is damaged or missing, and the copy is made all the same. The copy holds the log's key:
keep it as you keep this machine. The
signing guard is left out on purpose (docs/operate/backup.md).
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError
from heard.rules.refusals import RefusedError


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("directory", type=Path, help="a new or empty directory")


def run(options: argparse.Namespace) -> int:
    """Copy, then say what was copied."""
    from heard.actions.operations import backups

    try:
        created = backups.back_up(
            directory=options.directory.resolve(),
            now=datetime.now(UTC),
            progress=console.Progress(),
        )
    except OSError as error:
        text = f"{error.filename or options.directory}: {error.strerror or error}"
        raise ExitError(
            f"The backup was not finished. {text}. Mend that and begin again."
        ) from error
    except RefusedError as error:
        raise ExitError(str(error)) from error
    console.say(f"{options.directory}: {created.files} files, {created.bytes:,} bytes,")
    console.say(f"the log up to entry {created.size}.")
    for file in created.lost:
        console.say(f"WRONG: sealed file {file} is damaged or missing here, so in the backup too.")
    if created.lost:
        console.say(f"Do: keep every older backup; bring {len(created.lost)} files back from one.")
    return 1 if created.lost else 0
