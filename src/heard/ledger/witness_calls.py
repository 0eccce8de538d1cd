"""One call to a witness, and what it may answer (c2sp.org/tlog-witness)."""

import http.client
import urllib.error
import urllib.request
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from heard.formats import checkpoint, note, roster
from heard.formats._errors import FormatError
from heard.ledger import tree_store
from heard.records.models import Cosignature, Organisation, RosterVersion, Witness

TIMEOUT = 10  # seconds
MAX_ANSWER = 16 * 1024
FORK = "what it has seen is not the beginning of this log"
REFUSALS = {
    403: ("key", "it knows this log under another key"),
    404: ("unknown", "it does not watch this log"),
    422: ("fork", FORK),
}


class WitnessAheadError(Exception):
    """A witness has cosigned more of this log than this database holds: it was rolled back."""


class WitnessSilentError(Exception):
    """A witness could not be reached, or did not answer as the protocol says."""


class WitnessRefusedError(Exception):
    """A witness was reached and will not cosign. ``what``: fork, key or unknown."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(said)
        self.what = what


class WitnessConflictError(Exception):
    """409: the witness's newest size is another."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the witness has {size} entries")
        self.size = size


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """A witness answers where it stands: else it could have this machine ask what it can reach."""

    def redirect_request(self, *_: object) -> None:
        """Nothing is asked; the answer stays what it is, an error."""


_open = urllib.request.build_opener(_Nowhere).open


class Sealed(NamedTuple):
    """Where to ask, and with what."""

    name: str
    url: str
    verifier: note.Verifier


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


def ask_once(witness: Sealed, epoch: Cosignature, *, old: int) -> str:
    """One ``add-checkpoint`` call. Raises WitnessConflictError, WitnessSilentError."""
    proof = tree_store.consistency(old, epoch.size) if old else []
    lines = [f"old {old}", *(b64encode(each).decode() for each in proof), "", ""]
    text = note.parse(epoch.note)
    own = text.signatures[:1]  # the log's; others' cosignatures are not this witness's business
    body = "\n".join(lines) + note.Note(text.text, own).encode()
    return _verified(_post(f"{witness.url}/add-checkpoint", body.encode()), epoch, witness)


def times() -> list[tuple[str, datetime]]:
    """What time it is for each witness that answers, signed: it cosigns the newest epoch again."""
    epoch = Cosignature.objects.order_by("-size").first()
    if epoch is None:
        return []
    text = note.parse(epoch.note)
    bare = Cosignature(size=epoch.size, note=note.Note(text.text, text.signatures[:1]).encode())
    matches = []
    for witness in witnesses():
        with suppress(WitnessSilentError, WitnessRefusedError, WitnessConflictError):
            matches.append((witness.name, _time(_any(witness, bare), bare, witness)))
    return matches


def _any(witness: Sealed, epoch: Cosignature) -> str:
    try:
        return ask_once(witness, epoch, old=epoch.size)
    except WitnessConflictError as conflict:
        if conflict.size >= epoch.size:
            raise
        return ask_once(witness, epoch, old=conflict.size)


def _time(line: str, epoch: Cosignature, witness: Sealed) -> datetime:
    log = note.Verifier.parse(Organisation.objects.get().log)
    opened = checkpoint.verify(note.add(epoch.note, line), log, [witness.verifier])
    return datetime.fromtimestamp(opened.cosigned[0].stamp or 0, UTC)


def _post(url: str, body: bytes) -> str:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "text/plain"})  # noqa: S310 -- rosters.add_witness lets only http(s) in
    try:
        with _open(request, timeout=TIMEOUT) as answer:
            return str(answer.read(MAX_ANSWER).decode())
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.CONFLICT:
            raise WitnessConflictError(_size(error.read(32))) from error
        if error.code in REFUSALS:
            raise WitnessRefusedError(*REFUSALS[error.code]) from error
        raise WitnessSilentError(f"HTTP {error.code}") from error
    except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
        raise WitnessSilentError(str(error)) from error


def _size(body: bytes) -> int:
    text = body.removesuffix(b"\n")
    if not text.isdigit() or len(text) > 19:  # noqa: PLR2004 -- digits of 2**63
        raise WitnessSilentError("409 without a size")
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
    raise WitnessSilentError("no cosignature of its key")
