"""The offline verifier's way in: strings alone; needs no server and no Django."""

from heard.formats import note, receipt
from heard.formats import policy as policies
from heard.formats import roster as rosters
from heard.formats.receipt import ReceiptError, Verified

__all__ = ["ReceiptError", "Verified", "verify_receipt", "verify_roster", "verify_upgrade"]


def verify_receipt(
    text: str | bytes, *, log_vkey: str, policy: policies.Policy | str | None = None
) -> Verified:
    """Verify a receipt against the pinned log key, and a policy (parsed or text) where given.

    Raises ``ReceiptError``, and ``NoteError``/``PolicyError`` where key or policy themselves are
    malformed.
    """
    log = note.Verifier.parse(log_vkey)
    read = policies.parse(policy) if isinstance(policy, str) else policy
    return receipt.verify(text, log=log, policy=read)


def verify_upgrade(first: Verified, second: Verified) -> None:
    """Check that a second receipt says what the first said; raises ``ReceiptError`` (``upgrade``).

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
        raise ReceiptError(
            "upgrade",
            "The second receipt is not of what the first one proved. "
            f"Keep both and send them to someone outside the company.{what}",
        )


def verify_roster(text: str | bytes, *, root_vkey: str, newest: int = 0) -> rosters.Roster:
    """Verify a roster against the pinned root key; raises ``RosterError`` or ``NoteError``."""
    return rosters.verify(text, root=note.Verifier.parse(root_vkey), newest=newest)
