"""HEARD_MAIL_URL with any sign in it: read rightly, or refused with the sign by its name."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.config import mailurl, reading

HOST = "mail.example.org"
# URL: host, port, user, password, STARTTLS, TLS from the start; or what the refusal names.
LINES = {
    "smtp://user:pa#ss@mail.example.org:587?tls=starttls": "# in a name or password is written %23",
    "smtp://user:12#34@mail.example.org:587?tls=starttls": "# in a name or password is written %23",
    "smtp://user:2024#spring@mail.example.org:587?tls=starttls": "# in a name or password",
    "smtp://user:12?34@mail.example.org:587": "? in a name or password is written %3F",
    "smtp://user:12/34@mail.example.org:587?tls=starttls": "/ in a name or password is written %2F",
    "smtp://user:pa/ss@mail.example.org:587?tls=starttls": "/ in a name or password is written %2F",
    "smtp://AKIAX:Aq+Am/U8ma@mail.example.org:587?tls=starttls": "/ in a name or password",
    "smtp://heard@corp.example:p@ss@mail.example.org:587?tls=starttls": (
        *(HOST, 587, "heard@corp.example", "p@ss", True, False),
    ),
    "smtp://user:100%25@mail.example.org:587": (HOST, 587, "user", "100%", False, False),
    "smtp://user:50%off@mail.example.org:587": "% in the password is written %25",
    "smtp://user:pa%23ss@mail.example.org:587": (HOST, 587, "user", "pa#ss", False, False),
    "smtp://user:12#34@mail.example.org": "# in a name or password is written %23",
    "smtp://user:25#x@mail.example.org:25": "# in a name or password is written %23",
    "smtps://user:465#x@mail.example.org:465": "# in a name or password is written %23",
    "smtp://mail.example.org:587?tls=starttls#comment": "a # has no place here",
    "smtp://mail.example.org:0": "the port is from 1 to 65,535",
    "smtp://mail.example.org:587?TLS=STARTTLS": (HOST, 587, "", "", True, False),
    "smtp://mail.example.org:587/?tls=starttls": (HOST, 587, "", "", True, False),
    "smtp://user:pa[ss@mail.example.org": (HOST, 25, "user", "pa[ss", False, False),
    # Their siblings.
    "smtp://user:pä§ß密@mail.example.org": (HOST, 25, "user", "pä§ß密", False, False),
    "smtp://user:p%C3%A4@mail.example.org": (HOST, 25, "user", "pä", False, False),
    "smtp://user:a:b:@mail.example.org": (HOST, 25, "user", "a:b:", False, False),
    "smtp://user:p]a\\ss|{}^`\"'<>@mail.example.org": (
        *(HOST, 25, "user", "p]a\\ss|{}^`\"'<>", False, False),
    ),
    "SMTPS://user:x@mail.example.org": (HOST, 465, "user", "x", False, True),
    "smtp://user:x@[::1]:2525": ("::1", 2525, "user", "x", False, False),
    "smtp://127.0.0.1": ("127.0.0.1", 25, "", "", False, False),
    "smtp://mail.example.org?tls=starttls": (HOST, 587, "", "", True, False),
    "smtp://us#er:x@mail.example.org": "# in a name or password is written %23",
    "smtp://user:50%E4@mail.example.org": "% itself is written %25",
    "smtp://user:50%@mail.example.org": "% in the password is written %25",
    "smtp://user:a b@mail.example.org": "as %20",
    "smtp://user:a\u00a0b@mail.example.org": "as %C2%A0",
    "smtp://user:a%0Ab@mail.example.org": "a control character",
    "smtp://user@mail.example.org": "no password",
    "smtp://user:@mail.example.org": "no password",
    "smtp://:x@mail.example.org": "a name is missing",
    "smtp://user:x@": "a host and perhaps a port",
    "smtp://": "a host and perhaps a port",
    "smtp://mail.example.org:65536": "the port",
    "smtp://mail.example.org:587:25": "a host and perhaps a port",
    "smtp://mäil.example.org": "a host and perhaps a port",
    "smtp://mail.example.org/inbox": "nothing but ?tls=starttls",
    "smtp://mail.example.org?tls=ssl": "only tls=starttls is known",
    "smtp://mail.example.org?tls=starttls&x=1": "only tls=starttls is known",
    "smtps://mail.example.org?tls=starttls": "TLS from the start",
    "imap://mail.example.org": "give smtp://",
    "mail.example.org": "give smtp://",
    "": "give smtp://",
    "smtp://" + "x" * 3000: "longer than",
}


def parts(found):
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    return tuple(found[f"EMAIL_{name}"] for name in names)


@pytest.mark.parametrize("url", LINES)
def test_each_address_is_read_rightly_or_refused_by_the_sign(url):
    expected = LINES[url]
    if not isinstance(expected, str):
        assert parts(mailurl.read(url)) == expected
        return
    with pytest.raises(mailurl.MailUrlError) as refused:
        mailurl.read(url)
    assert expected in str(refused.value)
    for secret in ("2024", "spring", "pa#ss", "Aq+Am", "50%off"):
        assert secret not in str(refused.value)


# A surrogate is half of a character, and no environment has one that UTF-8 could not carry.
SECRET = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)


@given(SECRET, SECRET)
def test_what_is_percent_encoded_comes_back_whatever_it_is(user, password):
    url = f"smtp://{quote(user, safe='')}:{quote(password, safe='')}@mail.example.org:2525"
    assert parts(mailurl.read(url)) == (HOST, 2525, user, password, False, False)


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=12))
def test_what_is_not_encoded_is_taken_as_it_is_or_refused(password):
    """Never another host, another port or a login that is lost."""
    try:
        found = mailurl.read(f"smtp://user:{password}@mail.example.org:2525?tls=starttls")
    except mailurl.MailUrlError:
        return
    assert parts(found)[:3] == (HOST, 2525, "user")
    assert parts(found)[4:] == (True, False)
    decoded = "%" in password
    assert decoded or parts(found)[3] == password


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_is_refused(text):
    try:
        found = mailurl.read(f"smtp://{text}")
    except mailurl.MailUrlError:
        return
    assert found["EMAIL_HOST"]
    assert 1 <= found["EMAIL_PORT"] <= 65_535


@pytest.fixture
def env(monkeypatch, tmp_path: Path):
    for name in ("MAIL_URL", "MAIL_PASSWORD_FILE", "REPORTER_MAIL_URL"):
        monkeypatch.delenv(f"HEARD_{name}", raising=False)
    monkeypatch.setenv("HEARD_SITE", "speak.example.org")
    monkeypatch.setenv("HEARD_DATA", str(tmp_path))
    return monkeypatch


def blamed() -> str:
    with pytest.raises(reading.SettingsError) as raised:
        reading.read()
    (line,) = str(raised.value).splitlines()[1:]
    return line


def test_a_password_from_a_file_may_have_every_sign(env, tmp_path):
    secret = "2024#spring/?@:%41 ß 密"
    (tmp_path / "password").write_text(f"{secret}\r\n", "utf-8")
    for name in ("MAIL", "REPORTER_MAIL"):
        env.setenv(f"HEARD_{name}_URL", "smtp://heard@corp.example@mail.example.org?tls=starttls")
        env.setenv(f"HEARD_{name}_PASSWORD_FILE", str(tmp_path / "password"))
    found = reading.read()
    expected = (HOST, 587, "heard@corp.example", secret, True, False)
    assert parts(found.mail) == parts(found.notices.reporter_mail) == expected


def test_a_password_file_that_cannot_be_right_is_named(env, tmp_path):
    env.setenv("HEARD_MAIL_URL", "smtp://user@mail.example.org")
    path = tmp_path / "password"
    env.setenv("HEARD_MAIL_PASSWORD_FILE", str(path))
    lines = [blamed()]
    for content in (b"", b"\n", b"one\ntwo\n", b"\xe4\n"):
        path.write_bytes(content)
        lines.append(blamed())
    assert "No such file" in lines[0]
    for line in lines:
        assert line.startswith("HEARD_MAIL_PASSWORD_FILE: ")
        assert "two" not in line


def test_a_password_in_two_places_or_of_nobody_is_refused(env, tmp_path):
    (tmp_path / "password").write_text("secret")
    env.setenv("HEARD_MAIL_PASSWORD_FILE", str(tmp_path / "password"))
    assert blamed().startswith("HEARD_MAIL_PASSWORD_FILE: ")
    for url, why in {
        "smtp://user:other@mail.example.org": "in the file",
        "smtp://mail.example.org": "whose it is",
    }.items():
        env.setenv("HEARD_MAIL_URL", url)
        assert why in blamed()
        assert "secret" not in blamed()
