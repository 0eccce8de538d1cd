"""The proxies of the manual, really started in front of something: nginx and Caddy from Debian."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.server
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from processes import free_port

ROOT = Path(__file__).parents[2]
NAME = "heard.test"
BINS = "/usr/sbin:/usr/bin:/usr/local/bin"
TOOLS = {each: shutil.which(each, path=BINS) for each in ("nginx", "caddy", "curl")}
NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log notice;
events {{ worker_connections 8192; }}
http {{
    access_log {folder}/access.log combined; error_log {folder}/error.log info;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
    {shipped}
}}
"""


def tool(name: str) -> str:
    """Where a program of Debian's is."""
    found = TOOLS[name]
    assert found, f"{name} is missing: script/setup --dev"
    return found


class Front:
    """A proxy as it is shipped, for ``heard.test``, on ports of the test's own."""

    def __init__(self, kind: str, folder: Path, behind: int, port: int) -> None:
        self.kind, self.folder, self.port, self.plain = kind, folder, port, free_port()
        folder.mkdir()
        _certify(folder)
        made = {"nginx": self._nginx, "caddy": self._caddy}[kind](behind)
        with (folder / "out.log").open("wb") as out:
            self.process = subprocess.Popen(
                made, stdout=out, stderr=out, cwd=folder, env=self._home()
            )
        self._wait()

    def _home(self) -> dict[str, str]:
        return {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "PATH": BINS}

    def _nginx(self, behind: int) -> list[str]:
        text = (ROOT / "docs/operate/nginx.conf").read_text("utf-8")
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace(
            "speak.example.org;", f"{NAME};"
        )
        text = text.replace("listen 80 ", f"listen 127.0.0.1:{self.plain} ")
        text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.port} ")
        for what, file in (("certificate_key", "key.pem"), ("certificate", "cert.pem")):
            text = re.sub(rf"ssl_{what} .*;", f"ssl_{what} {self.folder}/{file};", text)
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder, shipped=text))
        early = str(self.folder / "early.log")
        return [tool("nginx"), "-c", str(config), "-p", str(self.folder), "-e", early]

    def _caddy(self, behind: int) -> list[str]:
        text = (ROOT / "docs/operate/Caddyfile").read_text("utf-8")
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
        tls = f"\ttls {self.folder}/cert.pem {self.folder}/key.pem\n\tbind 127.0.0.1\n"
        site = f"https://{NAME}:{self.port} {{\n{tls}"
        text = text.replace("speak.example.org {\n", site)
        ports = f"\thttp_port {self.plain}\n\thttps_port {self.port}\n"
        text = text.replace("\tadmin off\n", f"\tadmin off\n{ports}")
        config = self.folder / "Caddyfile"
        config.write_text(text)
        return [tool("caddy"), "run", "--config", str(config), "--adapter", "caddyfile"]

    def _wait(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError), self.connection():
                return
            time.sleep(0.05)
        raise AssertionError(self.printed())

    def printed(self) -> str:
        """All that was written anywhere."""
        return "\n".join(each.read_text(errors="replace") for each in self.folder.glob("*.log"))

    def connection(self) -> ssl.SSLSocket:
        """A new connection that has said nothing yet."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        return context.wrap_socket(plain, server_hostname=NAME)

    def agreed(self, ciphers: str) -> str:
        """The cipher suite that is taken of these, in TLS 1.2. Raises SSLError where none is."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(ciphers)
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=20) as plain,
            context.wrap_socket(plain, server_hostname=NAME) as safe,
        ):
            found = safe.cipher()
        assert found
        return found[0]

    def curl(self, path: str, *more: str) -> str:
        """What curl prints, which speaks HTTP/2 where it is offered."""
        where = ["--resolve", f"{NAME}:{self.port}:127.0.0.1", f"https://{NAME}:{self.port}{path}"]
        safe = ["--silent", "--cacert", str(self.folder / "cert.pem"), "--max-time", "30"]
        run = [tool("curl"), *safe, *where, *more]
        return subprocess.run(run, capture_output=True, text=True, check=False).stdout

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=20)


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    began = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@contextlib.contextmanager
def echo() -> Iterator[tuple[int, list[dict[str, list[str]]]]]:
    """A server in the place of Heard that keeps the headers of what it is asked."""
    came: list[dict[str, list[str]]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append({name.lower(): self.headers.get_all(name) or [] for name in self.headers})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield int(server.server_address[1]), came
        server.shutdown()
