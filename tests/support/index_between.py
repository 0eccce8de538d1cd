"""Package indexes as they will be: between an installer and the real ones, all has gone on.

Every package has a newer release, which is broken: its file does not exist. What somebody locked is
still there. Or a package is gone, or its file was changed. Only pages are made here; all other
files come from where they always do. It runs as a process of its own: tests reach no network.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

NEWER = "9999.0.0"
LAST = 40  # files of a package that are listed, whatever they are
LOCKS = Path(__file__).parents[2] / "requirements"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
# Which indexes those are is known to the installers, with or without settings.
PIPS_OWN = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
LINK = re.compile(r'<a\s[^>]*?href="([^"]+)"[^>]*>([^<]+)</a>')


def _asked(*command: str) -> str:
    """An address that a command knows, or nothing."""
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return said.rstrip("/") if said.startswith("http") else ""


def real_index() -> str:
    """Where pip looks on this machine."""
    return (
        os.environ.get("PIP_INDEX_URL", "").rstrip("/")
        or _asked(sys.executable, "-m", "pip", "config", "get", "global.index-url")
        or _asked(sys.executable, "-c", PIPS_OWN)
    )


def real_registry() -> str:
    """Where npm looks on this machine."""
    return _asked("npm", "config", "get", "registry")


@functools.cache  # the real index may be far away, and what it has does not change meanwhile
def _fetch(url: str, accept: str) -> tuple[str, bytes]:
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers.get_content_type(), answer.read()


def _files(index: str, name: str) -> list[tuple[str, str]]:
    """(address, file name) of all that the real index has of a package."""
    url = f"{index}/{name}/"
    kind, body = _fetch(url, "application/vnd.pypi.simple.v1+json, text/html;q=0.1")
    if kind.endswith("json"):
        listed = json.loads(body)["files"]
        return [
            (f"{each['url']}#sha256={each['hashes']['sha256']}", each["filename"])
            for each in listed
        ]
    return [(urljoin(url, href), text.strip()) for href, text in LINK.findall(body.decode())]


def _some(name: str, files: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was locked, and what came last. An installer looks at each file of each version."""
    pinned = tuple(f"-{version}{end}" for version in _locked().get(name, ()) for end in "-.")
    return [each for each in files[:-LAST] if any(pin in each[1] for pin in pinned)] + files[-LAST:]


@functools.cache
def _locked() -> dict[str, set[str]]:
    """The versions that our locks name, by package."""
    found: dict[str, set[str]] = {}
    for lock in LOCKS.glob("*.lock"):
        for name, version in PIN.findall(lock.read_text("utf-8")):
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), set()).add(version)
    return found


@dataclass
class Pages:
    """What both indexes answer on ``port``."""

    port: int
    missing: str
    changed: str
    index: str
    registry: str
    tempted: list[str] = field(default_factory=list)

    def page(self, name: str) -> bytes:
        """A package's files, as PEP 503 lists them."""
        wheel = f"{name.replace('-', '_')}-{NEWER}-py3-none-any.whl"
        files = [
            *_some(name, _files(self.index, name)),
            (f"/broken/{wheel}#sha256={'0' * 64}", wheel),
        ]
        if name == self.changed:
            # No sum in the address, as if whoever changed the file had changed the page as well.
            files = [(f"/changed/{file}", file) for _, file in files]
        links = (f'<a href="{escape(url)}">{escape(file)}</a>' for url, file in files)
        return ("<!doctype html><title>index</title>" + "\n".join(links)).encode()

    def packument(self, name: str) -> bytes:
        """A package's versions, as the npm registry lists them."""
        _, body = _fetch(f"{self.registry}/{name}", "application/vnd.npm.install-v1+json")
        told: dict[str, Any] = json.loads(body)
        broken = {"tarball": f"http://127.0.0.1:{self.port}/broken/{name}.tgz"}
        told["versions"][NEWER] = {"name": name, "version": NEWER, "dist": broken}
        told["dist-tags"]["latest"] = NEWER
        return json.dumps(told).encode()

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """(kind, body); None where there is no such thing."""
        room, _, name = unquote(path).strip("/").partition("/")
        if room == "broken":
            self.tempted.append(name)
        if room == "broken" or (name and name == self.missing):
            return None
        makers = {
            "simple": lambda: ("text/html", self.page(name)),
            "npm": lambda: ("application/json", self.packument(name)),
            "changed": lambda: ("application/octet-stream", b"other bytes\n"),
            "tempted": lambda: ("application/json", json.dumps(self.tempted).encode()),
        }
        try:
            return makers[room]()
        except (KeyError, urllib.error.HTTPError):
            return None


def serve(missing: str, changed: str) -> None:
    """Until killed; the port is the first line of output."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.answer(self.path)
            self.send_response(200 if found else 404)
            kind, body = found or ("text/plain", b"not here\n")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pages = Pages(server.server_address[1], missing, changed, real_index(), real_registry())
    print(pages.port, flush=True)
    server.serve_forever()


@dataclass(frozen=True)
class Between:
    """The addresses of both."""

    address: str

    @property
    def index(self) -> str:
        return f"{self.address}/simple"

    @property
    def registry(self) -> str:
        return f"{self.address}/npm"

    def tempted(self) -> list[str]:
        """What was asked for that is newer than the lock."""
        with urllib.request.urlopen(f"{self.address}/tempted", timeout=30) as answer:
            return list(json.loads(answer.read()))


@contextmanager
def between(*, missing: str = "", changed: str = "") -> Iterator[Between]:
    """Both indexes on a loopback port."""
    order = [sys.executable, __file__, "--missing", missing, "--changed", changed]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port = process.stdout.readline().strip()
        assert port, "the indexes did not start"
        try:
            yield Between(f"http://127.0.0.1:{port}")
        finally:
            process.kill()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", default="")
    parser.add_argument("--changed", default="")
    serve(**vars(parser.parse_args()))
