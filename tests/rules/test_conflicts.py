"""Who cannot judge whom, in any organisation, however broken its lines are."""

from hypothesis import given
from hypothesis import strategies as st

from heard.formats import conflicts as formats
from heard.rules.conflicts import (
    RELATIONS,
    Candidate,
    Judge,
    Placed,
    conflicts,
    same_person,
    strongest,
    under,
)

IDS = [f"p{n}" for n in range(12)]
GONE = "nobody"
# A manager who is not in the list, oneself, and circles are among these.
ORGANISATIONS = st.dictionaries(
    st.sampled_from(IDS),
    st.builds(Placed, st.sampled_from([*IDS, GONE, ""]), st.sampled_from(["A", "B", ""])),
)
JUDGES = st.lists(
    st.builds(
        Judge,
        st.frozensets(st.sampled_from(IDS), max_size=2),
        st.sampled_from(["A", "C", ""]),
    ),
    max_size=4,
)


def line(people, person):
    """Everyone above, as a slow reader would find them."""
    above, at = [], people[person].manager
    while at in people and at not in above:
        above.append(at)
        at = people[at].manager
    return above


def relation(people, judge, person):
    """As docs/spec/conflicts.md has it, one condition a line."""
    here = judge.people & people.keys()
    units = {judge.unit, *(people[each].unit for each in here)} - {""}
    if person in here:
        return "self"
    if here & set(line(people, person)):
        return "manager"
    if person in {people[each].manager for each in here}:
        return "report"
    if people[person].unit in units:
        return "unit"
    return None


@given(ORGANISATIONS, JUDGES)
def test_everyone_in_a_conflict_is_found_with_what_it_is_and_nobody_else(people, judges):
    wanted = {
        person: tuple(
            (n, why) for n, judge in enumerate(judges) if (why := relation(people, judge, person))
        )
        for person in people
    }
    assert conflicts(people, judges) == {person: each for person, each in wanted.items() if each}


def test_lin_her_manager_and_his():
    people = {
        "lin": Placed("gao", "Fresh"),
        "gao": Placed("li", "Fresh"),
        "li": Placed("chief", "Group"),
        "chief": Placed("", "Board"),
        "xu": Placed("li", "People"),
        "noor": Placed("chief", "Ethics"),
    }
    judges = [Judge(frozenset({who}), "") for who in ("gao", "li", "xu", "noor")]
    found = conflicts(people, judges)
    assert found["gao"] == ((0, "self"), (1, "manager"))
    assert found["li"] == ((0, "report"), (1, "self"), (2, "report"))
    assert found["lin"] == ((0, "manager"), (1, "manager"))
    assert found["chief"] == ((1, "report"), (3, "report"))


@given(ORGANISATIONS)
def test_nobody_is_under_themselves_and_nobody_twice(people):
    below = {}
    for id, placed in people.items():
        below.setdefault(placed.manager, []).append(id)
    for top in IDS:
        found = list(under(below, [top]))
        assert len(found) == len(set(found))
        assert top not in found


def test_a_line_of_two_hundred_thousand_is_followed_to_its_end():
    people = {f"p{n}": Placed(f"p{n - 1}" if n else "", "") for n in range(200_000)}
    found = conflicts(people, [Judge(frozenset({"p0"}), "")])
    assert (len(found), found["p199999"]) == (200_000, ((0, "manager"),))


def somebody(id, *, active=True, unit="", same=True):
    return Candidate(id, active, unit, same)


def test_a_holder_is_who_has_their_address_whatever_the_name():
    named = [somebody("other")]
    assert same_person(["one", "two"], named, "") == {"one", "two"}
    assert same_person([], named, "") == {"other"}
    assert same_person([], [], "Fresh") == frozenset()


def test_of_several_with_one_name_only_a_reason_picks_one():
    here, gone = somebody("here", unit="Fresh"), somebody("gone", active=False, unit="Fresh")
    other, alike = somebody("other", unit="Board"), somebody("alike", same=False)
    assert same_person([], [here, gone], "") == {"here"}
    assert same_person([], [here, alike], "") == {"here"}
    assert same_person([], [here, other], "") == frozenset()
    assert same_person([], [here, other, gone], "Fresh") == {"here"}


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(RELATIONS))))
def test_of_two_with_one_name_the_nearer_relation_is_said(told):
    found = strongest(told)
    assert [holder for holder, _ in found] == sorted({holder for holder, _ in told})
    for holder, relation in found:
        said = [RELATIONS.index(each) for number, each in told if number == holder]
        assert RELATIONS.index(relation) == min(said)


def test_the_table_says_what_the_rule_says():
    assert formats.RELATIONS == RELATIONS
