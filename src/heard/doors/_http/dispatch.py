"""How a door answers, also where what is behind it fails."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from heard.doors._http import errors
from heard.doors._http.answers import UNKEPT, finished
from heard.doors._http.faults import place


class Telling(Protocol):
    """Puts an exception into words; ``errors.answer`` in those of docs/spec/api.md."""

    def __call__(self, error: Exception, *, nothing: str) -> HttpResponse:
        """The answer; ``nothing`` is the door's one sentence for what is not there."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """One way in.

    ``headers``: what its answers carry beside what they say themselves. ``pages``: it is pages of
    ours that ask, and not a program of somebody else's.
    """

    logger: logging.Logger
    nothing: str
    headers: Mapping[str, str] = field(default_factory=lambda: UNKEPT)
    tell: Telling = errors.answer
    pages: bool = True

    def answer(self, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        """What ``act`` answers, or what is said of what it raised. Raises nothing."""
        try:
            response = act()
        except Exception as error:  # noqa: BLE001 the last place that can answer
            response = self.refuse(error)
        return finished(response, self.headers, to_a_page=self.pages)

    def refuse(self, error: Exception) -> HttpResponse:
        """The answer to an exception; a fault of our own is written down, by type and place."""
        if errors.refusal_of(error) is errors.FAULT:
            # The type alone: text and traceback can hold what somebody sent.
            self.logger.error("failed: %s", type(error).__qualname__, extra={"where": place(error)})
        return self.tell(error, nothing=self.nothing)
