"""Codes of the log in words: those of the page that checks receipts (client/locales/en.json).

``said.json`` repeats them, because the wheel has no books of the pages; a test holds it to them.
"""

import json
from functools import cache
from importlib import resources

from heard.rules.events import CODES, LISTS

_SHARED = {"duties": "duty"}
_CODED = {"event"}.union(*CODES.values())


def worded(name: str, value: str) -> str:
    """A field's value in words, with what was signed behind them; as it is where it has none.

    A code that is not known here is put in quotes: nobody's value can look like words of ours.
    """
    codes = value.split(",") if name in LISTS else [value]
    words = [_book().get(f"{_SHARED.get(name, name)}.{code}", "") for code in codes]
    if all(words):
        return f"{'; '.join(words)} ({value})"
    return f"{json.dumps(value)} (a code that has no words here)" if name in _CODED else value


@cache
def _book() -> dict[str, str]:
    book: dict[str, str] = json.loads(
        resources.files(__package__).joinpath("said.json").read_text("utf-8")
    )
    return book
