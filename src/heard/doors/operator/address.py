"""Heard's own address, asked as anybody would: through the proxy, by the name people type."""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from django.conf import settings

from heard.actions import publication
from heard.actions.operations.health import Finding

ABOUT = "address"
SECONDS = 5.0
MOST = 64 * 1024  # bytes of an answer
HOST = "pass the name on that people typed: nginx proxy_set_header Host $host; (install.md, step 7)"
CERTIFICATE = "let the proxy show a certificate for this name"


def check() -> Finding:
    """Whether this very Heard answers at its address, and if not, what does."""
    try:
        status, body = _asked("/site.json")
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or error.reason or "TLS failed"
        return Finding("wrong", ABOUT, f"{settings.HEARD.origin}/: {why}", CERTIFICATE)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        return Finding(
            "careful",
            ABOUT,
            f"{settings.HEARD.origin}/ does not answer this machine"
            f" ({getattr(error, 'strerror', '') or type(error).__name__})",
            "start heard serve and the proxy; look from another machine whether it answers there",
        )
    return _judged(status, body)


def _asked(path: str) -> tuple[int, bytes]:
    """Raises OSError, HTTPException."""
    at = urlsplit(settings.HEARD.origin)
    kind = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
    connection = kind(at.netloc, timeout=SECONDS)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        response = connection.getresponse()
        return response.status, response.read(MOST)
    finally:
        connection.close()


def _judged(status: int, body: bytes) -> Finding:
    where = f"{settings.HEARD.origin}/"
    if status == http.HTTPStatus.OK:
        if _is_ours(body):
            return Finding("ok", ABOUT, f"{where} answers, and is this Heard")
        fix = "look where the name and the proxy lead"
        return Finding("wrong", ABOUT, f"{where} answers, and is not this Heard", fix)
    if status == http.HTTPStatus.BAD_REQUEST:
        what = f"{where} is refused by Heard: the proxy asks for another host"
        return Finding("wrong", ABOUT, what, HOST)
    fix = "look into the proxy's own log, and whether heard serve runs where it leads"
    return Finding("wrong", ABOUT, f"{where} answers {status}", fix)


def _is_ours(body: bytes) -> bool:
    try:
        return bool(json.loads(body)["log"] == publication.site().log)
    except (ValueError, KeyError, TypeError, publication.NotPublishedError):
        return False
