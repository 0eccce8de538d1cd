"""An authority that stamps the time (RFC 3161), on the loopback address: openssl's own."""

from __future__ import annotations

import http.server
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engines import installed

OPENSSL = "/usr/bin/openssl"
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/stamper.pem
signer_key = {folder}/stamper.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
PURPOSE = "extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n"


@dataclass(frozen=True)
class Authority:
    """``url``: where it answers; ``roots``: by which it is known."""

    url: str
    roots: Path


def _openssl(*arguments: str, data: bytes = b"") -> bytes:
    done = subprocess.run([OPENSSL, *arguments], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _key(folder: Path, name: str) -> str:
    path = str(folder / f"{name}.key")
    _openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", path)
    return path


def founded(folder: Path) -> None:
    """Its root and the certificate that it stamps by."""
    installed(OPENSSL)
    folder.mkdir()
    root, key = _key(folder, "root"), _key(folder, "stamper")
    at = {name: str(folder / name) for name in ("root.pem", "stamper.csr", "stamper.pem", "ext")}
    (folder / "ext").write_text(PURPOSE)
    (folder / "serial").write_text("01\n")
    (folder / "config").write_text(CONFIG.format(folder=folder))
    _openssl("req", "-x509", "-new", "-key", root, "-subj", "/CN=Root", "-out", at["root.pem"])
    _openssl("req", "-new", "-key", key, "-subj", "/CN=Stamper", "-out", at["stamper.csr"])
    signing = ("-CA", at["root.pem"], "-CAkey", root, "-CAcreateserial", "-extfile", at["ext"])
    _openssl("x509", "-req", "-in", at["stamper.csr"], *signing, "-out", at["stamper.pem"])


def stamped(folder: Path, request: bytes) -> bytes:
    """What it answers to a request."""
    query = folder / "query"
    query.write_bytes(request)
    config = ("-config", str(folder / "config"), "-section", "here")
    return _openssl("ts", "-reply", *config, "-queryfile", str(query))


@contextmanager
def authority(folder: Path) -> Iterator[Authority]:
    """Until the end of the block. ``folder`` must not be there yet."""
    founded(folder)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            request = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamped(folder, request)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        yield Authority(url, folder / "root.pem")
    finally:
        server.shutdown()
        server.server_close()
