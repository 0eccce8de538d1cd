"""Epochs: once an hour a checkpoint that tells little is shown to the witnesses for cosigning.

Between epochs the log grows with every deed; what the witnesses see grows by a multiple of 64
leaves an hour, at least 64, so that a quiet hour looks like a busy one.
"""

import http.client
import logging
import urllib.error
import urllib.request
from base64 import b64encode
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from heard.actions import _log, _stored
from heard.actions._journal import Entry, write
from heard.formats import checkpoint, note, roster
from heard.formats._errors import FormatError
from heard.records.models import Cosignature, Head, Organisation, RosterVersion, Witness

PERIOD = timedelta(hours=1)
STEP = 64  # leaves
TRIES = 5  # at a head that no other deed has moved since it was padded
TIMEOUT = 10  # seconds
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=30)
MAX_ANSWER = 16 * 1024
logger = logging.getLogger("heard.epochs")


class WitnessAhead(Exception):
    """A witness has cosigned more of this log than this database holds: it was rolled back."""


class WitnessSilent(Exception):
    """A witness could not be reached, or did not answer as the protocol says."""


class Conflict(Exception):
    """409: the witness's newest size is another."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the witness has {size} entries")
        self.size = size


class Sealed(NamedTuple):
    """Where to ask, and with what."""

    name: str
    url: str
    verifier: note.Verifier


def close_epoch(*, now: datetime) -> bool:
    """Pad and sign if an hour has passed since the last epoch; whether it did."""
    if not Head.objects.exists() or _fresh(now):
        return False

    def deed(entry: Entry) -> None:
        if not _fresh(now):
            entry.least = _padding()

    for _ in range(TRIES):
        write(deed)
        head = _log.head()
        if _grown(head.size) % STEP == 0:
            Cosignature.objects.get_or_create(
                size=head.size, defaults={"note": head.note, "at": now}
            )
            return True
    return False  # somebody was faster each time; the next round comes in seconds


def _fresh(now: datetime) -> bool:
    return Cosignature.objects.filter(at__gt=now - PERIOD).exists()


def _padding() -> int:
    return STEP - _grown(_stored.size()) % STEP


def _grown(size: int) -> int:
    """By how much this size is more than the last epoch's."""
    last = Cosignature.objects.order_by("-size").first()
    return size - (last.size if last else 0)


def witnesses() -> list[Sealed]:
    """The witnesses that the newest roster names and that have an address."""
    newest = RosterVersion.objects.order_by("-version").first()
    if newest is None:
        return []
    signed = roster.verify(newest.note, root=note.Verifier.parse(Organisation.objects.get().root))
    urls = dict(Witness.objects.values_list("vkey", "url"))
    return [
        Sealed(each.name, urls[each.vkey], note.Verifier.parse(each.vkey))
        for each in signed.witnesses
        if each.vkey in urls
    ]


class Asker:
    """Asks each witness for its cosignature on the newest epoch; remembers whom to leave alone."""

    def __init__(self) -> None:
        self._waits: dict[str, tuple[timedelta, datetime]] = {}
        self._sizes: dict[str, int] = {}  # what each witness is known to have seen

    def ask(self, *, now: datetime) -> int:
        """One round; gives the number of new cosignatures. A silent witness is asked later."""
        epoch = Cosignature.objects.order_by("-size").first()
        if epoch is None:
            return 0
        got = 0
        for witness in witnesses():
            due = self._waits.get(witness.name, (FIRST_WAIT, now))[1] <= now
            if due and not _has(epoch.note, witness.verifier):
                got += self._ask_one(witness, epoch, now)
        return got

    def _ask_one(self, witness: Sealed, epoch: Cosignature, now: datetime) -> int:
        try:
            line = self._cosignature(witness, epoch)
        except WitnessAhead:
            # Said loudly and again each round: it is the one sign of a rollback from outside.
            logger.critical("witness %s has seen a longer log than this one", witness.name)
            return 0
        except (WitnessSilent, Conflict):
            self._wait(witness.name, now)
            return 0
        self._waits.pop(witness.name, None)
        self._sizes[witness.name] = epoch.size
        _store(epoch.size, line)
        return 1

    def _wait(self, name: str, now: datetime) -> None:
        wait = self._waits.get(name, (FIRST_WAIT / 2, now))[0] * 2
        self._waits[name] = (min(wait, LONGEST_WAIT), now + min(wait, LONGEST_WAIT))

    def _cosignature(self, witness: Sealed, epoch: Cosignature) -> str:
        """The verified signature line. A wrong guess at the witness's size costs one more call."""
        try:
            return ask_once(witness, epoch, old=self._sizes.get(witness.name, 0))
        except Conflict as conflict:
            if conflict.size > epoch.size:
                raise WitnessAhead(witness.name) from conflict
            self._sizes[witness.name] = conflict.size
            return ask_once(witness, epoch, old=conflict.size)


def ask_once(witness: Sealed, epoch: Cosignature, *, old: int) -> str:
    """One ``add-checkpoint`` call. Raises Conflict, WitnessSilent."""
    proof = _stored.consistency(old, epoch.size) if old else []
    lines = [f"old {old}", *(b64encode(each).decode() for each in proof), "", ""]
    text = note.parse(epoch.note)
    own = text.signatures[:1]  # the log's; others' cosignatures are not this witness's business
    body = "\n".join(lines) + note.Note(text.text, own).encode()
    return _verified(_post(f"{witness.url}/add-checkpoint", body.encode()), epoch, witness)


def _post(url: str, body: bytes) -> str:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "text/plain"})  # noqa: S310 -- rosters.add_witness lets only http(s) in
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 -- as above
            return str(answer.read(MAX_ANSWER).decode())
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.CONFLICT:
            raise Conflict(_size(error.read(32))) from error
        raise WitnessSilent(f"HTTP {error.code}") from error
    except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
        raise WitnessSilent(str(error)) from error


def _size(body: bytes) -> int:
    text = body.removesuffix(b"\n")
    if not text.isdigit() or len(text) > 19:  # noqa: PLR2004 -- digits of 2**63
        raise WitnessSilent("409 without a size")
    return int(text)


def _verified(answer: str, epoch: Cosignature, witness: Sealed) -> str:
    """This witness's line of the answer, its signature checked over the checkpoint."""
    log = note.Verifier.parse(Organisation.objects.get().log)
    for line in answer.splitlines(keepends=True):
        try:
            signed = note.add(epoch.note, line)
            opened = checkpoint.verify(signed, log, [witness.verifier])
        except FormatError:
            continue
        if any(each.verifier == witness.verifier for each in opened.cosigned):
            return line
    raise WitnessSilent("no cosignature of its key")


def _has(text: str, verifier: note.Verifier) -> bool:
    signatures = note.parse(text).signatures
    return any((each.name, each.id) == (verifier.name, verifier.id) for each in signatures)


def _store(size: int, line: str) -> None:
    """Add the line and count operators, not keys. Row-locked: two workers may bring two lines."""
    with transaction.atomic():
        row = Cosignature.objects.select_for_update().get(size=size)
        row.note = note.add(row.note, line)
        signed = [each for each in witnesses() if _has(row.note, each.verifier)]
        operators = Witness.objects.filter(name__in=[each.name for each in signed])
        row.witnesses = operators.values("operator").distinct().count()
        row.save(update_fields=["note", "witnesses"])
