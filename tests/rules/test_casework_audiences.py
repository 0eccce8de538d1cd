"""To which keys each move's letters are sealed, as the table's rows and the parties have it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from heard.rules.casework import TABLE, Audiences, Moved, audiences, fold
from heard.rules.casework._state import Casework, Record

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
REPORTER, GAO = "reporter", "gao"
NONE = Audiences(case=False, file=False, party="")
ROWS = [
    (object, move) for object, moves in TABLE.moves.items() for move in moves if object != "case"
]


def world(object: str, move: str, party: str, state: str) -> Casework:
    """A case in which one record can be moved so, and ``party`` is the one it concerns."""
    row = TABLE.moves[object][move]
    before = min(row.before)
    id = party if object == "party" else "r1"
    records = {each: dict(there) for each, there in Casework().records.items()}
    records["party"][GAO] = Record(object="party", id=GAO, state=state, code="respondent")
    if before:
        there = Record(object=object, id=id, state=before, version=1, party=party)
        records.setdefault(object, {})[id] = there
    elif object == "party":
        del records["party"][id]
    return Casework(records=records)


def asked(state: Casework, object: str, move: str, party: str, *, by: str = "ada") -> Audiences:
    id = party if object == "party" else "r1"
    there = state.get(object, id)
    version = there.version + 1 if there else 1
    moved = Moved(object=object, id=id, move=move, actor=by, at=NOW, version=version, party=party)
    return audiences(state, moved, has_file=True)


@pytest.mark.parametrize(("object", "move"), ROWS)
def test_a_row_names_its_keys_and_no_other_has_a_letter(object: str, move: str) -> None:
    if (object, move) == ("party", "open"):
        assert asked(world(object, move, GAO, "invited"), object, move, GAO) == NONE
        return
    keys = TABLE.moves[object][move].keys
    shielded = "protected" in keys  # whom nobody else asked it for: the reporter
    plain = Audiences(case="case" in keys or shielded, file="file" in keys, party="")
    if object != "party":
        unknown = world(object, move, GAO, "invited")
        # What only the party would be told goes to the file: no move is without a letter.
        filed = plain._replace(file=plain.file or ("party" in keys and not plain.case))
        assert asked(unknown, object, move, GAO) == filed
        hers = asked(world(object, move, REPORTER, "invited"), object, move, REPORTER)
        assert hers == plain._replace(case=plain.case or "party" in keys)
        known = asked(world(object, move, GAO, "confirmed"), object, move, GAO)
        told = Audiences(case=plain.case, file=False, party=GAO) if "party" in keys else plain
        assert known == told


@pytest.mark.parametrize(("object", "move"), ROWS)
def test_what_the_reporter_moves_is_said_in_the_case_and_to_the_file(object: str, move: str):
    if (object, move) == ("party", "open"):
        return
    state = world(object, move, GAO, "confirmed")
    found = asked(state, object, move, GAO, by=REPORTER)
    assert found == Audiences(case=True, file=True, party="")


PARTYS = frozenset({"concerned", "respondent", "witness", "supporter"})
OF_PARTIES = [(object, move) for object, move in ROWS if TABLE.moves[object][move].who & PARTYS]


@pytest.mark.parametrize(("object", "move"), OF_PARTIES)
def test_what_another_party_moves_has_one_letter_to_that_party(object: str, move: str) -> None:
    state = world(object, move, GAO, "confirmed")
    if object == "party":  # the table's first state is not the one from which they can leave
        party = replace(state.records["party"][GAO], state="confirmed")
        state.records["party"][GAO] = party
    found = asked(state, object, move, GAO, by=GAO)
    assert found == Audiences(case=False, file=False, party=GAO)


def test_a_partys_word_on_the_case_itself_goes_to_that_party_and_the_file() -> None:
    records = {each: dict(there) for each, there in Casework().records.items()}
    records["party"][GAO] = Record(object="party", id=GAO, state="confirmed", code="respondent")
    state = Casework(phase="draft", records=records)
    comment = Moved(object="case", id="case", move="comment", actor=GAO, at=NOW, version=1)
    records["case"]["case"] = Record(object="case", id="case", state="draft")
    assert audiences(state, comment, has_file=True) == Audiences(case=False, file=False, party=GAO)


def protecting(code: str, by: str, party: str = "", *, wei: str = "confirmed") -> Casework:
    """A measure that somebody asked for; gao and wei are parties, gao of the keys that they use."""
    records = {each: dict(there) for each, there in Casework().records.items()}
    records["party"] |= {
        GAO: Record(object="party", id=GAO, state="confirmed", code="respondent"),
        "wei": Record(object="party", id="wei", state=wei, code="witness"),
    }
    asked = Moved(
        object="measure", id="r1", move="request", actor=by, at=NOW, version=1, code=code,
        party=party,
    )  # fmt: skip
    return fold([asked], since=Casework(records=records))


HERS = Audiences(case=True, file=True, party="")


@pytest.mark.parametrize(
    ("measure", "granted", "ended"),
    [
        # What a respondent has to bear is none of theirs before it is offered.
        (protecting("respondent", "reporter", GAO), HERS, HERS._replace(file=False, party=GAO)),
        (protecting("respondent", "ada", GAO), HERS, HERS._replace(file=False, party=GAO)),
        (protecting("employer", "reporter"), HERS, HERS),
        # What protects a witness is told the witness, and not the reporter.
        *((protecting(code, by, "wei"), *[Audiences(case=False, file=False, party="wei")] * 2)
            for code, by in (("other", "ada"), ("other", "wei"))),
        (protecting("employer", "wei"), *[Audiences(case=False, file=False, party="wei")] * 2),
        (protecting("employer", "wei", wei="opened"),
            *[Audiences(case=False, file=True, party="")] * 2),
    ],
)  # fmt: skip
def test_who_is_protected_learns_how_a_measure_goes_on(
    measure: Casework, granted: Audiences, ended: Audiences
) -> None:
    grant = Moved(object="measure", id="r1", move="grant", actor="ada", at=NOW, version=2)
    assert audiences(measure, grant, has_file=True) == granted
    end = Moved(object="measure", id="r1", move="end", actor="ada", at=NOW, version=3)
    assert audiences(fold([grant], since=measure), end, has_file=True) == ended


def test_before_there_is_a_file_key_the_reporter_writes_to_the_case_alone() -> None:
    moved = Moved(
        object="measure", id="m1", move="request", actor=REPORTER, at=NOW, version=1,
        code="respondent",
    )  # fmt: skip
    found = audiences(Casework(), moved, has_file=False)
    assert found == Audiences(case=True, file=False, party="")


def test_a_fold_goes_on_from_where_it_was() -> None:
    moves = [
        Moved(object="task", id="t1", move=move, actor="ada", at=NOW, version=version)
        for version, move in enumerate(("add", "do", "take_up", "do"), start=1)
    ]
    for cut in range(len(moves) + 1):
        assert fold(moves[cut:], since=fold(moves[:cut])) == fold(moves)
