"""Check receipts and promises, offline: what was logged, where, and who stands behind it.

Several files are checked one by one and then together: whether each event of the case names the
one before it, where one is missing, where two go on from the same.

Pin something that did not come from the page under suspicion: the log's key, a policy file, or a
roster with the root key whose fingerprint you know from a poster. Exit code: 0 the receipt holds
(several: each names the one before it; with --broken: the promise was broken), 1 it does not, 2 the
question was wrong.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from heard.doors.operator import console, promised, several
from heard.doors.operator.promised import Pinned
from heard.doors.operator.refusal import ExitError
from heard.formats import note, policy, roster, verify
from heard.formats._errors import FormatError
from heard.formats.linked import Held


def configure(parser: argparse.ArgumentParser) -> None:
    """A receipt, and what to trust."""
    files = ".tlog-proof or .heard-promise; several of one case are compared with each other"
    parser.add_argument("receipt", type=Path, nargs="+", help=files)
    pin = parser.add_mutually_exclusive_group(required=True)
    pin.add_argument("--key", metavar="VKEY", help="the log's key; witnesses are not looked at")
    pin.add_argument("--policy", type=Path, metavar="FILE", help="log, witnesses, quorum")
    pin.add_argument("--roster", type=Path, metavar="FILE", help="names log and witnesses")
    parser.add_argument("--root", metavar="VKEY", help="the root key that signed the roster")
    parser.add_argument(
        "--promise-key", metavar="VKEY", help="the key of promises, where no roster names it"
    )
    first = "the first receipt, or the promise, to compare"
    parser.add_argument("--first", type=Path, metavar="FILE", help=first)
    parser.add_argument("--tiles", metavar="WHERE", help="the log: a copy's folder, or https://…")
    then = "the checkpoint that the promise names, cosigned"
    parser.add_argument("--then", type=Path, metavar="FILE", help=then)
    broken = "a checkpoint cosigned after the promised time: shows that it was broken"
    parser.add_argument("--broken", type=Path, metavar="FILE", help=broken)


def run(options: argparse.Namespace) -> int:
    """Say it in plain words."""
    pinned = pin(options)
    if len(options.receipt) > 1:
        return _several(options, pinned)
    text = console.read_text(options.receipt[0], what="The receipt")
    what = "promise" if promised.is_promise(text) else "receipt"
    if what == "promise" and options.first:
        raise ExitError("--first takes the promise, and comes with its proof.", code=2)
    if what == "receipt" and options.broken:
        raise ExitError("Only a promise can be broken: give the .heard-promise file.", code=2)
    try:
        said = (
            _promise(text, pinned, options)
            if what == "promise"
            else _receipt(text, pinned, options)
        )
    except FormatError as error:
        unshown = "It is NOT shown that this promise was broken"
        no = unshown if options.broken else f"This {what} does NOT hold"
        raise ExitError(f"{no} ({error.kind}). {error}") from error
    console.say(said)
    return 0


def _several(options: argparse.Namespace, pinned: Pinned) -> int:
    if options.first or options.tiles or options.then or options.broken:
        raise ExitError("--first, --tiles, --then and --broken take one file.", code=2)
    held, proofs = [], list[verify.Verified]()
    for path in options.receipt:
        try:
            held.append(_held(path, pinned, proofs))
        except FormatError as error:
            raise ExitError(f"{path} does NOT hold ({error.kind}). {error}") from error
    if forked := several.two_logs(proofs):
        raise ExitError(forked)
    try:
        said, code = several.judge(held)
    except FormatError as error:
        raise ExitError(str(error), code=2) from error
    console.say(said)
    return code


def _held(path: Path, pinned: Pinned, proofs: list[verify.Verified]) -> Held:
    """What one of several files proves; a receipt joins ``proofs``."""
    text = console.read_text(path, what="The receipt")
    if promised.is_promise(text):
        made = promised.read(text, pinned)
        return Held(path.name, made.leaf.hex(), made.fields)
    found = _verified(text, pinned)
    proofs.append(found)
    return Held(path.name, found.leaf.hex(), found.fields, found.closed)


def _promise(text: str, pinned: Pinned, options: argparse.Namespace) -> str:
    found = promised.read(text, pinned)
    if options.broken:
        return promised.broken(found, pinned, options)
    return promised.looked_up(text, pinned, options) if options.tiles else promised.words(found)


def _receipt(text: str, pinned: Pinned, options: argparse.Namespace) -> str:
    found = _verified(text, pinned)
    said = words(found, pinned)
    if not options.first:
        return said
    first = console.read_text(options.first, what="The first receipt")
    if promised.is_promise(first):
        return f"{said}\n  {promised.kept(promised.read(first, pinned), found, pinned, options)}"
    verify.verify_upgrade(_verified(first, Pinned(pinned.log, None)), found)
    return said


def _verified(text: str, pinned: Pinned) -> verify.Verified:
    return verify.verify_receipt(text, log_vkey=pinned.log, policy=pinned.policy)


def pin(options: argparse.Namespace) -> Pinned:
    """What is trusted. Raises ExitError with code 2."""
    if bool(options.roster) != bool(options.root):
        raise ExitError("Give --roster and --root together.", code=2)
    try:
        if options.key:
            return Pinned(note.Verifier.parse(options.key).vkey, None, options.promise_key)
        if options.policy:
            text = console.read_text(options.policy, what="The policy")
            return _from_policy(policy.parse(text))._replace(promise=options.promise_key)
        text = console.read_text(options.roster, what="The roster")
        found = _from_roster(verify.verify_roster(text, root_vkey=options.root), options.root)
        return found if found.promise else found._replace(promise=options.promise_key)
    except FormatError as error:
        raise ExitError(f"What you pinned cannot be used: {error}", code=2) from error


def _from_policy(read: policy.Policy) -> Pinned:
    if len(read.logs) != 1:
        raise ExitError("The policy must name exactly one log.", code=2)
    return Pinned(read.logs[0].vkey, read)


def _from_roster(read: roster.Roster, root: str) -> Pinned:
    console.say(f"Root key: {roster.fingerprint(root)}. Compare it with the poster.\n")
    return Pinned(read.log, read.policy() if read.quorum else None, read.promise)


def words(found: verify.Verified, pinned: Pinned) -> str:
    """What a receipt proves, a line each."""
    fields = promised.fields(found.fields)
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
