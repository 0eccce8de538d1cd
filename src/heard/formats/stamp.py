"""Stamps of time by an authority that others trust (RFC 3161; docs/spec/package.md, 11).

By a library that is kept, and not by own code: signatures of certificates are its whole work. Every
refusal is a ``FormatError`` of kind ``stamp``.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from heard.formats._errors import FormatError

MAX_ANSWER = 2**16  # bytes: a stamp with its certificates has some thousands


@dataclass(frozen=True, slots=True)
class Asked:
    """``request``: what is sent; ``nonce``: what an answer to it alone says."""

    request: bytes
    nonce: int | None


def ask(data: bytes) -> Asked:
    """A request to stamp the SHA-256 of ``data``, with a nonce, and for the certificates."""
    builder = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256)
    made = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    return Asked(made.as_bytes(), made.nonce)


def verify(answer: bytes, data: bytes, *, roots: bytes, nonce: int | None) -> datetime:
    """When ``data`` was there, by an authority under one of ``roots`` (PEM).

    ``nonce``: of the request that it answers; None where it was asked for another day.
    """
    read = _read(answer)
    builder = VerifierBuilder()
    for root in _certificates(roots):
        builder = builder.add_root_certificate(root)
    if nonce is not None:
        builder = builder.nonce(nonce)
    try:
        builder.build().verify_message(read, data)
        return read.tst_info.gen_time.astimezone(UTC)
    except (VerificationError, ValueError) as error:  # the latter of an answer that is a refusal
        raise FormatError("stamp", f"{error}.") from error


def _read(answer: bytes) -> TimeStampResponse:
    if len(answer) > MAX_ANSWER:
        raise FormatError("stamp", "What came is too large for a stamp.")
    try:
        return decode_timestamp_response(answer)
    except ValueError as error:
        raise FormatError("stamp", "What came is no stamp of time.") from error


def _certificates(roots: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(roots)
    except ValueError as error:
        raise FormatError("stamp", "The file of roots has no certificate (PEM).") from error
