"""Check this Heard, and say for each thing that is wrong what to do.

Exit code: 0 nothing is wrong (things to be careful about may be), 1 something is. The whole log is
read, about 20 seconds for each million entries and 10 for each hundred thousand events, and every
sealed file. A thing that cannot be looked at is wrong; it hides no other.
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from heard.doors.operator import console

if TYPE_CHECKING:
    from heard.actions.operations.health import Finding

MARKS = {"ok": "ok     ", "careful": "careful", "wrong": "WRONG  "}


def configure(parser: argparse.ArgumentParser) -> None:
    """How much to read, and whom to write to."""
    parser.add_argument("--quick", action="store_true", help="leave out reading the whole log")
    parser.add_argument(
        "--backups", metavar="FOLDER", type=Path, help="say which of the backups in it are too old"
    )
    parser.add_argument(
        "--send", metavar="ADDRESS", help="send one test message there that says nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Print each finding; settings that are wrong were named before this is reached."""
    wrong = 0
    for finding in _findings(options):
        console.say(f"{MARKS[finding.level]}  {finding.about}: {finding.what}")
        if finding.fix:
            console.say(f"{'':9}Do: {finding.fix}")
        wrong += finding.level == "wrong"
    console.say(f"\n{wrong} wrong." if wrong else "\nNothing is wrong.")
    return 1 if wrong else 0


def _findings(options: argparse.Namespace) -> Iterator["Finding"]:
    from django.conf import settings

    from heard.actions.operations import setup
    from heard.actions.operations.health import Finding, check_state, tried
    from heard.doors.operator import address, machine

    now = datetime.now(UTC)
    yield Finding("ok", "settings", f"read; site {settings.HEARD.site}")
    yield from tried("data", lambda: machine.check(settings.HEARD.data))
    yield from tried("letters", lambda: [machine.letters()])
    reason = setup.not_ready()
    if reason and not setup.tables_ready():
        yield Finding("wrong", "database", reason, "as said")
        return
    if not setup.is_set_up():
        yield Finding("wrong", "setup", reason, "heard init")
        return
    yield from tried("address", lambda: [address.check()])
    yield from check_state(now=now, mail=bool(settings.EMAIL_HOST))
    yield from tried("directory", lambda: _directory(now))
    if options.backups:
        yield from tried("backups", lambda: _backups(options.backups, now))
    if options.send:
        yield from tried("test mail", lambda: [_sent(options.send)])
    if not options.quick:
        yield from tried("log", _whole_log)
        yield from tried("cases", _all_cases)
        yield from tried("files", _all_files)


def _directory(now: datetime) -> Iterator["Finding"]:
    from heard.actions import conflicts, scim
    from heard.actions.operations.health import Finding

    for each in conflicts.check(now=now):
        yield Finding(each.level, "conflicts", each.what, each.fix)
    for told in scim.check(now=now):
        yield Finding(told.level, "scim", told.what, told.fix)


def _backups(folder: Path, now: datetime) -> Iterator["Finding"]:
    from heard.actions.operations import backups
    from heard.actions.operations.health import Finding

    for each in backups.ages(folder, now=now):
        yield Finding(each.level, "backups", each.what, each.fix)


def _whole_log() -> Iterator["Finding"]:
    from heard.actions.operations.health import Finding, check_log

    faults = check_log(progress=console.Progress())
    for fault in faults:
        yield Finding("wrong", "log", fault, "find out who had the database; keep the backups")
    if not faults:
        yield Finding("ok", "log", "every entry, event and signature is as it was signed")


def _all_cases() -> Iterator["Finding"]:
    from heard.actions.operations.health import Finding, check_histories

    faults = check_histories(progress=console.Progress())
    for fault in faults:
        yield Finding("wrong", "cases", fault, "find out who had the database; keep the backups")
    if not faults:
        yield Finding("ok", "cases", "each event names the one before it; no letter is missing")


def _all_files() -> Iterator["Finding"]:
    from heard.actions.operations import sealed_files
    from heard.actions.operations.health import Finding

    if not sealed_files.seen():
        return  # said already
    found = sealed_files.check_all(progress=console.Progress())
    for file, what in found.damaged.items():
        fix = "bring it back from a backup: the same path under blobs"
        yield Finding("wrong", "files", f"sealed file {file} is {what}", fix)
    if not found.damaged:
        what = f"each of {found.parts} parts is as it was acknowledged"
        yield Finding("ok", "files", what)


def _sent(to: str) -> "Finding":
    from django.conf import settings

    from heard.actions.operations.health import Finding, send_test
    from heard.rules.directory import is_email

    if not is_email(to) or not to.isascii():
        return Finding("wrong", "test mail", f"{to!r} is no e-mail address", "give another --send")
    if not settings.EMAIL_HOST:
        return Finding("wrong", "test mail", "no mail server is named", "set HEARD_MAIL_URL")
    return send_test(to=to, now=datetime.now(UTC))
