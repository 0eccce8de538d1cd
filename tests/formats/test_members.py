"""A member that stands twice is found at any depth, and nothing else is taken for one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats.members import has_twice

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES, st.booleans())
def test_what_was_written_from_a_value_has_none(value, escaped):
    raw = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    assert not has_twice(raw)


@given(st.lists(st.integers(0, 1), max_size=6), st.text(max_size=3), VALUES)
def test_it_is_found_at_any_depth(path, name, value):
    """In objects (0) and lists (1), one in the other."""
    key, inner = json.dumps(name), json.dumps(value)
    twice = f"{{{key}:{inner},{key}:{inner}}}"
    for step in path:
        twice = f"[1,{twice}]" if step else f'{{"x":{twice}}}'
    assert has_twice(twice.encode())


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b'{"a":1,"\\u0061":2}', (True, True)),  # one name, written in two ways
        (b'{"a":1,"A":2}', (False, True)),
        (b'{"a":1,"b":{"a":1}}', (False, False)),
        (b'{"a":"\\"a\\":1,\\"a\\":2"}', (False, False)),
        (b'{"a":' + b"1" * 5000 + b',"a":2}', (True, True)),  # too long to be an int of Python's
        (b'{"a":1,"a":2', (False, False)),  # no JSON
        (b'{"a":1,"a":2,"z":"\xff"}', (True, True)),  # no UTF-8, but msgspec reads past it
        (b'{"a":1,"a":2,"\xff":1}', (True, True)),
        (b'{"\xff":1,"\xfe":1}', (False, False)),
    ],
)
def test_examples(raw, found):
    assert (has_twice(raw), has_twice(raw, folded=True)) == found
