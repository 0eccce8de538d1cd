"""The vectors of what is told to the retaliation gate. Run by make.py."""

import json

from seeds import Json

from heard.formats import gatelisting

SITE = "heard.meridian.example"


def make_gatelisting() -> Json:
    people = ("E10482", "lin@meridian.example", "林 静", "é" * gatelisting.MAX_PERSON)
    return {
        "site": SITE,
        "written": [{"person": person, "content": _text(person)} for person in people],
        "refused": [
            {"name": name, "why": why, "content": content} for name, why, content in _refused()
        ],
        "nobody": ["", "   ", "a\nb", "a\u2028b", "x" * (gatelisting.MAX_PERSON + 1)],
    }


def _text(person: str) -> str:
    listing = gatelisting.Listing(v=1, site=SITE, person=person)
    return gatelisting.write(listing).decode().rstrip(" ")


def _refused() -> list[tuple[str, str, str]]:
    good = json.loads(_text("E10482"))

    def other(**changes: object) -> str:
        return json.dumps({**good, **changes}, ensure_ascii=False)

    return [
        ("of another site", "site", other(site="heard.other.example")),
        ("of a newer Heard", "version", other(v=2)),
        ("of nobody", "person", other(person="  ")),
        ("with a line break", "person", other(person="a\nb")),
        ("of somebody too long", "person", other(person="x" * 201)),
        ("one member more", "content", other(until="2027-01-01")),
        ("a member twice", "content", other()[:-1] + ', "person": "E2"}'),
        ("a number for a person", "content", other(person=10482)),
        ("nothing", "content", ""),
        ("no object", "content", "[]"),
    ]
