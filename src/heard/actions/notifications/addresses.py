"""Where a holder is told that something waits: the address that the operator has, and chat rooms.

Rooms' addresses hold secrets that let anybody write there, so they are kept sealed to the
notification key and never given back: a holder sees a service and a masked address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from heard.access import law
from heard.access.contacts import mark, rooms_of, sealed_rooms
from heard.actions.transports import mail, rooms
from heard.ledger import closed
from heard.records.models import Holder
from heard.rules import notifications

MOST = 5


class BadSettingsError(ValueError):
    """These ways of being told cannot be kept; the text says which and why."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """A room as its holder sees it. ``id`` keeps it, without its address, in the next setting."""

    id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Ways:
    """``GET notifications``: how a holder is told, and what they may choose from."""

    email: bool
    targets: list[Room]
    quiet: tuple[int, int] | None
    kinds: tuple[str, ...]
    zone: str
    digest_hour: int


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What became of a test. ``email``: None where there is no address."""

    email: bool | None
    targets: list[tuple[str, bool]]


def read(*, holder: str) -> Ways:
    """How a holder is told."""
    row = Holder.objects.get(id=holder)
    quiet = (row.quiet_from, row.quiet_until)
    return Ways(
        email=bool(row.email and settings.EMAIL_HOST),
        targets=[Room(id=mark(url), label=_label(url)) for url in rooms_of(row)],
        quiet=None if quiet[0] is None or quiet[1] is None else (quiet[0], quiet[1]),
        kinds=rooms.kinds(),
        zone=str(law.zone_of(law.country())),
        digest_hour=settings.HEARD.notices.digest_hour,
    )


def choose(*, holder: str, targets: Sequence[str], quiet: tuple[int, int] | None) -> Ways:
    """Replace all rooms and the quiet hours. A room's id stands for the one that is there.

    Raises BadSettingsError. No row of a case is touched and none is looked at.
    """
    kept = {mark(url): url for url in rooms_of(Holder.objects.get(id=holder))}
    if len(targets) > MOST:
        raise BadSettingsError(f"At most {MOST} rooms can be told. Take one away first.")
    urls = list(dict.fromkeys(kept.get(each, each) for each in targets))
    for url in set(urls).difference(kept.values()):
        try:
            rooms.check(url)
        except rooms.BadTargetError as error:
            raise BadSettingsError(str(error)) from error
    start, end = quiet or (None, None)
    rows = Holder.objects.filter(id=holder)
    rows.update(targets=sealed_rooms(urls), quiet_from=start, quiet_until=end)
    return read(holder=holder)


def test(*, holder: str, now: datetime) -> Tried:
    """Send by every way what is always sent, and say what arrived. Raises ClosedError."""
    closed.refuse()
    row = Holder.objects.get(id=holder)
    text = notifications.to_handler(
        waits=False, desk=f"{settings.HEARD.origin}/desk/", languages=settings.HEARD.languages
    )
    return Tried(
        email=_mailed(row.email, text, now) if row.email else None,
        targets=[(mark(url), _said(url, text)) for url in rooms_of(row)],
    )


def _label(url: str) -> str:
    try:
        return rooms.label(url)
    except rooms.BadTargetError:  # the operator has since taken this kind out
        return url.partition(":")[0]


def _mailed(address: str, text: str, now: datetime) -> bool:
    message = mail.Mail(
        server=mail.of_house(),
        sender=settings.DEFAULT_FROM_EMAIL,
        to=address,
        subject=notifications.SUBJECT,
        text=text,
        at=now,
    )
    try:
        mail.send(message)
    except (OSError, UnicodeError):
        return False
    return True


def _said(url: str, text: str) -> bool:
    try:
        return rooms.send(url, subject=notifications.SUBJECT, text=text)
    except rooms.BadTargetError:
        return False
