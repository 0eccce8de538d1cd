"""Ids: 16 random bytes, 32 lower-case hexadecimal digits (docs/spec/sealing.md, section 2)."""

import os
import re

_SIZE = 16
_ID = re.compile(r"[0-9a-f]{32}\Z")


def new_id() -> str:
    """A fresh id."""
    return os.urandom(_SIZE).hex()


def is_id(value: object) -> bool:
    """Whether ``value`` is an id."""
    return isinstance(value, str) and _ID.match(value) is not None
