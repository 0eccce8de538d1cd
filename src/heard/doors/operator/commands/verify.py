"""Check a receipt, offline: what was logged, where in the log, and who stands behind it.

Pin something that did not come from the page under suspicion: the log's key, a policy file, or a
roster with the root key whose fingerprint you know from a poster. Exit code: 0 the receipt holds,
1 it does not, 2 the question was wrong.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from heard.doors.operator import console
from heard.doors.operator.refusal import RefusalError
from heard.formats import note, policy, roster, verify
from heard.formats._errors import FormatError


class Pinned(NamedTuple):
    """What the receipt is checked against."""

    log: str
    policy: policy.Policy | None


def configure(parser: argparse.ArgumentParser) -> None:
    """A receipt, and what to trust."""
    parser.add_argument("receipt", type=Path, help="the .tlog-proof file")
    pin = parser.add_mutually_exclusive_group(required=True)
    pin.add_argument("--key", metavar="VKEY", help="the log's key; witnesses are not looked at")
    pin.add_argument("--policy", type=Path, metavar="FILE", help="log, witnesses, quorum")
    pin.add_argument("--roster", type=Path, metavar="FILE", help="names log and witnesses")
    parser.add_argument("--root", metavar="VKEY", help="the root key that signed the roster")
    parser.add_argument("--first", type=Path, metavar="FILE", help="the first receipt, to compare")


def run(options: argparse.Namespace) -> int:
    """Say it in plain words."""
    pinned = pin(options)
    try:
        found = _verified(options.receipt, pinned)
        if options.first:
            first = _verified(options.first, Pinned(pinned.log, None))
            verify.verify_upgrade(first, found)
    except FormatError as error:
        raise RefusalError(f"This receipt does NOT hold ({error.kind}). {error}") from error
    console.say(words(found, pinned))
    return 0


def _verified(path: Path, pinned: Pinned) -> verify.Verified:
    text = console.read_text(path, what="The receipt")
    return verify.verify_receipt(text, log_vkey=pinned.log, policy=pinned.policy)


def pin(options: argparse.Namespace) -> Pinned:
    """What is trusted. Raises RefusalError with code 2."""
    if bool(options.roster) != bool(options.root):
        raise RefusalError("Give --roster and --root together.", code=2)
    try:
        if options.key:
            return Pinned(note.Verifier.parse(options.key).vkey, None)
        if options.policy:
            return _from_policy(policy.parse(console.read_text(options.policy, what="The policy")))
        text = console.read_text(options.roster, what="The roster")
        return _from_roster(verify.verify_roster(text, root_vkey=options.root), options.root)
    except FormatError as error:
        raise RefusalError(f"What you pinned cannot be used: {error}", code=2) from error


def _from_policy(read: policy.Policy) -> Pinned:
    if len(read.logs) != 1:
        raise RefusalError("The policy must name exactly one log.", code=2)
    return Pinned(read.logs[0].vkey, read)


def _from_roster(read: roster.Roster, root: str) -> Pinned:
    console.say(f"Root key: {roster.fingerprint(root)}. Compare it with the poster.\n")
    return Pinned(read.log, read.policy() if read.quorum else None)


def words(found: verify.Verified, pinned: Pinned) -> str:
    """What a receipt proves, a line each."""
    fields = console.table(
        [(name, value) for name, value in sorted(found.fields.items())], indent=4
    )
    closed = f"\n  Not shown, but fixed: {', '.join(found.closed)}." if found.closed else ""
    form = "\n  It is of the older form, version 1, and shows every field." * (found.version == 1)
    where = f"entry {found.index} of the log {found.origin}"
    return (
        f"This receipt holds.\n\n  It is {where},\n"
        f"  which had {found.size} entries then and has signed that.\n\n"
        f"  The entry says:\n\n{fields}\n{closed}{form}\n  {_witnessed(found, pinned)}"
    )


def _witnessed(found: verify.Verified, pinned: Pinned) -> str:
    if pinned.policy is None:
        return (
            "Signed by the log alone: the organisation cannot deny it. Whether it shows everyone\n"
            "  the same log, only a receipt with witnesses says; come back for one after an hour."
        )
    names = ", ".join(name for name in found.operators if ":" not in name)
    newest = datetime.fromtimestamp(max(found.stamps), UTC) if found.stamps else None
    when = f", the last at {newest:%Y-%m-%d %H:%M} UTC" if newest else ""
    return f"Cosigned by {names or 'nobody'}{when}: the quorum of witnesses is reached."
