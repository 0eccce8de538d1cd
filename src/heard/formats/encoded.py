"""Files that should be text in UTF-8: what they are where they are not, and text put into UTF-8.

Nothing is guessed: UTF-16 says of itself what it is (its mark), any other encoding has to be named.

Kinds of refusal: ``foreign`` (no text at all), ``encoding``.
"""

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain

from heard.formats._errors import FormatError

HEAD = 4096  # bytes that say what a file is
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODINGS = (
    *("utf-8", "utf-16", "windows-1252", "windows-1250", "windows-1251", "windows-1256"),
    *("iso-8859-15", "gb18030", "big5", "shift_jis", "euc-kr"),
)
_OPENDOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_STARTS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of old Excel (.xls)"),
    (b"\x1f\x8b", "packed (gzip)"),
    (b"%PDF-", "a PDF"),
    (b"<?xml", "XML"),
    (b"<html", "a web page (some systems call one .xls)"),
    (b"<!doctype", "a web page (some systems call one .xls)"),
    (b"<table", "a web page (some systems call one .xls)"),
)


def as_utf8(chunks: Iterable[bytes], *, encoding: str = "") -> Iterator[bytes]:
    """The same text in UTF-8. ``encoding``: one of ENCODINGS; empty: UTF-8, or UTF-16 by its mark.

    What is UTF-8 is handed on as it is and not checked. Raises FormatError.
    """
    rest = iter(chunks)
    head = b""
    for chunk in rest:
        head += chunk
        if len(head) >= HEAD:
            break
    if what := foreign(head):
        raise FormatError(
            "foreign",
            f"This is {what}, no list as text. Open it in Excel or LibreOffice and save it as"
            " CSV UTF-8.",
        )
    encoding = encoding or ("utf-16" if head.startswith(UTF16) else "utf-8")
    encoding = _without_mark(head) if encoding == "utf-16" else encoding
    whole = chain([head], rest)
    return whole if encoding == "utf-8" else _recoded(whole, encoding)


def foreign(head: bytes) -> str:
    """What a file is whose first bytes are no text; empty where they may be."""
    if head.startswith(b"PK\x03\x04"):
        if _OPENDOCUMENT in head:
            return "a workbook of LibreOffice (.ods)"
        excel = b"[Content_Types].xml" in head or b"xl/" in head
        return "an Excel workbook (.xlsx)" if excel else "packed (zip)"
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:16].lower()
    return next((what for sign, what in _STARTS if start.startswith(sign.lower())), "")


def _recoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder, doubt, done = codecs.getincrementaldecoder(encoding)("strict"), _Doubt(), 0
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
            doubt.see(chunk)
            done += len(chunk)
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise FormatError(
            "encoding",
            f"The file is not {encoding}: after about {done:,} bytes stands what no letter of it"
            " can be. Save it as CSV UTF-8.",
        ) from None
    if doubt.is_utf8:
        raise FormatError(
            "encoding", f"The file is UTF-8 and not {encoding}: leave --encoding out."
        )


class _Doubt:
    """Whether it is UTF-8 after all: nearly every encoding takes its bytes for letters."""

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self._beyond = False

    def see(self, chunk: bytes) -> None:
        """Some more."""
        self._beyond = self._beyond or not chunk.isascii()
        try:
            if self._decoder:
                self._decoder.decode(chunk)
        except UnicodeDecodeError:
            self._decoder = None

    @property
    def is_utf8(self) -> bool:
        """All of it was, and some of it beyond ASCII."""
        return self._beyond and self._decoder is not None


def _without_mark(head: bytes) -> str:
    """Which of the two UTF-16 is: the zero of its first letter says so."""
    if head.startswith(UTF16):
        return "utf-16"
    return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
