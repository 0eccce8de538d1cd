"""WeasyPrint, kept in its place: it is loaded on first use, fetches nothing and logs nothing."""

import gc
import logging
from threading import Lock
from typing import Any, NoReturn

from heard.doors._typeset.letter import Letter, css, page, words
from heard.languages import TAGS

PACKAGES = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-noto-cjk",
    "fonts-noto-core",
)
# Pango and fontconfig keep their state in the process: one letter at a time.
_turn = Lock()
_LOGGERS = ("weasyprint", "weasyprint.progress", "fontTools")


class CannotTypesetError(Exception):
    """This machine lacks what a PDF is made with."""

    def __init__(self) -> None:
        super().__init__(
            "This server cannot make PDF letters. Write the letter yourself, and ask whoever runs"
            " Heard here for the packages that heard doctor names."
        )


def typeset(letter: Letter) -> bytes:
    """The letter as tagged PDF (PDF/UA-1). Raises CannotTypesetError, ValueError, KeyError."""
    html = page(letter)
    with _turn:
        pdf: bytes = _document(html).write_pdf(pdf_variant="pdf/ua-1")
        # A Chinese font is 10 MB, held in a circle that Python would clear when it pleases.
        gc.collect()
    return pdf


def missing() -> tuple[str, ...]:
    """Which languages' letters cannot be made here, the others can; all where none can.

    Typesets one line of each and counts the characters that no font here can draw.
    """
    lacking = []
    for language in TAGS:
        count = _Count()
        logger = logging.getLogger("weasyprint")
        logger.addHandler(count)
        try:
            with _turn:
                _document(
                    f'<html lang="{language}"><title>.</title><style>{css()}</style>'
                    f"{words(language)['letter.title']}"
                ).write_pdf()
        except CannotTypesetError:
            return TAGS
        finally:
            logger.removeHandler(count)
        if count.lines:
            lacking.append(language)
    return tuple(lacking)


class _Count(logging.Handler):
    """Counts what is said and keeps none of it."""

    lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += record.levelno >= logging.WARNING


def _document(html: str) -> Any:  # noqa: ANN401 -- WeasyPrint's own, which has no types
    return _weasyprint().HTML(string=html, url_fetcher=_refuse)


class _Refusal:
    """A fetcher that fetches nothing, of the network or of this machine."""

    # What WeasyPrint raises for "fail" is no Exception and would pass every handler of ours.
    _fail_on_errors = False

    def __call__(self, *_asked: object, **_more: object) -> NoReturn:
        raise ValueError("A letter refers to nothing outside itself.")


_refuse = _Refusal()


def _weasyprint() -> Any:  # noqa: ANN401 -- as above
    # What it would write of a letter's text (a character without a font, say) goes nowhere.
    for name in _LOGGERS:
        logging.getLogger(name).propagate = False
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        # Late: half a second and 40 MB that most processes never need.
        import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 -- as said above
    except OSError as absent:  # Pango is not there
        raise CannotTypesetError from absent
    return weasyprint
