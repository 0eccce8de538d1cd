"""How what anyone may read is given: to be read only, under the same headers, errors included."""

import logging
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from heard.doors._http.answers import ALWAYS, DATA
from heard.doors._http.dispatch import Door
from heard.doors.public.headers import ASK_AGAIN

View = Callable[..., HttpResponseBase]
DOOR = Door(
    logger=logging.getLogger("heard.public"),
    nothing="There is no such thing here. Check the address.",
    headers={**ALWAYS, **DATA, "Cache-Control": ASK_AGAIN},
)


def published(view: View) -> View:
    """GET only, headers on, and 404 for what is not there."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, **way: str) -> HttpResponseBase:
        return DOOR.answer(lambda: view(request, **way))

    return wrapped
