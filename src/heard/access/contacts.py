"""Who is told beside the readers of a case, and what is sealed to the notification key.

That is reporters' contacts and handlers' chat rooms.
"""

import hashlib
import hmac
from collections.abc import Collection, Sequence

import msgspec

from heard.access import notify_key
from heard.formats import FormatError, agefile, contact
from heard.records.models import Case, Contact, Holder, Outgoing, Wrap

SEALED = 4096  # bytes inside the seal: its length does not say how many rooms there are
MARK = 16  # digits of a room's id


def overseers(cases: Collection[str]) -> list[str]:
    """Holders with oversight to whom one of these cases was sealed, their turn or not.

    Others with oversight are told of nothing: from the message alone somebody who is named in a
    case would know that there is one.
    """
    sealed = Wrap.objects.filter(case__id__in=cases, left=None, holder__oversight=True)
    sealed = sealed.filter(holder__state=Holder.State.ACTIVE)
    return sorted({str(each) for each in sealed.values_list("holder_id", flat=True)})


def rooms_of(holder: Holder) -> list[str]:
    """The addresses of a holder's rooms; none where the key that opens them is gone."""
    if not holder.targets:
        return []
    try:
        content = notify_key.load().open(bytes(holder.targets))
    except (FormatError, notify_key.NotifyKeyMissingError):
        return []
    return msgspec.json.decode(content, type=list[str])


def sealed_rooms(urls: Sequence[str]) -> bytes:
    """Rooms as they are kept; nothing for none."""
    if not urls:
        return b""
    content = msgspec.json.encode(list(urls)).ljust(SEALED)
    return agefile.seal(content, [notify_key.ensure().recipient])


def mark(url: str) -> str:
    """A name for a room that does not give its address away, not even to who guesses it."""
    key = notify_key.ensure().vapid
    return hmac.digest(key, b"heard/room/v1\n" + url.encode(), hashlib.sha256).hex()[:MARK]


def contact_of(row: Contact) -> contact.Email | contact.Push:
    """Where she wants to be told. Raises FormatError, NotifyKeyMissingError."""
    return contact.read(notify_key.load().open(bytes(row.sealed)))


def forget(case: Case) -> None:
    """Everything by which she could be told of this case; for an action that ends it."""
    Contact.objects.filter(case=case).delete()
    Outgoing.objects.filter(holder="", case=case.id).delete()


def unreadable(*, most: int) -> int:
    """How many of the newest ``most`` contacts, and of all rooms, this key does not open."""
    newest = Contact.objects.order_by("-id").values_list("sealed", flat=True)[:most]
    rooms = Holder.objects.exclude(targets=b"").values_list("targets", flat=True)
    return sum(not _opens(bytes(each)) for each in (*newest, *rooms))


def _opens(sealed: bytes) -> bool:
    try:
        notify_key.load().open(sealed)
    except (FormatError, notify_key.NotifyKeyMissingError):
        return False
    return True
