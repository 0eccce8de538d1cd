"""Mail that gives nothing away, by SMTP (RFC 5321).

Written here and not by Django's classes, because every header has to be ours: their message ids
differ in length and name the machine, and the greeting would put its name into each reader's mail.
"""

import secrets
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

TIMEOUT = 10  # seconds, each step


class MailServerDown(OSError):
    """Nobody answers, or not as a mail server does. All mail waits, not this one alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to one address. ``subject`` and ``text`` are all that it says."""

    sender: str
    to: str
    subject: str
    text: str
    at: datetime

    def __bytes__(self) -> bytes:
        """As it is sent. The same subject and as many bytes of text give the same length."""
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = self.sender, self.to
        message["Subject"], message["Date"] = self.subject, format_datetime(self.at)
        message["Message-ID"] = f"<{secrets.token_hex(16)}@{self.domain}>"
        # No machine may answer this one; without a word of which machine it comes from.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text, charset="utf-8", cte="base64")
        return message.as_bytes()

    @property
    def domain(self) -> str:
        """What the message names as its place of origin, everywhere."""
        return self.sender.rpartition("@")[2]


def send(mail: Mail) -> None:
    """Hand it to the mail server. Raises MailServerDown, SMTPException, OSError, UnicodeError."""
    raw = bytes(mail)
    with _server(mail.domain) as server:
        server.sendmail(mail.sender, [mail.to], raw)


@contextmanager
def _server(greeting: str) -> Iterator[smtplib.SMTP]:
    try:
        server = _connect(greeting)
    except smtplib.SMTPException as error:  # an OSError itself, and not all of them the network's
        raise MailServerDown(str(error)) from error
    except OSError as error:
        raise MailServerDown(str(error)) from error
    try:
        yield server
    finally:
        server.close()


def _connect(greeting: str) -> smtplib.SMTP:
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    if not host:
        raise MailServerDown("No mail server is named (HEARD_MAIL_URL).")
    trust = ssl.create_default_context()
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, local_hostname=greeting, timeout=TIMEOUT, context=trust
        )
    else:
        server = smtplib.SMTP(host, port, local_hostname=greeting, timeout=TIMEOUT)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=trust)
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        server.close()
        raise
    return server
