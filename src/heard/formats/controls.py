"""Control characters, which nobody types and some databases refuse."""

import re

_ESCAPE = re.compile(rb"\\[bfu]")
# DEL and C1; C0 cannot stand raw in a JSON string.
_DEL, _BEFORE_C1, _C1 = b"\x7f", b"\xc2", re.compile(rb"\xc2[\x80-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def may_have_controls(json: bytes) -> bool:
    """Whether a JSON text is worth a closer look: cheap, and never False where there is one."""
    # What is sealed is Base64, which has none of the three bytes: looking for a byte is fast.
    if _DEL in json or (b"\\" in json and _ESCAPE.search(json)):
        return True
    return _BEFORE_C1 in json and _C1.search(json) is not None


def has_controls(value: object) -> bool:
    """Whether a string in what was decoded has a character of Cc but tab and line ends."""
    if isinstance(value, str):
        return _CONTROL.search(value) is not None
    if isinstance(value, dict):
        return any(has_controls(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(map(has_controls, value))
