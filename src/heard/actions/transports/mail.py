"""Mail that gives nothing away, by SMTP (RFC 5321).

Written here and not by Django's classes, because every header has to be ours: their message ids
differ in length and name the machine, and the greeting would put its name into each reader's mail.
"""

import secrets
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from typing import Any

from django.conf import settings

TIMEOUT = 10  # seconds, each step
SIGNED_IN, ASKS_ON = 235, 334  # RFC 4954, 6 and 4
_NAMES = (
    *("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"),
    *("EMAIL_USE_TLS", "EMAIL_USE_SSL"),
)


class MailServerDownError(OSError):
    """Nobody answers, or not as a mail server does. All mail waits, not this one alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to one address. ``subject`` and ``text`` are all that it says.

    ``server``: Django's EMAIL_* names, by ``of_house`` or ``of_reporters``.
    """

    server: Mapping[str, Any]
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
    """Hand it to the mail server.

    Raises MailServerDownError, SMTPException, OSError, UnicodeError.
    """
    raw = bytes(mail)
    with signed_in(mail.server, greeting=mail.domain) as server:
        server.sendmail(mail.sender, [mail.to], raw)


@cache
def _trust() -> ssl.SSLContext:
    # Once: reading the machine's list of authorities takes longer than a mail.
    return ssl.create_default_context()


def of_house() -> dict[str, Any]:
    """The mail server that handlers are written to by."""
    return {name: getattr(settings, name) for name in _NAMES}


def of_reporters() -> dict[str, Any]:
    """The mail server that reporters are written to by: it sees their addresses."""
    return {**of_house(), **settings.HEARD.notices.reporter_mail}


@contextmanager
def signed_in(named: Mapping[str, Any], *, greeting: str) -> Iterator[smtplib.SMTP]:
    """A connection over which mail may go.

    Raises MailServerDownError, its cause the library's error.
    """
    try:
        server = _connect(named, greeting=greeting)
    except (OSError, UnicodeError) as error:  # smtplib's errors are OSErrors too
        raise MailServerDownError(str(error)) from error
    try:
        yield server
    finally:
        server.close()


def _connect(named: Mapping[str, Any], *, greeting: str) -> smtplib.SMTP:
    host, port = named["EMAIL_HOST"], named["EMAIL_PORT"]
    if not host:
        raise MailServerDownError("No mail server is named (HEARD_MAIL_URL).")
    if named["EMAIL_USE_SSL"]:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, local_hostname=greeting, timeout=TIMEOUT, context=_trust()
        )
    else:
        server = smtplib.SMTP(host, port, local_hostname=greeting, timeout=TIMEOUT)
    try:
        if named["EMAIL_USE_TLS"]:
            server.starttls(context=_trust())
        if named["EMAIL_HOST_USER"]:
            _sign_in(server, named["EMAIL_HOST_USER"], named["EMAIL_HOST_PASSWORD"])
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """AUTH (RFC 4954). Raises SMTPException.

    The library takes ASCII alone; letters beyond it go as UTF-8, which PLAIN is defined for
    (RFC 4616, 2) and LOGIN is used with by everybody who has it.
    """
    if user.isascii() and password.isascii():
        server.login(user, password)
        return
    server.ehlo_or_helo_if_needed()
    offered = server.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, said = server.docmd("AUTH", f"PLAIN {_coded(f'{chr(0)}{user}{chr(0)}{password}')}")
    elif "LOGIN" in offered:
        code, said = server.docmd("AUTH", f"LOGIN {_coded(user)}")
        if code == ASKS_ON:
            code, said = server.docmd(_coded(password))
    else:
        raise smtplib.SMTPNotSupportedError("It offers neither AUTH PLAIN nor LOGIN.")
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, said)


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode()
