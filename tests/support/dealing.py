"""In which order tests stand so that several workers begin with the longest of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def dealt(longest: Sequence[T], others: Sequence[T], workers: int) -> list[T]:
    """All of both. pytest-xdist's ``worksteal`` gives each worker an equal stretch to begin with:
    at the head of each stands its share of the longest, so that nobody is left alone with them.
    """
    made: list[T] = []
    rest = list(others)
    for worker in range(workers):
        share = list(longest[worker::workers])
        size = (len(longest) + len(others) - len(made)) // (workers - worker)
        made += share + rest[: max(0, size - len(share))]
        rest = rest[max(0, size - len(share)) :]
    return made + rest
