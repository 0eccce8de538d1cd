"""What time it is, told with every answer that a page of ours reads (docs/spec/api.md)."""

from django.http.response import HttpResponseBase

from heard.actions.operations import timekeeping
from heard.ledger.journal import rfc3339

HEADER = "Heard-Time"


def timed(response: HttpResponseBase) -> None:
    """Say on the answer what time it is here, to the second: phones and laptops are wrong.

    Not ``Date``: some proxies put their own machine's time there.
    """
    response.headers[HEADER] = rfc3339(timekeeping.now())
