"""What is asked of the database by all threads of this process, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.utils import CursorWrapper


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that goes through Django meanwhile; the rows of a commit go past it."""
    asked: list[str] = []
    execute = CursorWrapper.execute

    def noted(self: CursorWrapper, sql: str, params: Any = None) -> Any:
        asked.append(sql)
        return execute(self, sql, params)

    CursorWrapper.execute = noted  # type: ignore[method-assign]
    try:
        yield asked
    finally:
        CursorWrapper.execute = execute  # type: ignore[method-assign]
