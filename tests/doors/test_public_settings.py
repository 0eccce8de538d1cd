"""Settings: every wrong one is named at once, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from heard.config import reading
from heard.doors._http.address import household
from heard.doors._http.limits import MOST, Limit

NAMES = (
    "SITE",
    "DATA",
    "DATABASE_URL",
    "SECRET_KEY_FILE",
    "DOORS",
    "PLAIN",
    "LANGUAGES",
    "EXIT_URL",
    "MAX_FILE_BYTES",
    "PROXIES",
    "RATE",
)


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in NAMES:
        monkeypatch.delenv(f"HEARD_{name}", raising=False)
    monkeypatch.delenv("HEARD_SETTINGS", raising=False)
    monkeypatch.setenv("HEARD_SITE", "speak.example.org")
    monkeypatch.setenv("HEARD_DATA", str(tmp_path))
    return monkeypatch


def test_site_and_directory_are_enough(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = reading.read()
    assert (found.site, found.origin, found.tls) == (
        "speak.example.org",
        "https://speak.example.org",
        True,
    )
    assert found.doors == ("public", "reporter", "desk", "scim")
    assert found.languages == ("en", "zh-Hans", "ar")
    assert found.database["NAME"] == str(tmp_path / "heard.sqlite3")
    assert "synchronous=FULL" in found.database["OPTIONS"]["init_command"]
    key = tmp_path / "keys" / "secret"
    assert (key.read_text(), key.stat().st_mode & 0o777) == (found.secret_key, 0o600)
    assert reading.read().secret_key == found.secret_key


def test_a_file_is_read_and_the_environment_wins(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "heard.env"
    file.write_text("HEARD_SITE=other.example.org\nHEARD_DOORS=public\n")
    env.setenv("HEARD_SETTINGS", str(file))
    found = reading.read()
    assert (found.site, found.doors) == ("speak.example.org", ("public",))


def test_all_wrong_settings_are_named_at_once(env: pytest.MonkeyPatch) -> None:
    wrong = {
        "SITE": "https://speak",
        "DATA": "relative",
        "DATABASE_URL": "mysql://x/y",
        "DOORS": "public,garage",
        "PLAIN": "perhaps",
        "MAX_FILE_BYTES": "1",
        "EXIT_URL": "http://weather.example/?from=heard",
        "PROXIES": "many",
        "RATE": "0",
    }
    for name, value in wrong.items():
        env.setenv(f"HEARD_{name}", value)
    with pytest.raises(reading.SettingsError) as raised:
        reading.read()
    lines = str(raised.value).splitlines()[1:]
    assert sorted(line.partition(":")[0] for line in lines) == sorted(
        f"HEARD_{name}" for name in wrong
    )


def test_a_database_url_is_taken_apart() -> None:
    found = reading.database("postgresql://heard:s%40fe@db.example:5433/reports?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("heard", "s@fe", "db.example")
    assert (found["PORT"], found["NAME"]) == ("5433", "reports")
    kept = {"server_side_binding": True, "prepare_threshold": 5}
    assert found["OPTIONS"] == {**kept, "sslmode": "require"}
    assert reading.database("sqlite:////var/x.sqlite3")["NAME"] == "/var/x.sqlite3"


def test_behind_a_pooler_no_statement_is_kept() -> None:
    for text, times in (("none", None), ("9", 9)):
        found = reading.database(f"postgresql://db.example/reports?prepare_threshold={text}")
        assert found["OPTIONS"] == {"server_side_binding": True, "prepare_threshold": times}
    with pytest.raises(ValueError, match="never"):
        reading.database("postgresql://db.example/reports?prepare_threshold=never")


def test_a_rate_counts_addresses_and_forgets_them() -> None:
    limit = Limit(2)
    assert [limit.wait("a", at=0.0), limit.wait("a", at=1.0), limit.wait("a", at=2.0)] == [0, 0, 58]
    assert limit.wait("b", at=2.0) == 0
    key = limit._key
    assert limit.wait("a", at=60.0) == 0
    assert limit._key != key
    assert all(who != b"a" and len(who) == 16 for who in limit._counts)


def test_a_flood_of_addresses_takes_no_more_memory_and_shuts_nobody_out() -> None:
    """Whoever has so many needs no more tries; who comes after them is a person."""
    limit = Limit(2)
    limit.wait("first", at=0.0)
    for number in range(MOST + 10):
        limit.wait(str(number), at=1.0)
    assert len(limit._counts) == MOST
    assert [limit.wait("first", at=2.0), limit.wait("first", at=2.0)] == [0, 58]
    assert [limit.wait("new", at=2.0) for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("", "unknown", False),
    ],
)
def test_a_network_of_ipv6_counts_as_one_address(one: str, other: str, *, same: bool) -> None:
    assert (household(one) == household(other)) is same
    limit = Limit(1)
    assert limit.wait(household(one), at=0.0) == 0
    assert (limit.wait(household(other), at=0.0) > 0) is same
