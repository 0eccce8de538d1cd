"""Settings of the notices: what they are without a word, and each wrong one by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from heard.config import reading

NAMES = (
    *("MAIL_URL", "MAIL_FROM", "REPORTER_MAIL_URL", "REPORTER_FROM", "DIGEST_HOUR"),
    *("NOTIFY_SCHEMES", "NOTIFY_PRIVATE", "PUSH", "PUSH_HOSTS"),
)


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in NAMES:
        monkeypatch.delenv(f"HEARD_{name}", raising=False)
    monkeypatch.setenv("HEARD_SITE", "speak.example.org:8443")
    monkeypatch.setenv("HEARD_DATA", str(tmp_path))
    return monkeypatch


def test_without_a_word_nothing_inside_is_called(env: pytest.MonkeyPatch) -> None:
    found = reading.read().notices
    assert (found.private, found.push, found.push_hosts) == (False, True, ())
    assert {"slack", "workflows", "dingtalk", "feishu", "wecombot"} <= set(found.schemes)
    assert not {"json", "jsons", "mailto", "syslog"} & set(found.schemes)
    assert (found.digest_hour, found.reporter_from, found.reporter_mail) == (9, "", {})


def test_reporters_are_written_from_a_name_that_says_nothing(env: pytest.MonkeyPatch) -> None:
    env.setenv("HEARD_MAIL_URL", "smtp://mail.example.org")
    assert reading.read().notices.reporter_from == "reminder@speak.example.org"
    env.setenv("HEARD_MAIL_FROM", "heard@example.org")
    assert reading.read().notices.reporter_from == "reminder@example.org"
    env.setenv("HEARD_REPORTER_FROM", "hello@elsewhere.example")
    env.setenv("HEARD_REPORTER_MAIL_URL", "smtps://me:secret@mail.elsewhere.example")
    found = reading.read().notices
    assert found.reporter_from == "hello@elsewhere.example"
    assert found.reporter_mail["EMAIL_HOST"] == "mail.elsewhere.example"
    assert found.reporter_mail["EMAIL_USE_SSL"] is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIGEST_HOUR", "24"),
        ("DIGEST_HOUR", "nine"),
        ("NOTIFY_SCHEMES", "slack,mailto"),
        ("NOTIFY_SCHEMES", ","),
        ("NOTIFY_PRIVATE", "perhaps"),
        ("PUSH", "perhaps"),
        ("PUSH_HOSTS", "https://push.example.org/"),
        ("REPORTER_FROM", "Heard <heard@example.org>"),
        ("REPORTER_MAIL_URL", "imap://mail.example.org"),
    ],
)
def test_a_wrong_one_is_named(env: pytest.MonkeyPatch, name: str, value: str) -> None:
    env.setenv(f"HEARD_{name}", value)
    with pytest.raises(reading.SettingsError) as raised:
        reading.read()
    (line,) = str(raised.value).splitlines()[1:]
    assert line.startswith(f"HEARD_{name}: ")
