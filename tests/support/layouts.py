"""One file says what a document is (client/pages/layouts; base.html of the plain pages)."""

import re
from collections.abc import Iterator


def stands_in_a_layout(text: str) -> Iterator[str]:
    """What a document is, is said once for built pages and once for what the server makes."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"<!doctype|<html\b|<body\b", line, re.IGNORECASE):
            yield f"{number}: a document of its own: begin with {{{{layout:page}}}} or extend base"
