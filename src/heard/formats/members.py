"""JSON in which a member stands twice: two readers would take two meanings out of it.

Python's, msgspec's and pydantic's readers all take the last one, without a word.
"""

import json
from typing import Any


def has_twice(data: bytes, *, folded: bool = False) -> bool:
    """Whether one does, at any depth. What is no JSON has none: the next reader says so.

    ``folded``: names that differ in case alone are one (RFC 7643, 2.1). Raises RecursionError.
    """
    twice = False

    def see(pairs: list[tuple[str, Any]]) -> None:
        nonlocal twice
        twice |= len({name.lower() if folded else name for name, _ in pairs}) != len(pairs)

    # Bytes that are no UTF-8 stay what they are: msgspec looks at none in a member that it skips.
    text = data.decode(errors="surrogateescape")
    try:  # numbers are not read: one of thousands of digits is an error to some, and none to others
        json.loads(text, object_pairs_hook=see, parse_int=len, parse_float=len)
    except ValueError:
        return twice  # what is no JSON further on had one before
    return twice
