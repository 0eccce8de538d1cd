"""Whether people can be told: notices that wait, and the key that opens where."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from heard.access import notify_key, roster
from heard.access.contacts import unreadable
from heard.actions.operations.health._finding import Finding
from heard.actions.operations.health._mailing import check_mail
from heard.formats.roster import NOTICES
from heard.records.models import Contact, Holder, Outgoing

LATE = timedelta(hours=3)
OFTEN = 9  # attempts, which take four hours
NEWEST = 500  # contacts that are tried; each takes a third of a millisecond


def check_telling(*, now: datetime, mail: bool) -> Iterator[Finding]:
    """Mail servers, notices, the notification key, and what reporters are written from."""
    if mail:
        yield from check_mail()
    yield _notices(now, mail=mail)
    yield _key()
    yield from _named()
    if mail and settings.HEARD.notices.reporter_from:
        yield _sender(settings.HEARD.notices.reporter_from)


def _notices(now: datetime, *, mail: bool) -> Finding:
    waiting = Outgoing.objects.filter(sent=None)
    late = waiting.filter(Q(due__lt=now - LATE) | Q(attempts__gte=OFTEN)).count()
    if not mail:
        return Finding(
            "careful",
            "mail",
            "not set up: nobody is told that a report came in",
            "set HEARD_MAIL_URL and HEARD_MAIL_FROM",
        )
    if late:
        return Finding(
            "wrong",
            "notices",
            f"{late} could not be sent for hours",
            "check HEARD_MAIL_URL, handlers' chat rooms, and that heard serve or worker runs",
        )
    sent = Outgoing.objects.exclude(sent=None).exists()
    what = f"none has waited for {LATE.seconds // 3600} hours" if sent else "none was sent yet"
    return Finding("ok", "notices", what)


def _key() -> Finding:
    about = "notification key"
    kept = Contact.objects.exists() or Holder.objects.exclude(targets=b"").exists()
    try:
        notify_key.load()
    except notify_key.NotifyKeyMissingError as missing:
        if kept:
            return Finding("wrong", about, str(missing), "docs/operate/backup.md")
        return Finding("careful", about, "there is none yet", "heard serve or worker makes it")
    if unread := unreadable(most=NEWEST):
        return Finding(
            "wrong",
            about,
            f"{unread} contacts or chat rooms are sealed to another key: nobody is told there",
            "bring keys/notify back from the backup of these; else people enter them again",
        )
    return Finding("ok", about, "opens every contact and chat room that was tried")


def _named() -> Iterator[Finding]:
    """Whether a page can seal a contact: only a roster says to which key."""
    about, sign = "contacts", "sign the next roster: heard roster --help"
    try:
        key, service = notify_key.load(), roster.current().service(NOTICES)
    except (notify_key.NotifyKeyMissingError, roster.RosterUnknownError):
        return  # said already
    if service is None:
        what = "the roster names no key for them: no reporter can say where to be told"
        yield Finding("careful", about, what, sign)
    elif not key.holds(service.recipient):
        what = f"{notify_key.path()} is not the key that the roster names: nobody can leave one"
        yield Finding("wrong", about, what, f"bring that one from a backup, or {sign}")
    elif (service.recipient, service.signing) != (key.recipient, key.push):
        yield Finding("careful", about, "the newest key is in no roster yet", sign)
    else:
        yield Finding("ok", about, "are sealed to the key that the roster names")


def _sender(address: str) -> Finding:
    domain = address.rpartition("@")[2]
    own = {settings.DEFAULT_FROM_EMAIL.rpartition("@")[2], *settings.HEARD.hosts}
    if domain in own or "heard" in address:
        return Finding(
            "careful",
            "reporters' sender",
            f"comes from {address}: anybody who sees a reporter's mailbox sees that name",
            "set HEARD_REPORTER_FROM to an address of a domain that says nothing",
        )
    return Finding("ok", "reporters' sender", f"comes from {address}")
