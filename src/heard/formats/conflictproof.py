"""That the log shows everybody this conflict table (docs/spec/conflicts.md, 6).

Before anything is asked of a table: a server could else give one person a table of her own, with a
salt that was chosen for her. Its TypeScript twin is client/lib/conflictproof.ts.

Kinds of refusal: the field that differs; ``fields``; ``place`` (it is not the last leaf of an
epoch).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from heard.formats import conflicts, note, receipt
from heard.formats._errors import FormatError
from heard.formats.policy import Policy

OLDEST = timedelta(days=7)  # one is made each day; an old one does not know who moved since
AHEAD = timedelta(hours=1)
LEAST = 64  # leaves: each epoch ends at a multiple of it (docs/spec/log.md, "Epoch")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_FIELDS = {"event", "at", "actor", "table", "head", "roster"}


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Under whose signatures a table counts: of the roster that the root key signed."""

    log: note.Verifier
    policy: Policy
    time: datetime


def prove(head: str, proof: str, by: By) -> str:
    """SHA-256, hexadecimal, over head and buckets, as the log has it.

    ``head``: the text of ``GET /conflicts``; ``proof``: that of ``GET /conflicts/<salt>/proof``.
    Raises FormatError.
    """
    read = conflicts.stored(head)
    verified = receipt.verify(proof, log=by.log, policy=by.policy)
    fields = {
        "event": "conflicts_published",
        "actor": "clock",
        "head": sha256(head.encode()).hexdigest(),
        "roster": read.roster,
    }
    if verified.fields.keys() != _FIELDS:
        raise FormatError("fields", "The proof of the conflict table has other fields.")
    for name, value in fields.items():
        if verified.fields[name] != value:
            raise FormatError(name, f"The log has another {name} for the conflict table.")
    _fresh(verified.fields["at"], by)
    if (verified.index + 1) % LEAST:
        raise FormatError("place", "The conflict table is not the last entry of an epoch.")
    return verified.fields["table"]


def _fresh(at: str, by: By) -> None:
    published = _time(at)
    if published is None or not by.time - OLDEST <= published <= by.time + AHEAD:
        raise FormatError("at", "The conflict table was published at another time.")


def _time(at: str) -> datetime | None:
    try:
        read = datetime.strptime(at, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return read if read.strftime(_TIME) == at else None
