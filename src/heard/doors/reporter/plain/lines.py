"""Support lines of one country, for a page that has to stand without a script.

The built site's own list (``help-lines.json``), so that there is one.
"""

import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from heard.doors.reporter.plain.pages import STATIC
from heard.doors.reporter.plain.words import Words

NAMED = ("EMERGENCY", "POLICE", "AMBULANCE")


def of_country(country: str, w: Words) -> list[dict[str, Any]]:
    """Each line with its name, hours and ways to reach it; none where the country has none."""
    return [_line(each, w) for each in _listed() if each["country"] == country]


def _line(line: dict[str, str], w: Words) -> dict[str, Any]:
    name, hours = line["name"], line.get("hours_tz") or w["lines.ask"]
    whom = w.get(f"lines.{line.get('audience')}", "")
    return {
        "name": w[f"lines.{name.lower()}"] if name in NAMED else name,
        "hours": " · ".join(filter(None, (whom, w["lines.always"] if hours == "24/7" else hours))),
        "ways": list(_ways(line)),
    }


def _ways(line: dict[str, str]) -> list[dict[str, str]]:
    number, sms, url = (line.get(kind) or "" for kind in ("number", "sms", "url"))
    dialled = re.sub(r"[^\d+#*]", "", number).replace("#", "%23")
    host = urlsplit(url)
    return [
        {"href": href, "text": text}
        for given, href, text in (
            (number, f"tel:{dialled}", number),
            (sms, f"sms:{re.sub(r'[^0-9+]', '', sms)}", f"SMS {sms}"),
            (url, url, f"{host.netloc}{host.path}".removeprefix("www.").rstrip("/")),
        )
        if given
    ]


@cache
def _listed() -> list[dict[str, str]]:
    path = STATIC / "help-lines.json"
    found: list[dict[str, str]] = json.loads(path.read_text("utf-8")) if path.exists() else []
    return found
