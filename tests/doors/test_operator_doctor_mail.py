"""``heard doctor`` asks the mail server itself, and says what it saw."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from receivers import SENDER, Box, free_port

from heard.actions.transports import mail, mailcheck
from heard.config import mailurl
from heard.doors.operator import cli


@pytest.fixture
def doctor(seeded, settings, capsys) -> Callable[..., list[str]]:
    """``doctor(url)``: its lines about mail, with that HEARD_MAIL_URL."""

    def run(url: str, *more: str) -> list[str]:
        found = mailurl.read(url)
        for name, value in {**found, "DEFAULT_FROM_EMAIL": SENDER}.items():
            setattr(settings, name, value)
        notices = dataclasses.replace(settings.HEARD.notices, reporter_from="")
        settings.HEARD = dataclasses.replace(settings.HEARD, notices=notices)
        capsys.readouterr()
        cli.run(["doctor", "--quick", *more])
        lines = capsys.readouterr().out.splitlines()
        at = [
            place
            for place, line in enumerate(lines)
            if line[9:].startswith(("mail:", "test mail:"))
        ]
        return [each for place in at for each in lines[place : place + 2] if each[9:12] != "not"]

    return run


@pytest.fixture
def serve(shown) -> Iterator[Callable[..., Box]]:
    """``serve(starttls=…)``: a mail server; who signs in is ``heard`` with ``secret``."""
    running = []
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown)

    def start(*, starttls: bool = False, auth: bool = False, box: Box | None = None) -> Box:
        box = box or Box()
        box.port = free_port()
        named = {"hostname": "127.0.0.1", "port": box.port}
        if starttls:
            named |= {"tls_context": context, "require_starttls": True}
        if auth:
            named |= {"authenticator": sign_in, "auth_require_tls": starttls}
        controller = Controller(box, **named)
        controller.start()
        running.append(controller)
        return box

    def sign_in(_server, _session, _envelope, _mechanism, data):
        right = (data.login, data.password) == (b"heard", b"secret")
        return AuthResult(success=right, handled=False)

    yield start
    for controller in running:
        controller.stop()


def test_it_says_what_it_saw(doctor, serve, trusting):
    box = serve(starttls=True, auth=True)
    line = doctor(f"smtp://heard:secret@127.0.0.1:{box.port}?tls=starttls")[0]
    assert line == (
        f"ok       mail: 127.0.0.1 port {box.port} answers, TLSv1.3, signed in as heard,"
        f" takes mail from {SENDER}"
    )
    assert box.mail == []


def test_without_tls_and_name_it_says_that_too(doctor, serve):
    box = serve()
    line = doctor(f"smtp://127.0.0.1:{box.port}")[0]
    assert "answers, no TLS, no sign-in, takes mail" in line


def test_a_password_in_the_open_is_careful(doctor, serve):
    box = serve(auth=True)
    lines = doctor(f"smtp://heard:secret@127.0.0.1:{box.port}")
    assert lines[0].startswith("careful  mail: ")
    assert lines[0].endswith("the password went there openly")
    assert "tls=starttls" in lines[1]


class Odd(Box):
    async def handle_MAIL(self, *_: object) -> str:  # noqa: N802 -- the library's name
        return "550 5.7.1 not yours\x1b[2J"


def test_a_sender_that_it_does_not_allow_is_named(doctor, serve):
    box = serve(box=Odd())
    lines = doctor(f"smtp://127.0.0.1:{box.port}")
    assert lines[0].startswith(
        f"WRONG    mail: 127.0.0.1 port {box.port} takes no mail from {SENDER}"
    )
    assert "550 5.7.1 not yours" in lines[0]
    assert "\x1b" not in lines[0]
    assert "HEARD_MAIL_FROM" in lines[1]


def test_each_trouble_has_its_sentence(doctor, serve, monkeypatch):
    """None of these servers is trusted: their certificate is signed by nobody."""
    monkeypatch.setattr(mail, "TIMEOUT", 1)
    tls, bare = serve(starttls=True, auth=True), serve()
    silent = socket.create_server(("127.0.0.1", 0))
    dead = free_port()
    told = {
        f"smtp://127.0.0.1:{dead}": "refuses: nobody listens there",
        f"smtp://127.0.0.1:{silent.getsockname()[1]}": "does not answer in time",
        f"smtp://heard:x@127.0.0.1:{tls.port}?tls=starttls": "a certificate that is not good",
        f"smtp://127.0.0.1:{bare.port}?tls=starttls": "does not offer STARTTLS",
        f"smtp://heard:x@127.0.0.1:{bare.port}": "does not offer a sign-in",
        f"smtps://127.0.0.1:{bare.port}": "does not speak TLS from the start",
    }
    for url, what in told.items():
        lines = doctor(url)
        assert lines[0].startswith("WRONG    mail: "), url
        assert what in lines[0], (url, lines)
        assert lines[1].strip().startswith("Do: "), url
    silent.close()


def test_a_name_that_no_machine_has_is_said_to_be_one():
    """Tests look up no names (tests/support/loopback.py): the resolver's own answers."""
    server = mailurl.read("smtp://mail.example.org")
    unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    told = mailcheck._trouble(unknown, server)
    assert told == ("is not known: no machine has this name", "check the host")
    with pytest.raises(UnicodeError) as odd:
        ("x" * 64).encode("idna")
    assert "this name" in mailcheck._trouble(odd.value, server)[0]


def test_a_wrong_password_is_said_with_how_to_write_it(doctor, serve, trusting):
    box = serve(starttls=True, auth=True)
    lines = doctor(f"smtp://heard:guess@127.0.0.1:{box.port}?tls=starttls")
    assert "refuses name or password: 535" in lines[0]
    assert "percent-encoded" in lines[1]
    assert "guess" not in "".join(lines)


def test_what_is_no_mail_server_is_said_to_be_none(doctor, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 1)
    web = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        talk, _ = web.accept()
        talk.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        talk.close()

    threading.Thread(target=answer, daemon=True).start()
    lines = doctor(f"smtp://127.0.0.1:{web.getsockname()[1]}")
    assert "does not answer as a mail server" in lines[0]
    web.close()


def test_one_message_that_says_nothing_is_really_sent(doctor, serve):
    box = serve()
    lines = doctor(f"smtp://127.0.0.1:{box.port}", "--send", "me@example.org")
    assert (
        "ok       test mail: taken for me@example.org: look whether it is in the mailbox" in lines
    )
    (came,) = box.mail
    assert (came.to, came.sender, came.message["Subject"]) == (["me@example.org"], SENDER, "A test")
    assert came.text.replace("\r\n", "\n") == "This message is a test. Nothing has to be done.\n"
    assert "Heard" not in came.raw.decode().replace(SENDER, "")


def test_a_test_message_that_is_not_taken_is_wrong(doctor, serve):
    box = serve(box=Box(refuse=True))
    lines = doctor(f"smtp://127.0.0.1:{box.port}", "--send", "me@example.org")
    assert any("was not taken: 451 try again later" in line for line in lines)
    assert any(
        "is no e-mail address" in each
        for each in doctor(f"smtp://127.0.0.1:{box.port}", "--send", "me")
    )


def test_without_a_server_nothing_is_sent(seeded, capsys):
    assert cli.run(["doctor", "--quick", "--send", "me@example.org"]) == 1
    assert "WRONG    test mail: no mail server is named" in capsys.readouterr().out


def test_reporters_own_server_is_asked_too(doctor, serve, settings):
    house, hers = serve(), serve(box=Odd())
    doctor(f"smtp://127.0.0.1:{house.port}")
    notices = dataclasses.replace(
        settings.HEARD.notices,
        reporter_from="reminder@elsewhere.example",
        reporter_mail=mailurl.read(f"smtp://127.0.0.1:{hers.port}"),
    )
    settings.HEARD = dataclasses.replace(settings.HEARD, notices=notices)
    from heard.actions.operations.health._mailing import check_mail

    first, second = check_mail()
    assert (first.level, first.about) == ("ok", "mail")
    assert (second.level, second.about) == ("wrong", "reporters' mail")
    assert "reminder@elsewhere.example" in second.what
