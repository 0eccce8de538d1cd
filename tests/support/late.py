"""A Heard that answers late what a page sends it (``--late``): who does not wait for it is seen.

A walk that presses a button and acts on the server itself, before the answer has come, is right on
a quiet machine and wrong on a busy one. What Python asks is answered at once, as ever.
"""

from __future__ import annotations

import os
import time
from typing import Any

SECONDS = "TEST_LATE"


def is_wanted() -> bool:
    return SECONDS in os.environ


def begin() -> None:
    """In a program that begins: be late from now on, where a test wants it."""
    from django.core.handlers.wsgi import WSGIRequest

    seconds, whole = float(os.environ[SECONDS]), WSGIRequest.__init__

    def late(self: WSGIRequest, environ: dict[str, Any]) -> None:
        # Only a browser says by itself what kind of request it makes.
        if environ["REQUEST_METHOD"] != "GET" and "HTTP_SEC_FETCH_MODE" in environ:
            time.sleep(seconds)
        whole(self, environ)

    WSGIRequest.__init__ = late  # type: ignore[method-assign]
