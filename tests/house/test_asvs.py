"""docs/asvs.md has one line for each requirement of levels 1 and 2, and names what exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/asvs.md").read_text("utf-8")
LINE = re.compile(
    r"^- \*\*(V[\d.]+)\*\* \(level ([12])\) [^*]+\*(Met|Not applicable|Open)\*: (.{8,})$",
    re.MULTILINE,
)
# ``path`` or ``path::name``: a function or class of Python, a test of TypeScript by its words.
NAMED = re.compile(r"`((?:src|client|tests|docs|requirements)/[^`]+|[\w-]+\.(?:json|toml))`")
TESTS = re.compile(r"tests/[\w/]+/test_\w+\.py::test_\w+|client/[\w/]+\.test\.(?:ts|mjs)::.+")

# The standard, 5.0.0: the level of each requirement of a section, in their order.
LEVELS = {
    "V1.1": "22",
    "V1.2": "1111122223",
    "V1.3": "112222222223",
    "V1.4": "222",
    "V1.5": "123",
    "V2.1": "122",
    "V2.2": "112",
    "V2.3": "12223",
    "V2.4": "23",
    "V3.1": "3",
    "V3.2": "113",
    "V3.3": "12223",
    "V3.4": "11222233",
    "V3.5": "11122333",
    "V3.6": "3",
    "V3.7": "22333",
    "V4.1": "12233",
    "V4.2": "23333",
    "V4.3": "22",
    "V4.4": "1222",
    "V5.1": "2",
    "V5.2": "112333",
    "V5.3": "113",
    "V5.4": "222",
    "V6.1": "122",
    "V6.2": "111111112222",
    "V6.3": "11223333",
    "V6.4": "112233",
    "V6.5": "22222333",
    "V6.6": "2223",
    "V6.7": "33",
    "V6.8": "2222",
    "V7.1": "222",
    "V7.2": "1111",
    "V7.3": "22",
    "V7.4": "11222",
    "V7.5": "223",
    "V7.6": "22",
    "V8.1": "1233",
    "V8.2": "1123",
    "V8.3": "133",
    "V8.4": "23",
    "V9.1": "111",
    "V9.2": "1222",
    "V10.1": "22",
    "V10.2": "223",
    "V10.3": "22223",
    "V10.4": "1111122222233333",
    "V10.5": "22222",
    "V10.6": "22",
    "V10.7": "222",
    "V11.1": "2233",
    "V11.2": "22233",
    "V11.3": "11233",
    "V11.4": "1222",
    "V11.5": "23",
    "V11.6": "23",
    "V11.7": "33",
    "V12.1": "12233",
    "V12.2": "11",
    "V12.3": "22223",
    "V13.1": "2333",
    "V13.2": "222223",
    "V13.3": "2233",
    "V13.4": "1222233",
    "V14.1": "22",
    "V14.2": "12223333",
    "V14.3": "122",
    "V15.1": "12233",
    "V15.2": "12233",
    "V15.3": "1222222",
    "V15.4": "3333",
    "V16.1": "2",
    "V16.2": "22222",
    "V16.3": "2222",
    "V16.4": "222",
    "V16.5": "2223",
    "V17.1": "23",
    "V17.2": "22223333",
    "V17.3": "22",
}


def asked() -> dict[str, str]:
    every = {
        f"{section}.{number}": level
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, 1)
    }
    assert [list(every.values()).count(level) for level in "123"] == [70, 183, 92]
    return {id: level for id, level in every.items() if level != "3"}


def test_every_requirement_has_one_line_in_its_order() -> None:
    assert [(id, level) for id, level, _, _ in LINE.findall(PAGE)] == list(asked().items())
    assert len(LINE.findall(PAGE)) == PAGE.count("\n- ")


def is_there(named: str) -> bool:
    """Whether the file is, and in it what is named of it."""
    path, _, name = named.partition("::")
    file = ROOT / path
    if not file.exists() or not name:
        return file.exists() and "::" not in named
    text = file.read_text("utf-8")
    if file.suffix == ".py":
        return (
            re.search(rf"^\s*(?:async )?(?:def|class) {re.escape(name)}\b", text, re.MULTILINE)
            is not None
        )
    return f'"{name}"' in text


def test_what_is_met_names_a_place_and_a_test_and_all_that_is_named_exists() -> None:
    for id, _, verdict, said in LINE.findall(PAGE):
        named = NAMED.findall(said)
        missing = [each for each in named if not is_there(each)]
        assert not missing, f"{id} names {missing}"
        if verdict == "Met":
            tests = [each for each in named if TESTS.fullmatch(each)]
            assert tests, f"{id} names no test by its name: {said}"
            assert len(named) > len(tests), f"{id} names no place: {said}"


@pytest.mark.parametrize(
    "named",
    [
        "src/heard/gone.py",
        "tests/house/test_asvs.py::test_gone",
        "tests/house/test_asvs.py::test_the_sum",
        "tests/house/test_asvs.py::",
        "client/lib/fill.test.ts::gaps are",
    ],
)
def test_what_is_gone_is_missed(named: str) -> None:
    assert not is_there(named)


def test_the_sum_is_right() -> None:
    said = [verdict for _, _, verdict, _ in LINE.findall(PAGE)]
    counts = [said.count(each) for each in ("Met", "Not applicable", "Open")]
    met, other, left = map(int, re.findall(r"(\d+) (?:met|not applicable|open)", PAGE))
    assert [met, other, left] == counts
    assert sum(counts) == 253
