"""Web Push without content (RFC 8030), signed so that the service knows who pushes (RFC 8292)."""

import base64
import re
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings

from heard.actions.transports import egress

# The services of the browsers that there are. A subscription names its own, so without a list
# anybody who writes to an inbox could have this server call anything.
HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
LIFE = 3 * 24 * 3600  # seconds the service keeps it for a device that is off
TIMEOUT = (5, 10)  # seconds to connect, and between bytes
GONE = frozenset({404, 410})  # RFC 8030, 7.3
TAKEN = frozenset({200, 201, 202})
# Nothing that one library takes for a part of the host and another for its end (RFC 3986, 3.2).
_NAMED = re.compile(r"[a-z0-9.-]+(:[0-9]{1,5})?", re.ASCII)


class Pushed(Enum):
    """What became of a push."""

    SENT = "sent"
    FAILED = "failed"  # try again
    GONE = "gone"  # she took the permission back, or the browser is no more


def is_known(endpoint: str) -> bool:
    """Whether this is an endpoint of a push service that may be called."""
    try:
        parts = urlsplit(endpoint)
        named = parts.netloc.lower()
    except ValueError:
        return False
    if not _NAMED.fullmatch(named):
        return False
    if named in settings.HEARD.notices.push_hosts:
        return parts.scheme in {"https", "http"} if _inside(named) else parts.scheme == "https"
    fits = any(named == host or (host[0] == "." and named.endswith(host)) for host in HOSTS)
    return fits and parts.scheme == "https"


def send(endpoint: str, *, vapid: bytes, contact: str) -> Pushed:
    """Push nothing to a browser. ``contact``: a mail address for the service's operator."""
    # Late: only where somebody has asked for it.
    import requests  # noqa: PLC0415 as said above
    from py_vapid import Vapid02  # type: ignore[import-untyped]  # noqa: PLC0415 as said above

    egress.guard()
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": f"mailto:{contact}"}
    signer = Vapid02.from_raw(base64.urlsafe_b64encode(vapid).rstrip(b"="))
    headers = {**signer.sign(claims), "TTL": str(LIFE), "Urgency": "normal", "Content-Length": "0"}
    try:
        with requests.post(
            endpoint, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as answer:
            status = answer.status_code
    except requests.RequestException:
        return Pushed.FAILED
    if status in GONE:
        return Pushed.GONE
    return Pushed.SENT if status in TAKEN else Pushed.FAILED


def _inside(host: str) -> bool:
    return host.partition(":")[0] in {"localhost", "127.0.0.1"}
