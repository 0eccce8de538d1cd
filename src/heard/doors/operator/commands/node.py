"""One machine more for a Heard on PostgreSQL (docs/operate/nodes.md).

On a machine that works:   heard node pack FILE
Copy FILE to the new one, as you would carry a key. There, with the first machine's HEARD_DATA/blobs
mounted at blobs in the new HEARD_DATA:
                           heard node add FILE --data DIRECTORY --settings NEW-FILE
FILE holds every secret of the server. Adding removes it; remove it on the first machine too.
"""

import argparse
from pathlib import Path

WAIT = 60.0  # seconds: the worker looks every fifteen


def configure(parser: argparse.ArgumentParser) -> None:
    """Two actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
    pack = actions.add_parser("pack", help="write what another machine needs, for you alone")
    pack.add_argument("file", type=Path, help="a new file")
    add = actions.add_parser("add", help="make this machine one of the same Heard")
    add.add_argument("file", type=Path, help="what heard node pack wrote")
    add.add_argument("--data", type=Path, required=True, help="HEARD_DATA of this machine")
    add.add_argument("--settings", type=Path, required=True, help="a new file for its settings")
    add.add_argument("--wait", type=float, default=WAIT, help="seconds for an answer (60)")


def run(options: argparse.Namespace) -> int:
    """Pack or add."""
    from heard.doors.operator import joining
    from heard.doors.operator.commands.serve import begin_time

    if options.action == "pack":
        return joining.pack(options)
    return joining.add(options, begin_time=begin_time)
