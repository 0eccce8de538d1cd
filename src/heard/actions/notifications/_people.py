"""By which ways somebody is told now, or when they may be: holders, and a case's reporter."""

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q

from heard.access import law, notify_key
from heard.access.contacts import contact_of, mark, rooms_of
from heard.actions.notifications._claiming import Claimed
from heard.actions.notifications._digests import something_waits, told
from heard.actions.notifications._sending import Outcome, Way
from heard.actions.transports import mail, push, rooms
from heard.formats import FormatError
from heard.formats.contact import Push
from heard.records.models import Contact, Holder, Outgoing, Wrap
from heard.rules import notifications
from heard.rules.codes.contacts import ContactKind
from heard.rules.codes.notifications import NoticeKind

EMAIL, PUSH = ContactKind.EMAIL, ContactKind.PUSH
MANY = 500  # cases in one question
logger = logging.getLogger("heard.outbox")


@dataclass(frozen=True, slots=True)
class Plan:
    """``ways`` to send by now; nothing before ``later`` where that is given."""

    ways: Sequence[Way] = ()
    later: datetime | None = None


class Said(NamedTuple):
    """A mail's own words."""

    sender: str
    to: str
    subject: str
    text: str


class Post:
    """The mail servers in one round: where one is down, it is down for everybody."""

    def __init__(self, now: datetime) -> None:
        self.at = now
        self._down: set[tuple[str, int]] = set()

    def send(self, server: Mapping[str, Any], said: Said) -> Outcome:
        """Send a mail, unless its server was found to be down a moment ago."""
        place = server["EMAIL_HOST"], server["EMAIL_PORT"]
        if place in self._down:
            return Outcome.FAILED
        try:
            mail.send(mail.Mail(server=server, at=self.at, **said._asdict()))
        except mail.MailServerDownError:
            self._down.add(place)
            raise
        return Outcome.SENT


def plan(claimed: Claimed, *, post: Post) -> Plan:
    """How to tell whom this is for. Raises whatever a broken row makes it raise."""
    if claimed.holder:
        return _to_holder(claimed.holder, claimed.rows, post)
    return _to_reporter(claimed.case, post)


def _to_holder(id: str, rows: Sequence[Outgoing], post: Post) -> Plan:
    # Who was removed since is told nothing, not even that there is something.
    holder = Holder.objects.filter(_told(rows), id=id).first()
    if holder is None or not _theirs(id, rows):
        return Plan()
    if not any(row.kind in notifications.URGENT for row in rows):
        start, end = holder.quiet_from, holder.quiet_until
        zone = law.zone_of(law.country())
        if later := notifications.quiet_until(post.at, start=start, end=end, zone=zone):
            return Plan(later=later)
    waits = any(row.kind != NoticeKind.DIGEST for row in rows) or something_waits(holder.id)
    desk, languages = f"{settings.HEARD.origin}/desk/", settings.HEARD.languages
    text = notifications.to_handler(waits=waits, desk=desk, languages=languages)
    mailed = [_mail(post, holder.email, text)] if holder.email else []
    return Plan([*mailed, *(_room(url, text) for url in rooms_of(holder))])


def _told(rows: Sequence[Outgoing]) -> Q:
    """Who is told anything; of a change at their own ways in, also who waits for a roster."""
    own = any(row.kind == NoticeKind.KEYRING for row in rows)
    return told() | Q(state=Holder.State.JOINED) if own else told()


def _theirs(holder: str, rows: Sequence[Outgoing]) -> bool:
    """Whether any of these is of no case, or of one that they read still.

    Who lost a case loses its notices with it; but one may be written in the same moment.
    """
    cases = sorted({row.case for row in rows})
    if not cases[0]:
        return True
    mine = Wrap.objects.filter(holder=holder, released__isnull=False, left__isnull=True)
    parts = (cases[start : start + MANY] for start in range(0, len(cases), MANY))
    return any(mine.filter(case__id__in=part).exists() for part in parts)


def _mail(post: Post, address: str, text: str) -> Way:
    said = Said(settings.DEFAULT_FROM_EMAIL, address, notifications.SUBJECT, text)
    server = mail.of_house()
    return Way(EMAIL, lambda: post.send(server, said))


def _room(url: str, text: str) -> Way:
    def send() -> Outcome:
        taken = rooms.send(url, subject=notifications.SUBJECT, text=text)
        return Outcome.SENT if taken else Outcome.FAILED

    return Way(mark(url), send)


def _to_reporter(case: str, post: Post) -> Plan:
    contacts = list(Contact.objects.filter(case__id=case))
    sent = Outgoing.objects.filter(holder="", case=case).exclude(case="").exclude(sent=None)
    hours = {each for each in sent.values_list("sent", flat=True) if each is not None}
    if contacts and (later := notifications.next_to_reporter(post.at, sent=hours)):
        # By chance, as the first time: the full hour would come from a machine alone.
        return Plan(later=later + timedelta(seconds=secrets.randbelow(3600)))
    ways = (_to_contact(row, post) for row in contacts)
    return Plan([way for way in ways if way is not None])


def _to_contact(row: Contact, post: Post) -> Way | None:
    try:
        contact = contact_of(row)
    except (FormatError, notify_key.NotifyKeyMissingError) as error:
        # Sealed to another key, or not a contact: it will be no other tomorrow.
        logger.warning("a contact cannot be read: %s", getattr(error, "kind", "no key"))
        return None
    sender = settings.HEARD.notices.reporter_from
    if isinstance(contact, Push):
        return _push(contact.endpoint, sender)
    subject, text = notifications.to_reporter(contact.language)
    said, server = Said(sender, contact.address, subject, text), mail.of_reporters()
    return Way(EMAIL, lambda: post.send(server, said))


def _push(endpoint: str, sender: str) -> Way | None:
    if not push.is_known(endpoint):
        logger.warning("a push service is not known: HEARD_PUSH_HOSTS")
        return None
    vapid = notify_key.load().vapid
    contact = sender or f"reminder@{settings.HEARD.hosts[0]}"

    def send() -> Outcome:
        return Outcome(push.send(endpoint, vapid=vapid, contact=contact).value)

    return Way(PUSH, send)
