"""Where a holder is told that something waits: the address that the operator has, and chat rooms.

Rooms' addresses hold secrets that let anybody write there, so they are kept sealed to the
notification key and never given back: a holder sees a service and a masked address.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.conf import settings

from heard.access import law
from heard.access.contacts import mark, rooms_of, sealed_rooms
from heard.actions.transports import mail, rooms
from heard.formats.wire import Answer, about
from heard.ledger import closed
from heard.records.models import Holder
from heard.rules import notifications
from heard.rules.refusals import MalformedError

MOST = 5


class RoomView(Answer, kw_only=True):
    """A room as its holder sees it."""

    id: Annotated[str, about("Keeps it, without its address, in the next setting.")]
    label: str


class NotificationSettings(Answer, kw_only=True):
    """How a holder is told, and what they may choose from."""

    email: Annotated[
        bool, about("Whether mail goes to the address that the operator has for this holder.")
    ]
    targets: list[RoomView]
    quiet: Annotated[tuple[int, int] | None, about("From and until: hours of the day in `zone`.")]
    kinds: Annotated[tuple[str, ...], about("Schemes of addresses that rooms may have.")]
    zone: Annotated[str, about("IANA name.")]
    digest_hour: int


class NotificationTest(Answer, kw_only=True):
    """What became of a test."""

    email: Annotated[bool | None, about("Null where there is no address.")]
    targets: Annotated[list[tuple[str, bool]], about("Id of a room, and whether it arrived.")]


def read(*, holder: str) -> NotificationSettings:
    """How a holder is told."""
    row = Holder.objects.get(id=holder)
    quiet = (row.quiet_from, row.quiet_until)
    return NotificationSettings(
        email=bool(row.email and settings.EMAIL_HOST),
        targets=[RoomView(id=mark(url), label=_label(url)) for url in rooms_of(row)],
        quiet=None if quiet[0] is None or quiet[1] is None else (quiet[0], quiet[1]),
        kinds=rooms.kinds(),
        zone=str(law.zone_of(law.country())),
        digest_hour=settings.HEARD.notices.digest_hour,
    )


def choose(
    *, holder: str, targets: Sequence[str], quiet: tuple[int, int] | None
) -> NotificationSettings:
    """Replace all rooms and the quiet hours. A room's id stands for the one that is there.

    Raises MalformedError. No row of a case is touched and none is looked at.
    """
    kept = {mark(url): url for url in rooms_of(Holder.objects.get(id=holder))}
    if len(targets) > MOST:
        raise MalformedError(f"At most {MOST} rooms can be told. Take one away first.")
    urls = list(dict.fromkeys(kept.get(each, each) for each in targets))
    for url in set(urls).difference(kept.values()):
        try:
            rooms.check(url)
        except rooms.BadTargetError as error:
            raise MalformedError(str(error)) from error
    start, end = quiet or (None, None)
    rows = Holder.objects.filter(id=holder)
    rows.update(targets=sealed_rooms(urls), quiet_from=start, quiet_until=end)
    return read(holder=holder)


def test(*, holder: str, now: datetime) -> NotificationTest:
    """Send by every way what is always sent, and say what arrived. Raises ClosedError."""
    closed.refuse()
    row = Holder.objects.get(id=holder)
    text = notifications.to_handler(
        waits=False, desk=f"{settings.HEARD.origin}/desk/", languages=settings.HEARD.languages
    )
    return NotificationTest(
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
