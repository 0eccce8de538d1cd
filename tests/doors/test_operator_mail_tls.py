"""Mail over TLS, to a server that shows a certificate: a right one, and a stranger's."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from receivers import Box, free_port

from heard.actions.transports import mail
from heard.config import mailurl

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(params=["starttls", "smtps"])
def server(request, shown: Path) -> Iterator[tuple[Box, dict[str, object]]]:
    """A server that takes mail over TLS alone; after STARTTLS from who signs in."""
    box = Box(port=free_port())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown)
    starts = request.param == "starttls"

    def sign_in(_server, _session, _envelope, _mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"heard", b"secret"))

    named = {"hostname": "127.0.0.1", "port": box.port}
    if starts:
        named |= {"tls_context": context, "require_starttls": True}
        named |= {"authenticator": sign_in, "auth_required": True}
    else:
        named |= {"ssl_context": context}  # the library takes no password on such a connection
    controller = Controller(box, **named)
    controller.start()
    yield (
        box,
        {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": box.port,
            "EMAIL_HOST_USER": "heard" if starts else "",
            "EMAIL_HOST_PASSWORD": "secret",
            "EMAIL_USE_TLS": starts,
            "EMAIL_USE_SSL": not starts,
        },
    )
    controller.stop()


def a_mail(server: dict[str, object]) -> mail.Mail:
    return mail.Mail(
        server=server, sender="a@example.org", to="b@example.org", subject="A", text="B", at=NOW
    )


def test_mail_goes_over_tls_to_a_server_that_is_who_it_says(server, trusting) -> None:
    box, named = server
    mail.send(a_mail(named))
    assert [each.to for each in box.mail] == [["b@example.org"]]


def test_a_strangers_certificate_gets_no_mail_and_no_password(server) -> None:
    box, named = server
    with pytest.raises(mail.MailServerDownError, match="certificate"):
        mail.send(a_mail(named))
    assert box.mail == []


@pytest.mark.parametrize("server", ["starttls"], indirect=True)
def test_a_wrong_password_is_a_server_that_takes_nothing(server, trusting, monkeypatch) -> None:
    box, named = server
    monkeypatch.setattr(mail, "TIMEOUT", 1)
    with pytest.raises(mail.MailServerDownError):
        mail.send(a_mail({**named, "EMAIL_HOST_PASSWORD": "guess"}))
    assert box.mail == []


LETTERS = "Straße#2024/? 密码 ü"


@pytest.fixture(params=["PLAIN", "LOGIN"])
def foreign(request) -> Iterator[tuple[Box, dict[str, object], list[tuple[bytes, bytes]]]]:
    """A server that offers one way to sign in, for a password with letters beyond ASCII."""
    box, tried = Box(port=free_port()), []

    def sign_in(_server, _session, _envelope, _mechanism, data):
        tried.append((data.login, data.password))
        return AuthResult(success=data.password == LETTERS.encode(), handled=False)

    left_out = {"PLAIN", "LOGIN"} - {request.param}
    named = {"hostname": "127.0.0.1", "port": box.port, "authenticator": sign_in}
    named |= {"auth_require_tls": False, "auth_exclude_mechanism": left_out}
    controller = Controller(box, **named)
    controller.start()
    url = f"smtp://Jürgen:{quote(LETTERS, safe='')}@127.0.0.1:{box.port}"
    yield box, mailurl.read(url), tried
    controller.stop()


def test_a_password_beyond_ascii_signs_in(foreign) -> None:
    box, named, tried = foreign
    mail.send(a_mail(named))
    assert tried == [("Jürgen".encode(), LETTERS.encode())]
    assert [each.to for each in box.mail] == [["b@example.org"]]


def test_a_wrong_password_beyond_ascii_is_refused_as_one(foreign) -> None:
    box, named, _ = foreign
    with pytest.raises(mail.MailServerDownError) as refused:
        mail.send(a_mail({**named, "EMAIL_HOST_PASSWORD": "ßß"}))
    assert isinstance(refused.value.__cause__, smtplib.SMTPAuthenticationError)
    assert box.mail == []


def test_a_server_that_offers_neither_is_said_to(box, settings) -> None:
    named = {**mail.of_house(), "EMAIL_HOST_USER": "Jürgen", "EMAIL_HOST_PASSWORD": "ß"}
    with pytest.raises(mail.MailServerDownError, match="neither AUTH PLAIN nor LOGIN"):
        mail.send(a_mail(named))
