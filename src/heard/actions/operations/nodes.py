"""One machine more: what it is given, and whether it can work (docs/operate/nodes.md)."""

import hmac
import secrets
import socket
import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection

from heard.access import file_store, notify_key, roster
from heard.formats import node
from heard.formats.node import Node
from heard.formats.roster import NOTICES
from heard.ledger import guard, log_key, promise_key
from heard.ledger import log as ledger_log
from heard.ledger.guard import Tree
from heard.records import blobs
from heard.records.models import Organisation, Store
from heard.rules.refusals import RefusedError

_DOMAIN = b"heard/store-probe/v1\n"
_KEYS_UNUSABLE = (
    log_key.LogKeyMissingError,
    notify_key.NotifyKeyMissingError,
    promise_key.PromiseKeyMissingError,
)
LOOK = 0.5  # seconds between two looks for an answer


def pack() -> Node:
    """What the next machine needs of this one. Raises RefusedError."""
    refuse_sqlite()
    _refuse_other_store()
    organisation, memory = Organisation.objects.get(), guard.remembered()
    tree = memory.confirmed if memory else Tree(0, b"")
    shared = {name: text for name, text in settings.HEARD.chosen.items() if name in node.SHARED}
    return Node(
        site=organisation.site,
        root=organisation.root,
        log=organisation.log,
        mark=Store.objects.get().mark,
        size=tree.size,
        tree=tree.root.hex(),
        keys={name: _key(name) for name in node.KEYS},
        settings=shared,
        passwords={
            name: Path(settings.HEARD.chosen[name]).read_text("utf-8")
            for name in node.PASSWORDS
            if name in settings.HEARD.chosen
        },
    )


def _key(name: str) -> str:
    if name == "secret":  # it may lie elsewhere
        return str(settings.HEARD.secret_key) + "\n"
    path: Path = settings.HEARD.data / "keys" / name
    try:
        return path.read_text("ascii")
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}. See heard doctor.") from error


def join(made: Node, *, patience: float) -> str:
    """Check that this machine is one of this Heard, and begin its guard; who answered in the store.

    Keys and settings are in place. Nothing but the guard is written. Raises RefusedError.
    """
    refuse_sqlite()
    _refuse_other_database(made)
    _refuse_other_keys(made)
    _refuse_other_store(made.mark)
    signed = Tree(made.size, bytes.fromhex(made.tree))
    _refuse_other_log(signed)
    answered = _ask_store(patience)
    guard.adopt(signed)
    return answered


def refuse_sqlite() -> None:
    """Raise RefusedError where one machine alone can use the database."""
    if connection.vendor == "sqlite":
        raise RefusedError(
            "This Heard is on SQLite, which one machine alone can use. Several machines need"
            " PostgreSQL: docs/operate/nodes.md."
        )


def _refuse_other_database(made: Node) -> None:
    here = Organisation.objects.first()
    said = (made.site, made.root, made.log)
    if settings.HEARD.site != made.site:
        raise RefusedError(
            f"HEARD_SITE is {settings.HEARD.site} here, and {made.site} where this was packed."
            " Codes, keys and receipts are bound to the site: take that one."
        )
    if here is None or (here.site, here.root, here.log) != said:
        raise RefusedError(
            f"The database at HEARD_DATABASE_URL is not that of {made.site}. An address such as"
            " localhost means another machine here: export HEARD_DATABASE_URL and try again."
        )


def _refuse_other_keys(made: Node) -> None:
    try:
        log, notify = log_key.load(), notify_key.load()
        promise_key.load()
        promise_key.refuse_other(Organisation.objects.get().promise)
    except _KEYS_UNUSABLE as error:
        raise RefusedError(
            f"{error} Put that right on the first machine, pack it again."
        ) from error
    if log.vkey != made.log:
        raise RefusedError("The log's key in this file is not the one of this log. Pack it again.")
    try:
        service = roster.current().service(NOTICES)
    except roster.RosterUnknownError:
        return
    if service and not notify.holds(service.recipient):
        raise RefusedError(
            "keys/notify in this file is not the key that the roster names: contacts could not be"
            " read here. Put that right on the first machine (heard doctor), pack it again."
        )


def _refuse_other_log(signed: Tree) -> None:
    if not ledger_log.extends(signed):
        raise RefusedError(
            f"The database's log does not extend the {signed.size} entries that the first machine"
            " has signed: it was restored or rolled back. See docs/operate/backup.md."
        )


def _refuse_other_store(mark: str = "") -> None:
    if not file_store.seen() or (mark and blobs.mark() != mark):
        place = settings.HEARD.data / "blobs"
        raise RefusedError(
            f"{place} is not the store of this Heard's sealed files. Mount the first machine's"
            " HEARD_DATA/blobs there, then try again: files that came in at one machine would be"
            " empty at the other."
        )


def _ask_store(patience: float) -> str:
    """Who sees what is written here, and is seen here: a copy of a store has the mark as well."""
    question = secrets.token_hex(16)
    blobs.put_probe(question, "")
    try:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            sign, _, name = blobs.probe(f"{question}.answer").partition(" ")
            if hmac.compare_digest(sign, _sign(question)):
                return name.strip()
            time.sleep(LOOK)
    finally:
        blobs.drop_probe(question)
        blobs.drop_probe(f"{question}.answer")
    raise RefusedError(
        f"No other machine answered in {settings.HEARD.data / 'blobs'} within {patience:.0f}"
        " seconds. Either it is not the same store but a copy of it, or heard worker does not run"
        " on the first machine: start it there, and try again."
    )


def answer() -> int:
    """Answer machines that ask whether they see this store; how many. What serves calls it."""
    there = blobs.probes()
    asked = [each for each in there if "." not in each and f"{each}.answer" not in there]
    if not there or not file_store.seen():
        return 0
    for question in asked:
        blobs.put_probe(f"{question}.answer", f"{_sign(question)} {socket.gethostname()}")
    blobs.forget_probes()
    return len(asked)


def _sign(question: str) -> str:
    key = str(settings.HEARD.secret_key).encode()
    return hmac.digest(key, _DOMAIN + question.encode(), sha256).hex()
