"""Keys of names, heads and buckets: by the vectors, and by chance."""

import base64
import json
import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats import FormatError, conflicts, names, naming

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors/conflicts.json").read_text(encoding="utf-8")
)
HEAD = conflicts.parse(json.dumps(VECTORS["head"]))
BUCKETS = [base64.b64decode(each) for each in VECTORS["buckets"]]


def keys(stored: list[str]) -> set[str]:
    return names.keys(id="", email="", names=stored)


@pytest.mark.parametrize("case", VECTORS["typed"], ids=lambda case: repr(case["text"]))
def test_what_is_typed_has_one_key(case):
    assert names.key_of(case["text"]) == case["key"]


@pytest.mark.parametrize("case", VECTORS["blocks"], ids=lambda case: case["name"])
def test_every_letter_of_a_block_has_its_key(case):
    letters = map(chr, range(case["first"], case["last"] + 1))
    assert sha256("\n".join(map(names.key_of, letters)).encode()).hexdigest() == (case["sha256"])


@pytest.mark.parametrize("case", VECTORS["stored"], ids=lambda case: case["names"][0])
def test_a_stored_name_is_found_by_these_and_not_by_those(case):
    found = keys(case["names"])
    assert [text for text in case["found_by"] if names.key_of(text) not in found] == []
    assert [text for text in case["not_by"] if names.key_of(text) in found] == []


@pytest.mark.parametrize("case", VECTORS["said"], ids=lambda case: repr(case["text"]))
def test_what_is_looked_up_of_a_line(case):
    assert naming.readings(case["text"]) == case["readings"]


@given(st.text(max_size=300))
def test_few_texts_come_of_any_line(text):
    assert len(naming.readings(text)) <= naming.NAMES + naming.SURE == 6
    # What is whole stays whole: whoever was found before is found now.
    plain = "".join(filter(str.isalpha, text))
    assert naming.keys_of(f"Zoe {plain}")[:1] == [names.key_of(f"Zoe {plain}")] or not plain


@pytest.mark.parametrize(
    "said",
    [
        *("Dr. Gao Jun", "Gao Jun, Sales", "Gao Jun <g@meridian.example>", "Sales, Gao Jun"),
        *("Gao, Jun", "my boss, Gao Jun", "Frau Gao Jun (Sales)", "From: Gao Jun", "GAO JUN, PhD"),
        *("Sr. Gao Jun", "السيد Gao Jun", "господин Gao Jun", "Gao Jun from Sales"),
    ],
)
def test_somebody_is_found_with_more_than_the_name(said):
    assert keys(["Gao Jun"]) & set(naming.keys_of(said))


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        *(("Herr, Michael", "Herr, Michael"), ("Mr Kumar", "Mr Kumar"), ("Cc Wang", "Cc Wang")),
        *(("欧阳部长", "欧阳部长"), ("白石氏", "白石氏"), ("白石", "白石氏")),
        *(("Gao Jun", "Team lead: Gao Jun"), ("Gao Jun", "Product Owner / Gao Jun")),
        *(("Gao Jun", "Head of Sales: Gao Jun"), ("Gao Jun", "Sales Team, Gao Jun")),
        *(("Gao Jun", "Mr.Gao Jun"), ("Gao Jun", "Dr. rer. nat. Gao Jun")),
        *(("Jürgen Müller", "Büro: Jürgen Müller"), ("أحمد علي", "المدير: أحمد علي")),
        *(("أحمد علي", "المبيعات، أحمد علي"), ("أحمد علي", "د. أحمد علي")),
        *(("高军", "经理：高军"), ("高军", "销售部，高军"), ("高军", "高军 先生")),
        *(("高军", "销售经理高军"), ("高军", "总裁 高军"), ("高军", "高军（10002）")),
        *(("高军", "高军销售经理"), ("高军", "高军 销售经理"), ("高军", "高军财务部副总经理")),
        *(("高军", "大客户经理高军"), ("欧阳行政", "欧阳行政"), ("李主任", "李主任")),
    ],
)
def test_no_label_hides_a_name_and_no_name_is_taken_for_one(stored, said):
    assert keys([stored]) & set(naming.keys_of(said))


@pytest.mark.parametrize(
    "said",
    [
        *("高军（10002）", "工号：10002", "工号10002", "ID:10002", "#10002", "No.10002", "١٠٠٠٢"),
        *("10002", "Gao Jun 10002", "أحمد علي (١٠٠٠٢)"),
    ],
)
def test_a_staff_number_is_found_however_it_is_marked(said):
    assert "id:10002" in naming.keys_of(said)


@pytest.mark.parametrize("said", ["Building 7", "room 42", "2nd floor", "the man on floor 12"])
def test_a_number_in_a_sentence_is_nobodys(said):
    assert [each for each in naming.keys_of(said) if each.startswith("id:")] == []


@pytest.mark.parametrize("title", sorted(naming.TITLES | naming.DOUBTFUL))
def test_no_title_hides_a_name(title):
    for said in (f"{title} Gao Jun", f"{title.upper()}. Gao Jun", f"{title}: Gao Jun"):
        assert keys(["Gao Jun"]) & set(naming.keys_of(said))


def test_no_honorific_and_no_post_hides_a_name():
    posts = naming.HONORIFICS + naming.POSTS
    found = [each for each in posts if keys(["高俊"]) & set(naming.keys_of(f"高俊{each}"))]
    assert found == list(posts)


def test_no_post_makes_somebody_of_another():
    """Of a name of three the family name alone is nobody; and a post alone asks for nobody else."""
    for each in naming.HONORIFICS + naming.POSTS:
        assert not keys(["高"]) & set(naming.keys_of(f"高{each}"))
        assert not keys(["高军"]) & set(naming.keys_of(f"高军伟{each}"))
        assert naming.readings(each) == [each]


@pytest.mark.parametrize("case", VECTORS["lookups"], ids=lambda case: case["text"])
def test_a_table_says_what_it_holds(case):
    if case["prefix"] is None:
        assert (names.key_of(case["text"]), case["conflicts"]) == ("", [])
        return
    at = conflicts.digest(HEAD.salt, names.key_of(case["text"]))
    assert conflicts.prefix(at, HEAD.bits) == case["prefix"]
    found = conflicts.look(HEAD, BUCKETS[case["prefix"]], at)
    assert [list(each) for each in found] == case["conflicts"]


@pytest.mark.parametrize("case", VECTORS["trees"]["cases"], ids=lambda case: case["name"])
def test_a_bucket_is_the_one_that_the_head_binds(case):
    head = conflicts.parse(json.dumps(VECTORS["trees"]["head"]))
    body = base64.b64decode(case["body"])
    if case["expect"] == "ok":
        assert conflicts.picked(head, case["prefix"], body) == body[: conflicts.ENTRY]
        return
    with pytest.raises(FormatError) as refused:
        conflicts.picked(head, case["prefix"], body)
    assert refused.value.kind == case["expect"]


@given(st.integers(0, 6), st.data())
def test_of_a_table_no_bucket_is_another_and_none_is_changed(bits, data):
    buckets = [bytes([n]) * conflicts.ENTRY for n in range(1 << bits)]
    tree, given_out = conflicts.planted(buckets)
    head = replace(HEAD, bits=bits, entries=1, tree=tree)
    at = data.draw(st.integers(0, len(buckets) - 1))
    assert conflicts.picked(head, at, given_out[at]) == buckets[at]
    changed = bytearray(given_out[at])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(FormatError):
        conflicts.picked(head, at, bytes(changed))
    for other in {*range(len(buckets))} - {at}:
        with pytest.raises(FormatError):
            conflicts.picked(head, other, given_out[at])


@pytest.mark.parametrize("case", VECTORS["heads"], ids=lambda case: case["name"])
def test_a_head_is_read_or_refused(case):
    text = json.dumps(case["head"])
    if case["expect"] == "ok":
        assert json.loads(conflicts.parse(text).encode()) == case["head"]
        return
    with pytest.raises(FormatError) as refused:
        conflicts.parse(text)
    assert refused.value.kind == case["expect"]


def test_a_head_is_bounded_before_it_is_read():
    with pytest.raises(FormatError) as refused:
        conflicts.parse(" " * (conflicts.MAX_HEAD + 1))
    assert refused.value.kind == "too_large"


def test_a_head_has_no_more_holders_than_an_entry_can_name():
    with pytest.raises(FormatError):
        conflicts.parse(json.dumps(VECTORS["head"] | {"holders": ["a" * 32] * 4096}))


def test_a_bucket_of_another_size_is_refused():
    with pytest.raises(FormatError):
        conflicts.look(HEAD, BUCKETS[0][1:], bytes(32))


@given(st.binary(max_size=200))
def test_no_bytes_are_read_as_a_head_that_is_written_otherwise(data):
    try:
        read = conflicts.parse(data)
    except FormatError:
        return
    assert conflicts.parse(read.encode()) == read


@given(st.binary(min_size=64 * 14, max_size=64 * 14), st.binary(min_size=32, max_size=32))
def test_a_bucket_of_noise_says_nothing(body, at):
    assert conflicts.look(replace(HEAD, tree=""), body, at) == []


@given(st.text(max_size=60))
def test_case_and_space_make_no_difference(text):
    form = names.name_form(text)
    assert names.name_form(f" {text.lower()} ") == names.name_form(text.upper()) == form
    assert names.plain_form(f" {text} ") == names.plain_form(text)
    assert names.name_form(form) == form


@given(st.lists(st.text(alphabet="gao wei李小龙éß-", min_size=1, max_size=8), max_size=4))
def test_the_order_of_words_makes_no_difference(parts):
    forward, backward = " ".join(parts), "-".join(reversed(parts))
    assert names.name_form(forward) == names.name_form(backward)
    assert {names.key_of(forward)} - {""} <= keys([backward])


PEOPLE = st.dictionaries(
    st.from_regex(r"name:[a-z]{1,8}\Z"),
    st.dictionaries(st.integers(0, 10), st.integers(0, 4), min_size=1),
    max_size=30,
)


@given(PEOPLE, st.integers(0, 3))
def test_what_goes_into_a_table_comes_out_for_who_has_the_key_and_for_nobody_else(people, bits):
    whole: list[list[bytes]] = [[] for _ in range(1 << bits)]
    for key, said in people.items():
        at = conflicts.digest(HEAD.salt, key)
        whole[conflicts.prefix(at, bits)] += conflicts.entries(at, sorted(said.items()))
    head = conflicts.Head(
        salt=HEAD.salt, bits=bits, entries=128, holders=HEAD.holders, roster="", built=HEAD.built
    )
    made = [conflicts.bucket(each, head.entries, os.urandom) for each in whole]
    assert {len(each) for each in made} == {128 * conflicts.ENTRY}
    tree, buckets = conflicts.planted(made)
    head = replace(head, tree=tree)
    for key in {*people, "name:nobody else"}:
        at = conflicts.digest(head.salt, key)
        found = conflicts.look(head, buckets[conflicts.prefix(at, bits)], at)
        said = people.get(key, {}).items()
        wanted = {head.holders[holder]: head.relations[relation] for holder, relation in said}
        assert dict(found) == wanted


def test_entries_of_one_bucket_do_not_show_which_were_made():
    at = conflicts.digest(HEAD.salt, "name:ago")
    made = conflicts.bucket(conflicts.entries(at, [(0, 0)]), 64, os.urandom)
    tags = [made[n : n + conflicts.ENTRY] for n in range(0, len(made), conflicts.ENTRY)]
    assert (tags, len(set(tags))) == (sorted(tags), 64)
