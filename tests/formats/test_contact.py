"""Contacts: read what was written, of one length, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats import FormatError, contact

EMAIL = contact.Email(v=1, address="lin@example.org", language="zh-Hans")
PUSH = contact.Push(v=1, endpoint="https://push.example.org/abc")


@pytest.mark.parametrize("each", [EMAIL, PUSH])
def test_what_is_written_is_read(each: contact.Email | contact.Push) -> None:
    content = contact.write(each)
    assert len(content) == contact.SIZE
    assert contact.read(content) == each


def test_the_browser_may_order_the_members_as_it_likes() -> None:
    said = {"v": 1, "kind": "email", "address": "lin@example.org", "language": "zh-Hans"}
    assert contact.read(json.dumps(said).encode().ljust(contact.SIZE)) == EMAIL


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"v": 2, "kind": "push", "endpoint": "https://a.example/"}, "version"),
        ({"v": 1, "kind": "push", "endpoint": "ftp://a.example/"}, "endpoint"),
        ({"v": 1, "kind": "push", "endpoint": "https://a.example/ b"}, "endpoint"),
        ({"v": 1, "kind": "email", "address": "lin", "language": "en"}, "address"),
        ({"v": 1, "kind": "email", "address": "a@b.c\r\nBcc: d@e.f", "language": "en"}, "address"),
        ({"v": 1, "kind": "email", "address": f"{'a' * 65}@b.org", "language": "en"}, "address"),
        ({"v": 1, "kind": "email", "address": "a@b.org", "language": "xx"}, "language"),
        ({"v": 1, "kind": "email", "address": "a@b.org"}, "content"),
        ({"v": 1, "kind": "fax", "number": "1"}, "content"),
        ({"v": 1, "kind": "email", "address": "a@b.org", "language": "en", "x": 1}, "content"),
        ([], "content"),
    ],
)
def test_anything_else_is_refused_by_name(said: object, kind: str) -> None:
    with pytest.raises(FormatError) as refused:
        contact.read(json.dumps(said).encode().ljust(contact.SIZE))
    assert refused.value.kind == kind


def test_what_can_be_read_in_two_ways_is_refused() -> None:
    """Spec, sealing 1: each reader would take another one of the two."""
    said = json.dumps({"v": 1, "kind": "email", "address": "lin@example.org", "language": "en"})
    twice = said.replace('"language"', '"address": "gao@example.org", "language"')
    with pytest.raises(FormatError) as refused:
        contact.read(twice.encode().ljust(contact.SIZE))
    assert refused.value.kind == "content"


@given(st.binary(max_size=2048) | st.binary(min_size=contact.SIZE, max_size=contact.SIZE))
def test_no_bytes_make_it_fail_in_another_way(content: bytes) -> None:
    with pytest.raises(FormatError):
        contact.read(content)


def test_what_is_too_long_is_not_cut() -> None:
    long = contact.Push(v=1, endpoint=f"https://a.example/{'a' * contact.SIZE}")
    with pytest.raises(FormatError):
        contact.write(long)
