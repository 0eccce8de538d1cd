"""The languages that Heard speaks, as ``languages.toml`` beside this has them. Pure data."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Final

__all__ = ["DEFAULT", "LANGUAGES", "TAGS", "Language", "of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """``tag``: BCP 47; ``name``: in itself; ``direction``: ltr or rtl; ``code``: BIP 39's list.

    ``exit``: where the quick exit goes; ``fonts``: of letters, the first that is there;
    ``plurals``: form -> in C, for which whole numbers ``n``; the first that holds counts.
    """

    tag: str
    name: str
    direction: str
    code: str
    exit: str
    fonts: tuple[str, ...]
    plurals: dict[str, str]


def _read() -> dict[str, Language]:
    text = resources.files(__name__).joinpath("languages.toml").read_text("utf-8")
    listed = tomllib.loads(text)["language"]
    return {each["tag"]: Language(**each | {"fonts": tuple(each["fonts"])}) for each in listed}


LANGUAGES: Final = _read()
TAGS: Final = tuple(LANGUAGES)
DEFAULT: Final = TAGS[0]


def of(tag: str | None) -> Language:
    """The language of ``tag``, the first of all where it is none of ours."""
    return LANGUAGES.get(tag or "", LANGUAGES[DEFAULT])
