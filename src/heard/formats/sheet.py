"""Tables for spreadsheets: CSV (RFC 4180) that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's own code page
# The wide ones too: an East Asian Excel takes them for the others.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """UTF-8 with a byte order mark, lines ending in CRLF; None is an empty cell.

    A text that a spreadsheet would run (OWASP, CSV injection) gets an apostrophe before it, which
    the spreadsheet does not show.
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_cell(each) for each in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return "'" + value
    return value
