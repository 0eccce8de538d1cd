"""Control characters are found wherever they stand, and nothing else is taken for one."""

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from heard.formats.controls import has_controls, may_have_controls

ALLOWED = "\t\n\r"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            for each in pair:
                yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


@given(VALUES)
def test_they_are_found_wherever_they_stand(value):
    found = any(
        unicodedata.category(sign) == "Cc" and sign not in ALLOWED
        for text in strings(value)
        for sign in text
    )
    assert has_controls(value) is found


@given(VALUES, st.booleans())
def test_a_quick_look_at_the_bytes_misses_none(value, escaped):
    raw = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    assert may_have_controls(raw) or not has_controls(value)


def test_examples():
    assert has_controls({"declared": ["Gao\0Jun"]})
    assert has_controls({"a\x9f": 1})
    assert not has_controls({"words": "one\r\n\ttwo \\u0000"})
