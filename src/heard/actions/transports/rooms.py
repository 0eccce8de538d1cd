"""Chat rooms, by Apprise: which a handler may name, and saying something in one.

Apprise reads far more in an address than a room: files to take a text from, headers, certificates
not to check, redirects to follow. Whatever is not needed to name a room is refused.
"""

import logging
import re
import threading
import warnings
from functools import cache
from typing import Any

from django.conf import settings

from heard.actions.transports import egress

MOST = 500  # characters of an address
LABEL = 80
# What the services' own addresses carry. Everything else that can stand behind a question mark
# (templates of files, methods, headers, certificates) is refused.
OPTIONS = frozenset(
    {"to", "mode", "key", "token", "secret", "id", "sig", "sp", "sv", "ver", "api-version"}
    | {"workspace", "thread", "topic", "channel", "pa", "powerautomate", "team"}
)
# Addresses as these services give them out, which Apprise does not read.
NATIVE = (
    (r"https://oapi\.dingtalk\.com/robot/send\?access_token=([\w-]+)", r"dingtalk://\1/"),
    (r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)", r"feishu://\1/"),
)
ALIASES = {"workflow": "workflows", "wxteams": "webex"}
SECONDS = 5.0  # to connect, and for each answer
_loading = threading.Lock()


class BadTargetError(ValueError):
    """This address is no room that may be told."""


def kinds() -> tuple[str, ...]:
    """The kinds of rooms that may be named, as Apprise calls them."""
    return tuple(settings.HEARD.notices.schemes)


def check(url: str) -> None:
    """Raise BadTargetError unless this names a room of an allowed kind outside the house."""
    host = str(_room(url).host or "")
    # A name is looked up, and judged, when it is connected to: what it says now proves nothing.
    if not settings.HEARD.notices.private and (host == "localhost" or _is_inside(host)):
        raise BadTargetError(
            "This server stands inside the network. Give one of the open internet."
        )


def _is_inside(host: str) -> bool:
    try:
        return not egress.is_outside(host.strip("[]"))
    except ValueError:
        return False


def label(url: str) -> str:
    """Which service it is, and the address with its secrets masked. Raises BadTargetError."""
    return f"{_room(url).service_name}: {_room(url).url(privacy=True)}"[:LABEL]


def send(url: str, *, subject: str, text: str) -> bool:
    """Say it; False where the room did not take it. Raises BadTargetError."""
    return bool(_room(url).notify(title=subject, body=text))


def _room(url: str) -> Any:  # noqa: ANN401 Apprise's plug-ins have no common type
    apprise = _library()
    read = _read(url, apprise)
    asset = apprise.AppriseAsset(
        app_id="Heard",
        app_desc="Heard",
        app_url=settings.HEARD.origin,
        http_redirects=False,
        image_url_mask="",
        image_url_logo="",
        service_timeout=3 * SECONDS,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
    room = apprise.Apprise.instantiate(read, asset=asset, suppress_exceptions=True)
    if room is None or getattr(room, "template", None):
        raise BadTargetError("This is no complete address of a room. Copy it again.")
    return room


def _read(url: str, apprise: Any) -> dict[str, Any]:  # noqa: ANN401 a module
    if not url.isprintable() or " " in url or not 1 <= len(url) <= MOST:
        raise BadTargetError(f"An address has at most {MOST} characters and no spaces.")
    for native, form in NATIVE:
        url = re.sub(rf"\A{native}\Z", form, url)
    read = apprise.plugins.url_to_dict(url)
    schema = str((read or {}).get("schema"))
    if not read or ALIASES.get(schema, schema) not in kinds():
        raise BadTargetError(f"Rooms may be of these kinds: {', '.join(kinds())}.")
    given = {*read.get("qsd", {}), *read.get("qsd+", {}), *read.get("qsd-", {})}
    if read.get("qsd+") or read.get("qsd-") or read.get("qsd:") or not given <= OPTIONS:
        raise BadTargetError("Leave out what follows the question mark, or copy the address again.")
    fixed = {"verify": True, "redirect": False, "cto": SECONDS, "rto": SECONDS, "retry": 0}
    return {**read, **fixed}


@cache
def _library() -> Any:  # noqa: ANN401 a module
    """Apprise with all its services, loaded once."""
    # Late: it takes 0.2 s and 25 MB that a house without chat rooms never needs.
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports what Python is about to lose
        import apprise  # noqa: PLC0415 as said above

        apprise.plugins.N_MGR.load_modules()  # type: ignore[no-untyped-call]
    egress.guard()
    # It logs addresses of rooms where one fails; the outbox says that one did.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    return apprise
