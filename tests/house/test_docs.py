"""What the pages of docs/ point to is there: links, headings, files, and the commands they show."""

import argparse
import contextlib
import importlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from heard.doors.operator import cli

ROOT = Path(__file__).parents[2]
NAMES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in NAMES)])
# A decision, the changes and the tutorial name what is no more, or is not there yet.
TELL_OF_OTHER_TIMES = {"CHANGELOG.md", "tutorial-new-subject.md"}

LINK = re.compile(r"\]\(([^)\s]+)\)")
SECTION = re.compile(r'\]\(([^)\s]+\.md)\),\s+"([^"]+)"')
FILE = re.compile(r"`((?:src|tests|client|docs|vectors|script|bench|requirements)/[\w./-]+)`")
BLOCK = re.compile(r"^(?: {4,}|\t)(?:\S+/)?(heard [^\n#]*)", re.MULTILINE)
NOT_SAID = re.compile(r"\b(whoever|whomever|anew|deeds?|thereof|whatsoever)\b", re.IGNORECASE)
INLINE = re.compile(r"`(heard [^`]+)`")


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.*)$", text, re.MULTILINE)


def anchors(text: str) -> set[str]:
    plain = (re.sub(r"[^\w\- ]", "", each.lower()) for each in headings(text))
    return {each.strip().replace(" ", "-") for each in plain}


def target(page: Path, link: str) -> Path:
    return (page.parent / link.partition("#")[0]).resolve() if link[0] != "#" else page


def has_heading(page: Path, anchor: str) -> bool:
    return not anchor or page.suffix != ".md" or anchor in anchors(page.read_text("utf-8"))


def has_section(page: Path, name: str) -> bool:
    text = page.read_text("utf-8")
    return any(each.startswith(name) for each in headings(text)) or f"**{name}" in text


def leads_nowhere(page: Path, text: str) -> Iterator[str]:
    """Links, headings behind ``#``, sections named after a link, and files in backticks."""
    for link in LINK.findall(text):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        to, anchor = target(page, link), link.partition("#")[2]
        if not to.exists() or not has_heading(to, anchor):
            yield link
    for link, section in SECTION.findall(text):
        there = target(page, link).read_text("utf-8")
        named = " ".join(section.split())
        if (
            not any(each.startswith(named) for each in headings(there))
            and f"**{named}" not in there
        ):
            yield f'{link}, "{section}"'
    if page.name not in TELL_OF_OTHER_TIMES and "adr" not in page.parts:
        yield from (each for each in FILE.findall(text) if not (ROOT / each).exists())


def parser_of(name: str) -> argparse.ArgumentParser | None:
    command = next((each for each in cli.COMMANDS if each.name == name), None)
    if command is None:
        return None
    parser = argparse.ArgumentParser(prog=name)
    importlib.import_module(f"{cli.ROOM}.{command.module}").configure(parser)
    return parser


def steps(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(found[0].choices) if found else {}


def is_known(line: str) -> bool:
    """Whether the command, its step and its options are there; what is left out does not matter."""
    name, *rest = line.split()[1:] or ["--help"]
    if name.startswith("-") or name.isupper():  # heard --help, heard COMMAND --help
        return True
    parser = parser_of(name)
    if parser is None:
        return False
    if rest and rest[0] in (under := steps(parser)):
        parser = under[rest[0]]
    elif rest and under and re.fullmatch(r"[a-z-]+", rest[0]):
        return False
    said = [each.partition("=")[0] for each in rest if each.startswith("--")]
    return all(each in parser._option_string_actions for each in said)


def parses(line: str) -> bool:
    """Whether the command is taken as it stands, with whatever stands for a name or a file."""
    words = shlex.split(re.sub(r"<[^>]*>|\u2026", "x", re.split(r"\s{2,}| > ", line)[0]))
    parser = parser_of(words[1]) if len(words) > 1 else None
    if parser is None:
        return len(words) == 1
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            parser.parse_args(words[2:])
        except SystemExit:
            return False
    return True


def unknown(text: str) -> Iterator[str]:
    yield from (each for each in BLOCK.findall(text) if not parses(each))
    yield from (each for each in INLINE.findall(text) if not is_known(each))


def oddly_said(text: str) -> list[str]:
    """Words that a stranger stumbles over, outside of code."""
    return NOT_SAID.findall(re.sub(r"`[^`]*`|^ {4,}.*$", "", text, flags=re.MULTILINE))


def test_the_pages_are_in_plain_words() -> None:
    # The glossary is written from the books, where one of these is a term.
    pages = [page for page in PAGES if page.name != "glossary.md"]
    said = {page.name: oddly_said(page.read_text("utf-8")) for page in pages}
    assert {page: words for page, words in said.items() if words} == {}
    assert oddly_said("Whoever reads it anew `deed`\n    a deed") == ["Whoever", "anew"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_leads_somewhere(page: Path) -> None:
    assert list(leads_nowhere(page, page.read_text("utf-8"))) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_that_a_page_shows_is_one(page: Path) -> None:
    shown = page.read_text("utf-8")
    assert page.name in TELL_OF_OTHER_TIMES or list(unknown(shown)) == []


def test_what_leads_nowhere_is_found() -> None:
    page = ROOT / "docs/keys.md"
    good = '[a](threats.md), "Time" [b](keys.md#algorithms) `docs/keys.md`'
    assert list(leads_nowhere(page, good)) == []
    bad = '[a](no.md) [b](keys.md#no) [c](threats.md), "Weather" `tests/no.py`'
    assert list(leads_nowhere(page, bad)) == [
        "no.md",
        "keys.md#no",
        'threats.md, "Weather"',
        "tests/no.py",
    ]


def test_a_command_that_is_none_is_found() -> None:
    good = "    heard backup DIR\n\n    heard roster list\n\n`heard backup` `heard roster sign-out`"
    assert list(unknown(good)) == []
    bad = "    heard backup DIR --no\n\n    heard roster\n\n`heard backing` `heard roster no`"
    assert list(unknown(bad)) == [
        "heard backup DIR --no",
        "heard roster",
        "heard backing",
        "heard roster no",
    ]
