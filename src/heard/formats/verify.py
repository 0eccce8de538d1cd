"""The offline verifier's way in: strings alone; needs no server and no Django."""

from heard.formats import checkpoint, kept, merkle, note, promise, receipt, tiles
from heard.formats import policy as policies
from heard.formats import roster as rosters
from heard.formats._errors import FormatError
from heard.formats.kept import Broken, Kept
from heard.formats.promise import Promised
from heard.formats.receipt import Verified

__all__ = [
    "Broken",
    "Kept",
    "Promised",
    "Verified",
    "verify_broken",
    "verify_kept",
    "verify_promise",
    "verify_receipt",
    "verify_roster",
    "verify_upgrade",
]


def verify_receipt(
    text: str | bytes, *, log_vkey: str, policy: policies.Policy | str | None = None
) -> Verified:
    """Verify a receipt against the pinned log key, and a policy (parsed or text) where given.

    Raises ``FormatError``, also where key or policy themselves are malformed.
    """
    log = note.Verifier.parse(log_vkey)
    read = policies.parse(policy) if isinstance(policy, str) else policy
    return receipt.verify(text, log=log, policy=read)


def verify_upgrade(first: Verified, second: Verified) -> None:
    """Check that a second receipt says what the first said; raises ``FormatError`` (``upgrade``).

    Leaf, place and log are the same, the tree did not shrink, and every field is there under its
    name with its digest, and with its value where the second still shows it. A first receipt shows
    every field.
    """
    same = (first.leaf, first.index, first.origin) == (second.leaf, second.index, second.origin)
    other = sorted(
        name
        for name in first.digests.keys() | second.digests.keys()
        if first.digests.get(name) != second.digests.get(name)
        or (name in second.fields and first.fields.get(name) != second.fields[name])
    )
    if first.closed or other or not same or second.size < first.size:
        what = f" It differs in {', '.join(other)}." if other else ""
        raise FormatError(
            "upgrade",
            "The second receipt is not of what the first one proved. "
            f"Keep both and send them to someone outside the company.{what}",
        )


def verify_roster(text: str | bytes, *, root_vkey: str, newest: int = 0) -> rosters.Roster:
    """Verify a roster against the pinned root key; raises ``FormatError``."""
    return rosters.verify(text, root=note.Verifier.parse(root_vkey), newest=newest)


def verify_promise(text: str | bytes, *, promise_vkey: str, log_vkey: str) -> Promised:
    """Verify a promise against the pinned promise key, and the name of the pinned log.

    Raises ``FormatError``, also where a key itself is malformed.
    """
    key, log = note.Verifier.parse(promise_vkey), note.Verifier.parse(log_vkey)
    return promise.verify(text, key=key, log=log.name)


def verify_kept(
    promised: Promised,
    proof: Verified,
    *,
    log_vkey: str,
    read: tiles.Read | None = None,
    then: str | bytes = "",
    policy: policies.Policy | None = None,
) -> Kept:
    """Check that a proof keeps a promise, in a log that goes on from where it publicly was.

    The latter by its tiles (``read``), else by witnesses of ``policy`` who cosigned ``then`` too,
    the checkpoint that the promise names. Raises ``FormatError``.
    """
    found = kept.check(promised, proof)
    if read is None and promised.size:
        key = note.Verifier.parse(log_vkey)
        nobody = policies.Policy((), {})
        kept.vouched(promised, proof, then=then, log=key, policy=policy or nobody)
        return found
    hashes: list[bytes] = []
    if read is not None and promised.size:
        stored = tiles.Tiles(read, proof.size)
        hashes = merkle.consistency_proof(promised.size, proof.size, stored.hash_of)
    kept.extended(promised, proof, hashes)
    return found


def verify_broken(
    promised: Promised,
    *,
    now: str | bytes,
    read: tiles.Read,
    log_vkey: str,
    policy: policies.Policy,
) -> Broken:
    """Check that a promise was broken, by a witnessed checkpoint and the log's public tiles.

    Raises ``FormatError`` where it was not, or where that does not follow.
    """
    log = note.Verifier.parse(log_vkey)
    try:
        size = checkpoint.parse_text(note.parse(now).text).size
    except FormatError as error:
        raise FormatError("format", f"This is not a checkpoint. {error}") from error
    if size < promised.size:
        raise FormatError("consistency", "The checkpoint is older than the promise.")
    stored = tiles.Tiles(read, size)
    return kept.broken(
        promised,
        now=now,
        edge=stored.edge(promised.size),
        entries=stored.entries(promised.size),
        log=log,
        policy=policy,
    )
