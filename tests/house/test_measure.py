"""script/measure counts what its head says, on a small Heard of our own; its figures are told."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("measure", ROOT / "script/measure.py")
measure = importlib.util.module_from_spec(_spec)
sys.modules["measure"] = measure  # where its dataclass looks for itself
_spec.loader.exec_module(measure)

PLANTED = {
    "src/heard/__init__.py": "",
    "src/heard/rules/__init__.py": "",
    "src/heard/rules/clocks.py": '''\
"""A module."""

# Why.
CLOCK = "# no comment"


class Clock:  # Why.
    """Goes."""

    def __init__(self, hour: int) -> None:
        self.hour = hour

    @property
    def late(self) -> bool:
        """Whether."""

        def deep(hour):
            return hour > 3
        return deep(self.hour)


def due(*given: int, at, **rest):
    return at


def _own() -> None: ...
''',
    "src/heard/rules/migrations/0001_first.py": "def none_of_it(): ...\n" * 40,
    "src/heard/words/en.json": "{}",
    "tests/rules/test_clocks.py": "pass\n" * 13,
    "tests/doors/test_doors.py": "pass\n" * 2,
    "tsconfig.json": '{"include": ["client/**/*.ts", "client/**/*.tsx"]}',
    "client/lib/clock.ts": """\
/** No comment: it is of the function. */
export function due(at: number, of: string): number {
  // Why.
  const url = 'https://no.comment.example/'; /* Why. */
  return at + url.length + `${of} // no comment`.length; // Why.
}

export type Hour = number;
export const late = (at) =>
  at > 3 && [1].every((each) => each < at);

class Own {
  constructor(readonly hour: number) {
  }
  set to(hour: number) {}
  get at(): number { return 1; }
}
""",
    "client/lib/clock.d.ts": "export declare const none: 1;\n",
    "client/lib/clock.test.ts": "due(1);\n" * 9,
    "client/pages/desk/part.tsx": "export const Part = (): null => null;\n",
    "client/build/none.mjs": "// none\n",
}
MEASURED = """\
| room | lines | fn median/p90/max | largest file | documented | annotated | comments/100 | tests per line |
| --- | --- | --- | --- | --- | --- | --- | --- |
| rules | 26 | 2/6/6 | 26 | 66 % | 50 % | 7.7 | 0.50 |
| client/lib | 17 | 2/5/5 | 17 | 33 % | 75 % | 17.6 | 0.53 |
| client/pages | 1 | 1/1/1 | 1 | 0 % | 100 % | 0.0 | – |
| all | 44 | 2/5/6 | 26 | 42 % | 63 % | 11.4 | 0.55 |
"""  # noqa: E501 -- a table


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    """A small Heard, planted in a folder of its own."""
    for name, text in PLANTED.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_what_was_planted_is_what_is_counted(heard: Path) -> None:
    assert measure.table(measure.rooms(heard)) == MEASURED


def test_a_room_more_is_found_by_its_folder(heard: Path) -> None:
    before = measure.rooms(heard)
    (heard / "src/heard/ledger").mkdir()
    (heard / "src/heard/ledger/writer.py").write_text("def write() -> None: ...\n", "utf-8")
    after = measure.rooms(heard)
    assert set(after) - set(before) == {"ledger"}
    assert after["ledger"] == measure.Room([1], [1], [0, 1], [1, 1])


def test_contributing_has_figures_under_the_same_titles() -> None:
    said = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert f"| {measure.TITLES.replace('|', ' | ')} |\n" in said
