"""Behind a real nginx: as the manual writes it down, and as nginx is without a word on ``Host``."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cast
import pytest
from processes import HEARD, Heard, free_port

# What stands in front knows no database.
pytestmark = pytest.mark.sqlite_only

ROOT = Path(__file__).parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
# Only what a test needs: everything in one folder, no daemon, no privileges.
WHOLE = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    upstream heard {{ server 127.0.0.1:{port}; }}
    server {{ listen 127.0.0.1:{front}; {location} }}
}}
"""
UNTOLD = "location / { proxy_pass http://heard; }"


def of_the_manual() -> str:
    """The block of docs/operate/install.md, led to the test's own Heard."""
    text = (ROOT / "docs/operate/install.md").read_text("utf-8")
    (block,) = re.findall(r"^ +(location / \{.*?^ +\})", text, re.MULTILINE | re.DOTALL)
    return block.replace("http://127.0.0.1:8000", "http://heard")


@pytest.fixture(scope="module")
def heard(tmp_path_factory) -> Iterator[tuple[Heard, int]]:
    """A Heard whose address is a proxy's, and the port that the proxy is to listen on."""
    folder, port, front = tmp_path_factory.mktemp("proxied") / "data", free_port(), free_port()
    folder.mkdir()
    site = f"localhost:{front}"
    # One process: each logs for itself.
    serve = ["serve", "--port", str(port), "--no-worker", "--workers", "1"]
    it = Heard(serve, folder=folder, port=port, HEARD_SITE=site, HEARD_PROXIES="1")
    key = cast.root_key(site).verifier.vkey
    named = ("--name", "Example Group", "--country", "DE", "--site", site, "--root-vkey", key)
    subprocess.run([HEARD, "init", *named], env=it.environment, check=True, capture_output=True)
    with it:
        yield it, front


@pytest.fixture
def proxy(heard: tuple[Heard, int], tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """``proxy(location)``: a real nginx in front, with that block."""
    assert NGINX, "nginx is missing: script/setup --dev"
    it, front = heard
    running = []

    def start(location: str) -> None:
        config = tmp_path / "nginx.conf"
        text = WHOLE.format(folder=tmp_path, port=it.port, front=front, location=location)
        config.write_text(text)
        error = tmp_path / "error.log"
        running.append(subprocess.Popen([NGINX, "-c", config, "-p", tmp_path, "-e", error]))
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                ask(front, "/health")
            except OSError:
                time.sleep(0.05)
            else:
                return
        pytest.fail(error.read_text())

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=10)


def ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def doctor(it: Heard) -> str:
    done = subprocess.run(
        [HEARD, "doctor", "--quick"],
        env=it.environment,
        check=False,
        capture_output=True,
        text=True,
    )
    return "\n".join(
        line for line in done.stdout.splitlines() if "address: " in line or "Host" in line
    )


def logged(it: Heard) -> list[dict[str, str]]:
    lines = [line for line in it.printed().splitlines() if line.startswith("{")]
    return [said for line in lines if (said := json.loads(line)).get("logger") == "heard.host"]


def test_a_proxy_as_the_manual_writes_it_lets_everybody_through(heard, proxy):
    it, front = heard
    proxy(of_the_manual())
    assert ask(front, "/health") == (200, '{"ok":true}')
    assert ask(front, "/report/plain/")[0] == 200
    assert f"ok       address: http://localhost:{front}/ answers, and is this Heard" in doctor(it)


def test_a_proxy_with_its_own_host_is_told_what_is_wrong_and_so_is_the_operator(heard, proxy):
    it, front = heard
    proxy(UNTOLD)
    for path in ("/", "/report/plain/", "/return/?code=secret", "/health"):
        status, said = ask(
            front, path, **{"User-Agent": "HerPhone/1", "Referer": "https://x.example/"}
        )
        assert status == 400
        assert "proxy_set_header Host $host;" in said
    status, said = ask(front, "/report/api/inbox", Authorization="Heard-Inbox abc")
    assert (status, json.loads(said)["error"]["code"]) == (400, "bad_request")
    told = doctor(it)
    assert f"WRONG    address: http://localhost:{front}/ is refused by Heard" in told
    assert "Do: pass the name on that people typed" in told
    (line,) = [said for said in logged(it) if said["host"] == "heard"]
    assert sorted(line) == ["event", "host", "hour", "level", "logger"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d", line["hour"])
    for hers in ("secret", "HerPhone", "x.example", "inbox", "report", "127.0.0.1", "Heard-Inbox"):
        assert hers not in json.dumps(line)


def test_nothing_in_front_is_careful(heard):
    it, front = heard
    assert f"careful  address: http://localhost:{front}/ does not answer this machine" in doctor(it)


def test_what_stands_in_the_log_is_bounded_and_readable(heard):
    it, _ = heard
    before = len(logged(it))
    odd = "x" * 500 + ".example"
    for host in (
        "a b.example",
        "\x1b[2Jhost",
        odd,
        "evil.example:1\t",
        *(f"h{n}.example" for n in range(60)),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", it.port, timeout=10)
        connection.putrequest("GET", "/", skip_host=True)
        connection.putheader("Host", host.replace("\x1b", "^").replace("\t", "_"))
        connection.endheaders()
        assert connection.getresponse().status == 400
        connection.close()
    lines = logged(it)[before:]
    assert 1 <= len(lines) <= 20
    assert all(
        re.fullmatch(r"[A-Za-z0-9._:\[\]-]{1,100}|\(unreadable\)", each["host"]) for each in lines
    )


SHIPPED = ROOT / "docs/operate/nginx.conf"
SILENT = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log notice;
events {{ worker_connections 64; }}
http {{
    access_log {folder}/access.log combined; error_log {folder}/error.log info;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
    {shipped}
}}
"""


def shipped(it: Heard, *, front: int, plain: int) -> str:
    """The file as it is shipped, on the test's ports and without a certificate."""
    text = SHIPPED.read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{it.port}")
    text = text.replace("listen 80 ", f"listen 127.0.0.1:{plain} ")
    text = text.replace("listen 443 ssl http2 ", f"listen 127.0.0.1:{front} ")
    text = text.replace("    http2_max_concurrent_streams 64;\n", "")
    text = text.replace("speak.example.org;", "localhost;")
    return re.sub(r"^ +ssl_certificate.*\n", "", text, flags=re.MULTILINE)


def raw(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        return connection.recv(4096)


def test_the_shipped_nginx_file_takes_no_old_tls() -> None:
    servers = SHIPPED.read_text("utf-8").split("\nserver {")[1:]
    over_tls = [each for each in servers if " ssl " in each]
    assert over_tls
    assert all("\n    ssl_protocols TLSv1.2 TLSv1.3;" in each for each in over_tls)


def test_the_shipped_nginx_file_writes_nothing_about_anybody(
    heard: tuple[Heard, int], tmp_path: Path
) -> None:
    it, front = heard
    plain, config = free_port(), tmp_path / "nginx.conf"
    whole = SILENT.format(folder=tmp_path, shipped=shipped(it, front=front, plain=plain))
    config.write_text(whole)
    assert NGINX
    running = subprocess.Popen([NGINX, "-c", config, "-p", tmp_path, "-e", tmp_path / "early.log"])
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                assert ask(front, "/health")[0] == 200
                break
            except OSError:
                time.sleep(0.05)
        for path in ("/return/", "/safety/", "/zh-Hans/report/", "/report/api/inbox", "/nowhere"):
            ask(front, path)
            assert ask(plain, path)[0] == 308
        assert b"413" in raw(front, b"POST /report/api/reports HTTP/1.1\r\nHost: localhost\r\n"
                             b"Content-Length: 99999999\r\n\r\n")  # fmt: skip
        assert b"400" in raw(front, b"GARBAGE\r\n\r\n")
        assert b"400" in raw(plain, b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n")
    finally:
        running.terminate()
        running.wait(timeout=10)
    kept = {each.name: each.read_text() for each in tmp_path.glob("*.log")}
    assert kept.get("access.log", "") == ""
    for said in kept.values():
        assert "client:" not in said
        assert not re.search(r"/(return|safety|report|nowhere)", said)
