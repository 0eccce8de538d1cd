"""Telling holders that something waits for them; never what, how much, or about whom.

A claim moves the due time of a row forward in the UPDATE that takes it: of two senders one wins,
and a sender that dies gives its rows back by itself when the lease is over. A notice may so be
sent twice after a crash, never not at all.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.mail import EmailMessage, get_connection
from django.db.models import Q

from heard.actions._journal import hour
from heard.records.models import Holder, Outgoing

LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# A notice that could not be sent for a week (mail not set up, address dead) tells nobody anything.
STALE = timedelta(days=7)
MOST_ATTEMPTS = 40  # at six hours each, longer than a week as well
BATCH = 500

SUBJECT = "There is something for you in Heard"
TEXT = """There is something for you in Heard. Please sign in:

{desk}

This message says no more on purpose, and answers to it are not read.
"""


class Sent(NamedTuple):
    """What one round did, in messages."""

    sent: int
    failed: int


def send_due(*, now: datetime, origin: str, sender: str) -> Sent:
    """Send one message to each holder with a due notice. A failure is tried again, later each time.

    ``origin`` is the site's web origin for the link, ``sender`` the From address.
    """
    outcome = Sent(0, 0)
    for holder, rows in _by_holder(claim(now=now)).items():
        if _deliver(holder=holder, desk=f"{origin}/desk/", sender=sender):
            # To the hour, as all that touches a reporter; a lease in `due` would tell the minute.
            told = Outgoing.objects.filter(id__in=[row.id for row in rows])
            told.update(sent=hour(now), due=hour(now))
            outcome = outcome._replace(sent=outcome.sent + 1)
        else:
            _postpone(rows, now)
            outcome = outcome._replace(failed=outcome.failed + 1)
    return outcome


def claim(*, now: datetime) -> list[Outgoing]:
    """Take up to ``BATCH`` due rows for ``LEASE``; a row that another sender took is left out."""
    due = Outgoing.objects.filter(sent=None, due__lte=now).order_by("due")[:BATCH]
    return [row for row in due if take(row, now=now)]


def take(row: Outgoing, *, now: datetime) -> bool:
    """Take one row as it was read; False where another sender has taken it since."""
    unchanged = Outgoing.objects.filter(id=row.id, sent=None, due=row.due)
    row.attempts += 1
    return unchanged.update(due=now + LEASE, attempts=row.attempts) == 1


def forget_stale(*, now: datetime) -> int:
    """Drop notices, sent or not, that are over a week old; give their number."""
    old = Q(due__lt=now - STALE) | Q(attempts__gte=MOST_ATTEMPTS)
    return Outgoing.objects.filter(old).delete()[0]


def _by_holder(rows: Iterable[Outgoing]) -> dict[str, list[Outgoing]]:
    # One message for all: their number would tell how much goes on.
    found: dict[str, list[Outgoing]] = {}
    for row in rows:
        found.setdefault(row.holder, []).append(row)
    return found


def _deliver(*, holder: str, desk: str, sender: str) -> bool:
    # Who was removed since is told nothing, not even that there is something.
    people = Holder.objects.filter(id=holder, state=Holder.State.ACTIVE).exclude(email="")
    address = people.values_list("email", flat=True)
    if not address:
        return True  # nobody to write to: the desk shows the same thing
    message = EmailMessage(
        subject=SUBJECT,
        body=TEXT.format(desk=desk),
        from_email=sender,
        to=[address[0]],
        connection=get_connection(timeout=20),
        # Filters hold back what looks like a machine's; answers by machines would loop.
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    try:
        return message.send() == 1
    except OSError:  # smtplib's errors are OSErrors too
        return False


def _postpone(rows: Iterable[Outgoing], now: datetime) -> None:
    for row in rows:
        wait = min(FIRST_WAIT * 2 ** min(row.attempts - 1, 16), LONGEST_WAIT)
        Outgoing.objects.filter(id=row.id).update(due=now + wait)
