"""A mail server, a chat room and a push service that are really there, on loopback."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

SENDER = "heard@mail.example.org"


@dataclass
class Arrived:
    """A mail as it came: envelope, greeting and every byte."""

    to: list[str]
    sender: str
    greeting: str
    raw: bytes

    @property
    def message(self) -> Message:
        return message_from_bytes(self.raw)

    @property
    def text(self) -> str:
        payload = self.message.get_payload(decode=True)
        assert isinstance(payload, bytes)
        return payload.decode()


@dataclass
class Box:
    """Takes mail, or refuses it."""

    refuse: bool = False
    slow: float = 0.0
    mail: list[Arrived] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the library's name
        if self.refuse:
            return "451 try again later"
        await asyncio.sleep(self.slow)
        assert isinstance(envelope.content, bytes)
        greeting = str(session.host_name)
        sender = str(envelope.mail_from)
        self.mail.append(Arrived(envelope.rcpt_tos, sender, greeting, envelope.content))
        return "250 OK"

    def to(self, address: str) -> list[Arrived]:
        return [each for each in self.mail if each.to == [address]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def box(settings) -> Iterator[Box]:
    box = Box(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    for name, value in {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": box.port,
        "EMAIL_HOST_USER": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "DEFAULT_FROM_EMAIL": SENDER,
    }.items():
        setattr(settings, name, value)
    yield box
    controller.stop()


@dataclass
class Request:
    """What a web server was sent: path, headers and body, all bytes of it."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def size(self) -> int:
        heads = sum(len(name) + len(value) + 4 for name, value in self.headers.items())
        return heads + len(self.body)

    @property
    def said(self) -> dict[str, str]:
        return json.loads(self.body)


@dataclass
class Web:
    """Answers every request with ``status``, once it ``may_answer``."""

    status: int = 200
    may_answer: threading.Event = field(default_factory=threading.Event)
    requests: list[Request] = field(default_factory=list)
    location: str = ""
    port: int = 0

    @property
    def room(self) -> str:
        return f"json://127.0.0.1:{self.port}/room"

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/push/abc"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.requests.append(Request(handler.path, dict(handler.headers.items()), body))
        self.may_answer.wait(60)
        handler.send_response(self.status)
        if self.location:
            handler.send_header("Location", self.location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


@pytest.fixture
def web(settings) -> Iterator[Web]:
    """A web server that rooms and push subscriptions may name, as an operator's setting allows."""
    web = Web()
    web.may_answer.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            web.answer(self)

        do_GET = do_POST  # noqa: N815 -- the library's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    notices = settings.HEARD.notices
    allowed = dataclasses.replace(
        notices,
        private=True,
        schemes=(*notices.schemes, "json"),
        push_hosts=(f"127.0.0.1:{web.port}",),
        reporter_from="reminder@mail.example.org",
    )
    settings.HEARD = dataclasses.replace(settings.HEARD, notices=allowed)
    yield web
    server.shutdown()
    server.server_close()
