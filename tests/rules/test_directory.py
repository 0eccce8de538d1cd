"""Who is kept out of the directory, and why; and that what is left has no circle and no orphan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import directory as rules

GAO = ("1", "Gao", "gao@meridian.example", "Sales", "Group", "CN", "")
LIN = ("2", "Lin", "", "Sales", "Group", "cn", "1")


def checked(*rows, known=None):
    roll = rules.Roll()
    for line, cells in enumerate(rows, 2):
        roll.add(line, cells)
    return roll.done(known=known)


def changed(cells, **values):
    names = ("id", "name", "email", "unit", "parent", "country", "manager")
    return tuple(values.get(name, cell) for name, cell in zip(names, cells, strict=True))


def test_good_rows_are_taken_as_they_are():
    found = checked(GAO, LIN)
    assert found.bad == []
    assert [person[:6] for person in found.good] == [
        ("1", "Gao", "gao@meridian.example", "Sales", "CN", ""),
        ("2", "Lin", "", "Sales", "CN", "1"),
    ]
    assert found.units == {"Sales": "Group", "Group": ""}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"id": ""}, "the id is empty"),
        ({"id": "7" * 65}, "the id is longer than 64 characters"),
        ({"name": ""}, "the name is empty"),
        ({"name": "Li\0n"}, "a field has a control character in it"),
        ({"name": "L" * 201}, f"a field is longer than 200 characters: '{'L' * 20}'…"),
        ({"email": "lin@"}, "lin@ is not an e-mail address"),
        ({"email": "a@b@c"}, "a@b@c is not an e-mail address"),
        ({"country": "UK"}, "UK is not a country; give two letters of ISO 3166, such as DE"),
        ({"manager": "9"}, "the manager 9 is not in the file"),
        ({"manager": "2"}, "its line of managers goes in a circle: 2 → 2"),
        ({"unit": ""}, "it gives the parent Group of no unit"),
        (
            {"parent": "Board"},
            "the unit Sales stands under Board, but in line 2 under Group",
        ),
    ],
)
def test_a_row_that_cannot_be_right_is_named_with_the_reason(wrong, why):
    row = changed(LIN, **wrong)
    found = checked(GAO, row)
    assert found.bad == [rules.Bad(3, row[0] if len(row[0]) < 65 else "", why)]
    assert [person.id for person in found.good] == ["1"]


def test_of_two_rows_with_one_id_neither_is_taken():
    found = checked(GAO, LIN, changed(LIN, name="Li Na"))
    assert found.bad == [rules.Bad(n, "2", "the id stands in lines 3, 4") for n in (3, 4)]
    assert [person.id for person in found.good] == ["1"]


def test_a_circle_is_shown_and_those_below_it_are_not_blamed():
    found = checked(changed(GAO, manager="2"), LIN, changed(LIN, id="3", manager="2"))
    assert {bad.id for bad in found.bad} == {"1", "2"}
    assert all("circle" in bad.why for bad in found.bad)
    assert [person.id for person in found.good] == ["3"]


def test_units_in_a_circle_keep_out_their_people():
    below = changed(LIN, id="3", unit="Sales East", parent="Sales", manager="")
    found = checked(changed(GAO, parent="Ops"), changed(LIN, unit="Ops", parent="Sales"), below)
    assert found.units == {"Sales East": "Sales", "Sales": ""}
    assert [bad.why.partition(":")[0] for bad in found.bad] == [
        "its line of units goes in a circle"
    ] * 2


def test_only_what_is_wrong_of_itself_is_told_unless_the_good_are_wanted():
    rows = (changed(GAO, email="?"), LIN, changed(LIN, id="3", manager="2"))
    assert [bad.id for bad in checked(*rows).bad] == ["1"]
    partial = checked(*rows, known={})
    assert [(bad.id, bad.why) for bad in partial.bad] == [
        ("1", "? is not an e-mail address"),
        ("2", "the manager 1 is kept out (line 2)"),
        ("3", "the manager 2 is kept out (line 3)"),
    ]


def test_who_is_kept_out_but_known_can_still_be_named():
    rows = (changed(GAO, email="?"), LIN)
    assert [person.id for person in checked(*rows, known={"1": ""}).good] == ["2"]


def test_a_circle_through_somebody_who_stays_as_they_were_is_found():
    rows = (changed(GAO, email="?"), LIN)
    found = checked(*rows, known={"1": "2", "2": ""})
    assert [bad.id for bad in found.bad] == ["1", "2"]


IDS = st.sampled_from([*"abcdefgh", ""])
ROW = st.tuples(IDS, st.sampled_from(["Lin", ""]), st.just(""), IDS, IDS, st.just("DE"), IDS)


STORED = st.dictionaries(IDS.filter(bool), IDS, max_size=4).filter(
    lambda known: all(_ends(known, id) for id in known)  # as every list before has left it
)


@given(st.lists(ROW, max_size=14), STORED)
def test_what_is_left_has_no_circle_no_orphan_and_no_twin(rows, known):
    found = checked(*rows, known=known)
    assert sorted([p.line for p in found.good] + [b.line for b in found.bad]) == [
        line for line, _ in enumerate(rows, 2)
    ]
    ids = [person.id for person in found.good]
    assert len(set(ids)) == len(ids)
    stay = {bad.id for bad in found.bad if bad.id in known}
    here = {**{id: known[id] for id in stay}, **{p.id: p.manager for p in found.good}}
    assert all(p.manager in here for p in found.good if p.manager)
    assert all(_ends(here, p.id) for p in found.good)
    assert all(_ends(found.units, unit) for unit in found.units)
    assert {p.unit for p in found.good if p.unit} <= found.units.keys()
    assert {parent for parent in found.units.values() if parent} <= found.units.keys()


def _ends(above, at):
    for _ in range(len(above) + 1):
        if at not in above:
            return True
        at = above[at]
    return False


@given(st.dictionaries(st.integers(0, 9).map(str), st.integers(0, 12).map(str)))
def test_circles_are_exactly_what_does_not_end(above):
    turning = {each for circle in rules.circles(above) for each in circle}
    assert turning == {each for each in above if _returns(above, each)}


def _returns(above, start):
    at = above[start]
    for _ in above:
        if at == start or at not in above:
            break
        at = above[at]
    return at == start


PARTY = ("K7", "Jinan Foods", "Client", "cn", "Wang Li", "wang@jinan.example")


def parties(*rows):
    roll = rules.Parties()
    for line, cells in enumerate(rows, 2):
        roll.add(line, cells)
    return roll.done()


def test_third_parties_need_a_kind_and_a_contact():
    found = parties(PARTY)
    assert [party[:3] for party in found.good] == [("K7", "Jinan Foods", "client")]
    bad = parties((*PARTY[:2], "friend", *PARTY[3:]), (*PARTY[:4], "", ""), PARTY, PARTY).bad
    assert [each.why for each in bad] == [
        "friend is no kind: give client, supplier, other",
        "a contact needs a name and an e-mail address",
        "the id stands in another line too",
        "the id stands in line 4 too",
    ]


def test_a_share_is_a_percentage():
    assert rules.leavers("2.5%") == 0.025
    assert rules.too_many(5, 100, 0.05) is False
    assert rules.too_many(6, 100, 0.05) is True
    for wrong in ("5", "-1%", "101%", "many", "nan%"):
        with pytest.raises(ValueError, match="such as 5%"):
            rules.leavers(wrong)
