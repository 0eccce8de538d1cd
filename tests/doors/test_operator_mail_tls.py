"""Mail over TLS, to a server that shows a certificate: a right one, and a stranger's."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from receivers import Box, free_port

from heard.actions._ways import mail

NOW = dt.datetime.now(dt.UTC)
NAMED = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """A certificate for this machine, with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(NAMED, NAMED, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(NOW - dt.timedelta(days=1))
    made = made.not_valid_after(NOW + dt.timedelta(days=1)).add_extension(names, critical=False)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path / "mail.pem"
    path.write_bytes(pem + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


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


@pytest.fixture
def trusting(shown: Path, monkeypatch) -> None:
    context = ssl.create_default_context(cafile=shown)
    monkeypatch.setattr(mail, "_trust", lambda: context)


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
    with pytest.raises(mail.MailServerDown, match="certificate"):
        mail.send(a_mail(named))
    assert box.mail == []


@pytest.mark.parametrize("server", ["starttls"], indirect=True)
def test_a_wrong_password_is_a_server_that_takes_nothing(server, trusting, monkeypatch) -> None:
    box, named = server
    monkeypatch.setattr(mail, "TIMEOUT", 1)
    with pytest.raises(mail.MailServerDown):
        mail.send(a_mail({**named, "EMAIL_HOST_PASSWORD": "guess"}))
    assert box.mail == []
