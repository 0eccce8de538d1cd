"""Which machines the next roster names, beside people. The root key signs what is said here."""

from heard.access import notify_key
from heard.access.services import services
from heard.formats import roster
from heard.formats._errors import FormatError
from heard.records.models import Holder, Machine, Organisation
from heard.rules.refusals import RefusedError

__all__ = ["add", "add_own", "remove", "renew_notices", "services"]


def add_own(*, use: str, recipient: str, signing: str) -> None:
    """Name one that this organisation runs itself: pages warn of it. Raises RefusedError."""
    own = Organisation.objects.get().name
    add(use=use, operator=own, recipient=recipient, signing=signing)


def add(*, use: str, operator: str, recipient: str, signing: str) -> None:
    """Name a machine for the next roster. Raises RefusedError.

    ``recipient``: ``age1pq1…``; ``signing``: Ed25519, base64. That of ``notices`` is this server's
    own, and is renewed instead.
    """
    new = roster.Service(use=use, operator=operator, recipient=recipient, signing=signing)
    try:
        roster.check_service(new)
    except FormatError as error:
        raise RefusedError(f"This machine can stand in no roster. {error}") from error
    if use == roster.NOTICES:
        raise RefusedError("This server has a key for notices. Renew it: --renew notices")
    _refuse_known(new)
    Machine.objects.create(
        sha256=roster.digest(recipient),
        use=use,
        operator=operator,
        recipient=recipient,
        signing=signing,
    )


def _refuse_known(new: roster.Service) -> None:
    there = services()
    if new.recipient in {each.recipient for each in there} or new.signing in {
        each.signing for each in there
    }:
        raise RefusedError("A machine is named with this key already. Each has keys of its own.")
    people = Holder.objects.filter(recipient=new.recipient) | Holder.objects.filter(
        signing=new.signing
    )
    if people.exists():
        raise RefusedError("This is a person's key. A machine has keys of its own.")
    if sum(each.use == new.use for each in there) >= roster.MOST_OF_USE:
        raise RefusedError(f"Two machines are named for {new.use}. Remove one of them first.")


def remove(*, key: str) -> roster.Service:
    """Leave a machine out of the next roster; gives it. Raises RefusedError.

    ``key``: how its recipient begins after ``age1pq1``, as ``heard roster services`` shows it.
    """
    found = list(Machine.objects.filter(recipient__startswith=f"age1pq1{key}")) if key else []
    if len(found) != 1:
        raise RefusedError(f"No machine's key, or more than one, begins with {key!r}.")
    [row] = found
    row.delete()
    return roster.Service(
        use=row.use, operator=row.operator, recipient=row.recipient, signing=row.signing
    )


def renew_notices() -> None:
    """Make a new key for the next roster to name. Raises RefusedError."""
    try:
        notify_key.renew()
    except (notify_key.NotifyKeyMissingError, OSError) as error:
        raise RefusedError(f"No new key was made. {error}") from error
