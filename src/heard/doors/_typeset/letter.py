"""What the letter says, and its page: words from ``words/``, looks from ``letter.css``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from unicodedata import bidirectional

from heard.languages import LANGUAGES, messages, of

MOST = 2000  # characters of one member
_HERE = resources.files("heard.doors._typeset")
# Which lines stand in the table of what to keep, in this order, where something is written.
_KEPT = ("what", "place", "from", "until", "keep_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter. All are plain text; ``place``, ``from_`` and ``until`` may be empty.

    ``to``: who holds it; ``what``, ``place``, ``from_``, ``until``: what is to be kept;
    ``keep_until``: for how long; ``reply``: where to confirm; ``name``, ``role``: who asks.
    """

    language: str
    day: str
    to: str
    what: str
    place: str
    from_: str
    until: str
    keep_until: str
    reply: str
    name: str
    role: str


def page(letter: Letter) -> str:
    """The letter as HTML that refers to nothing outside itself. Raises KeyError, ValueError."""
    fields = {name: _text(getattr(letter, name)) for name in _members()}
    runs = {name: direction(getattr(letter, name)) for name in _members()}
    says = words(letter.language)
    asked = "".join(f"<li>{escape(each)}</li>" for each in says["letter.asked"].split("\n"))
    return (
        f'<!doctype html><html lang="{letter.language}" dir="{of(letter.language).direction}">'
        '<head><meta charset="utf-8">'
        f"<title>{escape(says['letter.title'])}</title><style>{css()}</style></head><body>"
        f'<p class="day" dir="ltr">{fields["day"]}</p>'
        f'<p class="to" dir="{runs["to"]}">{fields["to"]}</p>'
        f"<h1>{escape(says['letter.title'])}</h1><p>{escape(says['letter.opening'])}</p>"
        f"<table>{''.join(_row(name, says, fields, runs) for name in _KEPT)}</table>"
        f"<p>{escape(says['letter.please'])}</p><ol>{asked}</ol>"
        f"<p>{escape(says['letter.confirm'])}</p>"
        f'<p class="reply" dir="{runs["reply"]}">{fields["reply"]}</p>'
        f"<p>{escape(says['letter.closing'])}</p>"
        f'<div class="who"><p dir="{runs["name"]}">{fields["name"]}</p>'
        f'<p dir="{runs["role"]}">{fields["role"]}</p></div></body></html>'
    )


def _members() -> tuple[str, ...]:
    return tuple(name for name in Letter.__slots__ if name != "language")


def _row(
    name: str, words: Mapping[str, str], said: Mapping[str, str], runs: Mapping[str, str]
) -> str:
    member = "from_" if name == "from" else name
    value, way = said[member], runs[member]
    if not value:
        return ""
    label = escape(words[f"letter.{name}"])
    return f'<tr><th scope="row">{label}</th><td dir="{way}">{value}</td></tr>'


def direction(value: str) -> str:
    """``rtl`` where the first letter that has a direction runs so (UAX 9, P2), else ``ltr``."""
    for each in value:
        kind = bidirectional(each)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def _text(value: str) -> str:
    """Escaped, line by line. Raises ValueError for what is too long or no text."""
    if len(value) > MOST:
        raise ValueError(f"a line of the letter is longer than {MOST} characters")
    lines = "".join(each if each.isprintable() else "\n" for each in value).split("\n")
    return "<br>".join(escape(line.strip()) for line in lines if line.strip())


@cache
def words(language: str) -> Mapping[str, str]:
    """What a letter says, by the name of the part. Raises KeyError for a language not known."""
    tag = LANGUAGES[language].tag  # the name of a file is never what came from outside
    return messages.read(Path(__file__).parent / "words" / f"{tag}.json", tag)


@cache
def css() -> str:
    """The looks, with the fonts of each language."""
    return (_HERE / "letter.css").read_text("utf-8") + "".join(
        f":lang({tag}) {{ font-family: {', '.join(map(repr, each.fonts))}, sans-serif }}\n"
        for tag, each in LANGUAGES.items()
    )
