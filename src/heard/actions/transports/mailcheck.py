"""Really asking a mail server: what it said, and where it does not do, why and what then.

One connection as for a mail, up to the sender's name; no message is sent. What the server answers
is shown to an operator alone and is never logged.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heard.actions.transports import mail

OK = 250
IMPLICIT_TLS = 465  # RFC 8314: TLS from the first byte
CERTIFICATE = "name the host that its certificate names, or add its authority to this machine's"
CREDENTIALS = "check both; in the URL % # / ? are percent-encoded, or put the password into a file"
SAID = 120  # characters of a server's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """``what`` the server did; ``fix``: the next step, empty where it did all.

    ``open``: the password went over the network as it is.
    """

    what: str
    fix: str = ""
    open: bool = False


def look(server: Mapping[str, Any], *, sender: str) -> Seen:
    """Connect, begin TLS, sign in and name the sender, as for a mail."""
    place = _place(server)
    try:
        with mail.signed_in(server, greeting=sender.rpartition("@")[2]) as talk:
            talk.ehlo_or_helo_if_needed()
            code, said = talk.mail(sender)
            talk.rset()
            secure = talk.sock.version() if isinstance(talk.sock, ssl.SSLSocket) else None
    except mail.MailServerDownError as down:
        what, fix = _trouble(down.__cause__ or down, server)
        return Seen(what=f"{place} {what}", fix=fix)
    except (smtplib.SMTPException, OSError) as broken:
        return Seen(what=f"{place} broke off: {words(broken)}", fix="look into its own log")
    if code != OK:
        return Seen(
            what=f"{place} takes no mail from {sender}: {code} {_plain(said)}",
            fix="give the sender that it allows: HEARD_MAIL_FROM, or HEARD_REPORTER_FROM",
        )
    user = server["EMAIL_HOST_USER"]
    steps = [f"{secure}" if secure else "no TLS", f"signed in as {user}" if user else "no sign-in"]
    return Seen(
        what=f"{place} answers, {', '.join(steps)}, takes mail from {sender}",
        open=bool(user and not secure),
    )


def _place(server: Mapping[str, Any]) -> str:
    return f"{server['EMAIL_HOST']} port {server['EMAIL_PORT']}"


def _trouble(error: BaseException, server: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong, to be read after the server's name, and what to do."""
    said, host = words(error), server["EMAIL_HOST"]
    certificate = f"shows a certificate that is not good for {host}: {_verdict(error)}"
    lacks, instead = _lacking(error)
    if "timed out" in said:  # the library wraps it where the connection stood already
        error = TimeoutError()
    # First match wins: most of these are OSErrors.
    found: tuple[tuple[type[BaseException], str, str], ...] = (
        (socket.gaierror, "is not known: no machine has this name", "check the host"),
        (ConnectionRefusedError, "refuses: nobody listens there", "check the port"),
        (TimeoutError, "does not answer in time", _late(server)),
        (ssl.SSLCertVerificationError, certificate, CERTIFICATE),
        (ssl.SSLError, "does not speak TLS from the start", "smtp://…?tls=starttls, not smtps://"),
        (smtplib.SMTPAuthenticationError, f"refuses name or password: {said}", CREDENTIALS),
        (smtplib.SMTPNotSupportedError, lacks, instead),
        (smtplib.SMTPException, f"does not answer as a mail server: {said}", _late(server)),
        (UnicodeError, "cannot be asked for by this name", "write the host in ASCII (xn--…)"),
        (OSError, f"cannot be reached: {said}", "check host, port and firewall"),
    )
    told = ((what, fix) for kind, what, fix in found if isinstance(error, kind))
    return next(told, (said, "check HEARD_MAIL_URL"))


def _verdict(error: BaseException) -> str:
    return str(getattr(error, "verify_message", "")) or "it cannot be checked"


def _lacking(error: BaseException) -> tuple[str, str]:
    if "STARTTLS" in str(error):
        return (
            "does not offer STARTTLS",
            "smtps:// where it has TLS from the start, or ask its people",
        )
    return "does not offer a sign-in", "leave name and password out, or add ?tls=starttls"


def _late(server: Mapping[str, Any]) -> str:
    if server["EMAIL_PORT"] == IMPLICIT_TLS and not server["EMAIL_USE_SSL"]:
        return "port 465 wants TLS from the start: smtps://"
    return "check port and firewall; a port that wants TLS from the start is smtps://"


def words(error: BaseException) -> str:
    """What a server or this machine said, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"{code} {_plain(said)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    if (
        isinstance(error, OSError)
        and error.strerror
        and not isinstance(error, smtplib.SMTPException)
    ):
        return error.strerror[:SAID]
    return _plain(str(error))


def _plain(said: bytes | str) -> str:
    """A server's words on one line of the terminal, with nothing that moves a cursor."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return re.sub(r"\s+", " ", "".join(s if s.isprintable() else " " for s in text))[:SAID].strip()
