"""What the server fills itself: messages of Unicode MessageFormat 2, as far as Heard uses it.

The build reads every book with the format's own library and refuses what is not written in one
of these two ways (client/build/messages.mjs); a test compares what is filled here with what the
library makes of it.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path

from heard.languages import LANGUAGES, of

_GAP = re.compile(r"\{\$(\w+)\}")
_PLURAL = re.compile(r"\.input \{\$(\w+) :number\} \.match \$\1 (.+)", re.DOTALL)
_FORM = re.compile(r"(\w+|\*) \{\{(.*?)\}\}(?= (?:\w+|\*) \{\{|$)", re.DOTALL)


class Message(str):
    """Words of one language, with gaps ``{$name}`` or with a text for each plural form."""

    __slots__ = ("language",)
    language: str

    @classmethod
    def of(cls, text: str, language: str) -> "Message":
        """``text`` in ``language``, one of ours."""
        message = cls(text)
        message.language = language
        return message

    def format(self, *_none: object, **values: object) -> str:
        """Filled from ``values``; numbers are whole ones. A gap without a value stays as it is.

        A value that may run against the sentence is set apart (Unicode, UAX 9). Raises KeyError
        and TypeError where the number of a plural is missing or none.
        """
        direction = of(self.language).direction
        said = self._form(values)
        return _GAP.sub(lambda gap: _said(values.get(gap[1], gap[0]), direction), said)

    def _form(self, values: Mapping[str, object]) -> str:
        plural = _PLURAL.fullmatch(self)
        if plural is None:
            return str(self)
        forms: dict[str, str] = dict(_FORM.findall(plural[2]))
        number = values[plural[1]]
        if not isinstance(number, int):
            raise TypeError(f"{plural[1]} is a whole number")
        return forms.get(form_of(self.language, number), forms["*"])


def _said(value: object, direction: str) -> str:
    return str(value) if isinstance(value, int) else isolated(str(value), direction)


def isolated(text: str, direction: str) -> str:
    """``text``, set apart where it may run against a sentence of ``direction`` (UAX 9)."""
    against = {"L", "EN", "AN"} if direction == "rtl" else {"R", "AL"}
    apart = any(unicodedata.bidirectional(each) in against for each in text)
    return f"\u2068{text}\u2069" if apart else text


def form_of(language: str, number: int) -> str:
    """The plural form of CLDR that a whole number takes, such as ``one`` or ``few``."""
    rules = LANGUAGES[language].plurals
    return next((form for form, rule in rules.items() if _rule(rule)(number)), "other")


@cache
def _rule(rule: str) -> Callable[[int], int]:
    found: Callable[[int], int] = c2py(rule)
    return found


def read(book: Path, language: str) -> dict[str, Message]:
    """Key -> message of the JSON file ``book``, which is in ``language``, and of what books share.

    What stands in ``book`` itself goes before.
    """
    both = [Path(__file__).parent / "words" / f"{of(language).tag}.json", book]
    return {
        key: Message.of(text, language)
        for each in both
        for key, text in json.loads(each.read_text("utf-8")).items()
    }
