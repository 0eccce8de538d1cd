"""Whether mail really goes: the servers are asked, and one test message is sent."""

import smtplib
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from heard.actions.operations.health._finding import Finding
from heard.actions.transports import mail, mailcheck

SUBJECT = "A test"
TEXT = "This message is a test. Nothing has to be done.\n"


def check_mail() -> Iterator[Finding]:
    """What each mail server says to a connection as for a mail, with each sender."""
    house, of_reporter = mail.of_house(), mail.of_reporters()
    first = _asked("mail", house, settings.DEFAULT_FROM_EMAIL)
    yield first
    sender = settings.HEARD.notices.reporter_from
    if sender and (of_reporter != house or first.level != "wrong"):
        yield _asked("reporters' mail", of_reporter, sender)


def _asked(about: str, server: dict[str, object], sender: str) -> Finding:
    seen = mailcheck.look(server, sender=sender)
    if seen.fix:
        return Finding("wrong", about, seen.what, seen.fix)
    if seen.open:
        fix = "add ?tls=starttls, or give smtps://"
        return Finding("careful", about, f"{seen.what}; the password went there openly", fix)
    return Finding("ok", about, seen.what)


def send_test(*, to: str, now: datetime) -> Finding:
    """Send one message that says nothing. Whether it arrives, only the mailbox knows."""
    server, sender = mail.of_house(), settings.DEFAULT_FROM_EMAIL
    message = mail.Mail(server=server, sender=sender, to=to, subject=SUBJECT, text=TEXT, at=now)
    try:
        mail.send(message)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        what = f"the test message to {to} was not taken: {mailcheck.words(error)}"
        return Finding("wrong", "test mail", what, "see what is said of mail above")
    return Finding("ok", "test mail", f"taken for {to}: look whether it is in the mailbox")
