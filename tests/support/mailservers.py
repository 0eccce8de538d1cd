"""Mail servers that speak TLS, under a certificate that only a test can be told to trust."""

from __future__ import annotations

import datetime as dt
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


@pytest.fixture
def trusting(shown: Path, monkeypatch) -> None:
    from heard.actions.transports import mail

    context = ssl.create_default_context(cafile=shown)
    monkeypatch.setattr(mail, "_trust", lambda: context)
