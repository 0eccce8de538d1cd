"""The shipped files of nginx and Caddy, with TLS, in front of a real Heard."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import cast
import pytest
from fronting import NAME, Front, echo
from processes import HEARD, Heard, free_port

# What stands in front knows no database.
pytestmark = pytest.mark.sqlite_only

PART = 8 * 2**20
QUICK = 3.0  # seconds in which somebody else is answered; on a busy machine


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def fronted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Heard, Front]]:
    """A Heard for a public name, and the proxy in front of it."""
    folder = tmp_path_factory.mktemp("fronted")
    port, front = free_port(), free_port()
    site, data = f"{NAME}:{front}", folder / "data"
    data.mkdir(mode=0o700)
    serve = ["serve", "--port", str(port), "--no-worker"]
    it = Heard(serve, folder=data, port=port, HEARD_SITE=site, HEARD_PROXIES="1")
    key = cast.root_key(site).verifier.vkey
    named = ("--name", "Example Group", "--country", "DE", "--site", site, "--root-vkey", key)
    subprocess.run([HEARD, "init", *named], env=it.environment, check=True, capture_output=True)
    it.host = NAME
    with it:
        before = Front(request.param, folder / "front", port, front)
        yield it, before
        before.stop()


def test_it_speaks_http_2_and_says_once_that_it_is_secure(fronted: tuple[Heard, Front]) -> None:
    _, front = fronted
    for path in ("/health", "/report/plain/", "/report/api/inbox", "/desk/api/session"):
        said = front.curl(path, "--include")
        assert said.startswith("HTTP/2 "), said
        assert len(re.findall(r"(?im)^strict-transport-security: ", said)) == 1
    assert '{"ok":true}' in front.curl("/health")


def test_it_takes_no_cipher_suite_that_a_later_key_opens_or_that_hides_a_change(
    fronted: tuple[Heard, Front],
) -> None:
    """Of TLS 1.2; 1.3 has none of those. The certificate here is of ECDSA."""
    _, front = fronted
    good = ("AES128-GCM-SHA256", "CHACHA20-POLY1305", "AES256-GCM-SHA384")
    for each in good:
        assert front.agreed(f"ECDHE-ECDSA-{each}") == f"ECDHE-ECDSA-{each}"
    for each in ("AES256-SHA384", "AES128-SHA256", "AES256-SHA", "AES128-SHA", "AES256-CCM"):
        with pytest.raises(ssl.SSLError):
            front.agreed(f"ECDHE-ECDSA-{each}")
    if front.kind == "nginx":  # Caddy takes what this machine does fastest
        assert front.agreed(":".join(f"ECDHE-ECDSA-{each}" for each in good)).endswith("SHA384")


@pytest.mark.parametrize("version", ["--http1.1", "--http2"])
def test_a_part_passes_whole_and_more_than_one_does_not(
    fronted: tuple[Heard, Front], tmp_path: Path, version: str
) -> None:
    _, front = fronted
    body = tmp_path / "part"
    path = f"/report/api/inbox/files/{'a' * 32}/segments/{'b' * 32}/0"
    sent = ["--request", "PUT", "--upload-file", str(body), version, "--output", os.devnull]
    kind = ["--header", "Content-Type: application/octet-stream", "--write-out", "%{http_code}"]
    for size in (PART, 10 * 2**20):
        body.write_bytes(bytes(size))
        status = front.curl(path, *sent, *kind)
        # Heard's own answer is that nobody has such a code. Where it breaks off in the middle of a
        # body, Caddy says 502 or nothing for 413.
        assert (status == "404") is (size == PART)
        assert status in {"404", "413", "502", "000"}


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_where_somebody_comes_from_is_what_the_proxy_saw(tmp_path: Path, kind: str) -> None:
    with echo() as (port, came):
        front = Front(kind, tmp_path / "front", port, free_port())
        told = ("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: http", "X-Real-IP: 203.0.113.9")
        front.curl("/", *(part for each in told for part in ("--header", each)))
        front.stop()
    (headers,) = came
    assert headers["x-forwarded-for"] == ["127.0.0.1"]
    assert headers["x-forwarded-proto"] == ["https"]
    assert headers["host"][0].startswith(NAME)


def test_it_writes_nothing_about_anybody(fronted: tuple[Heard, Front], tmp_path: Path) -> None:
    it, front = fronted
    large = tmp_path / "large"
    large.write_bytes(bytes(11_000_000))
    before = front.printed()
    for path in ("/return/", "/safety/", "/zh-Hans/report/", "/report/api/inbox", "/nowhere"):
        front.curl(path)
    with front.connection() as odd:
        odd.sendall(b"GARBAGE\r\n\r\n")
        odd.recv(100)
    front.curl("/report/api/reports", "--data-binary", f"@{large}")
    front.curl("/health", "--header", "Host: elsewhere.example")
    it.stop()
    assert front.curl("/return/", "--write-out", "%{http_code}").endswith("502")
    it.start()
    new = front.printed()[len(before) :]
    assert not re.search(r"return|safety|report|nowhere|client:|127\.0\.0\.1:\d+->", new), new


def test_slow_peers_stop_nobody(fronted: tuple[Heard, Front]) -> None:
    """Unfinished bodies, headers that never end, connections that say nothing, all at once."""
    _, front = fronted
    head = (
        f"POST /report/api/reports HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: application/json\r\n"
    )
    with contextlib.ExitStack() as held:
        for number in range(60):
            body = held.enter_context(front.connection())
            body.sendall(f"{head}Content-Length: 4000000\r\n\r\n{{".encode())
            slow = held.enter_context(front.connection())
            slow.sendall(head[: 20 + number % 40].encode())
        for _ in range(1200):
            held.enter_context(_mute(front))
        for _ in range(3):
            began = time.monotonic()
            assert '{"ok":true}' in front.curl("/health")
            assert time.monotonic() - began < QUICK


def _mute(front: Front) -> contextlib.AbstractContextManager[object]:
    return socket.create_connection(("127.0.0.1", front.port), timeout=20)
