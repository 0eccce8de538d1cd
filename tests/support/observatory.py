"""The score that the public HTTP observatory (MDN) gives an answer, by its rules of 2026.

A hundred, less what is missing; bonuses count from 90 on; A+ is 100 and more. Stricter than it: a
full policy also names ``base-uri`` and ``form-action``, which it looks at without counting them; an
answer without a referrer policy loses points, and so does one that any other origin may read, or
that does not say what it is. A bonus hides a small loss, so the tests also ask that nothing at all
is taken.
What only a scan of a whole host can see (redirection from HTTP, certificates, preloading) is the
proxy's and is left out: it could take points away and give none that we count on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http.cookies import Morsel

BASE = 100
BONUS_FROM = 90
A_PLUS = 100
HALF_A_YEAR = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
BROAD = {"http:", "https:", "ftp:", "*", "http://*", "https://*", "http://*.*", "https://*.*"}
UNSAFE = {"'unsafe-inline'", "data:"}
_SCRIPT = re.compile(rb"<script\b([^>]*)>", re.IGNORECASE)

Points = tuple[str, int]


def score(headers: Mapping[str, str], cookies: Mapping[str, Morsel[str]], body: bytes) -> int:
    """The score of one answer that came over TLS."""
    points = [each for _, each in found(headers, cookies, body)]
    reached = BASE + sum(each for each in points if each < 0)
    return reached + sum(each for each in points if each > 0) if reached >= BONUS_FROM else reached


def found(
    headers: Mapping[str, str], cookies: Mapping[str, Morsel[str]], body: bytes
) -> Iterator[Points]:
    """What is given and taken, and for what."""
    policy = _policy(headers.get("Content-Security-Policy", ""))
    yield "policy", _of_policy(policy)
    yield "frames", _of_frames(policy, headers.get("X-Frame-Options", ""))
    yield "referrer", _of_referrer(headers.get("Referrer-Policy", ""))
    yield "sniffing", 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5
    yield "transport", _of_transport(headers.get("Strict-Transport-Security", ""))
    yield "resources", _of_resources(headers.get("Cross-Origin-Resource-Policy", ""))
    yield "sharing", _of_sharing(headers)
    yield "cookies", _of_cookies(cookies)
    yield "kind", _of_kind(headers.get("Content-Type", ""), body)
    if headers.get("Content-Type", "").startswith("text/html"):
        yield "scripts", _of_scripts(body)


def _policy(text: str) -> dict[str, set[str]]:
    parts = (part.split() for part in text.split(";"))
    return {part[0].lower(): set(part[1:]) for part in parts if part}


def _of_policy(policy: Mapping[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    scripts, styles = policy.get("script-src", default), policy.get("style-src", default)
    objects = policy.get("object-src", default)
    if scripts & (BROAD | UNSAFE) or objects & BROAD:
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if styles & (BROAD | UNSAFE):
        return 0
    closed = policy.get("base-uri", {"*"}) | policy.get("form-action", {"*"})
    return 10 if default == {"'none'"} and closed <= {"'none'", "'self'"} else 5


def _of_frames(policy: Mapping[str, set[str]], older: str) -> int:
    if "frame-ancestors" in policy and not policy["frame-ancestors"] & BROAD:
        return 5
    return 0 if older.upper() in {"DENY", "SAMEORIGIN"} else -20


def _of_referrer(text: str) -> int:
    return 5 if text.rsplit(",", maxsplit=1)[-1].strip() in PRIVATE else -5


def _of_transport(text: str) -> int:
    said = re.fullmatch(r"max-age=(\d+)(?:; includeSubDomains)?(?:; preload)?", text)
    if not said:
        return -20
    return 0 if int(said[1]) >= HALF_A_YEAR else -10


def _of_resources(text: str) -> int:
    if text in {"same-origin", "same-site"}:
        return 10
    return 0 if text in {"", "cross-origin"} else -5


def _of_kind(text: str, body: bytes) -> int:
    """Ours: what there is says what it is, and a text in which characters."""
    named = text and (not text.startswith("text/") or "; charset=" in text)
    return 0 if named or not body else -5


def _of_sharing(headers: Mapping[str, str]) -> int:
    return -50 if "Access-Control-Allow-Origin" in headers else 0


def _of_cookies(cookies: Mapping[str, Morsel[str]]) -> int:
    if not cookies:
        return 0
    if not all(each["secure"] for each in cookies.values()):
        return -40
    if not all(each["httponly"] for each in cookies.values()):
        return -30
    return 5 if all(each["samesite"] in {"Strict", "Lax"} for each in cookies.values()) else 0


def _of_scripts(body: bytes) -> int:
    loaded = [tag for tag in _SCRIPT.findall(body) if b"src=" in tag]
    if any(b"src=//" in tag or b"http:" in tag for tag in (t.replace(b'"', b"") for t in loaded)):
        return -50
    if any(re.search(rb"src=\"?https:", tag) for tag in loaded):
        return -5
    return 5 if loaded and all(b"integrity=" in tag for tag in loaded) else 0
