"""Reading and checking of settings."""

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from environs import Env, EnvError

from heard.config import mailurl
from heard.formats import node
from heard.languages import TAGS

DOORS = ("public", "reporter", "desk", "scim")
MOST_PASSWORD = 1024  # bytes
KEY = 32  # characters of a secret key at least
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")
ADDRESS = r"[^@\s<>]+@[^@\s<>]+"
# Chat services, by the names that Apprise has for them.
CHATS = (
    *("slack", "workflows", "dingtalk", "feishu", "lark", "wecombot"),
    *("ntfy", "ntfys", "discord", "gchat", "webex", "mmosts", "rockets", "tgram"),
)
PLAIN_HTTP = ("json", "jsons", "mmost", "rocket")  # only where an operator names them
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # FULL, never NORMAL: a commit that was acknowledged must outlive a power cut, or the log forks.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;"
        "PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
    ),
}

THRESHOLD = "prepare_threshold"
POSTGRES_OPTIONS = {
    # The server is sent values beside the text, and keeps what it parsed and planned (ADR 0074).
    "server_side_binding": True,
    THRESHOLD: 5,  # times that a connection asks the same before it is kept
}


class SettingsError(Exception):
    """One or more settings are wrong; each line of the text is one of them with its fix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """How people are told that something waits for them (docs/spec/notices.md)."""

    schemes: tuple[str, ...]  # of Apprise: kinds of chat rooms that handlers may name
    private: bool  # whether rooms and push services may stand at addresses inside the network
    digest_hour: int  # of the organisation's day
    reporter_mail: dict[str, Any]  # as ``mail`` below, for reporters alone; empty: the same server
    reporter_from: str  # what a reporter is written from; empty where there is no mail
    push: bool
    push_hosts: tuple[str, ...]  # beside those of the browsers' makers


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator chooses."""

    site: str  # host[:port] that people type
    origin: str  # the same as a web origin
    hosts: tuple[str, ...]
    data: Path
    database: dict[str, Any]
    secret_key: str
    doors: tuple[str, ...]
    plain: bool  # the page for browsers without JavaScript
    caseload: int  # cases that anybody should have a place in at a time; more is warned of
    five_day_week: bool  # whether somebody attests that the offices work no Saturdays
    languages: tuple[str, ...]
    exit_url: str  # where "Exit quickly" leads; empty: by country or language
    max_file_bytes: int
    part_bytes: int
    proxies: int  # trusted reverse proxies in front
    tls: bool
    rate: int  # writing requests a minute and address
    mail: dict[str, Any]  # Django's EMAIL_* names; empty: no notices by mail
    notices: Notices
    # As they were written, of those that another machine of this Heard needs too.
    chosen: dict[str, str] = field(repr=False)


def read() -> Settings:
    """Read the settings. Raises SettingsError naming every wrong one."""
    env = Env(expand_vars=False)
    if path := os.environ.get("HEARD_SETTINGS"):
        if not Path(path).is_file():
            raise SettingsError(f"HEARD_SETTINGS: no file {path}: give the path of a settings file")
        env.read_env(path, recurse=False)
    return _Reader(env).settings()


class _Reader:
    """Collects complaints instead of stopping at the first."""

    def __init__(self, env: Env) -> None:
        self.env = env
        self.wrong: list[str] = []

    def blame(self, name: str, fix: str) -> None:
        self.wrong.append(f"{name}: {fix}")

    def number(self, name: str, default: int, least: int, most: int) -> int:
        try:
            value = self.env.int(name, default)
        except (EnvError, ValueError):
            value = least - 1
        if not least <= value <= most:
            self.blame(name, f"give a whole number from {least} to {most}, or leave it out")
        return value

    def switch(self, name: str, *, default: bool) -> bool:
        try:
            return self.env.bool(name, default)
        except (EnvError, ValueError):
            self.blame(name, "give on or off")
            return default

    def words(
        self, name: str, default: tuple[str, ...], allowed: tuple[str, ...]
    ) -> tuple[str, ...]:
        words = tuple(w for w in re.split(r"[,\s]+", self.env.str(name, ",".join(default))) if w)
        if not words or not set(words) <= set(allowed):
            self.blame(name, f"choose from {', '.join(allowed)}, separated by commas")
        return words

    def site(self) -> str:
        site = self.env.str("HEARD_SITE", "")
        if not HOST.fullmatch(site):
            self.blame("HEARD_SITE", "give the host people type, such as speak.example.org")
        return site

    def exit_url(self) -> str:
        url = self.env.str("HEARD_EXIT_URL", "")
        # Nothing but a plain page: what follows a ? or # could say where somebody came from.
        if url and not re.fullmatch(r"https://[a-z0-9.-]+(/[A-Za-z0-9._~/-]*)?", url):
            self.blame(
                "HEARD_EXIT_URL", "give the https:// address of a weather page, without ? or #"
            )
        return url

    def data(self) -> Path:
        path = Path(self.env.str("HEARD_DATA", ""))
        if not path.is_absolute():
            self.blame("HEARD_DATA", "give the absolute path of the directory Heard may write to")
        return path

    def database(self, data: Path) -> dict[str, Any]:
        url = self.env.str("HEARD_DATABASE_URL", f"sqlite:///{data / 'heard.sqlite3'}")
        try:
            return database(url)
        except ValueError:
            self.blame(
                "HEARD_DATABASE_URL",
                "give postgresql://user:password@host:port/name or sqlite:////absolute/path",
            )
            return {}

    def secret_key(self, data: Path) -> str:
        named = self.env.str("HEARD_SECRET_KEY_FILE", "")
        path = Path(named) if named else data / "keys" / "secret"
        try:
            key = path.read_text("ascii").strip() if named or path.exists() else new_key(path)
        except (OSError, UnicodeDecodeError) as error:
            self.blame("HEARD_SECRET_KEY_FILE", f"cannot be used ({error}): check path and rights")
            return ""
        if len(key) < KEY:
            self.blame("HEARD_SECRET_KEY_FILE", f"{path} needs at least 32 random characters")
        return key

    def mail_server(self, name: str) -> dict[str, Any]:
        """Of ``{name}_URL`` with the password of ``{name}_PASSWORD_FILE``; empty without a URL."""
        file, url = f"{name}_PASSWORD_FILE", self.env.str(f"{name}_URL", "")
        password = self.password(file)
        if not url:
            if password:
                self.blame(file, f"names a password without {name}_URL: give both, or neither")
            return {}
        if self.env.str(file, "") and not password:
            return {}  # that is said already
        try:
            return mailurl.read(url, password=password)
        except mailurl.MailUrlError as error:
            self.blame(f"{name}_URL", str(error))
            return {}

    def password(self, name: str) -> str:
        """The one line of a file, with any signs in it."""
        if not (path := self.env.str(name, "")):
            return ""
        try:
            text = Path(path).read_bytes()[:MOST_PASSWORD].decode().rstrip("\r\n")
        except OSError as error:
            self.blame(name, f"cannot be used ({error}): check path and rights")
            return ""
        except UnicodeDecodeError:  # its own text repeats a part of the password
            text = ""
        if not text or not text.isprintable():
            self.blame(name, f"{path} is no single line of UTF-8: write the password there alone")
            return ""
        return text

    def mail(self, site: str) -> dict[str, Any]:
        sender = self.env.str("HEARD_MAIL_FROM", "")
        if not (found := self.mail_server("HEARD_MAIL")):
            return {}
        sender = sender or f"heard@{re.sub(r':[0-9]+$', '', site)}"
        if not re.fullmatch(ADDRESS, sender):
            self.blame("HEARD_MAIL_FROM", "give the address that notices come from")
        return {**found, "DEFAULT_FROM_EMAIL": sender}

    def notices(self, sender: str) -> Notices:
        host = r"[a-z0-9.-]+(:[0-9]{1,5})?"
        hosts = tuple(re.findall(r"[^,\s]+", self.env.str("HEARD_PUSH_HOSTS", "")))
        if not all(re.fullmatch(host, each) for each in hosts):
            self.blame("HEARD_PUSH_HOSTS", "give names of push services, such as push.example.org")
        named = self.env.str("HEARD_REPORTER_FROM", "")
        if named and not re.fullmatch(ADDRESS, named):
            self.blame("HEARD_REPORTER_FROM", "give an address that says nothing of what this is")
        return Notices(
            schemes=self.words("HEARD_NOTIFY_SCHEMES", CHATS, (*CHATS, *PLAIN_HTTP)),
            private=self.switch("HEARD_NOTIFY_PRIVATE", default=False),
            digest_hour=self.number("HEARD_DIGEST_HOUR", 9, 0, 23),
            reporter_mail=self.mail_server("HEARD_REPORTER_MAIL"),
            reporter_from=named or (sender and f"reminder@{sender.rpartition('@')[2]}"),
            push=self.switch("HEARD_PUSH", default=True),
            push_hosts=hosts,
        )

    def chosen(self, names: tuple[str, ...]) -> dict[str, str]:
        return {name: text for name in names if (text := self.env.str(name, ""))}

    def settings(self) -> Settings:
        site, data = self.site(), self.data()
        loopback = re.sub(r":\d+$", "", site) in LOOPBACK
        key = "" if self.wrong else self.secret_key(data)
        mail = self.mail(site)
        settings = Settings(
            site=site,
            origin=f"{'http' if loopback else 'https'}://{site}",
            hosts=(re.sub(r":\d+$", "", site), *(LOOPBACK if loopback else ())),
            data=data,
            database=self.database(data),
            secret_key=key,
            doors=self.words("HEARD_DOORS", DOORS, DOORS),
            plain=self.switch("HEARD_PLAIN", default=True),
            caseload=self.number("HEARD_CASELOAD", 8, 1, 200),
            five_day_week=self.switch("HEARD_FIVE_DAY_WEEK", default=False),
            languages=self.words("HEARD_LANGUAGES", TAGS, TAGS),
            exit_url=self.exit_url(),
            max_file_bytes=self.number("HEARD_MAX_FILE_BYTES", 2**32, 2**20, 2**40),
            part_bytes=8 * 2**20,
            proxies=self.number("HEARD_PROXIES", 0, 0, 4),
            tls=not loopback,
            rate=self.number("HEARD_RATE", 60, 1, 10_000_000),
            mail=mail,
            notices=self.notices(mail.get("DEFAULT_FROM_EMAIL", "")),
            chosen=self.chosen((*node.SHARED, *node.PASSWORDS)),
        )
        if self.wrong:
            raise SettingsError("\n".join(["These settings are wrong:", *self.wrong]))
        return settings


def new_key(path: Path) -> str:
    """Make a secret key only its owner can read. Two processes that start at once agree on one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(key := secrets.token_hex(32))
    return key


def database(url: str) -> dict[str, Any]:
    """Django's form of a database URL. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.startswith("/") and not parts.netloc:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") else parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/"):
        options: dict[str, Any] = dict(
            pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair
        )
        if THRESHOLD in options:
            options[THRESHOLD] = _threshold(options[THRESHOLD])
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or unquote(options.pop("host", "")),
            "PORT": str(parts.port or options.pop("port", "")),
            "CONN_MAX_AGE": None,
            "OPTIONS": POSTGRES_OPTIONS | options,
        }
    raise ValueError(url)


def _threshold(text: str) -> int | None:
    """None, where a pooler gives each transaction another session. Raises ValueError."""
    return None if text == "none" else int(text)
