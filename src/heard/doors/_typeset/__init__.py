"""The letter that asks somebody to keep what they hold, as a PDF.

It is typeset in memory and forgotten: no file, no row, no log line. It names nobody who is not
written into it, fetches nothing, and what is written into it is text, never markup.
"""

from heard.doors._typeset.letter import Letter
from heard.doors._typeset.typesetter import PACKAGES, CannotTypesetError, missing, typeset

__all__ = ["PACKAGES", "CannotTypesetError", "Letter", "missing", "typeset"]
