"""docs/glossary.md, out of client/locales/glossary.toml: what ``script/words glossary`` writes."""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from heard.languages import LANGUAGES, TAGS  # noqa: E402 -- found where this file stands

SOURCE = ROOT / "client/locales/glossary.toml"
PAGE = ROOT / "docs/glossary.md"
HEAD = """# Glossary

<!-- Written by `script/words glossary` from client/locales/glossary.toml: change that. -->

One word for one thing. What the pages say stands here in each of their languages, letter for
letter; what only the code or the operators say has its English alone. The last column names a
module, a package or a table. What must not be said instead stands in
[glossary.toml](../client/locales/glossary.toml); `tests/house/test_glossary.py` holds all of it.
"""


def terms() -> list[dict[str, Any]]:
    """The terms as the file has them, one table of TOML each."""
    found: list[dict[str, Any]] = tomllib.loads(SOURCE.read_text("utf-8"))["term"]
    return found


def page(listed: list[dict[str, Any]]) -> str:
    """All of docs/glossary.md, the terms in alphabetical order."""
    names = [LANGUAGES[tag].name for tag in TAGS]
    titles = ["term", "what it is", *names, "in code"]
    rows = [titles, ["---"] * len(titles), *map(_row, sorted(listed, key=_order))]
    return HEAD + "\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _order(term: Mapping[str, Any]) -> str:
    return str(term["name"]).casefold()


def _row(term: Mapping[str, Any]) -> list[str]:
    code = f"`{term['code']}`" if "code" in term else ""
    cells = [f"**{term['name']}**", term["means"], *_said(term), code]
    return [cell.replace("|", "\\|") for cell in cells]


def _said(term: Mapping[str, Any]) -> Iterator[str]:
    for tag in TAGS:
        of = term.get(tag, {})
        yield "; ".join(of[part] for part in ("say", "note") if part in of)


if __name__ == "__main__":
    PAGE.write_text(page(terms()), "utf-8")
