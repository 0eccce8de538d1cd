"""Control characters, which nobody types and some databases refuse."""

import re

_ESCAPE = re.compile(rb"\\[bfu]")
_RAW = re.compile(rb"\x7f|\xc2[\x80-\x9f]")  # DEL and C1; C0 cannot stand raw in a JSON string
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def may_have_controls(json: bytes) -> bool:
    """Whether a JSON text is worth a closer look: cheap, and never False where there is one."""
    return _ESCAPE.search(json) is not None or _RAW.search(json) is not None


def has_controls(value: object) -> bool:
    """Whether a string in what was decoded has a character of Cc but tab and line ends."""
    if isinstance(value, str):
        return _CONTROL.search(value) is not None
    if isinstance(value, dict):
        return any(has_controls(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(map(has_controls, value))
