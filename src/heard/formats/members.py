"""JSON in which a member stands twice: two readers would take two meanings out of it.

Python's, msgspec's and pydantic's readers all take the last one, without a word.
"""

import json
from typing import Any


class _TwiceError(Exception):
    """Found."""


def has_twice(data: bytes, *, folded: bool = False) -> bool:
    """Whether one does, at any depth. What is no JSON has none: the next reader says so.

    ``folded``: names that differ in case alone are one (RFC 7643, 2.1). Raises RecursionError.
    """

    def see(pairs: list[tuple[str, Any]]) -> None:
        if len({name.lower() if folded else name for name, _ in pairs}) != len(pairs):
            raise _TwiceError

    # Bytes that are no UTF-8 stay what they are: msgspec looks at none in a member that it skips.
    text = data.decode(errors="surrogateescape")
    try:  # numbers are not read: one of thousands of digits is an error to some, and none to others
        json.loads(text, object_pairs_hook=see, parse_int=len, parse_float=len)
    except _TwiceError:
        return True
    except ValueError:
        return False
    return False
